import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { checkLoanAvailability, loanTermsOf, type TermsFacts } from './accountTerms.ts';
import { everyDayWorks } from './calendar.ts';
import { checkLoanDates } from './loanDates.ts';
import type { LoanProduct } from './loanProduct.ts';
import { templateOf } from './loanProduct.ts';
import type { LoanTerms } from './terms.ts';
import { on } from './testLoan.ts';
import { loanProduct, type ProductChanges } from './testProduct.ts';
import { equal, periodic } from './testProductRows.ts';
import type { WantedLoan } from './wantedLoan.ts';

const taxRates = [
  { startDay: on('2026-01-01'), rate: rate(16) },
  { startDay: on('2026-03-01'), rate: rate(20) },
];
const facts: TermsFacts = {
  decimals: 2,
  today: on('2026-01-15'),
  calendar: everyDayWorks,
  taxSource: (key) => (key.startsWith('3') ? { rates: taxRates } : { rates: [] }),
};

const asked = (wanted: Partial<WantedLoan> = {}): WantedLoan => ({ loanAmount: money(1000), ...wanted });

const agreed = (product: LoanProduct, wanted: Partial<WantedLoan> = {}, before?: LoanTerms): LoanTerms => {
  const result = loanTermsOf(product, asked(wanted), facts, before);
  if (isRejection(result)) throw new Error(`${result.errors[0]?.reason}: ${result.errors[0]?.source}`);
  return result.terms;
};

const reasonOf = (changes: ProductChanges, wanted: Partial<WantedLoan>): string => {
  const result = loanTermsOf(loanProduct(changes), asked(wanted), facts);
  return isRejection(result) ? (result.errors[0]?.reason ?? '') : 'accepted';
};

const fixedDays: ProductChanges = {
  schedule: {
    scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
    defaultRepaymentPeriodCount: undefined,
    repaymentPeriodUnit: undefined,
    fixedDaysOfMonth: [1, 15],
  },
};

const balloon: ProductChanges = { interest: equal, payment: { amortizationMethod: 'BALLOON_PAYMENTS' } };

const plan: ProductChanges = {
  interest: { ...equal, ...periodic },
  payment: { amortizationMethod: 'PAYMENT_PLAN' },
};

const grace: ProductChanges = {
  others: {
    gracePeriodSettings: {
      gracePeriodType: 'PAY_INTEREST_ONLY',
      gracePeriod: { minValue: 1, maxValue: 3, defaultValue: 2 },
    },
  },
};

const tolerance = (tuple: { minValue?: number; maxValue?: number; defaultValue?: number }): ProductChanges => ({
  others: { arrearsSettings: { tolerancePeriod: tuple } },
});

const offset: ProductChanges = {
  schedule: { firstRepaymentDueDateOffset: { minValue: 0, maxValue: 10, defaultValue: 5 } },
};

const dynamicWith = (
  prepaymentRecalculationMethod:
    | 'REDUCE_NUMBER_OF_INSTALLMENTS'
    | 'RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT',
) => ({ type: 'DYNAMIC_TERM_LOAN', prepayment: { prepaymentRecalculationMethod } }) satisfies ProductChanges;

