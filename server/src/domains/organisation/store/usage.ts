import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { databaseErrorCode } from '../../../platform/db/pool.ts';

// query_canceled: the statement timeout. What can't be searched through in time counts as used.
const canceled = '57014';

/** The tables, quoted, that have a column of this name and type; found in the database's own catalogue, so that one of a later domain counts from its first day. */
export const tablesWith = async (
  db: Pick<pg.PoolClient, 'query'>,
  columnName: string,
  type: 'text' | 'uuid' | 'jsonb',
  except = '',
): Promise<readonly string[]> => {
  const { rows } = await db.query<{ name: string }>(
    `SELECT quote_ident(c.table_name) AS name
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.column_name = $1 AND c.data_type = $2
        AND c.table_name NOT LIKE $3`,
    [columnName, type, except],
  );
  return rows.map(({ name }) => name);
};

/**
 * Whether any row of the bank names a value, or one of several, in a column of this name and type. Whatever uses a currency has a column `currency_code`, whatever uses a
 * channel a column `transaction_channel_key`. Ask last in a transaction, and refuse when the answer is yes.
 */
export const isNamedIn = async (
  db: pg.PoolClient,
  columnName: string,
  type: 'text' | 'uuid',
  value: string | readonly string[],
  except = '',
): Promise<boolean> => {
  for (const name of await tablesWith(db, columnName, type, except)) {
    try {
      const { rows } = await db.query<{ used: boolean }>(
        `SELECT EXISTS (SELECT FROM ${name} WHERE ${columnName} = ANY($1::${type}[])) AS used`,
        [typeof value === 'string' ? [value] : value],
      );
      if (rows[0]?.used) return true;
    } catch (error) {
      if (databaseErrorCode(error) === canceled) return true;
      throw error;
    }
  }
  return false;
};

/** Whether a product has the value under one of these properties, anywhere in its settings: they are kept in the contract's shape. */
export const isInProducts = async (
  db: pg.PoolClient,
  properties: readonly string[],
  value: string,
): Promise<boolean> => {
  const { rows: products } = await db.query<{ name: string }>(
    `SELECT name FROM unnest('{deposit_product,loan_product}'::text[]) AS name WHERE to_regclass(name) IS NOT NULL`,
  );
  const path = `$.** ? (${properties.map((property) => `@.${property} == $value`).join(' || ')})`;
  for (const { name } of products) {
    const { rows } = await db.query<{ used: boolean }>(
      `SELECT EXISTS (SELECT FROM ${name} p WHERE jsonb_path_exists(to_jsonb(p), $1::jsonpath, $2::jsonb)) AS used`,
      [path, JSON.stringify({ value })],
    );
    if (rows[0]?.used) return true;
  }
  return false;
};

/** Whether an account, a product, a GL account or anything else is kept in this currency. */
export const isCurrencyUsed = async (db: pg.PoolClient, code: string): Promise<boolean> =>
  (await isInProducts(db, ['code', 'currencyCode'], code)) ||
  // A transaction has the currency of its account, and there are too many of them to look through.
  isNamedIn(db, 'currency_code', 'text', code, '%\\_transaction');

/** Whether tasks are about one of these. Whoever makes such a task holds what it is about until it commits. */
export const hasTasks = async (db: pg.PoolClient, keys: readonly EncodedKey[]): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM task WHERE task_link_key = ANY($1::uuid[])) AS found',
    [keys],
  );
  return rows[0]?.found ?? false;
};

/** Whether documents are attached to one of these. Whoever attaches one holds its owner until it commits. */
export const hasDocuments = async (db: pg.PoolClient, keys: readonly EncodedKey[]): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM document WHERE owner_key = ANY($1::uuid[])) AS found',
    [keys],
  );
  return rows[0]?.found ?? false;
};

