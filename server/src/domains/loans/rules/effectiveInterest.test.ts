import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays, plusMonths } from '../../../kernel/localDate.ts';
import { money, zero } from '../../../kernel/money.ts';
import {
  type CashFlows,
  earnedBy,
  earnedByDueDates,
  effectiveRateOf,
  lengthBy,
  periodsAfter,
  presentValue,
} from './effectiveInterest.ts';
import { on } from './testLoan.ts';

const start = on('2026-01-10');
const due = (number: number) => plusMonths(start, number);
const byInterval = lengthBy(
  { daysInYear: 'ACTUAL_365_FIXED', scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
  () => true,
);

/** A loan that is lent on one day, or on the due dates named, and pays principal and interest every month. */
const loan = (payments: readonly (readonly [principal: number, interest: number])[], later: readonly number[] = []) => {
  const repaid = payments.reduce((all, [principal]) => all + principal, 0);
  const first = repaid - later.reduce((all, amount) => all + amount, 0);
  return {
    payments: payments.map(([principal, interest], index) => ({
      dueDate: due(index + 1),
      principal: money(principal),
      interest: money(interest),
    })),
    lent: [
      { on: start, amount: money(first) },
      ...later.map((amount, index) => ({ on: due(index + 1), amount: money(amount) })),
    ],
    lengthOf: byInterval,
  } satisfies CashFlows;
};
const rateOf = (flows: CashFlows, fee: number, from = start): string | undefined => {
  const { principal, periods } = periodsAfter(flows, from);
  return effectiveRateOf(periods, money(principal.minus(fee)))?.toFixed(6);
};
const partsOf = (flows: CashFlows, fee: number, from = start): string[] | undefined => {
  let before = zero;
  return earnedByDueDates(flows, money(fee), from)?.map(({ amount }) => {
    const part = amount.minus(before).toFixed(2);
    before = amount;
    return part;
  });
};

describe('worked by hand, a month at 10 %', () => {
  test.each([
    // 784 = 100/1.25 + 1100/1.25²; 25 % of 784 is 196, less 100; then 25 % of 784 + 196 - 100 = 880, less 100.
    [
      'principal at the end',
      loan([
        [0, 100],
        [1000, 100],
      ]),
      216,
      '0.250000',
      ['96.00', '120.00'],
    ],
    // 832 = 600/1.25 + 550/1.25²; 208 - 100; then 25 % of 440, less 50.
    [
      'equal principal',
      loan([
        [500, 100],
        [500, 50],
      ]),
      168,
      '0.250000',
      ['108.00', '60.00'],
    ],
    // 720 = 500/1.25 + 500/1.25²: without interest all that is earned is the fee.
    [
      'no interest',
      loan([
        [500, 0],
        [500, 0],
      ]),
      280,
      '0.250000',
      ['180.00', '100.00'],
    ],
    // Flat: 600 twice is 13.066 % a month of 1000; 216 - 130.66; then 120 - 69.34.
    [
      'flat interest',
      loan([
        [500, 100],
        [500, 100],
      ]),
      136,
      '0.250000',
      ['85.34', '50.66'],
    ],
    // 1000 more is lent on the first due date: 688 = (100 - 1000)/1.25 + 2200/1.25²; 172 - 100; then 25 % of 1760, less 200.
    [
      'a later tranche',
      loan(
        [
          [0, 100],
          [2000, 200],
        ],
        [1000],
      ),
      312,
      '0.250000',
      ['72.00', '240.00'],
    ],
  ] as const)('%s', (_, flows, fee, rate, parts) => {
    expect(rateOf(flows, 0)).toBe(
      { 'no interest': '0.000000', 'flat interest': '0.130662' }[_ as string] ?? '0.100000',
    );
    expect(rateOf(flows, fee)).toBe(rate);
    expect(partsOf(flows, fee)).toEqual(parts);
  });
});

test('a fee of the middle of a period counts the interest of what is left of it', () => {
  const byYear = lengthBy({ daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' }, () => true);
  const flows = {
    ...loan([
      [0, 10],
      [1000, 10],
    ]),
    lengthOf: byYear,
  };
  // 12 % a year: 15 of 30 days of the running month bring 5.
  expect(periodsAfter(flows, on('2026-01-25')).periods[0]?.paid.toFixed(10)).toBe('5.0000000000');
  expect(rateOf(flows, 0, on('2026-01-25'))).toBe('0.120000');
  // After the first due date only the second payment is left; all is earned with it.
  expect(partsOf(flows, 8, due(1))).toEqual(['8.00']);
  expect(partsOf(flows, 8, due(2))).toBeUndefined();
});

test('a tranche within a period bears interest for the days that are left of it', () => {
  const flows = {
    ...loan([
      [0, 100],
      [2000, 200],
    ]),
    lent: [
      { on: start, amount: money(1000) },
      { on: on('2026-01-25'), amount: money(1000) },
    ],
  };
  const [first] = periodsAfter(flows, start).periods;
  expect(first?.lent[0]?.length.toFixed(4)).toBe((16 / 31).toFixed(4));
  expect(partsOf(flows, 100)?.reduce((all, part) => all + Number(part), 0)).toBe(100);
});

test('there is no rate where nothing net is lent, nor where less is paid than was lent', () => {
  const flows = loan([
    [500, 50],
    [500, 25],
  ]);
  expect(rateOf(flows, 1000)).toBeUndefined();
  expect(partsOf(flows, 1200)).toBeUndefined();
  const { periods } = periodsAfter(flows, start);
  expect(effectiveRateOf(periods, money(1076))).toBeUndefined();
  expect(effectiveRateOf([], money(1))).toBeUndefined();
  // A net amount of a cent has one, however steep.
  expect(Number(effectiveRateOf(periods, money('0.01')))).toBeGreaterThan(50_000);
});

test('nothing is taken back where all interest waits for the end', () => {
  // One payment after 40 months: the true cost with the fee grows by less than that without it at first.
  const waiting = Array.from({ length: 40 }, (_, index): readonly [number, number] =>
    index === 39 ? [1000, 18000] : [0, 0],
  );
  const earned = earnedByDueDates(loan(waiting), money(200), start) ?? [];
  expect(earned[0]?.amount.toString()).toBe('0');
  expect(earned.at(-1)?.amount.toString()).toBe('200');
  for (const [index, { amount }] of earned.entries()) {
    expect(amount.greaterThanOrEqualTo(earned[index - 1]?.amount ?? zero)).toBe(true);
  }
});

test('between due dates a fee is earned by its days', () => {
  const earned =
    earnedByDueDates(
      loan([
        [0, 100],
        [1000, 100],
      ]),
      money(216),
      start,
    ) ?? [];
  const by = (...days: readonly string[]) => days.map((day) => earnedBy(earned, start, on(day)).toFixed(2));
  expect(by('2026-01-01', '2026-01-10', '2026-01-11', '2026-02-10', '2026-02-24', '2026-03-10', '2027-01-01')).toEqual([
    '0.00',
    '0.00',
    (96 / 31).toFixed(2),
    '96.00',
    '156.00',
    '216.00',
    '216.00',
  ]);
});

test('whatever a loan pays, the payments are worth what was lent less the fee, and what is earned grows to the fee', () => {
  const anyPayments = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 400 })), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      anyPayments,
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 0, max: 27 }),
      (payments, percent, days) => {
        const last: readonly [number, number] = [1000, 10];
        const flows = loan([...payments, last]);
        const from = plusDays(start, days);
        const { principal, periods } = periodsAfter(flows, from);
        const fee = money(principal.times(percent).div(100).toFixed(2));
        const net = principal.minus(fee);
        const rate = effectiveRateOf(periods, money(net));
        expect(rate && presentValue(periods, rate).value.minus(net).abs().lessThan('1e-9')).toBe(true);
        const earned = earnedByDueDates(flows, fee, from) ?? [];
        expect(earned).toHaveLength(periods.length);
        let before = zero;
        for (const { amount } of earned) {
          expect(amount.greaterThanOrEqualTo(before) && amount.lessThanOrEqualTo(fee)).toBe(true);
          before = amount;
        }
        expect(before.toString()).toBe(fee.toString());
      },
    ),
    { numRuns: 100 },
  );
});
