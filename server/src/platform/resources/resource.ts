import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import { type OperationName, operations, type ResponseBody } from '../../generated/operations.ts';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { withinReach } from '../auth/reach.ts';
import { visibleFields } from '../customFields/entityFields.ts';
import type { LinkType } from '../customFields/refuseReferred.ts';
import { withoutIndexes } from '../customFields/values.ts';
import { type BodyLimits, checkBody } from '../http/bodyCheck.ts';
import {
  type Answer,
  declaredRead,
  declaredWrite,
  type OperationContext,
  type ReadContext,
  type ReadHandler,
  type WriteContext,
  type WriteHandler,
} from '../http/handler.ts';
import type { Condition } from './bindings.ts';
import { type ResourceCustomFields, refuseLinked, withCustomFields } from './customFieldParts.ts';
import {
  deleteEntity,
  type Entity,
  type EntityTable,
  entityOf,
  fieldsOf,
  findRow,
  insertEntity,
  selectedColumns,
  updateEntity,
  withoutInternals,
} from './entity.ts';
import type { FilterCriterion } from './filters.ts';
import { type Listing, type ListRequest, listContext, runListing } from './listing.ts';
import { applyPatch, isReadOnly, type PatchOperation } from './patch.ts';
import { entityAt, findEntity, ofParent, parentOf, pathRef } from './pathEntity.ts';

/**
 * A declared resource: a table and its rules. List, get, create, update, patch, delete and search come from here; an operation that needs more
 * than a rule is written by hand in `operations/`.
 */
export type Resource = {
  readonly table: EntityTable;
  /**
   * The resource whose entity a path names first, where this one is a part of it, and the property that holds its key. `status` answers the
   * collection of an unknown one, where the contract has another than the catalogue.
   */
  readonly parent?: { readonly resource: Resource; readonly property: string; readonly status?: number };
  /** The schema of one entity in the contract, e.g. `Branch`. */
  readonly schema: string;
  /** What an unknown path value is answered (404). */
  readonly notFound: ErrorReason;
  readonly label: string;
  /** Column by which a path value names the entity besides its key; `id` unless said otherwise. */
  readonly idColumn?: string;
  /** Whether changes move the version of the cached reference data. */
  readonly isReference?: boolean;
  /** Whether it belongs to a branch and a credit officer: lists and searches then tell only what lies within the caller's reach. */
  readonly assigned?: true;
  readonly notYet?: readonly string[];
  /** The type of the custom fields whose values name entities of this kind: one that is named cannot be deleted. */
  readonly linkedBy?: LinkType;
  /** Which custom fields the entity has; its table says `customFields: true`. */
  readonly customFields?: ResourceCustomFields;
  readonly listing?: Partial<Listing<pg.QueryResultRow>>;
  /** What the search declares besides or instead: its fields often have other names than the entity's properties. */
  readonly search?: Partial<Listing<pg.QueryResultRow>>;
  readonly rules: {
    /** Completes and judges a new entity; gets the normalised body, and the parent where there is one. */
    readonly create?: (
      body: Readonly<Record<string, unknown>>,
      context: WriteContext,
      parent: Entity | undefined,
    ) => Promise<Entity | Rejection> | Entity | Rejection;
    /** Judges a change; gets the stored entity, the wanted one, and the operation's query parameters. */
    readonly update?: (
      before: Entity,
      after: Entity,
      context: WriteContext,
      query: Readonly<Record<string, unknown>>,
    ) => Promise<Entity | Rejection> | Entity | Rejection;
    readonly remove?: (entity: Entity, context: WriteContext) => Promise<Rejection | undefined> | Rejection | undefined;
  };
  /** Stores what an entity has in tables of their own, such as a branch's holidays, after its row. Computed columns tell them. */
  readonly storeParts?: (entity: Entity, context: WriteContext) => Promise<void>;
  /** Removes what others keep of an entity, before its row goes. */
  readonly removeParts?: (entity: Entity, context: WriteContext) => Promise<void>;
  /** Adds what the table does not hold, e.g. computed properties; internal columns are dropped afterwards. */
  readonly present?: (entity: Entity, context: OperationContext) => Record<string, unknown>;
};

/** The entity as answers and audit records tell it. */
const told = (resource: Resource, entity: Entity, context: OperationContext): Record<string, unknown> =>
  withoutInternals(resource.table, resource.present ? resource.present(entity, context) : entity);

/** The entity as its caller may see it. */
const shown = (
  resource: Resource,
  answer: Record<string, unknown>,
  context: OperationContext,
): Record<string, unknown> => (resource.customFields ? visibleFields(answer, context) : answer);

