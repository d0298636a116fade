import { data as isoCurrencies } from 'currency-codes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Zurich' });
});
afterAll(() => bank.stop());

const currency = (code: string, changes: Record<string, unknown> = {}) =>
  bank.ok('createCurrency', {
    body: {
      code,
      name: `Money ${code}`,
      symbol: code.slice(0, 10),
      currencySymbolPosition: 'BEFORE_NUMBER',
      type: 'FIAT_CURRENCY',
      ...changes,
    },
  });
const at = (currencyCode: string) => ({ path: { currencyCode } });

test('every currency of ISO 4217 has its number and its decimals', async () => {
  const others = isoCurrencies.filter(({ code }) => code !== 'EUR');
  await Promise.all(others.map(({ code }) => currency(code)));
  const all = await bank.ok('getCurrencies', { query: { type: 'FIAT_CURRENCY', limit: 1000 } });
  expect(all.length).toBe(others.length + 1);
  expect(all.length).toBeGreaterThan(170);
  const known = Object.fromEntries(
    all.map(({ code, numericCode, digitsAfterDecimal }) => [code, [numericCode, digitsAfterDecimal]]),
  );
  expect(known).toMatchObject({
    EUR: ['978', 2],
    JPY: ['392', 0],
    KWD: ['414', 3],
    CLF: ['990', 4],
    CHF: ['756', 2],
    AFN: ['971', 2],
  });
  expect(all.every(({ numericCode }) => /^\d{3}$/.test(String(numericCode)))).toBe(true);
});

test('what is no money of a state is kept too', async () => {
  const miles = await currency('MILES_1', { type: 'NON_TRADITIONAL_CURRENCY', digitsAfterDecimal: 0 });
  expect(miles).toMatchObject({ type: 'NON_TRADITIONAL_CURRENCY', digitsAfterDecimal: 0 });
  const ether = await currency('ETH', { type: 'CRYPTOCURRENCY', digitsAfterDecimal: 18 });
  expect(ether).toMatchObject({ digitsAfterDecimal: 18 });
  const codes = (await bank.ok('getCurrencies', { query: { type: 'NON_TRADITIONAL_CURRENCY' } })).map(
    ({ code }) => code,
  );
  expect(codes).toEqual(['MILES_1']);
});

describe('accounting rates', () => {
  const add = (code: string, body: Record<string, unknown>) => bank.call('createAccountingRate', { ...at(code), body });

  test('start now or at a moment, end where the next starts, and are told newest first', async () => {
    const first = await add('USD', { rate: '1.0875', startDate: '2026-01-01T00:00:00+01:00' });
    expect(first.body).toEqual({
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      fromCurrencyCode: 'EUR',
      toCurrencyCode: 'USD',
      rate: 1.0875,
      startDate: '2026-01-01T00:00:00+01:00',
    });
    await add('USD', { rate: 1.1, startDate: '2026-02-01T09:30:00+01:00' });
    const now = await add('USD', { rate: 1.2 });
    expect(now.body.startDate).toMatch(/^2026-03-10T13:\d\d:\d\d\+01:00$/);
    const rates = await bank.ok('getAccountingRates', at('USD'));
    expect(rates.map(({ rate, startDate, endDate }) => [rate, startDate, endDate])).toEqual([
      [1.2, now.body.startDate, undefined],
      [1.1, '2026-02-01T09:30:00+01:00', now.body.startDate],
      [1.0875, '2026-01-01T00:00:00+01:00', '2026-02-01T09:30:00+01:00'],
    ]);
    const between = async (query: Record<string, string | number>) =>
      (await bank.ok('getAccountingRates', { ...at('USD'), query })).map(({ rate }) => Number(rate));
    expect(await between({ from: '2026-01-02', to: '2026-02-01' })).toEqual([1.1]);
    expect(await between({ to: '2026-01-01T00:00:00+01:00' })).toEqual([1.0875]);
    expect(await between({ from: '2026-02-01T09:30:00+01:00' })).toEqual([1.2, 1.1]);
    expect(await between({ limit: 1, offset: 1 })).toEqual([1.1]);
    expect(await bank.ok('getAccountingRates', at('JPY'))).toEqual([]);
    const page = await bank.call('getAccountingRates', { ...at('USD'), query: { limit: 1, paginationDetails: 'ON' } });
    expect(page.headers).toMatchObject({ 'items-total': '3' });
  });

  test.each([
    ['no rate', 'GBP', {}, '400 INVALID_PARAMETERS', 'rate'],
    ['a rate of nothing', 'GBP', { rate: 0 }, '400 INVALID_EXCHANGE_RATE_VALUE', 'rate'],
    ['a huge rate', 'GBP', { rate: '1e40' }, '400 INVALID_EXCHANGE_RATE_VALUE', 'rate'],
    ['a text as rate', 'GBP', { rate: 'much' }, '400 INVALID_PARAMETERS', 'rate'],
    ['a rate to itself', 'EUR', { rate: 1 }, '400 RATE_TO_SAME_CURRENCY', 'EUR'],
    [
      'a rate of tomorrow',
      'GBP',
      { rate: 1, startDate: '2026-03-11T00:00:00+01:00' },
      '400 START_DATE_IN_FUTURE',
      'startDate',
    ],
    [
      'a start in another zone',
      'GBP',
      { rate: 1, startDate: '2026-03-01T00:00:00Z' },
      '400 INVALID_PARAMETERS',
      'offset',
    ],
    ['an unknown currency', 'QQQ', { rate: 1 }, '404 CURRENCY_DOES_NOT_EXIST', 'QQQ'],
    ['an unknown property', 'GBP', { rate: 1, endDate: '2026-03-01T00:00:00+01:00' }, '400 INVALID_PARAMETERS', ''],
  ])('with %s are refused', async (_case, code, body: Record<string, unknown>, reason, named) => {
    const reply = await add(code, body);
    expect([reasonOf(reply), sourceOf(reply)]).toEqual([reason, expect.stringContaining(named)]);
    expect(await bank.ok('getAccountingRates', at('GBP'))).toEqual([]);
  });

  test('follow each other, also when several are sent at the same moment', async () => {
    const startDate = '2026-02-01T00:00:00+01:00';
    const replies = await Promise.all([1, 2, 3].map((rate) => add('SEK', { rate, startDate })));
    const reasons = replies.map(reasonOf).sort();
    expect(reasons).toEqual(['201', '400 DATE_ON_LAST_RATE_DATE', '400 DATE_ON_LAST_RATE_DATE']);
    expect(reasonOf(await add('SEK', { rate: 1, startDate: '2026-01-31T23:59:59+01:00' }))).toBe(
      '400 DATE_BEFORE_LAST_RATE_DATE',
    );
    expect(reasonOf(await bank.call('getAccountingRates', at('QQQ')))).toBe('404 CURRENCY_DOES_NOT_EXIST');
    const query = { from: 'yesterday' };
    expect(reasonOf(await bank.call('getAccountingRates', { ...at('SEK'), query }))).toBe('400 INVALID_PARAMETERS');
    await bank.ok('deleteCurrency', at('SEK'));
  });
});

