import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { GroupRoleName } from '../rules/groupMembers.ts';

/** The names of roles that members can have in groups, in the order in which they were made. */
export const loadGroupRoleNames = async (db: Pick<pg.Pool, 'query'>): Promise<readonly GroupRoleName[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey; id: string; name: string }>(
    'SELECT encoded_key, id, name FROM group_role_name ORDER BY creation_date, encoded_key',
  );
  return rows.map((row) => ({ encodedKey: row.encoded_key, id: row.id, name: row.name }));
};

/** Whether a member of any group has a role of this name. */
export const isRoleNameUsed = async (db: pg.PoolClient, roleNameKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ used: boolean }>(
    'SELECT EXISTS (SELECT FROM client_group WHERE group_members @> $1::jsonb) AS used',
    [JSON.stringify([{ roles: [{ groupRoleNameKey: roleNameKey }] }])],
  );
  return rows[0]?.used ?? false;
};
