import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { GroupHolder } from '../rules/groupHolder.ts';

type HolderRow = {
  encoded_key: EncodedKey;
  id: string;
  can_open_accounts: boolean | null;
  can_guarantee: boolean | null;
  assigned_branch_key: EncodedKey | null;
  assigned_user_key: EncodedKey | null;
};

/** Locks and loads the group that a key or an id names, in the caller's transaction; undefined when there is none. */
export const lockGroupHolder = async (db: pg.PoolClient, ref: string): Promise<GroupHolder | undefined> => {
  const { rows } = await db.query<HolderRow>(
    `SELECT g.encoded_key, g.id, r.can_open_accounts, r.can_guarantee, g.assigned_branch_key, g.assigned_user_key
       FROM client_group g LEFT JOIN client_role r ON r.encoded_key = g.group_role_key
      WHERE g.encoded_key = $1::uuid OR g.id = $2
      ORDER BY (g.encoded_key = $1::uuid) DESC NULLS LAST LIMIT 1 FOR UPDATE OF g`,
    [asEncodedKey(ref) ?? null, ref],
  );
  const [row] = rows;
  return (
    row && {
      encodedKey: row.encoded_key,
      id: row.id,
      canOpenAccounts: row.can_open_accounts ?? true,
      canGuarantee: row.can_guarantee ?? true,
      assignedBranchKey: row.assigned_branch_key,
      assignedUserKey: row.assigned_user_key,
    }
  );
};
