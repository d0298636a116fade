import { isZero, type Money, minus, zero } from '../../../kernel/money.ts';
import type { JournalledTransaction, LoanAccountingMethod, LoanJournalLine, LoanResource } from './loanJournal.ts';
import type { LoanTransactionType } from './state.ts';
import { allTaxes, noTaxes } from './taxes.ts';

// Taxes in the ledger: TAXES_PAYABLE is owed to the state, from when the charge is applied under ACCRUAL and from its payment under CASH.
// Until a charge is paid, ACCRUAL has its tax as TAXES_RECEIVABLE and the rest as the receivable of the charge.

/** Transactions whose amount is money, principal or a loss: it stays whole, and only what it consists of is parted from its tax. */
const whole: readonly LoanTransactionType[] = [
  'DISBURSEMENT',
  'FEE_CAPITALISED',
  'REPAYMENT',
  'REDRAW_REPAYMENT',
  'WRITE_OFF',
];

/** Those that settle fees by becoming principal, or before they are owed: the fees are no part of what they move. */
const settling: readonly LoanTransactionType[] = ['DISBURSEMENT', 'FEE_CAPITALISED'];

/** The transaction as its charges are booked: without their taxes, which fees go on telling. */
export const withoutTaxes = (transaction: JournalledTransaction): JournalledTransaction => {
  const { type, amount, affectedAmounts, fees, taxes } = transaction;
  if (!taxes) return transaction;
  return {
    ...transaction,
    amount: whole.includes(type) ? amount : minus(amount, allTaxes(taxes)),
    affectedAmounts: {
      ...affectedAmounts,
      interest: minus(affectedAmounts.interest, taxes.interest),
      ...(affectedAmounts.fromArrears
        ? { fromArrears: minus(affectedAmounts.fromArrears, taxes.fromArrears ?? zero) }
        : {}),
      ...(affectedAmounts.ofHolidays
        ? { ofHolidays: minus(affectedAmounts.ofHolidays, taxes.ofHolidays ?? zero) }
        : {}),
      fees: settling.includes(type) ? affectedAmounts.fees : minus(affectedAmounts.fees, taxes.fees),
      penalty: minus(affectedAmounts.penalty, taxes.penalty),
    },
    fees: fees.map((fee) => ({ ...fee, amount: minus(fee.amount, fee.tax ?? zero) })),
  };
};

type Line = readonly [side: LoanJournalLine['side'], resource: LoanResource];
type Lines = Partial<Record<LoanTransactionType, readonly Line[]>>;

const owed: readonly Line[] = [
  ['DEBIT', 'TAXES_RECEIVABLE'],
  ['CREDIT', 'TAXES_PAYABLE'],
];
const letOff: readonly Line[] = [
  ['DEBIT', 'TAXES_PAYABLE'],
  ['CREDIT', 'TAXES_RECEIVABLE'],
];
const collected: readonly Line[] = [['CREDIT', 'TAXES_PAYABLE']];
const settled: readonly Line[] = [['CREDIT', 'TAXES_RECEIVABLE']];

const lines: Readonly<Record<Exclude<LoanAccountingMethod, 'NONE'>, Lines>> = {
  CASH: { DISBURSEMENT: collected, FEE_CAPITALISED: collected, REPAYMENT: collected, REDRAW_REPAYMENT: collected },
  ACCRUAL: {
    DISBURSEMENT: collected,
    FEE_CAPITALISED: collected,
    INTEREST_APPLIED: owed,
    FEE_APPLIED: owed,
    PENALTY_APPLIED: owed,
    INTEREST_DUE_REDUCED: letOff,
    FEES_DUE_REDUCED: letOff,
    PENALTIES_DUE_REDUCED: letOff,
    REPAYMENT: settled,
    REDRAW_REPAYMENT: settled,
    // The charge was owed with its tax, and its tax stays owed to the state.
    WRITE_OFF: settled,
  },
};

const entry = ([side, resource]: Line, amount: Money): LoanJournalLine => ({ side, resource, amount });

/** The lines of a transaction's taxes. */
export const taxLines = (
  method: LoanAccountingMethod,
  { type, taxes = noTaxes }: JournalledTransaction,
): readonly LoanJournalLine[] => {
  const tax = allTaxes(taxes);
  if (method === 'NONE' || isZero(tax)) return [];
  return (lines[method][type] ?? []).map((line) => entry(line, tax));
};
