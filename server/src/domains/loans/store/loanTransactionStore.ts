import type pg from 'pg';
import type { Schemas } from '../../../generated/schemas.ts';
import type { StoredValues } from '../../../kernel/customFieldValues.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, type Money, money, rate } from '../../../kernel/money.ts';
import { decimal, insertion, moment, plain, text } from '../../../platform/db/rowSource.ts';
import { send } from '../../../platform/db/statement.ts';
import type { RowSlot } from '../../../platform/posting/command.ts';
import { ownIds, rowStore } from '../../../platform/posting/store.ts';
import { insertExternalIds } from '../../deposits/index.ts';
import type { PaidPart } from '../rules/customPayment.ts';
import type { OriginalAmount } from '../rules/loanAccount.ts';
import type { Positions, TransactionFee, TransactionTerms } from '../rules/state.ts';
import type { TransactionTaxes } from '../rules/taxes.ts';

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
  /** Interest of all kinds, and what of it is from arrears or of payment holidays. */
  readonly interestAmount: Money;
  readonly fromArrearsAmount: Money;
  readonly ofHolidaysAmount: Money;
  readonly feesAmount: Money;
  readonly penaltyAmount: Money;
  readonly totalBalance: Money;
  readonly principalBalance: Money;
  /** Money of the borrower that lay at the loan after it. */
  readonly redrawBalance: Money;
  /** How far the loan was behind and ahead after it; null for what was stored before anybody kept that. */
  readonly positions: Positions | null;
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
  /** What was paid in another currency than the account's. */
  readonly original: OriginalAmount | null;
  readonly customFields: StoredValues | null;
  /** What a card processor told of it. */
  readonly card: Schemas['CardTransaction'] | null;
  readonly fees: readonly TransactionFee[];
  /** What of the amounts is tax, of an adjustment as of what it undoes. */
  readonly taxes: TransactionTaxes | null;
  readonly terms: TransactionTerms | null;
  /** What a repayment was told to pay; null where it followed the product. */
  readonly parts: readonly PaidPart[] | null;
  /** What of its interest the books held already; its journal books the rest. */
  readonly interestFromBooks: Money;
  /** What of that is from arrears, and what of payment holidays. */
  readonly arrearsFromBooks: Money;
  readonly holidaysFromBooks: Money;
};

/** Transactions to append. */
export const loanTransactionRows: RowSlot<LoanTransaction> = { name: 'loanTransactionRows' };

/** Says which transaction undid which. */
export type LoanAdjustmentMark = { readonly originalKey: EncodedKey; readonly adjustmentKey: EncodedKey };
export const loanAdjustmentMarks: RowSlot<LoanAdjustmentMark> = { name: 'loanAdjustmentMarks' };

const insertTransactions = insertion<LoanTransaction>(
  'loan_transaction',
  [
    plain('encoded_key', 'uuid', (row) => row.encodedKey),
    plain('id', 'bigint', (row) => row.id),
    plain('account_key', 'uuid', (row) => row.accountKey),
    plain('event_key', 'uuid', (row) => row.eventKey),
    plain('role', 'text', (row) => row.role),
    plain('type', 'text', (row) => row.type),
    decimal('amount', (row) => row.amount),
    decimal('principal_amount', (row) => row.principalAmount),
    decimal('interest_amount', (row) => row.interestAmount),
    decimal('interest_from_arrears_amount', (row) => row.fromArrearsAmount),
    decimal('holiday_interest_amount', (row) => row.ofHolidaysAmount),
    decimal('fees_amount', (row) => row.feesAmount),
    decimal('penalty_amount', (row) => row.penaltyAmount),
    decimal('total_balance', (row) => row.totalBalance),
    decimal('principal_balance', (row) => row.principalBalance),
    decimal('redraw_balance', (row) => row.redrawBalance),
    decimal('arrears_position', ({ positions }) => positions?.arrears ?? null),
    decimal('advance_position', ({ positions }) => positions?.advance ?? null),
    plain('value_day', 'date', (row) => row.valueDay),
    plain('booking_day', 'date', (row) => row.bookingDay),
    moment('value_date', (row) => row.valueDate),
    moment('booking_date', (row) => row.bookingDate),
    moment('creation_date', (row) => row.creationDate),
    plain('currency_code', 'text', (row) => row.currencyCode),
    text('external_id', 'text', (row) => row.externalId),
    text('notes', 'text', (row) => row.notes),
    plain('transaction_channel_key', 'uuid', (row) => row.channelKey),
    text('transaction_channel_id', 'text', (row) => row.channelId),
    plain('user_key', 'uuid', (row) => row.userKey),
    plain('branch_key', 'uuid', (row) => row.branchKey),
    plain('centre_key', 'uuid', (row) => row.centreKey),
    plain('original_transaction_key', 'uuid', (row) => row.originalTransactionKey),
    plain('linked_deposit_transaction_key', 'uuid', (row) => row.linkedDepositTransactionKey),
    decimal('original_amount', ({ original }) => original?.amount ?? null),
    plain('original_currency_code', 'text', ({ original }) => original?.currencyCode ?? null),
    text('custom_fields', 'jsonb', ({ customFields }) => (customFields === null ? null : JSON.stringify(customFields))),
    text('card', 'jsonb', ({ card }) => (card === null ? null : JSON.stringify(card))),
    text('fees', 'jsonb', (row) => (row.fees.length === 0 ? null : JSON.stringify(row.fees))),
    decimal('interest_from_books', (row) => row.interestFromBooks),
    decimal('arrears_from_books', (row) => row.arrearsFromBooks),
    decimal('holidays_from_books', (row) => row.holidaysFromBooks),
    text('taxes', 'jsonb', ({ taxes }) => (taxes === null ? null : JSON.stringify(taxes))),
    text('terms', 'jsonb', ({ terms }) => (terms === null ? null : JSON.stringify(terms))),
    text('custom_payment_amounts', 'jsonb', ({ parts }) => (parts === null ? null : JSON.stringify(parts))),
  ],
  'OVERRIDING SYSTEM VALUE',
);

