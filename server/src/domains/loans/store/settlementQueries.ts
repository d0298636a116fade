import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';

/** A loan with the deposit account that it is settled from. */
export type LoanToSettle = { readonly accountKey: EncodedKey; readonly depositKey: EncodedKey };

/**
 * Open loans of some products with an instalment that is due on a day or was before, and a settlement account. Of one account's loans, the one
 * that has waited longest comes first.
 */
export const loansToSettle = async (
  db: Pick<pg.Pool, 'query'>,
  productKeys: readonly EncodedKey[],
  day: LocalDate,
): Promise<readonly LoanToSettle[]> => {
  const { rows } = await db.query<LoanToSettle>(
    `SELECT encoded_key AS "accountKey", settlement_account_key AS "depositKey" FROM loan_account
      WHERE account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS') AND next_due_date <= $2::date
        AND settlement_account_key IS NOT NULL AND product_key = ANY($1::uuid[])
      ORDER BY next_due_date, creation_date, encoded_key`,
    [productKeys, day],
  );
  return rows;
};
