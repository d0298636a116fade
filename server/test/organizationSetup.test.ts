import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TimeZoneError } from '../src/platform/clock/bankZone.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openBank } from './harness/openBank.ts';
import { startSecondProcess } from './harness/secondProcess.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

const initial = {
  institutionName: 'Florin',
  currency: 'EUR',
  timeZoneID: 'Europe/Berlin',
  dateFormat: 'yyyy-MM-dd',
  dateTimeFormat: 'yyyy-MM-dd HH:mm:ss',
  decimalSeparator: 'POINT',
  creationDate: expect.stringMatching(/\+00:00$/),
  lastModifiedDate: expect.stringMatching(/\+00:00$/),
};
const details = {
  institutionName: 'Banco Ñandú ✓',
  dateFormat: 'dd-MM-yyyy',
  dateTimeFormat: 'dd-MM-yyyy HH:mm:ss',
  decimalSeparator: 'COMMA',
  emailAddress: 'hello@example.com',
  phoneNumber: '+49 30 1',
  address: { line1: 'Unter den Linden 1', city: 'Berlin', latitude: 52.517036 },
};

describe('the details of the organisation', () => {
  test('are there from the start, are replaced as a whole, and what is left out is cleared', async () => {
    expect(await bank.ok('getOrganizationSetup')).toEqual(initial);
    const told = await bank.ok('updateOrganizationSetup', { body: details });
    expect(told).toMatchObject({
      ...details,
      address: { ...details.address, encodedKey: expect.any(String), parentKey: expect.any(String), indexInList: 0 },
      currency: 'EUR',
      timeZoneID: 'Europe/Berlin',
      lastModifiedDate: expect.stringMatching(/^2026-01-15T/),
    });
    expect(await bank.ok('getOrganizationSetup')).toEqual(told);
    expect(await bank.ok('getGeneralSetup')).toMatchObject({
      decimalSeparator: 'COMMA',
      dateFormats: { DATE_FORMAT: 'dd-MM-yyyy', DATE_TIME_FORMAT: 'dd-MM-yyyy HH:mm:ss' },
    });
    // What was fetched can be sent back, and the address stays the one it was.
    const again = await bank.ok('updateOrganizationSetup', { body: told });
    expect({ ...again, lastModifiedDate: '' }).toEqual({ ...told, lastModifiedDate: '' });
    const { emailAddress: _mail, phoneNumber: _phone, address: _address, ...rest } = details;
    const cleared = await bank.ok('updateOrganizationSetup', { body: rest });
    for (const gone of ['emailAddress', 'phoneNumber', 'address']) expect(cleared).not.toHaveProperty(gone);
    const { rows } = await bank.db.query<{ changes: string }>(
      `SELECT changes FROM audit_record WHERE entity_type = 'ORGANIZATION' ORDER BY id LIMIT 1`,
    );
    expect(rows[0]?.changes).toContain('Banco Ñandú ✓');
  });

  test.each([
    ['a blank name', { institutionName: '  ' }, 'BLANK_INSTITUTION_NAME', 'institutionName'],
    ['no name', { institutionName: undefined }, 'INVALID_PARAMETERS', 'institutionName'],
    ['a long name', { institutionName: 'x'.repeat(256) }, 'INVALID_PARAMETERS', 'institutionName'],
    ['a number as name', { institutionName: 5 }, 'INVALID_PARAMETERS', 'institutionName'],
    ['no mail address', { emailAddress: 'x' }, 'EMAIL_ADDRESS_FORMAT_IS_INVALID', 'emailAddress'],
    ['a date format without a year', { dateFormat: 'dd-MM' }, 'INVALID_DATE_FORMAT', 'dateFormat'],
    ['a date format of other letters', { dateFormat: 'dd-MM-yyyy <b>' }, 'INVALID_DATE_FORMAT', 'dateFormat'],
    ['a time format without hours', { dateTimeFormat: 'dd-MM-yyyy mm' }, 'INVALID_DATE_FORMAT', 'dateTimeFormat'],
    ['an unknown separator', { decimalSeparator: 'DOT' }, 'INVALID_PARAMETERS', 'decimalSeparator'],
    ['a place off the globe', { address: { latitude: 91 } }, 'INVALID_PARAMETERS', 'address[0].latitude'],
    ['another currency', { currency: 'USD' }, 'INVALID_PARAMETERS', 'currency must stay EUR'],
    ['another time zone', { timeZoneID: 'Asia/Tokyo' }, 'INVALID_PARAMETERS', 'timeZoneID must stay Europe/Berlin'],
    ['an unknown property', { colour: 'red' }, 'INVALID_PARAMETERS', 'colour'],
  ])('with %s are refused and change nothing', async (_case, changes, reason, named) => {
    const before = await bank.ok('getOrganizationSetup');
    const { status, body } = await bank.call('updateOrganizationSetup', { body: { ...details, ...changes } });
    const error = (body as Errors).errors?.[0];
    expect([status, error?.errorReason]).toEqual([400, reason]);
    expect(error?.errorSource).toContain(named);
    expect(await bank.ok('getOrganizationSetup')).toEqual(before);
  });

  test('are for administrators to change', async () => {
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    await bank.ok('createUser', {
      body: { username: 'looker', firstName: 'L', password: 'long enough', access: { ...access, permissions: [] } },
    });
    const user = 'looker:long enough';
    expect((await bank.call('getOrganizationSetup', { user })).status).toBe(200);
    expect((await bank.call('updateOrganizationSetup', { user, body: details })).status).toBe(403);
  });
});

describe('the time zone of the bank', () => {
  const zoneOf = async (asked: string | null): Promise<string> => {
    const process = await startSecondProcess(bank, { timeZone: asked });
    await process.stop();
    return process.timeZone;
  };
  const kept = async () => (await bank.db.query('SELECT time_zone FROM tenant_state')).rows[0]?.time_zone;

  test('is kept from the first start on and used by every later one', async () => {
    expect(await kept()).toBe('Europe/Berlin');
    expect(await zoneOf(null)).toBe('Europe/Berlin');
    expect(await zoneOf('Europe/Berlin')).toBe('Europe/Berlin');
  });

  test('can be changed while nothing is dated, and not after the first account', async () => {
    expect(await zoneOf('Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(await zoneOf(null)).toBe('Asia/Tokyo');
    expect(await zoneOf('Europe/Berlin')).toBe('Europe/Berlin');
    await (await openBank(bank)).depositAccount();
    await expect(zoneOf('Asia/Tokyo')).rejects.toThrow(TimeZoneError);
    await expect(zoneOf('Asia/Tokyo')).rejects.toThrow(/FLORIN_TIME_ZONE is Asia\/Tokyo.* works in Europe\/Berlin/s);
    expect(await kept()).toBe('Europe/Berlin');
    expect(await zoneOf(null)).toBe('Europe/Berlin');
  });

  test('a zone that was renamed is the same one', async () => {
    await bank.db.query(`UPDATE tenant_state SET time_zone = 'Europe/Kiev'`);
    expect(await zoneOf('Europe/Kyiv')).toBe('Europe/Kiev');
    await bank.db.query(`UPDATE tenant_state SET time_zone = 'Europe/Berlin'`);
  });
});
