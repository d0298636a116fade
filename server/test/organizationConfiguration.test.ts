import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const details = `---
institutionName: "Banco Ñandú ✓"
emailAddress: "hello@example.com"
phoneNumber: "+49 30 1"
address:
  line1: "1 Mill Road"
  city: "Milltown"
decimalSeparator: "COMMA"
localDateFormat: "dd-MM-yyyy"
localDateTimeFormat: "dd-MM-yyyy HH:mm:ss"
`;

const put = (body: string) => bank.call('updateOrganizationConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getOrganizationConfiguration')).text;

test('a new bank has a document, which changes nothing', async () => {
  expect(await document()).toBe(
    '---\ninstitutionName: "Florin"\ndecimalSeparator: "POINT"\nlocalDateFormat: "yyyy-MM-dd"\nlocalDateTimeFormat: "yyyy-MM-dd HH:mm:ss"\n',
  );
  const before = await tracesOf(bank);
  expect((await put(await document())).body).toEqual({ warnings: [] });
  expect(await tracesOf(bank)).toEqual(before);
});

test('a document comes back as it was sent, is what the API tells, and twice changes nothing', async () => {
  expect((await put(details)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(details);
  expect(await bank.ok('getOrganizationSetup')).toMatchObject({
    institutionName: 'Banco Ñandú ✓',
    address: { line1: '1 Mill Road', encodedKey: expect.any(String) },
    dateFormat: 'dd-MM-yyyy',
    timeZoneID: 'UTC',
  });
  const before = [await tracesOf(bank), await bank.ok('getOrganizationSetup')];
  await put(details);
  expect([await tracesOf(bank), await bank.ok('getOrganizationSetup')]).toEqual(before);
});

test('what is left out is cleared; a place on the map stays with its address', async () => {
  const { address, ...rest } = await bank.ok('getOrganizationSetup');
  await bank.ok('updateOrganizationSetup', { body: { ...rest, address: { ...address, latitude: 52.5 } } });
  await put(details.replace('phoneNumber: "+49 30 1"\n', ''));
  const told = await bank.ok('getOrganizationSetup');
  expect(told).not.toHaveProperty('phoneNumber');
  expect(told.address).toMatchObject({ line1: '1 Mill Road', latitude: 52.5 });
  await put(details);
});

test('the template has every property and nothing in them', async () => {
  expect((await bank.call('getOrganizationConfigurationTemplate')).body).toEqual({
    institutionName: null,
    emailAddress: null,
    phoneNumber: null,
    address: { line1: null, line2: null, city: null, region: null, postcode: null, country: null },
    decimalSeparator: null,
    localDateFormat: null,
    localDateTimeFormat: null,
  });
  expect((await bank.call('getOrganizationConfigurationTemplate', { user: null })).status).toBe(401);
  expect((await bank.call('getOrganizationConfiguration', { user: null })).status).toBe(401);
});

test.each([
  ['nothing', '', ['YAML_PROCESSING_FAILED line 1: the document is empty']],
  [
    'what every organisation has',
    'phoneNumber: "1"',
    [
      'BLANK_INSTITUTION_NAME line 1: institutionName may not be missing',
      'BLANK_DECIMAL_SEPARATOR line 1: decimalSeparator may not be missing',
      'BLANK_DATE line 1: localDateFormat may not be missing',
      'BLANK_DATE_TIME line 1: localDateTimeFormat may not be missing',
    ],
  ],
  [
    'a separator that is none',
    details.replace('COMMA', 'DASH'),
    ['INVALID_DECIMAL_SEPARATOR line 8: decimalSeparator must be one of COMMA, POINT'],
  ],
  [
    'a date without a year',
    details.replace('"dd-MM-yyyy"', '"dd-MM"'),
    ['INVALID_DATE_FORMAT line 9: localDateFormat must be a pattern of day, month and year like dd-MM-yyyy'],
  ],
  [
    'a time without minutes',
    details.replace('HH:mm:ss', 'HH'),
    [
      'INVALID_DATE_TIME_FORMAT line 10: localDateTimeFormat must be a pattern of a date with hours and minutes like dd-MM-yyyy HH:mm:ss',
    ],
  ],
  [
    'a mail address that is none',
    details.replace('hello@example.com', 'hello'),
    ['EMAIL_ADDRESS_FORMAT_IS_INVALID line 3: emailAddress must be a mail address like ann@example.com'],
  ],
  [
    'what is decided elsewhere',
    `${details}timeZoneID: UTC\n`,
    ['INVALID_PARAMETERS line 11: timeZoneID does not exist'],
  ],
])('%s is refused', async (_case, body, expected) => {
  const before = [await document(), await tracesOf(bank)];
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual(expected);
  expect([await document(), await tracesOf(bank)]).toEqual(before);
});
