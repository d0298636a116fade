import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexRateReference, rateInForce } from '../src/domains/organisation/index.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { openBank } from './harness/openBank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Zurich' });
});
afterAll(() => bank.stop());

const at = (indexRateSourceId: string) => ({ path: { indexRateSourceId } });
const rateAt = (indexRateSourceId: string, indexRateId: unknown) => ({
  path: { indexRateSourceId, indexRateId: String(indexRateId) },
});
const source = (id: string, changes: Record<string, unknown> = {}) =>
  bank.ok('createIndexRateSource', { body: { id, name: `Source ${id}`, type: 'INTEREST_RATE', ...changes } });
const add = (id: string, startDate: string, rate: unknown, changes: Record<string, unknown> = {}) =>
  bank.call('createIndexRate', { ...at(id), body: { startDate, rate, ...changes } });

describe('sources', () => {
  test('are created with the id that was sent or a drawn one, listed and found by id or key', async () => {
    const libor = await source('LIBOR', { name: '3 Month LIBOR', notes: 'London' });
    expect(libor).toEqual({
      id: 'LIBOR',
      name: '3 Month LIBOR',
      notes: 'London',
      type: 'INTEREST_RATE',
      encodedKey: expect.any(String),
      creationDate: expect.stringMatching(/\+00:00$/),
      lastModifiedDate: expect.any(String),
    });
    const vat = await bank.ok('createIndexRateSource', { body: { name: 'VAT', type: 'TAX_RATE' } });
    expect(vat.id).toMatch(/^\d{10}$/);
    expect(await bank.ok('getIndexRateSources')).toEqual([libor, vat]);
    for (const ref of ['LIBOR', String(libor.encodedKey)])
      expect(await bank.ok('getIndexRateSource', at(ref))).toEqual(libor);
    expect(await bank.ok('getIndexRates', at('LIBOR'))).toEqual([]);
  });

  test.each([
    ['no name', { id: 'X', type: 'TAX_RATE' }, 'INDEX_RATE_SOURCE_NAME_EMPTY', 'name'],
    ['no type', { id: 'X', name: 'X' }, 'INDEX_RATE_SOURCE_TYPE_INCORRECT', 'type'],
    ['an unknown type', { id: 'X', name: 'X', type: 'FX' }, 'INVALID_PARAMETERS', 'type'],
    ['a blank id', { id: ' ', name: 'X', type: 'TAX_RATE' }, 'INDEX_RATE_SOURCE_ID_INVALID', 'id'],
    ['an id no path leads to', { id: 'a/b', name: 'X', type: 'TAX_RATE' }, 'INVALID_ID', 'id'],
    ['a long name', { id: 'X', name: 'x'.repeat(256), type: 'TAX_RATE' }, 'INVALID_PARAMETERS', 'name'],
    ['an unknown property', { id: 'X', name: 'X', type: 'TAX_RATE', rate: 5 }, 'INVALID_PARAMETERS', 'rate'],
    ['a list as body', [], 'INVALID_PARAMETERS', 'body'],
  ])('with %s are refused', async (_case, body, reason, named) => {
    const reply = await bank.call('createIndexRateSource', { body });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(named);
  });

  test('an id and a name are taken once, also by many at the same time', async () => {
    const body = { id: 'RACE', name: 'Race', type: 'TAX_RATE' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => bank.call('createIndexRateSource', { body })));
    expect(answers.map(reasonOf).filter((reason) => reason === '201')).toHaveLength(1);
    expect(reasonOf(await bank.call('createIndexRateSource', { body: { ...body, name: 'Other' } }))).toBe(
      '400 DUPLICATE_INDEX_RATE_SOURCE_ID',
    );
    expect(reasonOf(await bank.call('createIndexRateSource', { body: { ...body, id: 'R2', name: 'RACE' } }))).toBe(
      '400 INDEX_RATE_SOURCE_NAME_DUPLICATE',
    );
  });

  test('unknown ones are 404 by themselves, and 400 where their rates are asked for', async () => {
    expect(reasonOf(await bank.call('getIndexRateSource', at('nowhere')))).toBe('404 INVALID_INDEX_RATE_SOURCE_ID');
    expect(reasonOf(await bank.call('deleteIndexRateSource', at('nowhere')))).toBe('404 INVALID_INDEX_RATE_SOURCE_ID');
    expect(reasonOf(await bank.call('deleteIndexRate', rateAt('nowhere', 'x')))).toBe(
      '404 INVALID_INDEX_RATE_SOURCE_ID',
    );
    expect(reasonOf(await bank.call('getIndexRates', at('nowhere')))).toBe('400 INVALID_INDEX_RATE_SOURCE_ID');
    expect(reasonOf(await add('nowhere', '2026-01-01T00:00:00+01:00', 1))).toBe('400 INVALID_INDEX_RATE_SOURCE_ID');
  });
});

