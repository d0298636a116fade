import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import { type EncodedKey, newEncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import { isSetId } from '../customFields/definitions.ts';
import type { ReadContext, WriteContext } from '../http/handler.ts';
import { ownReference } from '../reference/referenceLock.ts';
import { refuseLinked, withCustomFields } from '../resources/customFieldParts.ts';
import { allEntities, type Entity } from '../resources/entity.ts';
import type { Resource } from '../resources/resource.ts';
import { removeStored, storeChange, storeJudged } from '../resources/writes.ts';
import type { Plan, Section } from './section.ts';
import { list, listDocument, type Path, type Problem, type Shape, sameIn } from './shape.ts';
import { loadSets, type Sets, toldSets, type ValueSetsOf } from './valueSets.ts';
import { customFieldProblems, repeatedValues, wantedSets } from './wantedSets.ts';

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
  /** Whether the table lets no two entities have the same name: a document may then swap them. */
  readonly uniqueNames?: true;
  /** What an id that is there twice is answered. */
  readonly duplicate: ErrorReason;
  /** Where entries have their custom fields, of a resource that has some. */
  readonly customFields?: ValueSetsOf<Item>;
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

/** The custom fields of a collection's entries, with what it takes to tell and to understand them. */
type Fields<Item> = { readonly of: ValueSetsOf<Item>; readonly sets: Sets };

const fieldsOf = async <Item, Facts>(
  { customFields }: Collection<Item, Facts>,
  entities: readonly Entity[],
  items: readonly Item[],
  context: ReadContext | WriteContext,
): Promise<Fields<Item> | undefined> =>
  customFields && { of: customFields, sets: await loadSets(context, entities, items.map(customFields.get)) };

const entryOf = <Item, Facts>(
  collection: Collection<Item, Facts>,
  entity: Entity,
  facts: Facts,
  fields: Fields<Item> | undefined,
  context: ReadContext | WriteContext,
): Item => {
  const item = collection.itemOf(entity, facts);
  return fields ? fields.of.set(item, toldSets(entity, fields.sets, context)) : item;
};

/** The entries of what is stored, by id. */
export const itemsOf = async <Item, Facts>(
  collection: Collection<Item, Facts>,
  context: ReadContext | WriteContext,
): Promise<readonly Item[]> => {
  const entities = (await entitiesOf(collection, context, false)).filter(isMineIn(collection));
  const facts = await collection.facts(context, entities);
  const fields = await fieldsOf(collection, entities, [], context);
  return entities.map((entity) => entryOf(collection, entity, facts, fields, context));
};

/** A rule's refusal as problems of an entry. Rules name the property first: `id may not be blank`. */
const problemsOf = (path: Path, rejection: Rejection, shape: { has?(name: string): boolean }): readonly Problem[] =>
  rejection.errors.map(({ reason, source = 'is refused' }) => {
    const property = /^(?:Property )?([A-Za-z]+)/.exec(source)?.[1] ?? '';
    return shape.has?.(property)
      ? { path: [...path, property], message: source.slice(source.indexOf(property) + property.length).trim(), reason }
      : { path, message: `is refused: ${source}`, reason };
  });

/** Everything about the collection that its entries are judged with. */
type Ground<Item, Facts> = {
  readonly collection: Collection<Item, Facts>;
  readonly facts: Facts;
  readonly fields: Fields<Item> | undefined;
  /** The entities that the document names: what is unique is told apart among its own entries. */
  readonly named: readonly EncodedKey[];
  readonly context: WriteContext;
};

type Judged = { readonly before: Entity | undefined; readonly entity: Entity; readonly changed: boolean };

/** The entity as an entry wants it, judged by its resource's rules unless it is as before; or what is wrong with the entry. */
const judgedEntry = async <Item, Facts>(
  item: Item,
  before: Entity | undefined,
  place: Path,
  { collection, facts, fields, named, context }: Ground<Item, Facts>,
): Promise<Judged | readonly Problem[]> => {
  const { resource, item: shape } = collection;
  const properties = collection.propertiesOf(item, facts, before);
  let wanted = { ...(before ?? { encodedKey: newEncodedKey() }), ...properties } as Entity;
  let entry = item;
  const problems: Problem[] = [];
  if (fields && resource.customFields) {
    const given = fields.of.get(item);
    const under = (problem: Problem): Problem => ({
      ...problem,
      path: [...place, ...(problem.path.length > 0 ? ['customFieldValueSets', ...problem.path] : [])],
    });
    const asked = wantedSets(given, before, resource.customFields.entity, fields.sets, context.clock.zone);
    problems.push(...asked.problems.map(under));
    const own = Object.entries(wanted).filter(([property]) => !isSetId(property));
    const complete = { ...Object.fromEntries(own), ...asked.sets } as Entity;
    const judged =
      problems.length > 0 ? wanted : await withCustomFields(resource, before, complete, context, true, named);
    if (isRejection(judged)) problems.push(...customFieldProblems(given, judged).map(under));
    else {
      wanted = judged;
      entry = fields.of.set(item, toldSets(judged, fields.sets, context));
    }
  }
  if (problems.length === 0 && before && sameIn(shape, entryOf(collection, before, facts, fields, context), entry)) {
    return { before, entity: wanted, changed: false };
  }
  const judged = await judgedBy(resource, before, wanted, context);
  if (isRejection(judged)) problems.push(...problemsOf(place, judged, shape));
  return isRejection(judged) || problems.length > 0 ? problems : { before, entity: judged, changed: true };
};

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
  const fields = await fieldsOf(collection, stored, items, context);
  const byId = new Map(stored.map((entity) => [idOf(collection.itemOf(entity, facts)), entity]));
  const named = items.flatMap((item) => byId.get(idOf(item))?.encodedKey ?? []);
  const problems: Problem[] = (collection.judge?.(items, facts) ?? []).map((problem) => ({
    ...problem,
    path: [...placeOf(Number(problem.path[0])), ...problem.path.slice(1)],
  }));
  const seen = new Set<string>();
  const judged: (Judged & { readonly index: number })[] = [];
  for (const [index, item] of items.entries()) {
    const id = idOf(item);
    const place = placeOf(index);
    if (seen.has(id)) {
      problems.push({ path: place, message: `names ${id} again`, reason: collection.duplicate });
      continue;
    }
    seen.add(id);
    const entry = await judgedEntry(item, byId.get(id), place, { collection, facts, fields, named, context });
    if ('entity' in entry) judged.push({ ...entry, index });
    else problems.push(...entry);
  }
  if (fields) problems.push(...repeatedIn(items, judged, fields, placeOf));
  const absences: Left[] = [];
  if (problems.length === 0 && [...byId.keys()].some((id) => !seen.has(id))) await ownReference(context.db);
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
      for (const left of absences) {
        if (left.absence.kind === 'CHANGE') {
          warnings.push(`${collection.label} [id = ${left.id}] could not be deleted and was deactivated`);
        }
        const refusal = await leave(collection, left, context);
        if (refusal) return refusal;
      }
      if (collection.uniqueNames) await freeNames(resource, judged, context);
      for (const { before, entity, changed } of judged) {
        if (!changed) continue;
        // Judged again, since the entries before this one are stored by now: two of them may be too much where each alone is not.
        const again = await judgedBy(resource, before, entity, context);
        if (isRejection(again)) return again;
        await storeJudged(resource, before, again, context);
      }
      return warnings;
    },
  };
};

