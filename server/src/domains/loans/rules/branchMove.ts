import { isNegative, isZero, type Money, minus, negated, plus, zero } from '../../../kernel/money.ts';
import {
  type JournalledTransaction,
  type LoanAccountingMethod,
  type LoanJournalLine,
  type LoanResource,
  loanJournal,
} from './loanJournal.ts';

// What of a loan stands in the books of its branch and goes with it to another: what is owed, and fees that are not income yet. Income, expenses, taxes
// that are owed to the state and money stay where they were booked.

const ofLoan: readonly LoanResource[] = [
  'PORTFOLIO_CONTROL',
  'INTEREST_RECEIVABLE',
  'INTEREST_FROM_ARREARS_RECEIVABLE',
  'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE',
  'FEE_RECEIVABLE',
  'PENALTY_RECEIVABLE',
  'TAXES_RECEIVABLE',
  'DEFERRED_FEE_INCOME',
];

/** An amount on a resource: debits less credits. */
export type Held = Pick<LoanJournalLine, 'resource' | 'predefinedFeeKey'> & { readonly amount: Money };

/** Sums by resource and fee, without those that come to nothing. */
export const netted = (held: readonly Held[]): readonly Held[] => {
  const sums = new Map<string, Held>();
  for (const one of held) {
    const name = `${one.resource} ${one.predefinedFeeKey ?? ''}`;
    const before = sums.get(name);
    sums.set(name, before ? { ...before, amount: plus(before.amount, one.amount) } : one);
  }
  return [...sums.values()].filter(({ amount }) => !isZero(amount));
};

/** What of journal lines is the loan's own. */
export const ownLines = (lines: readonly LoanJournalLine[]): readonly Held[] =>
  lines
    .filter(({ resource }) => ofLoan.includes(resource))
    .map(({ side, amount, ...line }) => ({ ...line, amount: side === 'DEBIT' ? amount : negated(amount) }));

/** Interest that is booked as accrued: all of it, and what of it is from arrears or of payment holidays. */
export type AccruedInBooks = { readonly all: Money; readonly fromArrears: Money; readonly ofHolidays: Money };

/** The receivables that accrued interest stands on. */
export const receivablesOf = ({ all, fromArrears, ofHolidays }: AccruedInBooks): readonly Held[] => [
  { resource: 'INTEREST_RECEIVABLE', amount: minus(minus(all, fromArrears), ofHolidays) },
  { resource: 'INTEREST_FROM_ARREARS_RECEIVABLE', amount: fromArrears },
  { resource: 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE', amount: ofHolidays },
];

/**
 * What a loan has on the accounts of its branch by the transactions that stand: what their journals booked, and what nights had booked of the interest
 * that they took out of the books. Deferred fees are known besides, since nights make income of them.
 */
export const standingInBooks = (
  method: LoanAccountingMethod,
  transactions: readonly JournalledTransaction[],
): readonly Held[] =>
  netted(
    transactions.flatMap((one) => [
      ...ownLines(loanJournal(method, one)),
      ...receivablesOf({
        all: one.interestFromBooks ?? zero,
        fromArrears: one.arrearsFromBooks ?? zero,
        ofHolidays: one.holidaysFromBooks ?? zero,
      }),
    ]),
  );

/** The lines that take amounts out of the books of one branch and into those of another. */
export const movedLines = <Branch>(
  held: readonly Held[],
  from: Branch,
  to: Branch,
): readonly (LoanJournalLine & { readonly branchKey: Branch })[] =>
  netted(held).flatMap(({ amount, ...line }) => {
    const size = isNegative(amount) ? negated(amount) : amount;
    const [gains, loses] = isNegative(amount) ? (['CREDIT', 'DEBIT'] as const) : (['DEBIT', 'CREDIT'] as const);
    return [
      { ...line, side: loses, amount: size, branchKey: from },
      { ...line, side: gains, amount: size, branchKey: to },
    ];
  });
