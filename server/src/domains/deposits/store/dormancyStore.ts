import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** Products whose accounts fall asleep, and after how many days. */
export const dormancyPeriods = async (
  db: Queryable,
): Promise<readonly { readonly productKey: EncodedKey; readonly days: number }[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey; days: string }>(
    `SELECT encoded_key, internal_controls ->> 'dormancyPeriodDays' AS days FROM deposit_product
      WHERE (internal_controls ->> 'dormancyPeriodDays')::numeric > 0`,
  );
  return rows.map((row) => ({ productKey: row.encoded_key, days: Number(row.days) }));
};

/**
 * Sets the active accounts of products to DORMANT that nobody moved money on since a moment, and answers which. Interest, its tax and monthly
 * fees are no activity, and a running term needs none. Days asleep bear no interest, so who has any remembers from when on he slept. An account that changes between the look and the lock stays awake, and one that is in use is not waited for.
 */
export const putToSleep = async (
  db: Queryable,
  quiet: readonly { readonly productKey: EncodedKey; readonly since: Instant }[],
  now: Instant,
  from: LocalDate,
): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `WITH quiet AS MATERIALIZED (
       SELECT a.encoded_key, a.last_modified_date
         FROM unnest($1::uuid[], $2::timestamptz[]) AS p (product_key, since)
         JOIN deposit_account a ON a.product_key = p.product_key
        WHERE a.account_state = 'ACTIVE' AND a.maturity_date IS NULL AND a.activation_date < p.since
          -- A posting changes its account: only of accounts that changed are the transactions looked at.
          AND (a.last_modified_date < p.since OR NOT EXISTS (
                SELECT FROM deposit_transaction t
                 WHERE t.account_key = a.encoded_key AND t.creation_date >= p.since AND t.amount <> 0
                   AND t.type NOT IN ('INTEREST_APPLIED', 'WITHHOLDING_TAX')
                   AND t.details #>> '{fees,0,trigger}' IS DISTINCT FROM 'MONTHLY_FEE'))),
     held AS (
       SELECT a.encoded_key FROM deposit_account a JOIN quiet q ON q.encoded_key = a.encoded_key
        WHERE a.account_state = 'ACTIVE' AND a.last_modified_date = q.last_modified_date
          FOR UPDATE OF a SKIP LOCKED)
     UPDATE deposit_account a SET account_state = 'DORMANT', last_modified_date = $3,
            interest = jsonb_set(a.interest, '{dormancies}', coalesce(a.interest -> 'dormancies', '[]') || jsonb_build_object('from', $4::text, 'to', null))
       FROM held h WHERE a.encoded_key = h.encoded_key
     RETURNING a.encoded_key`,
    [
      quiet.map(({ productKey }) => productKey),
      quiet.map(({ since }) => new Date(since).toISOString()),
      new Date(now).toISOString(),
      from,
    ],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};
