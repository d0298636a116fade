import type { Instant } from '../../../kernel/instant.ts';
import { Decimal, type Decimalish } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

// A whole unit of the weakest money is worth more than the smallest of these, and of the strongest less than the largest.
const largestRate = new Decimal('1e12');
const rateDecimals = 20;

/** Refuses a value that no currency can have in another: nothing, less, or with digits that no amount would show. */
export const checkRateValue = (value: Decimalish, property: string): Rejection | undefined => {
  const rate = new Decimal(value);
  return rate.isPositive() &&
    !rate.isZero() &&
    rate.lessThanOrEqualTo(largestRate) &&
    rate.decimalPlaces() <= rateDecimals
    ? undefined
    : reject(
        'INVALID_EXCHANGE_RATE_VALUE',
        `${property} must be more than 0 and at most ${largestRate.toFixed()}, with at most ${rateDecimals} decimals`,
      );
};

/** Refuses rates at which the bank would buy for more than it sells. */
export const checkExchangeRates = (rates: {
  readonly buyRate: Decimalish;
  readonly sellRate: Decimalish;
}): Rejection | undefined =>
  checkRateValue(rates.buyRate, 'buyRate') ??
  checkRateValue(rates.sellRate, 'sellRate') ??
  (new Decimal(rates.buyRate).greaterThan(rates.sellRate)
    ? reject('BUY_RATE_GREATER_THAN_SELL_RATE', 'buyRate may not be greater than sellRate')
    : undefined);

/** Refuses a start that is to come, or that does not follow the last one of the currency: what was converted with a rate stays converted. */
export const checkRateStart = (start: Instant, now: Instant, lastStart: Instant | null): Rejection | undefined => {
  if (start > now) return reject('START_DATE_IN_FUTURE', 'startDate may not be in the future');
  if (lastStart === null || start > lastStart) return undefined;
  return start === lastStart
    ? reject('DATE_ON_LAST_RATE_DATE', 'startDate is when the last rate starts')
    : reject('DATE_BEFORE_LAST_RATE_DATE', 'startDate must be after the start of the last rate');
};
