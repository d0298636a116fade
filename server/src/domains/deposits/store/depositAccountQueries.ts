import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { DepositAccount, DepositAccountState } from '../rules/depositAccount.ts';
import { accountOfRow } from './depositAccountStore.ts';
import { interestColumn } from './interestColumns.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** The account that an id or key names. `forUpdate` locks it until the transaction ends. */
export const findDepositAccount = async (
  db: Queryable,
  ref: string,
  forUpdate = false,
): Promise<DepositAccount | undefined> => {
  const { rows } = await db.query(
    `SELECT * FROM deposit_account WHERE encoded_key = $1::uuid OR id = $2 ORDER BY (encoded_key = $1::uuid) DESC NULLS LAST LIMIT 1
     ${forUpdate ? 'FOR UPDATE' : ''}`,
    [asEncodedKey(ref) ?? null, ref],
  );
  return rows[0] ? accountOfRow(rows[0]) : undefined;
};

/** What of an account never changes. */
export type NamedAccount = { readonly encodedKey: EncodedKey };

/** The key of the account that an id or key names, without a lock. */
export const namedAccount = async (db: Queryable, ref: string): Promise<NamedAccount | undefined> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM deposit_account WHERE encoded_key = $1::uuid OR id = $2
      ORDER BY (encoded_key = $1::uuid) DESC NULLS LAST LIMIT 1`,
    [asEncodedKey(ref) ?? null, ref],
  );
  return rows[0] && { encodedKey: rows[0].encoded_key };
};

/** Whether any account was ever opened under a product. */
export const hasAccounts = async (db: Queryable, productKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM deposit_account WHERE product_key = $1 LIMIT 1', [productKey]);
  return rows.length > 0;
};

/** The currencies of a product's accounts; none without accounts. */
export const accountCurrencies = async (db: Queryable, productKey: EncodedKey): Promise<readonly string[]> => {
  const { rows } = await db.query<{ currency_code: string }>(
    'SELECT DISTINCT currency_code FROM deposit_account WHERE product_key = $1',
    [productKey],
  );
  return rows.map(({ currency_code }) => currency_code);
};

/** Whether an account has transactions at all. */
export const hasTransactions = async (db: Queryable, accountKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM deposit_transaction WHERE account_key = $1 LIMIT 1', [accountKey]);
  return rows.length > 0;
};

/** The accounts of a product that are not closed, in the order of their keys. */
export const openAccountsOfProduct = async (db: Queryable, productKey: EncodedKey): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM deposit_account
      WHERE product_key = $1 AND NOT (account_state LIKE 'CLOSED%' OR account_state = 'WITHDRAWN') ORDER BY encoded_key`,
    [productKey],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** The write-off that closed an account; null when none stands. */
export const standingWriteOff = async (db: Queryable, accountKey: EncodedKey): Promise<EncodedKey | null> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM deposit_transaction
      WHERE account_key = $1 AND type = 'WRITE_OFF' AND adjustment_transaction_key IS NULL LIMIT 1`,
    [accountKey],
  );
  return rows[0]?.encoded_key ?? null;
};

/** Whether an account has transactions that moved money and were not taken back. */
export const hasStandingTransactions = async (db: Queryable, accountKey: EncodedKey): Promise<boolean> => {
  const { rows } = await db.query(
    `SELECT 1 FROM deposit_transaction
      WHERE account_key = $1 AND amount <> 0 AND original_transaction_key IS NULL AND adjustment_transaction_key IS NULL LIMIT 1`,
    [accountKey],
  );
  return rows.length > 0;
};

/** Active accounts that owe more than their overdraft in force at a moment covers. */
export const accountsBeyondOverdraft = async (db: Queryable, now: Instant): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM deposit_account
      WHERE account_state = 'ACTIVE' AND total_balance < 0
        AND total_balance + CASE WHEN allow_overdraft AND locked_balance = 0 AND coalesce(overdraft_expiry_date > $1::timestamptz, true)
                                 THEN overdraft_limit ELSE 0 END < 0
      ORDER BY encoded_key`,
    [new Date(now).toISOString()],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** Active accounts whose term ends by a day that begins at a moment. */
