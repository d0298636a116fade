import { type DaysInYear, thirtyDayMonths, type WorkingDays } from '../../../../kernel/dayCount.ts';
import { isLeapYear, type LocalDate, plusDays, yearOf } from '../../../../kernel/localDate.ts';

/** The share of a year that a day has, as a fraction, so that it is divided once and at the end: 1 of 365. */
export type DayFraction = { readonly days: number; readonly of: number };

const one = (of: number): DayFraction => ({ days: 1, of });
const of364 = one(364);
const of365 = one(365);
const of366 = one(366);
const of360 = one(360);
const of252 = one(252);
const noneOf252: DayFraction = { days: 0, of: 252 };

/**
 * The share of a year of the day that begins on a date. The days of a period sum to the period's yearFraction: with
 * 30-day months 30 to 31 March counts 0 days, 28 February to 1 March of a common year 3. Throws for E30_42_365, which
 * checkCanAccrue refuses, and for BUS_252 without the calendar.
 */
export const dayFraction = (method: DaysInYear, date: LocalDate, isWorkingDay?: WorkingDays): DayFraction => {
  switch (method) {
    case 'ACTUAL_365_FIXED':
      return of365;
    case 'ACTUAL_364':
      return of364;
    case 'ACTUAL_360':
      return of360;
    case 'ACTUAL_ACTUAL_ISDA':
      return isLeapYear(yearOf(date)) ? of366 : of365;
    case 'E30_360':
      return { days: thirtyDayMonths(date, plusDays(date, 1)), of: 360 };
    case 'BUS_252':
      if (!isWorkingDay) throw new Error('BUS_252 counts working days and needs the calendar');
      return isWorkingDay(date) ? of252 : noneOf252;
    case 'E30_42_365':
      throw new Error('the formula of E30_42_365 is not published');
  }
};
