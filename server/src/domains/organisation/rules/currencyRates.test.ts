import { expect, test } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { checkExchangeRates, checkRateStart, checkRateValue } from './currencyRates.ts';

const reasonOf = (refusal: Rejection | undefined): string | undefined => refusal?.errors[0]?.reason;
const wrong = 'INVALID_EXCHANGE_RATE_VALUE';

test.each([
  ['1.1', undefined],
  ['0.00000000000000000001', undefined],
  ['0.000000000000000000001', wrong],
  ['1000000000000', undefined],
  ['1000000000000.1', wrong],
  ['0', wrong],
  ['-0', wrong],
  ['-1', wrong],
])('a rate of %s', (value, reason) => {
  expect(reasonOf(checkRateValue(value, 'rate'))).toBe(reason);
});

test.each([
  ['1.09', '1.11', undefined],
  ['1.1', '1.10', undefined],
  ['1.11', '1.1', 'BUY_RATE_GREATER_THAN_SELL_RATE'],
  ['0', '1.1', wrong],
  ['1.1', '-1', wrong],
])('bought at %s and sold at %s', (buyRate, sellRate, reason) => {
  expect(reasonOf(checkExchangeRates({ buyRate, sellRate }))).toBe(reason);
});

test.each([
  [100, null, undefined],
  [99, 98, undefined],
  [101, null, 'START_DATE_IN_FUTURE'],
  [98, 98, 'DATE_ON_LAST_RATE_DATE'],
  [97, 98, 'DATE_BEFORE_LAST_RATE_DATE'],
])('at 100, a start at %d after one at %o', (start, last, reason) => {
  expect(reasonOf(checkRateStart(instant(start), instant(100), last === null ? null : instant(last)))).toBe(reason);
});
