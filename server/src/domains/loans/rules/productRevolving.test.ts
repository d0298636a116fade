import { describe, expect, test } from 'vitest';
import type { Schemas } from '../../../generated/schemas.ts';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { loanTermsOf } from './accountTerms.ts';
import { everyDayWorks } from './calendar.ts';
import { templateOf } from './loanProduct.ts';
import { on } from './testLoan.ts';
import { loanProduct, type ProductChanges } from './testProduct.ts';
import { fee, type Row, refused } from './testProductRows.ts';
import type { WantedLoan } from './wantedLoan.ts';

type Settings = Schemas['PrincipalPaymentProductSettings'];

const share = { minValue: 5, maxValue: 20, defaultValue: 10 };

const revolving = (settings: Settings = {}, changes: ProductChanges = {}): ProductChanges => ({
  type: 'REVOLVING_CREDIT',
  ...changes,
  schedule: { repaymentScheduleMethod: 'DYNAMIC', numInstallments: undefined, ...changes.schedule },
  payment: {
    principalPaymentSettings: {
      principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
      percentage: share,
      ...settings,
    },
    ...changes.payment,
  },
});

const flat = { principalPaymentMethod: 'FLAT', percentage: undefined } as const;

const rounding = (
  repaymentElementsRoundingMethod: 'PAYMENT_DUE' | 'ROUND_ALL',
  repaymentCurrencyRounding: 'NO_ROUNDING' | 'ROUND_TO_NEAREST_WHOLE_UNIT' = 'ROUND_TO_NEAREST_WHOLE_UNIT',
): ProductChanges => ({
  schedule: {
    roundingSettings: {
      repaymentElementsRoundingMethod,
      repaymentCurrencyRounding,
      roundingRepaymentScheduleMethod: 'NO_ROUNDING',
    },
  },
});

