import type pg from 'pg';
import { type OperationName, operations } from '../../generated/operations.ts';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import { withoutIndexes } from '../customFields/values.ts';
import { type BodyLimits, checkBody } from '../http/bodyCheck.ts';
import { declaredWrite, type OperationContext, type WriteContext, type WriteHandler } from '../http/handler.ts';
import { refuseLinked, withCustomFields } from './customFieldParts.ts';
import { deleteEntity, type Entity, entityOf, findRow, insertEntity, updateEntity } from './entity.ts';
import { applyPatch, isReadOnly, type PatchOperation } from './patch.ts';
import { entityAt, findEntity, parentOf, pathRef } from './pathEntity.ts';
import { type Resource, shown, told, typed } from './resource.ts';

const limitsOf = ({ notYet, customFields }: Resource): BodyLimits => ({
  notYet,
  customFields: customFields !== undefined,
});

/** A change of what everybody looks up waits for those who are looking: a rule such as "not while it is in use" would not see them. */
const changing = (resource: Resource): BodyLimits & { readonly ownsReference: boolean } => ({
  ...limitsOf(resource),
  ownsReference: resource.isReference === true,
});

const stamp = (entity: Entity, context: OperationContext, isNew: boolean): Entity => ({
  ...entity,
  ...(isNew ? { creationDate: context.now } : {}),
  lastModifiedDate: context.now,
});

const done = (resource: Resource, context: WriteContext, entity: Entity, before: unknown, after: unknown): void => {
  context.audit(resource.table.type, entity.encodedKey, before, after);
  if (resource.isReference) context.referenceChanged();
};

/** The row once the parts of its entity are stored, too. */
const withParts = async (
  { storeParts, table }: Resource,
  entity: Entity,
  row: pg.QueryResultRow,
  context: WriteContext,
): Promise<pg.QueryResultRow> => {
  if (!storeParts) return row;
  await storeParts(entity, context);
  return (await findRow(context.db, table, entity.encodedKey)) ?? row;
};

/** Stores an entity that was judged whole, with its custom fields: a new one, or the change of the one before. */
export const storeJudged = async (
  resource: Resource,
  before: Entity | undefined,
  entity: Entity,
  context: WriteContext,
): Promise<Record<string, unknown>> => {
  const stamped = stamp(entity, context, before === undefined);
  const written = before
    ? await updateEntity(context.db, resource.table, before, stamped)
    : await insertEntity(context.db, resource.table, stamped);
  const row = await withParts(resource, entity, written, context);
  const answer = told(resource, entityOf(resource.table, row, context.clock.zone), context);
  done(resource, context, entity, before && told(resource, before, context), answer);
  return shown(resource, answer, context);
};

/** Inserts an entity that its rules have completed; hand-written creates use it too. */
export const storeNew = async (
  resource: Resource,
  wanted: Entity,
  context: WriteContext,
): Promise<Record<string, unknown> | Rejection> => {
  const entity = await withCustomFields(resource, undefined, wanted, context, false);
  return isRejection(entity) ? entity : storeJudged(resource, undefined, entity, context);
};

/** POST of one. */
export const createOperation = <N extends OperationName>(name: N, resource: Resource): WriteHandler<N> =>
  declaredWrite(
    name,
    async ({ path, body }, context) => {
      const parent = await parentOf(resource, path, context, true);
      if (isRejection(parent)) return parent;
      const draft = {
        ...(body as Record<string, unknown>),
        ...(resource.parent && parent ? { [resource.parent.property]: parent.encodedKey } : {}),
        encodedKey: newEncodedKey(),
      };
      const entity = resource.rules.create ? await resource.rules.create(draft, context, parent) : (draft as Entity);
      if (isRejection(entity)) return entity;
      const answer = await storeNew(resource, entity, context);
      return isRejection(answer) ? answer : typed({ body: answer });
    },
    limitsOf(resource),
  );

type ChangeOptions = {
  /** The operation's query parameters, for the rules. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** Whether `after` is a whole entity that a caller sent, who could not tell what he does not see. */
  readonly replaces?: boolean;
};

/** Judges and stores a change; hand-written updates use it too. */
export const storeChange = async (
  resource: Resource,
  before: Entity,
  after: Entity,
  context: WriteContext,
  { query = {}, replaces = false }: ChangeOptions = {},
): Promise<Record<string, unknown> | Rejection> => {
  const judged = resource.rules.update ? await resource.rules.update(before, after, context, query) : after;
  if (isRejection(judged)) return judged;
  const entity = await withCustomFields(resource, before, judged, context, replaces);
  return isRejection(entity) ? entity : storeJudged(resource, before, entity, context);
};

/** What a PUT or PATCH can't touch: read-only properties and internal columns keep their stored values. */
const keptValues = (resource: Resource, before: Entity): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(before).filter(
      ([property]) => resource.table.columns[property]?.internal || isReadOnly(resource.schema, property),
    ),
  );

/** PUT of one: omitted properties are cleared. */
export const updateOperation = <N extends OperationName>(name: N, resource: Resource): WriteHandler<N> =>
  declaredWrite(
    name,
    async ({ path, query, body }, context) => {
      const before = await findEntity(resource, pathRef(path), context, true);
      if (isRejection(before)) return before;
      const wanted = body as Readonly<Record<string, unknown>>;
      const after: Entity = { ...wanted, ...keptValues(resource, before), encodedKey: before.encodedKey };
      const answer = await storeChange(resource, before, after, context, { query, replaces: true });
      return isRejection(answer)
        ? answer
        : typed({ body: operations[name].responseSchema === null ? undefined : answer });
    },
    changing(resource),
  );

/** PATCH of one: the operations are applied to the entity as it is told, the result is checked like a body. */
export const patchOperation = <N extends OperationName>(name: N, resource: Resource): WriteHandler<N> =>
  declaredWrite(
    name,
    async ({ path, query, body }, context) => {
      const before = await findEntity(resource, pathRef(path), context, true);
      if (isRejection(before)) return before;
      const patched = applyPatch(resource.schema, told(resource, before, context), body as readonly PatchOperation[]);
      if (isRejection(patched)) return patched;
      const checked = checkBody(resource.schema, false, patched, context.clock.zone, limitsOf(resource));
      if (isRejection(checked)) return checked;
      const wanted = withoutIndexes(checked.body as Readonly<Record<string, unknown>>);
      const after: Entity = { ...wanted, ...keptValues(resource, before), encodedKey: before.encodedKey };
      const answer = await storeChange(resource, before, after, context, { query });
      return isRejection(answer) ? answer : typed({ body: undefined });
    },
    changing(resource),
  );

/** Removes an entity that may go; hand-written removals use it too. */
export const removeStored = async (resource: Resource, entity: Entity, context: WriteContext): Promise<void> => {
  await resource.removeParts?.(entity, context);
  await deleteEntity(context.db, resource.table, entity.encodedKey);
  done(resource, context, entity, told(resource, entity, context), undefined);
};

/** DELETE of one. */
export const deleteOperation = <N extends OperationName>(name: N, resource: Resource): WriteHandler<N> =>
  declaredWrite(
    name,
    async ({ path }, context) => {
      const entity = await entityAt(resource, path, context);
      if (isRejection(entity)) return entity;
      const refusal =
        (await resource.rules.remove?.(entity, context)) ?? (await refuseLinked(resource, entity, context));
      if (refusal) return refusal;
      await removeStored(resource, entity, context);
      return typed({ body: undefined });
    },
    changing(resource),
  );
