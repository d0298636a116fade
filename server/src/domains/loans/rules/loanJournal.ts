import { isNegative, isZero, type Money, minus, negated, plus, sum, zero } from '../../../kernel/money.ts';
import type { AffectedAmounts, LoanTransactionDraft, LoanTransactionType, TransactionFee } from './state.ts';
import { allTaxes, noTaxes, type TransactionTaxes } from './taxes.ts';
import { taxLines, withoutTaxes } from './taxJournal.ts';

/** The ledger accounts of a loan product that these transactions touch, by their names in the contract. */
export type LoanResource =
  | 'PORTFOLIO_CONTROL'
  | 'FUND_SOURCE'
  | 'INTEREST_INCOME'
  | 'INTEREST_RECEIVABLE'
  | 'INTEREST_FROM_ARREARS_INCOME'
  | 'INTEREST_FROM_ARREARS_RECEIVABLE'
  | 'INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE'
  | 'PAYMENT_HOLIDAY_INTEREST_INCOME'
  | 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE'
  | 'FEE_INCOME'
  | 'DEFERRED_FEE_INCOME'
  | 'FEE_RECEIVABLE'
  | 'PENALTY_INCOME'
  | 'WRITE_OFF_EXPENSE'
  | 'TAXES_PAYABLE'
  | 'TAXES_RECEIVABLE'
  | 'PENALTY_RECEIVABLE';

export type LoanAccountingMethod = 'NONE' | 'CASH' | 'ACCRUAL';

/**
 * One line of a posting. FUND_SOURCE stands for where the money is: the product's account, a channel's, or on a transfer the
 * deposit product's control; the caller puts it in. A fee's own accounting rules go before the product's.
 */
export type LoanJournalLine = {
  readonly resource: LoanResource;
  readonly side: 'DEBIT' | 'CREDIT';
  readonly amount: Money;
  readonly predefinedFeeKey?: string;
};

/** The parts of a loan transaction that the ledger sees. */
export type JournalledTransaction = Pick<
  LoanTransactionDraft,
  'type' | 'amount' | 'affectedAmounts' | 'fees' | 'taxes'
> & {
  /** What of its interest nights had booked as accrued, on the receivable and as income; nothing where it is left out. */
  readonly interestFromBooks?: Money;
  /** What of that is from arrears, and what of payment holidays. */
  readonly arrearsFromBooks?: Money;
  readonly holidaysFromBooks?: Money;
};

type Lines = readonly LoanJournalLine[];
type Booking = (transaction: JournalledTransaction) => Lines;

const line = (side: 'DEBIT' | 'CREDIT', resource: LoanResource, amount: Money): Lines =>
  isZero(amount) ? [] : [{ resource, side, amount }];

const debit = (resource: LoanResource, amount: Money): Lines => line('DEBIT', resource, amount);
const credit = (resource: LoanResource, amount: Money): Lines => line('CREDIT', resource, amount);

const feeLines = (side: 'DEBIT' | 'CREDIT', resource: LoanResource, fees: readonly TransactionFee[]): Lines =>
  fees.map(({ amount, predefinedFeeKey }) => ({
    resource,
    side,
    amount,
    ...(predefinedFeeKey === undefined ? {} : { predefinedFeeKey }),
  }));

const nothing: Booking = () => [];

/** Money out: all of the principal is owed; the fees that are deducted or capitalised are income and not paid out. */
const disbursement: Booking = ({ amount, fees }) => [
  ...debit('PORTFOLIO_CONTROL', amount),
  ...credit('FUND_SOURCE', minus(amount, sum(fees.map((fee) => plus(fee.amount, fee.tax ?? zero))))),
  ...feeLines('CREDIT', 'FEE_INCOME', fees),
];

type Earned = {
  readonly interest: LoanResource;
  readonly fromArrears: LoanResource;
  readonly ofHolidays: LoanResource;
  readonly fee: LoanResource;
  readonly penalty: LoanResource;
};

