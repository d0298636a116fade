import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { withinReach } from '../../../platform/auth/reach.ts';
import { createBindings } from '../../../platform/resources/bindings.ts';
import type { JoinableGroup } from '../rules/memberships.ts';

type GroupRow = { encoded_key: EncodedKey; id: string; group_members: JoinableGroup['groupMembers'] };

/** The groups that a client is in and those within the caller's reach that keys or ids name, locked until the end of the transaction. */
export const lockGroups = async (
  db: pg.PoolClient,
  clientKey: EncodedKey,
  refs: readonly string[],
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<readonly JoinableGroup[]> => {
  const bindings = createBindings();
  const own = bindings.bind(JSON.stringify([{ clientKey }]));
  const keys = bindings.bind(refs.flatMap((ref) => asEncodedKey(ref) ?? []));
  const ids = bindings.bind(refs);
  const reach = withinReach(caller, 'g').map((condition) => ` AND ${condition(bindings)}`);
  const { rows } = await db.query<GroupRow>(
    `SELECT encoded_key, id, group_members FROM client_group g
      WHERE group_members @> ${own}::jsonb OR ((encoded_key = ANY(${keys}::uuid[]) OR id = ANY(${ids}::text[]))${reach.join('')})
      ORDER BY encoded_key FOR UPDATE`,
    bindings.values,
  );
  return rows.map((row) => ({ encodedKey: row.encoded_key, id: row.id, groupMembers: row.group_members }));
};

/** Writes the members of groups that a client joined or left. */
export const writeMembers = async (
  db: pg.PoolClient,
  groups: readonly JoinableGroup[],
  now: Instant,
): Promise<void> => {
  if (groups.length === 0) return;
  await db.query(
    `UPDATE client_group g SET group_members = w.members::jsonb, last_modified_date = $3::timestamptz
       FROM unnest($1::uuid[], $2::text[]) AS w (encoded_key, members) WHERE g.encoded_key = w.encoded_key`,
    [
      groups.map(({ encodedKey }) => encodedKey),
      groups.map(({ groupMembers }) => JSON.stringify(groupMembers)),
      new Date(now).toISOString(),
    ],
  );
};

/**
 * Whether a client is a member of a group. Lock the client first: whoever makes him a member locks him too, and what is read by the statement
 * that locks may be older than the lock.
 */
export const isGroupMember = async (db: pg.PoolClient, clientKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM client_group WHERE group_members @> $1::jsonb) AS found',
    [JSON.stringify([{ clientKey }])],
  );
  return rows[0]?.found ?? false;
};
