import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** Whether any account, open or closed, is of a product. */
export const hasLoanAccounts = async (db: Pick<pg.Pool, 'query'>, productKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM loan_account WHERE product_key = $1::uuid) AS found',
    [productKey],
  );
  return rows[0]?.found ?? false;
};