/** Writes a transaction that no command posts; answers its id. */
export const insertLoanTransaction = async (db: Parameters<typeof send>[0], row: LoanTransaction): Promise<number> => {
  const drawn = await db.query<{ id: number }>(`SELECT nextval('loan_transaction_id_seq') AS id`);
  const id = Number(drawn.rows[0]?.id);
  await send(db, insertTransactions([{ ...row, id }]));
  return id;
};

/** Notes where the transactions of a loan were booked that goes to another branch; what was noted before stays. */
export const markBookedInBranch = async (
  db: Pick<pg.Pool, 'query'>,
  accountKey: EncodedKey,
  branchKey: EncodedKey,
): Promise<void> => {
  await db.query(
    `UPDATE loan_transaction SET booked_in_branch = $2
      WHERE account_key = $1 AND booked_in_branch IS NULL AND type <> 'BRANCH_CHANGED'`,
    [accountKey, branchKey],
  );
};

export const loanTransactionStore = rowStore<LoanTransaction>({
  slot: loanTransactionRows,
  numbering: ownIds('loan_transaction_id_seq'),
  statements: (rows) => [insertTransactions(rows), ...insertExternalIds(rows)],
  leavesStates: true,
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

type StoredTerms = { readonly [P in keyof TransactionTerms]: Decimalish };

const termsOf = ({
  interestRate,
  indexInterestRate,
  periodicPayment,
  principalPaymentAmount,
  principalPaymentPercentage,
  taxRate,
}: StoredTerms): TransactionTerms => ({
  ...(interestRate === undefined ? {} : { interestRate: rate(interestRate) }),
  ...(indexInterestRate === undefined ? {} : { indexInterestRate: rate(indexInterestRate) }),
  ...(periodicPayment === undefined ? {} : { periodicPayment: money(periodicPayment) }),
  ...(principalPaymentAmount === undefined ? {} : { principalPaymentAmount: money(principalPaymentAmount) }),
  ...(principalPaymentPercentage === undefined ? {} : { principalPaymentPercentage: rate(principalPaymentPercentage) }),
  ...(taxRate === undefined ? {} : { taxRate: rate(taxRate) }),
});

/** The taxes of a transaction as this program stored them. */
export const taxesOfJson = ({
  interest,
  fees,
  penalty,
  fromArrears,
  ofHolidays,
}: {
  readonly [P in keyof TransactionTaxes]: Decimalish;
}): TransactionTaxes => ({
  interest: money(interest),
  fees: money(fees),
  penalty: money(penalty),
  ...(fromArrears === undefined ? {} : { fromArrears: money(fromArrears) }),
  ...(ofHolidays === undefined ? {} : { ofHolidays: money(ofHolidays) }),
});

type StoredFee = Omit<TransactionFee, 'amount' | 'tax'> & { readonly amount: Decimalish; readonly tax?: Decimalish };

const feeOf = ({ amount, tax, ...fee }: StoredFee): TransactionFee => ({
  ...fee,
  amount: money(amount),
  ...(tax === undefined ? {} : { tax: money(tax) }),
});

/** The fees of a transaction, as its row keeps them. */
export const feesOfJson = (stored: StoredFee[] | null): TransactionFee[] => (stored ?? []).map(feeOf);

type StoredPart = Omit<PaidPart, 'amount' | 'tax'> & { readonly amount: Decimalish; readonly tax: Decimalish };

const partOf = ({ amount, tax, ...part }: StoredPart): PaidPart => ({
  ...part,
  amount: money(amount),
  tax: money(tax),
});

/** The positions that a row of loan_transaction keeps. */
export const positionsOfRow = ({
  arrears_position: arrears,
  advance_position: advance,
}: pg.QueryResultRow): Positions | null => (arrears === null || advance === null ? null : { arrears, advance });

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
  fromArrearsAmount: row.interest_from_arrears_amount,
  ofHolidaysAmount: row.holiday_interest_amount,
  feesAmount: row.fees_amount,
  penaltyAmount: row.penalty_amount,
  totalBalance: row.total_balance,
  principalBalance: row.principal_balance,
  redrawBalance: row.redraw_balance,
  positions: positionsOfRow(row),
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
  original:
    row.original_amount === null ? null : { amount: row.original_amount, currencyCode: row.original_currency_code },
  customFields: row.custom_fields,
  card: row.card,
  fees: feesOfJson(row.fees),
  taxes: row.taxes === null ? null : taxesOfJson(row.taxes),
  terms: row.terms === null ? null : termsOf(row.terms),
  parts: row.custom_payment_amounts === null ? null : row.custom_payment_amounts.map(partOf),
  interestFromBooks: row.interest_from_books,
  arrearsFromBooks: row.arrears_from_books,
  holidaysFromBooks: row.holidays_from_books,
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

/** The transaction that stands for the same event as one that was stored: itself, or what a correction posted again in its place. */
export const findStandingTransaction = async (
  db: Pick<pg.Pool, 'query'>,
  transactionKey: EncodedKey,
): Promise<LoanTransaction | undefined> => {
  const { rows } = await db.query(
    `SELECT t.* FROM loan_transaction first
       JOIN loan_transaction t ON t.account_key = first.account_key AND t.event_key = first.event_key AND t.role = first.role
      WHERE first.encoded_key = $1 AND t.adjustment_transaction_key IS NULL AND t.original_transaction_key IS NULL`,
    [transactionKey],
  );
  return rows[0] && loanTransactionOfRow(rows[0]);
};
