import { isIPv6 } from 'node:net';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type DbPool, transaction } from '../db/pool.ts';
import { type ReferenceSlot, referenceSlot } from '../reference/referenceCache.ts';

/** The addresses that are blocked, as part of the reference data: a block counts within a second in every process. */
export const blockedAddresses: ReferenceSlot<ReadonlySet<string>> = referenceSlot('blocked addresses', async (db) => {
  const { rows } = await db.query<{ address: string }>(
    'SELECT address FROM suspect_address WHERE blocked_date IS NOT NULL',
  );
  return new Set(rows.map(({ address }) => address));
});

/**
 * What is counted and blocked for an IP address: an IPv4 address itself, of IPv6 the network of 64 bits, since whoever has one address of it
 * has them all.
 */
export const addressToBlock = (ip: string): string => {
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (embedded !== undefined) return embedded;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.replace(/%.*$/, '').split('::');
  const [left, right] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const network = [...left, ...Array<string>(zeros).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => parseInt(group, 16));
  // The network of zeros is no provider's: ::1 is this machine.
  if (network.every((group) => group === 0)) return ip.toLowerCase();
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
};

/** Counts a request with wrong credentials. Answers whether it made its address a blocked one. */
export const countInvalidRequest = (
  pool: DbPool,
  address: string,
  now: Instant,
  blockAfter: number,
): Promise<boolean> =>
  transaction(pool, async (db) => {
    const { rows } = await db.query<{ blocked_now: boolean }>(
      `INSERT INTO suspect_address AS s (encoded_key, address, invalid_requests, last_invalid_date, blocked_date)
       VALUES ($1, $2, 1, $3, CASE WHEN $4::int <= 1 THEN $3::timestamptz END)
       ON CONFLICT (address) DO UPDATE SET
         invalid_requests = s.invalid_requests + 1,
         last_invalid_date = excluded.last_invalid_date,
         blocked_date = coalesce(s.blocked_date, CASE WHEN s.invalid_requests + 1 >= $4::int THEN excluded.last_invalid_date END)
       RETURNING coalesce(blocked_date = $3::timestamptz, false) AS blocked_now`,
      [newEncodedKey(), address, new Date(now).toISOString(), blockAfter],
    );
    const blockedNow = rows[0]?.blocked_now === true;
    if (blockedNow) await db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    return blockedNow;
  });
