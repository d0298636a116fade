import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName, RequestBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
const roleKey = newEncodedKey();

beforeAll(async () => {
  bank = await startBank();
  await bank.db.query(
    `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
     VALUES ($1, 'viewer', 'Viewer', '{"permissions": ["VIEW_BRANCH_DETAILS"]}', now(), now())`,
    [roleKey],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } });
  await bank.ok('createBranch', { body: { id: 'B2', name: 'Closed', state: 'INACTIVE' } });
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const access = {
  apiAccess: true,
  mambuAccess: true,
  canManageAllBranches: true,
  canManageEntitiesAssignedToOtherOfficers: false,
};
const draft = (username: string, given: object = {}): RequestBody<'createUser'> => ({
  username,
  firstName: 'Ann',
  password: 'long enough',
  access,
  ...given,
});
const idOf = (user: { id?: string | undefined }): { userId: string } => ({ userId: String(user.id) });

test('a user is created, can sign in, and nobody is told the password', async () => {
  const created = await bank.call('createUser', {
    body: draft('Ann', {
      lastName: 'Lee',
      email: 'ann@example.com',
      role: { id: 'viewer' },
      assignedBranchKey: 'B1',
      language: 'GERMAN',
      transactionLimits: { DEPOSIT: '9876543210.12', WITHDRAWAL: 100 },
    }),
  });
  expect(created.status).toBe(201);
  expect(created.text).not.toMatch(/password|long enough|argon/i);
  expect(created.text).toContain('"DEPOSIT":9876543210.12');
  expect(created.body).toMatchObject({
    username: 'Ann',
    userState: 'ACTIVE',
    role: { id: 'viewer', encodedKey: roleKey },
    assignedBranchKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    twoFactorAuthentication: false,
    access,
  });
  expect((await bank.call('getBranches', { user: 'ann:long enough' })).status).toBe(200);
  expect((await bank.call('getUsers', { user: 'ann:long enough' })).status).toBe(403);
  const stored = await bank.db.query<{ password_hash: string }>(
    `SELECT password_hash FROM app_user WHERE username = 'Ann'`,
  );
  expect(stored.rows[0]?.password_hash).toMatch(/^\$argon2id\$/);
  const audit = await bank.db.query(
    `SELECT FROM audit_record WHERE request LIKE '%long enough%' OR changes LIKE '%argon2%'`,
  );
  expect(audit.rowCount).toBe(0);
  for (const userId of [String(created.body.id), String(created.body.encodedKey)]) {
    const found = await bank.call('getUser', { path: { userId } });
    expect(found.body).toMatchObject({ username: 'Ann', lastLoggedInDate: expect.any(String) });
    expect(found.text).toContain('9876543210.12');
  }
});

test('lists are sorted, and narrowed to a branch', async () => {
  await bank.ok('createUser', { body: draft('bob', { access: { ...access, canManageAllBranches: false } }) });
  const names = async (query: Record<string, string>): Promise<unknown[]> =>
    (await bank.ok('getUsers', { query })).map(({ username }) => username);
  expect(await names({})).toEqual(['admin', 'Ann', 'bob']);
  expect(await names({ sortBy: 'id:DESC' })).toEqual(['bob', 'Ann', 'admin']);
  expect(await names({ branchId: 'B1' })).toEqual(['Ann']);
  expect(await names({ branchId: 'B1', branchIdType: 'ASSIGNED' })).toEqual(['Ann']);
  expect(await names({ branchId: 'B1', branchIdType: 'MANAGE' })).toEqual(['admin', 'Ann']);
  expect(await refusal('getUsers', { query: { branchId: 'nowhere' } })).toEqual([400, 'INVALID_BRANCH_ID']);
  expect(await refusal('getUsers', { query: { sortBy: 'email:ASC' } })).toEqual([400, 'COLUMN_NOT_SORTABLE']);
  expect(await refusal('getUser', { path: { userId: '999' } })).toEqual([404, 'INVALID_USER_ID']);
});

