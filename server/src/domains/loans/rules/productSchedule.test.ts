import { describe, expect, test } from 'vitest';
import { dynamic, fixedDays, type Row, refused } from './testProductRows.ts';

const scheduleRows: readonly Row[] = [
  ['INVALID_PARAMETERS', 'repaymentScheduleMethod', { schedule: { repaymentScheduleMethod: 'DYNAMIC' } }],
  ['INVALID_PARAMETERS', 'repaymentScheduleMethod', { type: dynamic, schedule: { repaymentScheduleMethod: 'FIXED' } }],
  ['INVALID_PARAMETERS', 'repaymentScheduleMethod', { schedule: { repaymentScheduleMethod: 'NONE' } }],
  ['INVALID_PARAMETERS', 'interestAccrualSince', { schedule: { interestAccrualSince: 'DUE_DATE' } }],
  [
    'INVALID_PARAMETERS',
    'scheduleEditOptionDetails',
    {
      schedule: {
        repaymentScheduleEditOptions: ['ADJUST_PAYMENT_DATES'],
        scheduleEditOptionDetails: { paymentHolidaysSettings: { paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM' } },
      },
    },
  ],
  ['FIXED_DAYS_OF_MONTH_NOT_ALLOWED', 'fixedDaysOfMonth', { schedule: { fixedDaysOfMonth: [1] } }],
  ['INVALID_PARAMETERS', 'shortMonthHandlingMethod', { schedule: { shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' } }],
  ['MISSING_REPAYMENT_PERIOD_COUNT', 'defaultRepaymentPeriodCount', { schedule: { defaultRepaymentPeriodCount: 0 } }],
  [
    'INVALID_PARAMETERS',
    'firstRepaymentDueDateOffset',
    { schedule: { firstRepaymentDueDateOffset: { minValue: -1 } } },
  ],
  [
    'INVALID_PARAMETERS',
    'firstRepaymentDueDateOffset',
    { schedule: { firstRepaymentDueDateOffset: { maxValue: 2_147_483_647 } } },
  ],
  [
    'REPAYMENT_PERIOD_COUNT_NOT_ALLOWED',
    'defaultRepaymentPeriodCount',
    { schedule: { ...fixedDays, defaultRepaymentPeriodCount: 1, fixedDaysOfMonth: [1] } },
  ],
  [
    'REPAYMENT_FREQUENCY_NOT_ALLOWED',
    'repaymentPeriodUnit',
    { schedule: { ...fixedDays, repaymentPeriodUnit: 'MONTHS', fixedDaysOfMonth: [1] } },
  ],
  ['INVALID_REPAYMENT_DUE_DAY', 'fixedDaysOfMonth', { schedule: { ...fixedDays, fixedDaysOfMonth: [0] } }],
  ['INVALID_FIXED_DAYS_OF_MONTH', 'fixedDaysOfMonth', { schedule: { ...fixedDays, fixedDaysOfMonth: [5, 5] } }],
  ['INVALID_FIXED_DAYS_OF_MONTH', 'shortMonthHandlingMethod', { schedule: { ...fixedDays, fixedDaysOfMonth: [29] } }],
  ['INVALID_INSTALLMENTS', 'numInstallments', { schedule: { numInstallments: { minValue: 0 } } }],
  ['INVALID_INSTALLMENTS', 'numInstallments', { schedule: { numInstallments: { maxValue: 100_000 } } }],
  ['INVALID_INSTALLMENTS', 'numInstallments', { schedule: { numInstallments: { minValue: 3, maxValue: 2 } } }],
  [
    'INVALID_GRACE_PERIOD',
    'gracePeriod',
    { others: { gracePeriodSettings: { gracePeriodType: 'NONE', gracePeriod: { maxValue: 3 } } } },
  ],
  [
    'INVALID_GRACE_PERIOD',
    'gracePeriod',
    { others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY', gracePeriod: { minValue: -1 } } } },
  ],
  [
    'INVALID_GRACE_PERIOD',
    'numInstallments',
    { others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY', gracePeriod: { minValue: 24 } } } },
  ],
  [
    'INVALID_GRACE_PERIOD',
    'BALLOON_PAYMENTS',
    {
      payment: { amortizationMethod: 'BALLOON_PAYMENTS' },
      others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY' } },
    },
  ],
  ['INVALID_PARAMETERS', 'amortizationPeriod', { schedule: { amortizationPeriod: { defaultValue: 24 } } }],
];

describe('schedule settings that are refused', () => {
  test.each<Row>([...scheduleRows])('%s %s %#', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });
});
