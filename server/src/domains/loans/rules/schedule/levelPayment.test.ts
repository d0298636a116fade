import { describe, expect, test } from 'vitest';
import { Decimal, money, rate } from '../../../../kernel/money.ts';
import { everyDayWorks } from '../calendar.ts';
import { previewSchedule } from '../foldLoan.ts';
import type { RateTiers } from '../rates/tiers.ts';
import { expectedOf, on } from '../testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../testTerms.ts';
import { levelPayment } from './levelPayment.ts';

// Schedules over rates that follow the balance: 24 % up to 1000, 18 % up to 5000, 12 % above. A month has a twelfth of it.

const tiers = (interestRateTerms: RateTiers['interestRateTerms']): RateTiers => ({
  interestRateTerms,
  tiers: [
    { endingBalance: money(1000), interestRate: rate(24) },
    { endingBalance: money(5000), interestRate: rate(18) },
    { endingBalance: null, interestRate: rate(12) },
  ],
});

describe('the level payment', () => {
  test.each([
    ['315.47', 1000, 4],
    ['1100.00', 1000, 1],
    ['0.00', 0, 0],
  ])('is that of the formula where the factor is the same: %s for %d over %d', (payment, balance, count) => {
    const factors = Array.from({ length: count }, () => () => new Decimal('0.1'));
    expect(levelPayment(money(balance), factors).toFixed(2)).toBe(payment);
  });

  test('without interest is the balance by the count', () => {
    expect(levelPayment(money(900), [() => new Decimal(0), () => new Decimal(0)]).toFixed()).toBe('450');
  });
});

const terms = (kind: RateTiers['interestRateTerms'], changes: TermsOf = {}): TermsOf => ({
  loanAmount: 6000,
  ...changes,
  schedule: { repaymentInstallments: 6, ...changes.schedule },
  interest: { daysInYear: 'E30_360', tiers: tiers(kind), ...changes.interest },
});
const of = (given: TermsOf): string[] => {
  const make = given.schedule?.repaymentScheduleMethod === 'FIXED' ? termsOf : dynamicTermsOf;
  return previewSchedule(make(given), on('2024-01-10'), everyDayWorks).instalments.map(expectedOf);
};
const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } as const;
const fixed = { repaymentScheduleMethod: 'FIXED' } as const;

describe('a schedule over tiers', () => {
  // 6000 at 12 %, then 5000, 4000, 3000 and 2000 at 18 %, 1000 at 24 %.
  const declining = ['1000+60.00', '1000+75.00', '1000+60.00', '1000+45.00', '1000+30.00', '1000+20.00'];
  // In bands: 20 on the first 1000, 1.5 % of up to 4000, 1 % of what is above 5000.
  const banded = ['1000+90.00', '1000+80.00', '1000+65.00', '1000+50.00', '1000+35.00', '1000+20.00'];

  test.each<[string, TermsOf, readonly string[]]>([
    ['declining, dynamic', terms('TIERED'), declining],
    ['declining, dynamic, bands', terms('TIERED_BAND'), banded],
    ['declining, fixed', terms('TIERED', { schedule: fixed }), declining],
    [
      'declining, by periods',
      terms('TIERED_BAND', {
        schedule: fixed,
        interest: { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
      }),
      banded,
    ],
    [
      'flat: the tier of the whole amount throughout',
      terms('TIERED', { schedule: fixed, interest: { interestCalculationMethod: 'FLAT' } }),
      Array.from({ length: 6 }, () => '1000+60.00'),
    ],
    [
      'flat, bands',
      terms('TIERED_BAND', { schedule: fixed, interest: { interestCalculationMethod: 'FLAT' } }),
      Array.from({ length: 6 }, () => '1000+90.00'),
    ],
    [
      'grace of principal',
      terms('TIERED_BAND', {
        schedule: { repaymentInstallments: 7, gracePeriod: 1, gracePeriodType: 'PAY_INTEREST_ONLY' },
      }),
      ['0+90.00', ...banded],
    ],
  ])('%s', (_name, given, expected) => {
    expect(of(given)).toEqual(expected);
  });

  test.each<[string, TermsOf]>([
    ['dynamic, bands', terms('TIERED_BAND', { interest: equal })],
    ['dynamic, tiers', terms('TIERED', { interest: equal })],
    ['fixed, bands', terms('TIERED_BAND', { schedule: fixed, interest: equal })],
    [
      'optimised over actual days',
      terms('TIERED_BAND', {
        schedule: {
          amortization: { amortizationMethod: 'OPTIMIZED_PAYMENTS', keepInstallmentsEqualIfLongFirstPeriod: true },
        },
        interest: { ...equal, daysInYear: 'ACTUAL_365_FIXED' },
      }),
    ],
    ['compounding, bands', terms('TIERED_BAND', { interest: { ...equal, interestType: 'COMPOUNDING_INTEREST' } })],
  ])('of equal instalments has equal totals: %s', (_name, given) => {
    const totals = of(given).map((line) => line.split('+').reduce((sum, one) => sum.plus(one), new Decimal(0)));
    const [first = new Decimal(0)] = totals;
    for (const total of totals.slice(0, -1)) expect(total.toFixed(2)).toBe(first.toFixed(2));
    expect(totals.at(-1)?.minus(first).abs().lessThan('0.1')).toBe(true);
  });
});