describe('terms of an account', () => {
  test('are the product’s defaults where the account says nothing', () => {
    const terms = agreed(loanProduct({ ...grace, ...offset }));
    expect(terms).toMatchObject({
      productType: 'FIXED_TERM_LOAN',
      currencyDecimals: 2,
      interest: { interestRate: rate(12), interestChargeFrequency: 'ANNUALIZED', daysInYear: 'ACTUAL_365_FIXED' },
      schedule: {
        repaymentInstallments: 12,
        gracePeriod: 2,
        principalRepaymentInterval: 1,
        dueDates: { repaymentPeriodCount: 1, repaymentPeriodUnit: 'MONTHS', firstRepaymentDueDateOffset: 5 },
        amortization: { amortizationMethod: 'STANDARD_PAYMENTS' },
      },
      arrears: { tolerancePeriod: 0 },
    });
  });

  test('are the account’s own within the product’s limits', () => {
    const terms = agreed(loanProduct({ ...grace, ...tolerance({ maxValue: 9 }) }), {
      interestRate: rate('7.5'),
      repaymentInstallments: 8,
      repaymentPeriodCount: 2,
      repaymentPeriodUnit: 'WEEKS',
      principalRepaymentInterval: 4,
      firstRepaymentDate: on('2026-02-20'),
    });
    expect(terms).toMatchObject({
      interest: { interestRate: rate('7.5') },
      schedule: {
        repaymentInstallments: 8,
        dueDates: { repaymentPeriodCount: 2, repaymentPeriodUnit: 'WEEKS' },
        principalRepaymentInterval: 4,
        firstRepaymentDate: '2026-02-20',
      },
    });
  });

  test('take the product’s fixed days, or their own', () => {
    expect(agreed(loanProduct(fixedDays)).schedule.dueDates).toEqual({
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [1, 15],
      shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
    });
    const own = agreed(loanProduct(fixedDays), { fixedDaysOfMonth: [28] }).schedule.dueDates;
    expect(own).toMatchObject({ fixedDaysOfMonth: [28] });
  });

  test('have the amortisation that the product asks for', () => {
    const of = (changes: ProductChanges, wanted: Partial<WantedLoan>) =>
      agreed(loanProduct(changes), wanted).schedule.amortization;
    expect(of(balloon, { periodicPayment: money(50) })).toEqual({
      amortizationMethod: 'BALLOON_PAYMENTS',
      balloon: { periodicPayment: money(50) },
    });
    const withPeriod = {
      ...balloon,
      schedule: { amortizationPeriod: { minValue: 12, maxValue: 360, defaultValue: 240 } },
    };
    expect(of(withPeriod, {})).toMatchObject({ balloon: { amortizationPeriod: 240 } });
    expect(of(withPeriod, { amortizationPeriod: 20 })).toMatchObject({ balloon: { amortizationPeriod: 20 } });
    const paymentPlan = [{ amount: money(200), toInstallment: 12 }];
    expect(of(plan, { paymentPlan })).toEqual({ amortizationMethod: 'PAYMENT_PLAN', paymentPlan });
    const optimized = {
      type: 'DYNAMIC_TERM_LOAN',
      interest: equal,
      payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' },
    } as const;
    expect(of(optimized, {})).toEqual({
      amortizationMethod: 'OPTIMIZED_PAYMENTS',
      keepInstallmentsEqualIfLongFirstPeriod: true,
    });
  });

  test('of a loan free of interest have the rate 0', () => {
    const free: ProductChanges = { type: 'INTEREST_FREE_LOAN', others: { interestSettings: undefined } };
    expect(agreed(loanProduct(free), { interestRate: rate(0) }).interest.interestRate.toFixed()).toBe('0');
  });

  test('of an account that exists keep what it copied, whatever has become of the product', () => {
    const before = agreed(loanProduct());
    const changed = loanProduct({
      interest: { interestCalculationMethod: 'FLAT' },
      payment: { repaymentAllocationOrder: ['PRINCIPAL'] },
    });
    const after = agreed(changed, { repaymentInstallments: 6 }, before);
    expect(templateOf(after)).toEqual(templateOf(before));
    expect(after.schedule.repaymentInstallments).toBe(6);
    expect(templateOf(agreed(changed)).interest.interestCalculationMethod).toBe('FLAT');
  });
});

