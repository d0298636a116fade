import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** Whether what lies in a deposit account lowers the interest of a loan that runs. */
export const offsetsRunningLoan = async (db: Pick<pg.Pool, 'query'>, accountKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query({
    name: 'offsets-running-loan',
    text: `SELECT 1 FROM loan_account
            WHERE settlement_account_key = $1 AND account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS') AND terms -> 'offset' IS NOT NULL LIMIT 1`,
    values: [accountKey],
  });
  return rows.length > 0;
};
