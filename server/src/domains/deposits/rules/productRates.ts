import type { ErrorReason } from '../../../generated/errors.ts';
import type { Schemas } from '../../../generated/schemas.ts';
import { Decimal, type Decimalish, isRate, largestAmount, largestRate, rateDecimals } from '../../../kernel/money.ts';
import { isContradictory, type Refusal, someOf } from '../../../kernel/refusals.ts';

import { unfitEnds } from './interest/accountRates.ts';

// How a product finds a rate: the same settings for interest that is paid and for overdrafts.

type Rates = Schemas['DepositProductInterestRateSettings'];
type Tier = Schemas['DepositProductInterestRateTier'];

/** What judging interest needs to know of the bank. */
export type InterestFacts = {
  /** The type of an index rate source; undefined for an unknown one. */
  readonly indexSourceType: (key: string) => string | undefined;
};

const isNegative = (value: Decimalish | undefined): boolean => value !== undefined && new Decimal(value).lessThan(0);

/** Under which reasons the two kinds of interest are refused where the catalogue has different ones. */
export type Reasons = Readonly<
  Record<
    'min' | 'max' | 'tuple' | 'emptyIndex' | 'unknownIndex' | 'emptyUnit' | 'emptyCount' | 'count' | 'tiers',
    ErrorReason
  >
> & { readonly frequency: ErrorReason; readonly frequencyCount: ErrorReason };

/** Of interest that accounts are paid. */
export const creditReasons: Reasons = {
  min: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_MIN_INTEREST_RATE',
  max: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_MAX_INTEREST_RATE',
  tuple: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
  emptyIndex: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_EMPTY_INDEX_RATE_SOURCE_KEY',
  unknownIndex: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INDEX_RATE_SOURCE_KEY',
  emptyUnit: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_RATE_MANDATORY_REVIEW_UNIT',
  emptyCount: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INTEREST_RATE_MANDATORY_REVIEW_COUNT',
  count: 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_REVIEW_COUNT',
  tiers: 'INVALID_INTEREST_RATE_TIERS',
  frequency: 'INVALID_INTEREST_CHARGE_FREQUENCY',
  frequencyCount: 'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
};

/** Of interest that overdrafts bear. */
export const overdraftReasons: Reasons = {
  min: 'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_MIN_INTEREST_RATE',
  max: 'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_MAX_INTEREST_RATE',
  tuple: 'DEPOSIT_PRODUCT_OVERDRAFT_INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
  emptyIndex: 'DEPOSIT_PRODUCT_OVERDRAFT_EMPTY_INDEX_RATE',
  unknownIndex: 'INVALID_INDEX_RATE_SOURCE',
  emptyUnit: 'DEPOSIT_PRODUCT_OVERDRAFT_EMPTY_INTEREST_REVIEW_UNIT',
  emptyCount: 'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_INTEREST_REVIEW_COUNT',
  count: 'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_INTEREST_REVIEW_COUNT',
  tiers: 'INVALID_OVERDRAFT_INTEREST_RATE_TIERS',
  frequency: 'INVALID_OVERDRAFT_INTEREST_CHARGE_FREQUENCY',
  frequencyCount: 'INVALID_OVERDRAFT_INTEREST_CHARGE_FREQUENCY_COUNT',
};

const mostCount = 36_500;

/** What is wrong with the time for which a rate is paid: a product's, or an account's own. */
export const frequencyRefusals = (
  rates: Pick<Rates, 'interestChargeFrequency' | 'interestChargeFrequencyCount'>,
  at: string,
  reasons: Reasons,
): readonly Refusal[] => {
  const { interestChargeFrequency: frequency, interestChargeFrequencyCount: count } = rates;
  const isCounted = frequency === 'EVERY_X_DAYS';
  return [
    [
      isCounted && count === undefined,
      reasons.frequencyCount,
      `${at}.interestChargeFrequencyCount is required for EVERY_X_DAYS`,
    ],
    [
      count !== undefined && (count < 1 || count > mostCount),
      reasons.frequencyCount,
      `${at}.interestChargeFrequencyCount must be 1 to ${mostCount}`,
    ],
    [
      !isCounted && count !== undefined && count !== 1,
      reasons.frequencyCount,
      `${at}.interestChargeFrequencyCount other than 1 is for EVERY_X_DAYS`,
    ],
  ];
};

/** What is wrong with when an index is read again: a product's, or an account's own. What is undefined was left out. */
export const reviewRefusals = (
  { unit, count }: { readonly unit: string | undefined; readonly count: Decimalish | undefined },
  at: string,
  reasons: Reasons,
  isIndexed: boolean,
): readonly Refusal[] => {
  const counted = count === undefined ? undefined : Number(count);
  return isIndexed
    ? [
        [
          counted !== undefined && !(counted >= 1 && counted <= mostCount),
          reasons.count,
          `${at}.interestRateReviewCount must be 1 to ${mostCount}`,
        ],
      ]
    : [
        [
          unit !== undefined,
          'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
          `${at}.interestRateReviewUnit needs interestRateSource INDEX_INTEREST_RATE`,
        ],
        [
          (counted ?? 0) !== 0,
          'INTEREST_RATE_REVIEW_COUNT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
          `${at}.interestRateReviewCount needs interestRateSource INDEX_INTEREST_RATE`,
        ],
      ];
};