describe('terms that are refused', () => {
  test.each<[string, ProductChanges, Partial<WantedLoan>]>([
    ['INVALID_AMOUNT', {}, { loanAmount: money(0) }],
    ['INVALID_AMOUNT', {}, { loanAmount: money(99) }],
    ['INVALID_AMOUNT', {}, { loanAmount: money(10_001) }],
    ['INVALID_AMOUNT', {}, { loanAmount: money('500.001') }],
    ['INVALID_AMOUNT', { others: { loanAmountSettings: undefined } }, { loanAmount: money('1e400') }],
    ['INVALID_INTEREST_RATE', { rates: { interestRate: undefined } }, {}],
    ['INVALID_INTEREST_RATE', { rates: { interestRate: undefined } }, { interestRate: rate(-1) }],
    ['INVALID_INTEREST_RATE', { rates: { interestRate: undefined } }, { interestRate: rate('1e20') }],
    ['INVALID_INTEREST_RATE', {}, { interestRate: rate('12.0000000000000000000001') }],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS', {}, { interestRate: rate('0.99') }],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS', {}, { interestRate: rate('30.01') }],
    ['INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES', {}, { interestSpread: rate(1) }],
    [
      'INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY',
      { type: 'INTEREST_FREE_LOAN', others: { interestSettings: undefined } },
      { interestRate: rate(1) },
    ],
    [
      'INTEREST_SPREAD_SHOULD_BE_ZERO_OR_EMPTY',
      { type: 'INTEREST_FREE_LOAN', others: { interestSettings: undefined } },
      { interestSpread: rate(1) },
    ],
    ['INVALID_INSTALLMENTS', { schedule: { numInstallments: undefined } }, {}],
    ['INVALID_INSTALLMENTS', {}, { repaymentInstallments: 1 }],
    ['INVALID_INSTALLMENTS', {}, { repaymentInstallments: 25 }],
    ['INVALID_INSTALLMENTS', { schedule: { numInstallments: undefined } }, { repaymentInstallments: 2_147_483_647 }],
    ['INVALID_INSTALLMENTS', {}, { repaymentPeriodCount: 2_147_483_647 }],
    ['MISSING_REPAYMENT_PERIOD_COUNT', { schedule: { defaultRepaymentPeriodCount: undefined } }, {}],
    ['MISSING_REPAYMENT_PERIOD_COUNT', {}, { repaymentPeriodCount: 0 }],
    ['MISSING_REPAYMENT_INTERVAL', { schedule: { repaymentPeriodUnit: undefined } }, {}],
    ['FIXED_DAYS_OF_MONTH_NOT_ALLOWED', {}, { fixedDaysOfMonth: [1] }],
    ['REPAYMENT_PERIOD_COUNT_NOT_ALLOWED', fixedDays, { repaymentPeriodCount: 1 }],
    ['REPAYMENT_FREQUENCY_NOT_ALLOWED', fixedDays, { repaymentPeriodUnit: 'MONTHS' }],
    ['MISSING_FIXED_DAYS_OF_MONTH', { schedule: { ...fixedDays.schedule, fixedDaysOfMonth: undefined } }, {}],
    ['INVALID_REPAYMENT_DUE_DAY', fixedDays, { fixedDaysOfMonth: [32] }],
    ['INVALID_FIXED_DAYS_OF_MONTH', fixedDays, { fixedDaysOfMonth: [30] }],
    ['INVALID_FIXED_DAYS_OF_MONTH', fixedDays, { fixedDaysOfMonth: [3, 3] }],
    ['INCONSISTENT_WITH_FIXED_DAYS_OF_MONTH', fixedDays, { firstRepaymentDate: on('2026-02-02') }],
    ['INVALID_GRACE_PERIOD', {}, { gracePeriod: 1 }],
    ['INVALID_GRACE_PERIOD', grace, { gracePeriod: 0 }],
    ['INVALID_GRACE_PERIOD', grace, { gracePeriod: 4 }],
    ['INVALID_GRACE_PERIOD', grace, { repaymentInstallments: 2 }],
    ['INVALID_PRINCIPAL_REPAYMENT_INVERVAL', {}, { principalRepaymentInterval: 5 }],
    ['INVALID_PRINCIPAL_REPAYMENT_INVERVAL', {}, { principalRepaymentInterval: 0 }],
    ['BALLOON_PAYMENTS_NOT_ALLOWED_BY_PRODUCT', {}, { periodicPayment: money(10) }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', {}, { amortizationPeriod: 24 }],
    ['PAYMENT_PLAN_NOT_AVAILABLE', {}, { paymentPlan: [{ amount: money(100), toInstallment: 12 }] }],
    ['MANDATORY_PERIODIC_PAYMENT', balloon, {}],
    ['INVALID_PERIODIC_PAYMENT', balloon, { periodicPayment: money(50), amortizationPeriod: 24 }],
    ['INVALID_PERIODIC_PAYMENT', balloon, { periodicPayment: money('50.001') }],
    ['INVALID_PERIODIC_PAYMENT', balloon, { periodicPayment: money(-50) }],
    ['INVALID_PERIODIC_PAYMENT', balloon, { amortizationPeriod: 11 }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', balloon, { amortizationPeriod: 2_000_000_000 }],
    ['PERIODIC_PAYMENT_GREATER_THAN_LOAN_AMOUNT', balloon, { periodicPayment: money(1001) }],
    ['NEGATIVE_PRINCIPAL_FOR_INSTALLMENT', balloon, { periodicPayment: money(1) }],
    ['AT_LEAST_ONE_PERIODIC_PAYMENT_PLAN_MANDATORY', plan, {}],
    ['INVALID_PERIODIC_PAYMENT', plan, { paymentPlan: [{ amount: money(0), toInstallment: 12 }] }],
    ['INVALID_TO_INSTALLMENT_POSITION', plan, { paymentPlan: [{ amount: money(200), toInstallment: 3 }] }],
    ['ARREARS_TOLERANCE_PERIOD_OUTSIDE_CONSTRAINTS', tolerance({ maxValue: 5 }), { tolerancePeriod: 6 }],
    [
      'ARREARS_TOLERANCE_PERIOD_OUTSIDE_CONSTRAINTS',
      tolerance({ minValue: 5, defaultValue: 7 }),
      { tolerancePeriod: 4 },
    ],
    ['REQUIRED_ARREARS_TOLERANCE_PERIOD_MISSING', tolerance({ minValue: 5 }), {}],
    ['NEGATIVE_ARREARS_TOLERANCE_PERIOD', {}, { tolerancePeriod: -1 }],
    ['FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE', {}, { firstRepaymentDate: on('2026-01-15') }],
    ['INVALID_FIRST_REPAYMENT_DUE_DATE', {}, { firstRepaymentDate: on('9999-12-31') }],
    ['INVALID_FIRST_REPAYMENT_DUE_DATE', fixedDays, { firstRepaymentDate: on('0001-01-01') }],
    ['INVALID_ANTICIPATED_DISBURSEMENT', {}, { expectedDisbursementDate: on('9999-01-01') }],
    ['INVALID_ANTICIPATED_DISBURSEMENT', {}, { expectedDisbursementDate: on('0001-01-01') }],
    [
      'INCONSISTENT_FIRST_REPAYMENT_DATE_WITH_PRODUCT_OFFSET',
      offset,
      { expectedDisbursementDate: on('2026-01-20'), firstRepaymentDate: on('2026-03-03') },
    ],
    [
      'INCONSISTENT_FIRST_REPAYMENT_DATE_WITH_PRODUCT_OFFSET',
      offset,
      { expectedDisbursementDate: on('2026-01-20'), firstRepaymentDate: on('2026-02-19') },
    ],
    [
      'NOT_ALLOWED_TO_CREATE_REOPEN_ACCOUNTS_WITH_DEPRECATED_REDUCE_NUMBER_OF_INSTALLMENTS',
      { ...dynamicWith('REDUCE_NUMBER_OF_INSTALLMENTS'), interest: equal },
      {},
    ],
    [
      'NOT_ALLOWED_TO_CREATE_REOPEN_ACCOUNTS_WITH_RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT',
      dynamicWith('RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT'),
      {},
    ],
  ])('%s %#', (reason, changes, wanted) => {
    expect(reasonOf(changes, wanted)).toBe(reason);
  });

  test.each<[string, ProductChanges, Partial<WantedLoan>]>([
    ['the amounts at the ends of the range', {}, { loanAmount: money(100) }],
    ['the rates at the ends of the range', {}, { interestRate: rate(30) }],
    [
      'the last day of the offset',
      offset,
      { expectedDisbursementDate: on('2026-01-20'), firstRepaymentDate: on('2026-03-02') },
    ],
    ['a first date without a disbursement date', offset, { firstRepaymentDate: on('2026-05-05') }],
  ])('but not %s', (_name, changes, wanted) => {
    expect(reasonOf(changes, wanted)).toBe('accepted');
  });
});

describe('days of a loan', () => {
  test('lie within reach of the calendar', () => {
    expect(checkLoanDates(on('2026-01-15'))).toBeUndefined();
    expect(checkLoanDates(on('2026-01-15'), on('2126-01-01'))).toBeUndefined();
    expect(checkLoanDates(on('2026-01-15'), on('2126-02-01'))?.errors[0]?.reason).toBe(
      'INVALID_FIRST_REPAYMENT_DUE_DATE',
    );
  });
});

describe('a product', () => {
  const product = loanProduct();
  test.each<[string, LoanProduct, 'CLIENT' | 'GROUP']>([
    ['INVALID_PRODUCT_STATE', { ...product, state: 'INACTIVE' }, 'CLIENT'],
    ['INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE', { ...product, availableFor: ['PURE_GROUPS'] }, 'CLIENT'],
    ['ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH', { ...product, branches: [] }, 'CLIENT'],
    ['accepted', { ...product, availableFor: ['INDIVIDUALS'] }, 'CLIENT'],
    ['accepted', { ...product, availableFor: ['SOLIDARITY_GROUPS'] }, 'GROUP'],
    ['accepted', product, 'CLIENT'],
  ])('takes new accounts, or %s %#', (reason, of, holder) => {
    expect(checkLoanAvailability(of, holder, null)?.errors[0]?.reason ?? 'accepted').toBe(reason);
  });
});

describe('taxes', () => {
  const taxed = (source: string): ProductChanges => ({
    others: {
      taxSettings: {
        taxCalculationMethod: 'EXCLUSIVE',
        taxSourceKey: source.padEnd(32, '0'),
        taxesOnInterestEnabled: true,
      },
    },
  });

  test('come from the product, with the rate of the day on which the loan begins', () => {
    const { tax } = agreed(loanProduct(taxed('3')), { expectedDisbursementDate: on('2026-03-05') });
    expect(tax).toMatchObject({
      taxCalculationMethod: 'EXCLUSIVE',
      taxesOnInterestEnabled: true,
      taxesOnFeesEnabled: false,
    });
    expect(tax?.rate.toFixed()).toBe('20');
    expect(agreed(loanProduct(taxed('3'))).tax?.rate.toFixed()).toBe('16');
    expect(agreed(loanProduct())).not.toHaveProperty('tax');
  });

  test('stay those of the account when its terms are agreed anew', () => {
    const before = agreed(loanProduct(taxed('3')));
    expect(agreed(loanProduct(), { loanAmount: money(900) }, before).tax).toEqual(before.tax);
  });

  test.each<[string, ProductChanges, Partial<WantedLoan>]>([
    ['accepted', taxed('3'), { taxRate: rate(16) }],
    ['accepted', taxed('3'), { taxRate: rate(16), expectedDisbursementDate: on('2026-03-05') }],
    ['accepted', {}, { taxRate: rate(0) }],
    ['INVALID_TAX_RATE', taxed('3'), { taxRate: rate(17) }],
    ['INVALID_TAX_RATE', {}, { taxRate: rate(16) }],
    ['NO_TAX_RATE_AVAILABLE', taxed('3'), { expectedDisbursementDate: on('2025-12-31') }],
    ['NO_TAX_RATE_AVAILABLE', taxed('9'), {}],
  ])('%s', (reason, changes, wanted) => {
    expect(reasonOf(changes, wanted)).toBe(reason);
  });
});
