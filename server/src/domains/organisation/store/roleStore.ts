import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isNamedIn } from './usage.ts';

/** The active administrators who are that without this role, locked, so that two changes can't take each other's last one away. */
export const administratorsWithout = async (db: pg.PoolClient, roleKey: EncodedKey): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT u.encoded_key FROM app_user u
      WHERE u.user_state = 'ACTIVE'
        AND (u.access -> 'administratorAccess' = 'true'::jsonb
             OR EXISTS (SELECT FROM user_role r WHERE r.encoded_key = u.role_key AND r.encoded_key <> $1::uuid
                                                  AND r.access -> 'administratorAccess' = 'true'::jsonb))
      ORDER BY u.encoded_key FOR UPDATE OF u`,
    [roleKey],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** The users who are credit officers by this role and not by themselves. */
export const officersByRole = async (db: pg.PoolClient, roleKey: EncodedKey): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM app_user
      WHERE role_key = $1::uuid AND access -> 'creditOfficerAccess' IS DISTINCT FROM 'true'::jsonb`,
    [roleKey],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** Whether a user or an API consumer has the role, or a channel is for it. The role must be locked. */
export const isRoleUsed = async (db: pg.PoolClient, roleKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ used: boolean }>(
    'SELECT EXISTS (SELECT FROM transaction_channel WHERE usage_rights @> to_jsonb($1::text)) AS used',
    [roleKey],
  );
  return rows[0]?.used === true || isNamedIn(db, 'role_key', 'uuid', roleKey);
};
