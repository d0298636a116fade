import { Decimal, type Money, money, rounded, times } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { Direction } from './authorizationHold.ts';

/** What the bank buys and sells one unit of a foreign currency for, in its own. */
export type ExchangeRates = { readonly buyRate: Decimal; readonly sellRate: Decimal };

/** The money of a request as it was sent. */
export type AskedMoney = {
  readonly amount: Money;
  readonly currencyCode: string | null;
  readonly originalAmount: Money | null;
  readonly originalCurrency: string | null;
  readonly exchangeRate: Decimal | null;
};

export type ConversionFacts = {
  readonly accountCurrency: string;
  /** Decimals of the account's currency. */
  readonly decimals: number;
  readonly baseCurrency: string;
  readonly isCurrency: (code: string) => boolean;
  readonly ratesOf: (code: string) => ExchangeRates | undefined;
};

/** Money in the account's currency, and what it was before. The rate is what one unit of the original currency is worth in the account's. */
export type Converted = {
  readonly amount: Money;
  readonly originalAmount: Money | null;
  readonly originalCurrency: string | null;
  readonly exchangeRate: Decimal | null;
};

const shownDecimals = 10;
const largestRate = new Decimal('1e12');

/** What one unit of a currency is worth in another for the customer: he buys from the bank what he pays with, and sells to it what he is paid. */
const rateBetween = (from: string, to: string, direction: Direction, facts: ConversionFacts): Decimal | Rejection => {
  const [given, wanted] =
    direction === 'DBIT' ? (['sellRate', 'buyRate'] as const) : (['buyRate', 'sellRate'] as const);
  const one = new Decimal(1);
  const worth = (code: string, side: keyof ExchangeRates): Decimal | undefined =>
    code === facts.baseCurrency ? one : facts.ratesOf(code)?.[side];
  const left = worth(from, given);
  const right = worth(to, wanted);
  if (left && right) return left.div(right);
  return reject(
    'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY',
    `currencyCode: there is no exchange rate for ${left ? to : from}; send originalAmount, originalCurrency and exchangeRate, or set one`,
  );
};

const isPlausible = (value: Decimal): boolean => value.isPositive() && !value.isZero() && value.lessThan(largestRate);

const checkAsked = (asked: AskedMoney, { isCurrency }: ConversionFacts): Rejection | undefined => {
  const { originalAmount, originalCurrency, exchangeRate } = asked;
  for (const [property, code] of [
    ['currencyCode', asked.currencyCode],
    ['originalCurrency', originalCurrency],
  ] as const) {
    // Customers pay in currencies that the bank does not keep; it only has to be one.
    if (code !== null && !isCurrency(code) && !/^[A-Z]{3}$/.test(code))
      return reject('INVALID_CURRENCY_CODE', `${property} ${code.slice(0, 20)} is no currency code`);
  }
  if ((originalAmount === null) !== (originalCurrency === null))
    return reject('INVALID_PARAMETERS', 'originalAmount and originalCurrency need each other');
  if (originalAmount !== null && !(originalAmount.isPositive() && !originalAmount.isZero()))
    return reject('INVALID_AMOUNT', 'originalAmount must be more than 0');
  return exchangeRate !== null && !isPlausible(exchangeRate)
    ? reject('INVALID_EXCHANGE_RATE_VALUE', 'exchangeRate must be more than 0')
    : undefined;
};

/**
 * The money of a request in the account's currency. Whoever tells the original amount has converted it himself, and `amount` is in the account's
 * currency. Otherwise an amount of another currency is converted by the rate that is sent, else by the bank's rate of the moment, half up.
 */
export const convert = (asked: AskedMoney, direction: Direction, facts: ConversionFacts): Converted | Rejection => {
  const refusal = checkAsked(asked, facts);
  if (refusal) return refusal;
  const { amount, currencyCode, originalAmount, originalCurrency, exchangeRate } = asked;
  if (originalAmount !== null) {
    return currencyCode === null || currencyCode === facts.accountCurrency || currencyCode === originalCurrency
      ? { amount, originalAmount, originalCurrency, exchangeRate }
      : reject(
          'ACCOUNT_CURRENCY_NOT_MATCH',
          `currencyCode ${currencyCode} is neither the account's ${facts.accountCurrency} nor originalCurrency`,
        );
  }
  if (currencyCode === null || currencyCode === facts.accountCurrency)
    return { amount, originalAmount: null, originalCurrency: null, exchangeRate };
  const rate = exchangeRate ?? rateBetween(currencyCode, facts.accountCurrency, direction, facts);
  if (!(rate instanceof Decimal)) return rate;
  return {
    amount: rounded(times(amount, rate), facts.decimals),
    originalAmount: amount,
    originalCurrency: currencyCode,
    exchangeRate: new Decimal(rate.toFixed(shownDecimals)),
  };
};

/** An amount that changes a hold: in the hold's original currency it is converted by the hold's own rate. */
export const convertChange = (
  amount: Money,
  currencyCode: string | null,
  hold: Pick<Converted, 'originalCurrency' | 'exchangeRate'> & { readonly direction: Direction },
  facts: ConversionFacts,
): Converted | Rejection =>
  convert(
    {
      amount,
      currencyCode,
      originalAmount: null,
      originalCurrency: null,
      exchangeRate: currencyCode !== null && currencyCode === hold.originalCurrency ? hold.exchangeRate : null,
    },
    hold.direction,
    facts,
  );

/** A rate as a request sends it. */
export const askedRate = (value: string | number | Decimal | undefined): Decimal | null =>
  value === undefined ? null : new Decimal(value);

/** An amount as a request sends it, or none. */
export const askedAmount = (value: string | number | Decimal | undefined): Money | null =>
  value === undefined ? null : money(value);
