import { describe, expect, test } from 'vitest';
import { dynamic, equal, free, periodic, type Row, refused } from './testProductRows.ts';

const interestRows: readonly Row[] = [
  [
    'INVALID_PARAMETERS',
    'interestCalculationMethod',
    { interest: { interestCalculationMethod: 'EQUAL_INSTALLMENTS' } },
  ],
  [
    'INVALID_PARAMETERS',
    'interestCalculationMethod',
    { type: dynamic, interest: { interestCalculationMethod: 'FLAT' } },
  ],
  ['INVALID_PARAMETERS', 'scheduleInterestDaysCountMethod', { type: dynamic, interest: periodic }],
  ['INTEREST_TYPE_NOT_ALLOWED', 'repaymentScheduleMethod', { interest: { interestType: 'CAPITALIZED_INTEREST' } }],
  [
    'INTEREST_TYPE_NOT_ALLOWED',
    'gracePeriodType',
    {
      type: dynamic,
      interest: { interestType: 'CAPITALIZED_INTEREST' },
      others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY' } },
    },
  ],
  [
    'INTEREST_TYPE_NOT_ALLOWED',
    'amortizationMethod',
    {
      type: dynamic,
      interest: { interestType: 'CAPITALIZED_INTEREST' },
      payment: { amortizationMethod: 'BALLOON_PAYMENTS' },
    },
  ],
  [
    'INTEREST_TYPE_NOT_ALLOWED',
    'defaultPrincipalRepaymentInterval',
    {
      type: dynamic,
      interest: { ...equal, interestType: 'CAPITALIZED_INTEREST' },
      payment: { principalPaymentSettings: { defaultPrincipalRepaymentInterval: 2 } },
    },
  ],
  [
    'INTEREST_TYPE_NOT_ALLOWED',
    'interestType',
    { interest: { interestType: 'COMPOUNDING_INTEREST', interestCalculationMethod: 'FLAT' } },
  ],
  ['INVALID_PARAMETERS', 'compoundingFrequency', { interest: { compoundingFrequency: 'SEMI_ANNUALLY' } }],
  [
    'INVALID_PARAMETERS',
    'interestApplicationMethod',
    { interest: { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH' } },
  ],
  [
    'INVALID_PARAMETERS',
    'interestApplicationMethod',
    { type: dynamic, interest: { interestApplicationMethod: 'AFTER_DISBURSEMENT' } },
  ],
  [
    'MISSING_FIXED_DAYS_OF_MONTH',
    'interestApplicationDays.daysInMonth',
    { type: dynamic, interest: { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH' } },
  ],
  [
    'INVALID_PARAMETERS',
    'interestApplicationDays',
    { type: dynamic, interest: { interestApplicationDays: { daysInMonth: [5] } } },
  ],
  [
    'INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
    'interestBalanceCalculationMethod',
    { interest: { ...equal, interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' } },
  ],
  [
    'INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
    'interestBalanceCalculationMethod',
    { type: dynamic, interest: { interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' } },
  ],
  ['INVALID_PARAMETERS', 'accrueInterestAfterMaturity', { rates: { accrueInterestAfterMaturity: true } }],
  ['INVALID_INTEREST_RATE_TERMS', 'interestRateTerms', { rates: { interestRateTerms: 'TIERED_PERIOD' } }],
  ['INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY', 'interestRate', { type: free }],
  ['NEGATIVE_MIN_INTEREST_RATE', 'minValue', { rates: { interestRate: { minValue: -1 } } }],
  ['NEGATIVE_MAX_INTEREST_RATE', 'maxValue', { rates: { interestRate: { maxValue: '-0.01' } } }],
  ['NEGATIVE_DEFAULT_INTEREST_RATE', 'defaultValue', { rates: { interestRate: { defaultValue: -1 } } }],
  ['INVALID_INTEREST_RATE', 'interestRate', { rates: { interestRate: { maxValue: '1e30' } } }],
  ['INVALID_INTEREST_RATE', 'interestRate', { rates: { interestRate: { minValue: '1e-30' } } }],
  [
    'INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
    'interestRate',
    { rates: { interestRate: { minValue: 5, maxValue: 4 } } },
  ],
  [
    'INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
    'interestRate',
    { rates: { interestRate: { minValue: 5, defaultValue: 4 } } },
  ],
  [
    'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
    'interestChargeFrequencyCount',
    { rates: { interestChargeFrequency: 'EVERY_X_DAYS' } },
  ],
  [
    'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
    'interestChargeFrequencyCount',
    { rates: { interestChargeFrequencyCount: 3 } },
  ],
  [
    'INVALID_PRODUCT_CONFIGURATION_FOR_ADJUST_INTEREST_FOR_FIRST_INSTALLMENT_PARAMETER',
    'adjustInterestForFirstInstallment',
    { others: { adjustInterestForFirstInstallment: true } },
  ],
];

describe('interest settings that are refused', () => {
  test.each<Row>([...interestRows])('%s %s %#', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });
});