const sourceRefusals = (rates: Rates, at: string, reasons: Reasons, facts: InterestFacts): readonly Refusal[] => {
  const { indexSourceKey, interestRateReviewCount: count, interestRateReviewUnit: unit } = rates;
  if (rates.interestRateSource !== 'INDEX_INTEREST_RATE') {
    return [
      [
        (indexSourceKey ?? '') !== '',
        'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INDEXED_INTEREST_RATE_SOURCE_DEFINED_FOR_FIXED_INTEREST_RATE_SOURCE',
        `${at}.indexSourceKey needs interestRateSource INDEX_INTEREST_RATE`,
      ],
      ...reviewRefusals({ unit, count }, at, reasons, false),
    ];
  }
  return [
    [(indexSourceKey ?? '') === '', reasons.emptyIndex, `${at}.indexSourceKey is required for an index`],
    [
      facts.indexSourceType(indexSourceKey ?? '') !== 'INTEREST_RATE',
      reasons.unknownIndex,
      `${at}.indexSourceKey is no index rate source of type INTEREST_RATE`,
    ],
    [unit === undefined, reasons.emptyUnit, `${at}.interestRateReviewUnit is required for an index`],
    [count === undefined, reasons.emptyCount, `${at}.interestRateReviewCount is required for an index`],
    ...reviewRefusals({ unit, count }, at, reasons, true),
  ];
};

const tierRefusals = (rates: Rates, at: string, reasons: Reasons, mayBeNegative: boolean): readonly Refusal[] => {
  const tiers: readonly Tier[] = rates.interestRateTiers ?? [];
  const terms = rates.interestRateTerms;
  if (terms === 'FIXED') {
    return [
      [
        tiers.length > 0,
        'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIERS_NOT_AVAILABLE',
        `${at}.interestRateTiers need interestRateTerms other than FIXED`,
      ],
    ];
  }
  const byPeriod = terms === 'TIERED_PERIOD';
  const tiersAt = `${at}.interestRateTiers`;
  const ends = tiers.map((tier) => (byPeriod ? tier.endingDay : tier.endingBalance));
  const unfit = unfitEnds(
    ends.map((end) => (end === undefined ? null : new Decimal(end))),
    byPeriod ? 'endingDay' : 'endingBalance',
  );
  return [
    [tiers.length === 0, 'DEPOSIT_PRODUCT_INTEREST_SETTINGS_EMPTY_TIERS', `${tiersAt} are required for ${terms}`],
    [
      someOf(rates.interestRate, (value) => !new Decimal(value).isZero()),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_DEFAULT_MIN_MAX_NOT_AVAILABLE',
      `${at}.interestRate does not go with interestRateTerms ${terms}`,
    ],
    ...tiers.flatMap((tier, index): Refusal[] => {
      const one = `${tiersAt}[${index}]`;
      return [
        [
          byPeriod && tier.endingBalance !== undefined,
          'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_ENDING_BALANCE_NOT_AVAILABLE',
          `${one}.endingBalance does not go with interestRateTerms TIERED_PERIOD`,
        ],
        [
          !byPeriod && tier.endingDay !== undefined,
          'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_ENDING_DAY_NOT_AVAILABLE',
          `${one}.endingDay needs interestRateTerms TIERED_PERIOD`,
        ],
        [
          isNegative(tier.endingBalance),
          'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_NEGATIVE_ENDING_BALANCE',
          `${one}.endingBalance may not be negative`,
        ],
        [
          tier.endingBalance !== undefined && new Decimal(tier.endingBalance).greaterThan(largestAmount),
          reasons.tiers,
          `${one}.endingBalance is larger than any account can hold`,
        ],
        [
          isNegative(tier.endingDay),
          'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_NEGATIVE_ENDING_DAY',
          `${one}.endingDay may not be negative`,
        ],
        [
          !isRate(tier.interestRate),
          reasons.tiers,
          `${one}.interestRate may be at most ${largestRate} with ${rateDecimals} decimals`,
        ],
        [
          isNegative(tier.interestRate) && !mayBeNegative,
          'DEPOSIT_PRODUCT_INTEREST_SETTINGS_TIER_NEGATIVE_INTEREST_RATE',
          `${one}.interestRate may not be negative without allowNegativeInterestRate`,
        ],
      ];
    }),
    [unfit !== undefined, reasons.tiers, `${tiersAt}: ${unfit}`],
  ];
};

const rateRefusals = (rates: Rates, at: string, reasons: Reasons, mayBeNegative: boolean): readonly Refusal[] => {
  const range = rates.interestRate;
  const negative = (value: Decimalish | undefined): boolean => isNegative(value) && !mayBeNegative;
  const rateAt = `${at}.interestRate`;
  return [
    [
      someOf(range, (value) => !isRate(value)),
      reasons.tuple,
      `${rateAt} may be at most ${largestRate} with ${rateDecimals} decimals`,
    ],
    [
      negative(range?.minValue),
      reasons.min,
      `${rateAt}.minValue may not be negative without allowNegativeInterestRate`,
    ],
    [
      negative(range?.maxValue),
      reasons.max,
      `${rateAt}.maxValue may not be negative without allowNegativeInterestRate`,
    ],
    [
      negative(range?.defaultValue),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_NEGATIVE_DEFAULT_INTEREST_RATE',
      `${rateAt}.defaultValue may not be negative without allowNegativeInterestRate`,
    ],
    [isContradictory(range), reasons.tuple, `${rateAt} must have minValue <= defaultValue <= maxValue`],
  ];
};

/** What is wrong with the rates of one kind of interest, in order. With an index, rates are spreads on it: those may be below zero. */
export const settingsRefusals = (
  rates: Rates,
  at: string,
  reasons: Reasons,
  facts: InterestFacts,
  allowNegative: boolean,
): readonly Refusal[] => {
  const mayBeNegative = allowNegative || rates.interestRateSource === 'INDEX_INTEREST_RATE';
  return [
    ...frequencyRefusals(rates, at, reasons),
    ...sourceRefusals(rates, at, reasons, facts),
    ...rateRefusals(rates, at, reasons, mayBeNegative),
    ...tierRefusals(rates, at, reasons, mayBeNegative),
  ];
};
