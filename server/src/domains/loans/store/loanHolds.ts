import type pg from 'pg';
import type { Money } from '../../../kernel/money.ts';

/** Loans that remember another amount as held than their standing holds come to. */
export const holdDifferences = async (
  db: pg.PoolClient,
): Promise<readonly { readonly subject: string; readonly expected: Money; readonly actual: Money }[]> => {
  const { rows } = await db.query<{ subject: string; expected: Money; actual: Money }>(
    `SELECT a.id AS subject, coalesce(h.held, 0) AS expected, a.hold_balance AS actual
       FROM loan_account a
       LEFT JOIN (SELECT account_key, sum(amount) AS held FROM authorization_hold WHERE status = 'PENDING' AND direction = 'DBIT'
                   GROUP BY account_key) h
         ON h.account_key = a.encoded_key
      WHERE coalesce(h.held, 0) <> a.hold_balance`,
  );
  return rows;
};
