import { describe, expect, test } from 'vitest';
import { rate } from '../../../../kernel/money.ts';
import { on } from '../testLoan.ts';
import { effectiveRate, lastLook, nextLook, ratePlan, readIndexes, withReadings } from './ratePlan.ts';
import { type ChangingRates, changedFrom, disbursedOn, type IndexedRate } from './rateSettings.ts';
import { changing, type IndexValue, indexed, named, withIndex } from './testRates.ts';

const limit = (value: number | null) => (value === null ? null : rate(value));
const within = (floor: number | null, ceiling: number | null, interestSpread = '2.5'): IndexedRate =>
  indexed({
    interestSpread: rate(interestSpread),
    interestRateFloorValue: limit(floor),
    interestRateCeilingValue: limit(ceiling),
  });

test.each([
  ['3.25', within(null, null), '5.75'],
  ['3.25', within(6, null), '6'],
  ['3.25', within(null, 5), '5'],
  ['3.25', within(5, 6), '5.75'],
  ['-4', within(null, null), '0'],
  ['-4', within(1, null), '1'],
  ['0', within(null, null, '0'), '0'],
])(
  'an index of %s is a rate of its spread more, within floor and ceiling and never below zero',
  (index, setting, expected) => {
    expect(effectiveRate(setting, rate(index)).toFixed()).toBe(expected);
  },
);

const steps = (rates: ChangingRates, calendar = withIndex()): string[] =>
  ratePlan(rates, calendar).map(({ from, interestRate }) => `${from} ${interestRate.toFixed()}`);

describe('the index', () => {
  const loan = disbursedOn(changing(indexed()), on('2024-01-31'));
  const cases: readonly (readonly [string, readonly IndexValue[], string[]])[] = [
    ['is read at the disbursement', [['2023-12-01', 3]], ['2024-01-31 5.5']],
    [
      'counts from the review after it',
      [
        ['2023-12-01', 3],
        ['2024-02-01', 4],
      ],
      ['2024-01-31 5.5', '2024-02-29 6.5'],
    ],
    [
      'counts on its own day, if that is one of review',
      [
        ['2023-12-01', 3],
        ['2024-02-29', 4],
      ],
      ['2024-01-31 5.5', '2024-02-29 6.5'],
    ],
    [
      'is the last one published by a review',
      [
        ['2023-12-01', 3],
        ['2024-03-02', 9],
        ['2024-03-30', 4],
      ],
      ['2024-01-31 5.5', '2024-03-31 6.5'],
    ],
    [
      'changes nothing where it comes back before a review',
      [
        ['2023-12-01', 3],
        ['2024-03-02', 9],
        ['2024-03-30', 3],
      ],
      ['2024-01-31 5.5'],
    ],
    ['is nothing before somebody says something', [['2024-02-10', 3]], ['2024-01-31 2.5', '2024-02-29 5.5']],
  ];
  test.each(cases)('%s', (_what, values, expected) => {
    expect(steps(loan, withIndex(...values))).toEqual(expected);
  });

  test('that was read stays, whatever is said of it later', () => {
    const then = withIndex(['2023-12-01', 3], ['2024-02-20', 4]);
    const read = withReadings(loan, ratePlan(loan, then), on('2024-03-10'));
    expect(steps(read)).toEqual(['2024-01-31 5.5', '2024-02-29 6.5']);
    // Said too late for the review of February, and rewritten: both count from the next review.
    expect(steps(read, withIndex(['2023-12-01', 3], ['2024-02-05', 8]))).toEqual([
      '2024-01-31 5.5',
      '2024-02-29 6.5',
      '2024-03-31 10.5',
    ]);
    expect(steps(read, withIndex(['2023-12-01', 1], ['2024-06-01', 2]))).toEqual([
      '2024-01-31 5.5',
      '2024-02-29 6.5',
      '2024-03-31 3.5',
      '2024-06-30 4.5',
    ]);
  });

  test('is looked at on days of review, whether it changed or not', () => {
    expect([lastLook(loan, on('2024-03-30')), nextLook(loan, on('2024-03-30'))]).toEqual(['2024-02-29', '2024-03-31']);
    expect([lastLook(loan, on('2024-03-31')), nextLook(loan, on('2024-03-31'))]).toEqual(['2024-03-31', '2024-04-30']);
    expect(lastLook(loan, on('2024-01-30'))).toBeUndefined();
  });

  test('has another spread from a day on, and the reviews that it had', () => {
    const values = withIndex(['2023-12-01', 3], ['2024-04-02', 4]);
    const changed = changedFrom(loan, on('2024-03-15'), { interestSpread: rate(1) });
    expect(steps(changed, values)).toEqual(['2024-01-31 5.5', '2024-03-15 4', '2024-04-30 5']);
    const read = withReadings(loan, ratePlan(loan, values), on('2024-03-20'));
    expect(steps(changedFrom(read, on('2024-03-15'), { interestSpread: rate(1) }), values)).toEqual([
      '2024-01-31 5.5',
      '2024-03-15 4',
      '2024-04-30 5',
    ]);
  });
});

describe('periods', () => {
  const agreed = changing(named(9, '2024-02-01'), indexed({ validFrom: on('2024-08-01') }), named(7, '2025-02-01'));

  test('follow each other', () => {
    const values = withIndex(['2024-01-01', 3], ['2024-09-15', 4], ['2025-01-10', 5]);
    expect(steps(disbursedOn(agreed, on('2024-02-01')), values)).toEqual([
      '2024-02-01 9',
      '2024-08-01 5.5',
      '2024-10-01 6.5',
      '2025-02-01 7',
    ]);
  });

  test('move with the disbursement, all by as many days', () => {
    expect(steps(disbursedOn(agreed, on('2024-02-11')), withIndex(['2024-01-01', 3]))).toEqual([
      '2024-02-11 9',
      '2024-08-11 5.5',
      '2025-02-11 7',
    ]);
  });

  test('have read their indexes up to the day before the next one', () => {
    const read = (day: string) => [...readIndexes(agreed, on(day)).values()];
    expect(read('2024-07-31')).toEqual([]);
    expect([read('2024-08-31'), read('2024-09-30'), read('2025-06-01')]).toEqual([
      ['2024-08-01'],
      ['2024-09-01'],
      ['2025-01-01'],
    ]);
  });

  test('have their beginnings looked at', () => {
    expect([lastLook(agreed, on('2024-07-31')), nextLook(agreed, on('2024-07-31'))]).toEqual([
      '2024-02-01',
      '2024-08-01',
    ]);
    expect([lastLook(agreed, on('2025-01-31')), nextLook(agreed, on('2025-01-31'))]).toEqual([
      '2025-01-01',
      '2025-02-01',
    ]);
    expect(nextLook(agreed, on('2025-02-01'))).toBeUndefined();
  });
});
