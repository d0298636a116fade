import { dayOf, type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import {
  isPositive,
  isZero,
  largest,
  type Money,
  minus,
  plus,
  rounded,
  smallest,
  sum,
  zero,
} from '../../../kernel/money.ts';
import { takenFrom } from '../../ledger/rules/accruals.ts';
import type { LoanProduct } from './loanProduct.ts';
import type { LoanState, LoanTransactionDraft } from './state.ts';
import { bareAccrual, type InterestPart, noTaxes, taxWithin } from './taxes.ts';

// Interest that has accrued and is not applied, as the books hold it (loans.md 4.1 and 10): income is recognised once, by the night or when it is
// applied, never by both.

type Charge = { readonly type: string } & Pick<LoanTransactionDraft, 'amount' | 'taxes'> &
  Partial<Pick<LoanTransactionDraft, 'affectedAmounts'>>;

/** Taxes are booked by themselves: what the books hold of interest is without them. */
const bareOf = ({ amount, taxes = noTaxes }: Charge): Money => minus(amount, taxes.interest);

/** What of it is from arrears, or of payment holidays. */
const bareOfPart =
  (part: InterestPart) =>
  ({ affectedAmounts, taxes = noTaxes }: Charge): Money =>
    minus(affectedAmounts?.[part] ?? zero, taxes[part] ?? zero);
const bareFromArrears = bareOfPart('fromArrears');
const bareOfHolidays = bareOfPart('ofHolidays');

const charges: Readonly<Record<string, 1 | -1>> = { INTEREST_APPLIED: 1, INTEREST_DUE_REDUCED: -1 };

/** The interest that transactions charged in all, without taxes. */
export const chargedInterest = (transactions: readonly Charge[], part: (charge: Charge) => Money = bareOf): Money => {
  const of = (sign: 1 | -1): Money =>
    sum(transactions.flatMap((charge) => (charges[charge.type] === sign ? [part(charge)] : [])));
  return minus(of(1), of(-1));
};

/** What of it is from arrears. */
export const chargedFromArrears = (transactions: readonly Charge[]): Money =>
  chargedInterest(transactions, bareFromArrears);

/** What of it accrued in payment holidays. */
export const chargedOfHolidays = (transactions: readonly Charge[]): Money =>
  chargedInterest(transactions, bareOfHolidays);

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

/** What of that is from arrears, given what its posted transactions charged of it; never more than all of it. */
export const earnedFromArrears = (
  loan: Pick<LoanState, 'terms' | 'transactions' | 'accruedFromArrears' | 'withheldFromArrears'>,
  posted: Money,
  all: Money,
): Money => {
  const { terms, accruedFromArrears, withheldFromArrears } = loan;
  const withheld = minus(withheldFromArrears, taxWithin(terms, 'interest', withheldFromArrears));
  const earned = plus(chargedFromArrears(loan.transactions), plus(bareAccrual(terms, accruedFromArrears), withheld));
  return smallest(largest(minus(earned, posted), zero), all);
};

/** What of that accrued in payment holidays, likewise. */
export const earnedOfHolidays = (
  loan: Pick<LoanState, 'terms' | 'transactions' | 'holidayInterest'>,
  posted: Money,
  all: Money,
): Money => {
  const earned = plus(chargedOfHolidays(loan.transactions), bareAccrual(loan.terms, loan.holidayInterest));
  return smallest(largest(minus(earned, posted), zero), all);
};

type Booking = Pick<LoanProduct, 'accountingMethod' | 'interestAccruedAccountingMethod'>;

/** Whether accruals of a product's loans are booked at all. */
export const booksAccruals = ({ accountingMethod, interestAccruedAccountingMethod }: Booking): boolean =>
  accountingMethod === 'ACCRUAL' && interestAccruedAccountingMethod !== 'NONE';

/** Whether the night of a day books them: DAILY every night, END_OF_MONTH that of the month's last day. */
export const booksOnNightOf = (day: LocalDate, product: Booking): boolean =>
  booksAccruals(product) && (product.interestAccruedAccountingMethod === 'DAILY' || dayOf(plusDays(day, 1)) === 1);

const takenOf = (type: string, amount: Money, held: Money, decimals: number): Money => {
  if (isZero(held)) return zero;
  switch (type) {
    case 'INTEREST_APPLIED':
      return takenFrom(held, amount, decimals);
    case 'WRITE_OFF':
      return isPositive(held) ? rounded(held, decimals, 'HALF_UP') : zero;
    default:
      return zero;
  }
};

/**
 * What of a transaction's regular interest the books held already: its journal books the rest. A write-off loses all that they hold, whether it was
 * applied or not.
 */
export const interestFromBooks = (charge: Charge, held: Money, decimals: number): Money =>
  takenOf(charge.type, minus(minus(bareOf(charge), bareFromArrears(charge)), bareOfHolidays(charge)), held, decimals);

/** What of its interest from arrears they held. */
export const arrearsFromBooks = (charge: Charge, held: Money, decimals: number): Money =>
  takenOf(charge.type, bareFromArrears(charge), held, decimals);

/** What of its interest of payment holidays they held. */
export const holidaysFromBooks = (charge: Charge, held: Money, decimals: number): Money =>
  takenOf(charge.type, bareOfHolidays(charge), held, decimals);