describe('exchange rates', () => {
  const add = (code: string, body: Record<string, unknown>) => bank.call('createExchangeRate', { ...at(code), body });

  test('are told with who set them, and narrowed to days', async () => {
    const { body } = await add('CHF', { buyRate: '0.93', sellRate: '0.95', startDate: '2026-01-01T00:00:00+01:00' });
    expect(body).toEqual({
      fromCurrencyCode: 'EUR',
      toCurrencyCode: 'CHF',
      buyRate: 0.93,
      sellRate: 0.95,
      startDate: '2026-01-01T00:00:00+01:00',
      userKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const { body: now } = await add('CHF', { buyRate: 0.94, sellRate: 0.94 });
    expect(await bank.ok('getExchangeRates', at('CHF'))).toEqual([now, { ...body, endDate: now.startDate }]);
    const query = { from: '2025-12-31', to: '2026-01-01' };
    expect(await bank.ok('getExchangeRates', { ...at('CHF'), query })).toEqual([{ ...body, endDate: now.startDate }]);
    const { rows } = await bank.db.query<{ entity_type: string }>(
      `SELECT entity_type FROM audit_record WHERE operation = 'createExchangeRate' AND status = 201`,
    );
    expect(rows.map(({ entity_type: type }) => type)).toEqual(['EXCHANGE_RATE', 'EXCHANGE_RATE']);
  });

  test.each([
    ['one of the two', 'NOK', { buyRate: 1 }, 'INVALID_PARAMETERS', 'sellRate'],
    ['a loss in every trade', 'NOK', { buyRate: 2, sellRate: 1 }, 'BUY_RATE_GREATER_THAN_SELL_RATE', 'buyRate'],
    ['a rate below zero', 'NOK', { buyRate: -1, sellRate: 1 }, 'INVALID_EXCHANGE_RATE_VALUE', 'buyRate'],
    ['a rate to itself', 'EUR', { buyRate: 1, sellRate: 1 }, 'RATE_TO_SAME_CURRENCY', 'EUR'],
    ['an unknown currency', 'QQQ', { buyRate: 1, sellRate: 1 }, 'CURRENCY_DOES_NOT_EXIST', 'QQQ'],
  ])('with %s are refused', async (_case, code, body: Record<string, unknown>, reason, named) => {
    const reply = await add(code, body);
    expect([reasonOf(reply), sourceOf(reply)]).toEqual([`400 ${reason}`, expect.stringContaining(named)]);
    expect(await bank.ok('getExchangeRates', at('NOK'))).toEqual([]);
  });

  test('a list refuses what is no day, and an unknown currency', async () => {
    const reply = await bank.call('getExchangeRates', { ...at('CHF'), query: { to: '2026-02-30' } });
    expect([reasonOf(reply), sourceOf(reply)]).toEqual(['400 INVALID_PARAMETERS', expect.stringMatching(/^to /)]);
    expect(reasonOf(await bank.call('getExchangeRates', at('QQQ')))).toBe('400 CURRENCY_DOES_NOT_EXIST');
  });
});
