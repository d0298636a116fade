import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adminUser, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

// Three wrong passwords in a row lock the user, from wherever they come, until somebody who may edit users lets him in again.

let bank: TestBank;
let count = 0;
let username = '';
let userId = '';
const password = 'long enough';
const wrong = '401 INVALID_CREDENTIALS';
const locked = '400 USER_IS_LOCKED';

beforeAll(async () => {
  bank = await startBank({ lockAfter: 3 });
});
afterAll(() => bank.stop());

const person = async (more: object = {}): Promise<{ name: string; id: string }> => {
  count += 1;
  const name = `Person${count}`;
  const access = {
    apiAccess: true,
    canManageAllBranches: true,
    canManageEntitiesAssignedToOtherOfficers: true,
    ...more,
  };
  const { id } = await bank.ok('createUser', { body: { username: name, firstName: name, password, access } });
  return { name, id: String(id) };
};
beforeEach(async () => {
  ({ name: username, id: userId } = await person());
});

/** What a request with this password is answered: 403 of somebody who came in, since these users may do nothing. */
const login = async (text = password, name = username, from = '192.0.2.1'): Promise<string> =>
  reasonOf(await bank.request('GET', '/api/branches', { user: `${name}:${text}`, from }));
const guess = async (times: number, name = username): Promise<string[]> => {
  const answers: string[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await login('guess', name, `192.0.2.${time}`));
  return answers;
};
const stateOf = async (id = userId) => (await bank.ok('getUser', { path: { userId: id } })).userState;
const setState = (value: string, user = adminUser) =>
  bank.call('patchUser', { path: { userId }, body: [{ op: 'REPLACE', path: '/userState', value }], user });
const in_ = '403 INVALID_PERMISSIONS';

test('the third wrong password locks the user, whatever the case of the name and wherever it comes from', async () => {
  expect(await login()).toBe(in_);
  expect(await guess(2, username.toUpperCase())).toEqual([wrong, wrong]);
  expect(await stateOf()).toBe('ACTIVE');
  expect(await guess(1)).toEqual([wrong]);
  expect(await stateOf()).toBe('LOCKED');
  // At once, also for whoever was remembered a moment ago. That he is locked is told only to him who knows the password.
  expect(await login()).toBe(locked);
  expect(await login('guess')).toBe(wrong);
});

test('the right password sets the count back', async () => {
  expect(await guess(2)).toEqual([wrong, wrong]);
  expect(await login()).toBe(in_);
  expect(await guess(2)).toEqual([wrong, wrong]);
  expect(await login(password, username.toLowerCase())).toBe(in_);
  expect(await stateOf()).toBe('ACTIVE');
});

test('who may edit users lets him in again, and the count starts anew', async () => {
  await guess(3);
  const { name } = await person({ permissions: ['EDIT_USER'] });
  expect((await setState('ACTIVE', `${name}:${password}`)).status).toBe(204);
  expect(await login()).toBe(in_);
  expect(await guess(2)).toEqual([wrong, wrong]);
  expect(await stateOf()).toBe('ACTIVE');
  await guess(1);
  expect(await stateOf()).toBe('LOCKED');
  // Nobody unlocks himself, and nobody is locked by hand.
  expect(reasonOf(await setState('ACTIVE', `${username}:${password}`))).toBe(locked);
  await setState('INACTIVE');
  expect(reasonOf(await setState('LOCKED'))).toBe('400 CANNOT_LOCK_USER_FROM_API');
});

test('the audit trail tells of the lock once, by which request', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => login(`guess ${index}`)));
  expect(await stateOf()).toBe('LOCKED');
  const { rows } = await bank.db.query(
    `SELECT method, uri, client_ip, username, changes::json AS changes FROM audit_record WHERE operation = 'lockUser' AND username = $1`,
    [username],
  );
  expect(rows).toEqual([
    {
      method: 'GET',
      uri: '/api/branches',
      client_ip: '192.0.2.1',
      username,
      changes: { before: { userState: 'ACTIVE' }, after: { userState: 'LOCKED' } },
    },
  ]);
  const verification = await bank.ok('verifyLedger');
  expect(verification.differences).toEqual([]);
});

test('the last active administrator is not locked', async () => {
  await guess(5, 'admin');
  expect((await bank.call('getBranches')).status).toBe(200);
  const { name, id } = await person({ administratorAccess: true });
  await guess(3, name);
  expect(await stateOf(id)).toBe('LOCKED');
  await guess(5, 'admin');
  expect((await bank.call('getBranches')).status).toBe(200);
});

test('of two administrators guessed at together, one stays', async () => {
  const { name, id } = await person({ administratorAccess: true });
  await Promise.all([...Array(6)].flatMap((_, index) => [login(`x${index}`, 'admin'), login(`x${index}`, name)]));
  const { rows } = await bank.db.query<{ user_state: string }>(
    `SELECT user_state FROM app_user WHERE username IN ('admin', $1)`,
    [name],
  );
  expect(rows.map((row) => row.user_state).sort()).toEqual(['ACTIVE', 'LOCKED']);
  await bank.db.query(`UPDATE app_user SET user_state = 'ACTIVE' WHERE username = 'admin'`);
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  expect(id).toBeDefined();
});

test('strangers and keys lock nobody', async () => {
  expect(await guess(4, 'nobody')).toEqual([wrong, wrong, wrong, wrong]);
  const headers = { apikey: crypto.randomUUID() };
  for (let time = 0; time < 4; time += 1) {
    expect(reasonOf(await bank.request('GET', '/api/branches', { user: null, headers }))).toBe(wrong);
  }
  expect(await stateOf()).toBe('ACTIVE');
});