/** Whether the settings of a user or a product name this key. */
const isNamedInSettings = async (db: pg.PoolClient, encodedKey: EncodedKey): Promise<boolean> => {
  for (const table of ['app_user', 'deposit_product', 'loan_product']) {
    const { rows } = await db.query<{ used: boolean }>(
      `SELECT EXISTS (SELECT FROM ${table} t WHERE jsonb_path_exists(to_jsonb(t), '$.** ? (@ == $key)', $1::jsonb)) AS used`,
      [JSON.stringify({ key: encodedKey })],
    );
    if (rows[0]?.used) return true;
  }
  return false;
};

/** Asks questions that may take too long: whatever becomes of them, the transaction goes on. */
const onTheSide = async (db: pg.PoolClient, ask: () => Promise<boolean>): Promise<boolean> => {
  await db.query('SAVEPOINT usage');
  try {
    return await ask();
  } finally {
    await db.query('ROLLBACK TO SAVEPOINT usage');
  }
};

/** The answer of a search for what is in use; yes when it can't be had in time. */
export const inTime = (db: pg.PoolClient, ask: () => Promise<boolean>): Promise<boolean> =>
  onTheSide(db, async () => {
    try {
      return await ask();
    } catch (error) {
      if (databaseErrorCode(error) === canceled) return true;
      throw error;
    }
  });

/**
 * Whether any row names this key in one of these columns. Unlike after `isNamedIn`, the transaction goes on when that took too long to find
 * out.
 */
export const isUsedAs = (db: pg.PoolClient, columns: readonly string[], encodedKey: EncodedKey): Promise<boolean> =>
  onTheSide(db, async () => {
    for (const column of columns) if (await isNamedIn(db, column, 'uuid', encodedKey)) return true;
    return false;
  });

/** Whether a transaction, a product's accounting rules or anything else names this channel. */
export const isChannelUsed = async (db: pg.PoolClient, channelKey: EncodedKey): Promise<boolean> =>
  (await isInProducts(db, ['transactionChannelKey'], channelKey)) ||
  isUsedAs(db, ['transaction_channel_key'], channelKey);

/** Whether anything is assigned to this branch or was booked there. Its own holidays do not count. */
export const isBranchUsed = async (db: pg.PoolClient, branchKey: EncodedKey): Promise<boolean> =>
  (await hasTasks(db, [branchKey])) ||
  (await hasDocuments(db, [branchKey])) ||
  (await isNamedInSettings(db, branchKey)) ||
  (await isUsedAs(db, ['assigned_branch_key', 'left_branch_key', 'right_branch_key'], branchKey)) ||
  onTheSide(db, () => isNamedIn(db, 'branch_key', 'uuid', branchKey, 'branch\\_holiday'));

/** Whether anything is assigned to this centre, or was booked there. */
export const isCentreUsed = async (db: pg.PoolClient, centreKey: EncodedKey): Promise<boolean> =>
  (await hasTasks(db, [centreKey])) ||
  (await hasDocuments(db, [centreKey])) ||
  isUsedAs(db, ['assigned_centre_key', 'centre_key'], centreKey);

/** The keys of products that are named by key or id; unknown ones are left out. */
export const productKeys = async (
  db: pg.PoolClient,
  table: 'deposit_product' | 'loan_product',
  refs: readonly string[],
): Promise<ReadonlyMap<string, EncodedKey>> => {
  const { rows: tables } = await db.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [table]);
  if (!tables[0]?.exists) return new Map();
  const { rows } = await db.query<{ ref: string; encoded_key: EncodedKey }>(
    `SELECT ref, p.encoded_key FROM unnest($1::text[]) AS ref JOIN ${table} p
         ON p.id = ref OR replace(p.encoded_key::text, '-', '') = lower(ref)`,
    [refs],
  );
  return new Map(rows.map((row) => [row.ref, row.encoded_key]));
};

/** The ids of all products of a kind by their keys. */
export const productIds = async (
  db: Pick<pg.Pool, 'query'>,
  table: 'deposit_product' | 'loan_product',
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey; id: string }>(`SELECT encoded_key, id FROM ${table}`);
  return new Map(rows.map(({ encoded_key, id }) => [encoded_key, id]));
};
