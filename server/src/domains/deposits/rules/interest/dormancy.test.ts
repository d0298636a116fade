import { expect, test } from 'vitest';
import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { awakeSince, becomesDormant } from './dormancy.ts';

const today = '2026-03-10' as LocalDate;

test.each([1, 30, 365])('after %i days without activity, for one account as for many', (days) => {
  for (const daysAgo of [0, days - 1, days, days + 1]) {
    const lastActivity = plusDays(today, -daysAgo);
    const dormant = daysAgo >= days;
    expect(becomesDormant(lastActivity, days, today)).toBe(dormant);
    expect(lastActivity < awakeSince(days, today)).toBe(dormant);
  }
});

test('never, where the product knows no dormancy', () => {
  expect(becomesDormant('2000-01-01' as LocalDate, null, today)).toBe(false);
});
