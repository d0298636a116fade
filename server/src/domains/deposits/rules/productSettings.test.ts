import { describe, expect, it } from 'vitest';
import {
  accrual,
  all,
  balances,
  branches,
  type Changes,
  controls,
  days,
  fees,
  index,
  interest,
  overdraft,
  pay,
  type RefusedCase,
  termed,
  told,
  untermed,
} from './testProducts.ts';

describe('settings that go together', () => {
  const cases: readonly (readonly [string, readonly string[], Changes])[] = [
    ['nothing at all', all, {}],
    ['a fixed rate', all, interest({}, { interestRate: { minValue: 1, defaultValue: 2, maxValue: 3 } })],
    ['a rate that accounts choose', all, interest({}, { interestRate: {}, interestRateTiers: [] })],
    ['tiers', all, interest({}, { interestRateTerms: 'TIERED', interestRateTiers: balances(100, 200, undefined) })],
    ['bands', all, interest({}, { interestRateTerms: 'TIERED_BAND', interestRateTiers: balances(100, 200) })],
    ['periods', all, interest({}, { interestRateTerms: 'TIERED_PERIOD', interestRateTiers: days(30, 60, undefined) })],
    ['an index with a spread below zero', all, interest({}, index({ interestRate: { defaultValue: -1 } }))],
    [
      'an index with spreads by tier',
      all,
      interest({}, index({ interestRateTerms: 'TIERED', interestRateTiers: balances(100, undefined) })),
    ],
    [
      'a rate per ten days',
      all,
      interest({}, { interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 10 }),
    ],
    ['a maximum balance', all, interest({ maximumBalance: 1000 })],
    [
      'days without gains',
      all,
      interest({ interestGainsProvidedStartDate: '2026-01-01', interestGainsProvidedEndDate: '2026-01-01' }),
    ],
    [
      'fixed payment dates',
      all,
      pay({
        interestPaymentPoint: 'ON_FIXED_DATES',
        interestPaymentDates: [
          { month: 2, day: 29 },
          { month: 12, day: 31 },
        ],
      }),
    ],
    ['interest at maturity', termed, pay({ interestPaymentPoint: 'ON_ACCOUNT_MATURITY' })],
    ['accrual after maturity', termed, interest({}, { accrueInterestAfterMaturity: true })],
    [
      'negative rates',
      ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS'],
      interest({}, { allowNegativeInterestRate: true, interestRate: { minValue: -2, defaultValue: -1 } }),
    ],
    [
      'a negative tier',
      ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS'],
      interest(
        {},
        {
          allowNegativeInterestRate: true,
          interestRateTerms: 'TIERED_BAND',
          interestRateTiers: [{ endingBalance: 5, interestRate: 0 }, { interestRate: -0.5 }],
        },
      ),
    ],
    ['withholding tax', all, { ...interest(), taxSettings: { withholdingTaxEnabled: true } }],
    ['an overdraft free of interest', ['CURRENT_ACCOUNT'], { overdraftSettings: { allowOverdraft: true } }],
    ['a technical overdraft alone', ['CURRENT_ACCOUNT'], { overdraftSettings: { allowTechnicalOverdraft: true } }],
    ['overdraft interest', ['CURRENT_ACCOUNT'], overdraft({ interestRate: { defaultValue: 15 } })],
    [
      'overdraft tiers',
      ['CURRENT_ACCOUNT'],
      overdraft({ interestRateTerms: 'TIERED', interestRateTiers: balances(5, 9) }),
    ],
    ['overdraft by index', ['CURRENT_ACCOUNT'], overdraft(index())],
    [
      'overdraft settings that are all off',
      all,
      { overdraftSettings: { allowOverdraft: false, maxOverdraftLimit: 0 } },
    ],
    [
      'interest settings that are all off',
      all,
      {
        interestSettings: {
          interestPaidIntoAccount: false,
          interestRateSettings: { interestRate: {}, interestRateTiers: [] },
        },
        overdraftInterestSettings: { interestRateSettings: { interestRate: {} } },
      },
    ],
    [
      'a term',
      termed,
      {
        maturitySettings: {
          maturityPeriodUnit: 'MONTHS',
          maturityPeriod: { minValue: 1, maxValue: 12, defaultValue: 6 },
        },
      },
    ],
    ['a recommended deposit', ['REGULAR_SAVINGS', 'SAVINGS_PLAN'], controls({ recommendedDepositAmount: 10 })],
    ['a withdrawal limit', [...untermed, 'SAVINGS_PLAN'], controls({ maxWithdrawalAmount: 10.5 })],
    ['opening balances', all, controls({ openingBalance: { minValue: 0, defaultValue: 5, maxValue: 5 } })],
    ['dormancy', all, controls({ dormancyPeriodDays: 90 })],
    ['offset', ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS'], { offsetSettings: { allowOffset: true } }],
    ['credit arrangements', all, { creditArrangementSettings: { creditArrangementRequirement: 'REQUIRED' } }],
    ['a monthly fee', all, fees({ trigger: 'MONTHLY_FEE', amount: 2, applyDateMethod: 'FIRST_OF_EVERY_MONTH' })],
    ['an arbitrary fee', all, fees({ trigger: 'ARBITRARY' }, { allowArbitraryFees: true })],
    ['a computed fee', all, fees({ amountCalculationMethod: 'MAMBU_FUNCTION', amountCalculationFunctionName: 'f' })],
    [
      'a fee with its own account',
      all,
      {
        ...fees({ accountingRules: [{ financialResource: 'FEE_INCOME', glAccountKey: 'I2' }] }),
        accountingSettings: accrual(),
      },
    ],
    [
      'every resource, accrued by the day',
      all,
      {
        accountingSettings: {
          ...accrual(),
          interestAccruedAccountingMethod: 'DAILY',
          interestAccrualCalculation: 'BREAKDOWN_PER_ACCOUNT',
        },
      },
    ],
    [
      'several currencies',
      all,
      { currencySettings: { currencies: [{ code: 'EUR' }, { code: 'NON_FIAT', currencyCode: 'BTC' }] } },
    ],
    ['one branch', all, branches({ availableProductBranches: ['B1'] })],
    ['all branches', all, branches({ forAllBranches: true, availableProductBranches: [] })],
    [
      'templates',
      all,
      {
        templates: [
          { name: 'T', type: 'ACCOUNT' },
          { name: 'T', type: 'TRANSACTION' },
        ],
      },
    ],
  ];
  it.each(cases)('%s', (_what, on, changes) => {
    for (const type of on) expect(told(changes, type), type).toBe('fine');
  });
});

describe('settings that contradict each other are refused by name', () => {
  const cases: readonly RefusedCase[] = [
    ['BLANK_DEPOSIT_PRODUCT_NAME', 'name', all, { name: ' ' }],
    ['DEPOSIT_PRODUCT_NAME_LENGTH', 'name', all, { name: 'x'.repeat(256) }],
    [
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_FIELD',
      'maturitySettings',
      untermed,
      { maturitySettings: { maturityPeriod: { minValue: 1 } } },
    ],
    [
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_FIELD',
      'maturitySettings',
      untermed,
      { maturitySettings: { maturityPeriodUnit: 'DAYS' } },
    ],
    [
      'INVALID_PARAMETERS',
      'maturitySettings.maturityPeriodUnit',
      termed,
      { maturitySettings: { maturityPeriod: { minValue: 1 } } },
    ],
    [
      'DEPOSIT_PRODUCT_NEGATIVE_TERM_LENGTH',
      'maturitySettings.maturityPeriod',
      termed,
      { maturitySettings: { maturityPeriodUnit: 'DAYS', maturityPeriod: { minValue: -1 } } },
    ],
    ...[
      { minValue: 3, maxValue: 2 },
      { minValue: 3, defaultValue: 2 },
      { maxValue: 0 },
      { maxValue: 2_000_000_000 },
    ].map(
      (maturityPeriod) =>
        [
          'DEPOSIT_PRODUCT_INVALID_MATURITY_MIN_MAX',
          'maturitySettings.maturityPeriod',
          termed,
          { maturitySettings: { maturityPeriodUnit: 'WEEKS', maturityPeriod } },
        ] as const,
    ),
    [
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_RECOMMENDED_DEPOSIT_AMOUNT',
      'internalControls.recommendedDepositAmount',
      ['CURRENT_ACCOUNT', 'FIXED_DEPOSIT', 'INVESTOR_ACCOUNT'],
      controls({ recommendedDepositAmount: 5 }),
    ],
    [
      'RECOMMENDED_DEPOSIT_AMOUNT_INVALID',
      'internalControls.recommendedDepositAmount',
      all,
      controls({ recommendedDepositAmount: 0 }),
    ],
    [
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_MAX_WITHDRAWAL_AMOUNT',
      'internalControls.maxWithdrawalAmount',
      ['FIXED_DEPOSIT'],
      controls({ maxWithdrawalAmount: 5 }),
    ],
    [
      'MAX_WITHDRAWAL_CANNOT_BE_NEGATIVE',
      'internalControls.maxWithdrawalAmount',
      all,
      controls({ maxWithdrawalAmount: -1 }),
    ],
    ['INVALID_AMOUNT', 'internalControls.maxWithdrawalAmount', all, controls({ maxWithdrawalAmount: 0.001 })],
    [
      'INVALID_AMOUNT',
      'internalControls.openingBalance.minValue',
      all,
      {
        ...controls({ openingBalance: { minValue: 1.5 } }),
        currencySettings: { currencies: [{ code: 'EUR' }, { code: 'JPY' }] },
      },
    ],
    [
      'INVALID_PARAMETERS',
      'internalControls.openingBalance.maxValue',
      all,
      controls({ openingBalance: { maxValue: '1e25' } }),
    ],
    ...[
      { minValue: -1 },
      { minValue: 2, maxValue: 1 },
      { minValue: 2, defaultValue: 1 },
      { maxValue: 2, defaultValue: 3 },
    ].map(
      (openingBalance) =>
        [
          'DEPOSIT_PRODUCT_INTERNAL_CONTROL_INVALID_OPENING_BALANCE',
          'internalControls.openingBalance',
          all,
          controls({ openingBalance }),
        ] as const,
    ),
    [
      'DEPOSIT_PRODUCT_INTERNAL_CONTROL_DORMANCY_RANGE',
      'internalControls.dormancyPeriodDays',
      all,
      controls({ dormancyPeriodDays: -1 }),
    ],
    [
      'DEPOSIT_PRODUCT_INTERNAL_CONTROL_ALLOW_OFFSET_NOT_AVAILABLE',
      'offsetSettings.allowOffset',
      [...termed, 'INVESTOR_ACCOUNT'],
      { offsetSettings: { allowOffset: true } },
    ],
    ['INVALID_PARAMETERS', 'templates[0]', all, { templates: [{ name: 'T' }] }],
    ['INVALID_PARAMETERS', 'templates[0]', all, { templates: [{ name: ' ', type: 'ACCOUNT' }] }],
    [
      'INVALID_PARAMETERS',
      'templates[1]',
      all,
      {
        templates: [
          { name: 'T', type: 'ACCOUNT' },
          { name: 'T', type: 'ACCOUNT' },
        ],
      },
    ],
    [
      'CURRENCY_NOT_DEFINED',
      'currencySettings.currencies[1]',
      all,
      { currencySettings: { currencies: [{ code: 'EUR' }, { code: 'USD' }] } },
    ],
    [
      'CURRENCY_NOT_DEFINED',
      'currencySettings.currencies[0]',
      all,
      { currencySettings: { currencies: [{ code: 'EUR', currencyCode: 'JPY' }] } },
    ],
    ['CURRENCY_NOT_DEFINED', 'currencySettings.currencies[0]', all, { currencySettings: { currencies: [{}] } }],
    [
      'INVALID_PARAMETERS',
      'currencySettings.currencies[1]',
      all,
      { currencySettings: { currencies: [{ code: 'EUR' }, { currencyCode: 'EUR' }] } },
    ],
    ['INVALID_BRANCH_KEY', 'availabilitySettings.branchSettings', all, branches({ availableProductBranches: ['B9'] })],
    [
      'DEPOSIT_PRODUCT_AVAILABILITY_INACTIVE_BRANCH',
      'availabilitySettings.branchSettings',
      all,
      branches({ availableProductBranches: ['B2'] }),
    ],
    [
      'DEPOSIT_PRODUCT_AVAILABILITY_DUPLICATE_BRANCH',
      'availabilitySettings.branchSettings',
      all,
      branches({ availableProductBranches: ['B1', 'B1'] }),
    ],
    [
      'DEPOSIT_PRODUCT_AVAILABILITY_ALL_BRANCHES_TRUE',
      'availabilitySettings.branchSettings',
      all,
      branches({ forAllBranches: true, availableProductBranches: ['B1'] }),
    ],
    [
      'DEPOSIT_PRODUCT_AVAILABILITY_ALL_BRANCHES_FALSE',
      'availabilitySettings.branchSettings',
      all,
      branches({ forAllBranches: false }),
    ],
    ['SAVINGS_FEE_BLANK_ID', 'feesSettings.fees[0].id', all, fees({ id: ' ' })],
    [
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      'feesSettings.fees[0].applyDateMethod',
      all,
      fees({ trigger: 'MONTHLY_FEE', amount: 1 }),
    ],
    [
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      'feesSettings.fees[0].applyDateMethod',
      all,
      fees({ amount: 1, applyDateMethod: 'FIRST_OF_EVERY_MONTH' }),
    ],
    [
      'MANDATORY_FEE_AMOUNT',
      'feesSettings.fees[0].amount',
      all,
      fees({ trigger: 'MONTHLY_FEE', applyDateMethod: 'FIRST_OF_EVERY_MONTH' }),
    ],
    ['ARBITRARY_SAVINGS_FEE_NOT_ALLOWED', 'feesSettings.fees[0].trigger', all, fees({ trigger: 'ARBITRARY' })],
    [
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      'feesSettings.fees[0].amountCalculationFunctionName',
      all,
      fees({ amountCalculationMethod: 'MAMBU_FUNCTION' }),
    ],
    [
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      'feesSettings.fees[0].amountCalculationFunctionName',
      all,
      fees({ amountCalculationFunctionName: 'f' }),
    ],
    [
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      'feesSettings.fees[0].amount',
      all,
      fees({ amountCalculationMethod: 'MAMBU_FUNCTION', amountCalculationFunctionName: 'f', amount: 1 }),
    ],
    ['INVALID_AMOUNT', 'feesSettings.fees[0].amount', all, fees({ amount: 0.001 })],
    [
      'INVALID_INTEREST_ACCRUED_METHOD',
      'accountingSettings.interestAccruedAccountingMethod',
      all,
      { accountingSettings: { accountingMethod: 'NONE', interestAccruedAccountingMethod: 'DAILY' } },
    ],
    [
      'INVALID_INTEREST_ACCRUAL_CALCULATION',
      'accountingSettings.interestAccrualCalculation',
      all,
      { accountingSettings: { ...accrual(), interestAccrualCalculation: 'AGGREGATED_AMOUNT' } },
    ],
    [
      'INVALID_GL_ACCOUNT_TYPE',
      'accountingSettings.accountingRules[6].glAccountKey',
      all,
      { accountingSettings: accrual('', { INTEREST_PAYABLE: 'A' }) },
    ],
    [
      'HEADER_ACCOUNT_NOT_ALLOWED',
      'accountingSettings.accountingRules[0].glAccountKey',
      all,
      { accountingSettings: accrual('', { DEPOSIT_REFERENCE: 'AH' }) },
    ],
    [
      'INVALID_GL_ACCOUNT_ID',
      'accountingSettings.accountingRules[0].glAccountKey',
      all,
      { accountingSettings: accrual('', { DEPOSIT_REFERENCE: 'AO' }) },
    ],
    [
      'GLACCOUNTS_ARE_NOT_IN_ORGANIZATION_OR_PRODUCT_CURRENCY',
      'accountingSettings.accountingRules[0].glAccountKey',
      all,
      { accountingSettings: accrual('', { DEPOSIT_REFERENCE: 'AX' }) },
    ],
    [
      'NOT_REQUIRED_RULE',
      'accountingSettings.accountingRules[6].financialResource',
      all,
      { accountingSettings: { ...accrual(), accountingMethod: 'CASH' } },
    ],
    [
      'NOT_REQUIRED_RULE',
      'feesSettings.fees[0].accountingRules[0].financialResource',
      all,
      {
        ...fees({ accountingRules: [{ financialResource: 'SAVINGS_CONTROL', glAccountKey: 'L' }] }),
        accountingSettings: accrual(),
      },
    ],
    ...Object.entries({
      FEE_INCOME: fees({}),
      OVERDRAFT_PORTFOLIO_CONTROL: { overdraftSettings: { allowTechnicalOverdraft: true } },
      INTEREST_EXPENSE: interest(),
      INTEREST_PAYABLE: interest(),
      TAXES_PAYABLE: { ...interest(), taxSettings: { withholdingTaxEnabled: true } },
      NEGATIVE_INTEREST_INCOME: interest({}, { allowNegativeInterestRate: true }),
      NEGATIVE_INTEREST_RECEIVABLE: interest({}, { allowNegativeInterestRate: true }),
      OVERDRAFT_INTEREST_INCOME: overdraft(),
      OVERDRAFT_INTEREST_RECEIVABLE: overdraft(),
    }).map(
      ([resource, changes]) =>
        [
          'MISSING_RULE',
          `accountingSettings.accountingRules needs a rule for ${resource}`,
          ['CURRENT_ACCOUNT'],
          { ...changes, accountingSettings: accrual(resource) },
        ] as const,
    ),
  ];
  it.each(cases)('%s at %s', (reason, at, on, changes) => {
    for (const type of on) {
      const answer = told(changes, type);
      expect(answer.split(' ')[0], type).toBe(reason);
      expect(answer.slice(reason.length + 1).startsWith(at), `${type}: ${answer}`).toBe(true);
    }
  });
});
