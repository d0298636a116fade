import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

let bank: TestBank;
let second: SecondProcess;
beforeAll(async () => {
  bank = await startBank();
  second = await startSecondProcess(bank);
});
afterAll(async () => {
  await second.stop();
  await bank.stop();
});

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const userOf = async (username: string, given: object = {}): Promise<string> => {
  await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password: 'long enough',
      access: { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true },
      ...given,
    },
  });
  return `${username}:long enough`;
};
const role = (id: string, access: object = {}, more: object = {}) =>
  bank.ok('createUserRole', { body: { id, name: id, access, ...more } });

describe('roles', () => {
  test('are created, found by id and key, listed, replaced, patched and deleted', async () => {
    const access = { apiAccess: true, creditOfficerAccess: true, permissions: ['VIEW_BRANCH_DETAILS'] };
    const created = await role('Zürich', access, { notes: 'for them ✓' });
    expect(created).toMatchObject({ id: 'Zürich', name: 'Zürich', notes: 'for them ✓', access });
    for (const roleId of ['Zürich', String(created.encodedKey)]) {
      expect(await bank.ok('getUserRole', { path: { roleId } })).toEqual(created);
    }
    const drawn = await bank.ok('createUserRole', { body: { name: 'Without an id' } });
    expect(drawn).toMatchObject({ id: expect.stringMatching(/^[A-Z]{3}\d{6}$/), access: {} });
    const page = await bank.call('getUserRoles', { query: { limit: 1, offset: 1, paginationDetails: 'ON' } });
    expect(page.body).toEqual([drawn]);
    expect(page.headers).toMatchObject({ 'items-total': '2' });

    const path = { roleId: 'Zürich' };
    const replaced = await bank.ok('updateUserRole', { path, body: { name: 'Renamed' } });
    expect(replaced).toMatchObject({ id: 'Zürich', name: 'Renamed', access: {} });
    expect(replaced).not.toHaveProperty('notes');
    const patched = await bank.call('patchUserRole', {
      path,
      body: [
        { op: 'ADD', path: '/notes', value: 'again' },
        { op: 'REPLACE', path: '/access/permissions', value: ['CREATE_BRANCH'] },
      ],
    });
    expect(patched.status).toBe(204);
    expect(await bank.ok('getUserRole', { path })).toMatchObject({
      name: 'Renamed',
      notes: 'again',
      access: { permissions: ['CREATE_BRANCH'] },
    });
    expect((await bank.call('deleteUserRole', { path })).status).toBe(204);
    for (const name of ['getUserRole', 'deleteUserRole'] as const) {
      expect(await refusal(name, { path })).toEqual([404, 'INVALID_ROLE_ID']);
    }
    expect(await refusal('updateUserRole', { path, body: { name: 'x' } })).toEqual([404, 'INVALID_ROLE_ID']);
    expect(await refusal('patchUserRole', { path, body: [] })).toEqual([404, 'INVALID_ROLE_ID']);
  });

  test.each([
    ['no name', {}, 'INVALID_PARAMETERS'],
    ['a blank name', { name: ' ' }, 'MISSING_ROLE_NAME'],
    ['a long name', { name: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
    ['a number as name', { name: 7 }, 'INVALID_PARAMETERS'],
    ['a blank id', { id: ' ', name: 'x' }, 'INVALID_ROLE_ID'],
    ['a long id', { id: 'x'.repeat(65), name: 'x' }, 'INVALID_ROLE_ID'],
    ['an id with a slash', { id: 'a/b', name: 'x' }, 'INVALID_CHARACTERS_IN_ROLE_ID'],
    ['an unknown permission', { name: 'x', access: { permissions: ['FLY'] } }, 'INVALID_PARAMETERS'],
    ['a flag that is none', { name: 'x', access: { tellerAccess: 'maybe' } }, 'INVALID_PARAMETERS'],
    ['branches', { name: 'x', access: { managedBranches: [] } }, 'INVALID_PARAMETERS'],
    [
      'a teller who is administrator',
      { name: 'x', access: { tellerAccess: true, administratorAccess: true } },
      'A_TELLER_CANNOT_BE_ADMINISTRATOR',
    ],
  ])('with %s are refused', async (_case, body, reason) => {
    const before = await bank.ok('getUserRoles');
    expect(await refusal('createUserRole', { body })).toEqual([400, reason]);
    expect(await bank.ok('getUserRoles')).toEqual(before);
  });

  test('ids and names are taken once, also by many at the same time', async () => {
    const create = (id: string, name: string) => refusal('createUserRole', { body: { id, name } });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => create('RACE', `race ${index}`)));
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1);
    expect(answers.filter(([, reason]) => reason === 'ROLE_ID_ALREADY_IN_USE')).toHaveLength(5);
    expect(await create('OTHER', 'RACE 0'.toLowerCase())).toEqual(
      answers[0]?.[0] === 201 ? [400, 'ROLE_NAME_ALREADY_IN_USE'] : [201],
    );
    await role('TAKEN');
    expect(await create('NEW', 'taken')).toEqual([400, 'ROLE_NAME_ALREADY_IN_USE']);
    expect(await refusal('updateUserRole', { path: { roleId: 'RACE' }, body: { name: 'TAKEN' } })).toEqual([
      400,
      'ROLE_NAME_ALREADY_IN_USE',
    ]);
  });
});

