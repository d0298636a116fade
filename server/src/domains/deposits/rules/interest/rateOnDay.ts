import { daysBetween, type LocalDate } from '../../../../kernel/localDate.ts';
import { Decimal, type Money, type Rate, rate, smallest, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { valueOn } from './history.ts';
import type { BalanceTier, ChargeFrequency, InterestTerms, PeriodTier } from './interestTerms.ts';

/** The lowest tier that reaches the balance, its limit included; above all limits the last. */
export const tierOf = (tiers: readonly BalanceTier[], balance: Money): BalanceTier | undefined =>
  tiers.find(({ endingBalance }) => endingBalance === null || balance.lessThanOrEqualTo(endingBalance)) ?? tiers.at(-1);

/** The tier of a day since the activation, which is day 1; after all ending days the last. */
export const periodTierOf = (
  tiers: readonly PeriodTier[],
  activation: LocalDate,
  date: LocalDate,
): PeriodTier | undefined => {
  const day = daysBetween(activation, date) + 1;
  return tiers.find(({ endingDay }) => endingDay === null || day <= endingDay) ?? tiers.at(-1);
};

const free: Rate = rate(0);
const nothing = new Decimal(0);

/** What turns a rate of its period into one of a year: 12 times for a month, 365/28 for four weeks. */
export const yearlyFactor = (
  frequency: ChargeFrequency,
  count: number,
): { readonly times: number; readonly per: number } => {
  switch (frequency) {
    case 'ANNUALIZED':
      return { times: 1, per: 1 };
    case 'EVERY_MONTH':
      return { times: 12, per: 1 };
    case 'EVERY_FOUR_WEEKS':
      return { times: 365, per: 28 };
    case 'EVERY_WEEK':
      return { times: 365, per: 7 };
    case 'EVERY_DAY':
      return { times: 365, per: 1 };
    case 'EVERY_X_DAYS':
      return { times: 365, per: count };
  }
};

/** Index value plus spread within its limits, or the fixed rate; never below zero unless the terms allow it. */
const effective = (
  { source, allowNegativeInterestRate }: InterestTerms,
  index: Rate | undefined,
  quoted: Rate,
): Decimal => {
  let value: Decimal = quoted;
  if (source.type === 'INDEX_INTEREST_RATE' && index !== undefined) {
    value = index.plus(quoted);
    if (source.ceiling?.lessThan(value)) value = source.ceiling;
    if (source.floor?.greaterThan(value)) value = source.floor;
  }
  return value.isNegative() && !allowNegativeInterestRate ? nothing : value;
};

/** Slices of a balance, each with the tier it lies in; the last tier takes all above. */
const slices = (tiers: readonly BalanceTier[], balance: Money): readonly (readonly [Decimal, Rate])[] => {
  const parts: [Decimal, Rate][] = [];
  let below: Decimal = zero;
  for (const [index, { endingBalance, interestRate }] of tiers.entries()) {
    const last = endingBalance === null || index === tiers.length - 1;
    const top = last ? balance : smallest(balance, endingBalance);
    if (top.greaterThan(below)) parts.push([top.minus(below), interestRate]);
    if (last || balance.lessThanOrEqualTo(endingBalance)) break;
    below = endingBalance;
  }
  return parts;
};

const isWithoutGains = ({ noGains }: InterestTerms, date: LocalDate): boolean =>
  noGains !== null &&
  (noGains.start === null || noGains.start <= date) &&
  (noGains.end === null || date <= noGains.end);

/**
 * What a balance bears on a day, as balance times percent for the period the rate is quoted for: 12000 at 2 is 24000.
 * Tiers are chosen, an index is read as of its last review, and days without gains bear nothing. Refused where an index
 * has no value yet (NO_INDEX_RATE_AVAILABLE).
 */
export const percentOf = (
  terms: InterestTerms,
  balance: Money,
  date: LocalDate,
  activation: LocalDate,
): Decimal | Rejection => {
  if (isWithoutGains(terms, date)) return nothing;
  const { source, rates } = terms;
  const index = source.type === 'INDEX_INTEREST_RATE' ? valueOn(source.reviews, date) : undefined;
  if (source.type === 'INDEX_INTEREST_RATE' && index === undefined) {
    return reject('NO_INDEX_RATE_AVAILABLE', `the index rate source had no rate when it was last reviewed by ${date}`);
  }
  const bears = (amount: Decimal, quoted: Rate): Decimal => amount.times(effective(terms, index, quoted));
  switch (rates.terms) {
    case 'FIXED':
      return bears(balance, rates.rate);
    case 'TIERED':
      return bears(balance, tierOf(rates.tiers, balance)?.interestRate ?? free);
    case 'TIERED_PERIOD':
      return bears(balance, periodTierOf(rates.tiers, activation, date)?.interestRate ?? free);
    case 'TIERED_BAND':
      return slices(rates.tiers, balance).reduce((sum, [part, quoted]) => sum.plus(bears(part, quoted)), nothing);
  }
};

/** The yearly rate, in percent, that a balance bears on a day: of bands the mean of all slices. */
export const rateOnDay = (
  terms: InterestTerms,
  balance: Money,
  date: LocalDate,
  activation: LocalDate,
): Rate | Rejection => {
  const borne = percentOf(terms, balance, date, activation);
  if (isRejection(borne)) return borne;
  const { times, per } = yearlyFactor(terms.chargeFrequency, terms.chargeFrequencyCount);
  return balance.isZero() ? free : rate(borne.times(times).div(per).div(balance));
};
