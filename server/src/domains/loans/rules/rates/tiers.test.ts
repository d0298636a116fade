import { describe, expect, test } from 'vitest';
import type { Schemas } from '../../../../generated/schemas.ts';
import { type Decimalish, money, rate } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { loanTermsOf } from '../accountTerms.ts';
import { everyDayWorks } from '../calendar.ts';
import { explainLoan } from '../explainLoan.ts';
import { disbursed, loanAt, on } from '../testLoan.ts';
import { loanProduct, type ProductChanges } from '../testProduct.ts';
import { refused } from '../testProductRows.ts';
import { revolvingTermsOf } from '../testTerms.ts';
import { type RateTiers, revivedTiers, storedTiers, tierRate, tiersOf } from './tiers.ts';

const three = (interestRateTerms: RateTiers['interestRateTerms'], last: number | null = 10_000): RateTiers => ({
  interestRateTerms,
  tiers: [
    { endingBalance: money(1000), interestRate: rate(24) },
    { endingBalance: money(5000), interestRate: rate(18) },
    { endingBalance: last === null ? null : money(last), interestRate: rate(12) },
  ],
});
const credit = (tiers: RateTiers, amount: number) =>
  [
    revolvingTermsOf({ loanAmount: 20_000, interest: { daysInYear: 'E30_360', tiers } }),
    [disbursed('2024-01-10', amount)],
  ] as const;

describe('a balance', () => {
  test.each([
    [0, 24],
    [1000, 24],
    [1000.01, 18],
    [5000, 18],
    [6000, 12],
    [10_000, 12],
    [15_000, 12],
  ])('of %d has the rate of its tier, its end included: %d', (balance, expected) => {
    expect(tierRate(three('TIERED'), money(balance)).toNumber()).toBe(expected);
    expect(tierRate(three('TIERED', null), money(balance)).toNumber()).toBe(expected);
  });

  // 6000 for a month of thirty days: 12 % on all of it; or 24 % on 1000, 18 % on 4000 and 12 % on 1000, which is 1080 a year.
  test.each([
    ['TIERED', 6000, '60', 12],
    ['TIERED_BAND', 6000, '90', 12],
    ['TIERED', 5000, '75', 18],
    ['TIERED_BAND', 5000, '80', 18],
    ['TIERED', 900, '18', 24],
    ['TIERED_BAND', 900, '18', 24],
    ['TIERED_BAND', 12_000, '150', 12],
  ] as const)('%s of %d bears %s in a month, and has reached %d', (kind, amount, interest, reached) => {
    const loan = loanAt(...credit(three(kind), amount), '2024-02-09');
    const month = loanAt(...credit(three(kind), amount), '2024-02-10');
    expect(month.instalments[0]?.interest.expected.toFixed()).toBe(interest);
    expect(loan.terms.interest.interestRate.toNumber()).toBe(reached);
  });

  test('is explained band by band', () => {
    const [terms, events] = credit(three('TIERED_BAND'), 6000);
    const { instalments } = explainLoan(
      { terms, events, expectedDisbursementDate: null },
      on('2024-02-10'),
      everyDayWorks,
    );
    const parts = instalments[0]?.interest.parts.map(({ balance, rate: at, amount }) => [
      balance.toNumber(),
      at.toNumber(),
      amount.toNumber(),
    ]);
    expect(parts).toEqual([
      [1000, 24, 20],
      [4000, 18, 60],
      [1000, 12, 10],
    ]);
    expect(instalments[0]?.interest.moved.toFixed()).toBe('0');
  });
});

test('tiers survive the database', () => {
  const tiers = three('TIERED', null);
  expect(revivedTiers(JSON.parse(JSON.stringify(storedTiers(tiers))))).toEqual(tiers);
});

