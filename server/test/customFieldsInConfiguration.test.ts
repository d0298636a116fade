import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';
import { defineCustomFields, field, fieldSet, selection } from './harness/customFields.ts';

const branchSets = [
  fieldSet(
    '_facts',
    [
      field('founded', { type: 'DATE' }),
      field('opens', { type: 'DATE_TIME' }),
      field('desks', { type: 'NUMBER' }),
      field('lift', { type: 'CHECKBOX' }),
      field('code', { validationRules: { unique: true, validationPattern: '@##' } }),
      field('head', { type: 'USER_LINK' }),
      field('tenant', { type: 'CLIENT_LINK' }),
      selection('county', ['North', 'South']),
      field('town', {
        type: 'SELECTION',
        dependentFieldId: 'county',
        selectionOptions: [
          { forSelectionId: 'north', availableOptions: [{ selectionId: 't1', value: 'Newton' }] },
          {
            forSelectionId: 'south',
            availableOptions: [
              { selectionId: 't2', value: 'Newton' },
              { selectionId: 't3', value: 'Oldton' },
            ],
          },
        ],
      }),
    ],
    { availableFor: 'BRANCH' },
  ),
  fieldSet('_rooms', [field('room', { required: true }), field('seats', { type: 'NUMBER' })], {
    availableFor: 'BRANCH',
    type: 'GROUPED',
  }),
  fieldSet('_closed', [field('old', { state: 'INACTIVE' })], { availableFor: 'BRANCH' }),
  fieldSet('_clients', [field('nick')]),
];

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10', timeZone: 'Europe/Berlin' });
  await defineCustomFields(bank, ...branchSets);
  await bank.ok('createClient', { body: { id: 'C1', firstName: 'Ann', lastName: 'Lee' } });
});
afterAll(() => bank.stop());

const put = (body: string) => bank.call('updateBranchesConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getBranchesConfiguration')).text;

const town = `---
branches:
- id: "b1"
  name: "First"
  state: "ACTIVE"
  customFieldValueSets:
  - id: "_facts"
    standardCustomFieldValues:
    - customFieldId: "code"
      value: "A12"
    - customFieldId: "county"
      value: "south"
    - customFieldId: "desks"
      value: "12.50"
    - customFieldId: "founded"
      value: "1998-05-01"
    - customFieldId: "head"
      value: "admin"
    - customFieldId: "lift"
      value: "TRUE"
    - customFieldId: "opens"
      value: "2026-01-02T08:00:00.000+01:00"
    - customFieldId: "tenant"
      value: "C1"
    - customFieldId: "town"
      value: "t2"
  - id: "_rooms"
    groupedCustomFieldValues:
    - index: 0
      customFieldValues:
      - customFieldId: "room"
        value: "hall"
      - customFieldId: "seats"
        value: "40"
    - index: 1
      customFieldValues:
      - customFieldId: "room"
        value: "vault"
- id: "b2"
  name: "Second"
  state: "ACTIVE"
`;

const addUser = (username: string, canManageAllBranches: boolean) =>
  bank.ok('createUser', {
    body: {
      username,
      password: `${username}-Password-1`,
      firstName: 'Sam',
      lastName: 'Setup',
      email: `${username}@example.com`,
      access: {
        apiAccess: true,
        mambuAccess: false,
        administratorAccess: false,
        canManageAllBranches,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['GET_MANAGE_CONFIGURATION_AS_CODE', 'PUT_MANAGE_CONFIGURATION_AS_CODE'],
      },
    },
  });

/** A document of one branch with these lines below its custom fields. */
const branch = (lines: string) => `branches:\n- id: b1\n  name: First\n  customFieldValueSets:\n${lines}`;
const facts = (...values: readonly string[]) =>
  branch(`  - id: _facts\n    standardCustomFieldValues:\n${values.map((value) => `    - ${value}\n`).join('')}`);

