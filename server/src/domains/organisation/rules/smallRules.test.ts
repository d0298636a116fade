import { expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type Address, addressesOf, checkAddresses } from './addresses.ts';
import { daysOffFrom, workingDays, workingDaysOf } from './calendar.ts';
import { type CurrencyInput, completedCurrency } from './currencies.ts';
import { directory } from './directory.ts';
import { checkIdPattern, idFromPattern, matchesPattern } from './idPattern.ts';
import { keyOf, northKey, southKey } from './testOrganisation.ts';
import { checkEmail, checkId } from './texts.ts';

const day = (text: string): LocalDate => parseLocalDate(text) ?? ('0001-01-01' as LocalDate);

test.each([
  ['@@@###', 'AAA000'],
  ['$-@#', 'A-A0'],
  ['no signs', 'no signs'],
  ['ü#', 'ü0'],
  ['', ''],
])('pattern %s', (pattern, first) => {
  expect(idFromPattern(pattern, () => 0)).toBe(first);
});

test('a pattern draws from all of its signs', () => {
  expect(idFromPattern('@#$$', (below) => below - 1)).toBe('Z999');
  const drawn = new Set(Array.from({ length: 500 }, () => idFromPattern('#')));
  expect(drawn.size).toBe(10);
  expect(idFromPattern('@@@######')).toMatch(/^[A-Z]{3}\d{6}$/);
});

test.each([
  ['@@#', 'AB1', true],
  ['@@#', 'ab1', true],
  ['@@#', 'A11', false],
  ['@@#', 'AB12', false],
  ['$$-#', 'a9-1', true],
  ['$$-#', 'a9+1', false],
  ['#', '٣', false],
])('%s matches %s: %s', (pattern, text, matches) => {
  expect(matchesPattern(pattern, text)).toBe(matches);
});

test.each([
  ['@@@###', true],
  ['ü-$', true],
  ['', false],
  ['ABC', false],
  ['A #', false],
  ['L/###', false],
  ['L:###', false],
  ['#'.repeat(32), true],
  ['#'.repeat(33), false],
])('pattern %j may draw ids: %s', (pattern, may) => {
  const refusal = checkIdPattern(pattern, 'idPattern', 'CLIENT_ROLE_ID_TEMPLATE_FORMAT');
  expect(refusal === undefined).toBe(may);
  if (!may) expect(refusal?.errors[0]).toMatchObject({ reason: 'CLIENT_ROLE_ID_TEMPLATE_FORMAT' });
});

test.each<[Address, string | undefined]>([
  [{}, undefined],
  [{ latitude: 90, longitude: -180 }, undefined],
  [{ latitude: '90.000001' }, 'addresses[0].latitude must be between'],
  [{ longitude: '-180.1' }, 'addresses[0].longitude must be between'],
  [{ latitude: '1.1234567' }, 'addresses[0].latitude may have at most 6 decimals'],
  [{ latitude: '1e999999' }, 'addresses[0].latitude must be between'],
])('address %o', (address, problem) => {
  expect(checkAddresses([address])?.errors[0]?.source).toEqual(problem && expect.stringContaining(problem));
});

test('addresses keep their keys when others come and go', () => {
  const parent = keyOf('1');
  const first = addressesOf([{ city: 'Bern' }, { city: 'Rome' }], [], parent);
  const keys = first.map(({ encodedKey }) => encodedKey);
  expect(first).toMatchObject([
    { city: 'Bern', parentKey: parent, indexInList: 0 },
    { city: 'Rome', parentKey: parent, indexInList: 1 },
  ]);
  const [rome] = addressesOf([{ city: 'Rome', indexInList: 1 }], first, parent);
  expect(rome).toMatchObject({ encodedKey: keys[1], indexInList: 0 });
  const [moved] = addressesOf([{ city: 'Basel' }, { city: 'Rome' }], first, parent);
  expect(moved?.encodedKey).toBe(keys[0]);
  const turned = addressesOf(
    [
      { city: 'Bern', indexInList: 5 },
      { city: 'Rome', indexInList: 2 },
    ],
    first,
    parent,
  );
  expect(turned.map(({ city, indexInList, encodedKey }) => [city, indexInList, encodedKey])).toEqual([
    ['Rome', 0, keys[1]],
    ['Bern', 1, keys[0]],
  ]);
});

test('too many addresses', () => {
  expect(checkAddresses(Array.from({ length: 101 }, () => ({})))?.errors[0]?.reason).toBe('INVALID_PARAMETERS');
});

test('working days: weekends, holidays once and every year, of one branch; kept ones say the same', () => {
  const holidays = [
    { date: day('2026-12-25'), isAnnuallyRecurring: true, branchKey: null },
    { date: day('2026-05-04'), isAnnuallyRecurring: false, branchKey: null },
    { date: day('2026-05-05'), isAnnuallyRecurring: false, branchKey: northKey },
    { date: day('2020-02-29'), isAnnuallyRecurring: true, branchKey: southKey },
  ];
  const weekend = new Set(['SATURDAY', 'SUNDAY']);
  const works = workingDays(holidays, weekend);
  const cases: [string, EncodedKey | null, boolean][] = [
    ['2026-05-01', null, true],
    ['2026-05-02', null, false],
    ['2026-05-03', northKey, false],
    ['2026-05-04', southKey, false],
    ['2027-05-04', null, true],
    ['2026-05-05', northKey, false],
    ['2026-05-05', southKey, true],
    ['2026-05-05', null, true],
    ['2028-12-25', null, false],
    ['2028-02-29', southKey, false],
    ['2029-02-28', southKey, true],
    ['2029-03-01', southKey, true],
  ];
  for (const [date, branch, expected] of cases) {
    const kept = workingDaysOf(daysOffFrom(holidays, weekend, branch, day('2026-05-01')));
    expect([date, works(day(date), branch), kept(day(date))]).toEqual([date, expected, expected]);
  }
  expect(daysOffFrom(holidays, weekend, northKey, day('2026-05-05'))).toEqual({
    weekdays: ['SATURDAY', 'SUNDAY'],
    once: ['2026-05-05'],
    everyYear: ['12-25'],
  });
});

