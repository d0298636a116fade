import { describe, expect, test } from 'vitest';
import { parseLocalDate } from '../../kernel/localDate.ts';
import { createClock } from './clock.ts';
import { createZone } from './zone.ts';

describe('the offset of a clock', () => {
  test('is first whatever the database says, even a time in the past', () => {
    const clock = createClock(createZone('UTC'));
    clock.setOffset(-86_400_000);
    expect(clock.offset()).toBe(-86_400_000);
  });

  test('is not taken back by somebody who read it before the clock was moved', () => {
    const clock = createClock(createZone('UTC'));
    clock.setOffset(-1000);
    clock.setOffset(5000);
    clock.setOffset(-1000);
    expect(clock.offset()).toBe(5000);
  });
});

describe('a time of a day', () => {
  const bucharest = createZone('Europe/Bucharest');
  test.each([
    ['2026-03-28', 12, '2026-03-28T12:00:00+02:00'],
    ['2026-03-29', 2, '2026-03-29T02:00:00+02:00'],
    // The clocks jump from 03:00 to 04:00.
    ['2026-03-29', 3, '2026-03-29T04:00:00+03:00'],
    ['2026-03-29', 12, '2026-03-29T12:00:00+03:00'],
    ['2026-10-25', 12, '2026-10-25T12:00:00+02:00'],
  ])('%s at %i o’clock is %s', (day, hours, told) => {
    const date = parseLocalDate(day);
    if (!date) throw new Error(day);
    expect(bucharest.format(bucharest.timeOf(date, hours * 3_600_000))).toBe(told);
  });
});