describe('a changed role', () => {
  test('counts at once for those who have it, in every process', async () => {
    await role('desk', { permissions: ['VIEW_BRANCH_DETAILS'] });
    const user = await userOf('counter', { role: { id: 'desk' } });
    const body = { id: 'X1', name: 'X' };
    const there = async (id: string) =>
      (
        await second.post(
          '/api/branches',
          { ...body, id },
          { authorization: `Basic ${Buffer.from(user).toString('base64')}` },
        )
      ).status;
    expect(await refusal('getBranches', { user })).toEqual([200]);
    expect(await refusal('createBranch', { user, body })).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await there('X2')).toBe(403);
    await bank.ok('patchUserRole', {
      path: { roleId: 'desk' },
      body: [{ op: 'REPLACE', path: '/access/permissions', value: ['CREATE_BRANCH'] }],
    });
    expect(await refusal('createBranch', { user, body })).toEqual([201]);
    expect(await refusal('getBranches', { user })).toEqual([403, 'INVALID_PERMISSIONS']);
    // The other process looks for changes once a second.
    await expect.poll(() => there('X2'), { timeout: 5000, interval: 100 }).toBe(201);
    await bank.ok('updateUserRole', { path: { roleId: 'desk' }, body: { name: 'desk' } });
    await expect.poll(() => there('X3'), { timeout: 5000, interval: 100 }).toBe(403);
  });

  test('stays while somebody has it, also somebody who gets it at the same moment', async () => {
    await role('held');
    await userOf('holder', { role: { id: 'held' } });
    const path = { roleId: 'held' };
    expect(await refusal('deleteUserRole', { path })).toEqual([400, 'ROLE_IN_USE']);
    await role('consumers');
    await bank.ok('createApiConsumer', { body: { name: 'robot', role: { id: 'consumers' } } });
    expect(await refusal('deleteUserRole', { path: { roleId: 'consumers' } })).toEqual([400, 'ROLE_IN_USE']);
    const channels = await role('channels');
    await bank.ok('createTransactionChannel', {
      body: {
        id: 'vip',
        name: 'vip',
        availableForAll: false,
        usageRights: [String(channels.encodedKey)],
        depositConstraints: { usage: 'UNCONSTRAINED' },
        loanConstraints: { usage: 'UNCONSTRAINED' },
      },
    });
    expect(await refusal('deleteUserRole', { path: { roleId: 'channels' } })).toEqual([400, 'ROLE_IN_USE']);

    for (let round = 0; round < 4; round += 1) {
      const id = `brief ${round}`;
      const { encodedKey } = await role(id);
      const [created] = await Promise.all([
        bank.call('createUser', {
          body: {
            username: `brief ${round}`,
            firstName: 'B',
            password: 'long enough',
            access: { canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true },
            role: { id },
          },
        }),
        bank.call('deleteUserRole', { path: { roleId: id } }),
      ]);
      const { rows } = await bank.db.query('SELECT FROM user_role WHERE encoded_key = $1', [encodedKey]);
      expect(rows).toHaveLength(created.status === 201 ? 1 : 0);
    }
  });
});

describe('a role that gives all rights', () => {
  test('is for administrators to make, change and delete', async () => {
    const permissions = ['CREATE_ROLE', 'EDIT_ROLE', 'DELETE_ROLE', 'VIEW_ROLE'];
    const user = await userOf('keeper', {
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions,
      },
    });
    const access = { administratorAccess: true };
    await role('bosses', access);
    await role('plain');
    const plain = { roleId: 'plain' };
    const bosses = { roleId: 'bosses' };
    const made = 'NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER';
    const changed = 'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS';
    expect(await refusal('createUserRole', { user, body: { name: 'b2', access } })).toEqual([400, made]);
    expect(await refusal('updateUserRole', { user, path: plain, body: { name: 'b3', access } })).toEqual([400, made]);
    expect(await refusal('updateUserRole', { user, path: bosses, body: { name: 'b4' } })).toEqual([400, changed]);
    expect(await refusal('deleteUserRole', { user, path: bosses })).toEqual([400, changed]);
    expect(await refusal('updateUserRole', { user, path: plain, body: { name: 'plainer' } })).toEqual([200]);
    expect(await refusal('deleteUserRole', { user, path: plain })).toEqual([204]);
  });

  test('keeps them while nobody else, or not the one who asks, would be an administrator', async () => {
    const path = { roleId: 'bosses' };
    const boss = await userOf('boss', { role: { id: 'bosses' } });
    const body = { name: 'bosses' };
    expect(await refusal('updateUserRole', { user: boss, path, body })).toEqual([
      400,
      'REMOVED_ADMIN_FOR_CURRENT_USER',
    ]);
    const admin = (await bank.ok('getUsers')).find(({ username }) => username === 'admin');
    expect(
      await refusal('patchUser', {
        user: boss,
        path: { userId: String(admin?.id) },
        body: [{ op: 'REPLACE', path: '/userState', value: 'INACTIVE' }],
      }),
    ).toEqual([204]);
    expect(await refusal('updateUserRole', { user: boss, path, body })).toEqual([400, 'CANNOT_DEACTIVATE_LAST_USER']);
    await bank.ok('patchUser', {
      user: boss,
      path: { userId: String(admin?.id) },
      body: [{ op: 'REPLACE', path: '/userState', value: 'ACTIVE' }],
    });
    expect(await refusal('updateUserRole', { path, body })).toEqual([200]);
    expect(await refusal('createUserRole', { user: boss, body: { name: 'x' } })).toEqual([403, 'INVALID_PERMISSIONS']);
  });
});
