import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10', timeZone: 'Europe/Berlin' });
});
afterAll(() => bank.stop());

const euro = 'baseCurrency: {code: EUR, name: Euro, symbol: €, symbolPosition: BEFORE_NUMBER}\nforeignCurrencies:\n';
const foreign = (code: string, ...rates: readonly string[]): string =>
  [
    `- currency: {code: ${code}, name: ${code}, symbol: ${code}, symbolPosition: AFTER_NUMBER}`,
    '  exchangeRates:',
    ...rates.map((rate) => `  - {startDate: "2026-01-${rate.replace(' ', 'T00:00:00+01:00", ')}}`),
  ].join('\n') + (rates.length === 0 ? ' []\n' : '\n');
const january = (day: string, buyRate = '1.1', sellRate = '1.2'): string =>
  `${day} buyRate: ${buyRate}, sellRate: ${sellRate}`;
const put = (document: string) => bank.call('updateCurrenciesConfiguration', { body: document });
const codes = async (): Promise<readonly unknown[]> => (await bank.ok('getCurrencies')).map(({ code }) => code);
const rates = async (code: string): Promise<readonly unknown[]> =>
  (await bank.ok('getExchangeRates', { path: { currencyCode: code } })).map(
    ({ startDate, endDate, buyRate, sellRate }) => [startDate?.slice(0, 10), endDate?.slice(0, 10), buyRate, sellRate],
  );

describe('currencies as a document', () => {
  test('come with their rates, which reads of them tell', async () => {
    const sent = `${euro}${foreign('CHF')}${foreign('USD', january('05'), january('03', '1.15', '1.25'))}`;
    expect((await put(sent)).text).toBe('---\nwarnings: []\n');
    expect(await codes()).toEqual(['EUR', 'CHF', 'USD']);
    expect(await bank.ok('getCurrency', { path: { currencyCode: 'CHF' } })).toMatchObject({
      type: 'FIAT_CURRENCY',
      digitsAfterDecimal: 2,
      numericCode: '756',
      currencySymbolPosition: 'AFTER_NUMBER',
      baseCurrency: false,
    });
    expect(await rates('USD')).toEqual([
      ['2026-01-05', undefined, 1.1, 1.2],
      ['2026-01-03', '2026-01-05', 1.15, 1.25],
    ]);
  });

  test('are told since a day, and may be sent back like that', async () => {
    const query = { startDate: '2026-01-04' };
    const { text, body } = await bank.call('getCurrenciesConfiguration', { query });
    expect(body).toMatchObject({
      foreignCurrencies: [{ exchangeRates: [] }, { exchangeRates: [{ startDate: '2026-01-05T00:00:00+01:00' }] }],
    });
    const before = await tracesOf(bank);
    expect((await put(text)).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
    expect((await bank.call('getCurrenciesConfiguration', { query: { startDate: 'soon' } as never })).status).toBe(400);
  });

  test('take further rates, and keep those that are known', async () => {
    const more = `${euro}${foreign('CHF')}${foreign('USD', january('08', '1.3', '1.3'), january('05'))}`;
    expect((await put(more)).status).toBe(200);
    expect((await rates('USD')).length).toBe(3);
    const before = await tracesOf(bank);
    for (const [document, error] of [
      [
        january('05', '1.4', '1.5'),
        'EDIT_EXISTING_RATE_NOT_ALLOWED line 7: foreignCurrencies[1].exchangeRates[0] is of',
      ],
      [
        january('03', '1.15', '1.25'),
        'EXISTING_RATES_REMOVAL_NOT_ALLOWED line 6: foreignCurrencies[1].exchangeRates leave out',
      ],
      [
        january('07'),
        'START_DATE_BEFORE_PREVIOUS_RATE line 7: foreignCurrencies[1].exchangeRates[0].startDate must be after',
      ],
      [
        january('09', '2', '1'),
        'BUY_RATE_GRATER_THAN_SELL_RATE line 7: foreignCurrencies[1].exchangeRates[0].buyRate may not',
      ],
      [
        '09 buyRate: 1',
        'SELL_EXCHANGE_RATE_REQUIRED line 7: foreignCurrencies[1].exchangeRates[0].sellRate may not be missing',
      ],
    ] as const) {
      const reply = await put(`${euro}${foreign('CHF')}${foreign('USD', document)}`);
      expect(reply.status).toBe(400);
      expect(errorsOf(reply)[0]).toContain(error);
    }
    const zone = await put(`${euro}${foreign('CHF')}${foreign('USD', january('09')).replace('+01:00', '+05:00')}`);
    expect(errorsOf(zone)[0]).toMatch(/^\w+ line 7: foreignCurrencies\[1\]\.exchangeRates\[0\]\.startDate /);
    expect(await tracesOf(bank)).toEqual(before);
  });

  test('keep what they have no word for', async () => {
    const coin = {
      code: 'COIN',
      name: 'COIN',
      symbol: 'COIN',
      currencySymbolPosition: 'AFTER_NUMBER',
      type: 'CRYPTOCURRENCY',
      digitsAfterDecimal: 8,
    } as const;
    await bank.ok('createCurrency', { body: coin });
    await bank.ok('createExchangeRate', { path: { currencyCode: 'COIN' }, body: { buyRate: 2, sellRate: 3 } });
    const { text } = await bank.call('getCurrenciesConfiguration');
    const before = await tracesOf(bank);
    expect((await put(text)).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
    expect((await put(text.replace('name: "COIN"', 'name: "Coin"'))).status).toBe(200);
    expect(await bank.ok('getCurrency', { path: { currencyCode: 'COIN' } })).toMatchObject({ ...coin, name: 'Coin' });
    const reply = await put(`${text}${foreign('STONE')}`);
    expect(errorsOf(reply)[0]).toMatch(/^INVALID_FIAT_CURRENCY_TYPE line \d+: foreignCurrencies\[3\]\.currency\.code /);
  });

  test('go when they are left out, with their rates, unless they are in use', async () => {
    await bank.db.query(
      `INSERT INTO gl_account (encoded_key, gl_code, name, type, usage, allow_manual_journal_entries, currency_code, creation_date, last_modified_date)
       VALUES ($1, '1', 'Francs', 'ASSET', 'DETAIL', true, 'CHF', now(), now())`,
      [newEncodedKey()],
    );
    const refused = await put(`${euro}${foreign('USD')}`);
    expect(errorsOf(refused)).toEqual([
      'CURRENCY_IN_USE_CANNOT_BE_REMOVED line 2: foreignCurrencies leaves out CHF, which may not go: CHF is in use by accounts, products or the ledger',
    ]);
    expect((await put(`${euro}${foreign('CHF')}`)).status).toBe(200);
    expect(await codes()).toEqual(['EUR', 'CHF']);
    const again = `${euro}${foreign('CHF')}${foreign('EUR')}`;
    expect(errorsOf(await put(again))).toEqual(
      expect.arrayContaining([
        expect.stringContaining('DUPLICATE_BASE_CURRENCY line 5: foreignCurrencies[1].currency.code'),
      ]),
    );
  });
});
