import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { ReadContext, WriteContext } from '../http/handler.ts';
import { allEntities, type Entity } from '../resources/entity.ts';
import { type Resource, removeStored, storeChange, storeNew } from '../resources/resource.ts';
import type { Plan } from './section.ts';
import { type Path, type Problem, type Shape, sameIn } from './shape.ts';

/** What becomes of an entity that the document does not name: it goes, it stays with changed properties, or the document is refused. */
export type Absence =
  | { readonly kind: 'REMOVE' }
  | { readonly kind: 'CHANGE'; readonly changes: Readonly<Record<string, unknown>> }
  | { readonly kind: 'REFUSE'; readonly reason: ErrorReason; readonly message: string };

/** A list of a document whose entries are entities of a resource. The resource's own rules judge what is created and changed. */
export type Collection<Item, Facts> = {
  readonly resource: Resource;
  /** How warnings call one: `Branch`. */
  readonly label: string;
  readonly item: Shape<Item>;
  readonly idOf: (item: Item) => string;
  /** What an id that is there twice is answered. */
  readonly duplicate: ErrorReason;
  /** Narrows the table to this list's rows, where several lists share it. */
  readonly isMine?: (entity: Entity) => boolean;
  /** What else it takes to tell or to store an entry: rows of other tables, names of keys. */
  readonly facts: (context: ReadContext | WriteContext, entities: readonly Entity[]) => Promise<Facts> | Facts;
  readonly itemOf: (entity: Entity, facts: Facts) => Item;
  /** The entity's properties as the entry wants them; undefined clears one, those that are not named stay. */
  readonly propertiesOf: (item: Item, facts: Facts, before: Entity | undefined) => Readonly<Record<string, unknown>>;
  /** What is wrong with the entries besides what the resource's rules say; paths begin with its number. */
  readonly judge?: (items: readonly Item[], facts: Facts) => readonly Problem[];
  /** What becomes of an entity that is left out; unless said otherwise it goes, if the resource's rules let it. */
  readonly absent?: (entity: Entity, context: WriteContext, facts: Facts) => Promise<Absence> | Absence;
  /** Removes what belongs to an entity before the entity itself goes. */
  readonly beforeRemoval?: (entity: Entity, context: WriteContext) => Promise<void>;
};

const isMineIn = <Item, Facts>(collection: Collection<Item, Facts>): ((entity: Entity) => boolean) =>
  collection.isMine ?? (() => true);

const entitiesOf = async <Item, Facts>(
  collection: Collection<Item, Facts>,
  context: ReadContext | WriteContext,
  forUpdate: boolean,
): Promise<readonly Entity[]> => {
  const { table, idColumn } = collection.resource;
  return allEntities(context.db as Pick<pg.Pool, 'query'>, table, context.clock.zone, { forUpdate, idColumn });
};

/** The entries of what is stored, by id. */
export const itemsOf = async <Item, Facts>(
  collection: Collection<Item, Facts>,
  context: ReadContext | WriteContext,
): Promise<readonly Item[]> => {
  const entities = (await entitiesOf(collection, context, false)).filter(isMineIn(collection));
  const facts = await collection.facts(context, entities);
  return entities.map((entity) => collection.itemOf(entity, facts));
};

/** A rule's refusal as problems of an entry. Rules name the property first: `id may not be blank`. */
const problemsOf = (path: Path, rejection: Rejection, shape: { has?(name: string): boolean }): readonly Problem[] =>
  rejection.errors.map(({ reason, source = 'is refused' }) => {
    const property = /^(?:Property )?([A-Za-z]+)/.exec(source)?.[1] ?? '';
    return shape.has?.(property)
      ? { path: [...path, property], message: source.slice(source.indexOf(property) + property.length).trim(), reason }
      : { path, message: `is refused: ${source}`, reason };
  });

type Change = { readonly before: Entity | undefined; readonly after: Entity };

