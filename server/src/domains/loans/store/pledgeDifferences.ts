import type pg from 'pg';
import type { Money } from '../../../kernel/money.ts';

/** Deposit accounts on which another amount is locked than the guarantees of loans that are not closed come to. */
export const pledgeDifferences = async (
  db: pg.PoolClient,
): Promise<readonly { readonly subject: string; readonly expected: Money; readonly actual: Money }[]> => {
  const { rows } = await db.query<{ subject: string; expected: Money; actual: Money }>(
    `SELECT d.id AS subject, coalesce(p.pledged, 0) AS expected, d.locked_balance AS actual
       FROM deposit_account d
       LEFT JOIN (SELECT (g ->> 'depositAccountKey')::uuid AS account_key, sum((g ->> 'amount')::numeric) AS pledged
                    FROM loan_account l CROSS JOIN LATERAL jsonb_array_elements(l.guarantors) g
                   WHERE l.guarantors IS NOT NULL AND l.account_state NOT LIKE 'CLOSED%' AND g ->> 'depositAccountKey' IS NOT NULL
                   GROUP BY 1) p
         ON p.account_key = d.encoded_key
      WHERE coalesce(p.pledged, 0) <> d.locked_balance`,
  );
  return rows;
};