describe('custom fields of branches in their document', () => {
  test('values of all types come back as they were sent, and the API tells them', async () => {
    expect((await put(town)).body).toEqual({ warnings: [] });
    expect(await document()).toBe(town);
    const { encodedKey } = await bank.ok('getClient', { path: { clientId: 'C1' } });
    expect(await bank.ok('getBranch', { path: { branchId: 'b1' }, query: { detailsLevel: 'FULL' } })).toMatchObject({
      _facts: { county: 'South', town: 'Newton', tenant: encodedKey, lift: 'TRUE', desks: '12.50' },
      _rooms: [
        { _index: '0', room: 'hall' },
        { _index: '1', room: 'vault' },
      ],
    });
  });

  test('the same document twice changes nothing, in whatever words', async () => {
    const before = await tracesOf(bank);
    const changed = await bank.ok('getBranch', { path: { branchId: 'b1' } });
    await put(town);
    const { encodedKey } = await bank.ok('getClient', { path: { clientId: 'C1' } });
    const reply = await put(`
- {id: b2, name: Second}
- id: b1
  name: First
  customFieldValueSets:
  - id: _rooms
    groupedCustomFieldValues:
    - {index: 0, customFieldValues: [{customFieldId: seats, value: 40}, {customFieldId: room, value: hall}]}
    - {index: 1, customFieldValues: [{customFieldId: room, value: vault}]}
  - id: _facts
    standardCustomFieldValues:
    - {customFieldId: town, value: Newton}
    - {customFieldId: tenant, value: ${encodedKey}}
    - {customFieldId: opens, value: "2026-01-02T08:00:00+01:00"}
    - {customFieldId: lift, value: true}
    - {customFieldId: head, value: admin}
    - {customFieldId: founded, value: 1998-05-01}
    - {customFieldId: desks, value: +12.50}
    - {customFieldId: county, value: South}
    - {customFieldId: code, value: A12}
`);
    expect(reply.body).toEqual({ warnings: [] });
    expect(await tracesOf(bank)).toEqual(before);
    expect(await bank.ok('getBranch', { path: { branchId: 'b1' } })).toEqual(changed);
  });

  test('what is left out is cleared, but an inactive field keeps its value', async () => {
    await bank.db.query(
      `UPDATE branch SET custom_fields = custom_fields || '{"_closed": {"old": "x"}}' WHERE id = 'b1'`,
    );
    await put(`${facts('{customFieldId: desks, value: 3}')}- {id: b2, name: Second}`);
    const told = await bank.ok('getBranch', { path: { branchId: 'b1' }, query: { detailsLevel: 'FULL' } });
    expect(told).toMatchObject({ _facts: { desks: '3' }, _closed: { old: 'x' } });
    expect(told).not.toHaveProperty('_rooms');
    const before = await tracesOf(bank);
    await put(await document());
    expect(await tracesOf(bank)).toEqual(before);
    await bank.db.query(`UPDATE branch SET custom_fields = custom_fields - '_closed' WHERE id = 'b1'`);
    await put(town);
  });

  test('two branches may change their unique values with each other', async () => {
    const pair = (first: string, second: string) =>
      `${facts(`{customFieldId: code, value: ${first}}`)}- id: b2\n  name: Second\n  customFieldValueSets:\n  - id: _facts\n    standardCustomFieldValues: [{customFieldId: code, value: ${second}}]\n`;
    await put(pair('A12', 'B12'));
    expect((await put(pair('B12', 'A12'))).body).toEqual({ warnings: [] });
    const twice = await put(pair('B12', 'B12'));
    expect(errorsOf(twice)).toEqual([
      'DUPLICATE_CUSTOM_FIELD_VALUES line 12: branches[1].customFieldValueSets[0].standardCustomFieldValues[0].value B12 is there twice, and _facts.code is unique',
    ]);
    await put(town);
  });

  test('what a role may not see is not told, and stays', async () => {
    const hidden = { viewRights: { allUsers: false, roles: [] }, editRights: { allUsers: false, roles: [] } };
    const [first, ...others] = branchSets;
    const secret = { ...first, customFields: first?.customFields.map((each) => ({ ...each, ...hidden })) ?? [] };
    await defineCustomFields(bank, secret as NonNullable<typeof first>, ...others);
    await addUser('setup', true);
    const user = 'setup:setup-Password-1';
    const seen = (await bank.call('getBranchesConfiguration', { user })).text;
    expect(seen).not.toContain('_facts');
    expect(seen).toContain('_rooms');
    const before = await tracesOf(bank);
    expect((await bank.call('updateBranchesConfiguration', { user, body: seen })).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
    expect(await document()).toBe(town);
    const named = await bank.call('updateBranchesConfiguration', {
      user,
      body: `${facts('{customFieldId: desks, value: 4}')}- {id: b2, name: Second}`,
    });
    expect(errorsOf(named)[0]).toMatch(
      /^INVALID_PERMISSIONS line 7: .*standardCustomFieldValues\[0\].value is refused/,
    );
    await defineCustomFields(bank, ...branchSets);
  });

  test('a linked record that the caller may not see is told by its key, and may stay', async () => {
    await addUser('local', false);
    const user = 'local:local-Password-1';
    const { encodedKey } = await bank.ok('getClient', { path: { clientId: 'C1' } });
    const seen = (await bank.call('getBranchesConfiguration', { user })).text;
    expect(seen).toBe(town.replace('"C1"', `"${encodedKey}"`));
    const before = await tracesOf(bank);
    expect((await bank.call('updateBranchesConfiguration', { user, body: seen })).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
    const named = await bank.call('updateBranchesConfiguration', { user, body: town });
    expect(errorsOf(named)[0]).toMatch(/^CF_VALUE_CLIENT_LINK_TYPE_INVALID_ERROR line 24: /);
  });
});

const at = 'branches[0].customFieldValueSets[0]';
const rooms = (lines: string) => branch(`  - id: _rooms\n    groupedCustomFieldValues:\n${lines}`);

test.each([
  ['no id', branch('  - {standardCustomFieldValues: []}'), [`CF_SET_ID_ERROR line 5: ${at}.id may not be missing`]],
  [
    'an unknown set',
    branch('  - {id: _nothing}'),
    [`CF_SET_INVALID_ID line 5: ${at}.id _nothing is not a set of custom fields of BRANCH`],
  ],
  [
    'a set of clients',
    branch('  - {id: _clients, standardCustomFieldValues: [{customFieldId: nick, value: Al}]}'),
    [`CF_SET_INVALID_ID line 5: ${at}.id _clients is not a set of custom fields of BRANCH`],
  ],
  [
    'a set twice',
    `${facts('{customFieldId: desks, value: 1}')}  - {id: _facts}`,
    ['CF_SET_DUPLICATE_ID line 8: branches[0].customFieldValueSets[1].id _facts is there twice'],
  ],
  [
    'a set without values',
    branch('  - {id: _facts}'),
    [`CF_VALUES_EMPTY_ERROR line 5: ${at}.standardCustomFieldValues has no values`],
  ],
  [
    'a grouped set without groups',
    branch('  - {id: _rooms}'),
    [`CF_GROUPED_SET_EMPTY_ERROR line 5: ${at}.groupedCustomFieldValues is empty`],
  ],
  [
    'values of the other kind of set',
    branch('  - {id: _rooms, standardCustomFieldValues: [{customFieldId: room, value: x}]}'),
    [
      `CF_STANDARD_VALUES_DEFINED_FOR_GROUPED_SET_ERROR line 5: ${at}.standardCustomFieldValues is for standard sets, and _rooms is a grouped one`,
    ],
  ],
  [
    'groups of a standard set',
    branch('  - {id: _facts, groupedCustomFieldValues: [{index: 0, customFieldValues: []}]}'),
    [
      `CF_GROUPED_VALUES_DEFINED_FOR_STANDARD_SET_ERROR line 5: ${at}.groupedCustomFieldValues is for grouped sets, and _facts is a standard one`,
    ],
  ],
  [
    'groups that do not count',
    rooms(
      '    - {index: 1, customFieldValues: [{customFieldId: room, value: x}]}\n    - {index: 1, customFieldValues: [{customFieldId: room, value: y}]}\n    - {customFieldValues: []}\n',
    ),
    [`CF_GROUPED_SET_NULL_INDEX_ERROR line 9: ${at}.groupedCustomFieldValues[2].index may not be missing`],
  ],
  [
    'an index twice, and a gap',
    rooms(
      '    - {index: 1, customFieldValues: [{customFieldId: room, value: x}]}\n    - {index: 1, customFieldValues: [{customFieldId: room, value: y}, {customFieldId: room, value: z}]}\n',
    ),
    [
      `CF_GROUPED_SET_INDEX_UNORDERED_ERROR line 7: ${at}.groupedCustomFieldValues[0].index must be 0: groups count from 0, in their order and without gaps`,
      `CF_GROUPED_SET_INDEX_DUPLICATE_ERROR line 8: ${at}.groupedCustomFieldValues[1].index 1 is there twice`,
      `CF_GROUPED_SET_CF_ID_DUPLICATE_ERROR line 8: ${at}.groupedCustomFieldValues[1].customFieldValues[1].customFieldId room is there twice`,
    ],
  ],
  [
    'a required field that a group lacks',
    rooms('    - {index: 0, customFieldValues: [{customFieldId: seats, value: 3}]}\n'),
    [`REQUIRED_CUSTOM_FIELD_MISSING line 5: ${at} is refused: _rooms[0].room is required`],
  ],
  [
    'values of the wrong types, all at once',
    facts(
      '{customFieldId: desks, value: many}',
      '{customFieldId: lift, value: "yes"}',
      '{customFieldId: founded, value: 2026-02-30}',
      '{customFieldId: opens, value: noon}',
      '{customFieldId: head, value: nobody}',
      '{customFieldId: tenant, value: C9}',
      '{customFieldId: county, value: west}',
      '{customFieldId: code, value: 12}',
      '{customFieldId: pool, value: 1}',
      '{customFieldId: desks, value: 2}',
      '{customFieldId: " "}',
    ),
    [
      `CUSTOM_FIELD_ID_BLANK_ERROR line 17: ${at}.standardCustomFieldValues[10].customFieldId may not be blank`,
      `CF_VALUES_EMPTY_ERROR line 17: ${at}.standardCustomFieldValues[10].value may not be missing`,
    ],
  ],
  [
    'values of the wrong types, and a rule of branches',
    facts(
      '{customFieldId: desks, value: many}',
      '{customFieldId: lift, value: "yes"}',
      '{customFieldId: founded, value: 2026-02-30}',
      '{customFieldId: head, value: nobody}',
      '{customFieldId: tenant, value: C9}',
      '{customFieldId: county, value: west}',
      '{customFieldId: code, value: 12}',
      '{customFieldId: pool, value: 1}',
      '{customFieldId: lift, value: "no"}',
    ).replace('name: First', 'name: First\n  emailAddress: first'),
    [
      'CF_VALUE_NUMBER_TYPE_INVALID_ERROR',
      'CF_VALUE_CHECKBOX_TYPE_INVALID_ERROR',
      'CF_VALUE_DATE_TYPE_INVALID_ERROR',
      'CF_VALUE_USER_LINK_TYPE_INVALID_ERROR',
      'CF_VALUE_CLIENT_LINK_TYPE_INVALID_ERROR',
      'CF_VALUE_SELECTION_TYPE_INVALID_ERROR',
      'INCONSISTENT_CUSTOM_FIELD_VALUE_WITH_PATTERN',
      'CUSTOM_FIELD_ID_INVALID_ERROR',
      'CF_VALUE_CHECKBOX_TYPE_INVALID_ERROR',
      'BRANCH_EMAIL_FORMAT',
    ],
  ],
  [
    'an option whose parent is another one',
    facts('{customFieldId: county, value: north}', '{customFieldId: town, value: t3}'),
    [
      `INVALID_DEPENDENT_CUSTOM_FIELD_VALUE line 8: ${at}.standardCustomFieldValues[1].value is refused: _facts.town must be one of Newton where county is North`,
    ],
  ],
  [
    'a field that is inactive',
    branch('  - {id: _closed, standardCustomFieldValues: [{customFieldId: old, value: x}]}'),
    [
      `CUSTOM_FIELD_DEACTIVATED line 5: ${at}.standardCustomFieldValues[0].value is refused: _closed.old is deactivated and keeps its value`,
    ],
  ],
  [
    'a long value',
    facts(`{customFieldId: code, value: ${'x'.repeat(256)}}`),
    [
      `MAX_CUSTOM_FIELD_VALUE_LENGTH_EXCEEDED line 7: ${at}.standardCustomFieldValues[0].value may have at most 255 characters`,
    ],
  ],
  [
    'a list for a value',
    facts('{customFieldId: code, value: [a]}'),
    [`INVALID_PARAMETERS line 7: ${at}.standardCustomFieldValues[0].value must be a text`],
  ],
])('%s is refused with line and path, and nothing changes', async (_case, body, expected) => {
  const before = await tracesOf(bank);
  const reply = await put(body);
  expect(reply.status).toBe(400);
  const told = errorsOf(reply);
  expect(expected.some((each) => each.includes(' ')) ? told : told.map((each) => each.split(' ')[0])).toEqual(expected);
  for (const each of told) expect(each).toMatch(/ line \d+: branches\[0\]/);
  expect(await tracesOf(bank)).toEqual(before);
  expect(await document()).toBe(town);
});