/** Interest that is told apart is booked apart: of payment holidays, from arrears, and otherwise. */
const interestParts = ({ interest, fromArrears = zero, ofHolidays = zero }: AffectedAmounts) => ({
  regular: minus(minus(interest, fromArrears), ofHolidays),
  fromArrears,
  ofHolidays,
});

const chargesOf = ({ interest, fees, penalty }: AffectedAmounts, taxes: TransactionTaxes): Money =>
  sum([interest, fees, penalty, allTaxes(taxes)]);

/** What pays charges comes off the receivables they were booked on, or is income. */
const chargeLines = (earned: Earned, affected: AffectedAmounts, fees: readonly TransactionFee[]): Lines => {
  const { regular, fromArrears, ofHolidays } = interestParts(affected);
  return [
    ...credit(earned.interest, regular),
    ...credit(earned.fromArrears, fromArrears),
    ...credit(earned.ofHolidays, ofHolidays),
    ...feeLines('CREDIT', earned.fee, fees),
    ...credit(earned.penalty, affected.penalty),
  ];
};

/** Money in: principal lowers the portfolio, the rest goes to the receivable it was booked on, or straight to income. */
const repayment =
  (earned: Earned): Booking =>
  ({ amount, affectedAmounts, taxes = noTaxes, fees }) => [
    ...debit('FUND_SOURCE', amount),
    // What pays nothing yet and stays at the loan lowers the portfolio, too.
    ...credit('PORTFOLIO_CONTROL', minus(amount, chargesOf(affectedAmounts, taxes))),
    ...chargeLines(earned, affectedAmounts, fees),
  ];

/** Money that lies at the loan pays charges: the portfolio that it had lowered is whole again by as much; for principal nothing changes. */
const fromRedraw =
  (earned: Earned): Booking =>
  ({ affectedAmounts, taxes = noTaxes, fees }) => [
    ...debit('PORTFOLIO_CONTROL', chargesOf(affectedAmounts, taxes)),
    ...chargeLines(earned, affectedAmounts, fees),
  ];

const paidIn: Booking = ({ amount }) => [...debit('FUND_SOURCE', amount), ...credit('PORTFOLIO_CONTROL', amount)];

const drawnAgain: Booking = ({ amount }) => [...debit('PORTFOLIO_CONTROL', amount), ...credit('FUND_SOURCE', amount)];

/** A fee that becomes principal is earned at once. */
const capitalisedFee: Booking = ({ affectedAmounts: { principal }, fees }) => [
  ...debit('PORTFOLIO_CONTROL', principal),
  ...feeLines('CREDIT', 'FEE_INCOME', fees),
];

/** Interest that becomes principal is earned at once; otherwise with its payment. */
const capitalisedInterest: Booking = ({ affectedAmounts: { principal, ofHolidays = zero } }) => [
  ...debit('PORTFOLIO_CONTROL', principal),
  ...(isZero(principal)
    ? []
    : [
        ...credit('INTEREST_INCOME', minus(principal, ofHolidays)),
        ...credit('PAYMENT_HOLIDAY_INTEREST_INCOME', ofHolidays),
      ]),
];

/** A receivable grows, or gives back what the books held of it. */
const moreOwed = (receivable: LoanResource, amount: Money): Lines =>
  isNegative(amount) ? credit(receivable, negated(amount)) : debit(receivable, amount);

type Bookings = Readonly<Record<LoanTransactionType, Booking>>;

/** What moves no amount. */
const unbooked = {
  INTEREST_RATE_CHANGED: nothing,
  TERMS_CHANGED: nothing,
  DUE_DATE_CHANGED: nothing,
  TAX_RATE_CHANGED: nothing,
  INTEREST_LOCKED: nothing,
  FEE_LOCKED: nothing,
  PENALTY_LOCKED: nothing,
  INTEREST_UNLOCKED: nothing,
  FEE_UNLOCKED: nothing,
  PENALTY_UNLOCKED: nothing,
};

