import {
  dayOf,
  type LocalDate,
  lengthOfMonth,
  localDate,
  monthOf,
  plusDays,
  plusMonths,
  yearOf,
} from '../../../../kernel/localDate.ts';
import { type LoanCalendar, workingDayFrom } from '../calendar.ts';
import type { FixedDaysDueDates, IntervalDueDates, LoanTerms, RepaymentReschedulingMethod } from '../terms.ts';

// When instalments fall due. Nominal dates are counted from the first one and never from each other, so that a short
// month or a day off shifts one date only.

/** The date some repayment intervals after another: day clamped to the month's end for months and years. */
export const plusIntervals = (date: LocalDate, dueDates: IntervalDueDates, count: number): LocalDate => {
  const units = dueDates.repaymentPeriodCount * count;
  switch (dueDates.repaymentPeriodUnit) {
    case 'DAYS':
      return plusDays(date, units);
    case 'WEEKS':
      return plusDays(date, units * 7);
    case 'MONTHS':
      return plusMonths(date, units);
    case 'YEARS':
      return plusMonths(date, units * 12);
  }
};

/** The nominal date of a fixed day in a month (1 to 12), by the rule for months that are too short for it. */
export const fixedDay = (
  dueDates: Pick<FixedDaysDueDates, 'shortMonthHandlingMethod'>,
  year: number,
  month: number,
  day: number,
): LocalDate => {
  const length = lengthOfMonth(year, month);
  if (day <= length) return localDate(year, month, day);
  const last = localDate(year, month, length);
  return dueDates.shortMonthHandlingMethod === 'LAST_DAY_IN_MONTH' ? last : plusDays(last, 1);
};

/** Nominal dates one after the other, from number 0, by the settings of the loan. */
type NominalDates = (index: number) => LocalDate;

const intervalDates = (
  dueDates: IntervalDueDates,
  disbursed: LocalDate,
  firstRepayment: LocalDate | undefined,
): NominalDates => {
  const first = firstRepayment ?? plusDays(plusIntervals(disbursed, dueDates, 1), dueDates.firstRepaymentDueDateOffset);
  return (index) => plusIntervals(first, dueDates, index);
};

const fixedDates = (
  dueDates: FixedDaysDueDates,
  disbursed: LocalDate,
  firstRepayment: LocalDate | undefined,
): NominalDates => {
  const days = [...new Set(dueDates.fixedDaysOfMonth)].sort((left, right) => left - right);
  const from = firstRepayment ?? plusDays(disbursed, 1);
  const found: LocalDate[] = [];
  // A day 31 can fall on the first of the next month, so the search starts a month early.
  let month = yearOf(from) * 12 + monthOf(from) - 2;
  return (index) => {
    while (found.length <= index) {
      for (const day of days) {
        const date = fixedDay(dueDates, Math.floor(month / 12), (month % 12) + 1, day);
        // Two listed days can meet in a short month; due dates are unique.
        if (date >= from && date > (found.at(-1) ?? disbursed)) found.push(date);
      }
      month += 1;
    }
    return found[index] ?? from;
  };
};

/** The nominal dates of a loan, before days off are considered. Throws when no fixed day is listed: validate first. */
export const nominalDueDates = (
  terms: LoanTerms,
  disbursed: LocalDate,
  firstRepayment: LocalDate | undefined,
): NominalDates => {
  const { dueDates } = terms.schedule;
  if (dueDates.scheduleDueDatesMethod === 'INTERVAL') return intervalDates(dueDates, disbursed, firstRepayment);
  if (dueDates.fixedDaysOfMonth.length === 0) throw new Error('FIXED_DAYS_OF_MONTH needs at least one day');
  return fixedDates(dueDates, disbursed, firstRepayment);
};

type Mover = (nominal: NominalDates, count: number, disbursed: LocalDate, calendar: LoanCalendar) => LocalDate[];

