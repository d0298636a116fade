import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../kernel/localDate.ts';
import { isZero, money, zero } from '../../../kernel/money.ts';
import { type CashFlows, lengthBy } from './effectiveInterest.ts';
import {
  type AmortizedFee,
  amortizationOf,
  type FeeAmortization,
  incomeByBranch,
  recognisedBy,
  toldByNight,
  toRecognise,
  wantedIncome,
  withDeferredFees,
} from './feeAmortization.ts';
import { on } from './testLoan.ts';
import { fee, fees, free, type Row, refused } from './testProductRows.ts';

const dueDates = ['2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10'].map(on);
const byDueDates = (profile: FeeAmortization['profile'], daily = false): FeeAmortization => ({
  profile,
  intervals: { of: 'DUE_DATES', daily },
});
const periods = (
  unit: 'DAYS' | 'WEEKS' | 'MONTHS' | 'YEARS',
  every: number,
  count: number | null,
): FeeAmortization => ({
  profile: 'STRAIGHT_LINE',
  intervals: { of: 'PERIODS', unit, every, count },
});
const applied = (amortization: FeeAmortization, amount = '100', from = '2026-01-10'): AmortizedFee => ({
  amortization,
  amount: money(amount),
  from: on(from),
  dueDates,
  decimals: 2,
});
const by = (given: AmortizedFee, ...days: readonly string[]): string[] =>
  days.map((day) => recognisedBy(given, on(day)).toString());

describe('of a fee of 100 over four due dates', () => {
  const ends = ['2026-01-10', '2026-02-09', '2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10', '2027-01-01'];
  test.each([
    ['STRAIGHT_LINE', ['0', '0', '25', '50', '75', '100', '100']],
    ['SUM_OF_YEARS_DIGITS', ['0', '0', '40', '70', '90', '100', '100']],
  ] as const)('%s is income %j', (profile, expected) => {
    expect(by(applied(byDueDates(profile)), ...ends)).toEqual(expected);
  });

  test('booked daily, the running interval counts its days', () => {
    // 28 days to 10 March.
    expect(by(applied(byDueDates('STRAIGHT_LINE', true)), '2026-02-10', '2026-02-17', '2026-03-10')).toEqual([
      '25',
      '31.25',
      '50',
    ]);
  });

  test('the last interval takes what rounding leaves', () => {
    expect(by(applied(byDueDates('STRAIGHT_LINE'), '10.01'), '2026-02-10', '2026-04-10', '2026-05-10')).toEqual([
      '2.5',
      '7.51',
      '10.01',
    ]);
  });

  test('applied later it spreads over the due dates that are left, and after them it is income at once', () => {
    expect(by(applied(byDueDates('STRAIGHT_LINE'), '100', '2026-03-10'), '2026-04-10')).toEqual(['50']);
    expect(by(applied(byDueDates('STRAIGHT_LINE'), '100', '2026-05-10'), '2026-05-10')).toEqual(['100']);
  });
});

describe('of a fee of 100 over periods', () => {
  test.each([
    ['ten of three days', periods('DAYS', 3, 10), ['10', '10', '100']],
    ['two of two weeks', periods('WEEKS', 2, 2), ['0', '0', '100']],
    ['five months', periods('MONTHS', 1, 5), ['0', '0', '20']],
    ['weeks of the full term: 17 and what is left of the 18th', periods('WEEKS', 1, null), ['0', '0', '22.22']],
    ['a year', periods('YEARS', 1, 1), ['0', '0', '0']],
  ] as const)('%s', (_, amortization, expected) => {
    expect(by(applied(amortization), '2026-01-13', '2026-01-15', '2026-02-10')).toEqual(expected);
  });
});

