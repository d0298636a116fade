import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';
import { openBank } from './harness/openBank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Berlin' });
});
afterAll(() => bank.stop());

const rate = (id: string, startDate: string, value: string) =>
  `  - id: "${id}"\n    startDate: "${startDate}"\n    rate: ${value}\n`;
const base = '- id: "base"\n  name: "Base"\n  type: "INTEREST_RATE"\n  notes: "of the central bank"\n  indexRates:\n';
const coming = rate('b3', '2026-07-01T00:00:00+02:00', '2.25');
const now = rate('b2', '2026-01-01T00:00:00+01:00', '2.5');
const old = rate('b1', '2025-07-01T00:00:00+02:00', '-0.125');
const tax = '- id: "vat"\n  name: "Tax"\n  type: "TAX_RATE"\n  indexRates: []\n';
const sources = `---\nindexRateSources:\n${base}${coming}${now}${old}${tax}`;

const put = (body: string) => bank.call('updateIndexRatesConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getIndexRatesConfiguration')).text;

test('a document comes back as it was sent, the API tells it, and twice changes nothing', async () => {
  expect(await document()).toBe('---\nindexRateSources: []\n');
  expect((await put(sources)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(sources);
  const path = { indexRateSourceId: 'base' };
  expect(await bank.ok('getIndexRates', { path })).toMatchObject([{ id: 'b3' }, { id: 'b2', rate: 2.5 }, { id: 'b1' }]);
  const before = await tracesOf(bank);
  await put(sources);
  await put(`indexRateSources:\n${tax}${base}${old}${now.replace('2.5', '+2.50')}${coming}`);
  expect(await tracesOf(bank)).toEqual(before);
});

test('rates and sources come, change and go, each with an audit record', async () => {
  const { rows: last } = await bank.db.query('SELECT max(id) AS id FROM audit_record');
  const moved = rate('b2', '2025-07-01T00:00:00+02:00', '2.5') + rate('b1', '2026-01-01T00:00:00+01:00', '-0.125');
  const [left, right] = moved.split(/(?= {2}- id: "b1")/);
  const changed = `---\nindexRateSources:\n${base}${coming.replace('2.25', '2')}${right}${left}`;
  expect((await put(changed)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(changed);
  const { rows } = await bank.db.query('SELECT entity_type FROM audit_record WHERE id > $1 ORDER BY id', [last[0].id]);
  expect(rows.map(({ entity_type: type }) => type)).toEqual(['INDEX_RATE_SOURCE', ...Array(5).fill('INDEX_RATE')]);
  await put(sources);
  expect(await document()).toBe(sources);
});

test('what counted for products stays as it was; what is to come may change', async () => {
  const { encodedKey } = await bank.ok('getIndexRateSource', { path: { indexRateSourceId: 'base' } });
  const { currentProductKey } = await openBank(bank);
  await bank.db.query('UPDATE deposit_product SET interest_settings = $1 WHERE encoded_key = $2::uuid', [
    JSON.stringify({ interestRateSettings: { indexSourceKey: encodedKey } }),
    currentProductKey,
  ]);
  const refused = async (body: string) => errorsOf(await put(`indexRateSources:\n${body}`));
  expect(await refused(tax)).toEqual([
    'INDEX_RATE_SOURCE_IN_USE line 1: indexRateSources leaves out base, which may not go: products or accounts follow the rates of base',
  ]);
  expect(await refused(`${base}${coming}${now}${tax}`)).toEqual([
    'INDEX_RATE_CANNOT_BE_CHANGED line 6: indexRateSources[0].indexRates leaves out b1, which counts since 2025-07-01 for products or accounts',
  ]);
  expect(await refused(`${base}${coming}${now.replace('2.5', '2.6')}${old}${tax}`)).toEqual([
    'INDEX_RATE_CANNOT_BE_CHANGED line 12: indexRateSources[0].indexRates[1].rate must stay: b2 counts since 2026-01-01 for products or accounts',
  ]);
  expect(await refused(`${base}${now}${rate('b4', '2025-12-31T00:00:00+01:00', '3')}${old}${tax}`)).toEqual([
    'INDEX_RATE_START_DATE_BEFORE_REVIEWED_DATE line 11: indexRateSources[0].indexRates[1].startDate must be after 2026-01-01, since when a rate counts for products or accounts',
  ]);
  expect(
    await refused(`${base.replace('INTEREST_RATE', 'TAX_RATE')}${now}${old.replace('-0.125', '0.125')}${tax}`),
  ).toContain(
    'INDEX_RATE_SOURCE_TYPE_IN_USE line 4: indexRateSources[0].type must stay, as products or accounts follow the rates',
  );
  expect(await document()).toBe(sources);
  const later = sources.replace(coming, coming.replace('2.25', '3'));
  expect((await put(later)).status).toBe(200);
  expect((await put(sources.replace(coming, ''))).status).toBe(200);
  await put(sources);
  expect(await document()).toBe(sources);
});

const source = (lines: string) => `indexRateSources:\n- id: s9\n  name: Nine\n  type: TAX_RATE\n${lines}`;
const at = 'indexRateSources[0].indexRates[0]';

test.each([
  ['nothing', '', ['INDEX_RATES_EMPTY_CONFIGURATION line 1: the document is empty']],
  [
    'an empty entry',
    'indexRateSources: [~]',
    ['INDEX_RATE_SOURCE_NULL_ENTRY line 1: indexRateSources[0] may not be empty'],
  ],
  [
    'what every source has',
    'indexRateSources: [{}]',
    [
      'INDEX_RATE_SOURCE_ID_INVALID line 1: indexRateSources[0].id may not be missing',
      'INDEX_RATE_SOURCE_NAME_EMPTY line 1: indexRateSources[0].name may not be missing',
      'INDEX_RATE_SOURCE_TYPE_INCORRECT line 1: indexRateSources[0].type may not be missing',
    ],
  ],
  [
    'a type that is none',
    source('').replace('TAX_RATE', 'GOLD'),
    [
      'INDEX_RATE_SOURCE_TYPE_INCORRECT line 4: indexRateSources[0].type must be one of INTEREST_RATE, TAX_RATE, WITHHOLDING_TAX_RATE, PRINCIPAL_TAX_RATE',
    ],
  ],
  [
    'a name twice',
    source('- {id: s8, name: NINE, type: TAX_RATE}'),
    ['INDEX_RATE_SOURCE_NAME_DUPLICATE line 5: indexRateSources[1].name NINE is there twice'],
  ],
  ['an empty rate', source('  indexRates: [~]'), [`INDEX_RATE_SOURCE_NULL_RATES line 5: ${at} may not be empty`]],
  [
    'what every rate has',
    source('  indexRates:\n  - notes: x'),
    [
      `INDEX_RATE_ID_INVALID line 6: ${at}.id may not be missing`,
      `INDEX_RATE_START_DATE_EMPTY line 6: ${at}.startDate may not be missing`,
      `INDEX_RATE_RATE_EMPTY line 6: ${at}.rate may not be missing`,
    ],
  ],
  [
    'a tax of more than everything, and a day in another zone',
    source('  indexRates:\n  - {id: t1, startDate: "2026-01-01T00:00:00+05:00", rate: 100.5}'),
    [
      `INDEX_RATE_RATE_RANGE_VIOLATION line 6: ${at}.rate of a source of type TAX_RATE must be from 0 to 100, with at most 20 decimals`,
      `INVALID_PARAMETERS line 6: ${at}.startDate Invalid date offset for value 2026-01-01T00:00:00 org offset is +01:00`,
    ],
  ],
  [
    'two rates of one day',
    source(
      '  indexRates:\n  - {id: t1, startDate: "2026-01-01T00:00:00+01:00", rate: 1}\n  - {id: t2, startDate: "2026-01-01T08:00:00+01:00", rate: 2}',
    ),
    [
      'INDEX_RATE_START_DATE_DUPLICATE line 7: indexRateSources[0].indexRates[1].startDate is on 2026-01-01, when another rate of the source starts',
    ],
  ],
  [
    'the id of a rate in two sources',
    source(
      '  indexRates: [{id: t1, startDate: "2026-01-01T00:00:00+01:00", rate: 1}]\n- id: s8\n  name: Eight\n  type: TAX_RATE\n  indexRates: [{id: t1, startDate: "2026-01-01T00:00:00+01:00", rate: 2}]\n',
    ),
    ['INDEX_RATE_ID_DUPLICATE line 9: indexRateSources[1].indexRates[0].id t1 is there twice'],
  ],
  [
    'a rate that is no number',
    source('  indexRates: [{id: t1, startDate: "2026-01-01T00:00:00+01:00", rate: NaN}]'),
    [`INDEX_RATE_RATE_RANGE_VIOLATION line 5: ${at}.rate must be a number from -100 to 1000000`],
  ],
])('%s is refused', async (_case, body, expected) => {
  const before = [await document(), await tracesOf(bank)];
  // Sources that are followed stay in the document, below what is wrong.
  const kept = body.startsWith('indexRateSources:\n') ? `${body.trimEnd()}\n${base}${coming}${now}${old}` : body;
  const reply = await put(kept);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual(expected);
  expect([await document(), await tracesOf(bank)]).toEqual(before);
});

test('nobody reads or writes it without the permission', async () => {
  expect((await bank.call('getIndexRatesConfiguration', { user: null })).status).toBe(401);
  expect((await bank.call('updateIndexRatesConfiguration', { user: null, body: sources })).status).toBe(401);
});
