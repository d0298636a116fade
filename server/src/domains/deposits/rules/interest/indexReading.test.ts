import { describe, expect, test } from 'vitest';
import { rate } from '../../../../kernel/money.ts';
import { newReadings, toldReading } from './indexReading.ts';
import { day } from './testInterest.ts';
import type { ToldRate } from './toldRate.ts';

const source = {
  rates: [
    { startDay: day('2026-01-01'), rate: rate(2) },
    { startDay: day('2026-02-10'), rate: rate(3) },
    { startDay: day('2026-02-20'), rate: rate(2.5) },
    { startDay: day('2026-05-31'), rate: rate(4) },
  ],
};

describe('an index is read anew', () => {
  test.each([
    ['on the review after a value began', 'MONTHS', 1, '2026-01-15', '2026-03-14', ['2026-02-15']],
    ['and of two since the last review the later counts', 'MONTHS', 3, '2026-01-15', '2026-04-30', ['2026-04-15']],
    [
      'on the very day, where that is one of review',
      'DAYS',
      1,
      '2026-01-15',
      '2026-02-20',
      ['2026-02-10', '2026-02-20'],
    ],
    ['in weeks', 'WEEKS', 2, '2026-01-15', '2026-02-28', ['2026-02-12', '2026-02-26']],
    ['on the last day of a month that is shorter', 'MONTHS', 1, '2026-01-31', '2026-02-28', ['2026-02-28']],
    ['not on the activation', 'DAYS', 1, '2026-02-10', '2026-02-19', []],
  ] as const)('%s', (_, unit, count, activation, to, days) => {
    expect(newReadings(source, day(activation), { unit, count }, { from: day('2026-01-01'), to: day(to) })).toEqual(
      days,
    );
  });

  test('where a source had no value before, the first one begins', () => {
    const activation = day('2025-12-15');
    expect(
      newReadings(source, activation, { unit: 'MONTHS', count: 1 }, { from: activation, to: day('2026-01-20') }),
    ).toEqual(['2026-01-15']);
  });
});

const told = (interestRate: number, indexInterestRate: number): ToldRate => ({
  interestRate: rate(interestRate),
  indexInterestRate: rate(indexInterestRate),
});

describe('its statement tells', () => {
  test.each([
    ['the rate that begins', told(3, 2), told(4, 3), 'FIXED', told(4, 3)],
    ['the first rate', {}, told(4, 3), 'FIXED', told(4, 3)],
    ['nothing of a rate that stays zero', told(0, -2), told(0, -1), 'FIXED', undefined],
    ['nothing while the index has no value', {}, {}, 'FIXED', undefined],
    ['the index alone for tiers of balances', told(3, 2), told(4, 3), 'TIERED_BAND', { indexInterestRate: rate(3) }],
    ['nothing for tiers of balances where the index is the same', told(3, 2), told(3, 2), 'TIERED', undefined],
  ] as const)('%s', (_, before, now, terms, expected) => {
    expect(toldReading(before, now, terms)).toEqual(expected);
  });
});
