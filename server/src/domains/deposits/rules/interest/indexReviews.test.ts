import { describe, expect, test } from 'vitest';
import { lastReview, type RateReview } from './indexReviews.ts';
import { day } from './testInterest.ts';

describe('the last review', () => {
  const cases: readonly (readonly [RateReview['unit'], number, string, string, string])[] = [
    ['DAYS', 10, '2026-06-01', '2026-06-01', '2026-06-01'],
    ['DAYS', 10, '2026-06-01', '2026-06-10', '2026-06-01'],
    ['DAYS', 10, '2026-06-01', '2026-06-11', '2026-06-11'],
    ['WEEKS', 2, '2026-06-01', '2026-06-30', '2026-06-29'],
    ['MONTHS', 1, '2026-01-31', '2026-02-27', '2026-01-31'],
    ['MONTHS', 1, '2026-01-31', '2026-02-28', '2026-02-28'],
    ['MONTHS', 1, '2026-01-31', '2026-03-30', '2026-02-28'],
    ['MONTHS', 3, '2026-01-15', '2026-04-14', '2026-01-15'],
    ['MONTHS', 3, '2026-01-15', '2027-01-20', '2027-01-15'],
    ['MONTHS', 3, '2025-11-15', '2026-05-14', '2026-02-15'],
  ];
  test.each(cases)('every %s × %s from %s on, by %s, was on %s', (unit, count, activation, today, expected) => {
    expect(lastReview(day(activation), { unit, count }, day(today))).toBe(expected);
  });
});
