import type { Schemas } from '../../server/src/generated/schemas.ts';
import { accountOf } from './chartOfAccounts.ts';
import type { LoanKind } from './customer.ts';

type Product = Schemas['LoanProduct'];
type Resource = Schemas['GLAccountingRule']['financialResource'];
type KeyOf = (glCode: string) => string;
type Method = 'CASH' | 'ACCRUAL';

/** Ids of the loan products. */
export const loanProductIds: Readonly<Record<LoanKind, string>> = {
  flat: 'demo-flat',
  declining: 'demo-declining',
  equal: 'demo-equal',
};

const accounting = (keyOf: KeyOf, accountingMethod: Method, portfolio: string): Product['accountingSettings'] => {
  const resources: Partial<Record<Resource, string>> = {
    PORTFOLIO_CONTROL: portfolio,
    FUND_SOURCE: accountOf.FUND_SOURCE,
    WRITE_OFF_EXPENSE: accountOf.WRITE_OFF_EXPENSE,
    INTEREST_INCOME: accountOf.INTEREST_INCOME,
    FEE_INCOME: accountOf.FEE_INCOME,
    PENALTY_INCOME: accountOf.PENALTY_INCOME,
    ...(accountingMethod === 'CASH'
      ? {}
      : {
          INTEREST_RECEIVABLE: accountOf.INTEREST_RECEIVABLE,
          FEE_RECEIVABLE: accountOf.FEE_RECEIVABLE,
          PENALTY_RECEIVABLE: accountOf.PENALTY_RECEIVABLE,
        }),
  };
  return {
    accountingMethod,
    accountingRules: Object.entries(resources).map(([financialResource, glCode]) => ({
      financialResource: financialResource as Resource,
      glAccountKey: keyOf(glCode),
    })),
  };
};

const common = {
  state: 'ACTIVE',
  category: 'PERSONAL_LENDING',
  availabilitySettings: { availableFor: ['INDIVIDUALS'], branchSettings: { forAllBranches: true } },
  creditArrangementSettings: { creditArrangementRequirement: 'NOT_REQUIRED' },
  newAccountSettings: {
    accountInitialState: 'PENDING_APPROVAL',
    idGeneratorType: 'RANDOM_PATTERN',
    idPattern: 'LN########',
  },
  feesSettings: { allowArbitraryFees: true },
  penaltySettings: { loanPenaltyCalculationMethod: 'NONE' },
  gracePeriodSettings: { gracePeriodType: 'NONE' },
  accountLinkSettings: { enabled: true, settlementMethod: 'NO_AUTOMATED_TRANSFERS' },
} as const satisfies Partial<Product>;

const payment = {
  paymentMethod: 'HORIZONTAL',
  amortizationMethod: 'STANDARD_PAYMENTS',
  latePaymentsRecalculationMethod: 'NO_RECALCULATION',
  repaymentAllocationOrder: ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
} satisfies Product['paymentSettings'];

const schedule = {
  scheduleDueDatesMethod: 'INTERVAL',
  repaymentPeriodUnit: 'MONTHS',
  defaultRepaymentPeriodCount: 1,
  repaymentReschedulingMethod: 'NONE',
  repaymentScheduleEditOptions: ['ADJUST_PAYMENT_DATES', 'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'],
} satisfies Partial<Product['scheduleSettings']>;

const rate = (minValue: number, defaultValue: number, maxValue: number) => ({
  interestRateSource: 'FIXED_INTEREST_RATE' as const,
  interestRateTerms: 'FIXED' as const,
  interestChargeFrequency: 'ANNUALIZED' as const,
  interestRate: { minValue, defaultValue, maxValue },
});

/**
 * Three ways to lend: interest fixed on the whole amount (CASH), fixed on what is left (ACCRUAL), and equal instalments whose interest follows
 * the days (ACCRUAL).
 */
export const loanProducts = (keyOf: KeyOf): readonly Product[] => [
  {
    ...common,
    id: loanProductIds.flat,
    name: 'Instalment loan, flat interest',
    type: 'FIXED_TERM_LOAN',
    loanAmountSettings: { loanAmount: { minValue: 100, maxValue: 10_000 } },
    interestSettings: {
      interestCalculationMethod: 'FLAT',
      interestType: 'SIMPLE_INTEREST',
      interestApplicationMethod: 'AFTER_DISBURSEMENT',
      daysInYear: 'ACTUAL_365_FIXED',
      scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
      indexRateSettings: rate(0, 12, 24),
    },
    scheduleSettings: {
      ...schedule,
      repaymentScheduleMethod: 'FIXED',
      numInstallments: { minValue: 3, defaultValue: 12, maxValue: 36 },
    },
    paymentSettings: payment,
    accountingSettings: accounting(keyOf, 'CASH', '1210'),
  },
  {
    ...common,
    id: loanProductIds.declining,
    name: 'Car and business loan',
    type: 'FIXED_TERM_LOAN',
    loanAmountSettings: { loanAmount: { minValue: 1_000, maxValue: 50_000 } },
    interestSettings: {
      interestCalculationMethod: 'DECLINING_BALANCE',
      interestType: 'SIMPLE_INTEREST',
      interestApplicationMethod: 'REPAYMENT_DUE_DATE',
      daysInYear: 'ACTUAL_365_FIXED',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      indexRateSettings: rate(0, 8, 18),
    },
    scheduleSettings: {
      ...schedule,
      repaymentScheduleMethod: 'FIXED',
      numInstallments: { minValue: 6, defaultValue: 36, maxValue: 84 },
    },
    paymentSettings: payment,
    accountingSettings: accounting(keyOf, 'ACCRUAL', '1220'),
  },
  {
    ...common,
    id: loanProductIds.equal,
    name: 'Mortgage in equal instalments',
    type: 'DYNAMIC_TERM_LOAN',
    category: 'RETAIL_MORTGAGES',
    loanAmountSettings: { loanAmount: { minValue: 5_000, maxValue: 500_000 } },
    interestSettings: {
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
      interestType: 'SIMPLE_INTEREST',
      interestApplicationMethod: 'REPAYMENT_DUE_DATE',
      daysInYear: 'ACTUAL_365_FIXED',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      accrueLateInterest: true,
      indexRateSettings: rate(0, 4, 12),
    },
    scheduleSettings: {
      ...schedule,
      repaymentScheduleMethod: 'DYNAMIC',
      numInstallments: { minValue: 12, defaultValue: 120, maxValue: 360 },
    },
    paymentSettings: {
      ...payment,
      prepaymentSettings: {
        futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS',
        prepaymentAcceptance: 'ACCEPT_PREPAYMENTS',
        prepaymentRecalculationMethod: 'NO_RECALCULATION',
        applyInterestOnPrepaymentMethod: 'AUTOMATIC',
      },
    },
    accountingSettings: accounting(keyOf, 'ACCRUAL', '1230'),
  },
];