/** Takes the names off entities that get other ones, so that one of them may have another's from now on. Each gets its own a moment later. */
const freeNames = async (resource: Resource, judged: readonly Judged[], { db }: WriteContext): Promise<void> => {
  const renamed = judged.flatMap(({ before, entity }) =>
    before && before.name !== entity.name ? [before.encodedKey] : [],
  );
  if (renamed.length < 2) return;
  await db.query(`UPDATE ${resource.table.table} SET name = encoded_key::text WHERE encoded_key = ANY($1::uuid[])`, [
    renamed,
  ]);
};

/** Values of unique fields that two entries have. */
const repeatedIn = <Item>(
  items: readonly Item[],
  judged: readonly (Judged & { readonly index: number })[],
  { of, sets }: Fields<Item>,
  placeOf: (index: number) => Path,
): readonly Problem[] => {
  const entries = judged.map(({ index, entity, changed }) => {
    const item = items[index];
    return { given: item === undefined ? [] : of.get(item), entity, changed };
  });
  return repeatedValues(entries, sets).flatMap((found, position) =>
    found.map((problem) => ({
      ...problem,
      path: [...placeOf(judged[position]?.index ?? 0), 'customFieldValueSets', ...problem.path],
    })),
  );
};

/** A section whose document is one list, `name`, of the entries of a collection. */
export const collectionSection = <Item, Facts>(
  collection: Collection<Item, Facts>,
  name: string,
  reasons: { readonly empty: ErrorReason; readonly nullEntry: ErrorReason },
): Section<readonly Item[]> => ({
  shape: listDocument(name, list(collection.item, reasons.nullEntry), reasons.empty),
  empty: reasons.empty,
  load: (context) => itemsOf(collection, context),
  plan: (items, context) => planCollection(collection, items, [name], context),
});

const removalOf = async (resource: Resource, id: string, entity: Entity, context: WriteContext): Promise<Absence> => {
  const refusal = (await resource.rules.remove?.(entity, context)) ?? (await refuseLinked(resource, entity, context));
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

type Left = { readonly entity: Entity; readonly id: string; readonly absence: Absence };

const leave = async <Item, Facts>(
  { resource, beforeRemoval }: Collection<Item, Facts>,
  { entity, absence }: Left,
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
