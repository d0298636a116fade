import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { everything } from '../../../platform/auth/reach.ts';

/** The branch that a key or id names; refused by that property's name when there is none, or none whose books the caller may see. */
export const findBranchKey = async (
  db: Pick<pg.Pool, 'query'>,
  branchId: string,
  { reach }: Pick<Principal, 'reach'> = { reach: everything },
): Promise<EncodedKey | Rejection> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    'SELECT encoded_key FROM branch WHERE id = $1 OR encoded_key = $2::uuid ORDER BY encoded_key = $2::uuid DESC NULLS LAST LIMIT 1',
    [branchId, asEncodedKey(branchId) ?? null],
  );
  const key = rows[0]?.encoded_key;
  return key !== undefined && (reach.branches === null || reach.branches.has(key))
    ? key
    : reject('INVALID_BRANCH_ID', `branchId ${branchId.slice(0, 80)} does not exist`, 400);
};
