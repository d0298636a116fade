import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { OwnPayment } from '../rules/interest/ownSettings.ts';
import { accountOfRow } from './depositAccountStore.ts';
import { ownPaymentOf } from './interestColumns.ts';

type Queryable = Pick<pg.Pool, 'query'>;

const accruing = `interest IS NOT NULL AND activation_date IS NOT NULL
  AND account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT', 'MATURED')`;

const heldInBooks = 'booked_interest <> 0 OR booked_negative_interest <> 0 OR booked_overdraft_interest <> 0';

/** Of an account in a night's hands, whether somebody else wrote it since the last night: then no balance but the one of now is certain. */
export type AccountToAccrue = {
  readonly account: DepositAccount;
  readonly changedSinceNight: boolean;
  /** It bears interest no more, and the books still hold some of it. */
  readonly isReleased: boolean;
};

/**
 * The next accounts, in the order of their keys, whose interest of a day is not accrued yet, and those that bear none any more while the books hold
 * some of it, such as cents that a closed account left. They are locked: no posting comes between reading
 * their balances and writing what they accrued.
 */
export const lockAccountsToAccrue = async (
  db: Queryable,
  day: LocalDate,
  after: EncodedKey | null,
  count: number,
): Promise<readonly AccountToAccrue[]> => {
  const { rows } = await db.query({
    name: 'lock-accounts-to-accrue',
    text: `SELECT *, NOT (${accruing}) AS is_released FROM deposit_account
            WHERE encoded_key > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
              AND CASE WHEN ${accruing} THEN coalesce(accrued_to <= $2::date, true) ELSE ${heldInBooks} END
            ORDER BY encoded_key LIMIT $3 FOR UPDATE`,
    values: [after, day, count],
  });
  return rows.map((row) => ({
    account: accountOfRow(row),
    changedSinceNight: row.changed_since_night,
    isReleased: row.is_released,
  }));
};

/**
 * The next accounts, in the order of their keys, whose accrued interest a night left as it must be: nobody wrote them since. Of all others the
 * next night computes it anew, whatever is stored.
 */
export const accountsAccruedByNight = async (
  db: Queryable,
  after: EncodedKey | null,
  count: number,
): Promise<readonly DepositAccount[]> => {
  const { rows } = await db.query({
    name: 'accounts-accrued-by-night',
    text: `SELECT * FROM deposit_account
            WHERE encoded_key > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') AND ${accruing}
              AND accrued_to IS NOT NULL AND NOT changed_since_night
            ORDER BY encoded_key LIMIT $2`,
    values: [after, count],
  });
  return rows.map(accountOfRow);
};

/** By what terms the accounts of each product were accrued in the last night. */
export const accrualTerms = async (db: Queryable): Promise<ReadonlyMap<EncodedKey, string>> => {
  const { rows } = await db.query<{ product_key: EncodedKey; fingerprint: string }>(
    'SELECT product_key, fingerprint FROM deposit_accrual_terms',
  );
  return new Map(rows.map((row) => [row.product_key, row.fingerprint]));
};

/** Keeps the terms by which a night, now over, has accrued. */
export const saveAccrualTerms = async (db: Queryable, terms: ReadonlyMap<EncodedKey, string>): Promise<void> => {
  await db.query(
    `INSERT INTO deposit_accrual_terms (product_key, fingerprint) SELECT * FROM unnest($1::uuid[], $2::text[])
       ON CONFLICT (product_key) DO UPDATE SET fingerprint = excluded.fingerprint`,
    [[...terms.keys()], [...terms.values()]],
  );
};

// As the index has it.
const ownPayment = `interest #> '{own,payment,interestPaymentPoint}' IS NOT NULL`;

const applicable = (which: string): string => `
  SELECT encoded_key, product_key, activation_date, maturity_date, interest #> '{own,payment}' AS payment FROM deposit_account
   WHERE ${which} AND ${accruing} AND account_state <> 'LOCKED' AND accrued_to >= $2::date
     AND (interest_accrued <> 0 OR negative_interest_accrued <> 0 OR overdraft_interest_accrued <> 0
          OR technical_overdraft_interest_accrued <> 0)`;

export type InterestBearing = {
  readonly accountKey: EncodedKey;
  readonly productKey: EncodedKey;
  readonly activationDate: Instant;
  readonly maturityDate: Instant | null;
  /** When it is paid interest, where that is not as its product says. */
  readonly payment: OwnPayment | null;
};

/**
 * Accounts of products, and those with dates of their own, that have accrued interest through the day before a date: whether they are to have it
 * applied is for rules to say.
 */
export const accountsWithAccruedInterest = async (
  db: Queryable,
  productKeys: readonly EncodedKey[],
  date: LocalDate,
): Promise<readonly InterestBearing[]> => {
  const { rows } = await db.query<{
    encoded_key: EncodedKey;
    product_key: EncodedKey;
    activation_date: Instant;
    maturity_date: Instant | null;
    payment: Parameters<typeof ownPaymentOf>[0];
  }>({
    text: `${applicable('product_key = ANY($1::uuid[])')} UNION ${applicable(ownPayment)} ORDER BY encoded_key`,
    values: [productKeys, date],
  });
  return rows.map((row) => ({
    accountKey: row.encoded_key,
    productKey: row.product_key,
    activationDate: row.activation_date,
    maturityDate: row.maturity_date,
    payment: ownPaymentOf(row.payment ?? null),
  }));
};
