import type { TestBank } from './bank.ts';
import { type OpenBank, openBank } from './openBank.ts';

/** An open bank that also lends: what loan tests need before they begin. */
export type LoanBank = OpenBank & {
  /** Product keys by what they are. */
  readonly fixedEqual: string;
  readonly fixedFlat: string;
  readonly dynamicEqual: string;
  readonly dynamicDeclining: string;
  /** Creates a loan product with changes to the usual settings; answers its key. */
  loanProduct(id: string, changes?: LoanProductChanges): Promise<string>;
  /** A loan of a new client, 10,000 in 12 monthly instalments unless changed; in its initial state. */
  loan(productTypeKey: string, changes?: Record<string, unknown>): Promise<{ id: string; encodedKey: string }>;
  /** The same, approved. */
  approvedLoan(productTypeKey: string, changes?: Record<string, unknown>): Promise<{ id: string; encodedKey: string }>;
};

type Group = Record<string, unknown>;

export type LoanProductChanges = {
  readonly type?: string;
  readonly interest?: Group;
  readonly rate?: Group;
  readonly schedule?: Group;
  readonly payment?: Group;
  readonly prepayment?: Group;
  readonly others?: Group;
};

/** Accounting rules of a loan product over the chart. */
export const loanRules = (
  gl: Readonly<Record<string, string>>,
): { financialResource: string; glAccountKey: string }[] => {
  const rule = (financialResource: string, code: string) => ({ financialResource, glAccountKey: gl[code] ?? '' });
  return [
    rule('FUND_SOURCE', '1000'),
    rule('PORTFOLIO_CONTROL', '1100'),
    rule('INTEREST_RECEIVABLE', '1110'),
    rule('FEE_RECEIVABLE', '1120'),
    rule('PENALTY_RECEIVABLE', '1130'),
    rule('INTEREST_INCOME', '4100'),
    rule('FEE_INCOME', '4000'),
    rule('PENALTY_INCOME', '4200'),
    rule('WRITE_OFF_EXPENSE', '5000'),
  ];
};

/** The same and some more, on GL accounts that are opened for them: code, type and resource of each. */
export const rulesWith = async (
  bank: TestBank,
  gl: Readonly<Record<string, string>>,
  own: readonly (readonly [glCode: string, type: string, financialResource: string])[],
): Promise<ReturnType<typeof loanRules>> => {
  const rules = loanRules(gl);
  for (const [glCode, type, financialResource] of own) {
    const made = await bank.ok('createGlAccounts', {
      body: [{ glCode, name: financialResource, type, usage: 'DETAIL' }],
    });
    rules.push({ financialResource, glAccountKey: String(made[0]?.encodedKey) });
  }
  return rules;
};

const allEdits = [
  'ADJUST_PAYMENT_DATES',
  'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE',
  'ADJUST_INTEREST_PAYMENT_SCHEDULE',
  'ADJUST_NUMBER_OF_INSTALLMENTS',
];

/** The body of a loan product: fixed, equal instalments, 12 % a year, 30/360, unless changed. */
export const loanProductBody = (
  id: string,
  gl: Readonly<Record<string, string>>,
  changes: LoanProductChanges = {},
): Group => ({
  id,
  name: id,
  type: changes.type ?? 'FIXED_TERM_LOAN',
  state: 'ACTIVE',
  creditArrangementSettings: { creditArrangementRequirement: 'NOT_REQUIRED' },
  loanAmountSettings: { loanAmount: { minValue: 100, maxValue: 1_000_000, defaultValue: 10_000 } },
  interestSettings: {
    daysInYear: 'E30_360',
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
    interestApplicationMethod: 'REPAYMENT_DUE_DATE',
    interestType: 'SIMPLE_INTEREST',
    indexRateSettings: {
      interestRateSource: 'FIXED_INTEREST_RATE',
      interestRateTerms: 'FIXED',
      interestChargeFrequency: 'ANNUALIZED',
      interestRate: { minValue: 0, maxValue: 100, defaultValue: 12 },
      ...changes.rate,
    },
    ...changes.interest,
  },
  scheduleSettings: {
    repaymentScheduleMethod: 'FIXED',
    scheduleDueDatesMethod: 'INTERVAL',
    repaymentReschedulingMethod: 'NONE',
    defaultRepaymentPeriodCount: 1,
    repaymentPeriodUnit: 'MONTHS',
    numInstallments: { minValue: 1, maxValue: 120, defaultValue: 12 },
    repaymentScheduleEditOptions: allEdits.slice(0, 3),
    roundingSettings: {
      roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
      repaymentCurrencyRounding: 'NO_ROUNDING',
      repaymentElementsRoundingMethod: 'NO_ROUNDING',
    },
    ...changes.schedule,
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
      ...changes.prepayment,
    },
    ...changes.payment,
  },
  penaltySettings: { loanPenaltyCalculationMethod: 'NONE' },
  newAccountSettings: {
    accountInitialState: 'PENDING_APPROVAL',
    idGeneratorType: 'RANDOM_PATTERN',
    idPattern: '@@@######',
  },
  accountingSettings: {
    accountingMethod: 'ACCRUAL',
    accountingRules: loanRules(gl),
    interestAccruedAccountingMethod: 'NONE',
  },
  accountLinkSettings: { enabled: true, settlementMethod: 'NO_AUTOMATED_TRANSFERS' },
  feesSettings: {
    allowArbitraryFees: true,
    fees: [
      {
        id: 'REMINDER',
        name: 'Reminder',
        trigger: 'MANUAL',
        feeApplication: 'OPTIONAL',
        state: 'ACTIVE',
        amountCalculationMethod: 'FLAT',
        amount: 15,
      },
    ],
  },
  ...changes.others,
});

const dynamic = { repaymentScheduleMethod: 'DYNAMIC', repaymentScheduleEditOptions: allEdits };
const actual = { daysInYear: 'ACTUAL_365_FIXED', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };

/** Sets a lending bank up over its own API. */
export const loanBank = async (bank: TestBank): Promise<LoanBank> => {
  const open = await openBank(bank);
  const loanProduct: LoanBank['loanProduct'] = async (id, changes = {}) =>
    String((await bank.ok('createLoanProduct', { body: loanProductBody(id, open.gl, changes) })).encodedKey);
  const loan: LoanBank['loan'] = async (productTypeKey, changes = {}) => {
    const accountHolderKey = changes.accountHolderKey ?? (await open.client()).encodedKey;
    const created = await bank.ok('createLoanAccount', {
      body: {
        accountHolderKey,
        accountHolderType: 'CLIENT',
        productTypeKey,
        loanAmount: 10_000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
        ...changes,
      },
    });
    return { id: String(created.id), encodedKey: String(created.encodedKey) };
  };
  return {
    ...open,
    fixedEqual: await loanProduct('FIXED-EQUAL'),
    fixedFlat: await loanProduct('FIXED-FLAT', {
      interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' },
    }),
    dynamicEqual: await loanProduct('DYNAMIC-EQUAL', {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...actual, daysInYear: 'E30_360' },
    }),
    dynamicDeclining: await loanProduct('DYNAMIC-DECLINING', {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...actual, interestCalculationMethod: 'DECLINING_BALANCE' },
    }),
    loanProduct,
    loan,
    approvedLoan: async (productTypeKey, changes) => {
      const created = await loan(productTypeKey, changes);
      await bank.ok('changeLoanAccountState', { path: { loanAccountId: created.id }, body: { action: 'APPROVE' } });
      return created;
    },
  };
};
