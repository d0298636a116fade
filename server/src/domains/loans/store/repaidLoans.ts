import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** Active loans of some products that owe nothing and have nothing to come: since when, rules say. */
export const repaidLoans = async (
  db: Pick<pg.Pool, 'query'>,
  productKeys: readonly EncodedKey[],
): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM loan_account
      WHERE account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS') AND next_due_date IS NULL AND account_sub_state IS NULL
        AND principal_balance = 0 AND interest_balance = 0 AND fees_balance = 0 AND penalty_balance = 0 AND redraw_balance = 0
        AND product_key = ANY($1::uuid[])
      ORDER BY encoded_key`,
    [productKeys],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};
