import { expect, test } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import { Decimal } from '../../../kernel/money.ts';
import { judgedExchangeRates, type ListedRate } from './exchangeRateList.ts';

const rate = (day: number, buy = '1.1', sell = '1.2', milliseconds = 0): ListedRate => ({
  startDate: `day ${day}`,
  start: instant(day * 1000 + milliseconds),
  buyRate: new Decimal(buy),
  sellRate: new Decimal(sell),
});
const stored = [rate(1), rate(5), rate(9)];
const now = instant(20_000);

test.each<[string, ListedRate[], readonly ListedRate[], unknown]>([
  ['the first ones', [rate(3), rate(2)], [], ['day 2', 'day 3']],
  ['what is known', [rate(9), rate(5), rate(1)], stored, []],
  ['what is known, with other decimals', [rate(9, '1.10', '1.200')], stored, []],
  ['one more', [rate(12), rate(9)], stored, ['day 12']],
  ['one more, without the former ones', [rate(12)], stored, ['day 12']],
  ['none', [], stored, []],
  [
    'two of one second, as they are',
    [rate(9, '1', '2', 5), rate(9, '3', '4', 1)],
    [rate(9, '3', '4', 1), rate(9, '1', '2', 5)],
    [],
  ],
  ['one twice', [rate(3), rate(3)], [], 'DUPLICATE_RATE_START_DATE 1 startDate'],
  ['a known one twice', [rate(9), rate(9)], stored, 'DUPLICATE_RATE_START_DATE 1 startDate'],
  ['one in the future', [rate(21)], stored, 'START_DATE_IN_FUTURE 0 startDate'],
  ['one between the known ones', [rate(9), rate(7)], stored, 'START_DATE_BEFORE_PREVIOUS_RATE 1 startDate'],
  ['a known one with another value', [rate(9, '1.15')], stored, 'EDIT_EXISTING_RATE_NOT_ALLOWED 0'],
  ['a known one left out', [rate(9), rate(1)], stored, 'EXISTING_RATES_REMOVAL_NOT_ALLOWED '],
  ['a loss', [rate(10, '1.3')], stored, 'BUY_RATE_GRATER_THAN_SELL_RATE 0 buyRate'],
])('a list with %s', (_case, wanted, known, expected) => {
  const { added, problems } = judgedExchangeRates(wanted, known, now);
  const told = problems.map(({ reason, path }) => `${reason} ${path.join(' ')}`);
  expect(typeof expected === 'string' ? told : [...told, ...added.map(({ startDate }) => startDate)]).toEqual(
    typeof expected === 'string' ? [expected] : expected,
  );
});
