import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  dayOf,
  daysBetween,
  earliest,
  epochDay,
  fromEpochDay,
  isLeapYear,
  type LocalDate,
  latest,
  lengthOfMonth,
  localDate,
  monthOf,
  parseLocalDate,
  plusDays,
  plusMonths,
  weekdayOf,
  yearOf,
} from './localDate.ts';

/** Any day of the years 1600 to 2400, which hold every case of the Gregorian calendar. */
const anyDate: fc.Arbitrary<LocalDate> = fc.integer({ min: -135_140, max: 157_053 }).map(fromEpochDay);

const plain = (date: LocalDate): Temporal.PlainDate => Temporal.PlainDate.from(date);

describe('agrees with Temporal', () => {
  test('parts, weekday, length of month and leap year', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const day = plain(date);
        expect([yearOf(date), monthOf(date), dayOf(date)]).toEqual([day.year, day.month, day.day]);
        expect(weekdayOf(date)).toBe(day.dayOfWeek);
        expect(lengthOfMonth(day.year, day.month)).toBe(day.daysInMonth);
        expect(isLeapYear(yearOf(date))).toBe(day.inLeapYear);
      }),
    );
  });

  test('adding days and months, back and forth', () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.integer({ min: -40_000, max: 40_000 }),
        fc.integer({ min: -900, max: 900 }),
        (date, days, months) => {
          expect(plusDays(date, days)).toBe(plain(date).add({ days }).toString());
          expect(plusMonths(date, months)).toBe(plain(date).add({ months }).toString());
        },
      ),
    );
  });

  test('days between two dates', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (from, to) => {
        expect(daysBetween(from, to)).toBe(plain(from).until(plain(to), { largestUnit: 'day' }).days);
      }),
    );
  });

  test('which texts are dates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2500 }), fc.nat(14), fc.nat(33), (year, month, day) => {
        const two = (value: number): string => String(value).padStart(2, '0');
        const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
        const exists = (): boolean => {
          try {
            Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
            return year > 0;
          } catch {
            return false;
          }
        };
        expect(parseLocalDate(text)).toBe(exists() ? text : undefined);
      }),
    );
  });
});

test('day numbers lead to dates and back; text order is date order', () => {
  fc.assert(
    fc.property(anyDate, anyDate, (left, right) => {
      expect(fromEpochDay(epochDay(left))).toBe(left);
      expect(left < right).toBe(epochDay(left) < epochDay(right));
      expect([earliest(left, right), latest(left, right)]).toEqual([left, right].sort());
    }),
  );
  expect(epochDay(localDate(1970, 1, 1))).toBe(0);
});

test('the ends of the calendar', () => {
  expect(plusDays(localDate(1, 1, 1), 0)).toBe('0001-01-01');
  expect(plusDays(localDate(9999, 12, 30), 1)).toBe('9999-12-31');
  expect(() => plusDays(localDate(9999, 12, 31), 1)).toThrow(RangeError);
  expect(() => localDate(2023, 2, 29)).toThrow(RangeError);
  expect(['2024-1-01', '2024-01-01T00:00', '2024-02-30', ' 2024-01-01', ''].map(parseLocalDate)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2025-01-31', 1, '2025-02-28'],
  ['2025-01-31', 2, '2025-03-31'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-03-31', -1, '2024-02-29'],
  ['2024-12-15', 1, '2025-01-15'],
])('%s plus %i months is %s', (text, months, expected) => {
  const date = parseLocalDate(text);
  expect(date && plusMonths(date, months)).toBe(expected);
});
