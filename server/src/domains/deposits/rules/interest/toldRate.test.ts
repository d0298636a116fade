import { expect, test } from 'vitest';
import { localDate } from '../../../../kernel/localDate.ts';
import { rate } from '../../../../kernel/money.ts';
import type { InterestTerms } from './interestTerms.ts';
import { toldRate } from './toldRate.ts';

const activation = localDate(2026, 1, 1);
const fixed: InterestTerms = {
  source: { type: 'FIXED_INTEREST_RATE' },
  rates: { terms: 'FIXED', rate: rate(15) },
  chargeFrequency: 'EVERY_MONTH',
  chargeFrequencyCount: 1,
  daysInYear: 'ACTUAL_365_FIXED',
  balance: { method: 'MINIMUM' },
  allowNegativeInterestRate: false,
  noGains: null,
};
const onIndex = (spread: string, ceiling: string | null): InterestTerms => ({
  ...fixed,
  source: {
    type: 'INDEX_INTEREST_RATE',
    reviews: [
      { from: activation, value: rate('2.5') },
      { from: localDate(2026, 7, 1), value: rate(3) },
    ],
    floor: null,
    ceiling: ceiling === null ? null : rate(ceiling),
  },
  rates: { terms: 'FIXED', rate: rate(spread) },
});
const byPeriod: InterestTerms = {
  ...onIndex('0', null),
  rates: {
    terms: 'TIERED_PERIOD',
    tiers: [
      { endingDay: 10, interestRate: rate(1) },
      { endingDay: null, interestRate: rate(4) },
    ],
  },
};

test.each([
  ['a fixed rate is told as it is quoted', fixed, localDate(2026, 3, 1), { interestRate: '15' }],
  [
    'index and spread',
    onIndex('1.25', null),
    localDate(2026, 6, 30),
    { interestRate: '3.75', indexInterestRate: '2.5' },
  ],
  ['from its review', onIndex('1.25', null), localDate(2026, 7, 1), { interestRate: '4.25', indexInterestRate: '3' }],
  ['within its ceiling', onIndex('9', '8'), localDate(2026, 7, 1), { interestRate: '8', indexInterestRate: '3' }],
  ['the tier of the day', byPeriod, localDate(2026, 1, 11), { interestRate: '6.5', indexInterestRate: '2.5' }],
  ['nothing before the first value', onIndex('1', null), localDate(2025, 12, 31), {}],
])('%s', (_, terms, date, told) => {
  expect(
    JSON.parse(JSON.stringify(toldRate(terms, date, activation)), (__, value) =>
      typeof value === 'number' ? String(value) : value,
    ),
  ).toEqual(told);
});