describe('a new user is refused', () => {
  test.each([
    ['without password', { password: undefined }, 'INVALID_PARAMETERS'],
    ['with a short one', { password: 'short' }, 'INVALID_PASSWORD'],
    ['with a number as password', { password: 12345678 }, 'INVALID_PARAMETERS'],
    ['without access', { access: undefined }, 'INVALID_PARAMETERS'],
    ['without the branch rights', { access: { apiAccess: true } }, 'INVALID_PARAMETERS'],
    ['with a taken name', { username: 'ADMIN' }, 'USERNAME_ALREADY_EXISTS'],
    ['with a colon in the name', { username: 'a:b' }, 'INVALID_USER_NAME'],
    ['with a taken mail address', { email: 'ANN@example.com' }, 'EMAIL_ADDRESS_ALREADY_REGISTERED_WITH_ANOTHER_USER'],
    ['with no mail address', { email: 'ann' }, 'EMAIL_ADDRESS_FORMAT_IS_INVALID'],
    ['with an unknown role', { role: { id: 'king' } }, 'INVALID_USER_ROLE_KEY'],
    ['with a role of no name', { role: {} }, 'INVALID_USER_ROLE_KEY'],
    ['with an unknown branch', { assignedBranchKey: 'x' }, 'INVALID_BRANCH_KEY'],
    ['with a closed branch', { assignedBranchKey: 'B2' }, 'BRANCH_IS_NOT_ACTIVE'],
    ['with an unknown permission', { access: { ...access, permissions: ['FLY'] } }, 'INVALID_PARAMETERS'],
    ['with an unknown language', { language: 'LATIN' }, 'INVALID_PARAMETERS'],
    ['with an unknown property', { nickname: 'x' }, 'INVALID_PARAMETERS'],
    ['with a zero character', { lastName: 'a\u0000' }, 'INVALID_PARAMETERS'],
    ['with a limit of a strange kind', { transactionLimits: { 'a\u0000': 1 } }, 'INVALID_TRANSACTION_LIMIT_TYPE'],
    ['with a negative limit', { transactionLimits: { DEPOSIT: -1 } }, 'CANNOT_HAVE_NEGATIVE_TRANSACTION_LIMITS'],
    ['with a limit in words', { transactionLimits: { DEPOSIT: 'much' } }, 'INVALID_PARAMETERS'],
    [
      'as administrator of some branches',
      { access: { ...access, administratorAccess: true, canManageAllBranches: false } },
      'CANNOT_HAVE_ADMIN_WITHOUT_FULL_BRANCHES_ACCESS',
    ],
  ])('%s', async (_case, given, reason) => {
    const body = { ...draft('fresh'), ...given };
    expect(await refusal('createUser', { body })).toEqual([400, reason]);
    expect((await bank.db.query(`SELECT FROM app_user WHERE username = 'fresh'`)).rowCount).toBe(0);
  });

  test('when others take the name at the same time', async () => {
    const answers = await Promise.all(
      ['race', 'RACE', 'Race', 'rAce'].map((username) => refusal('createUser', { body: draft(username) })),
    );
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1);
    expect(answers.filter(([, reason]) => reason === 'USERNAME_ALREADY_EXISTS')).toHaveLength(3);
  });
});

