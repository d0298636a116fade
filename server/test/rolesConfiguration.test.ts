import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const clientTypes = `- type: "CLIENT"
  defaultRole:
    id: "retail"
    name: "Retail"
    canOpenAccounts: true
    canGuarantee: true
    requireIdentificationDocuments: false
    useDefaultAddress: true
  roles:
  - id: "vip"
    name: "Private banking"
    description: "By invitation"
    idPattern: "@"
    canOpenAccounts: false
    canGuarantee: false
    requireIdentificationDocuments: false
    useDefaultAddress: false
`;
const groupTypes = `- type: "GROUP"
  defaultRole:
    id: "circle"
    name: "Circle"
    canOpenAccounts: true
    canGuarantee: true
    useDefaultAddress: true
  roles:
  - id: "coop"
    name: "Cooperative"
    idPattern: "@#"
    canOpenAccounts: true
    canGuarantee: true
    useDefaultAddress: false
`;
const roles = `---\nrolesConfiguration:\n${clientTypes}${groupTypes}`;

const putRoles = (body: string) => bank.call('updateClientRolesConfiguration', { body });
const putNames = (body: string) => bank.call('updateGroupRoleNamesConfiguration', { body });

describe('client roles', () => {
  test('a new bank has a default role for clients and one for groups', async () => {
    const { text } = await bank.call('getClientRolesConfiguration');
    expect(text).toContain('- type: "CLIENT"\n  defaultRole:\n    id: "client"\n    name: "Client"\n');
    const before = await tracesOf(bank);
    expect((await putRoles(text)).body).toEqual({ warnings: [] });
    expect(await tracesOf(bank)).toEqual(before);
  });

  test('a document replaces them, with other defaults, and comes back as it was sent', async () => {
    expect((await putRoles(roles)).body).toEqual({ warnings: [] });
    expect((await bank.call('getClientRolesConfiguration')).text).toBe(roles);
    const client = await bank.ok('createClient', { body: { firstName: 'Ann', lastName: 'Lee' } });
    expect(await bank.ok('getClientRole', { path: { clientId: String(client.id) } })).toMatchObject({
      id: 'retail',
      clientType: 'CLIENT',
    });
    const before = await tracesOf(bank);
    await putRoles(roles);
    expect(await tracesOf(bank)).toEqual(before);
  });

  test('one type can be asked for, and sent back without the other', async () => {
    const { text } = await bank.call('getClientRolesConfiguration', { query: { type: 'GROUP' } });
    expect(text).toBe(`---\nrolesConfiguration:\n${groupTypes}`);
    await putRoles(text.replace('"Cooperative"', '"Cooperatives"'));
    const after = (await bank.call('getClientRolesConfiguration')).text;
    expect(after).toBe(roles.replace('"Cooperative"', '"Cooperatives"'));
    await putRoles(roles);
  });

  test('a role that somebody has stays', async () => {
    const reply = await putRoles(roles.replaceAll('"retail"', '"other"'));
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)).toEqual([
      'ROLE_IN_USE line 3: rolesConfiguration[0] leaves out retail, which may not go: clients or groups have this role',
    ]);
    expect((await bank.call('getClientRolesConfiguration')).text).toBe(roles);
  });

  test.each([
    ['nothing', '---\n', ['CLIENT_ROLE_EMPTY_CONFIGURATION line 1: the document is empty']],
    [
      'no default role',
      'rolesConfiguration:\n- type: CLIENT\n',
      ['CLIENT_ROLE_DEFAULT_ROLE_REQUIRED line 2: rolesConfiguration[0].defaultRole may not be missing'],
    ],
    [
      'a type twice',
      `rolesConfiguration:\n${groupTypes}${groupTypes}`,
      ['CLIENT_ROLE_DUPLICATE_TYPES line 16: rolesConfiguration[1].type GROUP is there twice'],
    ],
    [
      'an id twice',
      `rolesConfiguration:\n${clientTypes}${groupTypes.replace('"coop"', '"vip"')}`,
      ['CLIENT_ROLE_DUPLICATE_ID line 27: rolesConfiguration[1].roles[0].id vip is there twice'],
    ],
    [
      'an id of the other type',
      `rolesConfiguration:\n${groupTypes.replace('"coop"', '"vip"')}`,
      ['CLIENT_ROLE_DUPLICATE_ID line 10: rolesConfiguration[0].roles[0].id vip is a role of the other type'],
    ],
    [
      'a name twice',
      `rolesConfiguration:\n${groupTypes.replace('"Cooperative"', '"Circle"')}`,
      ['CLIENT_ROLE_DUPLICATE_NAME line 11: rolesConfiguration[0].roles[0].name is there twice'],
    ],
    [
      'documents of groups',
      `rolesConfiguration:\n${groupTypes}    requireIdentificationDocuments: true\n`,
      [
        'CLIENT_ROLE_IDENTIFICATION_DOCUMENT_ERROR line 16: rolesConfiguration[0].roles[0].requireIdentificationDocuments is for clients only: groups have no identification documents',
      ],
    ],
    [
      'a pattern that draws nothing',
      `rolesConfiguration:\n${groupTypes.replace('"@#"', '"AB"')}`,
      [
        'CLIENT_ROLE_ID_TEMPLATE_FORMAT line 12: rolesConfiguration[0].roles[0].idPattern needs at least one of @ (letter), # (digit), $ (either), and at most 32 signs without blanks, / or :',
      ],
    ],
  ])('%s is refused', async (_case, body, expected) => {
    const reply = await putRoles(body);
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)).toEqual(expected);
    expect((await bank.call('getClientRolesConfiguration')).text).toBe(roles);
  });

  test('an unknown type is refused', async () => {
    const reply = await bank.call('getClientRolesConfiguration', { query: { type: 'BRANCH' } });
    expect(reply.status).toBe(400);
  });
});

