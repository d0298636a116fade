import type { ErrorReason } from '../../../../generated/errors.ts';
import { Decimal, isRate, largestRate, type Money, type Rate, rateDecimals } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { BalanceTier, PeriodTier, QuotedRates, RateSource } from './interestTerms.ts';

/** What a product says of the rates of its accounts, for credit or for overdraft interest. */
export type ProductRates = {
  readonly interestRateSource: RateSource['type'];
  readonly interestRateTerms: QuotedRates['terms'];
  /** Limits and default of the rate, or of the spread where the source is an index. */
  readonly interestRate: {
    readonly minValue: Rate | null;
    readonly maxValue: Rate | null;
    readonly defaultValue: Rate | null;
  };
  /** Of tiered terms: what an account has unless it says otherwise. */
  readonly interestRateTiers: readonly Tier[];
  readonly allowNegativeInterestRate: boolean;
};

/** A tier as a document writes it: with an ending balance, or with an ending day. */
export type Tier = {
  readonly endingBalance: Money | null;
  readonly endingDay: number | null;
  readonly interestRate: Rate;
};

/** What a request says of an account's rates; null was not sent. */
export type WantedRates = {
  readonly interestRate: Rate | null;
  readonly interestSpread: Rate | null;
  readonly interestRateTiers: readonly Tier[] | null;
};

/** Whether a request says anything of rates. */
export const isSent = (wanted: WantedRates): boolean =>
  wanted.interestRate !== null || wanted.interestSpread !== null || (wanted.interestRateTiers?.length ?? 0) > 0;

export type InterestKind = 'INTEREST' | 'OVERDRAFT';

type Words = {
  /** Where the properties stand in an account's document. */
  readonly path: string;
  readonly required: ErrorReason;
  readonly rateWithoutInterest: ErrorReason;
  readonly spreadWithoutInterest: ErrorReason;
  readonly tiers: ErrorReason;
};

const words: Readonly<Record<InterestKind, Words>> = {
  INTEREST: {
    path: 'interestSettings.interestRateSettings',
    required: 'REQUIRED_INTEREST_RATE',
    rateWithoutInterest: 'INTEREST_RATE_SHOULD_BE_NULL',
    spreadWithoutInterest: 'INTEREST_SPREAD_SHOULD_BE_ZERO_OR_EMPTY',
    tiers: 'INVALID_INTEREST_RATE_TIERS',
  },
  OVERDRAFT: {
    path: 'overdraftInterestSettings.interestRateSettings',
    required: 'REQUIRED_OVERDRAFT_INTEREST_RATE',
    rateWithoutInterest: 'OVERDRAFT_INTEREST_RATE_SHOULD_BE_NULL',
    spreadWithoutInterest: 'OVERDRAFT_INTEREST_SPREAD_SHOULD_BE_NULL',
    tiers: 'INVALID_OVERDRAFT_INTEREST_RATE_TIERS',
  },
};

const checkRate = (rate: Rate, property: string, negativeAllowed: boolean): Rejection | undefined => {
  if (!isRate(rate)) {
    return reject(
      'INVALID_INTEREST_RATE',
      `${property} must be at most ${largestRate} with at most ${rateDecimals} decimals`,
    );
  }
  return rate.isNegative() && !rate.isZero() && !negativeAllowed
    ? reject('INTEREST_RATE_OUTSIDE_CONSTRAINTS', `${property} is negative, which the product does not allow`)
    : undefined;
};

const checkLimits = (
  rate: Rate,
  product: ProductRates,
  reason: ErrorReason,
  property: string,
): Rejection | undefined => {
  if (product.interestRate.minValue?.greaterThan(rate)) {
    return reject(reason, `${property} is below the product's minimum ${product.interestRate.minValue.toFixed()}`);
  }
  return product.interestRate.maxValue?.lessThan(rate)
    ? reject(reason, `${property} is above the product's maximum ${product.interestRate.maxValue.toFixed()}`)
    : undefined;
};

/** Why tiers don't ascend to a last one, or undefined when they do. Only the last may be without an end. */
export const unfitEnds = (ends: readonly (Decimal | null)[], property: string): string | undefined => {
  for (const [index, end] of ends.entries()) {
    const before = index === 0 ? new Decimal(0) : ends[index - 1];
    if (end === null && index < ends.length - 1) return `only the last tier may be without ${property}`;
    if (end !== null && before && end.lessThanOrEqualTo(before)) {
      return index === 0 ? `${property} must be more than 0` : `${property} must ascend from tier to tier`;
    }
  }
  return undefined;
};

/**
 * Refuses tiers that don't fit their terms: none at all, balances where days are asked for or the other way round, not
 * ascending, rates that can't be. For a product's tiers as for an account's.
 */
