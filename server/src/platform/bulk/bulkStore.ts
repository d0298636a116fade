import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Principal } from '../auth/principal.ts';
import type { Db } from '../db/pool.ts';
import { insertion, plain, rowSource, text } from '../db/rowSource.ts';
import { type Statement, send } from '../db/statement.ts';
import type { RowSlot } from '../posting/command.ts';
import type { Origin } from '../posting/job.ts';
import { rowStore } from '../posting/store.ts';

/** A bulk that is worked on: what was asked for, and by whom. */
export type Bulk = {
  readonly key: EncodedKey;
  readonly operation: string;
  readonly itemCount: number;
  readonly principal: Pick<Principal, 'kind' | 'userKey' | 'username'>;
  readonly origin: Pick<Origin, 'uri' | 'clientIp' | 'userAgent'>;
  readonly creationDate: Instant;
};

/** What became of an item: the id of what it made, or why it was refused. */
export type BulkResult = {
  readonly bulkKey: EncodedKey;
  readonly position: number;
  readonly externalId: string | null;
  /** Filled in when what the item made has its number. */
  id: string | null;
  readonly error: { readonly code: number; readonly reason: string; readonly source: string | null } | null;
};

type NewItem = { readonly bulkKey: EncodedKey; readonly position: number; readonly input: string };

const insertItems = insertion<NewItem>('bulk_item', [
  plain('position', 'int', ({ position }) => position),
  plain('bulk_key', 'uuid', ({ bulkKey }) => bulkKey),
  text('input', 'text', ({ input }) => input),
]);

const moment = (at: Instant): string => new Date(at).toISOString();