/** Principal and the borrower's own money, whatever the method. */
const uncharged = {
  ...unbooked,
  DISBURSEMENT: disbursement,
  FEE_CAPITALISED: capitalisedFee,
  REFUND: paidIn,
  CARD_TRANSACTION_REVERSAL: paidIn,
  PRINCIPAL_OVERPAYMENT: paidIn,
  PAYMENT_MADE: paidIn,
  WITHDRAWAL_REDRAW: drawnAgain,
};

const asIncome: Earned = {
  interest: 'INTEREST_INCOME',
  fromArrears: 'INTEREST_FROM_ARREARS_INCOME',
  ofHolidays: 'PAYMENT_HOLIDAY_INTEREST_INCOME',
  fee: 'FEE_INCOME',
  penalty: 'PENALTY_INCOME',
};
const asReceivable: Earned = {
  interest: 'INTEREST_RECEIVABLE',
  fromArrears: 'INTEREST_FROM_ARREARS_RECEIVABLE',
  ofHolidays: 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE',
  fee: 'FEE_RECEIVABLE',
  penalty: 'PENALTY_RECEIVABLE',
};

const cash: Bookings = {
  ...uncharged,
  REPAYMENT: repayment(asIncome),
  REDRAW_REPAYMENT: fromRedraw(asIncome),
  INTEREST_APPLIED: capitalisedInterest,
  INTEREST_DUE_REDUCED: nothing,
  FEE_APPLIED: nothing,
  FEES_DUE_REDUCED: nothing,
  PENALTY_APPLIED: nothing,
  PENALTIES_DUE_REDUCED: nothing,
  // Charges were never booked before their payment, so only the principal is lost.
  WRITE_OFF: ({ affectedAmounts: { principal } }) => [
    ...debit('WRITE_OFF_EXPENSE', principal),
    ...credit('PORTFOLIO_CONTROL', principal),
  ],
};

/** Income when a charge is applied, but for what nights had booked before. */
const accrual: Bookings = {
  ...uncharged,
  REPAYMENT: repayment(asReceivable),
  REDRAW_REPAYMENT: fromRedraw(asReceivable),
  // What became principal leaves the receivable on which it was booked.
  INTEREST_APPLIED: ({ amount, affectedAmounts, ...books }) => {
    const { principal, interest, fromArrears = zero, ofHolidays = zero } = affectedAmounts;
    const { interestFromBooks = zero, arrearsFromBooks = zero, holidaysFromBooks = zero } = books;
    const regularFromBooks = minus(minus(interestFromBooks, arrearsFromBooks), holidaysFromBooks);
    // Of what became principal nothing is owed as interest.
    const holidays = isZero(principal) ? ofHolidays : zero;
    const regular = minus(minus(interest, fromArrears), holidays);
    const late = minus(fromArrears, arrearsFromBooks);
    return [
      ...debit('PORTFOLIO_CONTROL', principal),
      ...moreOwed('INTEREST_RECEIVABLE', minus(regular, regularFromBooks)),
      ...credit('INTEREST_INCOME', minus(minus(minus(amount, fromArrears), ofHolidays), regularFromBooks)),
      ...debit('INTEREST_FROM_ARREARS_RECEIVABLE', late),
      ...credit('INTEREST_FROM_ARREARS_INCOME', late),
      ...moreOwed('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE', minus(holidays, holidaysFromBooks)),
      ...credit('PAYMENT_HOLIDAY_INTEREST_INCOME', minus(ofHolidays, holidaysFromBooks)),
    ];
  },
  INTEREST_DUE_REDUCED: ({ affectedAmounts }) => {
    const { regular, fromArrears, ofHolidays } = interestParts(affectedAmounts);
    return [
      ...debit('INTEREST_INCOME', regular),
      ...credit('INTEREST_RECEIVABLE', regular),
      ...debit('INTEREST_FROM_ARREARS_INCOME', fromArrears),
      ...credit('INTEREST_FROM_ARREARS_RECEIVABLE', fromArrears),
      ...debit('PAYMENT_HOLIDAY_INTEREST_INCOME', ofHolidays),
      ...credit('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE', ofHolidays),
    ];
  },
  FEE_APPLIED: ({ fees }) => [...feeLines('DEBIT', 'FEE_RECEIVABLE', fees), ...feeLines('CREDIT', 'FEE_INCOME', fees)],
  FEES_DUE_REDUCED: ({ fees }) => [
    ...feeLines('DEBIT', 'FEE_INCOME', fees),
    ...feeLines('CREDIT', 'FEE_RECEIVABLE', fees),
  ],
  PENALTY_APPLIED: ({ amount }) => [...debit('PENALTY_RECEIVABLE', amount), ...credit('PENALTY_INCOME', amount)],
  PENALTIES_DUE_REDUCED: ({ amount }) => [...debit('PENALTY_INCOME', amount), ...credit('PENALTY_RECEIVABLE', amount)],
  // Interest that was booked and never applied is lost as well.
  WRITE_OFF: ({ amount, affectedAmounts, fees, interestFromBooks = zero, ...books }) => {
    const { arrearsFromBooks = zero, holidaysFromBooks = zero } = books;
    const { principal, interest, fromArrears = zero, ofHolidays = zero, penalty } = affectedAmounts;
    const late = plus(fromArrears, arrearsFromBooks);
    const holidays = plus(ofHolidays, holidaysFromBooks);
    return [
      ...debit('WRITE_OFF_EXPENSE', minus(plus(amount, interestFromBooks), late)),
      ...debit('INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE', late),
      ...credit('PORTFOLIO_CONTROL', principal),
      ...credit('INTEREST_RECEIVABLE', minus(minus(plus(interest, interestFromBooks), late), holidays)),
      ...credit('INTEREST_FROM_ARREARS_RECEIVABLE', late),
      ...credit('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE', holidays),
      ...feeLines('CREDIT', 'FEE_RECEIVABLE', fees),
      ...credit('PENALTY_RECEIVABLE', penalty),
    ];
  },
};

