import { type EncodedKey, newEncodedKey } from '../../../../kernel/encodedKey.ts';
import { daysBetween, type LocalDate } from '../../../../kernel/localDate.ts';
import { isRate, largestRate, type Rate, rateDecimals } from '../../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { RateReview } from '../../../organisation/rules/rateReviews.ts';
import { isOutside, limitsText } from '../accountSchedule.ts';
import type { LoanProduct } from '../loanProduct.ts';
import type { LoanTerms } from '../terms.ts';
import type { WantedLoan } from '../wantedLoan.ts';
import type { OfferedRate } from './adjustableProduct.ts';
import { limitRefusals, reviewRefusals, withoutIndex } from './productRates.ts';
import type { ChangingRates, RateSetting } from './rateSettings.ts';
import { checkSpread } from './spread.ts';

// The periods of an account, each with a rate of its own, within what its product offers.

/** A period as a request names it: it lasts until the next one. */
export type WantedPeriod = {
  readonly interestRateSource: 'FIXED_INTEREST_RATE' | 'INDEX_INTEREST_RATE';
  readonly validFrom: LocalDate;
  readonly interestRate?: Rate | undefined;
  readonly interestSpread?: Rate | undefined;
  /** The index by its key, where one is named. */
  readonly indexSourceKey?: string | undefined;
  readonly interestRateFloorValue?: Rate | undefined;
  readonly interestRateCeilingValue?: Rate | undefined;
  readonly interestRateReview?: Partial<RateReview> | undefined;
};

/** The property of requests that holds the periods. */
export const periodsAt = 'interestSettings.accountInterestRateSettings';

/** As many as the months of the longest loan. */
const mostPeriods = 1200;
/** The days of the longest loan. */
const longest = 36_525;

type FixedOffer = Extract<OfferedRate, { readonly interestRateSource: 'FIXED_INTEREST_RATE' }>;
type IndexOffer = Extract<OfferedRate, { readonly interestRateSource: 'INDEX_INTEREST_RATE' }>;

/** Refuses a named rate that can't be one, or lies outside of the limits of the product. */
export const checkNamedRate = (named: Rate, limits: OfferedRate['limits'], at: string): Rejection | undefined =>
  firstRefusal([
    [
      named.isNegative() || !isRate(named),
      'INVALID_INTEREST_RATE',
      `${at} must be 0 to ${largestRate} with at most ${rateDecimals} decimals`,
    ],
    [isOutside(named, limits), 'INTEREST_RATE_OUTSIDE_CONSTRAINTS', `${at} must be ${limitsText(limits)}`],
  ]);

const indexSettingsOf = ({ interestRateReview: review, ...wanted }: WantedPeriod) => ({
  ...wanted,
  interestRateReviewUnit: review?.unit,
  interestRateReviewCount: review?.count,
});

const named = (wanted: WantedPeriod, offer: FixedOffer | undefined, at: string): RateSetting | Rejection => {
  if (!offer) {
    return reject(
      'INCONSISTENT_FIXED_INTEREST_RATE_SOURCE_SETUP_ON_ACCOUNT_LEVEL',
      `${at}.interestRateSource: the product offers no FIXED_INTEREST_RATE`,
    );
  }
  const refusal = firstRefusal([
    ...withoutIndex(indexSettingsOf(wanted), at),
    [
      wanted.interestSpread !== undefined && !wanted.interestSpread.isZero(),
      'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
      `${at}.interestSpread: the rate of this period is fixed`,
    ],
  ]);
  if (refusal) return refusal;
  const interestRate = wanted.interestRate ?? offer.limits.default;
  if (interestRate === null) {
    return reject('INVALID_INTEREST_RATE', `${at}.interestRate is missing and the product has no default`);
  }
  const { interestRateSource } = offer;
  return (
    checkNamedRate(interestRate, offer.limits, `${at}.interestRate`) ?? {
      interestRateSource,
      interestRate,
      validFrom: wanted.validFrom,
    }
  );
};

