import type { LoanProductChanges } from './loanBank.ts';

/** A revolving product: 10 % of the outstanding principal every month, 50 at least, 12 % a year by actual days. */
export const revolvingProduct = (changes: LoanProductChanges = {}): LoanProductChanges => ({
  type: 'REVOLVING_CREDIT',
  ...changes,
  interest: {
    interestCalculationMethod: 'DECLINING_BALANCE',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    daysInYear: 'ACTUAL_365_FIXED',
    ...changes.interest,
  },
  schedule: {
    repaymentScheduleMethod: 'DYNAMIC',
    numInstallments: undefined,
    repaymentScheduleEditOptions: [],
    ...changes.schedule,
  },
  payment: {
    principalPaymentSettings: {
      principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
      percentage: { minValue: 5, maxValue: 50, defaultValue: 10 },
      principalFloorValue: 50,
    },
    ...changes.payment,
  },
});
