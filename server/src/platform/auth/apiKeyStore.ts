import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import type { Db } from '../db/pool.ts';
import type { Principal } from './principal.ts';
import { type AccessRow, accessColumns, accessOf } from './storedAccess.ts';

/** What a key leads to: the API consumer as a principal, and until when the key is good (null: until it is taken away). */
export type KeyHolder = { readonly principal: Principal; readonly expiresAt: Instant | null };

type HolderRow = AccessRow & {
  key_id: EncodedKey;
  expires_at: number | null;
  encoded_key: EncodedKey;
  name: string;
  used: boolean;
};

/** The consumer whose API key or secret key has this hash (base64), also when the key has expired; null when there is none. */
export const findKeyHolder = async (
  db: Db,
  table: 'api_key' | 'secret_key',
  keyHash: string,
  now: Instant,
): Promise<KeyHolder | null> => {
  const { rows } = await db.query<HolderRow>(
    `SELECT k.encoded_key AS key_id, k.expires_at, c.encoded_key, c.name, c.first_used_date IS NOT NULL AS used, ${accessColumns('c')}
       FROM ${table} k JOIN api_consumer c ON c.encoded_key = k.consumer_key
                       LEFT JOIN user_role r ON r.encoded_key = c.role_key
      WHERE k.key_hash = decode($1, 'base64')`,
    [keyHash],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const expiresAt = row.expires_at === null ? null : instant(Number(row.expires_at));
  const isGood = expiresAt === null || expiresAt > now;
  // Whoever deletes the consumer at this moment has waited for this, or we find it gone.
  if (isGood && !row.used && !(await noteFirstUse(db, row.encoded_key, now))) return null;
  const { encoded_key: userKey, name: username, key_id: keyId } = row;
  return { principal: { kind: 'API_CONSUMER', userKey, username, keyId, ...accessOf(row) }, expiresAt };
};

/** The API consumer with this key, whichever of its keys it shows; null when there is none. */
export const findConsumer = async (db: Db, consumerKey: EncodedKey): Promise<Principal | null> => {
  const { rows } = await db.query<AccessRow & { name: string }>(
    `SELECT c.name, ${accessColumns('c')} FROM api_consumer c LEFT JOIN user_role r ON r.encoded_key = c.role_key
      WHERE c.encoded_key = $1`,
    [consumerKey],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { kind: 'API_CONSUMER', userKey: consumerKey, username: row.name, keyId: null, ...accessOf(row) };
};

/** Notes that a key of the consumer was used, which keeps the consumer from being deleted. Answers whether there still is one. */
const noteFirstUse = async (db: Db, consumerKey: EncodedKey, at: Instant): Promise<boolean> => {
  const { rowCount } = await db.query(
    'UPDATE api_consumer SET first_used_date = coalesce(first_used_date, $2) WHERE encoded_key = $1',
    [consumerKey, new Date(at).toISOString()],
  );
  return rowCount === 1;
};
