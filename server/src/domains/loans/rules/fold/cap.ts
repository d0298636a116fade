import { earliest, type LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, plus, sum, zero } from '../../../../kernel/money.ts';
import { capOf, chargesOf } from '../capping.ts';
import type { LoanLock } from '../state.ts';
import { reviewLateness } from './lateness.ts';
import type { Working } from './working.ts';

// The cap on the charges of a loan in arrears. A hard cap refuses the charge that would pass it, a soft one lets it come and none after it;
// both then lock the loan, and what would be charged while it is locked is forfeited.

const allCharges: LoanLock['operations'] = ['APPLY_INTEREST', 'APPLY_FEES', 'APPLY_PENALTIES'];

/** Whether the charges of the loan are locked because they reached their cap. */
export const isCapped = (loan: Working): boolean => loan.lock?.capped ?? false;

const limitOf = (loan: Working): Money | undefined =>
  loan.cap && loan.lock === undefined && loan.lateness.arrears
    ? capOf(loan.cap, {
        balance: loan.balance.principal,
        paid: loan.paid.principal,
        grown: sum(loan.instalments.map(({ capitalised = zero }) => capitalised)),
      })
    : undefined;

const lockOn = (loan: Working, day: LocalDate): void => {
  loan.lock = { operations: allCharges, since: day, capped: true };
};

/** Whether a charge that nobody asks for is stopped by the cap; it locks the loan then. */
export const refusedByCap = (loan: Working, amount: Money, day: LocalDate): boolean => {
  if (isCapped(loan)) return true;
  const limit = isPositive(amount) ? limitOf(loan) : undefined;
  if (!limit) return false;
  const charges = chargesOf(loan.balance);
  const hard = loan.cap?.cappingConstraintType === 'HARD_CAP';
  const beyond = hard ? plus(charges, amount).greaterThan(limit) : charges.greaterThanOrEqualTo(limit);
  if (beyond) lockOn(loan, day);
  return beyond;
};

/** The same of interest: what becomes principal adds nothing to the charges, so only a cap that is reached stops it. */
export const interestRefusedByCap = (loan: Working, amount: Money, day: LocalDate): boolean =>
  loan.capitalises ? isCapped(loan) : refusedByCap(loan, amount, day);

/** Locks a loan in arrears whose charges have reached their cap. */
export const watchCap = (loan: Working, day: LocalDate): void => {
  if (!loan.cap || loan.writtenOff || loan.lock || !loan.lateness.arrears) return;
  reviewLateness(loan, day);
  const limit = limitOf(loan);
  const charges = chargesOf(loan.balance);
  if (limit && isPositive(charges) && charges.greaterThanOrEqualTo(limit)) lockOn(loan, day);
};

/** The last day up to which interest accrues: none does from the day on which the loan was locked at its cap. */
export const accruesUntil = (loan: Working, date: LocalDate): LocalDate =>
  loan.lock?.capped ? earliest(date, loan.lock.since) : date;