describe('a revolving product', () => {
  test('says what its due dates ask for', () => {
    expect(refused(revolving()).reason).toBe('accepted');
    expect(refused(revolving({ ...flat, amount: { minValue: 10 } })).reason).toBe('accepted');
    expect(
      refused(revolving({ totalDuePayment: 'FLAT', principalFloorValue: 10, principalCeilingValue: 10 })).reason,
    ).toBe('accepted');
  });

  test('rounds its elements or its payments to whole units, or nothing', () => {
    expect(refused(revolving({}, rounding('PAYMENT_DUE'))).reason).toBe('accepted');
    expect(refused(revolving({}, rounding('ROUND_ALL'))).reason).toBe('accepted');
    expect(refused(revolving({}, rounding('PAYMENT_DUE', 'NO_ROUNDING'))).reason).toBe('accepted');
  });

  test.each<Row>([
    [
      'NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
      'numInstallments',
      revolving({}, { schedule: { numInstallments: { defaultValue: 12 } } }),
    ],
    [
      'AMORTIZATION_PROFILE_NOT_ALLOWED',
      'amortizationProfile',
      revolving(
        {},
        {
          others: {
            accountingSettings: { accountingMethod: 'ACCRUAL' },
            feesSettings: {
              fees: [
                fee({
                  amortizationSettings: {
                    amortizationProfile: 'EFFECTIVE_INTEREST_RATE',
                    frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES',
                  },
                }),
              ],
            },
          },
        },
      ),
    ],
    [
      'INVALID_REVOLVING_SETTINGS',
      'interestCalculationMethod',
      revolving({}, { interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } }),
    ],
    [
      'INTEREST_TYPE_NOT_ALLOWED',
      'interestType',
      revolving({}, { interest: { interestType: 'CAPITALIZED_INTEREST' } }),
    ],
    [
      'INVALID_GRACE_PERIOD',
      'gracePeriodType',
      revolving({}, { others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY' } } }),
    ],
    [
      'INVALID_REVOLVING_SETTINGS',
      'repaymentScheduleEditOptions',
      revolving({}, { schedule: { repaymentScheduleEditOptions: ['ADJUST_PAYMENT_DATES'] } }),
    ],
    [
      'INVALID_REVOLVING_SETTINGS',
      'futurePaymentsAcceptance',
      revolving({}, { prepayment: { futurePaymentsAcceptance: 'ACCEPT_FUTURE_PAYMENTS' } }),
    ],
    [
      'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
      'defaultPrincipalRepaymentInterval',
      revolving({ defaultPrincipalRepaymentInterval: 2 }),
    ],
    [
      'INVALID_REVOLVING_SETTINGS',
      'amountCalculationMethod',
      revolving(
        {},
        { others: { feesSettings: { fees: [fee({ amountCalculationMethod: 'FLAT_NUMBER_OF_INSTALLMENTS' })] } } },
      ),
    ],
    ['AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD', 'amount', revolving({ amount: { defaultValue: 10 } })],
    ['INVALID_PRINCIPAL_PAYMENT_METHOD', 'percentage', revolving({ principalPaymentMethod: 'FLAT' })],
    ['INVALID_AMOUNT', 'amount', revolving({ ...flat, amount: { minValue: -1 } })],
    ['INVALID_AMOUNT', 'amount', revolving({ ...flat, amount: { minValue: 9, maxValue: 8 } })],
    [
      'INVALID_PRINCIPAL_PAYMENT_FLAT_AMOUNT_WITH_DECIMALS',
      'amount',
      revolving({ ...flat, amount: { defaultValue: 1.005 } }),
    ],
    ['INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE', 'percentage', revolving({ percentage: { maxValue: 101 } })],
    [
      'INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE',
      'percentage',
      revolving({ percentage: { minValue: 9, maxValue: 8 } }),
    ],
    ['INVALID_AMOUNT', 'principalFloorValue', revolving({ principalFloorValue: -1 })],
    ['INVALID_AMOUNT', 'principalCeilingValue', revolving({ principalCeilingValue: 1.001 })],
    ['INVALID_AMOUNT', 'totalDueAmountFloor', revolving({ totalDueAmountFloor: 1e50 })],
    [
      'INVALID_REVOLVING_SETTINGS',
      'principalFloorValue',
      revolving({ principalFloorValue: 10, principalCeilingValue: 5 }),
    ],
    [
      'INVALID_PARAMETERS',
      'repaymentScheduleMethod',
      revolving({}, { schedule: { repaymentScheduleMethod: 'FIXED' } }),
    ],
  ])('%s names %s', (reason, property, changes) => {
    const found = refused(changes);
    expect(found.reason).toBe(reason);
    expect(found.source).toContain(property);
  });
});

test.each<Settings>([
  { amount: { defaultValue: 10 } },
  { percentage: { defaultValue: 10 } },
  { principalFloorValue: 10 },
  { principalCeilingValue: 10 },
  { totalDueAmountFloor: 10 },
  { includeInterestInFloorAmount: true },
  { includeFeesInFloorAmount: true },
  { principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE' },
  { totalDuePayment: 'TOTAL_BALANCE_FLAT' },
])('other products have no %o', (settings) => {
  const found = refused({ payment: { principalPaymentSettings: settings } });
  expect(found.reason).toBe('SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS');
  expect(found.source).toContain(Object.keys(settings)[0]);
});

describe('an account', () => {
  const facts = { decimals: 2, today: on('2026-01-15'), calendar: everyDayWorks, taxSource: () => undefined };
  const agreed = (wanted: Partial<WantedLoan>, settings: Settings = {}) =>
    loanTermsOf(loanProduct(revolving(settings)), { loanAmount: money(1000), ...wanted }, facts);
  const reason = (wanted: Partial<WantedLoan>, settings: Settings = {}): string => {
    const result = agreed(wanted, settings);
    return isRejection(result) ? (result.errors[0]?.reason ?? '') : 'accepted';
  };
  const byAmount = { ...flat, amount: { minValue: 10, maxValue: 100 } };

  test('takes its percentage from the product, or has one of its own, and keeps the rest', () => {
    const result = agreed({});
    if (isRejection(result)) throw new Error('refused');
    expect(result.terms.revolving).toMatchObject({
      principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
      percentage: rate(10),
    });
    expect(result.terms.schedule.repaymentInstallments).toBe(0);
    expect(templateOf(result.terms)).toEqual(loanProduct(revolving()).template);
    expect(agreed({ principalPaymentPercentage: rate(7) })).toMatchObject({
      terms: { revolving: { percentage: rate(7) } },
    });
    expect(agreed({ principalPaymentAmount: money(20) }, byAmount)).toMatchObject({
      terms: { revolving: { amount: money(20) } },
    });
  });

  test.each<[string, Partial<WantedLoan>, Settings?]>([
    ['NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT', { repaymentInstallments: 12 }],
    ['EXPECTED_DISBURSEMENT_DATE_NOT_AVAILABLE_FOR_PRODUCT', { expectedDisbursementDate: on('2026-02-01') }],
    ['FIRST_REPAYMENT_DATE_NOT_AVAILABLE_FOR_PRODUCT', { firstRepaymentDate: on('2026-02-01') }],
    ['INVALID_GRACE_PERIOD', { gracePeriod: 1 }],
    ['INVALID_PRINCIPAL_REPAYMENT_INVERVAL', { principalRepaymentInterval: 2 }],
    ['AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD', { principalPaymentAmount: money(10) }],
    ['INCONSISTENT_PERCENTANGE_WITH_PRODUCT_CONSTRAINTS', { principalPaymentPercentage: rate(21) }],
    ['INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE', { principalPaymentPercentage: rate(-1) }],
    ['PERCENTAGE_REQUIRED_FOR_PRINCIPAL_PAYMENT_PERCENTAGE_METHOD', {}, { percentage: { minValue: 1 } }],
    ['AMOUNT_REQUIRED_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD', {}, byAmount],
    ['INCONSISTENT_FLAT_AMOUNT_WITH_PRODUCT_CONSTRAINTS', { principalPaymentAmount: money(5) }, byAmount],
    ['INVALID_PRINCIPAL_PAYMENT_FLAT_AMOUNT_WITH_DECIMALS', { principalPaymentAmount: money('50.005') }, byAmount],
    ['PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT', { principalPaymentPercentage: rate(5) }, byAmount],
  ])('%s', (expected, wanted, settings) => {
    expect(reason(wanted, settings)).toBe(expected);
  });

  test('of another kind has no such value', () => {
    const result = loanTermsOf(loanProduct(), { loanAmount: money(1000), principalPaymentPercentage: rate(5) }, facts);
    expect(isRejection(result) && result.errors[0]?.reason).toBe(
      'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
    );
  });
});

describe('billing cycles', () => {
  const cycles = (startDays: number[] | undefined, changes: ProductChanges = {}): ProductChanges =>
    revolving({}, { ...changes, schedule: { billingCycles: { enabled: true, ...(startDays ? { startDays } : {}) } } });
  const facts = { decimals: 2, today: on('2026-01-15'), calendar: everyDayWorks, taxSource: () => undefined };
  const agreed = (changes: ProductChanges, billingDays?: readonly number[]) =>
    loanTermsOf(loanProduct(changes), { loanAmount: money(1000), billingDays }, facts);

  test('are the product’s, or the account’s own', () => {
    expect(refused(cycles([1, 31])).reason).toBe('accepted');
    expect(agreed(cycles([1]))).toMatchObject({ terms: { revolving: { billingDays: [1] } } });
    expect(agreed(cycles([1]), [5, 20])).toMatchObject({ terms: { revolving: { billingDays: [5, 20] } } });
    expect(refused(revolving({}, { schedule: { billingCycles: { enabled: false } } })).reason).toBe('accepted');
  });

  test.each<Row>([
    ['INVALID_REVOLVING_SETTINGS', 'startDays', cycles(undefined)],
    ['INVALID_REVOLVING_SETTINGS', 'startDays', cycles([0])],
    ['INVALID_REVOLVING_SETTINGS', 'startDays', cycles([3, 3])],
    ['INVALID_REVOLVING_SETTINGS', 'accrueLateInterest', cycles([1], { interest: { accrueLateInterest: false } })],
    [
      'INVALID_REVOLVING_SETTINGS',
      'prepaymentAcceptance',
      cycles([1], { prepayment: { prepaymentAcceptance: 'NO_PREPAYMENTS' } }),
    ],
    [
      'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
      'billingCycles',
      { schedule: { billingCycles: { enabled: true, startDays: [1] } } },
    ],
  ])('%s names %s', (reason, property, changes) => {
    const found = refused(changes);
    expect(found.reason).toBe(reason);
    expect(found.source).toContain(property);
  });

  test('of an account are refused by name', () => {
    const reason = (result: ReturnType<typeof agreed>) => isRejection(result) && result.errors[0]?.reason;
    expect(reason(agreed(revolving(), [1]))).toBe('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES');
    expect(reason(agreed(cycles([1]), [32]))).toBe('INVALID_REVOLVING_SETTINGS');
    expect(reason(agreed({}, [1]))).toBe('SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS');
  });
});

describe('settings of the schedule', () => {
  const schedule = (settings: Partial<Schemas['LoanProductScheduleSettings']>): ProductChanges =>
    revolving({}, { schedule: settings });
  const previewSchedule = (numberOfPreviewedInstalments?: number) => ({
    previewSchedule: {
      previewScheduleEnabled: true,
      ...(numberOfPreviewedInstalments === undefined ? {} : { numberOfPreviewedInstalments }),
    },
  });
  const facts = { decimals: 2, today: on('2026-01-15'), calendar: everyDayWorks, taxSource: () => undefined };
  const agreed = (changes: ProductChanges, previewed?: number) =>
    loanTermsOf(loanProduct(changes), { loanAmount: money(1000), previewed }, facts);

  test('foresee instalments and let interest wait where the product says so', () => {
    expect(
      refused(schedule({ ...previewSchedule(5), interestAccrualSince: 'DUE_DATE', repaymentMethod: 'AMOUNT' })).reason,
    ).toBe('accepted');
    expect(agreed(schedule(previewSchedule()))).toMatchObject({ terms: { revolving: { previewed: 12 } } });
    expect(agreed(schedule(previewSchedule(5)), 3)).toMatchObject({ terms: { revolving: { previewed: 3 } } });
    expect(agreed(schedule({ interestAccrualSince: 'DUE_DATE' }))).toMatchObject({
      terms: { revolving: { accruesSinceDueDate: true } },
    });
  });

  test.each<Row>([
    ['INVALID_REVOLVING_SETTINGS', 'numberOfPreviewedInstalments', schedule(previewSchedule(121))],
    [
      'INVALID_REVOLVING_SETTINGS',
      'interestAccrualSince',
      schedule({ interestAccrualSince: 'DUE_DATE', billingCycles: { enabled: true, startDays: [1] } }),
    ],
    ['INVALID_PARAMETERS', 'interestAccrualSince', { schedule: { interestAccrualSince: 'DUE_DATE' } }],
    [
      'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
      'previewScheduleEnabled',
      { schedule: previewSchedule() },
    ],
    [
      'SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
      'repaymentMethod',
      { schedule: { repaymentMethod: 'INSTALLMENTS' } },
    ],
  ])('%s names %s', (reason, property, changes) => {
    const found = refused(changes);
    expect(found.reason).toBe(reason);
    expect(found.source).toContain(property);
  });

  test('of an account are refused by name', () => {
    const reason = (result: ReturnType<typeof agreed>) => isRejection(result) && result.errors[0]?.reason;
    expect(reason(agreed(revolving(), 3))).toBe('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES');
    expect(reason(agreed(schedule(previewSchedule()), 121))).toBe('INVALID_REVOLVING_SETTINGS');
    expect(reason(agreed({}, 3))).toBe('SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS');
  });
});
