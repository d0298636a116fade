import { describe, expect, test } from 'vitest';
import { money, sum } from '../../../../kernel/money.ts';
import { everyDayWorks } from '../calendar.ts';
import { on, plannedOn } from '../testLoan.ts';
import { type TermsOf, termsOf } from '../testTerms.ts';
import { buildSchedule } from './buildSchedule.ts';

const monthly = {
  scheduleDueDatesMethod: 'INTERVAL',
  repaymentPeriodCount: 1,
  repaymentPeriodUnit: 'MONTHS',
  firstRepaymentDueDateOffset: 0,
} as const;

const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY', daysInYear: 'E30_360' } as const;

type Row = readonly [name: string, terms: TermsOf, disbursed: string, expected: string];

const userGuide = (terms: Pick<TermsOf, 'interest'>): TermsOf => ({
  loanAmount: 1000,
  rate: 10,
  schedule: { repaymentInstallments: 4 },
  interest: { interestChargeFrequency: 'EVERY_MONTH', ...terms.interest },
});

const calculationMethods: readonly Row[] = [
  [
    'flat, periodicity',
    userGuide({
      interest: { interestCalculationMethod: 'FLAT', scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
    }),
    '2011-01-23',
    '250+100.00 250+100.00 250+100.00 250+100.00',
  ],
  [
    'declining, periodicity',
    userGuide({ interest: { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' } }),
    '2011-01-23',
    '250+100.00 250+75.00 250+50.00 250+25.00',
  ],
  [
    'discounted, periodicity',
    userGuide({
      interest: {
        interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
        scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
      },
    }),
    '2011-01-23',
    '215.47+100.00 237.02+78.45 260.72+54.75 286.79+28.68',
  ],
  ['declining, ACT/365', userGuide({}), '2011-01-23', '250+101.92 250+69.04 250+50.96 250+24.66'],
  [
    'discounted, ACT/365',
    userGuide({ interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } }),
    '2011-01-23',
    '213.55+101.92 243.07+72.40 260.09+55.38 283.29+27.94',
  ],
  [
    'discounted, 30E/360, simple',
    {
      rate: 10,
      schedule: { repaymentInstallments: 5 },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', daysInYear: 'E30_360' },
    },
    '2020-01-01',
    '196.70+8.33 198.34+6.69 199.99+5.04 201.66+3.37 203.31+1.69',
  ],
  [
    'discounted, 30E/360, compound',
    {
      rate: 10,
      schedule: { repaymentInstallments: 5 },
      interest: {
        interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
        daysInYear: 'E30_360',
        interestType: 'COMPOUNDING_INTEREST',
      },
    },
    '2020-01-01',
    '196.84+7.97 198.41+6.40 199.99+4.82 201.58+3.23 203.18+1.62',
  ],
  [
    'declining, ACT/360',
    { rate: 10, schedule: { repaymentInstallments: 6 }, interest: { daysInYear: 'ACTUAL_360' } },
    '2017-01-21',
    '166.67+8.61 166.67+6.48 166.67+5.74 166.67+4.17 166.67+2.87 166.65+1.39',
  ],
  [
    'discounted, ACT/360',
    {
      rate: 10,
      schedule: { repaymentInstallments: 6 },
      interest: { daysInYear: 'ACTUAL_360', interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
    },
    '2017-01-21',
    '162.95+8.61 165.05+6.51 165.77+5.79 167.34+4.22 168.64+2.92 170.25+1.42',
  ],
  [
    'declining, ISDA over New Year',
    {
      loanAmount: 3000,
      rate: 10,
      schedule: { repaymentInstallments: 3 },
      interest: { daysInYear: 'ACTUAL_ACTUAL_ISDA' },
    },
    '2023-11-15',
    '1000+24.66 1000+16.97 1000+8.47',
  ],
  [
    'declining, ACT/360, weekly',
    {
      loanAmount: 2000,
      schedule: { repaymentInstallments: 4, dueDates: { ...monthly, repaymentPeriodUnit: 'WEEKS' } },
      interest: { daysInYear: 'ACTUAL_360' },
    },
    '2024-06-03',
    '500+4.67 500+3.50 500+2.33 500+1.17',
  ],
  [
    'flat, 1 % a week, every two weeks',
    {
      rate: 1,
      schedule: {
        repaymentInstallments: 2,
        dueDates: { ...monthly, repaymentPeriodUnit: 'WEEKS', repaymentPeriodCount: 2 },
      },
      interest: {
        interestChargeFrequency: 'EVERY_WEEK',
        scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
        interestCalculationMethod: 'FLAT',
      },
    },
    '2024-06-03',
    '500+20.00 500+20.00',
  ],
  [
    'interest-free',
    { productType: 'INTEREST_FREE_LOAN', rate: 0, schedule: { repaymentInstallments: 3 } },
    '2024-06-03',
    '333.33+0.00 333.33+0.00 333.34+0.00',
  ],
];

const amortisation: readonly Row[] = [
  [
    'standard, long first period',
    {
      loanAmount: 12000,
      rate: 18,
      schedule: { repaymentInstallments: 6, firstRepaymentDate: on('2024-03-01') },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
    },
    '2024-01-15',
    '1834.08+272.22 1950.89+155.41 1984.76+121.54 2011.05+95.25 2043.88+62.42 2175.34+33.26',
  ],
  [
    'optimised, long first period',
    {
      loanAmount: 12000,
      rate: 18,
      schedule: {
        repaymentInstallments: 6,
        firstRepaymentDate: on('2024-03-01'),
        amortization: { amortizationMethod: 'OPTIMIZED_PAYMENTS', keepInstallmentsEqualIfLongFirstPeriod: true },
      },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
    },
    '2024-01-15',
    '1850.50+272.22 1967.56+155.16 2001.67+121.05 2028.24+94.48 2061.29+61.43 2090.74+31.96',
  ],
  [
    'balloon with a periodic payment',
    {
      loanAmount: 10000,
      schedule: {
        repaymentInstallments: 5,
        amortization: { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { periodicPayment: money(500) } },
      },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', ...periodic },
    },
    '2024-01-10',
    '400+100.00 404+96.00 408.04+91.96 412.12+87.88 8375.84+83.76',
  ],
  [
    'payment plan',
    {
      loanAmount: 10000,
      schedule: {
        repaymentInstallments: 6,
        amortization: {
          amortizationMethod: 'PAYMENT_PLAN',
          paymentPlan: [
            { amount: money(500), toInstallment: 2 },
            { amount: money(2000), toInstallment: 4 },
            { amount: money(3000), toInstallment: 6 },
          ],
        },
      },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', ...periodic },
    },
    '2024-01-10',
    '400+100.00 404+96.00 1908.04+91.96 1927.12+72.88 2946.39+53.61 2414.45+24.14',
  ],
];

describe.each([
  ['calculation methods', calculationMethods],
  ['amortisation methods', amortisation],
])('%s', (_group, rows) => {
  test.each(rows)('%s', (_name, terms, disbursed, expected) => {
    expect(plannedOn(termsOf(terms), disbursed).join(' ')).toBe(expected);
  });
});

describe('level payments', () => {
  test('10,000 at 12 %, 12 months: 888.49 each, last 888.47, interest 661.86', () => {
    const terms = termsOf({
      loanAmount: 10000,
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', daysInYear: 'E30_360' },
    });
    const { instalments, payment } = buildSchedule(terms, terms.loanAmount, on('2024-01-10'), everyDayWorks);
    const totals = instalments.map(({ principal, interest }) => principal.plus(interest).toFixed(2));
    expect(payment?.toFixed(2)).toBe('888.49');
    expect(totals).toEqual([...Array.from({ length: 11 }, () => '888.49'), '888.47']);
    expect(sum(instalments.map(({ interest }) => interest)).toFixed(2)).toBe('661.86');
  });

  test('balloon by an amortisation period of 240 on 36 instalments', () => {
    const terms = termsOf({
      loanAmount: 1000000,
      rate: 1,
      schedule: {
        repaymentInstallments: 36,
        amortization: { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { amortizationPeriod: 240 } },
      },
      interest: {
        interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
        interestChargeFrequency: 'EVERY_MONTH',
        ...periodic,
      },
    });
    const { instalments, payment } = buildSchedule(terms, terms.loanAmount, on('2024-01-10'), everyDayWorks);
    expect(payment?.toFixed(2)).toBe('11010.86');
    const last = instalments.at(-1);
    expect(`${last?.principal.toFixed(2)}+${last?.interest.toFixed(2)}`).toBe('957887.29+9578.87');
  });

  test('a long first period may be paid on top of the first instalment', () => {
    const terms = termsOf({
      loanAmount: 12000,
      rate: 18,
      schedule: {
        repaymentInstallments: 6,
        firstRepaymentDate: on('2024-03-01'),
        amortization: { amortizationMethod: 'OPTIMIZED_PAYMENTS', keepInstallmentsEqualIfLongFirstPeriod: false },
      },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
    });
    const totals = buildSchedule(terms, terms.loanAmount, on('2024-01-15'), everyDayWorks).instalments.map(
      ({ principal, interest }) => principal.plus(interest).toFixed(2),
    );
    expect(new Set(totals.slice(1, -1)).size).toBe(1);
    expect(Number(totals[0]) - Number(totals[1])).toBeCloseTo(92.22, 2);
  });
});
