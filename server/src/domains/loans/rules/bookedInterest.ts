import { dayOf, type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { isPositive, isZero, largest, type Money, minus, plus, rounded, sum, zero } from '../../../kernel/money.ts';
import { takenFrom } from '../../ledger/rules/accruals.ts';
import type { LoanProduct } from './loanProduct.ts';
import type { LoanState, LoanTransactionDraft } from './state.ts';
import { bareAccrual, noTaxes, taxWithin } from './taxes.ts';

// Interest that has accrued and is not applied, as the books hold it (loans.md 4.1 and 10): income is recognised once, by the night or when it is
// applied, never by both.

type Charge = { readonly type: string } & Pick<LoanTransactionDraft, 'amount' | 'taxes'>;

/** Taxes are booked by themselves: what the books hold of interest is without them. */
const bareOf = ({ amount, taxes = noTaxes }: Charge): Money => minus(amount, taxes.interest);

const charges: Readonly<Record<string, 1 | -1>> = { INTEREST_APPLIED: 1, INTEREST_DUE_REDUCED: -1 };

/** The interest that transactions charged in all, without taxes. */
export const chargedInterest = (transactions: readonly Charge[]): Money => {
  const of = (sign: 1 | -1): Money =>
    sum(transactions.flatMap((charge) => (charges[charge.type] === sign ? [bareOf(charge)] : [])));
  return minus(of(1), of(-1));
};

/**
 * What the books shall hold of a loan as of the day of its fold, given the interest that its posted transactions charged: all that is earned by then
 * and not posted as applied. That takes in interest of a due date whose transaction the next night posts, what a lock keeps back and what accrues
 * in payment holidays.
 */
export const earnedNotApplied = (
  loan: Pick<LoanState, 'terms' | 'transactions' | 'accruedInterest' | 'holidayInterest' | 'withheldInterest'>,
  posted: Money,
): Money => {
  const { terms, accruedInterest, holidayInterest, withheldInterest } = loan;
  const withheld = minus(withheldInterest, taxWithin(terms, 'interest', withheldInterest));
  const accrued = plus(bareAccrual(terms, plus(accruedInterest, holidayInterest)), withheld);
  return largest(minus(plus(chargedInterest(loan.transactions), accrued), posted), zero);
};

type Booking = Pick<LoanProduct, 'accountingMethod' | 'interestAccruedAccountingMethod'>;

/** Whether accruals of a product's loans are booked at all. */
export const booksAccruals = ({ accountingMethod, interestAccruedAccountingMethod }: Booking): boolean =>
  accountingMethod === 'ACCRUAL' && interestAccruedAccountingMethod !== 'NONE';

/** Whether the night of a day books them: DAILY every night, END_OF_MONTH that of the month's last day. */
export const booksOnNightOf = (day: LocalDate, product: Booking): boolean =>
  booksAccruals(product) && (product.interestAccruedAccountingMethod === 'DAILY' || dayOf(plusDays(day, 1)) === 1);

/**
 * What of a transaction's interest the books held already: its journal books the rest. A write-off loses all that they hold, whether it was applied
 * or not.
 */
export const interestFromBooks = (charge: Charge, held: Money, decimals: number): Money => {
  if (isZero(held)) return zero;
  switch (charge.type) {
    case 'INTEREST_APPLIED':
      return takenFrom(held, bareOf(charge), decimals);
    case 'WRITE_OFF':
      return isPositive(held) ? rounded(held, decimals, 'HALF_UP') : zero;
    default:
      return zero;
  }
};
