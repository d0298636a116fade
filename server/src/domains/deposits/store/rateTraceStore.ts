import type pg from 'pg';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimalish } from '../../../kernel/money.ts';
import type { RateReview } from '../../organisation/index.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { IndexReaders } from '../rules/interest/lastReadings.ts';
import type { RateTrace } from '../rules/interest/toldRate.ts';
import { accountOfRow } from './depositAccountStore.ts';

type Queryable = Pick<pg.Pool, 'query'>;

const days = `jsonb_path_query(a.interest, '$.*[*].value.tiers[*].endingDay') AS day(day)`;

/** Open accounts of products that may come into their next tier by period on a day, or have no night behind them: days are told in UTC, so the neighbours are among them. */
export const accountsNearTierEnds = async (
  db: Queryable,
  productKeys: readonly EncodedKey[],
  date: LocalDate,
): Promise<readonly DepositAccount[]> => {
  const { rows } = await db.query(
    `SELECT a.* FROM deposit_account a
      WHERE a.product_key = ANY($1::uuid[]) AND a.activation_date IS NOT NULL
        AND a.account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT')
        AND (a.accrued_to IS NULL
          OR EXISTS (SELECT FROM ${days}
                      WHERE $2::date - (a.activation_date AT TIME ZONE 'UTC')::date - (day #>> '{}')::int BETWEEN -1 AND 1))
      ORDER BY a.encoded_key`,
    [productKeys, date],
  );
  return rows.map(accountOfRow);
};

const open = `'ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT', 'MATURED'`;

/** Accounts of a product that read an index at these times. */
export type Reviewed = { readonly productKey: EncodedKey; readonly review: RateReview };

/**
 * The next open accounts, in the order of their keys, that may read an index anew on a day: all of some products, those of products that review it about
 * that day, and those of products with an index that have reviews of their own, or no night behind them. Days of activation are told in UTC, so the neighbours are among them.
 */
export const accountsNearReviews = async (
  db: Queryable,
  which: {
    readonly all: readonly EncodedKey[];
    readonly reviewed: readonly Reviewed[];
    readonly indexed: readonly EncodedKey[];
  },
  date: LocalDate,
  after: EncodedKey | null,
  count: number,
): Promise<readonly DepositAccount[]> => {
  const { all, reviewed, indexed } = which;
  const { rows } = await db.query(
    `SELECT a.* FROM deposit_account a CROSS JOIN LATERAL (SELECT (a.activation_date AT TIME ZONE 'UTC')::date) AS b (began)
      WHERE a.encoded_key > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
        AND a.activation_date IS NOT NULL AND a.interest IS NOT NULL
        AND a.account_state IN (${open})
        AND (a.product_key = ANY($3::uuid[])
          OR a.product_key = ANY($4::uuid[])
             AND (a.accrued_to IS NULL
               OR coalesce(a.interest #>> '{own,credit,review}', a.interest #>> '{own,overdraft,review}') IS NOT NULL)
          OR EXISTS (SELECT FROM unnest($5::uuid[], $6::text[], $7::int[]) AS r (product_key, unit, days)
                      WHERE r.product_key = a.product_key AND CASE
                        WHEN r.unit <> 'MONTHS' THEN ($2::date - began) % r.days IN (0, 1, r.days - 1)
                        WHEN extract(day FROM $2::date) >= 28 THEN extract(day FROM began) >= 27 OR extract(day FROM began) = 1
                        ELSE extract(day FROM began) - extract(day FROM $2::date) BETWEEN -1 AND 1
                             OR extract(day FROM $2::date) = 1 AND extract(day FROM began) >= 28 END))
      ORDER BY a.encoded_key LIMIT $8`,
    [
      after,
      date,
      all,
      indexed,
      reviewed.map(({ productKey }) => productKey),
      reviewed.map(({ review }) => review.unit),
      reviewed.map(({ review: { unit, count: times } }) => (unit === 'WEEKS' ? 7 : 1) * times),
      count,
    ],
  );
  return rows.map(accountOfRow);
};

