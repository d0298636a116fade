import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const roles = `---
roles:
- id: "desk"
  name: "Desk"
  notes: "Serves <b>everybody</b>."
  administrator: false
  creditOfficer: true
  delivery: false
  teller: false
  support: false
  accessRights:
  - "APIS"
  - "MAMBU"
  permissions:
  - "CREATE_CLIENT"
  - "VIEW_CLIENT_DETAILS"
- id: "till"
  name: "Till"
  administrator: false
  creditOfficer: false
  delivery: false
  teller: true
  support: false
  accessRights: []
  permissions: []
`;

const put = (body: string, options: { user?: string; headers?: Record<string, string> } = {}) =>
  bank.call('updateUserRolesConfiguration', { body, ...options });
const document = async (): Promise<string> => (await bank.call('getUserRolesConfiguration')).text;
const role = (lines: string) => `roles:\n- id: r9\n  name: Nine\n${lines}`;

const addUser = async (username: string, roleId: string, access: object = {}): Promise<string> => {
  await bank.ok('createUser', {
    body: {
      username,
      password: 'long-Password-1',
      firstName: username,
      lastName: 'Tan',
      role: { id: roleId },
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        ...access,
      },
    },
  });
  return `${username}:long-Password-1`;
};

test('a document comes back as it was sent, the API tells the roles, and twice changes nothing', async () => {
  expect(await document()).toBe('---\nroles: []\n');
  expect((await put(roles)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(roles);
  expect(await bank.ok('getUserRole', { path: { roleId: 'desk' } })).toMatchObject({
    name: 'Desk',
    access: {
      creditOfficerAccess: true,
      mambuAccess: true,
      apiAccess: true,
      permissions: ['CREATE_CLIENT', 'VIEW_CLIENT_DETAILS'],
    },
  });
  const before = await tracesOf(bank);
  await put(roles);
  await put(
    'roles: [{id: till, name: Till, teller: true}, {id: desk, name: Desk, notes: "Serves <b>everybody</b>.", creditOfficer: true, accessRights: [MAMBU, APIS], permissions: [VIEW_CLIENT_DETAILS, CREATE_CLIENT]}]',
  );
  expect(await tracesOf(bank)).toEqual(before);
});

test('what a document changes of a role counts at once for who has it', async () => {
  const user = await addUser('dora', 'desk');
  const client = { firstName: 'Ann', lastName: 'Lee' };
  expect((await bank.call('createClient', { user, body: client })).status).toBe(201);
  expect((await put(roles.replace('  - "CREATE_CLIENT"\n', ''))).status).toBe(200);
  expect((await bank.call('createClient', { user, body: client })).status).toBe(403);
  await put(roles);
  expect((await bank.call('createClient', { user, body: client })).status).toBe(201);
});

test('a role that somebody has is not left out; others go', async () => {
  const reply = await put('roles: []');
  expect([reply.status, errorsOf(reply)]).toEqual([
    400,
    [
      'ROLE_IN_USE line 1: roles leaves out desk, which may not go: users, API consumers or transaction channels have the role desk',
    ],
  ]);
  expect(await document()).toBe(roles);
  expect((await put(roles.slice(0, roles.indexOf('- id: "till"')))).status).toBe(200);
  expect((await bank.ok('getUserRoles')).map(({ id }) => id)).toEqual(['desk']);
  await put(roles);
});

test('roles of the system are not told, and stay', async () => {
  await bank.ok('createUserRole', { body: { id: 'helpers', name: 'Helpers', access: {} } });
  await bank.db.query(`UPDATE user_role SET access = access || '{"supportAccess": true}' WHERE id = 'helpers'`);
  expect(await document()).toBe(roles);
  expect((await put(roles)).status).toBe(200);
  expect((await bank.ok('getUserRoles')).map(({ id }) => id).sort()).toEqual(['desk', 'helpers', 'till']);
  expect(errorsOf(await put(roles.replaceAll('"till"', '"helpers"')))).toEqual([
    expect.stringMatching(/^ROLE_ID_ALREADY_IN_USE /),
  ]);
  expect(await document()).toBe(roles);
});

test('a document leaves the bank an administrator', async () => {
  const both = (first: boolean, second: boolean) =>
    `${roles}- {id: chief, name: Chief, administrator: ${first}}\n- {id: deputy, name: Deputy, administrator: ${second}}\n`;
  await put(both(true, true));
  const chief = await addUser('carla', 'chief');
  await addUser('dan', 'deputy');
  await bank.db.query(`UPDATE app_user SET access = access - 'administratorAccess' WHERE username = 'admin'`);
  await bank.db.query('UPDATE tenant_state SET access_version = access_version + 1');
  const none = await put(both(false, false), { user: chief });
  expect([none.status, errorsOf(none)[0]?.split(' ')[0]]).toEqual([400, 'REMOVED_ADMIN_FOR_CURRENT_USER']);
  expect((await put(both(true, false), { user: chief })).status).toBe(200);
  await bank.db.query(
    `UPDATE app_user SET access = access || '{"administratorAccess": true}' WHERE username = 'admin'`,
  );
  await bank.db.query('UPDATE tenant_state SET access_version = access_version + 1');
});

test('only administrators give all rights by a document', async () => {
  await bank.ok('createUserRole', {
    body: {
      id: 'setup',
      name: 'Setup',
      access: {
        apiAccess: true,
        permissions: ['PUT_MANAGE_CONFIGURATION_AS_CODE', 'GET_MANAGE_CONFIGURATION_AS_CODE'],
      },
    },
  });
  const user = await addUser('sam', 'setup');
  const told = (await bank.call('getUserRolesConfiguration', { user })).text;
  const reply = await put(`${told}- {id: mine, name: Mine, administrator: true}\n`, { user });
  expect(errorsOf(reply)).toEqual([
    expect.stringMatching(/^NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER line \d+: roles\[5\] /),
  ]);
  expect((await bank.call('getUserRolesConfiguration', { user: null })).status).toBe(401);
});

test('the template has every property of a role and nothing in them', async () => {
  expect((await bank.call('getUserRolesConfigurationTemplate')).text).toBe(`---
roles:
- id: null
  name: null
  notes: null
  administrator: null
  creditOfficer: null
  delivery: null
  teller: null
  support: null
  accessRights: null
  permissions: null
`);
  expect((await bank.call('getUserRolesConfigurationTemplate', { user: null })).status).toBe(401);
});

test.each([
  ['nothing', '', ['ROLES_CONFIGURATION_EMPTY line 1: the document is empty']],
  ['an empty entry', 'roles: [~]', ['NULL_OR_EMPTY_ID line 1: roles[0] may not be empty']],
  [
    'a blank id and name',
    'roles:\n- id: ""\n  name: " "\n',
    [
      'NULL_OR_EMPTY_ID line 2: roles[0].id may not be blank',
      'MISSING_ROLE_NAME line 3: roles[0].name may not be blank',
    ],
  ],
  ['an id that no path leads to', 'roles: [{id: a/b, name: x}]', ['INVALID_CHARACTERS_IN_ROLE_ID']],
  [
    'a name twice',
    role('- {id: r8, name: nine}'),
    ['ROLE_NAME_ALREADY_IN_USE line 4: roles[1].name nine is there twice'],
  ],
  [
    'an unknown permission',
    role('  permissions:\n  - CREATE_CLIENT\n  - FLY'),
    ['INVALID_PARAMETERS line 6: roles[0].permissions[1] must be the code of a permission, such as CREATE_CLIENT'],
  ],
  [
    'a permission twice',
    role('  permissions:\n  - CREATE_CLIENT\n  - CREATE_CLIENT'),
    ['INVALID_PARAMETERS line 6: roles[0].permissions[1] CREATE_CLIENT is there twice'],
  ],
  [
    'what only the system gives, and what is not there yet',
    role('  delivery: true\n  support: true\n  accessRights: [MOBILE]'),
    [
      'INVALID_PARAMETERS line 4: roles[0].delivery must be false: only the system gives it',
      'INVALID_PARAMETERS line 5: roles[0].support must be false: only the system gives it',
      'INVALID_PARAMETERS line 6: roles[0].accessRights[0] MOBILE is not supported yet',
    ],
  ],
  [
    'a teller who is an administrator',
    role('  administrator: true\n  teller: true'),
    ['A_TELLER_CANNOT_BE_ADMINISTRATOR'],
  ],
])('%s is refused', async (_case, body, expected) => {
  const before = [await document(), await tracesOf(bank)];
  const reply = await put(body);
  expect(reply.status).toBe(400);
  const told = errorsOf(reply);
  expect(expected.every((each) => each.includes(' ')) ? told : told.map((each) => each.split(' ')[0])).toEqual(
    expected,
  );
  for (const each of told) expect(each).toMatch(/ line \d+: /);
  expect([await document(), await tracesOf(bank)]).toEqual(before);
});

test('an answer later is refused', async () => {
  const reply = await put(roles, { headers: { 'X-Mambu-Async': 'true' } });
  expect(errorsOf(reply)[0]).toContain('Header X-Mambu-Async is not supported yet');
});

test('roles swap their names in one document', async () => {
  const before = await document();
  const pair = (first: string, second: string) =>
    `---\nroles:\n${before.replace(/^---\nroles:( \[\])?\n/, '')}- id: "swap1"\n  name: "${first}"\n- id: "swap2"\n  name: "${second}"\n`;
  await put(pair('Left', 'Right'));
  expect((await put(pair('Right', 'left'))).body).toEqual({ warnings: [] });
  const names = await Promise.all(
    ['swap1', 'swap2'].map(async (roleId) => (await bank.ok('getUserRole', { path: { roleId } })).name),
  );
  expect(names).toEqual(['Right', 'left']);
  expect((await put(pair('Same', 'same'))).status).toBe(400);
  await put(before);
  expect(await document()).toBe(before);
});
