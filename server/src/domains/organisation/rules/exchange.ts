import type { Instant } from '../../../kernel/instant.ts';
import { type Decimal, type Money, rounded } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';

/** What the bank gives and takes for one unit of a foreign currency in its own, from a moment on until the next rate starts. */
export type ExchangeRate = { readonly buyRate: Decimal; readonly sellRate: Decimal; readonly startDate: Instant };

/** The exchange rates of a bank: by foreign currency, the latest first. */
export type ExchangeRates = ReadonlyMap<string, readonly ExchangeRate[]>;

type ExchangedCurrency = { readonly code: string; readonly digitsAfterDecimal: number; readonly base: boolean };

const rateAt = (rates: ExchangeRates, code: string, at: Instant, pair: string): ExchangeRate | Rejection =>
  rates.get(code)?.find(({ startDate }) => startDate <= at) ??
  reject('UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY', `no exchange rate for ${code} is in force then, ${pair}`);

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
  const pair = `from ${from.code} to ${to.code}`;
  const bought = from.base ? undefined : rateAt(rates, from.code, at, pair);
  if (bought && isRejection(bought)) return bought;
  const sold = to.base ? undefined : rateAt(rates, to.code, at, pair);
  if (sold && isRejection(sold)) return sold;
  const own = bought ? amount.times(bought.buyRate) : amount;
  return rounded((sold ? own.dividedBy(sold.sellRate) : own) as Money, to.digitsAfterDecimal);
};