type Bears = { readonly bears: boolean; readonly review: { unit: RateReview['unit']; count: Decimalish } | null };
type ReaderRow = { product_key: EncodedKey; began: LocalDate; matured: boolean; credit: Bears; overdraft: Bears };

const readsOf = ({ bears, review }: Bears): IndexReaders['credit'] => ({
  bears,
  review: review && { ...review, count: Number(review.count) },
});

/** The open accounts of products, as far as they differ in when they read an index. Days are those of a zone. */
export const indexReaders = async (
  db: Queryable,
  productKeys: readonly EncodedKey[],
  zone: string,
): Promise<readonly IndexReaders[]> => {
  // Rates for technical overdraft are agreed for days to come with accounts that have none for the overdraft.
  const scheduled = `OR a.interest @? '$.scheduled[*] ? (@.type != "INTEREST")'`;
  const reads = (kind: string, more = ''): string =>
    `jsonb_build_object('bears', a.interest -> '${kind}' <> '[]' ${more}, 'review', a.interest #> '{own,${kind},review}') AS ${kind}`;
  const { rows } = await db.query<ReaderRow>(
    `SELECT DISTINCT a.product_key, (a.activation_date AT TIME ZONE $2)::date AS began, a.account_state = 'MATURED' AS matured,
            ${reads('credit')}, ${reads('overdraft', scheduled)}
       FROM deposit_account a
      WHERE a.product_key = ANY($1::uuid[]) AND a.activation_date IS NOT NULL AND a.interest IS NOT NULL
        AND a.account_state IN (${open})`,
    [productKeys, zone],
  );
  return rows.map(({ product_key: productKey, began: activation, matured, credit, overdraft }) => ({
    productKey,
    activation,
    matured,
    credit: readsOf(credit),
    overdraft: readsOf(overdraft),
  }));
};

const termsOf = ({ type, told }: RateTrace): string | null => {
  if (Object.keys(told).length === 0) return null;
  const settings = type === 'INTEREST_RATE_CHANGED' ? 'interestSettings' : 'overdraftInterestSettings';
  return JSON.stringify({ terms: { [settings]: told } });
};

/** Appends the traces of rates that begin at a moment, each once however often it is asked for, and answers of which accounts. */
export const insertRateTraces = async (
  db: Queryable,
  traces: readonly { readonly accountKey: EncodedKey; readonly trace: RateTrace }[],
  { valueDate, now, userKey }: { readonly valueDate: Instant; readonly now: Instant; readonly userKey: EncodedKey },
): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ account_key: EncodedKey }>(
    `WITH held AS (SELECT encoded_key, total_balance, currency_code, assigned_branch_key FROM deposit_account
                    WHERE encoded_key = ANY($2::uuid[]) ORDER BY encoded_key FOR UPDATE)
     INSERT INTO deposit_transaction (encoded_key, account_key, type, amount, funds_amount, overdraft_amount, fees_amount, total_balance,
        value_date, booking_date, creation_date, currency_code, user_key, branch_key, details)
     SELECT n.key, a.encoded_key, n.type, 0, 0, 0, 0, a.total_balance, $5, $5, $6, a.currency_code, $7, a.assigned_branch_key, n.details
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) AS n(key, account_key, type, details)
       JOIN held a ON a.encoded_key = n.account_key
      WHERE NOT EXISTS (SELECT FROM deposit_transaction t
                         WHERE t.account_key = a.encoded_key AND t.type = n.type AND t.value_date = $5)
     RETURNING account_key`,
    [
      traces.map(() => newEncodedKey()),
      traces.map(({ accountKey }) => accountKey),
      traces.map(({ trace }) => trace.type),
      traces.map(({ trace }) => termsOf(trace)),
      new Date(valueDate).toISOString(),
      new Date(now).toISOString(),
      userKey,
    ],
  );
  return rows.map(({ account_key }) => account_key);
};
