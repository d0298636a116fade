import { describe, expect, it } from 'vitest';
import {
  all,
  balances,
  days,
  index,
  indexKey,
  interest,
  overdraft,
  pay,
  type RefusedCase,
  termed,
  told,
  untermed,
} from './testProducts.ts';

describe('interest that contradicts itself is refused by name', () => {
  const settings = 'interestSettings.interestRateSettings';
  const cases: readonly RefusedCase[] = [
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_EMPTY_DAYS_IN_YEAR',
      'interestSettings.daysInYear',
      all,
      interest({ daysInYear: undefined }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
      'interestSettings.interestCalculationBalance',
      all,
      interest({ interestCalculationBalance: undefined }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_MAXIMUM_BALANCE_VALUE',
      'interestSettings.maximumBalance',
      all,
      interest({ maximumBalance: 0 }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_MAXIMUM_BALANCE_VALUE',
      'interestSettings.maximumBalance',
      all,
      interest({ maximumBalance: '1e25' }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_MAXIMUM_BALANCE_NOT_AVAILABLE',
      'interestSettings.maximumBalance',
      all,
      interest({ maximumBalance: 5, interestCalculationBalance: 'MINIMUM' }),
    ],
    [
      'INVALID_PARAMETERS',
      'interestSettings.interestGainsProvidedEndDate',
      all,
      interest({ interestGainsProvidedEndDate: '2026-01-01' }),
    ],
    [
      'INVALID_PARAMETERS',
      'interestSettings.interestGainsProvidedEndDate',
      all,
      interest({ interestGainsProvidedStartDate: '2026-01-02', interestGainsProvidedEndDate: '2026-01-01' }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_RATE_SETTINGS_NOT_ALLOWED',
      settings,
      all,
      interest({ interestPaidIntoAccount: false }, { interestRate: { defaultValue: 1 } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_MIN_INTEREST_RATE',
      `${settings}.interestRate.minValue`,
      all,
      interest({}, { interestRate: { minValue: -1 } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_MAX_INTEREST_RATE',
      `${settings}.interestRate.maxValue`,
      all,
      interest({}, { interestRate: { maxValue: -1 } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_DEFAULT_INTEREST_RATE',
      `${settings}.interestRate.defaultValue`,
      all,
      interest({}, { interestRate: { defaultValue: -1 } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
      `${settings}.interestRate`,
      all,
      interest({}, { interestRate: { minValue: 2, defaultValue: 1 } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
      `${settings}.interestRate`,
      all,
      interest({}, { interestRate: { maxValue: 2, defaultValue: 3 } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
      `${settings}.interestRate`,
      all,
      interest({}, { interestRate: { maxValue: '1e400' } }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIERS_NOT_AVAILABLE',
      `${settings}.interestRateTiers`,
      all,
      interest({}, { interestRateTiers: balances(5) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_EMPTY_TIERS',
      `${settings}.interestRateTiers`,
      all,
      interest({}, { interestRateTerms: 'TIERED' }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_DEFAULT_MIN_MAX_NOT_AVAILABLE',
      `${settings}.interestRate`,
      all,
      interest({}, { interestRateTerms: 'TIERED', interestRateTiers: balances(5), interestRate: { defaultValue: 1 } }),
    ],
    ...[balances(5, 5), balances(9, 5), balances(0), balances(undefined, 5)].map(
      (tiers) =>
        [
          'INVALID_INTEREST_RATE_TIERS',
          `${settings}.interestRateTiers`,
          all,
          interest({}, { interestRateTerms: 'TIERED_BAND', interestRateTiers: tiers }),
        ] as const,
    ),
    [
      'INVALID_INTEREST_RATE_TIERS',
      `${settings}.interestRateTiers`,
      all,
      interest({}, { interestRateTerms: 'TIERED_PERIOD', interestRateTiers: days(60, 30) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_NEGATIVE_ENDING_BALANCE',
      `${settings}.interestRateTiers[0].endingBalance`,
      all,
      interest({}, { interestRateTerms: 'TIERED', interestRateTiers: balances(-1) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_NEGATIVE_ENDING_DAY',
      `${settings}.interestRateTiers[0].endingDay`,
      all,
      interest({}, { interestRateTerms: 'TIERED_PERIOD', interestRateTiers: days(-1) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_ENDING_DAY_NOT_AVAILABLE',
      `${settings}.interestRateTiers[0].endingDay`,
      all,
      interest({}, { interestRateTerms: 'TIERED', interestRateTiers: days(30) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_ENDING_BALANCE_NOT_AVAILABLE',
      `${settings}.interestRateTiers[0].endingBalance`,
      all,
      interest({}, { interestRateTerms: 'TIERED_PERIOD', interestRateTiers: balances(30) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_NEGATIVE_INTEREST_RATE',
      `${settings}.interestRateTiers[0].interestRate`,
      all,
      interest({}, { interestRateTerms: 'TIERED', interestRateTiers: [{ interestRate: -1 }] }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_EMPTY_INDEX_RATE_SOURCE_KEY',
      `${settings}.indexSourceKey`,
      all,
      interest({}, index({ indexSourceKey: undefined })),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INDEX_RATE_SOURCE_KEY',
      `${settings}.indexSourceKey`,
      all,
      interest({}, index({ indexSourceKey: 'nothing' })),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INDEX_RATE_SOURCE_KEY',
      `${settings}.indexSourceKey`,
      all,
      interest({}, index({ indexSourceKey: 'T' })),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_RATE_MANDATORY_REVIEW_UNIT',
      `${settings}.interestRateReviewUnit`,
      all,
      interest({}, index({ interestRateReviewUnit: undefined })),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_RATE_MANDATORY_REVIEW_COUNT',
      `${settings}.interestRateReviewCount`,
      all,
      interest({}, index({ interestRateReviewCount: undefined })),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_REVIEW_COUNT',
      `${settings}.interestRateReviewCount`,
      all,
      interest({}, index({ interestRateReviewCount: 0 })),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INDEXED_INTEREST_RATE_SOURCE_DEFINED_FOR_FIXED_INTEREST_RATE_SOURCE',
      `${settings}.indexSourceKey`,
      all,
      interest({}, { indexSourceKey: indexKey }),
    ],
    [
      'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      `${settings}.interestRateReviewUnit`,
      all,
      interest({}, { interestRateReviewUnit: 'DAYS' }),
    ],
    [
      'INTEREST_RATE_REVIEW_COUNT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      `${settings}.interestRateReviewCount`,
      all,
      interest({}, { interestRateReviewCount: 1 }),
    ],
    ...[
      { interestChargeFrequency: 'EVERY_X_DAYS' },
      { interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 0 },
      { interestChargeFrequency: 'EVERY_WEEK', interestChargeFrequencyCount: 2 },
    ].map(
      (change) =>
        [
          'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
          `${settings}.interestChargeFrequencyCount`,
          all,
          interest({}, change),
        ] as const,
    ),
    [
      'INVALID_INTEREST_PAYMENT_POINT',
      'interestSettings.interestPaymentSettings.interestPaymentPoint',
      all,
      interest({ interestPaymentSettings: undefined }),
    ],
    [
      'INVALID_INTEREST_PAYMENT_POINT',
      'interestSettings.interestPaymentSettings.interestPaymentPoint ON_ACCOUNT_MATURITY',
      untermed,
      pay({ interestPaymentPoint: 'ON_ACCOUNT_MATURITY' }),
    ],
    ...[
      { interestPaymentPoint: 'ON_FIXED_DATES' },
      { interestPaymentPoint: 'DAILY', interestPaymentDates: [{ month: 1, day: 1 }] },
      { interestPaymentPoint: 'ON_FIXED_DATES', interestPaymentDates: [{ month: 2, day: 30 }] },
      { interestPaymentPoint: 'ON_FIXED_DATES', interestPaymentDates: [{ month: 13, day: 1 }] },
      { interestPaymentPoint: 'ON_FIXED_DATES', interestPaymentDates: [{ month: 1 }] },
      {
        interestPaymentPoint: 'ON_FIXED_DATES',
        interestPaymentDates: [
          { month: 1, day: 1 },
          { month: 1, day: 1 },
        ],
      },
    ].map(
      (payment) =>
        [
          'INVALID_INTEREST_PAYMENT_DATES',
          'interestSettings.interestPaymentSettings.interestPaymentDates',
          all,
          pay(payment),
        ] as const,
    ),
    [
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_FIELD',
      `${settings}.accrueInterestAfterMaturity`,
      untermed,
      interest({}, { accrueInterestAfterMaturity: true }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_PRODUCT_TYPE_NOT_ALLOWS_NEGATIVE_INTEREST_RATE',
      `${settings}.allowNegativeInterestRate`,
      [...termed, 'INVESTOR_ACCOUNT'],
      interest({}, { allowNegativeInterestRate: true }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_INTEREST_RATE_NOT_ALLOWED_FOR_INTEREST_RATE_TERM',
      `${settings}.allowNegativeInterestRate`,
      ['REGULAR_SAVINGS'],
      interest({}, { allowNegativeInterestRate: true, interestRateTerms: 'TIERED_PERIOD', interestRateTiers: days(3) }),
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NOT_ALLOWED_WITHHOLDING_TAXES_AND_NEGATIVE_INTEREST_RATE',
      `${settings}.allowNegativeInterestRate`,
      ['CURRENT_ACCOUNT'],
      { ...interest({}, { allowNegativeInterestRate: true }), taxSettings: { withholdingTaxEnabled: true } },
    ],
    [
      'DEPOSIT_PRODUCT_INVALID_WITHHOLDING_TAX_ENABLED',
      'taxSettings.withholdingTaxEnabled',
      all,
      { taxSettings: { withholdingTaxEnabled: true } },
    ],
    [
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_WITHHOLDING_TAX_NOT_AVAILABLE_INTEREST_TIERED_BAND',
      'taxSettings.withholdingTaxEnabled',
      all,
      {
        ...interest({}, { interestRateTerms: 'TIERED_BAND', interestRateTiers: balances(3) }),
        taxSettings: { withholdingTaxEnabled: true },
      },
    ],
    [
      'OVERDRAFT_NOT_ALLOWED',
      'overdraftSettings.allowOverdraft',
      [...termed, 'REGULAR_SAVINGS', 'INVESTOR_ACCOUNT'],
      { overdraftSettings: { allowOverdraft: true } },
    ],
    [
      'OVERDRAFT_NOT_ALLOWED',
      'overdraftSettings.maxOverdraftLimit',
      all,
      { overdraftSettings: { maxOverdraftLimit: 1 } },
    ],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_MAX_LIMIT',
      'overdraftSettings.maxOverdraftLimit',
      ['CURRENT_ACCOUNT'],
      { overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: -1 } },
    ],
    [
      'TECHNICAL_OVERDRAFT_IS_NOT_ALLOWED_FOR_PRODUCT',
      'overdraftSettings.allowTechnicalOverdraft',
      [...termed, 'REGULAR_SAVINGS', 'INVESTOR_ACCOUNT'],
      { overdraftSettings: { allowTechnicalOverdraft: true } },
    ],
    [
      'OVERDRAFT_NOT_ALLOWED',
      'overdraftInterestSettings.interestRateSettings',
      all,
      { overdraftInterestSettings: { interestRateSettings: { interestRate: { defaultValue: 1 } } } },
    ],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_EMPTY_DAYS_IN_YEAR',
      'overdraftInterestSettings.daysInYear',
      ['CURRENT_ACCOUNT'],
      overdraft({}, { daysInYear: undefined }),
    ],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_TIERED_PERIOD_NOT_AVAILABLE',
      'overdraftInterestSettings.interestRateSettings.interestRateTerms',
      ['CURRENT_ACCOUNT'],
      overdraft({ interestRateTerms: 'TIERED_PERIOD' }),
    ],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_EMPTY_INDEX_RATE',
      'overdraftInterestSettings',
      ['CURRENT_ACCOUNT'],
      overdraft(index({ indexSourceKey: undefined })),
    ],
    [
      'INVALID_INDEX_RATE_SOURCE',
      'overdraftInterestSettings',
      ['CURRENT_ACCOUNT'],
      overdraft(index({ indexSourceKey: 'nothing' })),
    ],
    [
      'INVALID_OVERDRAFT_INTEREST_RATE_TIERS',
      'overdraftInterestSettings',
      ['CURRENT_ACCOUNT'],
      overdraft({ interestRateTerms: 'TIERED', interestRateTiers: balances(9, 5) }),
    ],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_MIN_INTEREST_RATE',
      'overdraftInterestSettings',
      ['CURRENT_ACCOUNT'],
      overdraft({ interestRate: { minValue: -1 } }),
    ],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
      'overdraftInterestSettings.interestRateSettings.interestRate',
      ['CURRENT_ACCOUNT'],
      overdraft({ interestRate: { minValue: 2, maxValue: 1 } }),
    ],
  ];
  it.each(cases)('%s at %s', (reason, at, on, changes) => {
    for (const type of on) {
      const answer = told(changes, type);
      expect(answer.split(' ')[0], type).toBe(reason);
      expect(answer.slice(reason.length + 1).startsWith(at), `${type}: ${answer}`).toBe(true);
    }
  });
});