/** The floor and the ceiling of a period: its own ones may only narrow those of the product. */
const corridorOf = (wanted: WantedPeriod, offer: IndexOffer, at: string) => {
  const floor = wanted.interestRateFloorValue ?? offer.interestRateFloorValue;
  const ceiling = wanted.interestRateCeilingValue ?? offer.interestRateCeilingValue;
  const wider: readonly Refusal[] = [
    [
      floor !== null && (offer.interestRateFloorValue?.greaterThan(floor) ?? false),
      'INVALID_PARAMETERS',
      `${at}.interestRateFloorValue is below the ${offer.interestRateFloorValue?.toFixed()} of the product`,
    ],
    [
      ceiling !== null && (offer.interestRateCeilingValue?.lessThan(ceiling) ?? false),
      'INVALID_PARAMETERS',
      `${at}.interestRateCeilingValue is above the ${offer.interestRateCeilingValue?.toFixed()} of the product`,
    ],
  ];
  const limits = { interestRateFloorValue: floor ?? undefined, interestRateCeilingValue: ceiling ?? undefined };
  return (
    firstRefusal([...limitRefusals(limits, at), ...wider]) ?? {
      interestRateFloorValue: floor,
      interestRateCeilingValue: ceiling,
    }
  );
};

const following = (wanted: WantedPeriod, offers: readonly IndexOffer[], at: string): RateSetting | Rejection => {
  const { indexSourceKey: key } = wanted;
  const offer = key === undefined && offers.length === 1 ? offers[0] : offers.find((one) => one.indexSourceKey === key);
  if (!offer) {
    return reject(
      'INCONSISTENT_INDEX_SOURCE_KEY_ON_ACCOUNT_LEVEL',
      `${at}.indexSourceKey must be an index that the product offers`,
    );
  }
  if (wanted.interestRate !== undefined && !wanted.interestRate.isZero()) {
    return reject(
      'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
      `${at}.interestRate: the rate is an index plus interestSpread`,
    );
  }
  const { limits, ...index } = offer;
  const interestSpread = wanted.interestSpread ?? limits.default;
  if (interestSpread === null) {
    return reject(
      'MISSING_INTEREST_RATE_SPREAD_ON_PRODUCT',
      `${at}.interestSpread is missing and the product has no default`,
    );
  }
  const unit = wanted.interestRateReview?.unit ?? index.review.unit;
  const count = wanted.interestRateReview?.count ?? index.review.count;
  const unfit =
    checkSpread(interestSpread, limits, index, `${at}.interestSpread`) ?? firstRefusal(reviewRefusals(unit, count, at));
  if (unfit) return unfit;
  const corridor = corridorOf(wanted, offer, at);
  if (isRejection(corridor)) return corridor;
  return { ...index, ...corridor, interestSpread, review: { unit, count }, validFrom: wanted.validFrom };
};

const periodOf = (wanted: WantedPeriod, offers: readonly OfferedRate[], at: string): RateSetting | Rejection =>
  wanted.interestRateSource === 'FIXED_INTEREST_RATE'
    ? named(
        wanted,
        offers.find((offer) => offer.interestRateSource === 'FIXED_INTEREST_RATE'),
        at,
      )
    : following(
        wanted,
        offers.filter((offer) => offer.interestRateSource === 'INDEX_INTEREST_RATE'),
        at,
      );

/** A rate that is named for the whole loan says something else than its periods do. */
const checkWholeLoan = ({ interestRate, interestSpread, interestRateReview }: WantedLoan): Rejection | undefined =>
  firstRefusal([
    [
      interestRate !== undefined && !interestRate.isZero(),
      'INVALID_INTEREST_RATE',
      `interestSettings.interestRate: the rates are those of ${periodsAt}`,
    ],
    [
      interestSpread !== undefined && !interestSpread.isZero(),
      'INVALID_INTEREST_SPREAD',
      `interestSettings.interestSpread: the rates are those of ${periodsAt}`,
    ],
    [
      interestRateReview !== undefined,
      'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      `interestSettings.interestRateReviewUnit and interestRateReviewCount: the reviews are those of ${periodsAt}`,
    ],
  ]);

