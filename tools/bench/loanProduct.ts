import type { BankClient } from '../client/bankClient.ts';
import { accountingRule } from './accountingRule.ts';

/** A loan product that keeps books by accrual: dynamic, declining balance, monthly instalments. Answers its key. */
export const openLoanProduct = async (client: BankClient): Promise<string> => {
  const [cash, portfolio, receivable, income] = await client.ok('createGlAccounts', {
    body: [
      { glCode: '1900', name: 'Cash', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '1910', name: 'Loans', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '1920', name: 'Interest owed', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '4900', name: 'Interest earned', type: 'INCOME', usage: 'DETAIL' },
    ],
  });
  const product = await client.ok('createLoanProduct', {
    body: {
      id: 'bench-loans',
      name: 'Loans',
      type: 'DYNAMIC_TERM_LOAN',
      state: 'ACTIVE',
      creditArrangementSettings: { creditArrangementRequirement: 'NOT_REQUIRED' },
      loanAmountSettings: { loanAmount: { minValue: 100, maxValue: 100_000, defaultValue: 10_000 } },
      interestSettings: {
        daysInYear: 'ACTUAL_365_FIXED',
        interestCalculationMethod: 'DECLINING_BALANCE',
        scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
        interestApplicationMethod: 'REPAYMENT_DUE_DATE',
        interestType: 'SIMPLE_INTEREST',
        indexRateSettings: {
          interestRateSource: 'FIXED_INTEREST_RATE',
          interestRateTerms: 'FIXED',
          interestChargeFrequency: 'ANNUALIZED',
          interestRate: { minValue: 0, maxValue: 100, defaultValue: 12 },
        },
      },
      scheduleSettings: {
        repaymentScheduleMethod: 'DYNAMIC',
        scheduleDueDatesMethod: 'INTERVAL',
        repaymentReschedulingMethod: 'NONE',
        defaultRepaymentPeriodCount: 1,
        repaymentPeriodUnit: 'MONTHS',
        numInstallments: { minValue: 1, maxValue: 60, defaultValue: 24 },
        roundingSettings: {
          roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
          repaymentCurrencyRounding: 'NO_ROUNDING',
          repaymentElementsRoundingMethod: 'NO_ROUNDING',
        },
      },
      gracePeriodSettings: { gracePeriodType: 'NONE' },
      paymentSettings: {
        amortizationMethod: 'STANDARD_PAYMENTS',
        latePaymentsRecalculationMethod: 'OVERDUE_INSTALLMENTS_INCREASE',
        paymentMethod: 'HORIZONTAL',
        repaymentAllocationOrder: ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
        prepaymentSettings: {
          prepaymentAcceptance: 'ACCEPT_PREPAYMENTS',
          futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS',
          applyInterestOnPrepaymentMethod: 'AUTOMATIC',
          prepaymentRecalculationMethod: 'NO_RECALCULATION',
        },
      },
      penaltySettings: { loanPenaltyCalculationMethod: 'NONE' },
      newAccountSettings: {
        accountInitialState: 'PENDING_APPROVAL',
        idGeneratorType: 'INCREMENTAL_NUMBER',
        idPattern: '1',
      },
      accountingSettings: {
        accountingMethod: 'ACCRUAL',
        interestAccruedAccountingMethod: 'NONE',
        accountingRules: [
          accountingRule('FUND_SOURCE', cash),
          accountingRule('PORTFOLIO_CONTROL', portfolio),
          accountingRule('INTEREST_RECEIVABLE', receivable),
          accountingRule('INTEREST_INCOME', income),
          accountingRule('FEE_RECEIVABLE', receivable),
          accountingRule('FEE_INCOME', income),
          accountingRule('PENALTY_RECEIVABLE', receivable),
          accountingRule('PENALTY_INCOME', income),
        ],
      },
    },
  });
  return product.encodedKey ?? '';
};