describe('rates', () => {
  test('are added one after the other, and told newest first, in organisation time', async () => {
    const { encodedKey } = await source('EURIBOR');
    const first = await add('EURIBOR', '2025-12-15T01:00:00+01:00', '0.85', { id: 'E1', notes: 'winter' });
    expect(first.body).toEqual({
      id: 'E1',
      notes: 'winter',
      rate: 0.85,
      startDate: '2025-12-15T01:00:00+01:00',
      assignedIndexRateSourceKey: encodedKey,
      encodedKey: expect.any(String),
      userKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const second = await add(String(encodedKey), '2026-06-01T00:00:00+02:00', -0.25);
    expect(second.body).toMatchObject({ id: expect.stringMatching(/^\d{10}$/), rate: -0.25 });
    expect(await bank.ok('getIndexRates', at('EURIBOR'))).toEqual([second.body, first.body]);
    await bank.ok('deleteIndexRate', rateAt('EURIBOR', second.body.encodedKey));
    await bank.ok('deleteIndexRate', rateAt('EURIBOR', 'E1'));
    expect(await bank.ok('getIndexRates', at('EURIBOR'))).toEqual([]);
  });

  test.each([
    ['no rate', { startDate: '2026-01-01T00:00:00+01:00' }, 'INDEX_RATE_RATE_EMPTY', 'rate'],
    ['no start', { rate: 1 }, 'INVALID_INDEX_RATE_START_DATE', 'startDate'],
    ['a day as start', { rate: 1, startDate: '2026-01-01' }, 'INVALID_PARAMETERS', 'startDate'],
    ['a start in another zone', { rate: 1, startDate: '2026-01-01T00:00:00+05:00' }, 'INVALID_PARAMETERS', 'offset'],
    ['a text as rate', { rate: 'high', startDate: '2026-01-01T00:00:00+01:00' }, 'INVALID_PARAMETERS', 'rate'],
    [
      'a huge rate',
      { rate: '1e30', startDate: '2026-01-01T00:00:00+01:00' },
      'INDEX_RATE_RATE_RANGE_VIOLATION',
      'rate',
    ],
    ['a rate beyond numbers', { rate: '1e999999', startDate: '2026-01-01T00:00:00+01:00' }, 'INVALID_PARAMETERS', ''],
    ['a slash in the id', { id: 'a/b', rate: 1, startDate: '2026-01-01T00:00:00+01:00' }, 'INVALID_ID', 'id'],
  ])('with %s are refused', async (_case, body, reason, named) => {
    if ((await bank.call('getIndexRateSource', at('BAD'))).status === 404) await source('BAD');
    const reply = await bank.call('createIndexRate', { ...at('BAD'), body });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(named);
    expect(await bank.ok('getIndexRates', at('BAD'))).toEqual([]);
  });

  test('taxes are between nothing and everything', async () => {
    await source('WHT', { type: 'WITHHOLDING_TAX_RATE' });
    expect(reasonOf(await add('WHT', '2026-01-01T00:00:00+01:00', -1))).toBe('400 INDEX_RATE_RATE_RANGE_VIOLATION');
    expect(reasonOf(await add('WHT', '2026-01-01T00:00:00+01:00', 35))).toBe('201');
  });

  test('follow each other by days; one day has one rate, also when many send one', async () => {
    await source('DAYS');
    const answers = await Promise.all([1, 2, 3, 4].map((hour) => add('DAYS', `2026-01-05T0${hour}:00:00+01:00`, hour)));
    const reasons = answers.map(reasonOf);
    expect(reasons.filter((reason) => reason === '201')).toHaveLength(1);
    expect(reasons.filter((reason) => reason === '400 INDEX_RATE_START_DATE_DUPLICATE')).toHaveLength(3);
    expect(reasonOf(await add('DAYS', '2026-01-04T23:59:59+01:00', 1))).toBe('400 DATE_BEFORE_LAST_RATE_DATE');
    expect(reasonOf(await add('DAYS', '2026-01-06T00:00:00+01:00', 1, { id: 'D2' }))).toBe('201');
    expect(reasonOf(await add('DAYS', '2026-01-07T00:00:00+01:00', 1, { id: 'D2' }))).toBe(
      '400 DUPLICATE_INDEX_RATE_ID',
    );
    await source('OTHER');
    expect(reasonOf(await bank.call('deleteIndexRate', rateAt('OTHER', 'D2')))).toBe('404 INVALID_INDEX_RATE_ID');
    expect(reasonOf(await bank.call('deleteIndexRate', rateAt('DAYS', 'D3')))).toBe('404 INVALID_INDEX_RATE_ID');
    await bank.ok('deleteIndexRateSource', at('DAYS'));
    const left = await bank.db.query('SELECT FROM index_rate WHERE id = $1', ['D2']);
    expect(left.rowCount).toBe(0);
  });

  test('a source that is followed stays, and so does what counted', async () => {
    const { encodedKey } = await source('USED');
    const old = (await add('USED', '2026-03-10T23:00:00+01:00', 2)).body;
    const coming = (await add('USED', '2026-03-11T00:00:00+01:00', 3)).body;
    const { currentProductKey } = await openBank(bank);
    const follow = (settings: unknown) =>
      bank.db.query('UPDATE deposit_product SET interest_settings = $1 WHERE encoded_key = $2::uuid', [
        JSON.stringify(settings),
        currentProductKey,
      ]);
    await follow({ interestRateSettings: { indexSourceKey: encodedKey } });
    expect(reasonOf(await bank.call('deleteIndexRateSource', at('USED')))).toBe('400 INDEX_RATE_SOURCE_IN_USE');
    expect(reasonOf(await bank.call('deleteIndexRate', rateAt('USED', old.encodedKey)))).toBe(
      '400 INDEX_RATE_CANNOT_BE_CHANGED',
    );
    await bank.ok('deleteIndexRate', rateAt('USED', coming.encodedKey));
    await follow({ interestRateSettings: { indexSourceKey: newEncodedKey() } });
    await bank.ok('deleteIndexRate', rateAt('USED', old.encodedKey));
    await bank.ok('deleteIndexRateSource', at('USED'));
    const { rows } = await bank.db.query<{ entity_type: string }>(
      `SELECT entity_type FROM audit_record WHERE operation LIKE '%IndexRate%' ORDER BY id DESC LIMIT 2`,
    );
    expect(rows.map(({ entity_type: type }) => type)).toEqual(['INDEX_RATE_SOURCE', 'INDEX_RATE']);
  });

  test('are what rules read of a day, at once', async () => {
    await source('RULES');
    await add('RULES', '2026-03-01T00:00:00+01:00', '0.125');
    const known = (await bank.app.tenant.reference.current()).get(indexRateReference).find('RULES');
    if (!known) throw new Error('the source is not among the reference data');
    expect(String(rateInForce(known, bank.app.tenant.clock.today()))).toBe('0.125');
  });

  test('a user may add rates without managing sources', async () => {
    await source('STAFF');
    const access = { administratorAccess: false, apiAccess: true, canManageAllBranches: true };
    const person = { firstName: 'Ina', lastName: 'Dex', email: 'ina@example.com', password: 'test-Password-2' };
    await bank.ok('createUser', {
      body: {
        ...person,
        username: 'ina',
        access: { ...access, canManageEntitiesAssignedToOtherOfficers: true, permissions: ['CREATE_INDEX_RATE'] },
      },
    });
    const user = 'ina:test-Password-2';
    const body = { rate: 1, startDate: '2026-01-01T00:00:00+01:00' };
    expect(reasonOf(await bank.call('createIndexRate', { ...at('STAFF'), body, user }))).toBe('201');
    expect((await bank.call('getIndexRates', { ...at('STAFF'), user })).status).toBe(403);
    expect((await bank.call('createIndexRateSource', { body: {}, user })).status).toBe(403);
  });
});