export const checkTiers = (
  tiers: readonly Tier[],
  terms: Exclude<QuotedRates['terms'], 'FIXED'>,
  kind: InterestKind,
  negativeAllowed: boolean,
): Rejection | undefined => {
  const { path, tiers: reason } = words[kind];
  const property = `${path}.interestRateTiers`;
  if (tiers.length === 0) return reject(reason, `${property} may not be empty with interestRateTerms ${terms}`);
  const byDay = terms === 'TIERED_PERIOD';
  if (tiers.some(({ endingBalance, endingDay }) => (byDay ? endingBalance : endingDay) !== null)) {
    const [wanted, sent] = byDay ? ['endingDay', 'endingBalance'] : ['endingBalance', 'endingDay'];
    return reject(reason, `${property}: tiers of ${terms} have an ${wanted}, no ${sent}`);
  }
  const ends = tiers.map(({ endingBalance, endingDay }) => {
    if (!byDay) return endingBalance;
    return endingDay === null ? null : new Decimal(endingDay);
  });
  const unfit = unfitEnds(ends, byDay ? 'endingDay' : 'endingBalance');
  if (unfit) return reject(reason, `${property}: ${unfit}`);
  for (const [index, { interestRate }] of tiers.entries()) {
    const refusal = checkRate(interestRate, `${property}[${index}].interestRate`, negativeAllowed);
    if (refusal) return refusal;
  }
  return undefined;
};

const balanceTiers = (tiers: readonly Tier[]): readonly BalanceTier[] =>
  tiers.map(({ endingBalance, interestRate }) => ({ endingBalance, interestRate }));

const periodTiers = (tiers: readonly Tier[]): readonly PeriodTier[] =>
  tiers.map(({ endingDay, interestRate }) => ({ endingDay, interestRate }));

const tieredRates = (
  product: ProductRates,
  terms: Exclude<QuotedRates['terms'], 'FIXED'>,
  wanted: WantedRates,
  kind: InterestKind,
): QuotedRates | Rejection => {
  const { path } = words[kind];
  if (wanted.interestRate !== null) {
    return reject(
      'INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES',
      `${path}.interestRate: the rates stand in the tiers`,
    );
  }
  if (wanted.interestSpread !== null) {
    return reject(
      'INTEREST_SPREAD_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES',
      `${path}.interestSpread: the rates stand in the tiers`,
    );
  }
  const tiers = wanted.interestRateTiers ?? product.interestRateTiers;
  const negativeAllowed = product.allowNegativeInterestRate || product.interestRateSource === 'INDEX_INTEREST_RATE';
  const unfit = checkTiers(tiers, terms, kind, negativeAllowed);
  if (unfit) return unfit;
  return terms === 'TIERED_PERIOD' ? { terms, tiers: periodTiers(tiers) } : { terms, tiers: balanceTiers(tiers) };
};

const flatRate = (product: ProductRates, wanted: WantedRates, kind: InterestKind): QuotedRates | Rejection => {
  const { path, required, tiers } = words[kind];
  const indexed = product.interestRateSource === 'INDEX_INTEREST_RATE';
  if (wanted.interestRateTiers !== null && wanted.interestRateTiers.length > 0) {
    return reject(tiers, `${path}.interestRateTiers: the product's interestRateTerms are FIXED`);
  }
  if (indexed && wanted.interestRate !== null) {
    return reject(
      'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
      `${path}.interestRate: the product follows an index, send interestSpread`,
    );
  }
  if (!indexed && wanted.interestSpread !== null) {
    return reject(
      'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
      `${path}.interestSpread: the product's rate is fixed, send interestRate`,
    );
  }
  const property = `${path}.${indexed ? 'interestSpread' : 'interestRate'}`;
  const rate = (indexed ? wanted.interestSpread : wanted.interestRate) ?? product.interestRate.defaultValue;
  if (rate === null) return reject(required, `${property} is required: the product has no default`);
  const outside = indexed ? 'ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS' : 'INTEREST_RATE_OUTSIDE_CONSTRAINTS';
  return (
    checkRate(rate, property, indexed || product.allowNegativeInterestRate) ??
    checkLimits(rate, product, outside, property) ?? { terms: 'FIXED', rate }
  );
};

/** The rates of an account whose product has this interest: see decideAccountRates. */
export const ratesOfProduct = (
  product: ProductRates,
  wanted: WantedRates,
  kind: InterestKind,
): QuotedRates | Rejection =>
  product.interestRateTerms === 'FIXED'
    ? flatRate(product, wanted, kind)
    : tieredRates(product, product.interestRateTerms, wanted, kind);

/**
 * The rates an account gets: what was sent, completed from its product; refused where they are of the wrong kind or
 * outside the product's limits. Null for a product without this interest, which takes no rates.
 */
export const decideAccountRates = (
  product: ProductRates | null,
  wanted: WantedRates,
  kind: InterestKind,
): QuotedRates | null | Rejection => {
  if (product !== null) return ratesOfProduct(product, wanted, kind);
  const { path, rateWithoutInterest, spreadWithoutInterest, tiers } = words[kind];
  const because = 'the product has no such interest';
  if (wanted.interestRate !== null) return reject(rateWithoutInterest, `${path}.interestRate: ${because}`);
  if (wanted.interestSpread !== null) return reject(spreadWithoutInterest, `${path}.interestSpread: ${because}`);
  return wanted.interestRateTiers !== null && wanted.interestRateTiers.length > 0
    ? reject(tiers, `${path}.interestRateTiers: ${because}`)
    : null;
};