describe('group role names', () => {
  const names = `---
groupRoleNames:
- id: "281"
  name: "Secretary"
- id: "715"
  name: "Treasurer"
`;

  test('a document comes back as it was sent, and twice changes nothing', async () => {
    expect((await bank.call('getGroupRoleNamesConfiguration')).text).toBe('---\ngroupRoleNames: []\n');
    expect((await putNames(names)).body).toEqual({ warnings: [] });
    expect((await bank.call('getGroupRoleNamesConfiguration')).text).toBe(names);
    const before = await tracesOf(bank);
    await putNames(names);
    expect(await tracesOf(bank)).toEqual(before);
  });

  test('a name that a member has stays; others go', async () => {
    const client = await bank.ok('createClient', { body: { firstName: 'Bea', lastName: 'Lee' } });
    const { rows } = await bank.db.query("SELECT encoded_key FROM group_role_name WHERE id = '281'");
    await bank.ok('createGroup', {
      body: {
        groupName: 'Weavers',
        groupMembers: [
          { clientKey: String(client.encodedKey), roles: [{ groupRoleNameKey: String(rows[0].encoded_key) }] },
        ],
      },
    });
    const reply = await putNames('groupRoleNames: [{id: 715, name: Treasurer}]');
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)).toEqual([
      'INVALID_GROUP_ROLE_NAME_KEY line 1: groupRoleNames leaves out 281, which may not go: the role name 281 is used by members of groups',
    ]);
    expect((await putNames('groupRoleNames: [{id: 281, name: Clerk}]')).status).toBe(200);
    expect((await bank.call('getGroupRoleNamesConfiguration')).body).toEqual({
      groupRoleNames: [{ id: '281', name: 'Clerk' }],
    });
  });

  test.each([
    ['nothing', '', ['GROUP_ROLE_NAMES_EMPTY_CONFIGURATION line 1: the document is empty']],
    [
      'an empty entry',
      'groupRoleNames: [~]',
      ['GROUP_ROLE_NAMES_NULL_CONFIG line 1: groupRoleNames[0] may not be empty'],
    ],
    [
      'blank values',
      'groupRoleNames:\n- id: ""\n  name: " "\n',
      [
        'GROUP_ROLE_NAME_BLANK_ID line 2: groupRoleNames[0].id may not be blank',
        'GROUP_ROLE_NAME_BLANK_NAME line 3: groupRoleNames[0].name may not be blank',
      ],
    ],
    [
      'an id twice',
      'groupRoleNames:\n- id: a\n  name: x\n- id: a\n  name: y\n',
      ['GROUP_ROLE_NAME_DUPLICATE_ID line 4: groupRoleNames[1] names a again'],
    ],
  ])('%s is refused', async (_case, body, expected) => {
    const reply = await putNames(body);
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)).toEqual(expected);
  });
});