describe('a product with tiers', () => {
  type Tier = Schemas['InterestRateTier'];
  const tier = (endingBalance: Decimalish | undefined, interestRate: Decimalish = 12): Tier => ({
    ...(endingBalance === undefined ? {} : { endingBalance }),
    interestRate,
  });
  const tiered = (
    interestRateTiers: Tier[],
    rates: Partial<Schemas['InterestProductSettings']> = {},
    type: ProductChanges['type'] = 'REVOLVING_CREDIT',
  ): ProductChanges => ({
    type,
    rates: { interestRate: undefined, interestRateTerms: 'TIERED', interestRateTiers, ...rates },
    schedule: { repaymentScheduleMethod: 'DYNAMIC', numInstallments: undefined },
    payment: { principalPaymentSettings: { principalPaymentMethod: 'FLAT', amount: { defaultValue: 50 } } },
  });
  const good = [tier(1000, 24), tier(5000, 18), tier(undefined)];
  const ofBalance = { interestRate: undefined, interestRateTerms: 'TIERED' as const, interestRateTiers: good };

  test('is accepted, and its accounts copy the tiers', () => {
    expect(refused(tiered(good)).reason).toBe('accepted');
    expect(refused(tiered(good, { interestRateTerms: 'TIERED_BAND' })).reason).toBe('accepted');
    expect(tiersOf({ interestRateTerms: 'TIERED', interestRateTiers: good }).tiers).toEqual(three('TIERED', null));
    expect(tiersOf({ interestRateTerms: 'FIXED' })).toEqual({});
  });

  test.each<[string, string, ProductChanges]>([
    ['INVALID_INTEREST_RATE_TERMS', 'interestRateTerms', tiered(good, { interestRateTerms: 'TIERED_PERIOD' })],
    ['INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY', 'interestRateTerms', { type: 'INTEREST_FREE_LOAN', rates: ofBalance }],
    [
      'INVALID_INTEREST_RATE_TERMS',
      'a tranche would change the rate',
      {
        type: 'TRANCHED_LOAN',
        rates: ofBalance,
        schedule: { repaymentScheduleMethod: 'FIXED' },
        others: { loanAmountSettings: { trancheSettings: { maxNumberOfTranches: 3 } } },
      },
    ],
    [
      'INVALID_INTEREST_RATE_TERMS',
      'interestRateSource',
      tiered(good, { interestRateSource: 'INDEX_INTEREST_RATE', indexSourceKey: '4'.padEnd(32, '0') }),
    ],
    ['INVALID_INTEREST_RATE_TIERS', 'interestRateTiers needs', { rates: { interestRateTiers: good } }],
    ['INVALID_INTEREST_RATE_TIERS', 'interestRateTiers', tiered([])],
    ['INVALID_INTEREST_RATE_TIERS', '1 to 100', tiered(Array.from({ length: 101 }, (_, index) => tier(index + 1)))],
    ['INVALID_INTEREST_RATE_TIERS', 'interestRate:', tiered(good, { interestRate: { defaultValue: 1 } })],
    ['INVALID_INTEREST_RATE_TIERS', '[0].endingBalance', tiered([tier(undefined), tier(5000)])],
    ['INVALID_INTEREST_RATE_TIERS', '[0].endingBalance', tiered([tier(0), tier(5000)])],
    ['INVALID_INTEREST_RATE_TIERS', '[0].endingBalance', tiered([tier(-5), tier(5000)])],
    ['INVALID_INTEREST_RATE_TIERS', '[0].endingBalance', tiered([tier(1.005)])],
    ['INVALID_INTEREST_RATE_TIERS', '[0].endingBalance', tiered([tier(1e40)])],
    ['INVALID_INTEREST_RATE_TIERS', '[1].endingBalance', tiered([tier(10), tier(10)])],
    ['INVALID_INTEREST_RATE_TIERS', '[0].interestRate', tiered([tier(10, -1)])],
    ['INVALID_INTEREST_RATE_TIERS', '[0].interestRate', tiered([tier(10, 1e40)])],
  ])('is refused with %s for %s', (reason, property, changes) => {
    const error = refused(changes);
    expect(error.reason).toBe(reason);
    expect(error.source).toContain(property);
  });

  test.each<[string, ProductChanges]>([
    ['a fixed term', {}],
    ['equal instalments', { interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } }],
    ['flat interest', { interest: { interestCalculationMethod: 'FLAT' } }],
    ['interest at once', { interest: { interestApplicationMethod: 'AFTER_DISBURSEMENT' } }],
    [
      'a dynamic term',
      {
        type: 'DYNAMIC_TERM_LOAN',
        schedule: { repaymentScheduleMethod: 'DYNAMIC' },
        interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
      },
    ],
  ])('goes with %s', (_name, changes) => {
    expect(refused({ ...changes, rates: ofBalance }).reason).toBe('accepted');
  });

  test('leaves no rate to its accounts', () => {
    const facts = { decimals: 2, today: on('2026-01-15'), calendar: everyDayWorks, taxSource: () => undefined };
    const of = (wanted: Record<string, unknown>) => {
      const result = loanTermsOf(loanProduct(tiered(good)), { loanAmount: money(1000), ...wanted }, facts);
      return isRejection(result) ? result.errors[0]?.reason : result.terms.interest.interestRate.toNumber();
    };
    expect(of({})).toBe(24);
    expect(of({ interestRate: rate(0) })).toBe(24);
    expect(of({ interestRate: rate(5) })).toBe('INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES');
    expect(of({ interestSpread: rate(5) })).toBe('INTEREST_SPREAD_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES');
  });
});
