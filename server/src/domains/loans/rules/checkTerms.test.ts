import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { checkTerms } from './checkTerms.ts';
import type { Amortization, PeriodicPayment } from './terms.ts';
import { on } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const disbursement = on('2024-01-10');

const reason = (terms: TermsOf, make = termsOf): string =>
  checkTerms(make(terms), disbursement, everyDayWorks)?.errors[0]?.reason ?? 'accepted';

const whole: TermsOf['schedule'] = {
  rounding: {
    roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
    repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT',
    repaymentElementsRoundingMethod: 'ROUND_ALL',
  },
};

const interval = { scheduleDueDatesMethod: 'INTERVAL', firstRepaymentDueDateOffset: 0 } as const;

const fixedDays = (fixedDaysOfMonth: readonly number[]) =>
  ({
    scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
    fixedDaysOfMonth,
    shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
  }) as const;

const discounted = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } as const;

const amortised = (amortization: Amortization, interest: TermsOf['interest'] = discounted): TermsOf => ({
  schedule: { repaymentInstallments: 6, amortization },
  interest: { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY', ...interest },
});

const balloon = (periodicPayment: number): TermsOf =>
  amortised({ amortizationMethod: 'BALLOON_PAYMENTS', balloon: { periodicPayment: money(periodicPayment) } });

const plan = (...steps: readonly (readonly [number, number])[]): TermsOf =>
  amortised({
    amortizationMethod: 'PAYMENT_PLAN',
    paymentPlan: steps.map(([amount, toInstallment]): PeriodicPayment => ({ amount: money(amount), toInstallment })),
  });

describe('terms that make no schedule, in order of precedence', () => {
  test.each<[string, TermsOf]>([
    ['INVALID_AMOUNT', { loanAmount: -1, interest: { daysInYear: 'E30_42_365' } }],
    ['INVALID_AMOUNT', { loanAmount: '1000.001' }],
    ['LOAN_AMOUNT_DECIMALS_NOT_ALLOWED_WITH_ROUNDING', { loanAmount: '1000.5', schedule: whole }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', { rate: -1, interest: { daysInYear: 'E30_42_365' } }],
    ['INVALID_INTEREST_RATE', { rate: -1 }],
    ['INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY', { productType: 'INTEREST_FREE_LOAN' }],
    [
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      { interest: { interestCalculationMethod: 'FLAT', interestType: 'COMPOUNDING_INTEREST' } },
    ],
    ['INVALID_INSTALLMENTS', { schedule: { repaymentInstallments: 0, gracePeriod: 3 } }],
    ['INVALID_INSTALLMENTS', { schedule: { repaymentInstallments: 1.5 } }],
    ['INVALID_INSTALLMENTS', { schedule: { repaymentInstallments: 1201 } }],
    ['INVALID_GRACE_PERIOD', { schedule: { gracePeriod: 12, gracePeriodType: 'PAY_INTEREST_ONLY' } }],
    ['INVALID_GRACE_PERIOD', { schedule: { gracePeriod: 1 } }],
    ['INVALID_PRINCIPAL_REPAYMENT_INVERVAL', { schedule: { principalRepaymentInterval: 5 } }],
    ['MISSING_FIXED_DAYS_OF_MONTH', { schedule: { dueDates: fixedDays([]) } }],
    ['INVALID_REPAYMENT_DUE_DAY', { schedule: { dueDates: fixedDays([1, 32]) } }],
    [
      'INCONSISTENT_WITH_FIXED_DAYS_OF_MONTH',
      { schedule: { dueDates: fixedDays([1]), firstRepaymentDate: on('2024-01-02') } },
    ],
    [
      'MISSING_REPAYMENT_PERIOD_COUNT',
      { schedule: { dueDates: { ...interval, repaymentPeriodCount: 0, repaymentPeriodUnit: 'DAYS' } } },
    ],
    ['FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE', { schedule: { firstRepaymentDate: disbursement } }],
    [
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      amortised(
        { amortizationMethod: 'OPTIMIZED_PAYMENTS', keepInstallmentsEqualIfLongFirstPeriod: true },
        { interestCalculationMethod: 'DECLINING_BALANCE' },
      ),
    ],
    ['PAYMENT_PLAN_NOT_AVAILABLE', { ...plan([200, 6]), interest: discounted }],
    ['AT_LEAST_ONE_PERIODIC_PAYMENT_PLAN_MANDATORY', plan()],
    ['PAYMENT_PLAN_ENTRIES_NOT_ORDERED', plan([200, 3], [200, 3])],
    ['INVALID_TO_INSTALLMENT_POSITION', plan([200, 3], [200, 5])],
    ['SUM_OF_PERIODIC_PAYMENTS_LESS_OR_EQUAL_WITH_LOAN_AMOUNT', plan([100, 2], [200, 6])],
    [
      'INVALID_PERIODIC_PAYMENT',
      amortised({ amortizationMethod: 'BALLOON_PAYMENTS', balloon: { amortizationPeriod: 5 } }),
    ],
    ['INVALID_PERIODIC_PAYMENT', balloon(0)],
    ['PERIODIC_PAYMENT_GREATER_THAN_LOAN_AMOUNT', balloon(1001)],
    ['NEGATIVE_PRINCIPAL_FOR_INSTALLMENT', balloon(10)],
    [
      'INVALID_GRACE_PERIOD',
      { schedule: { ...balloon(100).schedule, gracePeriod: 1, gracePeriodType: 'PAY_INTEREST_ONLY' } },
    ],
    ['accepted', balloon(11)],
    ['accepted', plan([100, 2], [201, 6])],
    ['accepted', { rate: 0, productType: 'INTEREST_FREE_LOAN' }],
    ['accepted', { interest: { interestRate: rate('0.5') } }],
    ['accepted', { schedule: { dueDates: fixedDays([31]), firstRepaymentDate: on('2024-02-29') } }],
  ])('%s', (expected, terms) => {
    expect(reason(terms)).toBe(expected);
  });

  test('a dynamic schedule knows neither FLAT nor interest at disbursement', () => {
    const flat: TermsOf = { interest: { interestCalculationMethod: 'FLAT' } };
    const atOnce: TermsOf = { interest: { interestApplicationMethod: 'AFTER_DISBURSEMENT' } };
    expect([flat, atOnce, {}].map((terms) => reason(terms, dynamicTermsOf))).toEqual([
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      'accepted',
    ]);
  });
});
