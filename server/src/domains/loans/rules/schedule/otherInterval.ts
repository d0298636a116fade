import { type LocalDate, monthOf, yearOf } from '../../../../kernel/localDate.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { RatePlan } from '../rates/ratePlan.ts';
import { type BalanceFactor, balanceFactor } from '../rates/tierFactors.ts';
import type { FixedDaysDueDates, LoanTerms, RepaymentReschedulingMethod } from '../terms.ts';
import { fixedDay, plusIntervals } from './dueDates.ts';
import type { Period } from './periodRate.ts';
import { plannedFactor } from './plannedRates.ts';

// Instalments whose interval is longer or shorter than the others: a first repayment date of its own, a due date moved by days off.

/** The nominal dates of fixed days from two months before a date to the month after it, in order. */
const fixedDaysAround = (dueDates: FixedDaysDueDates, date: LocalDate): LocalDate[] => {
  const month = yearOf(date) * 12 + monthOf(date) - 1;
  const dates = [-3, -2, -1, 0, 1].flatMap((offset) =>
    dueDates.fixedDaysOfMonth.map((day) =>
      fixedDay(dueDates, Math.floor((month + offset) / 12), ((month + offset) % 12) + 1, day),
    ),
  );
  return [...new Set(dates)].sort();
};

/** The regular interval between fixed days that an instalment due on a date stands for; days off may have moved the date. */
const betweenFixedDays = (
  dueDates: FixedDaysDueDates,
  moved: RepaymentReschedulingMethod,
  to: LocalDate,
): Period | undefined => {
  const dates = fixedDaysAround(dueDates, to);
  const at =
    moved === 'PREVIOUS_WORKING_DAY'
      ? dates.findIndex((date) => date >= to)
      : dates.findLastIndex((date) => date <= to);
  const [before, nominal] = [dates[at - 1], dates[at]];
  return before !== undefined && nominal !== undefined ? { from: before, to: nominal } : undefined;
};

const isSame = (left: Period, right: Period): boolean => left.from === right.from && left.to === right.to;

/** The regular interval in the place of a period; undefined for a period that is one. */
export const regularInstead = ({ schedule }: LoanTerms, period: Period): Period | undefined => {
  const { dueDates, repaymentReschedulingMethod } = schedule;
  if (dueDates.scheduleDueDatesMethod === 'FIXED_DAYS_OF_MONTH') {
    const regular = betweenFixedDays(dueDates, repaymentReschedulingMethod, period.to);
    return regular && !isSame(regular, period) ? regular : undefined;
  }
  // Months that are too short make one of the two miss the other date.
  const fromEnd = plusIntervals(period.to, dueDates, -1);
  const isRegular = fromEnd === period.from || plusIntervals(period.from, dueDates, 1) === period.to;
  return isRegular ? undefined : { from: fromEnd, to: period.to };
};

/** What a balance is multiplied with over a period, and over the regular interval in its place. */
export type OtherInterval = { readonly own: BalanceFactor; readonly usual: BalanceFactor };

/**
 * The factor of a period beside that of a regular interval, where the terms let the total of such an instalment differ by their interest; nothing where
 * its total is that of the others. `own` is the period's.
 */
export const extraFactor = (
  terms: LoanTerms,
  period: Period,
  own: BalanceFactor,
  calendar: LoanCalendar,
  plan: RatePlan,
): { readonly extra?: OtherInterval } => {
  if (!terms.interest.adjustTotalDueForInstallmentsWithDifferentInterval) return {};
  if (own.factor.isZero() && !own.factorOn) return {};
  const regular = regularInstead(terms, period);
  if (!regular) return {};
  return {
    extra: { own, usual: balanceFactor(terms, (at) => plannedFactor(at, plan, regular, regular.from, calendar)) },
  };
};
