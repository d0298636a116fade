import type pg from 'pg';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { type CustomFieldSets, type FieldReader, isSetId } from '../customFields/definitions.ts';
import { customFieldReference } from '../customFields/reference.ts';
import { type CustomFieldSource, customSearchField } from '../customFields/searchFields.ts';
import type { OperationContext } from '../http/handler.ts';
import { type Condition, createBindings } from './bindings.ts';
import { type CursorField, cursorCondition, encodeCursor } from './cursor.ts';
import { conditionOf, type FilterContext, type FilterCriterion, type ListField } from './filters.ts';

/** What a list or search reads: the one declaration from which paging, cursors, operators and headers come. */
export type Listing<Row> = {
  /** FROM clause with aliases. */
  readonly from: string;
  /** Column list. */
  readonly select: string;
  /** API path → SQL expression and type. */
  readonly fields: Readonly<Record<string, ListField>>;
  /** Where the custom fields of its records and of their parents are: filtered and sorted by as `_set.field`. */
  readonly customFields?: readonly CustomFieldSource[];
  /** Fields that the contract filters or sorts by: one that is not built yet is refused by that reason. */
  readonly contractFields?: readonly string[];
  /** Fields that may be sorted by; all of `fields` unless given. */
  readonly sortable?: readonly string[];
  /** ORDER BY without request for another, e.g. `c.creation_date, c.encoded_key`. */
  readonly defaultOrder: string;
  /** Unique expression that makes every order total. */
  readonly tieBreaker: string;
  /** The fields of the cursor, ascending, where the contract has one; `exclusive` cursors allow no filters. */
  readonly cursor?: { readonly fields: readonly CursorField[]; readonly exclusive: boolean };
  readonly row?: (row: pg.QueryResultRow) => Row;
};

export type ListRequest = {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
  readonly paginationDetails?: string | undefined;
  readonly cursor?: string | undefined;
  readonly filterCriteria?: readonly FilterCriterion[] | undefined;
  readonly sortingCriteria?: { readonly field: string; readonly order?: string | undefined } | undefined;
  /** `field:ASC,field2:DESC` of GET lists. */
  readonly sortBy?: string | undefined;
  /** Conditions that the operation itself adds: parent account, branch restriction … */
  readonly where?: readonly Condition[] | undefined;
};

export type ListResult<Row> = { readonly rows: readonly Row[]; readonly headers: Readonly<Record<string, string>> };

const mostFilters = 100;

/** With which clock a list is read, and for whom and by which definitions where it has custom fields. */
export type ListContext = FilterContext & { readonly customFields?: CustomFieldSets; readonly reader?: FieldReader };

/** The context of an operation as lists ask for it. */
export const listContext = ({ clock, today, reference, principal }: OperationContext): ListContext => ({
  zone: clock.zone,
  today,
  customFields: reference.get(customFieldReference),
  reader: principal,
});

/** The listing with the custom fields that the request names among its fields. */
const withCustomFields = <Row>(listing: Listing<Row>, request: ListRequest, context: ListContext): Listing<Row> => {
  const { customFields: sources } = listing;
  const { customFields: sets, reader } = context;
  if (!sources || !sets || !reader) return listing;
  const sorted = request.sortingCriteria?.field;
  const named = [
    ...(request.filterCriteria ?? []).map(({ field }) => field),
    ...(sorted === undefined ? [] : [sorted]),
  ];
  const found = named.filter(isSetId).flatMap((name): [string, ListField][] => {
    const field = customSearchField(name, sources, sets, reader);
    return field ? [[name, field]] : [];
  });
  if (found.length === 0) return listing;
  const sortable = found.flatMap(([name, { anyOf }]) => (anyOf === undefined ? [name] : []));
  return {
    ...listing,
    fields: { ...listing.fields, ...Object.fromEntries(found) },
    sortable: [...(listing.sortable ?? Object.keys(listing.fields)), ...sortable],
  };
};

/** Runs a list or search. Refuses unknown fields, operators and values by name; never reads more than `limit` rows (50 unless asked). */
export const runListing = async <Row>(
  db: Pick<pg.Pool, 'query'>,
  plain: Listing<Row>,
  request: ListRequest,
  context: ListContext,
): Promise<ListResult<Row> | Rejection> => {
  const listing = withCustomFields(plain, request, context);
  const limit = request.limit ?? 50;
  const offset = request.offset ?? 0;
  const conditions = filterConditions(listing, request.filterCriteria ?? [], context);
  if (isRejection(conditions)) return conditions;
  const order = orderOf(listing, request);
  if (isRejection(order)) return order;
  const where: Condition[] = [...(request.where ?? []), ...conditions];
  if (request.cursor !== undefined) return cursorPage(db, listing, request, where, limit);

  const bindings = createBindings();
  const clause = whereClause(where, bindings);
  const page = `LIMIT ${bindings.bind(limit)}::int OFFSET ${bindings.bind(offset)}::int`;
  const sql = `SELECT ${listing.select} FROM ${listing.from}${clause} ORDER BY ${order} ${page}`;
  const { rows } = await db.query(sql, bindings.values);
  const headers = request.paginationDetails === 'ON' ? await pagingHeaders(db, listing, where, offset, limit) : {};
  return { rows: rows.map((row) => toRow(listing, row)), headers };
};

const toRow = <Row>(listing: Listing<Row>, row: pg.QueryResultRow): Row =>
  listing.row ? listing.row(row) : (row as Row);

