import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { isNamedIn } from './usage.ts';

/**
 * Whether an active administrator would be left without this user. Locks the administrators, so that two of them cannot take each other
 * away at the same time.
 */
export const hasOtherAdministrator = async (db: pg.PoolClient, userKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT u.encoded_key
       FROM app_user u
      WHERE u.user_state = 'ACTIVE'
        AND (u.access -> 'administratorAccess' = 'true'::jsonb
             OR EXISTS (SELECT FROM user_role r
                         WHERE r.encoded_key = u.role_key AND r.access -> 'administratorAccess' = 'true'::jsonb))
      ORDER BY u.encoded_key FOR UPDATE OF u`,
  );
  return rows.some((row) => row.encoded_key !== userKey);
};

/** Whether clients, groups, accounts or tasks are assigned to the user: then he can be deactivated, not deleted. */
export const hasAssignedEntities = (db: pg.PoolClient, userKey: EncodedKey): Promise<boolean> =>
  isNamedIn(db, 'assigned_user_key', 'uuid', userKey);

/** Whether one of the users is the credit officer of clients, groups or accounts. Whoever has tasks needs not be one. */
export const haveCustomers = (db: pg.PoolClient, userKeys: readonly EncodedKey[]): Promise<boolean> =>
  isNamedIn(db, 'assigned_user_key', 'uuid', userKeys, 'task');

/** Users (alias t) assigned to a branch, or who may manage it. */
export const ofBranch =
  (branchKey: EncodedKey, type: 'ASSIGNED' | 'MANAGE'): Condition =>
  ({ bind }) =>
    type === 'ASSIGNED'
      ? `t.assigned_branch_key = ${bind(branchKey)}::uuid`
      : `(t.access -> 'canManageAllBranches' = 'true'::jsonb
          OR t.access -> 'managedBranches' @> ${bind(JSON.stringify([{ branchKey }]))}::jsonb)`;