const answerOf = (
  resource: Resource,
  row: pg.QueryResultRow,
  context: OperationContext,
  details: 'BASIC' | 'FULL',
): Record<string, unknown> =>
  shown(resource, told(resource, entityOf(resource.table, row, context.clock.zone, details), context), context);

const detailsOf = (query: unknown): 'BASIC' | 'FULL' =>
  (query as { detailsLevel?: string }).detailsLevel === 'FULL' ? 'FULL' : 'BASIC';

/** The listing of a resource's table, with the declaration's own additions. */
export const listingOf = (resource: Resource, details: 'BASIC' | 'FULL' = 'FULL'): Listing<pg.QueryResultRow> => ({
  from: `${resource.table.table} t`,
  select: selectedColumns(resource.table, details),
  fields: fieldsOf(resource.table, 't'),
  defaultOrder: 't.creation_date, t.encoded_key',
  tieBreaker: 't.encoded_key',
  ...(resource.customFields
    ? { customFields: [{ entities: [resource.customFields.entity], sql: 't.custom_fields' }] }
    : {}),
  ...resource.listing,
});

const limitsOf = ({ notYet, customFields }: Resource): BodyLimits => ({
  notYet,
  customFields: customFields !== undefined,
});

/** A change of what everybody looks up waits for those who are looking: a rule such as "not while it is in use" would not see them. */
const changing = (resource: Resource): BodyLimits & { readonly ownsReference: boolean } => ({
  ...limitsOf(resource),
  ownsReference: resource.isReference === true,
});

// The generic handlers answer entities in the contract's shape; the test client checks each against the contract.
const typed = <N extends OperationName>(answer: {
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}): Answer<ResponseBody<N>> => answer as Answer<ResponseBody<N>>;

/** Rows of a list that the contract does not page. */
const unpagedLimit = 10_000;

const list = async <N extends OperationName>(
  name: N,
  resource: Resource,
  listing: Listing<pg.QueryResultRow>,
  request: ListRequest,
  query: unknown,
  context: ReadContext,
): Promise<Answer<ResponseBody<N>> | Rejection> => {
  const page = operations[name].paged ? request : { ...request, limit: unpagedLimit };
  const reach = resource.assigned ? withinReach(context.principal, 't') : [];
  const asked = { ...page, where: [...reach, ...(page.where ?? [])] };
  const result = await runListing(context.db, listing, asked, listContext(context));
  if (isRejection(result)) return result;
  const details = detailsOf(query);
  return typed({ body: result.rows.map((row) => answerOf(resource, row, context, details)), headers: result.headers });
};

/** GET of a collection. `where` turns the operation's own query parameters into conditions. */
export const listOperation = <N extends OperationName>(
  name: N,
  resource: Resource,
  where: (
    query: Readonly<Record<string, unknown>>,
    context: ReadContext,
  ) => Promise<readonly Condition[] | Rejection> | readonly Condition[] | Rejection = () => [],
): ReadHandler<N> =>
  declaredRead(name, async ({ path, query }, context) => {
    const parent = await parentOf(resource, path, context, false);
    if (isRejection(parent)) return parent;
    const own = await where(query as Readonly<Record<string, unknown>>, context);
    if (isRejection(own)) return own;
    const conditions = [...ofParent(resource, parent), ...own];
    const listing = listingOf(resource, detailsOf(query));
    return list(name, resource, listing, { ...(query as ListRequest), where: conditions }, query, context);
  });

/** POST of a search. */
export const searchOperation = <N extends OperationName>(name: N, resource: Resource): ReadHandler<N> =>
  declaredRead(name, async ({ query, body }, context) => {
    const criteria = body as {
      filterCriteria?: FilterCriterion[];
      sortingCriteria?: { field: string; order?: string };
    };
    const listing = { ...listingOf(resource, detailsOf(query)), ...resource.search };
    return list(name, resource, listing, { ...(query as ListRequest), ...criteria }, query, context);
  });

/** GET of one. */
export const getOperation = <N extends OperationName>(name: N, resource: Resource): ReadHandler<N> =>
  declaredRead(name, async ({ path, query }, context) => {
    const ref = pathRef(path);
    const row = await findRow(
      context.db,
      resource.table,
      ref,
      resource.idColumn === undefined ? {} : { idColumn: resource.idColumn },
    );
    if (!row) return reject(resource.notFound, `${resource.label} ${ref.slice(0, 80)} does not exist`, 404);
    return typed({ body: answerOf(resource, row, context, detailsOf(query)) });
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
