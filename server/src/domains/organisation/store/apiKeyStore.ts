import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** A key as it is kept: its hash and its first characters. */
export type StoredKey = {
  readonly encodedKey: EncodedKey;
  readonly prefix: string;
  readonly endsAt: Instant | null;
  readonly createdAt: Instant;
};

type KeyRow = { encoded_key: EncodedKey; prefix: string; expires_at: number | null; creation_date: number };

const columns = 'encoded_key, prefix, expires_at, creation_date';

const keyOf = (row: KeyRow): StoredKey => ({
  encodedKey: row.encoded_key,
  prefix: row.prefix,
  endsAt: row.expires_at === null ? null : instant(Number(row.expires_at)),
  createdAt: instant(Number(row.creation_date)),
});

const moment = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The API keys of a consumer that are still good, oldest first. */
export const livingKeys = async (
  db: Queryable,
  consumerKey: EncodedKey,
  now: Instant,
): Promise<readonly StoredKey[]> => {
  const { rows } = await db.query<KeyRow>(
    `SELECT ${columns} FROM api_key
      WHERE consumer_key = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY creation_date, encoded_key`,
    [consumerKey, moment(now)],
  );
  return rows.map(keyOf);
};

/** The API key of a consumer by its id; null when it has none such. */
export const findKeyById = async (db: Queryable, consumerKey: EncodedKey, id: string): Promise<StoredKey | null> => {
  const { rows } = await db.query<KeyRow>(
    `SELECT ${columns} FROM api_key WHERE consumer_key = $1 AND encoded_key = $2`,
    [consumerKey, asEncodedKey(id) ?? null],
  );
  return rows[0] ? keyOf(rows[0]) : null;
};

/** The API key of a consumer by its hash (base64); null when it has none such. */
export const findKeyByHash = async (
  db: Queryable,
  consumerKey: EncodedKey,
  keyHash: string,
): Promise<StoredKey | null> => {
  const { rows } = await db.query<KeyRow>(
    `SELECT ${columns} FROM api_key WHERE consumer_key = $1 AND key_hash = decode($2, 'base64')`,
    [consumerKey, keyHash],
  );
  return rows[0] ? keyOf(rows[0]) : null;
};

/** Adds an API key. */
export const insertApiKey = async (
  db: Queryable,
  consumerKey: EncodedKey,
  key: StoredKey & { readonly keyHash: string },
): Promise<void> => {
  await db.query(
    `INSERT INTO api_key (encoded_key, consumer_key, prefix, key_hash, expires_at, creation_date)
     VALUES ($1, $2, $3, decode($4, 'base64'), $5, $6)`,
    [key.encodedKey, consumerKey, key.prefix, key.keyHash, moment(key.endsAt), moment(key.createdAt)],
  );
};

/** Lets an API key end. */
export const endApiKey = async (db: Queryable, encodedKey: EncodedKey, endsAt: Instant): Promise<void> => {
  await db.query('UPDATE api_key SET expires_at = $2 WHERE encoded_key = $1', [encodedKey, moment(endsAt)]);
};

/** Removes an API key. */
export const removeApiKey = async (db: Queryable, encodedKey: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM api_key WHERE encoded_key = $1', [encodedKey]);
};

/** Until when a consumer's secret key is good (null: until it is used); undefined when it has none of this id. */
export const endOfSecretKey = async (
  db: Queryable,
  consumerKey: EncodedKey,
  encodedKey: EncodedKey | null,
): Promise<Instant | null | undefined> => {
  const { rows } = await db.query<{ expires_at: number | null }>(
    'SELECT expires_at FROM secret_key WHERE consumer_key = $1 AND encoded_key = $2',
    [consumerKey, encodedKey],
  );
  const [row] = rows;
  if (!row) return undefined;
  return row.expires_at === null ? null : instant(Number(row.expires_at));
};

/** Lets the active secret key of a consumer end, and removes those that have ended. */
export const endSecretKeys = async (
  db: Queryable,
  consumerKey: EncodedKey,
  now: Instant,
  endsAt: Instant,
): Promise<void> => {
  await db.query('UPDATE secret_key SET expires_at = $2 WHERE consumer_key = $1 AND expires_at IS NULL', [
    consumerKey,
    moment(endsAt),
  ]);
  await db.query('DELETE FROM secret_key WHERE consumer_key = $1 AND expires_at <= $2', [consumerKey, moment(now)]);
};

/** Removes every secret key of a consumer, grace period or not. */
export const removeSecretKeys = async (db: Queryable, consumerKey: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM secret_key WHERE consumer_key = $1', [consumerKey]);
};

/** Adds the active secret key of a consumer, which has no other one. */
export const insertSecretKey = async (
  db: Queryable,
  consumerKey: EncodedKey,
  key: { readonly encodedKey: EncodedKey; readonly keyHash: string; readonly createdAt: Instant },
): Promise<void> => {
  await db.query(
    `INSERT INTO secret_key (encoded_key, consumer_key, key_hash, creation_date) VALUES ($1, $2, decode($3, 'base64'), $4)`,
    [key.encodedKey, consumerKey, key.keyHash, moment(key.createdAt)],
  );
};