/** What the entries of a document would change. `path` is where the list stands in the document, and `placeOf` an entry of it. */
export const planCollection = async <Item, Facts>(
  collection: Collection<Item, Facts>,
  items: readonly Item[],
  path: Path,
  context: WriteContext,
  placeOf: (index: number) => Path = (index) => [...path, index],
): Promise<Plan> => {
  const { resource, idOf } = collection;
  const all = await entitiesOf(collection, context, true);
  const stored = all.filter(isMineIn(collection));
  const facts = await collection.facts(context, all);
  const byId = new Map(stored.map((entity) => [idOf(collection.itemOf(entity, facts)), entity]));
  const problems: Problem[] = (collection.judge?.(items, facts) ?? []).map((problem) => ({
    ...problem,
    path: [...placeOf(Number(problem.path[0])), ...problem.path.slice(1)],
  }));
  const seen = new Set<string>();
  const changes: Change[] = [];
  for (const [index, item] of items.entries()) {
    const id = idOf(item);
    const place = placeOf(index);
    if (seen.has(id)) {
      problems.push({ path: place, message: `names ${id} again`, reason: collection.duplicate });
      continue;
    }
    seen.add(id);
    const before = byId.get(id);
    const itemBefore = before && collection.itemOf(before, facts);
    if (itemBefore !== undefined && sameIn(collection.item, itemBefore, item)) continue;
    const wanted = {
      ...(before ?? { encodedKey: newEncodedKey() }),
      ...collection.propertiesOf(item, facts, before),
    } as Entity;
    const judged = await judgedBy(resource, before, wanted, context);
    if (isRejection(judged)) problems.push(...problemsOf(place, judged, collection.item));
    else changes.push({ before, after: judged });
  }
  const absences: { readonly entity: Entity; readonly id: string; readonly absence: Absence }[] = [];
  for (const [id, entity] of byId) {
    if (seen.has(id) || problems.length > 0) continue;
    const absence = collection.absent
      ? await collection.absent(entity, context, facts)
      : await removalOf(resource, id, entity, context);
    if (absence.kind === 'REFUSE') problems.push({ path, message: absence.message, reason: absence.reason });
    else absences.push({ entity, id, absence });
  }
  return {
    problems,
    apply: async () => {
      const warnings: string[] = [];
      for (const { entity, id, absence } of absences) {
        if (absence.kind === 'CHANGE') {
          warnings.push(`${collection.label} [id = ${id}] could not be deleted and was deactivated`);
        }
        const refusal = await leave(collection, entity, absence, context);
        if (refusal) return refusal;
      }
      for (const { before, after } of changes) {
        const answer = before
          ? await storeChange(resource, before, after, context)
          : await storeNew(resource, after, context);
        if (isRejection(answer)) return answer;
      }
      return warnings;
    },
  };
};

const removalOf = async (resource: Resource, id: string, entity: Entity, context: WriteContext): Promise<Absence> => {
  const refusal = await resource.rules.remove?.(entity, context);
  const [error] = refusal?.errors ?? [];
  if (!error) return { kind: 'REMOVE' };
  const message = `leaves out ${id}, which may not go: ${error.source ?? error.reason}`;
  return { kind: 'REFUSE', reason: error.reason, message };
};

const judgedBy = (
  { rules }: Resource,
  before: Entity | undefined,
  wanted: Entity,
  context: WriteContext,
): Promise<Entity | Rejection> | Entity | Rejection => {
  if (before) return rules.update ? rules.update(before, wanted, context, {}) : wanted;
  return rules.create ? rules.create(wanted, context, undefined) : wanted;
};

const leave = async <Item, Facts>(
  { resource, beforeRemoval }: Collection<Item, Facts>,
  entity: Entity,
  absence: Absence,
  context: WriteContext,
): Promise<Rejection | undefined> => {
  if (absence.kind === 'REMOVE') {
    await beforeRemoval?.(entity, context);
    await removeStored(resource, entity, context);
  } else if (absence.kind === 'CHANGE') {
    const { changes } = absence;
    const differs = Object.entries(changes).some(([property, value]) => entity[property] !== value);
    const answer = differs ? await storeChange(resource, entity, { ...entity, ...changes }, context) : undefined;
    if (isRejection(answer)) return answer;
  }
  return undefined;
};

/** Several plans of one document as one: all problems together, then one after the other. */
export const planAll = (plans: readonly Plan[]): Plan => ({
  problems: plans.flatMap(({ problems }) => problems),
  apply: async () => {
    const warnings: string[] = [];
    for (const plan of plans) {
      const result = await plan.apply();
      if (isRejection(result)) return result;
      warnings.push(...result);
    }
    return warnings;
  },
});
