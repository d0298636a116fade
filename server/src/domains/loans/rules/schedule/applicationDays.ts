import { type LocalDate, monthOf, yearOf } from '../../../../kernel/localDate.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { RatePlan } from '../rates/ratePlan.ts';
import { type BalanceFactor, balanceFactor } from '../rates/tierFactors.ts';
import type { InterestApplicationDays, LoanTerms } from '../terms.ts';
import { fixedDay } from './dueDates.ts';
import type { Period } from './periodRate.ts';
import { partFactor } from './plannedRates.ts';

// Interest that is applied on days of the month instead of on due dates.

/** The first application day after a date. */
export const nextApplicationDay = (days: InterestApplicationDays, after: LocalDate): LocalDate => {
  // A day 31 can fall on the first of the next month, so the search starts a month early.
  let month = yearOf(after) * 12 + monthOf(after) - 2;
  for (;;) {
    const found = days.daysInMonth
      .map((day) => fixedDay(days, Math.floor(month / 12), (month % 12) + 1, day))
      .filter((day) => day > after)
      .sort()[0];
    if (found !== undefined) return found;
    month += 1;
  }
};

/** A stretch of days with the factor its balance bears interest with, and whether what has accrued is applied at its end. */
export type AccrualStep = BalanceFactor & { readonly to: LocalDate; readonly applies: boolean };

/** A stretch of days between two application days or ends of a period. */
export type Stretch = Period & { readonly applies: boolean };

/** The stretches of a period from a day of it on; one that ends on no application day leaves its interest to the next. */
export const stretchesOf = (days: InterestApplicationDays, from: LocalDate, to: LocalDate): Stretch[] => {
  const stretches: Stretch[] = [];
  let start = from;
  for (let day = nextApplicationDay(days, start); day <= to; day = nextApplicationDay(days, start)) {
    stretches.push({ from: start, to: day, applies: true });
    start = day;
  }
  if (start < to) stretches.push({ from: start, to, applies: false });
  return stretches;
};

/** The steps in which a period bears interest from a day of it on; undefined where it is applied on its due date alone. */
export const accrualSteps = (
  terms: LoanTerms,
  period: Period,
  from: LocalDate,
  calendar: LoanCalendar,
  plan: RatePlan = [],
): AccrualStep[] | undefined => {
  const days = terms.interest.interestApplicationDays;
  return (
    days &&
    stretchesOf(days, from, period.to).map((stretch) => ({
      ...balanceFactor(terms, (at) => partFactor(at, plan, period, stretch, calendar)),
      to: stretch.to,
      applies: stretch.applies,
    }))
  );
};