const fiat = { code: 'USD', name: 'Dollar', symbol: '$', type: 'FIAT_CURRENCY' } as const;
const coin = { code: 'BTC', name: 'Coin', symbol: 'B', type: 'CRYPTOCURRENCY' } as const;
const iso = { digits: 2, number: '840' };

test.each<[string, CurrencyInput, typeof iso | undefined, unknown]>([
  ['fiat by ISO', fiat, iso, { numericCode: '840', digitsAfterDecimal: 2 }],
  ['fiat without decimals', { ...fiat, digitsAfterDecimal: 0 }, iso, { numericCode: '840', digitsAfterDecimal: 0 }],
  ['fiat with too many', { ...fiat, digitsAfterDecimal: 3 }, iso, 'CURRENCY_INVALID_DIGITS_AFTER_DECIMAL'],
  ['fiat with less than none', { ...fiat, digitsAfterDecimal: -1 }, iso, 'CURRENCY_INVALID_DIGITS_AFTER_DECIMAL'],
  ['fiat with another number', { ...fiat, numericCode: '978' }, iso, 'INVALID_PARAMETERS'],
  ['fiat that ISO does not know', fiat, undefined, 'INVALID_FIAT_CURRENCY_TYPE'],
  ['a coin', coin, undefined, { numericCode: undefined, digitsAfterDecimal: 2 }],
  ['a coin of 18 decimals', { ...coin, digitsAfterDecimal: 18 }, undefined, { digitsAfterDecimal: 18 }],
  ['a coin of 19', { ...coin, digitsAfterDecimal: 19 }, undefined, 'CURRENCY_INVALID_DIGITS_AFTER_DECIMAL'],
  ['a coin called USD', { ...coin, code: 'USD' }, iso, 'INVALID_CUSTOM_CURRENCY_TYPE'],
  ['a coin with blanks', { ...coin, code: 'B C' }, undefined, 'CURRENCY_CODE_CONTAINS_INVALID_CHARACTERS'],
  ['a coin too long', { ...coin, code: 'B'.repeat(33) }, undefined, 'CURRENCY_CODE_EXCEEDS_LENGTH'],
  ['a blank code', { ...coin, code: ' ' }, undefined, 'CURRENCY_CODE_CANNOT_BE_BLANK'],
  ['a blank name', { ...fiat, name: ' ' }, iso, 'CURRENCY_NAME_LENGTH_OUTSIDE_CONSTRAINTS'],
  ['a long symbol', { ...fiat, symbol: '$'.repeat(11) }, iso, 'CURRENCY_SYMBOL_LENGTH_OUTSIDE_CONSTRAINTS'],
])('currency: %s', (_case, input, known, expected) => {
  const result = completedCurrency(input, known);
  if (typeof expected === 'string') expect(isRejection(result) && result.errors[0]?.reason).toBe(expected);
  else expect(result).toMatchObject(expected as object);
});

test.each([
  ['A1', undefined],
  ['Ünïcode-1', undefined],
  ['', 'INVALID_ID'],
  ['  ', 'INVALID_ID'],
  [' A', 'INVALID_ID'],
  ['A/B', 'INVALID_ID'],
  ['A:close', 'INVALID_ID'],
  ['..', 'INVALID_ID'],
  ['transactions', 'INVALID_ID'],
  ['A.B', undefined],
  ['A\tB', 'INVALID_ID'],
  ['x'.repeat(65), 'INVALID_ID'],
])('id %j', (id, reason) => {
  expect(checkId(id)?.errors[0]?.reason).toBe(reason);
});

test.each([
  ['ann@example.com', true],
  ['ann+tag@mail.example.co', true],
  ['ann', false],
  ['ann@', false],
  ['ann@host', false],
  ['a b@example.com', false],
  ['a@b@example.com', false],
  ['', false],
])('mail %j', (text, valid) => {
  expect(checkEmail(text, 'email', 'EMAIL_ADDRESS_FORMAT_IS_INVALID') === undefined).toBe(valid);
});

test('a directory finds by key in any case, by id, and a key before an id that looks like one', () => {
  const one = { encodedKey: keyOf('ab'), id: 'one' };
  const two = { encodedKey: keyOf('cd'), id: keyOf('ab') as string };
  const things = directory([one, two], ({ id }) => id);
  expect(things.find(keyOf('ab').toUpperCase())).toBe(one);
  expect(things.find('one')).toBe(one);
  expect(things.find(keyOf('cd'))).toBe(two);
  expect(things.find('none')).toBeUndefined();
});
