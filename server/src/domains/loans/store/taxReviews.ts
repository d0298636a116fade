import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Rate } from '../../../kernel/money.ts';

/** What a source of taxes says now. */
export type RateNow = { readonly sourceKey: EncodedKey; readonly rate: Rate };

/** The open accounts whose taxes follow a source that says another rate now than they were last told with. */
export const accountsTaxedOtherwise = async (
  db: Pick<pg.Pool, 'query'>,
  rates: readonly RateNow[],
): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT a.encoded_key FROM loan_account a
       JOIN unnest($1::uuid[], $2::numeric[]) AS now(source_key, rate) ON now.source_key = a.tax_source_key
      WHERE a.tax_rate <> now.rate AND a.account_state NOT LIKE 'CLOSED%'
      ORDER BY a.encoded_key`,
    [rates.map(({ sourceKey }) => sourceKey), rates.map(({ rate }) => rate.toFixed())],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};