/** Stores a bulk with its items, each as JSON, in the transaction that answers the request. */
export const insertBulk = async (db: Db, bulk: Omit<Bulk, 'itemCount'>, items: readonly string[]): Promise<void> => {
  const { key, operation, principal, origin, creationDate } = bulk;
  await db.query(
    `INSERT INTO bulk_process (encoded_key, operation, state, item_count, principal_kind, principal_key, username, uri, client_ip, user_agent, creation_date)
     VALUES ($1, $2, 'QUEUED', $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      key,
      operation,
      items.length,
      principal.kind,
      principal.userKey,
      principal.username,
      origin.uri,
      origin.clientIp,
      origin.userAgent,
      moment(creationDate),
    ],
  );
  await send(db, insertItems(items.map((input, position) => ({ bulkKey: key, position, input }))));
};

/** The bulks of these operations that are not complete, in the order in which they were asked for. */
export const openBulks = async (db: Db, names: readonly string[]): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM bulk_process WHERE state <> 'COMPLETE' AND operation = ANY($1) ORDER BY creation_date, encoded_key`,
    [names],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** Takes the right to work on a bulk, for as long as the connection lasts; false when somebody else has it. */
export const tryBulkLock = async (db: Db, key: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('florin bulk'), hashtext($1)) AS taken`,
    [key],
  );
  return rows[0]?.taken ?? false;
};

/** Gives the right back. */
export const releaseBulkLock = async (db: Db, key: EncodedKey): Promise<void> => {
  await db.query(`SELECT pg_advisory_unlock(hashtext('florin bulk'), hashtext($1))`, [key]);
};

/** Says that a bulk is worked on, and answers it; undefined when it is complete meanwhile. */
export const beginBulk = async (db: Db, key: EncodedKey, at: Instant): Promise<Bulk | undefined> => {
  const { rows } = await db.query<BulkRow>(
    `UPDATE bulk_process SET state = 'IN_PROGRESS', started_at = coalesce(started_at, $2)
      WHERE encoded_key = $1 AND state <> 'COMPLETE' RETURNING *`,
    [key, moment(at)],
  );
  return rows[0] && bulkOf(rows[0]);
};

type BulkRow = {
  encoded_key: EncodedKey;
  operation: string;
  state: 'QUEUED' | 'IN_PROGRESS' | 'COMPLETE';
  item_count: number;
  principal_kind: Principal['kind'];
  principal_key: EncodedKey;
  username: string;
  uri: string;
  client_ip: string;
  user_agent: string;
  creation_date: Instant;
};

const bulkOf = (row: BulkRow): Bulk => ({
  key: row.encoded_key,
  operation: row.operation,
  itemCount: row.item_count,
  principal: { kind: row.principal_kind, userKey: row.principal_key, username: row.username },
  origin: { uri: row.uri, clientIp: row.client_ip, userAgent: row.user_agent },
  creationDate: row.creation_date,
});

/** A bulk and how far it is; undefined when there is none with this key. */
export const findBulk = async (
  db: Db,
  key: EncodedKey,
): Promise<{ readonly bulk: Bulk; readonly state: BulkRow['state'] } | undefined> => {
  const { rows } = await db.query<BulkRow>('SELECT * FROM bulk_process WHERE encoded_key = $1', [key]);
  const [row] = rows;
  return row && { bulk: bulkOf(row), state: row.state };
};

/** An item that waits: its place in the request, from 0, and its JSON. */
export type OpenItem = { readonly position: number; readonly input: string };

/** The next items without a result behind a position. */
export const openItems = async (db: Db, key: EncodedKey, after: number, most: number): Promise<readonly OpenItem[]> => {
  const { rows } = await db.query<OpenItem>(
    `SELECT i.position, i.input FROM bulk_item i
      WHERE i.bulk_key = $1 AND i.position > $2
        AND NOT EXISTS (SELECT FROM bulk_result r WHERE r.bulk_key = i.bulk_key AND r.position = i.position)
      ORDER BY i.position LIMIT $3`,
    [key, after, most],
  );
  return rows;
};

/** Says that every item of a bulk is done, and lets go of what was asked. */
export const completeBulk = async (db: Db, key: EncodedKey, at: Instant): Promise<void> => {
  await db.query(
    `WITH complete AS (UPDATE bulk_process SET state = 'COMPLETE', completed_at = $2 WHERE encoded_key = $1 AND state <> 'COMPLETE')
     DELETE FROM bulk_item WHERE bulk_key = $1`,
    [key, moment(at)],
  );
};

const results = rowSource<BulkResult>([
  plain('position', 'int', ({ position }) => position),
  plain('bulk_key', 'uuid', ({ bulkKey }) => bulkKey),
  text('result_id', 'text', ({ id }) => id),
  text('external_id', 'text', ({ externalId }) => externalId),
  plain('error_code', 'int', ({ error }) => error?.code ?? null),
  plain('error_reason', 'text', ({ error }) => error?.reason ?? null),
  text('error_source', 'text', ({ error }) => error?.source ?? null),
]);

const insertResults = (rows: readonly BulkResult[], onConflict: '' | 'ON CONFLICT DO NOTHING'): Statement => {
  const { shape, query, values } = results(rows);
  return {
    name: `insert-bulk-result-${onConflict === '' ? 'once' : 'unless-done'}-${shape}`,
    text: `INSERT INTO bulk_result (position, bulk_key, result_id, external_id, error_code, error_reason, error_source) ${query} ${onConflict}`,
    values,
  };
};

/** The result of an item, appended by the very posting that did it. */
export const bulkResults: RowSlot<BulkResult> = { name: 'bulkResults' };

/** Writes results beside what the items did. An item that has one already makes the database refuse the posting: nothing is done twice. */
export const bulkResultStore = rowStore<BulkResult>({
  slot: bulkResults,
  leavesStates: true,
  statements: (rows) => [insertResults(rows, '')],
});

/** The constraint that a posting of an item violates when the item is done already. */
export const doneAlready = 'bulk_result_once';

/** Records items that were refused, unless they are done meanwhile. */
export const insertRefusals = async (db: Db, refused: readonly BulkResult[]): Promise<void> => {
  if (refused.length > 0) await send(db, insertResults(refused, 'ON CONFLICT DO NOTHING'));
};

type ResultRow = {
  position: number;
  result_id: string | null;
  external_id: string | null;
  error_code: number | null;
  error_reason: string | null;
  error_source: string | null;
};

/** A page of what became of the items, in the order of the request. */
export const findResults = async (
  db: Db,
  key: EncodedKey,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly Omit<BulkResult, 'bulkKey'>[]> => {
  const { rows } = await db.query<ResultRow>(
    `SELECT position, result_id, external_id, error_code, error_reason, error_source
       FROM bulk_result WHERE bulk_key = $1 ORDER BY position LIMIT $2 OFFSET $3`,
    [key, limit, offset],
  );
  return rows.map((row) => ({
    position: row.position,
    externalId: row.external_id,
    id: row.result_id,
    error:
      row.error_code === null || row.error_reason === null
        ? null
        : { code: row.error_code, reason: row.error_reason, source: row.error_source },
  }));
};

/** How many items have a result. */
export const countResults = async (db: Db, key: EncodedKey): Promise<number> => {
  const { rows } = await db.query<{ total: number }>(
    'SELECT count(*)::int AS total FROM bulk_result WHERE bulk_key = $1',
    [key],
  );
  return rows[0]?.total ?? 0;
};
