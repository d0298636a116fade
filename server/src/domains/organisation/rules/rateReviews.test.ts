import { describe, expect, test } from 'vitest';
import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { lastReview, nextReview, type RateReview, reviewFrom } from './rateReviews.ts';

const day = (text: string): LocalDate => {
  const parsed = parseLocalDate(text);
  if (!parsed) throw new Error(`no such date: ${text}`);
  return parsed;
};

describe('reviews', () => {
  const cases: readonly (readonly [RateReview['unit'], number, string, string, string, string, string])[] = [
    // unit, count, counted from, day: the last review by it, the first after it, the one that reads a value of that day
    ['DAYS', 10, '2026-06-01', '2026-06-01', '2026-06-01', '2026-06-11', '2026-06-01'],
    ['DAYS', 10, '2026-06-01', '2026-06-10', '2026-06-01', '2026-06-11', '2026-06-11'],
    ['DAYS', 10, '2026-06-01', '2026-06-11', '2026-06-11', '2026-06-21', '2026-06-11'],
    ['WEEKS', 2, '2026-06-01', '2026-06-30', '2026-06-29', '2026-07-13', '2026-07-13'],
    ['MONTHS', 1, '2026-01-31', '2026-02-27', '2026-01-31', '2026-02-28', '2026-02-28'],
    ['MONTHS', 1, '2026-01-31', '2026-02-28', '2026-02-28', '2026-03-31', '2026-02-28'],
    ['MONTHS', 1, '2026-01-31', '2026-03-30', '2026-02-28', '2026-03-31', '2026-03-31'],
    ['MONTHS', 3, '2026-01-15', '2026-04-14', '2026-01-15', '2026-04-15', '2026-04-15'],
    ['MONTHS', 3, '2026-01-15', '2027-01-20', '2027-01-15', '2027-04-15', '2027-04-15'],
    ['MONTHS', 3, '2025-11-15', '2026-05-14', '2026-02-15', '2026-05-15', '2026-05-15'],
  ];
  test.each(cases)(
    'every %s × %s from %s on, as of %s: last %s, next %s',
    (unit, count, start, on, last, next, from) => {
      const review = { unit, count };
      expect(lastReview(day(start), review, day(on))).toBe(last);
      expect(nextReview(day(start), review, day(on))).toBe(next);
      expect(reviewFrom(day(start), review, day(on))).toBe(from);
    },
  );

  test('begin with their start, whatever was published before', () => {
    expect(reviewFrom(day('2026-06-01'), { unit: 'MONTHS', count: 1 }, day('2025-01-01'))).toBe('2026-06-01');
  });

  test('need a distance', () => {
    expect(() => lastReview(day('2026-06-01'), { unit: 'DAYS', count: 0 }, day('2026-06-05'))).toThrow(RangeError);
  });
});
