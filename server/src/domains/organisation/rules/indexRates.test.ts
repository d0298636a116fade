import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromEpochDay, type LocalDate, parseLocalDate, plusDays } from '../../../kernel/localDate.ts';
import { rate } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import {
  checkIndexRate,
  checkIndexRateSource,
  checkRateChange,
  checkStartDay,
  type IndexRateType,
  lastCountingDay,
  rateInForce,
} from './indexRates.ts';

const day = (text: string): LocalDate => parseLocalDate(text) ?? ('0001-01-01' as LocalDate);
const reasonOf = (refusal: Rejection | undefined): string | undefined => refusal?.errors[0]?.reason;

describe('the rate in force', () => {
  // The euro's rates of 2023 and 2024, and one that is announced.
  const euribor = {
    id: 'EURIBOR-3M',
    rates: [
      { startDay: day('2023-06-21'), rate: rate('3.5') },
      { startDay: day('2023-08-02'), rate: rate('3.75') },
      { startDay: day('2023-09-20'), rate: rate('-0.5') },
      { startDay: day('2024-06-12'), rate: rate('0') },
    ],
  };

  test.each([
    ['2023-06-21', '3.5'],
    ['2023-08-01', '3.5'],
    ['2023-08-02', '3.75'],
    ['2023-09-19', '3.75'],
    ['2023-09-20', '-0.5'],
    ['2024-02-29', '-0.5'],
    ['2024-06-12', '0'],
    ['9999-12-31', '0'],
  ])('on %s is %s', (date, expected) => {
    expect(String(rateInForce(euribor, day(date)))).toBe(expected);
  });

  test.each([
    ['before the first one', euribor, '2023-06-20'],
    ['of a source without rates', { id: 'NEW', rates: [] }, '2024-01-01'],
  ])('%s there is none', (_case, source, date) => {
    const found = rateInForce(source, day(date));
    expect(isRejection(found) && found.errors[0]).toEqual({
      reason: 'NO_INDEX_RATE_AVAILABLE',
      source: `the index rate source ${source.id} has no rate on ${date}`,
    });
  });

  test('counts from its first day up to the day before the next one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 20 }), (days) => {
        const starts = days.sort((left, right) => left - right).map(fromEpochDay);
        const source = { id: 'S', rates: starts.map((startDay, index) => ({ startDay, rate: rate(index) })) };
        for (const [index, start] of starts.entries()) {
          expect(String(rateInForce(source, start))).toBe(String(index));
          const dayBefore = rateInForce(source, plusDays(start, -1));
          expect(index === 0 ? isRejection(dayBefore) : String(dayBefore)).toBe(index === 0 ? true : String(index - 1));
        }
      }),
    );
  });
});

test.each<[string, { id: string; name?: string; type?: IndexRateType }, string | undefined]>([
  ['is fine', { id: 'EURIBOR-3M', name: '3 months', type: 'INTEREST_RATE' }, undefined],
  ['has no name', { id: 'X', type: 'TAX_RATE' }, 'INDEX_RATE_SOURCE_NAME_EMPTY'],
  ['has a blank name', { id: 'X', name: ' ', type: 'TAX_RATE' }, 'INDEX_RATE_SOURCE_NAME_EMPTY'],
  ['has no type', { id: 'X', name: 'X' }, 'INDEX_RATE_SOURCE_TYPE_INCORRECT'],
  ['has a blank id', { id: '', name: 'X', type: 'TAX_RATE' }, 'INDEX_RATE_SOURCE_ID_INVALID'],
  ['has a long id', { id: 'x'.repeat(65), name: 'X', type: 'TAX_RATE' }, 'INDEX_RATE_SOURCE_ID_INVALID'],
  ['cannot be reached', { id: 'a/b', name: 'X', type: 'TAX_RATE' }, 'INVALID_ID'],
])('a source that %s', (_case, source, reason) => {
  expect(reasonOf(checkIndexRateSource(source))).toBe(reason);
});

