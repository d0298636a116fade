import type { LocalDate } from '../../../../kernel/localDate.ts';
import { Decimal, type Money, plus } from '../../../../kernel/money.ts';
import type { LoanCalendar } from '../calendar.ts';
import { atRate, type RatePlan } from '../rates/ratePlan.ts';
import { hasEqualTotals, type LoanTerms } from '../terms.ts';
import type { Slot } from './amortise.ts';
import { accrualRate, type Period, periodRate } from './periodRate.ts';
import { type Spread, spreadOf } from './spread.ts';

// Schedules over rates that are known to change: a period that a change falls into is split by days, and equal instalments get a new payment
// from the change on.

/** A stretch of days with one rate. */
export type RateStretch = { readonly from: LocalDate; readonly to: LocalDate; readonly terms: LoanTerms };

/** The stretches of one rate between two days; one, with the terms as they are, where the rate never changes. */
export const stretchesOf = (terms: LoanTerms, plan: RatePlan, from: LocalDate, to: LocalDate): RateStretch[] => {
  const stretches: RateStretch[] = [];
  plan.forEach((step, index) => {
    const next = plan[index + 1]?.from;
    const start = index === 0 || step.from < from ? from : step.from;
    const end = next === undefined || next > to ? to : next;
    if (start < end) stretches.push({ from: start, to: end, terms: atRate(terms, step.interestRate) });
  });
  return stretches.length > 0 ? stretches : [{ from, to, terms }];
};

/** The factor of a part of a period, by the rates that its days have. */
export const partFactor = (
  terms: LoanTerms,
  plan: RatePlan,
  period: Period,
  part: Period,
  calendar: LoanCalendar,
): Decimal => {
  const compounds = terms.interest.interestType === 'COMPOUNDING_INTEREST';
  let whole = new Decimal(0);
  for (const one of stretchesOf(terms, plan, part.from, part.to)) {
    const factor = accrualRate(one.terms, period, one.from, one.to, calendar);
    whole = compounds ? whole.plus(1).times(factor.plus(1)).minus(1) : whole.plus(factor);
  }
  return whole;
};

/** The factor of a period from a day on, by the rates that its days have. */
export const plannedFactor = (
  terms: LoanTerms,
  plan: RatePlan,
  period: Period,
  from: LocalDate,
  calendar: LoanCalendar,
): Decimal => {
  const stretches = stretchesOf(terms, plan, from, period.to);
  const [only] = stretches;
  return stretches.length === 1 && only && from <= period.from
    ? periodRate(only.terms, period, calendar)
    : partFactor(terms, plan, period, { from, to: period.to }, calendar);
};

/** Whether another rate gives the instalments ahead another payment: equal ones, but not those whose payment was agreed. */
export const paysByRate = (terms: LoanTerms): boolean =>
  hasEqualTotals(terms) && terms.schedule.amortization.amortizationMethod === 'STANDARD_PAYMENTS';

/**
 * How a balance falls on instalments over rates that are known to change. A change leaves the instalments due by its day as they are; the equal ones
 * after it share out what is then left anew.
 */
export const plannedSpread = (
  terms: LoanTerms,
  plan: RatePlan,
  from: LocalDate,
  balance: Money,
  slots: readonly Slot[],
  dueDates: readonly LocalDate[],
): Spread => {
  const changes = plan.filter((step, index) => index > 0 && step.from > from);
  const first = spreadOf({ terms, balance, slots });
  if (changes.length === 0 || !paysByRate(terms)) return first;
  let taken = 0;
  let begins = 0;
  let current = first;
  return {
    ...first,
    wanted: (index, left, interest, becameBy) => {
      const due = dueDates[index];
      const passed = taken;
      while (due !== undefined && (changes[taken]?.from ?? due) < due) taken += 1;
      const step = changes[taken - 1];
      if (taken > passed && step) {
        begins = index;
        // Interest that became principal earlier in the period is shared out with the rest.
        const owed = becameBy ? plus(left, becameBy(step.from)) : left;
        current = spreadOf({ terms: atRate(terms, step.interestRate), balance: owed, slots: slots.slice(index) });
      }
      return current.wanted(index - begins, left, interest);
    },
  };
};
