import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, money } from '../../../kernel/money.ts';
import { bareArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import type { RowSlot, StateSlot } from '../../../platform/posting/command.ts';
import { rowStore, stateStore } from '../../../platform/posting/store.ts';
import type { CashFlow, Lent } from '../rules/effectiveInterest.ts';
import type { EarnedIn, FeeAmortization } from '../rules/feeAmortization.ts';
import type { InterestTerms } from '../rules/terms.ts';

/** A fee whose income was deferred, to be kept. */
export type NewFeeAmortization = {
  readonly encodedKey: EncodedKey;
  readonly accountKey: EncodedKey;
  readonly transactionKey: EncodedKey;
  readonly predefinedFeeKey: string;
  readonly amount: Money;
  readonly amortization: FeeAmortization;
};
export const newFeeAmortizations: RowSlot<NewFeeAmortization> = { name: 'newFeeAmortizations' };

export const newFeeAmortizationStore = rowStore<NewFeeAmortization>({
  slot: newFeeAmortizations,
  leavesStates: true,
  statements: (rows) => [
    {
      name: 'insert-fee-amortizations',
      text: `INSERT INTO loan_fee_amortization (encoded_key, account_key, transaction_key, predefined_fee_key, amount, settings)
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::jsonb[])`,
      values: [
        bareArray(rows, ({ encodedKey }) => encodedKey),
        bareArray(rows, ({ accountKey }) => accountKey),
        bareArray(rows, ({ transactionKey }) => transactionKey),
        bareArray(rows, ({ predefinedFeeKey }) => predefinedFeeKey),
        bareArray(rows, ({ amount }) => amount.toFixed()),
        textArray(rows, ({ amortization }) => JSON.stringify(amortization)),
      ],
    },
  ],
});

/** A fee whose income is deferred, with what says how much of it is income by now. */
export type StoredFeeAmortization = {
  readonly encodedKey: EncodedKey;
  readonly accountKey: EncodedKey;
  readonly productKey: EncodedKey;
  readonly branchKey: EncodedKey | null;
  readonly currencyCode: string;
  readonly predefinedFeeKey: EncodedKey;
  readonly amount: Money;
  readonly recognised: Money;
  /** What of that was made income in branches that the loan has left, in their order. */
  readonly earnedIn: readonly EarnedIn<EncodedKey | null>[];
  /** Up to which day nights told its income by its intervals. */
  readonly toldTo: LocalDate | null;
  readonly amortization: FeeAmortization;
  readonly from: LocalDate;
  readonly dueDates: readonly LocalDate[];
  readonly isUndone: boolean;
  readonly isClosed: boolean;
  /** What an effective rate is made of; null where the fee does not ask for it. */
  readonly payments: readonly CashFlow[] | null;
  readonly lent: readonly Lent[] | null;
  readonly counting: Pick<InterestTerms, 'daysInYear' | 'scheduleInterestDaysCountMethod'>;
};

export const feeAmortizations: StateSlot<StoredFeeAmortization> = {
  name: 'feeAmortization',
  keyOf: ({ encodedKey }) => encodedKey,
  idOf: ({ encodedKey }) => encodedKey,
};

const selection = `
  SELECT f.*, a.product_key, a.assigned_branch_key, a.currency_code, a.account_state LIKE 'CLOSED%' AS is_closed,
         t.value_day, t.adjustment_transaction_key IS NOT NULL AS is_undone,
         (SELECT coalesce(array_agg(i.due_date::text ORDER BY i.number), '{}') FROM loan_instalment i WHERE i.account_key = f.account_key) AS due_dates,
         a.terms #> '{interest}' AS interest, p.payments, l.lent
    FROM loan_fee_amortization f
    JOIN loan_account a ON a.encoded_key = f.account_key
    JOIN loan_transaction t ON t.encoded_key = f.transaction_key
    -- Interest that became principal counts as interest, whichever instalment repays it; tax on interest is not the bank's.
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_array(i.due_date,
                      (i.principal_expected - coalesce((i.more ->> 'capitalised')::numeric, 0))::text,
                      (i.interest_expected + coalesce((i.more ->> 'capitalised')::numeric, 0)
                        - coalesce((i.more #>> '{tax,interest,expected}')::numeric, 0))::text) ORDER BY i.number) AS payments
        FROM loan_instalment i WHERE i.account_key = f.account_key AND f.settings ->> 'profile' = 'EFFECTIVE_INTEREST_RATE') p ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_array(d.value_day, d.principal_amount::text) ORDER BY d.value_day, d.id) AS lent
        FROM loan_transaction d
       WHERE d.account_key = f.account_key AND d.type IN ('DISBURSEMENT', 'FEE_CAPITALISED')
         AND d.adjustment_transaction_key IS NULL AND d.original_transaction_key IS NULL
         AND f.settings ->> 'profile' = 'EFFECTIVE_INTEREST_RATE') l ON true`;

type Text = string;
type PaymentRow = readonly [dueDate: LocalDate, principal: Text, interest: Text];

type EarnedRow = { readonly branchKey: EncodedKey | null; readonly amount: string };

const ofRow = (row: pg.QueryResultRow): StoredFeeAmortization => ({
  encodedKey: row.encoded_key,
  accountKey: row.account_key,
  productKey: row.product_key,
  branchKey: row.assigned_branch_key,
  currencyCode: row.currency_code,
  predefinedFeeKey: row.predefined_fee_key,
  amount: row.amount,
  recognised: row.recognised,
  earnedIn: row.earned_in.map((one: EarnedRow) => ({ ...one, amount: money(one.amount) })),
  amortization: row.settings,
  from: row.value_day,
  dueDates: row.due_dates,
  isUndone: row.is_undone,
  isClosed: row.is_closed,
  toldTo: row.told_to,
  payments:
    row.payments?.map(
      ([dueDate, principal, interest]: PaymentRow): CashFlow => ({
        dueDate,
        principal: money(principal),
        interest: money(interest),
      }),
    ) ?? null,
  lent: row.lent?.map(([on, amount]: readonly [LocalDate, Text]): Lent => ({ on, amount: money(amount) })) ?? null,
  counting: row.interest,
});

export const feeAmortizationStore = stateStore<StoredFeeAmortization>({
  slot: feeAmortizations,
  lockAndLoad: async (db, touches) => {
    const { rows } = await db.query({
      name: 'lock-fee-amortizations',
      text: `${selection} WHERE f.encoded_key = ANY($1::uuid[]) ORDER BY f.encoded_key FOR UPDATE OF f`,
      values: [touches.map(({ ref }) => ref)],
    });
    return rows.map(ofRow);
  },
  statements: (states) => [
    {
      name: 'update-fee-amortizations',
      text: `UPDATE loan_fee_amortization f SET recognised = u.recognised, earned_in = u.earned_in, told_to = u.told_to
               FROM unnest($1::uuid[], $2::numeric[], $3::jsonb[], $4::date[]) AS u (encoded_key, recognised, earned_in, told_to) WHERE f.encoded_key = u.encoded_key`,
      values: [
        bareArray(states, ({ encodedKey }) => encodedKey),
        bareArray(states, ({ recognised }) => recognised.toFixed()),
        textArray(states, ({ earnedIn }) =>
          JSON.stringify(earnedIn.map(({ branchKey, amount }): EarnedRow => ({ branchKey, amount: amount.toFixed() }))),
        ),
        bareArray(states, ({ toldTo }) => toldTo),
      ],
    },
  ],
});

/** The next fees, in the order of their keys, of which a night may have to make something income, or to take it back. */
export const openFeeAmortizations = async (
  db: Pick<pg.Pool, 'query'>,
  after: EncodedKey | null,
  count: number,
): Promise<readonly StoredFeeAmortization[]> => {
  const { rows } = await db.query(
    `${selection}
      WHERE f.encoded_key > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
        AND CASE WHEN t.adjustment_transaction_key IS NULL THEN f.recognised <> f.amount OR a.account_state NOT LIKE 'CLOSED%' ELSE f.recognised <> 0 END
      ORDER BY f.encoded_key LIMIT $2`,
    [after, count],
  );
  return rows.map(ofRow);
};

/** What of a loan's fees is deferred and not income yet, by fee; less than nothing where an undone one was made income and no night took that back. */
export const deferredFeesOf = async (
  db: Pick<pg.Pool, 'query'>,
  accountKey: EncodedKey,
): Promise<readonly { readonly predefinedFeeKey: string; readonly amount: Money }[]> => {
  const { rows } = await db.query<{ predefined_fee_key: string; amount: Money }>(
    `SELECT f.predefined_fee_key,
            sum(CASE WHEN t.adjustment_transaction_key IS NULL THEN f.amount ELSE 0 END - f.recognised) AS amount
       FROM loan_fee_amortization f JOIN loan_transaction t ON t.encoded_key = f.transaction_key
      WHERE f.account_key = $1 GROUP BY 1`,
    [accountKey],
  );
  return rows.map(({ predefined_fee_key: predefinedFeeKey, amount }) => ({ predefinedFeeKey, amount }));
};

/** Notes what was made income of a loan's fees in the branch that it leaves. */
export const markEarnedInBranch = async (
  db: Pick<pg.Pool, 'query'>,
  accountKey: EncodedKey,
  branchKey: EncodedKey,
): Promise<void> => {
  await db.query(
    `UPDATE loan_fee_amortization f
        SET earned_in = f.earned_in || jsonb_build_object('branchKey', $2::text, 'amount', (f.recognised - e.before)::text)
       FROM (SELECT a.encoded_key, coalesce(sum((one ->> 'amount')::numeric), 0) AS before
               FROM loan_fee_amortization a LEFT JOIN LATERAL jsonb_array_elements(a.earned_in) one ON true
              WHERE a.account_key = $1 GROUP BY 1) e
      WHERE f.encoded_key = e.encoded_key AND f.recognised <> e.before`,
    [accountKey, branchKey],
  );
};

/** What amortisations say of a loan's income, against what their journals booked. */
export const amortizationDifferences = async (
  db: Pick<pg.Pool, 'query'>,
): Promise<readonly { readonly subject: string; readonly expected: Money; readonly actual: Money }[]> => {
  const { rows } = await db.query<{ subject: string; expected: Money; actual: Money }>(
    `SELECT f.encoded_key::text AS subject, f.recognised AS expected, coalesce(j.income, 0) AS actual
       FROM loan_fee_amortization f
       LEFT JOIN (SELECT j.transaction_id, sum(coalesce(j.foreign_amount, j.amount) * CASE WHEN j.is_debit THEN -1 ELSE 1 END) AS income
                    FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key AND g.type = 'INCOME'
                   WHERE j.transaction_key IS NULL AND j.transaction_id LIKE 'AMORTIZATION-%' GROUP BY 1) j
         ON j.transaction_id = 'AMORTIZATION-' || replace(f.encoded_key::text, '-', '')
      WHERE coalesce(j.income, 0) <> f.recognised`,
  );
  return rows;
};
