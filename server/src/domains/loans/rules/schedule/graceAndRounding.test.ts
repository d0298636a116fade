import { describe, expect, test } from 'vitest';
import type { LoanTerms } from '../terms.ts';
import { plannedOn } from '../testLoan.ts';
import { type TermsOf, termsOf } from '../testTerms.ts';

const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY', daysInYear: 'E30_360' } as const;

type Row = readonly [name: string, terms: TermsOf, disbursed: string, expected: string];

const grace = (terms: TermsOf): TermsOf => ({
  loanAmount: 120000,
  rate: 1,
  ...terms,
  schedule: { repaymentInstallments: 6, gracePeriod: 2, gracePeriodType: 'PAY_INTEREST_ONLY', ...terms.schedule },
  interest: { interestChargeFrequency: 'EVERY_MONTH', ...periodic, ...terms.interest },
});

const gracePeriods: readonly Row[] = [
  [
    'interest only, declining',
    grace({}),
    '2024-01-10',
    '0+1200.00 0+1200.00 30000+1200.00 30000+900.00 30000+600.00 30000+300.00',
  ],
  [
    'interest only, discounted',
    grace({ interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } }),
    '2024-01-10',
    '0+1200.00 0+1200.00 29553.73+1200.00 29849.27+904.46 30147.76+605.97 30449.24+304.49',
  ],
  [
    'forgiveness: interest of the grace period is not charged',
    grace({ schedule: { gracePeriodType: 'INTEREST_FORGIVENESS' } }),
    '2024-01-10',
    '0+0.00 0+0.00 30000+1200.00 30000+900.00 30000+600.00 30000+300.00',
  ],
  [
    'principal on every second instalment',
    {
      loanAmount: 9000,
      schedule: { repaymentInstallments: 6, principalRepaymentInterval: 2 },
      interest: periodic,
    },
    '2024-01-10',
    '0+90.00 3000+90.00 0+60.00 3000+60.00 0+30.00 3000+30.00',
  ],
];

const flatRounding = (method: LoanTerms['schedule']['rounding']['roundingRepaymentScheduleMethod']): TermsOf => ({
  rate: '1.2344',
  schedule: {
    repaymentInstallments: 3,
    rounding: {
      roundingRepaymentScheduleMethod: method,
      repaymentCurrencyRounding: 'NO_ROUNDING',
      repaymentElementsRoundingMethod: 'NO_ROUNDING',
    },
  },
  interest: { interestCalculationMethod: 'FLAT', interestChargeFrequency: 'EVERY_MONTH', ...periodic },
});

const wholeUnits = (
  elements: LoanTerms['schedule']['rounding']['repaymentElementsRoundingMethod'],
  currency: LoanTerms['schedule']['rounding']['repaymentCurrencyRounding'],
): TermsOf => ({
  loanAmount: 100000,
  rate: 1,
  schedule: {
    repaymentInstallments: 4,
    rounding: {
      roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
      repaymentCurrencyRounding: currency,
      repaymentElementsRoundingMethod: elements,
    },
  },
  interest: {
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    interestChargeFrequency: 'EVERY_MONTH',
    ...periodic,
  },
});

const rounding: readonly Row[] = [
  [
    'principal remainder into the last',
    flatRounding('ROUND_REMAINDER_INTO_LAST_REPAYMENT'),
    '2024-01-10',
    '333.33+12.34 333.33+12.34 333.34+12.34',
  ],
  [
    'interest remainder into the last, too',
    flatRounding('ROUND_PRINCIPAL_AND_INTEREST_REMAINDER_INTO_LAST_REPAYMENT'),
    '2024-01-10',
    '333.33+12.34 333.33+12.34 333.34+12.35',
  ],
  [
    'totals in whole units',
    wholeUnits('PAYMENT_DUE', 'ROUND_TO_NEAREST_WHOLE_UNIT'),
    '2024-01-10',
    '24628+1000.00 24874.28+753.72 25123.02+504.98 25374.70+253.75',
  ],
  [
    'every element in whole units',
    wholeUnits('ROUND_ALL', 'ROUND_TO_NEAREST_WHOLE_UNIT'),
    '2024-01-10',
    '24628+1000.00 24874+754.00 25123+505.00 25375+254.00',
  ],
  [
    'every element in whole units, upwards',
    wholeUnits('ROUND_ALL', 'ROUND_UP_TO_NEAREST_WHOLE_UNIT'),
    '2024-01-10',
    '24629+1000.00 24875+754.00 25124+505.00 25372+254.00',
  ],
];

describe.each([
  ['grace', gracePeriods],
  ['rounding', rounding],
])('%s', (_group, rows) => {
  test.each(rows)('%s', (_name, terms, disbursed, expected) => {
    expect(plannedOn(termsOf(terms), disbursed).join(' ')).toBe(expected);
  });
});