const bookings: Readonly<Record<LoanAccountingMethod, Bookings | null>> = { NONE: null, CASH: cash, ACCRUAL: accrual };

/** A payment that comes back, as the payment that it was. */
const asPaid = ({ amount, affectedAmounts, fees, taxes }: JournalledTransaction): JournalledTransaction => ({
  type: 'REPAYMENT',
  amount: negated(amount),
  affectedAmounts: {
    principal: negated(affectedAmounts.principal),
    interest: negated(affectedAmounts.interest),
    fees: negated(affectedAmounts.fees),
    penalty: negated(affectedAmounts.penalty),
    ...(affectedAmounts.fromArrears ? { fromArrears: negated(affectedAmounts.fromArrears) } : {}),
  },
  fees: fees.map((fee) => ({ ...fee, amount: negated(fee.amount), ...(fee.tax ? { tax: negated(fee.tax) } : {}) })),
  ...(taxes
    ? {
        taxes: {
          interest: negated(taxes.interest),
          fees: negated(taxes.fees),
          penalty: negated(taxes.penalty),
          ...(taxes.fromArrears ? { fromArrears: negated(taxes.fromArrears) } : {}),
        },
      }
    : {}),
});

/** The journal of a transaction: balanced lines without zeros; none under NONE and where the method books nothing. */
export const loanJournal = (method: LoanAccountingMethod, transaction: JournalledTransaction): Lines =>
  transaction.type === 'CARD_TRANSACTION_REVERSAL' && isNegative(transaction.amount)
    ? mirrored(loanJournal(method, asPaid(transaction)))
    : [...(bookings[method]?.[transaction.type](withoutTaxes(transaction)) ?? []), ...taxLines(method, transaction)];

/** The journal of an adjustment: every line on the other side. */
export const mirrored = (lines: Lines): Lines =>
  lines.map((entry) => ({ ...entry, side: entry.side === 'DEBIT' ? 'CREDIT' : 'DEBIT' }));
