import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const fields = `---
customFieldSets:
- id: "_branch_facts"
  name: "Branch facts"
  description: "Where it is"
  type: "SINGLE"
  availableFor: "BRANCH"
  customFields:
  - id: "province"
    type: "SELECTION"
    state: "INACTIVE"
    displaySettings:
      displayName: "Province"
      fieldSize: "SHORT"
    viewRights:
      roles: []
      allUsers: true
    editRights:
      roles: []
      allUsers: false
    selectionOptions:
    - availableOptions:
      - selectionId: "211"
        value: "North"
        score: 0
      - selectionId: "550"
        value: "South"
        score: 10
    required: false
    default: false
- id: "_client_facts"
  name: "Client facts"
  type: "SINGLE"
  availableFor: "CLIENT"
  customFields:
  - id: "nickname"
    type: "FREE_TEXT"
    state: "ACTIVE"
    validationRules:
      unique: false
    displaySettings:
      displayName: "Nickname"
      fieldSize: "LONG"
    viewRights:
      roles: []
      allUsers: true
    editRights:
      roles: []
      allUsers: true
    required: false
    default: false
`;

const put = (body: string) => bank.call('updateCustomFieldsConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getCustomFieldsConfiguration')).text;

test('a document comes back and twice changes nothing', async () => {
  expect(await document()).toBe('---\ncustomFieldSets: []\n');
  expect((await put(fields)).body).toEqual({ warnings: [] });
  const told = await document();
  const before = await tracesOf(bank);
  await put(fields);
  await put(told);
  expect(await tracesOf(bank)).toEqual(before);
  expect(await document()).toBe(told);
  expect((await bank.call('getCustomFieldsConfiguration')).body).toMatchObject({
    customFieldSets: [
      { id: '_client_facts', customFields: [{ id: 'nickname', displaySettings: { fieldSize: 'LONG' } }] },
      { id: '_branch_facts', customFields: [{ id: 'province', state: 'INACTIVE', editRights: { allUsers: false } }] },
    ],
  });
});

test('one kind of records can be asked for', async () => {
  const { body } = await bank.call('getCustomFieldsConfiguration', { query: { availableFor: 'CLIENT' } });
  expect(body).toMatchObject({ customFieldSets: [{ id: '_client_facts' }] });
  expect((await bank.call('getCustomFieldsConfiguration', { query: { availableFor: 'TILL' } })).status).toBe(400);
});

test('a set that is left out goes', async () => {
  await put(fields.slice(0, fields.indexOf('- id: "_client_facts"')));
  expect((await bank.ok('getCustomFieldSets')).map(({ id }) => id)).toEqual(['_branch_facts']);
  await put(fields);
});

test.each([
  ['nothing', '', /^CUSTOM_FIELDS_CONFIGURATION_EMPTY line 1: the document is empty$/],
  [
    'an unknown type',
    fields.replace('"FREE_TEXT"', '"POEM"'),
    /line \d+: customFieldSets\[1\].customFields\[0\].type must be one of/,
  ],
  [
    'an id twice',
    fields.replace('"nickname"', '"province"'),
    /^CUSTOM_FIELD_DUPLICATE_ID line \d+: customFieldSets\[1\]/,
  ],
  [
    'nothing where a set should be',
    'customFieldSets: [~]',
    /^CUSTOM_FIELD_SET_NULL_ENTRY line 1: customFieldSets\[0\] may not be empty$/,
  ],
  [
    'a score that is none',
    fields.replace('score: 10', 'score: many'),
    /^CUSTOM_FIELD_SELECTIONS_INVALID_SCORE_NUMBER line 28: .*availableOptions\[1\]\.score must be a whole number/,
  ],
  [
    'a description of 1,025 characters',
    fields.replace('displayName: "Nickname"', `displayName: "Nickname"\n      description: ${'x'.repeat(1025)}`),
    /^CUSTOM_FIELD_DESCRIPTION_LENGTH_EXCEEDED line 43: customFieldSets\[1\]\.customFields\[0\]\.displaySettings\.description /,
  ],
])('%s is refused', async (_case, body, expected) => {
  const before = await document();
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)[0]).toMatch(expected);
  expect(await document()).toBe(before);
});

test.each([
  ['X-Mambu-Async', 'true'],
  ['X-Mambu-Callback', 'https://example.org/done'],
])('an answer later, asked for by %s, is refused and changes nothing', async (header, value) => {
  const before = await document();
  const less = fields.slice(0, fields.indexOf('- id: "_client_facts"'));
  const reply = await bank.call('updateCustomFieldsConfiguration', { body: less, headers: { [header]: value } });
  expect([reply.status, errorsOf(reply)[0]]).toEqual([
    400,
    expect.stringContaining(`Header ${header} is not supported yet`),
  ]);
  expect(await document()).toBe(before);
});

test('an answer at once may be asked for by name', async () => {
  const headers = { 'X-Mambu-Async': 'false' };
  expect((await bank.call('updateCustomFieldsConfiguration', { body: fields, headers })).status).toBe(200);
});

