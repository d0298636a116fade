import type { Instant } from '../../../kernel/instant.ts';
import type { Db } from '../../../platform/db/pool.ts';
import type { EventCondition, EventField, EventFilter } from '../rules/eventQuery.ts';
import { lastSeal } from './sealStore.ts';

/** A page of events by time, and by id within a millisecond. */
export type EventSearch = EventFilter & {
  readonly order: 'asc' | 'desc';
  readonly skip: number;
  readonly limit: number;
};

/** A record as an event of the trail. */
export type EventRow = {
  readonly occurred_at: Instant;
  readonly event_source: string;
  readonly method: string;
  readonly uri: string;
  readonly request: string | null;
  readonly status: number;
  readonly response: string | null;
  readonly user_agent: string | null;
  readonly entity_type: string | null;
  readonly entity_key: string | null;
  readonly username: string;
  readonly client_ip: string | null;
};

// The night's own work is nobody's request.
const source = `CASE WHEN r.method = 'EOD' THEN 'SYSTEM' ELSE 'API' END`;

const expressions: Readonly<Record<EventField, string>> = {
  event_source: source,
  request_uri: 'r.uri',
  request_method: 'r.method',
  request_payload: 'r.request',
  response_code: 'r.status',
  response_payload: 'r.response',
  user_agent: 'r.user_agent',
  resource: 'r.entity_type',
  resource_fragment: `replace(r.entity_key::text, '-', '')`,
  username: 'r.username',
  client_ip: 'r.client_ip',
  occurred_at: 'r.occurred_at',
};

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

type Bind = (value: unknown) => string;

const conditionSql = ({ field, operator, values }: EventCondition, bind: Bind): string => {
  const expression = expressions[field];
  const type = field === 'response_code' ? 'integer' : field === 'occurred_at' ? 'timestamptz' : 'text';
  const sent = field === 'occurred_at' ? values.map((value) => new Date(Number(value)).toISOString()) : values;
  if (operator === 'in') return `${expression} = ANY(${bind(sent)}::${type}[])`;
  const value = bind(sent[0]);
  if (operator === 'eq') return `${expression} = ${value}::${type}`;
  if (operator === 'ne') return `${expression} IS DISTINCT FROM ${value}::${type}`;
  if (operator === 'contains') return `strpos(${expression}, ${value}::text) > 0`;
  const collation = type === 'text' ? ' COLLATE "C"' : '';
  return `${expression}${collation} ${comparisons[operator]} ${value}::${type}`;
};

/** A part of the asked period, and where its records are: between two ids, or behind the last seal. */
type Window = { readonly from: number; readonly to: number; readonly afterId: number; readonly throughId: number };

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * The next part of a period, in the order of the search, that holds about so many records. Any cut would be right; the seals know cheaply where a good
 * one is.
 */
const nextWindow = async (db: Db, { from, to, order }: EventSearch, records: number): Promise<Window> => {
  const ascending = order === 'asc';
  const [key, edgeKey, direction] = ascending ? ['first_at', 'last_at', 'ASC'] : ['last_at', 'first_at', 'DESC'];
  const { rows: edges } = await db.query<{ edge: Instant }>(
    `SELECT ${edgeKey} AS edge
       FROM (SELECT *, sum(record_count) OVER (ORDER BY ${key} ${direction}, number ${direction}) AS running
               FROM audit_seal WHERE ${key} >= $1 AND ${key} <= $2) s
      WHERE running >= $3 ORDER BY ${key} ${direction}, number ${direction} LIMIT 1`,
    [iso(from), iso(to), records],
  );
  const edge = edges[0]?.edge;
  const cut = ascending
    ? { from, to: edge === undefined ? to : Math.min(to, edge) }
    : { from: edge === undefined ? from : Math.max(from, edge), to };
  const { rows } = await db.query<{ after_id: number | null; through_id: number | null }>(
    `SELECT min(after_id) AS after_id, max(through_id) AS through_id FROM audit_seal
      WHERE tstzrange(first_at, last_at, '[]') && tstzrange($1, $2, '[]')`,
    [iso(cut.from), iso(cut.to)],
  );
  return { ...cut, afterId: rows[0]?.after_id ?? 0, throughId: rows[0]?.through_id ?? 0 };
};

const withinWindow = (window: Window, sealedThrough: number, search: EventSearch, bind: Bind): string =>
  [
    `(r.id > ${bind(window.afterId)} AND r.id <= ${bind(window.throughId)} OR r.id > ${bind(sealedThrough)})`,
    `r.occurred_at >= ${bind(iso(window.from))} AND r.occurred_at <= ${bind(iso(window.to))}`,
    ...search.conditions.map((condition) => conditionSql(condition, bind)),
  ].join(' AND ');

const binder =
  (values: unknown[]): Bind =>
  (value) =>
    `$${values.push(value)}`;

const readWindow = async (
  db: Db,
  window: Window,
  sealedThrough: number,
  search: EventSearch,
): Promise<readonly EventRow[]> => {
  const values: unknown[] = [];
  const bind = binder(values);
  const { rows } = await db.query<EventRow>(
    `SELECT r.occurred_at, ${source} AS event_source, r.method, r.uri, r.request, r.status, r.response, r.user_agent, r.entity_type,
            r.entity_key, r.username, r.client_ip
       FROM audit_record r WHERE ${withinWindow(window, sealedThrough, search, bind)}
      ORDER BY r.occurred_at ${search.order}, r.id ${search.order} OFFSET ${bind(search.skip)} LIMIT ${bind(search.limit)}`,
    values,
  );
  return rows;
};

const countWindow = async (db: Db, window: Window, sealedThrough: number, search: EventSearch): Promise<number> => {
  const values: unknown[] = [];
  const condition = withinWindow(window, sealedThrough, search, binder(values));
  const { rows } = await db.query<{ count: number }>(`SELECT count(*) FROM audit_record r WHERE ${condition}`, values);
  return rows[0]?.count ?? 0;
};

// Moments that PostgreSQL and JavaScript both know.
const earliest = Date.UTC(1, 0, 1);
const latest = Date.UTC(9999, 11, 31);
const [firstRecords, mostRecords] = [2_000, 200_000];

/** The events of a search. It reads as much of the trail as it answers and skips, and more only for what the conditions leave out. */
export const findEvents = async (db: Db, asked: EventSearch): Promise<readonly EventRow[]> => {
  const sealedThrough = (await lastSeal(db)).throughId;
  const found: EventRow[] = [];
  let search = { ...asked, from: Math.max(asked.from, earliest), to: Math.min(asked.to, latest) };
  let records = Math.max(firstRecords, Math.min(search.limit + search.skip, mostRecords));
  while (search.limit > 0 && search.from <= search.to) {
    const window = await nextWindow(db, search, records);
    const skipped = search.skip === 0 ? 0 : await countWindow(db, window, sealedThrough, search);
    if (skipped > 0 && skipped <= search.skip) search = { ...search, skip: search.skip - skipped };
    else if (search.skip === 0 || skipped > 0) {
      const rows = await readWindow(db, window, sealedThrough, search);
      for (const row of rows) found.push(row);
      search = { ...search, skip: 0, limit: search.limit - rows.length };
    }
    search = search.order === 'asc' ? { ...search, from: window.to + 1 } : { ...search, to: window.from - 1 };
    records = Math.min(records * 4, mostRecords);
  }
  return found;
};