// 12 % a year, 1 % for each interval, of 1000 that are repaid in equal parts.
const cashFlows: CashFlows = {
  payments: dueDates.map((dueDate, index) => ({
    dueDate,
    principal: money(250),
    interest: money(10 - 2.5 * index),
  })),
  lent: [{ on: on('2026-01-10'), amount: money(1000) }],
  lengthOf: lengthBy(
    { daysInYear: 'ACTUAL_365_FIXED', scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
    () => true,
  ),
};

describe('of a fee of 100 by the effective rate', () => {
  const byRate = (
    intervals: FeeAmortization['intervals'] = { of: 'DUE_DATES', daily: false },
    from = '2026-01-10',
  ): AmortizedFee => ({ ...applied({ profile: 'EFFECTIVE_INTEREST_RATE', intervals }, '100', from), cashFlows });

  test('it is income with the due dates, most of it while most is owed', () => {
    // 900 at 5.4409 % for an interval: 48.97, less 10; then on 900 + 48.97 - 260 = 688.97: 37.49, less 7.50.
    expect(by(byRate(), '2026-01-10', '2026-02-09', '2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10')).toEqual([
      '0',
      '0',
      '38.97',
      '68.95',
      '89.47',
      '100',
    ]);
  });

  test('booked daily, the running interval counts its days', () => {
    const daily = byRate({ of: 'DUE_DATES', daily: true });
    expect(by(daily, '2026-02-10', '2026-02-17', '2026-02-24', '2026-03-10')).toEqual([
      '38.97',
      '46.47',
      '53.96',
      '68.95',
    ]);
  });

  test('over periods of its own it is income with each as far as it is earned, and all of it with the last', () => {
    const months = byRate({ of: 'PERIODS', unit: 'MONTHS', every: 1, count: 2 });
    expect(by(months, '2026-02-09', '2026-02-10', '2026-03-09', '2026-03-10')).toEqual(['0', '56.51', '56.51', '100']);
    const term = byRate({ of: 'PERIODS', unit: 'DAYS', every: 14, count: null });
    expect(by(term, '2026-01-23', '2026-01-24', '2026-02-07', '2026-05-10')).toEqual(['0', '17.6', '35.2', '100']);
    // Nothing is earned after the last payment, however many intervals are left.
    const long = byRate({ of: 'PERIODS', unit: 'YEARS', every: 1, count: 2 });
    expect(by(long, '2027-01-09', '2027-01-10')).toEqual(['0', '100']);
  });

  test('where the loan has no such rate it is income in equal parts', () => {
    const given = byRate();
    const large = { ...given, amount: money(2000) };
    expect(by(large, '2026-02-10', '2026-04-10')).toEqual(['500', '1500']);
    const { cashFlows: _none, ...without } = given;
    expect(by(without, '2026-02-10')).toEqual(['25']);
  });

  test('between its intervals nothing but its end makes income of it, so that another schedule is told with the next one', () => {
    const told = (day: string | null, state: { isClosed?: boolean; isUndone?: boolean } = {}) => ({
      fee: byRate(),
      isUndone: false,
      isClosed: false,
      ...state,
      toldTo: day === null ? null : on(day),
    });
    const booked = (day: string, of: ReturnType<typeof told>) => toRecognise(of, money(30), on(day)).toString();
    expect(toldByNight(told(null), on('2026-02-20'))).toBe('2026-02-10');
    expect(toldByNight(told(null), on('2026-02-09'))).toBeNull();
    expect(toldByNight(told(null, { isClosed: true }), on('2026-02-20'))).toBeNull();
    expect(booked('2026-02-20', told('2026-02-10'))).toBe('0');
    expect(booked('2026-02-20', told(null))).toBe('8.97');
    expect(booked('2026-03-10', told('2026-02-10'))).toBe('38.95');
    expect(booked('2026-02-20', told('2026-02-10', { isClosed: true }))).toBe('70');
    expect(booked('2026-02-20', told('2026-02-10', { isUndone: true }))).toBe('-30');
    // Opened again before the first interval ended, all of it is deferred again.
    expect(booked('2026-02-09', told(null))).toBe('-30');
    expect(booked('2026-05-10', told('2026-05-10'))).toBe('70');
  });
});

test('an undone fee is no income, and one of a closed loan is all income', () => {
  const given = applied(byDueDates('STRAIGHT_LINE'));
  const day = on('2026-03-10');
  const stand = (isUndone: boolean, isClosed: boolean) =>
    wantedIncome({ fee: given, isUndone, isClosed }, day).toString();
  expect([stand(false, false), stand(true, false), stand(false, true), stand(true, true)]).toEqual([
    '50',
    '0',
    '100',
    '0',
  ]);
  expect(toRecognise({ fee: given, isUndone: true, isClosed: false, toldTo: null }, money(25), day).toString()).toBe(
    '-25',
  );
});

test('only income of amortised fees is deferred', () => {
  const line = (resource: 'FEE_INCOME' | 'FEE_RECEIVABLE', predefinedFeeKey?: string) => ({
    resource,
    side: resource === 'FEE_INCOME' ? ('CREDIT' as const) : ('DEBIT' as const),
    amount: money(5),
    ...(predefinedFeeKey === undefined ? {} : { predefinedFeeKey }),
  });
  const lines = [line('FEE_RECEIVABLE', 'a'), line('FEE_INCOME', 'a'), line('FEE_INCOME', 'b'), line('FEE_INCOME')];
  expect(withDeferredFees(lines, (key) => key === 'a').map(({ resource }) => resource)).toEqual([
    'FEE_RECEIVABLE',
    'DEFERRED_FEE_INCOME',
    'FEE_INCOME',
    'FEE_INCOME',
  ]);
});

test('whatever the settings, income only grows, from nothing to the whole fee', () => {
  const anyAmortization: fc.Arbitrary<FeeAmortization> = fc.record({
    profile: fc.constantFrom(
      'STRAIGHT_LINE' as const,
      'SUM_OF_YEARS_DIGITS' as const,
      'EFFECTIVE_INTEREST_RATE' as const,
    ),
    intervals: fc.oneof(
      fc.record({ of: fc.constant('DUE_DATES' as const), daily: fc.boolean() }),
      fc.record({
        of: fc.constant('PERIODS' as const),
        unit: fc.constantFrom('DAYS' as const, 'WEEKS' as const, 'MONTHS' as const),
        every: fc.integer({ min: 1, max: 5 }),
        count: fc.option(fc.integer({ min: 1, max: 30 })),
      }),
    ),
  });
  fc.assert(
    fc.property(anyAmortization, fc.integer({ min: 1, max: 100_000 }), (amortization, cents) => {
      const given = { ...applied(amortization, money(cents).div(100).toFixed(2)), cashFlows };
      let before = recognisedBy(given, given.from);
      expect(isZero(before)).toBe(true);
      for (let days = 1; days < 5 * 30 * 31; days += 7) {
        const income = recognisedBy(given, plusDays(given.from, days));
        expect(income.greaterThanOrEqualTo(before) && income.lessThanOrEqualTo(given.amount)).toBe(true);
        before = income;
      }
      expect(before.toString()).toBe(given.amount.toString());
      expect(wantedIncome({ fee: given, isUndone: true, isClosed: false }, given.from)).toEqual(zero);
    }),
    { numRuns: 60 },
  );
});

describe('the settings of a product', () => {
  test.each([
    [undefined, null],
    [{ amortizationProfile: 'NONE', frequency: 'CUSTOM_INTERVAL' }, null],
    [
      { amortizationProfile: 'STRAIGHT_LINE', frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES_DAILY_BOOKING' },
      byDueDates('STRAIGHT_LINE', true),
    ],
    [
      {
        amortizationProfile: 'STRAIGHT_LINE',
        frequency: 'CUSTOM_INTERVAL',
        periodCount: 2,
        periodUnit: 'WEEKS',
        intervalType: 'FULL_TERM',
      },
      periods('WEEKS', 2, null),
    ],
  ] as const)('%j', (settings, expected) => {
    expect(amortizationOf(settings)).toEqual(expected);
  });

  const line = { amortizationProfile: 'STRAIGHT_LINE' as const };
  const custom = { ...line, frequency: 'CUSTOM_INTERVAL' as const, periodCount: 1, periodUnit: 'MONTHS' as const };
  const dates = { ...line, frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES' as const };
  const accrual = (settings: NonNullable<Parameters<typeof amortizationOf>[0]>, more = {}) => {
    const { others } = fees(fee({ amortizationSettings: settings, ...more }));
    return { others: { ...others, accountingSettings: { accountingMethod: 'ACCRUAL' as const } } };
  };
  const rows: readonly Row[] = [
    [
      'CANNOT_USE_EFFECTIVE_INTEREST_RATE_FEE_WITHOUT_INTEREST_RATE_VALUE',
      'amortizationProfile',
      {
        type: free,
        rates: { interestRate: undefined },
        ...accrual({ ...dates, amortizationProfile: 'EFFECTIVE_INTEREST_RATE' }),
      },
    ],
    ['INCONSISTENT_AMORTIZATION_ACCOUNTING_SETUP', 'amortizationProfile', fees(fee({ amortizationSettings: dates }))],
    ['AMORTIZATION_PROFILE_NOT_ALLOWED', 'amortizationProfile', accrual(dates, { trigger: 'LATE_REPAYMENT' })],
    ['INVALID_AMORTIZATION_FREQUENCY', 'frequency', accrual(line)],
    [
      'INVALID_AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_COUNT',
      'periodCount',
      accrual({ ...custom, periodCount: 0 }),
    ],
    [
      'INVALID_AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_UNIT',
      'periodUnit',
      accrual({ ...custom, periodUnit: undefined }),
    ],
    ['INVALID_AMORTIZATION_FREQUENCY_INTERVAL_TYPE', 'intervalType', accrual(custom)],
    [
      'INVALID_AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_TOTAL_STEPS',
      'intervalCount',
      accrual({ ...custom, intervalType: 'PREDEFINED_INTERVALS' }),
    ],
    [
      'AMORTIZATION_FREQUENCY_INTERVAL_COUNT_NOT_ALLOWED',
      'intervalCount',
      accrual({ ...custom, intervalType: 'FULL_TERM', intervalCount: 4 }),
    ],
    [
      'AMORTIZATION_FREQUENCY_INTERVAL_TYPE_NOT_ALLOWED',
      'intervalType',
      accrual({ ...dates, intervalType: 'FULL_TERM' }),
    ],
    [
      'AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_COUNT_NOT_ALLOWED',
      'periodCount',
      accrual({ ...dates, periodCount: 1 }),
    ],
    [
      'AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_UNIT_NOT_ALLOWED',
      'periodUnit',
      accrual({ ...dates, periodUnit: 'DAYS' }),
    ],
  ];
  test.each(rows)('%s for %s', (reason, property, changes) => {
    const found = refused(changes);
    expect(found.reason).toBe(reason);
    expect(found.source).toContain(property);
  });
});

describe('income of a fee of which B1 and B2 earned 40 and 30, and 20 where the loan is now, in B3', () => {
  const before = [
    { branchKey: 'B1', amount: money(40) },
    { branchKey: 'B2', amount: money(30) },
  ];
  const told = (parts: readonly { readonly branchKey: string; readonly amount: { toFixed(): string } }[]): string =>
    parts.map(({ branchKey, amount }) => `${branchKey} ${amount.toFixed()}`).join(' ');
  test.each([
    ['10', 'B3 10', 'B1 40 B2 30'],
    ['-10', 'B3 -10', 'B1 40 B2 30'],
    ['-20', 'B3 -20', 'B1 40 B2 30'],
    ['-45', 'B3 -20 B2 -25', 'B1 40 B2 5'],
    ['-50', 'B3 -20 B2 -30', 'B1 40'],
    ['-90', 'B3 -20 B2 -30 B1 -40', ''],
  ])('%s is booked in %s', (amount, booked, left) => {
    const answer = incomeByBranch(money(amount), { branchKey: 'B3', amount: money(20) }, before);
    expect([told(answer.booked), told(answer.left)]).toEqual([booked, left]);
  });
});
