import type { Schemas } from '../../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../../kernel/encodedKey.ts';
import {
  Decimal,
  type Decimalish,
  isRate,
  largestRate,
  type Rate,
  rate,
  rateDecimals,
} from '../../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../../kernel/refusals.ts';
import type { Rejection } from '../../../../kernel/rejection.ts';
import type { IndexRateType } from '../../../organisation/rules/indexRates.ts';
import type { RateReview } from '../../../organisation/rules/rateReviews.ts';
import type { CompleteProduct } from '../completeProduct.ts';
import type { IndexedRate } from './rateSettings.ts';

// What a product says of an index: which one its accounts follow, how often they read it, and between which limits.

/** An index that accounts of a product follow; the spread is each account's own. */
export type OfferedIndex = Omit<IndexedRate, 'interestSpread'>;

/** The sources of index rates, as far as products have to know them. */
export type IndexFacts = { readonly rateTypeOf: (ref: string) => IndexRateType | undefined };

type IndexSettings = Pick<
  Schemas['InterestProductSettings'],
  | 'indexSourceKey'
  | 'interestRateCeilingValue'
  | 'interestRateFloorValue'
  | 'interestRateReviewCount'
  | 'interestRateReviewUnit'
  | 'interestRateSource'
>;

const mostReviews = 36_500;

/** What is wrong with when an index is read: a product's, or an account's own. */
export const reviewRefusals = (unit: string | undefined, count: number | undefined, at: string): readonly Refusal[] => [
  [unit === undefined, 'INVALID_PARAMETERS', `${at}.interestRateReviewUnit is required for an index`],
  [count === undefined, 'INVALID_PARAMETERS', `${at}.interestRateReviewCount is required for an index`],
  [
    count !== undefined && !(count >= 1 && count <= mostReviews),
    'INVALID_PARAMETERS',
    `${at}.interestRateReviewCount must be 1 to ${mostReviews}`,
  ],
];

/** What does not go with a rate that somebody names. */
export const withoutIndex = (settings: IndexSettings, at: string): readonly Refusal[] => [
  [
    (settings.indexSourceKey ?? '') !== '',
    'INVALID_INDEX_RATE_SOURCE',
    `${at}.indexSourceKey needs interestRateSource INDEX_INTEREST_RATE`,
  ],
  [
    settings.interestRateReviewUnit !== undefined,
    'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
    `${at}.interestRateReviewUnit needs interestRateSource INDEX_INTEREST_RATE`,
  ],
  [
    (settings.interestRateReviewCount ?? 0) !== 0,
    'INTEREST_RATE_REVIEW_COUNT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
    `${at}.interestRateReviewCount needs interestRateSource INDEX_INTEREST_RATE`,
  ],
  [
    isSet(settings.interestRateFloorValue) || isSet(settings.interestRateCeilingValue),
    'INVALID_PARAMETERS',
    `${at}.interestRateFloorValue and interestRateCeilingValue need interestRateSource INDEX_INTEREST_RATE`,
  ],
];

const isSet = (value: Decimalish | undefined): boolean => value !== undefined && !new Decimal(value).isZero();

/** What is wrong with the limits of index plus spread. */
export const limitRefusals = (
  { interestRateFloorValue: floor, interestRateCeilingValue: ceiling }: IndexSettings,
  at: string,
): readonly Refusal[] => {
  const limits = [floor, ceiling].flatMap((value) => (value === undefined ? [] : [new Decimal(value)]));
  return [
    [
      limits.some((value) => value.isNegative()),
      'NOT_ALLOW_NEGATIVE_FLOOR_OR_CEILING_VALUE',
      `${at}.interestRateFloorValue and interestRateCeilingValue may not be negative`,
    ],
    [
      limits.some((value) => !isRate(value)),
      'INVALID_INTEREST_RATE',
      `${at}.interestRateFloorValue and interestRateCeilingValue may be at most ${largestRate} with ${rateDecimals} decimals`,
    ],
    [
      floor !== undefined && ceiling !== undefined && new Decimal(floor).greaterThan(ceiling),
      'FLOOR_VALUE_GREATER_THAN_CEILING_VALUE_ERROR',
      `${at}.interestRateFloorValue is above interestRateCeilingValue`,
    ],
  ];
};

/** What is wrong with an index and how it is read. */
export const indexRefusals = (settings: IndexSettings, at: string, facts: IndexFacts): readonly Refusal[] => [
  [
    facts.rateTypeOf(settings.indexSourceKey ?? '') !== 'INTEREST_RATE',
    'INVALID_INDEX_RATE_SOURCE',
    `${at}.indexSourceKey is no index rate source of type INTEREST_RATE`,
  ],
  ...reviewRefusals(settings.interestRateReviewUnit, settings.interestRateReviewCount, at),
  ...limitRefusals(settings, at),
];

/** What rates that change do not go with: no interest, or payments that are equal over all periods because the rate is known for them. */
export const unfitForChanges = ({ type, paymentSettings }: CompleteProduct, at: string): readonly Refusal[] => {
  const amortization = paymentSettings.amortizationMethod ?? 'STANDARD_PAYMENTS';
  return [
    [
      type === 'INTEREST_FREE_LOAN',
      'INTEREST_SPREAD_SHOULD_BE_ZERO_OR_EMPTY',
      `${at}: an interest-free product has no rate that could change`,
    ],
    [
      amortization === 'OPTIMIZED_PAYMENTS',
      'INVALID_PARAMETERS',
      `${at}: paymentSettings.amortizationMethod ${amortization} needs one rate for the whole loan`,
    ],
  ];
};

const ratesAt = 'interestSettings.indexRateSettings';

/** Refuses what a product with one rate for each account says of an index and can't be. */
export const checkProductRates = (product: CompleteProduct, facts: IndexFacts): Rejection | undefined => {
  const settings = product.interestSettings.indexRateSettings ?? {};
  return firstRefusal(
    settings.interestRateSource === 'INDEX_INTEREST_RATE'
      ? [...unfitForChanges(product, `${ratesAt}.interestRateSource`), ...indexRefusals(settings, ratesAt, facts)]
      : withoutIndex(settings, ratesAt),
  );
};

const rateOrNull = (value: Decimalish | undefined): Rate | null => (value === undefined ? null : rate(value));

/** An index as accounts follow it; undefined where the settings name a rate themselves. */
export const offeredIndex = (
  settings: IndexSettings | undefined,
  spreadMayBeNegative = false,
): OfferedIndex | undefined => {
  const { indexSourceKey = '', interestRateReviewUnit: unit, interestRateReviewCount: count } = settings ?? {};
  const key: EncodedKey | undefined = asEncodedKey(indexSourceKey);
  if (settings?.interestRateSource !== 'INDEX_INTEREST_RATE' || !key || !unit || !count) return undefined;
  const review: RateReview = { unit, count };
  return {
    interestRateSource: 'INDEX_INTEREST_RATE',
    indexSourceKey: key,
    interestRateFloorValue: rateOrNull(settings.interestRateFloorValue),
    interestRateCeilingValue: rateOrNull(settings.interestRateCeilingValue),
    review,
    ...(spreadMayBeNegative ? { spreadMayBeNegative } : {}),
  };
};
