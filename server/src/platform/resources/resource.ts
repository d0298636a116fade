import type pg from 'pg';
import type { ErrorReason } from '../../generated/errors.ts';
import type { OperationName, ResponseBody } from '../../generated/operations.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import { visibleFields } from '../customFields/entityFields.ts';
import type { LinkType } from '../customFields/refuseReferred.ts';
import type { Answer, OperationContext, WriteContext } from '../http/handler.ts';
import type { ResourceCustomFields } from './customFieldParts.ts';
import { type Entity, type EntityTable, entityOf, fieldsOf, selectedColumns, withoutInternals } from './entity.ts';
import type { Listing } from './listing.ts';

/**
 * A declared resource: a table and its rules. List, get and search are made of it in `reads.ts`, create, update, patch and delete in `writes.ts`;
 * an operation that needs more than a rule is written by hand in `operations/`.
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
export const told = (resource: Resource, entity: Entity, context: OperationContext): Record<string, unknown> =>
  withoutInternals(resource.table, resource.present ? resource.present(entity, context) : entity);

/** The entity as its caller may see it. */
export const shown = (
  resource: Resource,
  answer: Record<string, unknown>,
  context: OperationContext,
): Record<string, unknown> => (resource.customFields ? visibleFields(answer, context) : answer);

/** A row as its caller is told it. */
export const answerOf = (
  resource: Resource,
  row: pg.QueryResultRow,
  context: OperationContext,
  details: 'BASIC' | 'FULL',
): Record<string, unknown> =>
  shown(resource, told(resource, entityOf(resource.table, row, context.clock.zone, details), context), context);

/** How much a request wants to be told of each entity. */
export const detailsOf = (query: unknown): 'BASIC' | 'FULL' =>
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

// The generic handlers answer entities in the contract's shape; the test client checks each against the contract.
export const typed = <N extends OperationName>(answer: {
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}): Answer<ResponseBody<N>> => answer as Answer<ResponseBody<N>>;
