import type { Instant } from '../../../kernel/instant.ts';
import { Decimal, type Money, money, rounded } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';

/** What the bank gives and takes for one unit of a foreign currency in its own, from a moment on until the next rate starts. */
export type ExchangeRate = { readonly buyRate: Decimal; readonly sellRate: Decimal; readonly startDate: Instant };

/** The exchange rates of a bank: by foreign currency, the latest first. */
export type ExchangeRates = ReadonlyMap<string, readonly ExchangeRate[]>;

const one = new Decimal(1);

type ExchangedCurrency = { readonly code: string; readonly digitsAfterDecimal: number; readonly base: boolean };

const rateAt = (rates: ExchangeRates, code: string, at: Instant, pair: string): ExchangeRate | Rejection =>
  rates.get(code)?.find(({ startDate }) => startDate <= at) ??
  reject('UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY', `no exchange rate for ${code} is in force then, ${pair}`);

/** At what the bank buys one currency and sells another; 1 for its own. */
const ratesBetween = (
  from: ExchangedCurrency,
  to: ExchangedCurrency,
  at: Instant,
  rates: ExchangeRates,
): { readonly buy: Decimal; readonly sell: Decimal } | Rejection => {
  const pair = `from ${from.code} to ${to.code}`;
  const bought = from.base ? undefined : rateAt(rates, from.code, at, pair);
  if (bought && isRejection(bought)) return bought;
  const sold = to.base ? undefined : rateAt(rates, to.code, at, pair);
  if (sold && isRejection(sold)) return sold;
  return { buy: bought?.buyRate ?? one, sell: sold?.sellRate ?? one };
};

/**
 * What an amount of one currency is in another, by the rates in force at a moment: the bank buys what it gets and sells what it pays out, over its
 * own currency. Rounded once, half up, to the decimals of the second. Refused where a rate is missing.
 */
export const exchanged = (
  amount: Money,
  from: ExchangedCurrency,
  to: ExchangedCurrency,
  at: Instant,
  rates: ExchangeRates,
): Money | Rejection => {
  if (from.code === to.code) return amount;
  const between = ratesBetween(from, to, at, rates);
  if (isRejection(between)) return between;
  return rounded(money(amount.times(between.buy).dividedBy(between.sell)), to.digitsAfterDecimal);
};

/** How much of one currency the bank takes for an amount of another that it pays out. Rounded once, half up, to the decimals of the first. */
export const exchangedFor = (
  wanted: Money,
  from: ExchangedCurrency,
  to: ExchangedCurrency,
  at: Instant,
  rates: ExchangeRates,
): Money | Rejection => {
  if (from.code === to.code) return wanted;
  const between = ratesBetween(from, to, at, rates);
  if (isRejection(between)) return between;
  return rounded(money(wanted.times(between.sell).dividedBy(between.buy)), from.digitsAfterDecimal);
};
