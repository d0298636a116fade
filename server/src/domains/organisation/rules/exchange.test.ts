import { describe, expect, test } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import { Decimal, money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { exchanged, exchangedFor } from './exchange.ts';

const rate = (buyRate: string, sellRate: string, startDate: number) => ({
  buyRate: new Decimal(buyRate),
  sellRate: new Decimal(sellRate),
  startDate: instant(startDate),
});
const rates = new Map([
  ['USD', [rate('0.95', '1', 2000), rate('0.90', '0.92', 1000)]],
  ['JPY', [rate('0.0060', '0.0062', 1000)]],
]);
const currencies: Record<string, { code: string; digitsAfterDecimal: number; base: boolean }> = {
  EUR: { code: 'EUR', digitsAfterDecimal: 2, base: true },
  USD: { code: 'USD', digitsAfterDecimal: 2, base: false },
  JPY: { code: 'JPY', digitsAfterDecimal: 0, base: false },
  CHF: { code: 'CHF', digitsAfterDecimal: 2, base: false },
};
const currency = (code: string) => {
  const found = currencies[code];
  if (!found) throw new Error(code);
  return found;
};

describe('an amount in another currency', () => {
  test.each<[string, string, string, string, number, string]>([
    ['the bank buys dollars', '100', 'USD', 'EUR', 1500, '90'],
    ['the bank sells dollars: 100 / 0.92', '100', 'EUR', 'USD', 1500, '108.7'],
    ['by the rate that starts then', '100', 'USD', 'EUR', 2000, '95'],
    ['over its own currency: 100 * 0.90 / 0.0062', '100', 'USD', 'JPY', 1500, '14516'],
    ['to whole yen, half up: 0.031 / 0.0062 = 5', '0.03', 'EUR', 'JPY', 1500, '5'],
    ['a half is rounded up: 0.0341 / 0.0062 = 5.5', '0.0341', 'EUR', 'JPY', 1500, '6'],
    ['too little to be anything', '0.3', 'JPY', 'USD', 1500, '0'],
    ['the same currency needs no rate', '12.34', 'CHF', 'CHF', 0, '12.34'],
    ['a currency without rates', '1', 'CHF', 'EUR', 1500, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: CHF'],
    ['to a currency without rates', '1', 'USD', 'CHF', 1500, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: CHF'],
    ['before the first rate', '1', 'USD', 'EUR', 999, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: USD'],
  ])('%s', (_name, amount, from, to, at, expected) => {
    const result = exchanged(money(amount), currency(from), currency(to), instant(at), rates);
    const told = isRejection(result)
      ? `${result.errors[0]?.reason}: ${/for (\w+)/.exec(result.errors[0]?.source ?? '')?.[1]}`
      : result.toFixed();
    expect(told).toBe(expected);
  });
});

describe('what the bank takes for an amount that it pays out', () => {
  test.each<[string, string, string, string, string]>([
    ['dollars at what they are sold for', '100', 'EUR', 'USD', '92'],
    ['euros for dollars that the bank buys: 90 / 0.90', '90', 'USD', 'EUR', '100'],
    ['over its own currency: 14516 * 0.0062 / 0.90', '14516', 'USD', 'JPY', '100'],
    ['the same currency', '12.34', 'CHF', 'CHF', '12.34'],
    ['a currency without rates', '1', 'EUR', 'CHF', 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
  ])('%s', (_name, wanted, from, to, expected) => {
    const result = exchangedFor(money(wanted), currency(from), currency(to), instant(1500), rates);
    expect(isRejection(result) ? result.errors[0]?.reason : result.toFixed()).toBe(expected);
  });
});
