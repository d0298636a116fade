import { dayOf, daysBetween, isLeapYear, type LocalDate, localDate, monthOf, plusDays, yearOf } from './localDate.ts';
import { Decimal } from './money.ts';

/** The documented ways to count the days of a year. */
export type DaysInYear =
  | 'ACTUAL_365_FIXED'
  | 'ACTUAL_364'
  | 'ACTUAL_360'
  | 'ACTUAL_ACTUAL_ISDA'
  | 'E30_360'
  | 'BUS_252'
  | 'E30_42_365';

/** Tells whether a day is a working day of the organisation or branch; needed by BUS_252 only. */
export type WorkingDays = (date: LocalDate) => boolean;

const isdaFraction = (from: LocalDate, to: LocalDate): Decimal => {
  let fraction = new Decimal(0);
  let start = from;
  while (start < to) {
    const year = yearOf(start);
    const newYear = localDate(year + 1, 1, 1);
    const end = newYear < to ? newYear : to;
    fraction = fraction.plus(new Decimal(daysBetween(start, end)).div(isLeapYear(year) ? 366 : 365));
    start = end;
  }
  return fraction;
};

/** Days between two dates when every month has 30 (plain 30E: day 31 reads as 30, the end of February stays as it is). */
export const thirtyDayMonths = (from: LocalDate, to: LocalDate): number =>
  360 * (yearOf(to) - yearOf(from)) +
  30 * (monthOf(to) - monthOf(from)) +
  (Math.min(dayOf(to), 30) - Math.min(dayOf(from), 30));

const workingDaysBetween = (from: LocalDate, to: LocalDate, isWorkingDay: WorkingDays): number => {
  let count = 0;
  for (let day = from; day < to; ) {
    if (isWorkingDay(day)) count += 1;
    day = plusDays(day, 1);
  }
  return count;
};

// Schedules ask for the same few lengths again and again, and a division is the dearest thing they do.
const shares = new Map<number, Decimal[]>();
const mostDaysKept = 400;

const shareOf = (days: number, year: number): Decimal => {
  if (days < 0 || days > mostDaysKept) return new Decimal(days).div(year);
  let known = shares.get(year);
  if (!known) {
    known = [];
    shares.set(year, known);
  }
  known[days] ??= new Decimal(days).div(year);
  return known[days];
};

/**
 * The share of a year between two dates, the first included, the second not, at full precision.
 * Throws for E30_42_365, whose formula is not published: accounts with it are refused before.
 */
export const yearFraction = (
  method: DaysInYear,
  from: LocalDate,
  to: LocalDate,
  isWorkingDay?: WorkingDays,
): Decimal => {
  switch (method) {
    case 'ACTUAL_365_FIXED':
      return shareOf(daysBetween(from, to), 365);
    case 'ACTUAL_364':
      return shareOf(daysBetween(from, to), 364);
    case 'ACTUAL_360':
      return shareOf(daysBetween(from, to), 360);
    case 'ACTUAL_ACTUAL_ISDA':
      return isdaFraction(from, to);
    case 'E30_360':
      return shareOf(thirtyDayMonths(from, to), 360);
    case 'BUS_252':
      if (!isWorkingDay) throw new Error('BUS_252 counts working days and needs the calendar');
      return new Decimal(workingDaysBetween(from, to, isWorkingDay)).div(252);
    case 'E30_42_365':
      throw new Error('the formula of E30_42_365 is not published');
  }
};