const range = 'INDEX_RATE_RATE_RANGE_VIOLATION';
test.each<[IndexRateType, string | undefined, string | undefined]>([
  ['INTEREST_RATE', undefined, 'INDEX_RATE_RATE_EMPTY'],
  ['INTEREST_RATE', '0.85', undefined],
  ['INTEREST_RATE', '0', undefined],
  ['INTEREST_RATE', '-100', undefined],
  ['INTEREST_RATE', '-100.01', range],
  ['INTEREST_RATE', '1000000', undefined],
  ['INTEREST_RATE', '1000000.1', range],
  ['INTEREST_RATE', '1e99', range],
  ['INTEREST_RATE', '0.00000000000000000001', undefined],
  ['INTEREST_RATE', '0.000000000000000000001', range],
  ['TAX_RATE', '7.7', undefined],
  ['TAX_RATE', '100', undefined],
  ['TAX_RATE', '100.1', range],
  ['WITHHOLDING_TAX_RATE', '35', undefined],
  ['WITHHOLDING_TAX_RATE', '-1', range],
  ['PRINCIPAL_TAX_RATE', '-0.1', range],
])('a rate of type %s of %s', (type, value, reason) => {
  expect(reasonOf(checkIndexRate({ id: 'R1', rate: value }, type))).toBe(reason);
});

test('a rate has an id that can be read and reached', () => {
  const refused = (id: string) => reasonOf(checkIndexRate({ id, rate: 1 }, 'TAX_RATE'));
  expect([refused(' '), refused('x'.repeat(65)), refused('a:b')]).toEqual([
    'INDEX_RATE_ID_INVALID',
    'INDEX_RATE_ID_INVALID',
    'INVALID_ID',
  ]);
});

test.each([
  ['2024-01-01', null, null, undefined],
  ['2024-01-02', '2024-01-01', null, undefined],
  ['2024-01-01', '2024-01-01', null, 'INDEX_RATE_START_DATE_DUPLICATE'],
  ['2023-12-31', '2024-01-01', '2024-02-01', 'DATE_BEFORE_LAST_RATE_DATE'],
  ['2024-01-31', '2024-01-01', '2024-02-01', 'START_DATE_BEFORE_LAST_INDEX_REVIEWD_DATE'],
  ['2024-02-01', '2024-01-01', '2024-02-01', 'START_DATE_BEFORE_LAST_INDEX_REVIEWD_DATE'],
  ['2024-02-02', '2024-01-01', '2024-02-01', undefined],
])('a start on %s after %s, where all is said until %s', (start, last, reviewed, reason) => {
  const orNull = (text: string | null) => (text === null ? null : day(text));
  expect(reasonOf(checkStartDay(day(start), orNull(last), orNull(reviewed)))).toBe(reason);
});

describe('a document changes what is to come, not what counted', () => {
  const today = day('2024-05-01');
  const of = (start: string, value = '1') => ({ id: 'r', startDay: day(start), rate: value });
  const last = lastCountingDay([of('2024-01-01'), of('2024-04-01'), of('2024-06-01')], today, null);

  test('the last rate that counts', () => {
    expect(last).toBe('2024-04-01');
    expect(lastCountingDay([of('2024-06-01')], today, null)).toBeNull();
    expect(lastCountingDay([of('2024-01-01')], today, day('2024-03-01'))).toBe('2024-03-01');
  });

  test.each([
    ['stays as it is, written otherwise', of('2024-04-01', '1.50'), of('2024-04-01', '1.5'), undefined],
    ['changes its value', of('2024-04-01', '1.5'), of('2024-04-01', '1.6'), 'INDEX_RATE_CANNOT_BE_CHANGED'],
    ['counts since today and changes', of('2024-05-01', '1'), of('2024-05-01', '2'), 'INDEX_RATE_CANNOT_BE_CHANGED'],
    ['begins later than it did', of('2024-04-01'), of('2024-06-02'), 'INDEX_RATE_CANNOT_BE_CHANGED'],
    ['goes', of('2024-04-01'), undefined, 'INDEX_RATE_CANNOT_BE_CHANGED'],
    ['is to come and changes', of('2024-06-01', '1'), of('2024-06-01', '2'), undefined],
    ['is to come and goes', of('2024-06-01'), undefined, undefined],
    ['is to come and begins before', of('2024-06-01'), of('2024-03-01'), 'INDEX_RATE_START_DATE_BEFORE_REVIEWED_DATE'],
    ['is new on the last day', undefined, of('2024-04-01'), 'INDEX_RATE_START_DATE_BEFORE_REVIEWED_DATE'],
    ['is new after it, though in the past', undefined, of('2024-04-02'), undefined],
  ])('a rate that %s', (_case, before, after, reason) => {
    expect(reasonOf(checkRateChange(before, after, last, today))).toBe(reason);
  });

  test('without rates that count, any may come', () => {
    expect(checkRateChange(undefined, of('2020-01-01'), null, today)).toBeUndefined();
  });
});