const whereClause = (conditions: readonly Condition[], bindings: ReturnType<typeof createBindings>): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => condition(bindings)).join(' AND ')}`;

const pagingHeaders = async <Row>(
  db: Pick<pg.Pool, 'query'>,
  listing: Listing<Row>,
  where: readonly Condition[],
  offset: number,
  limit: number,
): Promise<Record<string, string>> => {
  const bindings = createBindings();
  const { rows } = await db.query<{ total: string }>(
    `SELECT count(*)::text AS total FROM ${listing.from}${whereClause(where, bindings)}`,
    bindings.values,
  );
  return { 'Items-Limit': String(limit), 'Items-Offset': String(offset), 'Items-Total': rows[0]?.total ?? '0' };
};

const cursorPage = async <Row>(
  db: Pick<pg.Pool, 'query'>,
  listing: Listing<Row>,
  request: ListRequest,
  where: readonly Condition[],
  limit: number,
): Promise<ListResult<Row> | Rejection> => {
  const { cursor } = listing;
  if (!cursor) return reject('UNSUPPORTED_PAGINATION', 'this search has no cursor');
  if ((request.offset ?? 0) !== 0 || request.paginationDetails === 'ON' || request.sortingCriteria) {
    return reject('UNSUPPORTED_PAGINATION', 'a cursor goes without offset, paginationDetails and sortingCriteria');
  }
  if (cursor.exclusive && (request.filterCriteria?.length ?? 0) > 0) {
    return reject('UNSUPPORTED_PAGINATION', 'this cursor goes without filterCriteria');
  }
  if (limit < 1) return reject('OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE', 'a cursor needs a limit of at least 1');
  const position = cursorCondition(cursor.fields, request.cursor ?? '_');
  if (isRejection(position)) return position;
  const bindings = createBindings();
  const clause = whereClause([...where, ...(position ? [position] : [])], bindings);
  const marks = cursor.fields.map((field, index) => `${field.text} AS cursor_${index}`).join(', ');
  const order = cursor.fields.map((field) => field.sql).join(', ');
  const { rows } = await db.query(
    `SELECT ${listing.select}, ${marks} FROM ${listing.from}${clause} ORDER BY ${order} LIMIT ${bindings.bind(limit)}::int`,
    bindings.values,
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const next = last ? encodeCursor(cursor.fields.map((_, index) => String(last[`cursor_${index}`]))) : '';
  return { rows: rows.map((row) => toRow(listing, row)), headers: { 'Items-Next-Cursor': next } };
};

const filterConditions = <Row>(
  listing: Listing<Row>,
  criteria: readonly FilterCriterion[],
  context: FilterContext,
): readonly Condition[] | Rejection => {
  if (criteria.length > mostFilters) return reject('TOO_MANY_FILTERS_PROVIDED', `at most ${mostFilters} criteria`);
  const conditions: Condition[] = [];
  for (const criterion of criteria) {
    const field = Object.hasOwn(listing.fields, criterion.field) ? listing.fields[criterion.field] : undefined;
    if (!field) {
      const why = unknownField(listing, criterion.field, 'search');
      return reject('INVALID_FILTER_SELECTION', `${criterion.field.slice(0, 100)} ${why}`);
    }
    const condition = conditionOf(criterion, field, context);
    if (isRejection(condition)) return condition;
    conditions.push(condition);
  }
  return conditions;
};

const unknownField = (
  { contractFields }: Pick<Listing<never>, 'contractFields'>,
  field: string,
  where: 'search' | 'list',
): string => (contractFields?.includes(field) ? 'is not supported yet' : `is not a field of this ${where}`);

/** Properties that every entity has. */
const neverEmpty: ReadonlySet<string> = new Set(['encodedKey', 'id', 'creationDate', 'lastModifiedDate']);

const orderOf = <Row>(listing: Listing<Row>, request: ListRequest): string | Rejection => {
  const asked = request.sortingCriteria
    ? [{ field: request.sortingCriteria.field, order: request.sortingCriteria.order ?? 'DESC' }]
    : request.sortBy
      ? request.sortBy.split(',').map((part) => {
          const [field = '', order = 'ASC'] = part.trim().split(':');
          return { field: field.trim(), order: order.trim() };
        })
      : [];
  if (asked.length === 0) return listing.defaultOrder;
  const terms: string[] = [];
  for (const { field, order } of asked) {
    const known = Object.hasOwn(listing.fields, field) ? listing.fields[field] : undefined;
    if (!known)
      return reject('INVALID_SORTING_COLUMN', `${field.slice(0, 100)} ${unknownField(listing, field, 'list')}`);
    if (listing.sortable && !listing.sortable.includes(field))
      return reject('COLUMN_NOT_SORTABLE', `${field} can't be sorted by`);
    if (!/^(asc|desc)$/i.test(order))
      return reject('INVALID_SORTING_ORDER', `order must be ASC or DESC, not ${order.slice(0, 20)}`);
    // Empty values come last; where there are none, saying so would only keep the database from reading the index backwards.
    const nulls = order.toUpperCase() === 'ASC' || neverEmpty.has(field) ? '' : ' NULLS LAST';
    terms.push(`${known.sorts ?? known.sql} ${order.toUpperCase()}${nulls}`);
  }
  return [...terms, listing.tieBreaker].join(', ');
};