test('a field or an option of which records have values is not left out', async () => {
  await put(fields.replace('state: "INACTIVE"', 'state: "ACTIVE"'));
  await bank.ok('createClient', { body: { firstName: 'Ann', lastName: 'Lee', _client_facts: { nickname: 'Al' } } });
  await bank.ok('createBranch', { body: { id: 'b1', name: 'One', _branch_facts: { province: 'South' } } });
  const before = await document();
  const fewer = fields.replace(/ {6}- selectionId: "550"\n.*\n.*\n/, '').replace('"nickname"', '"name"');
  const reply = await put(fewer);
  expect([reply.status, errorsOf(reply)]).toEqual([
    400,
    [
      'CUSTOM_FIELD_SELECTIONS_OPTION_CANNOT_BE_DELETED line 21: customFieldSets[0].customFields[0].selectionOptions leaves out the option South, which is in use',
      'CUSTOM_FIELD_SET_CHANGE_NOT_ALLOWED line 32: customFieldSets[1].customFields leaves out _client_facts.nickname, which has values; set its state to INACTIVE instead',
    ],
  ]);
  expect(errorsOf(await put('customFieldSets: []'))).toHaveLength(2);
  expect(await document()).toBe(before);
});

const template = `---
customFieldSets:
- id: null
  name: null
  description: null
  type: null
  availableFor: null
  customFields:
  - id: null
    type: null
    state: null
    validationRules:
      validationPattern: null
      unique: false
    displaySettings:
      displayName: null
      description: null
      fieldSize: null
    usage:
    - id: null
      required: null
      default: null
    viewRights:
      roles: null
      allUsers: null
    editRights:
      roles: null
      allUsers: null
    dependentFieldId: null
    selectionOptions:
    - forSelectionId: null
      availableOptions:
      - selectionId: null
        value: null
        score: null
    required: null
    default: null
`;

test('the template has every property and nothing in them', async () => {
  const reply = await bank.call('getCustomFieldsConfigurationTemplate');
  expect(reply.text).toBe(template);
  expect(reply.headers['content-type']).toBe('application/vnd.mambu.v2+yaml');
  const sent = await put(template);
  expect(errorsOf(sent).map((error) => error.replace(/ line \d+: /, ' '))).toContain(
    'CUSTOM_FIELD_BLANK_NAME customFieldSets[0].customFields[0].displaySettings.displayName may not be missing',
  );
});

test('the template is for those who may read the configuration', async () => {
  expect((await bank.call('getCustomFieldsConfigurationTemplate', { user: null })).status).toBe(401);
  const json = await bank.call('getCustomFieldsConfigurationTemplate', { headers: { accept: 'text/html' } });
  expect(json.status).toBe(406);
});

test('what a definition names does not go: the field would be for everybody then', async () => {
  const { text: rolesBefore } = await bank.call('getClientRolesConfiguration');
  const vip = `  roles:
  - id: "vip"
    name: "VIP"
    canOpenAccounts: true
    canGuarantee: true
    requireIdentificationDocuments: false
    useDefaultAddress: true`;
  await bank.ok('updateClientRolesConfiguration', { body: rolesBefore.replace('  roles: []', vip) as never });
  await bank.ok('createUserRole', { body: { id: 'seer', name: 'Seer', access: {} as never } });
  await bank.ok('createTransactionChannel', {
    body: { id: 'DESK', name: 'Desk', depositConstraints: {}, loanConstraints: {} },
  });
  const definition = (id: string, host: string, used: string) => `- id: "_${id}"
  name: "${id}"
  type: "SINGLE"
  availableFor: "${host}"
  customFields:
  - id: "${id}"
    type: "FREE_TEXT"
    displaySettings: {displayName: "${id}"}
    usage: [{id: "${used}"}]
    viewRights: {roles: ["seer"]}
    editRights: {allUsers: true}
`;
  const named = `customFieldSets:\n${definition('ofvip', 'CLIENT', 'vip')}${definition('ofdesk', 'TRANSACTION_CHANNEL', 'DESK')}`;
  const before = (await bank.call('getCustomFieldsConfiguration')).text;
  const rest = before.replace(/^---\ncustomFieldSets:( \[\])?\n/, '');
  await bank.ok('updateCustomFieldsConfiguration', { body: `${named}${rest}` as never });
  const { text: told } = await bank.call('getCustomFieldsConfiguration');
  const role = await bank.call('updateClientRolesConfiguration', { body: rolesBefore as never });
  expect(errorsOf(role)).toEqual([expect.stringMatching(/^REFERRED_IN_CUSTOM_FIELD line \d+: .*vip.*ofvip/)]);
  const seer = await bank.call('deleteUserRole', { path: { roleId: 'seer' } });
  expect(seer.text).toContain('REFERRED_IN_CUSTOM_FIELD');
  const desk = await bank.call('deleteTransactionChannel', { path: { transactionChannelId: 'DESK' } });
  expect(desk.status).toBe(400);
  expect((await bank.call('getCustomFieldsConfiguration')).text).toBe(told);
  await bank.ok('updateCustomFieldsConfiguration', { body: before as never });
  await bank.ok('updateClientRolesConfiguration', { body: rolesBefore as never });
  expect((await bank.call('deleteUserRole', { path: { roleId: 'seer' } })).status).toBe(204);
});
