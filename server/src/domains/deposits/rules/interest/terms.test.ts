import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../../../kernel/instant.ts';
import { money } from '../../../../kernel/money.ts';
import { dayMovements, overdrawn } from './dayBalances.ts';
import { becomesDormant, dormantFrom } from './dormancy.ts';
import { changedFrom, type History, replacedSince, valueOn } from './history.ts';
import type { InterestTerms } from './interestTerms.ts';
import {
  checkUndoMaturity,
  decideMaturityDate,
  defaultMaturityDate,
  type MaturingAccount,
  type MaturitySettings,
  matures,
} from './maturity.ts';
import { isPaused, pausesOf } from './pauses.ts';
import { type AccountTerms, type ProductTerms, termsOfProduct } from './termsOfProduct.ts';
import { day, fixedAt, refusal, terms } from './testInterest.ts';

const told = (history: History<string>): readonly string[] => history.map(({ from, value }) => `${from} ${value}`);
const history: History<string> = [
  { from: day('2024-01-01'), value: 'a' },
  { from: day('2024-03-01'), value: 'b' },
];

describe('history', () => {
  test.each([
    ['2023-12-31', undefined],
    ['2024-01-01', 'a'],
    ['2024-02-29', 'a'],
    ['2024-03-01', 'b'],
    ['2030-01-01', 'b'],
  ])('on %s holds %s', (date, expected) => {
    expect(valueOn(history, day(date))).toBe(expected);
  });

  test('changes', () => {
    expect(told(changedFrom(history, day('2024-02-01'), 'c'))).toEqual([
      '2024-01-01 a',
      '2024-02-01 c',
      '2024-03-01 b',
    ]);
    expect(told(changedFrom(history, day('2024-03-01'), 'c'))).toEqual(['2024-01-01 a', '2024-03-01 c']);
    expect(told(replacedSince(history, day('2024-02-01'), 'c'))).toEqual(['2024-01-01 a', '2024-02-01 c']);
    expect(told(replacedSince(history, day('2024-01-01'), 'c'))).toEqual(['2024-01-01 c']);
  });
});

describe('terms of a product', () => {
  const settings: ProductTerms = {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationBalance: 'END_OF_DAY',
    rateSettings: { interestChargeFrequency: 'ANNUALIZED', interestChargeFrequencyCount: 1 },
  };
  const of: AccountTerms = {
    rates: fixedAt(2).rates,
    source: { type: 'FIXED_INTEREST_RATE' },
    endOfDayFrom: day('2024-01-01'),
  };

  test('what it does not say is nothing', () => {
    expect(termsOfProduct(settings, of)).toEqual(terms());
  });

  test.each<readonly [Partial<ProductTerms>, Partial<InterestTerms>]>([
    [{ maximumBalance: money(9) }, { balance: { method: 'END_OF_DAY', maximumBalance: money(9) } }],
    [{ maximumBalance: money(9), interestCalculationBalance: 'AVERAGE' }, { balance: { method: 'AVERAGE' } }],
    [
      { interestCalculationBalance: 'MINIMUM_TO_END_OF_DAY' },
      { balance: { method: 'MINIMUM_TO_END_OF_DAY', endOfDayFrom: day('2024-01-01') } },
    ],
    [{ allowNegativeInterestRate: true }, { allowNegativeInterestRate: true }],
    [{ interestGainsProvidedStartDate: day('2024-02-01') }, { noGains: { start: day('2024-02-01'), end: null } }],
    [
      { interestGainsProvidedStartDate: null, interestGainsProvidedEndDate: day('2024-02-01') },
      { noGains: { start: null, end: day('2024-02-01') } },
    ],
    [
      { rateSettings: { interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 10 } },
      { chargeFrequency: 'EVERY_X_DAYS', chargeFrequencyCount: 10 },
    ],
  ])('%j', (changes, expected) => {
    expect(termsOfProduct({ ...settings, ...changes }, of)).toEqual(terms(expected));
  });
});

test('a movement belongs to the day of the bank', () => {
  const inKabul = (moment: Instant) => day(new Date(moment + 16_200_000).toISOString().slice(0, 10));
  const late = instant(Date.parse('2024-06-03T20:00:00Z'));
  expect(dayMovements([{ valueDate: late, amount: money(5) }], inKabul)).toEqual([
    { date: '2024-06-04', amount: money(5) },
  ]);
});

test.each([
  ['-1', '0', '0', '1'],
  ['-101', '100', '100', '1'],
  ['-100', '100', '100', '0'],
  ['100', '100', '0', '0'],
  ['-5', null, '5', '0'],
  ['-5', '-1', '0', '5'],
])(
  'a balance of %s with a limit of %s is overdrawn by %s, and technically by %s',
  (balance, limit, authorised, technical) => {
    const owed = overdrawn(money(balance), limit === null ? null : money(limit));
    expect([owed.authorised.toFixed(), owed.technical.toFixed()]).toEqual([authorised, technical]);
  },
);