const each = (nominal: NominalDates, count: number): LocalDate[] =>
  Array.from({ length: count }, (_, index) => nominal(index));

/** How many intervals EXTEND_SCHEDULE may skip in a row before it settles for the next working day. */
const longestExtension = 12;

const extended: Mover = (nominal, count, _disbursed, calendar) => {
  const dates: LocalDate[] = [];
  let shift = 0;
  for (let index = 0; index < count; index += 1) {
    let skipped = 0;
    while (skipped < longestExtension && !calendar.isWorkingDay(nominal(index + shift + skipped))) skipped += 1;
    // A weekly loan due on Sundays never meets a working day by whole intervals.
    if (skipped < longestExtension) shift += skipped;
    dates.push(workingDayFrom(calendar, nominal(index + shift), 1));
  }
  return dates;
};

const movers: Record<RepaymentReschedulingMethod, Mover> = {
  NONE: each,
  NEXT_WORKING_DAY: (nominal, count, _disbursed, calendar) =>
    each(nominal, count).map((date) => workingDayFrom(calendar, date, 1)),
  PREVIOUS_WORKING_DAY: (nominal, count, disbursed, calendar) => {
    let previous = disbursed;
    return each(nominal, count).map((date) => {
      const before = workingDayFrom(calendar, date, -1);
      // Going back must not meet the disbursement or the instalment before.
      previous = before > previous ? before : workingDayFrom(calendar, date, 1);
      return previous;
    });
  },
  EXTEND_SCHEDULE: extended,
};

/**
 * The due dates of all instalments, in order, days off considered. The first repayment date of the disbursement wins
 * over the one of the account. Without either the first date is one interval (plus the offset) after the disbursement.
 */
export const dueDates = (
  terms: LoanTerms,
  disbursed: LocalDate,
  calendar: LoanCalendar,
  firstRepaymentDate?: LocalDate,
): LocalDate[] => {
  const nominal = nominalDueDates(terms, disbursed, firstRepaymentDate ?? terms.schedule.firstRepaymentDate);
  const move = movers[terms.schedule.repaymentReschedulingMethod];
  return move(nominal, terms.schedule.repaymentInstallments, disbursed, calendar);
};

/** Whether a date can be a first repayment date by FIXED_DAYS_OF_MONTH: one of the days, or where a short month puts it. */
export const isFixedDay = (dueDates: FixedDaysDueDates, date: LocalDate): boolean =>
  dueDates.fixedDaysOfMonth.some((day) => {
    if (day === dayOf(date)) return true;
    if (fixedDay(dueDates, yearOf(date), monthOf(date), day) === date) return true;
    const before = plusMonths(date, -1);
    return fixedDay(dueDates, yearOf(before), monthOf(before), day) === date;
  });

/**
 * The due dates that would follow the last one of a schedule: those of the same terms with more instalments, or counted on
 * from the last one where the schedule was moved beyond them.
 */
export const dueDatesAfter = (
  terms: LoanTerms,
  count: number,
  last: LocalDate,
  from: { readonly disbursed: LocalDate; readonly firstRepaymentDate?: LocalDate | undefined },
  calendar: LoanCalendar,
): LocalDate[] => {
  const { schedule } = terms;
  const repaymentInstallments = schedule.repaymentInstallments + count;
  const longer = { ...terms, schedule: { ...schedule, repaymentInstallments } };
  const dates = dueDates(longer, from.disbursed, calendar, from.firstRepaymentDate).slice(-count);
  if (dates.every((date) => date > last)) return dates;
  const { firstRepaymentDate: _first, ...rest } = schedule;
  const interval = rest.dueDates.scheduleDueDatesMethod === 'INTERVAL';
  const settings = interval ? { ...rest.dueDates, firstRepaymentDueDateOffset: 0 } : rest.dueDates;
  const onwards = { ...terms, schedule: { ...rest, repaymentInstallments: count, dueDates: settings } };
  return dueDates(onwards, last, calendar);
};
