import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DaysInYear, thirtyDayMonths, yearFraction } from './dayCount.ts';
import {
  daysBetween,
  fromEpochDay,
  isLeapYear,
  type LocalDate,
  parseLocalDate,
  plusDays,
  plusMonths,
  weekdayOf,
  yearOf,
} from './localDate.ts';
import { Decimal } from './money.ts';

const on = (text: string): LocalDate => {
  const date = parseLocalDate(text);
  if (!date) throw new Error(`no such date: ${text}`);
  return date;
};

const weekdays = (date: LocalDate): boolean => weekdayOf(date) <= 5;

const fraction = (method: DaysInYear, from: string, to: string): string =>
  yearFraction(method, on(from), on(to), weekdays).toFixed();

const eighths = (days: number, year: number): string => new Decimal(days).div(year).toFixed();

describe('known fractions', () => {
  test.each<[DaysInYear, string, string, string]>([
    ['ACTUAL_365_FIXED', '2024-01-01', '2025-01-01', eighths(366, 365)],
    ['ACTUAL_364', '2024-01-21', '2024-02-21', eighths(31, 364)],
    ['ACTUAL_360', '2024-01-21', '2024-02-21', eighths(31, 360)],
    ['ACTUAL_ACTUAL_ISDA', '2024-01-01', '2025-01-01', '1'],
    ['ACTUAL_ACTUAL_ISDA', '2023-01-01', '2026-01-01', '3'],
    ['E30_360', '2024-01-31', '2024-02-28', eighths(28, 360)],
    ['E30_360', '2024-01-30', '2024-01-31', '0'],
    ['E30_360', '2025-02-28', '2025-03-01', eighths(3, 360)],
    ['E30_360', '2024-02-29', '2024-03-31', eighths(31, 360)],
    ['E30_360', '2023-06-15', '2024-06-15', '1'],
    ['BUS_252', '2024-03-01', '2024-03-08', eighths(5, 252)],
    ['BUS_252', '2024-03-02', '2024-03-04', '0'],
  ])('%s from %s to %s', (method, from, to, expected) => {
    expect(fraction(method, from, to)).toBe(expected);
  });

  test('ISDA splits at the new year: 17 days of a common year, 14 of a leap year', () => {
    const expected = new Decimal(17).div(365).plus(new Decimal(14).div(366));
    expect(fraction('ACTUAL_ACTUAL_ISDA', '2023-12-15', '2024-01-15')).toBe(expected.toFixed());
  });
});

const anyDate: fc.Arbitrary<LocalDate> = fc.integer({ min: 0, max: 40_000 }).map(fromEpochDay);
const methods: readonly DaysInYear[] = [
  'ACTUAL_365_FIXED',
  'ACTUAL_364',
  'ACTUAL_360',
  'ACTUAL_ACTUAL_ISDA',
  'E30_360',
  'BUS_252',
];

describe.each(methods)('%s', (method) => {
  const of = (from: LocalDate, to: LocalDate): Decimal => yearFraction(method, from, to, weekdays);

  test('adds up over any split, and no day is nothing', () => {
    fc.assert(
      fc.property(anyDate, fc.nat(800), fc.nat(800), (from, first, second) => {
        const middle = plusDays(from, first);
        const to = plusDays(middle, second);
        const parts = of(from, middle).plus(of(middle, to));
        expect(parts.minus(of(from, to)).abs().lessThan('1e-35')).toBe(true);
        expect(of(from, from).isZero()).toBe(true);
        expect(of(from, to).isNegative()).toBe(false);
      }),
    );
  });
});

test('a whole year is 1 by ISDA and by 30-day months, whatever the year', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      const from = on(`${date.slice(0, 4)}-01-01`);
      expect(yearFraction('ACTUAL_ACTUAL_ISDA', from, plusMonths(from, 12)).toFixed()).toBe('1');
      expect(thirtyDayMonths(from, plusMonths(from, 12))).toBe(360);
      expect(daysBetween(from, plusMonths(from, 12))).toBe(isLeapYear(yearOf(from)) ? 366 : 365);
    }),
  );
});

test('what can not be computed throws: an unpublished formula, working days without a calendar', () => {
  expect(() => yearFraction('E30_42_365', on('2024-01-01'), on('2024-02-01'))).toThrow();
  expect(() => yearFraction('BUS_252', on('2024-01-01'), on('2024-02-01'))).toThrow();
});