export const accountsReachingMaturity = async (db: Queryable, startOfDay: Instant): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM deposit_account
      WHERE account_state = 'ACTIVE' AND maturity_date <= $1::timestamptz ORDER BY encoded_key`,
    [new Date(startOfDay).toISOString()],
  );
  return rows.map(({ encoded_key }) => encoded_key);
};

/** Whose monthly fees are looked for: all accounts of some products, and of others those that were activated on certain days of a month. */
export type PayingMonthly = {
  readonly states: readonly DepositAccountState[];
  readonly date: LocalDate;
  readonly startOfDate: Instant;
  readonly allOf: readonly EncodedKey[];
  readonly thoseOf: readonly EncodedKey[];
  readonly activatedOn: readonly number[];
  /** The day of the month of a moment, where the bank is. */
  readonly dayOf: (moment: Instant) => number;
};

/** The days of the month that some days of the bank's zone may be in UTC: the day itself and its neighbours. */
const daysInUtc = (days: readonly number[]): readonly number[] => [
  ...new Set([
    ...days.flatMap((day) => [day - 1, day, day + 1]),
    ...(days.includes(1) ? [28, 29, 30, 31] : []),
    ...(days.some((day) => day >= 28) ? [1] : []),
  ]),
];

/** Accounts in the wanted states, activated before a date and not charged for it yet. */
export const accountsPayingMonthly = async (db: Queryable, wanted: PayingMonthly): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey; product_key: EncodedKey; activation_date: Instant }>(
    `SELECT encoded_key, product_key, activation_date FROM deposit_account
      WHERE account_state = ANY($1::text[]) AND activation_date < $2::timestamptz
        AND (monthly_fees_date IS NULL OR monthly_fees_date < $3::date) AND (product_key = ANY($4::uuid[]) OR product_key = ANY($5::uuid[])
               AND extract(day FROM activation_date AT TIME ZONE 'UTC')::int = ANY($6::int[]))
      ORDER BY encoded_key`,
    [
      wanted.states,
      new Date(wanted.startOfDate).toISOString(),
      wanted.date,
      wanted.allOf,
      wanted.thoseOf,
      daysInUtc(wanted.activatedOn),
    ],
  );
  const all = new Set(wanted.allOf);
  return rows
    .filter((row) => all.has(row.product_key) || wanted.activatedOn.includes(wanted.dayOf(row.activation_date)))
    .map(({ encoded_key }) => encoded_key);
};

/** The next number of a product whose ids count up from `start`. Numbers of refused requests are drawn again: the row is locked until the commit. */
export const nextAccountNumber = async (db: Queryable, productKey: EncodedKey, start: string): Promise<string> => {
  const { rows } = await db.query<{ last_value: number }>(
    `INSERT INTO account_id_counter AS c (product_key, last_value) VALUES ($1, $2::bigint)
       ON CONFLICT (product_key) DO UPDATE SET last_value = c.last_value + 1
     RETURNING last_value`,
    [productKey, start],
  );
  return String(rows[0]?.last_value ?? start).padStart(start.length, '0');
};

/** Whether an account id is taken. */
export const accountIdExists = async (db: Queryable, id: string): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM deposit_account WHERE id = $1', [id]);
  return rows.length > 0;
};

const iso = (moment: Instant | null): string | null => (moment === null ? null : new Date(moment).toISOString());

/** Stores a new account, or the changed terms of one. Balances and dates of postings belong to the posting runner and are only set on insert. */
export const saveDepositAccount = async (db: Queryable, account: DepositAccount): Promise<void> => {
  await db.query(
    `INSERT INTO deposit_account (encoded_key, id, name, notes, account_holder_key, account_holder_type, product_key, account_type,
        account_state, currency_code, assigned_branch_key, assigned_centre_key, assigned_user_key, allow_overdraft, overdraft_limit,
        overdraft_expiry_date, max_deposit_balance, max_withdrawal_amount, recommended_deposit_amount, target_amount, approved_date,
        creation_date, last_modified_date, last_set_to_arrears_date, custom_fields, interest, withholding_tax_source_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
     ON CONFLICT (encoded_key) DO UPDATE SET
        id = excluded.id, name = excluded.name, notes = excluded.notes, currency_code = excluded.currency_code,
        assigned_branch_key = excluded.assigned_branch_key, assigned_centre_key = excluded.assigned_centre_key,
        assigned_user_key = excluded.assigned_user_key, allow_overdraft = excluded.allow_overdraft,
        overdraft_limit = excluded.overdraft_limit, overdraft_expiry_date = excluded.overdraft_expiry_date,
        max_deposit_balance = excluded.max_deposit_balance, max_withdrawal_amount = excluded.max_withdrawal_amount,
        recommended_deposit_amount = excluded.recommended_deposit_amount, target_amount = excluded.target_amount,
        account_state = excluded.account_state, last_set_to_arrears_date = excluded.last_set_to_arrears_date,
        last_modified_date = excluded.last_modified_date, custom_fields = excluded.custom_fields,
        interest = excluded.interest, withholding_tax_source_key = excluded.withholding_tax_source_key,
        changed_since_night = true`,
    [
      account.encodedKey,
      account.id,
      account.name,
      account.notes,
      account.accountHolderKey,
      account.accountHolderType,
      account.productTypeKey,
      account.accountType,
      account.accountState,
      account.currencyCode,
      account.assignedBranchKey,
      account.assignedCentreKey,
      account.assignedUserKey,
      account.allowOverdraft,
      account.overdraftLimit.toFixed(),
      iso(account.overdraftExpiryDate),
      account.maxDepositBalance?.toFixed() ?? null,
      account.maxWithdrawalAmount?.toFixed() ?? null,
      account.recommendedDepositAmount?.toFixed() ?? null,
      account.targetAmount?.toFixed() ?? null,
      iso(account.approvedDate),
      iso(account.creationDate),
      iso(account.lastModifiedDate),
      iso(account.lastSetToArrearsDate),
      account.customFields === null ? null : JSON.stringify(account.customFields),
      interestColumn(account),
      account.withholdingTaxSourceKey,
    ],
  );
};

/** Stores who holds an account now, and who did before. */
export const saveAccountHolder = async (db: Queryable, account: DepositAccount): Promise<void> => {
  await db.query(
    `UPDATE deposit_account SET account_holder_key = $2, account_holder_type = $3, ownership_history = $4, last_modified_date = $5
      WHERE encoded_key = $1`,
    [
      account.encodedKey,
      account.accountHolderKey,
      account.accountHolderType,
      JSON.stringify(account.ownershipHistory),
      iso(account.lastModifiedDate),
    ],
  );
};

export const deleteDepositAccount = async (db: Queryable, accountKey: EncodedKey): Promise<void> => {
  await db.query('DELETE FROM deposit_account WHERE encoded_key = $1', [accountKey]);
};