/**
 * The rates of an account that agrees on them by periods; a period that stays in its place keeps its key. Refusals in this order: a rate for the whole
 * loan, no periods, too many, days that do not follow each other, then for each period its source, its rate or spread, its reviews, its limits.
 */
export const agreedPeriods = (
  wanted: WantedLoan,
  offers: readonly OfferedRate[],
  before: readonly RateSetting[] = [],
): ChangingRates | Rejection => {
  const whole = checkWholeLoan(wanted);
  if (whole) return whole;
  const periods = wanted.ratePeriods ?? [];
  const [first, last] = [periods[0]?.validFrom, periods.at(-1)?.validFrom];
  const unordered = periods.findIndex(
    ({ validFrom }, index) => index > 0 && validFrom <= (periods[index - 1]?.validFrom ?? validFrom),
  );
  const wrong = firstRefusal([
    [periods.length === 0, 'MISSING_ADJUSTABLE_RATES', `${periodsAt} is missing: the product has rates by periods`],
    [periods.length > mostPeriods, 'INVALID_PARAMETERS', `${periodsAt} may have at most ${mostPeriods} periods`],
    [
      unordered > 0,
      'INVALID_PARAMETERS',
      `${periodsAt}[${unordered}].validFrom must lie after that of the period before`,
    ],
    [
      first !== undefined && last !== undefined && daysBetween(first, last) > longest,
      'INVALID_PARAMETERS',
      `${periodsAt}[${periods.length - 1}].validFrom lies more than 100 years after the first period`,
    ],
  ]);
  if (wrong) return wrong;
  const settings: RateSetting[] = [];
  for (const [index, period] of periods.entries()) {
    const setting = periodOf(period, offers, `${periodsAt}[${index}]`);
    if (isRejection(setting)) return setting;
    const encodedKey: EncodedKey = before[index]?.encodedKey ?? newEncodedKey();
    settings.push({ ...setting, encodedKey });
  }
  return { adjustable: true, settings, readings: [], readTo: null, foreseen: [] };
};

/** The first day of a loan's agreed periods; undefined where it has none. */
export const firstPeriodOf = ({ interest: { rates } }: LoanTerms): LocalDate | undefined =>
  rates?.adjustable ? (rates.settings[0]?.validFrom ?? undefined) : undefined;

/** Refuses an expected disbursement on another day than the one with which the agreed periods begin. */
export const checkExpectedPeriod = (terms: LoanTerms, expected: LocalDate | undefined): Rejection | undefined => {
  const first = firstPeriodOf(terms);
  return first !== undefined && expected !== undefined && first !== expected
    ? reject(
        'ANTICIPATED_DISBURSEMENT_DATE_NOT_EQUAL_WITH_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
        `disbursementDetails.expectedDisbursementDate must be ${first}, when the first of ${periodsAt} begins`,
      )
    : undefined;
};

/** Refuses a disbursement on another day than the one with which the agreed periods begin, unless they move with it. */
export const checkFirstPeriod = (terms: LoanTerms, day: LocalDate, shift: boolean): Rejection | undefined => {
  const first = firstPeriodOf(terms);
  return first !== undefined && first !== day && !shift
    ? reject(
        'DISBURSEMENT_DATE_DIFFERENT_THAN_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
        `valueDate: the agreed rates begin on ${first}; send shiftAdjustableInterestPeriods true to move them to ${day}`,
      )
    : undefined;
};

/** The limits of the rate, or of the spread, of a setting of an account. */
export const limitsFor = (
  { interestRate, periodRates }: Pick<LoanProduct, 'interestRate' | 'periodRates'>,
  setting: RateSetting | undefined,
): OfferedRate['limits'] => {
  const offer = periodRates?.find((one) =>
    one.interestRateSource === 'INDEX_INTEREST_RATE'
      ? setting?.interestRateSource === one.interestRateSource && setting.indexSourceKey === one.indexSourceKey
      : setting?.interestRateSource === one.interestRateSource,
  );
  return offer?.limits ?? interestRate;
};