describe('changing a user', () => {
  test('replaces all but what cannot change, and the next request feels it', async () => {
    const user = await bank.ok('createUser', {
      body: draft('carl', { role: { id: 'viewer' }, email: 'carl@example.com' }),
    });
    const carl = 'carl:long enough';
    expect((await bank.call('getBranches', { user: carl })).status).toBe(200);
    const changed = await bank.ok('updateUser', {
      path: idOf(user),
      body: { username: 'carl', firstName: 'Karl', access },
    });
    expect(changed).toMatchObject({ id: user.id, firstName: 'Karl', creationDate: user.creationDate });
    expect(changed.role).toBeUndefined();
    expect(changed.email).toBeUndefined();
    expect((await bank.call('getBranches', { user: carl })).status).toBe(403);
    // Sent back as it was fetched, a user stays the same.
    const { lastModifiedDate: _modified, ...rest } = changed;
    const again = await bank.ok('updateUser', { path: idOf(user), body: { ...changed } as RequestBody<'updateUser'> });
    expect(again).toMatchObject({ ...rest, lastLoggedInDate: expect.any(String) });
    const operations = [
      { op: 'ADD', path: '/role', value: { id: roleKey } },
      { op: 'REPLACE', path: '/lastName', value: 'Last' },
    ];
    expect((await bank.call('patchUser', { path: idOf(user), body: operations })).status).toBe(204);
    expect(await bank.ok('getUser', { path: idOf(user) })).toMatchObject({ lastName: 'Last', role: { id: 'viewer' } });
    expect((await bank.call('getBranches', { user: carl })).status).toBe(200);
    const off = [{ op: 'REPLACE', path: '/userState', value: 'INACTIVE' }];
    expect((await bank.call('patchUser', { path: idOf(user), body: off })).status).toBe(204);
    await bank.ok('getUsers');
    expect(await refusal('getBranches', { user: carl })).toEqual([403, 'INACTIVE_USER']);
    expect((await bank.call('deleteUser', { path: idOf(user) })).status).toBe(204);
    expect(await refusal('getUser', { path: idOf(user) })).toEqual([404, 'INVALID_USER_ID']);
    expect(await refusal('getBranches', { user: carl })).toEqual([401, 'INVALID_CREDENTIALS']);
  });

  test('is refused where it may not be', async () => {
    const user = await bank.ok('createUser', { body: draft('dora') });
    const path = idOf(user);
    const patch = (op: string, at: string, value?: unknown): Promise<unknown[]> =>
      refusal('patchUser', { path, body: [{ op, path: at, ...(value === undefined ? {} : { value }) }] });
    expect(await patch('REPLACE', '/username', 'dorothy')).toEqual([400, 'FIELD_IS_NOT_EDITABLE']);
    expect(await patch('REPLACE', '/id', '7')).toEqual([400, 'FIELD_IS_NOT_EDITABLE']);
    expect(await patch('REPLACE', '/password', 'x')).toEqual([400, 'FIELD_NOT_ALLOWED']);
    expect(await patch('REPLACE', '/passwordHash', 'x')).toEqual([400, 'FIELD_NOT_ALLOWED']);
    expect(await patch('REMOVE', '/firstName')).toEqual([400, 'INVALID_PARAMETERS']);
    expect(await patch('REPLACE', '/userState', 'LOCKED')).toEqual([400, 'CANNOT_LOCK_USER_FROM_API']);
    expect(await patch('REPLACE', '/email', 'ann@example.com')).toEqual([
      400,
      'EMAIL_ADDRESS_ALREADY_REGISTERED_WITH_ANOTHER_USER',
    ]);
    expect(await patch('EXPLODE', '/email')).toEqual([400, 'INVALID_PARAMETERS']);
    expect(await refusal('patchUser', { path: { userId: 'x' }, body: [] })).toEqual([404, 'INVALID_USER_ID']);
    expect(await refusal('updateUser', { path: { userId: 'x' }, body: user as RequestBody<'updateUser'> })).toEqual([
      404,
      'INVALID_USER_ID',
    ]);
    expect(await refusal('deleteUser', { path: { userId: 'x' } })).toEqual([404, 'INVALID_USER_ID']);
    expect(await refusal('updateUser', { path, body: { username: 'dora', access } })).toEqual([
      400,
      'INVALID_PARAMETERS',
    ]);
    expect(await bank.ok('getUser', { path })).toEqual(user);
  });

  test('nobody removes himself, and the last administrator stays', async () => {
    const [admin] = await bank.ok('getUsers');
    const path = idOf(admin ?? {});
    expect(await refusal('deleteUser', { path })).toEqual([400, 'USER_DELETED']);
    const off = [{ op: 'REPLACE', path: '/userState', value: 'INACTIVE' }];
    expect(await refusal('patchUser', { path, body: off })).toEqual([400, 'USER_DEACTIVATED']);
    const resign = [{ op: 'REPLACE', path: '/access/administratorAccess', value: false }];
    expect(await refusal('patchUser', { path, body: resign })).toEqual([400, 'REMOVED_ADMIN_FOR_CURRENT_USER']);
  });

  test('two administrators cannot take each other away', async () => {
    const administrators = { ...access, administratorAccess: true };
    const left = await bank.ok('createUser', { body: draft('left', { access: administrators }) });
    const right = await bank.ok('createUser', { body: draft('right', { access: administrators }) });
    await bank.db.query(`UPDATE app_user SET user_state = 'INACTIVE' WHERE username = 'admin'`);
    // Both are signed in before either is deleted.
    await bank.call('getBranches', { user: 'left:long enough' });
    await bank.call('getBranches', { user: 'right:long enough' });
    const answers = await Promise.all([
      refusal('deleteUser', { path: idOf(right), user: 'left:long enough' }),
      refusal('deleteUser', { path: idOf(left), user: 'right:long enough' }),
    ]);
    await bank.db.query(`UPDATE app_user SET user_state = 'ACTIVE' WHERE username = 'admin'`);
    expect(answers.filter(([status]) => status === 204)).toHaveLength(1);
    expect(answers.filter(([, reason]) => reason === 'CANNOT_DELETE_LAST_USER')).toHaveLength(1);
  });

  test('others cannot make or touch administrators', async () => {
    const permissions = ['CREATE_USER', 'EDIT_USER', 'DELETE_USER', 'VIEW_USER_DETAILS'];
    const mia = await bank.ok('createUser', { body: draft('mia', { access: { ...access, permissions } }) });
    const user = 'mia:long enough';
    const administrators = { ...access, administratorAccess: true };
    expect(await refusal('createUser', { user, body: draft('king', { access: administrators }) })).toEqual([
      400,
      'NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER',
    ]);
    expect((await bank.call('createUser', { user, body: draft('page') })).status).toBe(201);
    const raise = [{ op: 'ADD', path: '/access/administratorAccess', value: true }];
    expect(await refusal('patchUser', { user, path: idOf(mia), body: raise })).toEqual([
      400,
      'NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER',
    ]);
    const [admin] = await bank.ok('getUsers');
    expect(await refusal('deleteUser', { user, path: idOf(admin ?? {}) })).toEqual([
      400,
      'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS',
    ]);
  });

  test('a credit officer with clients can be deactivated, not deleted', async () => {
    const officer = await bank.ok('createUser', {
      body: draft('otto', { access: { ...access, creditOfficerAccess: true } }),
    });
    await bank.ok('createClient', {
      body: { firstName: 'C', lastName: 'C', assignedUserKey: String(officer.encodedKey) },
    });
    expect(await refusal('deleteUser', { path: idOf(officer) })).toEqual([400, 'CANNOT_DELETE_USED_USER']);
  });
});
