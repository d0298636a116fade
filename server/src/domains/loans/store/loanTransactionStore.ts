import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, type Money, money } from '../../../kernel/money.ts';
import type { RowSlot } from '../../../platform/posting/command.ts';
import { rowStore } from '../../../platform/posting/store.ts';
import { insertExternalIds } from '../../deposits/index.ts';
import type { TransactionFee } from '../rules/state.ts';

/** A loan transaction as it is written and told. Adjustments carry negated amounts. */
export type LoanTransaction = {
  readonly encodedKey: EncodedKey;
  /** Drawn by the database when the row is written. */
  id: number | null;
  readonly accountKey: EncodedKey;
  readonly eventKey: string | null;
  readonly role: string;
  readonly type: string;
  readonly amount: Money;
  readonly principalAmount: Money;
  readonly interestAmount: Money;
  readonly feesAmount: Money;
  readonly penaltyAmount: Money;
  readonly totalBalance: Money;
  readonly principalBalance: Money;
  readonly valueDay: LocalDate;
  readonly bookingDay: LocalDate;
  readonly valueDate: Instant;
  readonly bookingDate: Instant;
  readonly creationDate: Instant;
  readonly currencyCode: string;
  readonly externalId: string | null;
  readonly notes: string | null;
  readonly channelKey: EncodedKey | null;
  readonly channelId: string | null;
  readonly userKey: EncodedKey;
  readonly branchKey: EncodedKey | null;
  readonly centreKey: EncodedKey | null;
  readonly originalTransactionKey: EncodedKey | null;
  readonly adjustmentTransactionKey: EncodedKey | null;
  readonly linkedDepositTransactionKey: EncodedKey | null;
  readonly fees: readonly TransactionFee[];
};

/** Transactions to append. */
export const loanTransactionRows: RowSlot<LoanTransaction> = { name: 'loanTransactionRows' };

/** Says which transaction undid which. */
export type LoanAdjustmentMark = { readonly originalKey: EncodedKey; readonly adjustmentKey: EncodedKey };
export const loanAdjustmentMarks: RowSlot<LoanAdjustmentMark> = { name: 'loanAdjustmentMarks' };

const iso = (moment: Instant): string => new Date(moment).toISOString();

const insertion = `INSERT INTO loan_transaction (id, encoded_key, account_key, event_key, role, type, amount, principal_amount, interest_amount,
    fees_amount, penalty_amount, total_balance, principal_balance, value_day, booking_day, value_date, booking_date, creation_date,
    currency_code, external_id, notes, transaction_channel_key, transaction_channel_id, user_key, branch_key, centre_key,
    original_transaction_key, linked_deposit_transaction_key, fees)
  OVERRIDING SYSTEM VALUE
  SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::numeric[],
    $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[], $14::date[], $15::date[], $16::timestamptz[],
    $17::timestamptz[], $18::timestamptz[], $19::text[], $20::text[], $21::text[], $22::uuid[], $23::text[], $24::uuid[],
    $25::uuid[], $26::uuid[], $27::uuid[], $28::uuid[], $29::jsonb[])`;

export const loanTransactionStore = rowStore<LoanTransaction>({
  slot: loanTransactionRows,
  numbering: {
    sequence: 'loan_transaction_id_seq',
    countOf: () => 1,
    assign: (row, [id]) => {
      row.id = id ?? null;
    },
  },
  statements: (rows) => [
    {
      name: 'insert-loan-transactions',
      text: insertion,
      values: [
        rows.map((row) => row.id),
        rows.map((row) => row.encodedKey),
        rows.map((row) => row.accountKey),
        rows.map((row) => row.eventKey),
        rows.map((row) => row.role),
        rows.map((row) => row.type),
        rows.map((row) => row.amount.toFixed()),
        rows.map((row) => row.principalAmount.toFixed()),
        rows.map((row) => row.interestAmount.toFixed()),
        rows.map((row) => row.feesAmount.toFixed()),
        rows.map((row) => row.penaltyAmount.toFixed()),
        rows.map((row) => row.totalBalance.toFixed()),
        rows.map((row) => row.principalBalance.toFixed()),
        rows.map((row) => row.valueDay),
        rows.map((row) => row.bookingDay),
        rows.map((row) => iso(row.valueDate)),
        rows.map((row) => iso(row.bookingDate)),
        rows.map((row) => iso(row.creationDate)),
        rows.map((row) => row.currencyCode),
        rows.map((row) => row.externalId),
        rows.map((row) => row.notes),
        rows.map((row) => row.channelKey),
        rows.map((row) => row.channelId),
        rows.map((row) => row.userKey),
        rows.map((row) => row.branchKey),
        rows.map((row) => row.centreKey),
        rows.map((row) => row.originalTransactionKey),
        rows.map((row) => row.linkedDepositTransactionKey),
        rows.map((row) => (row.fees.length === 0 ? null : JSON.stringify(row.fees))),
      ],
    },
    ...insertExternalIds(rows),
  ],
});

export const loanAdjustmentMarkStore = rowStore<LoanAdjustmentMark>({
  slot: loanAdjustmentMarks,
  statements: (marks) => [
    {
      name: 'mark-adjusted-loan-transactions',
      text: `UPDATE loan_transaction t SET adjustment_transaction_key = u.adjustment_key
               FROM unnest($1::uuid[], $2::uuid[]) AS u(encoded_key, adjustment_key) WHERE t.encoded_key = u.encoded_key`,
      values: [marks.map(({ originalKey }) => originalKey), marks.map(({ adjustmentKey }) => adjustmentKey)],
    },
  ],
});

type StoredFee = Omit<TransactionFee, 'amount'> & { readonly amount: Decimalish };

/** A row of loan_transaction as the transaction it stores. */
export const loanTransactionOfRow = (row: pg.QueryResultRow): LoanTransaction => ({
  encodedKey: row.encoded_key,
  id: row.id,
  accountKey: row.account_key,
  eventKey: row.event_key,
  role: row.role,
  type: row.type,
  amount: row.amount,
  principalAmount: row.principal_amount,
  interestAmount: row.interest_amount,
  feesAmount: row.fees_amount,
  penaltyAmount: row.penalty_amount,
  totalBalance: row.total_balance,
  principalBalance: row.principal_balance,
  valueDay: row.value_day,
  bookingDay: row.booking_day,
  valueDate: row.value_date,
  bookingDate: row.booking_date,
  creationDate: row.creation_date,
  currencyCode: row.currency_code,
  externalId: row.external_id,
  notes: row.notes,
  channelKey: row.transaction_channel_key,
  channelId: row.transaction_channel_id,
  userKey: row.user_key,
  branchKey: row.branch_key,
  centreKey: row.centre_key,
  originalTransactionKey: row.original_transaction_key,
  adjustmentTransactionKey: row.adjustment_transaction_key,
  linkedDepositTransactionKey: row.linked_deposit_transaction_key,
  fees: ((row.fees ?? []) as StoredFee[]).map((fee) => ({ ...fee, amount: money(fee.amount) })),
});

/** The transaction that an id or key names, without a lock. */
export const findLoanTransaction = async (
  db: Pick<pg.Pool, 'query'>,
  ref: string,
): Promise<LoanTransaction | undefined> => {
  const { rows } = await db.query(
    'SELECT * FROM loan_transaction WHERE encoded_key = $1::uuid OR id = $2::bigint LIMIT 1',
    [asEncodedKey(ref) ?? null, /^\d{1,18}$/.test(ref) ? ref : null],
  );
  return rows[0] ? loanTransactionOfRow(rows[0]) : undefined;
};