describe('pauses', () => {
  const lock = { from: day('2024-02-01'), to: day('2024-02-10') };
  const facts = {
    locks: [lock],
    collectInterestWhenLocked: false,
    dormancies: [],
    maturityDate: day('2024-06-01'),
    accrueInterestAfterMaturity: false,
    closedDate: null,
  };

  test.each([
    ['2024-01-31', false],
    ['2024-02-01', true],
    ['2024-02-09', true],
    ['2024-02-10', false],
    ['2024-05-31', false],
    ['2024-06-01', true],
    ['2025-01-01', true],
  ])('%s: %s', (date, expected) => {
    expect(isPaused(pausesOf(facts), day(date))).toBe(expected);
  });

  test('settings of the product that keep it accruing', () => {
    const always = pausesOf({ ...facts, collectInterestWhenLocked: true, accrueInterestAfterMaturity: true });
    expect(always).toEqual([]);
    expect(pausesOf({ ...facts, locks: [], closedDate: day('2024-05-01') })).toEqual([
      { from: '2024-05-01', to: null },
    ]);
    expect(pausesOf({ ...facts, locks: [], closedDate: day('2024-07-01') })).toEqual([
      { from: '2024-06-01', to: null },
    ]);
    const asleep = { from: day('2024-03-01'), to: null };
    expect(isPaused(pausesOf({ ...facts, dormancies: [asleep] }), day('2024-03-01'))).toBe(true);
  });
});

describe('maturity', () => {
  const settings: MaturitySettings = { maturityPeriodUnit: 'MONTHS', minValue: 6, maxValue: 24, defaultValue: 12 };
  const fixed: MaturingAccount = { accountType: 'FIXED_DEPOSIT', accountState: 'ACTIVE', maturityDate: null };
  const start = day('2024-08-31');

  test.each<readonly [MaturitySettings['maturityPeriodUnit'], number, string]>([
    ['DAYS', 90, '2024-11-29'],
    ['WEEKS', 4, '2024-09-28'],
    ['MONTHS', 6, '2025-02-28'],
    ['MONTHS', 2_147_483_647, '9999-12-31'],
    ['DAYS', 2_147_483_647, '9999-12-31'],
  ])('the product term in %s of %d ends on %s', (unit, length, expected) => {
    expect(
      defaultMaturityDate(start, { maturityPeriodUnit: unit, minValue: null, maxValue: null, defaultValue: length }),
    ).toBe(expected);
  });

  test.each<readonly [string | null, Partial<MaturingAccount>, Partial<MaturitySettings>, string]>([
    [null, {}, {}, '2025-08-31'],
    ['2025-02-28', {}, {}, '2025-02-28'],
    ['2026-08-31', {}, {}, '2026-08-31'],
    ['2025-02-27', {}, {}, 'INVALID_DATE'],
    ['2026-09-01', {}, {}, 'INVALID_DATE'],
    ['2024-08-31', {}, { minValue: null }, 'INVALID_DATE'],
    [null, {}, { defaultValue: null }, 'INVALID_DATE'],
    [null, { accountType: 'SAVINGS_PLAN' }, {}, '2025-08-31'],
    [null, { accountType: 'CURRENT_ACCOUNT' }, {}, 'INVALID_DEPOSIT_ACCOUNT_STATE'],
    [null, { accountState: 'APPROVED' }, {}, 'INVALID_DEPOSIT_ACCOUNT_STATE'],
    [null, { maturityDate: day('2025-01-01') }, {}, 'MATURITY_PERIOD_ALREADY_STARTED'],
  ])('asked for %s with %j and %j: %s', (wanted, changes, limits, expected) => {
    const decided = decideMaturityDate({ ...fixed, ...changes }, start, wanted === null ? null : day(wanted), {
      ...settings,
      ...limits,
    });
    expect(refusal(decided) ?? decided).toBe(expected);
  });

  test.each<readonly [Partial<MaturingAccount>, string | undefined, boolean]>([
    [{}, 'MATURITY_PERIOD_NOT_STARTED', false],
    [{ maturityDate: day('2024-09-01') }, undefined, false],
    [{ maturityDate: start }, 'INVALID_DEPOSIT_ACCOUNT_STATE', true],
    [{ maturityDate: day('2024-01-01') }, 'INVALID_DEPOSIT_ACCOUNT_STATE', true],
    [{ maturityDate: start, accountState: 'MATURED' }, 'INVALID_DEPOSIT_ACCOUNT_STATE', false],
  ])('of %j: undone with %s, matures: %s', (changes, undone, matured) => {
    expect(refusal(checkUndoMaturity({ ...fixed, ...changes }, start))).toBe(undone);
    expect(matures({ ...fixed, ...changes }, start)).toBe(matured);
  });
});

describe('dormancy', () => {
  test.each([
    [30, '2024-03-01', '2024-03-31'],
    [1, '2024-02-28', '2024-02-29'],
    [0, '2024-03-01', null],
    [null, '2024-03-01', null],
  ])('after %s days without activity since %s: from %s', (days, last, expected) => {
    expect(dormantFrom(day(last), days)).toBe(expected);
    expect(becomesDormant(day(last), days, day(expected ?? '9999-12-31'))).toBe(expected !== null);
    expect(becomesDormant(day(last), days, day(last))).toBe(false);
  });
});
