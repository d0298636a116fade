import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asEncodedKey, type EncodedKey, newEncodedKey } from '../src/kernel/encodedKey.ts';
import { hashPassword } from '../src/platform/auth/passwords.ts';
import { updatePassword } from '../src/platform/auth/userStore.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

// A verified password is remembered, because verifying it costs a hash that is slow on purpose. It is forgotten as soon as the
// access of anybody changes, in whichever process, and for no other reason.

let bank: TestBank;
let second: SecondProcess;
const roleKey = newEncodedKey();

beforeAll(async () => {
  bank = await startBank();
  second = await startSecondProcess(bank);
  await bank.db.query(
    `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
     VALUES ($1, 'viewer', 'Viewer', '{"permissions": ["VIEW_BRANCH_DETAILS"]}', now(), now())`,
    [roleKey],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
});
afterAll(async () => {
  await second.stop();
  await bank.stop();
});

type Employee = { readonly id: string; readonly encodedKey: EncodedKey; readonly login: string };

/** A user who has signed in once. */
const signedIn = async (username: string, more: object = {}): Promise<Employee> => {
  const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: false };
  const created = await bank.ok('createUser', {
    body: { username, firstName: username, password: 'long enough', access, role: { id: 'viewer' }, ...more },
  });
  const encodedKey = asEncodedKey(String(created.encodedKey));
  if (!encodedKey) throw new Error(`${username} has no key`);
  const user = { id: String(created.id), encodedKey, login: `${username}:long enough` };
  expect(await asked(user)).toBe('200');
  return user;
};
const asked = async ({ login }: Employee): Promise<string> => reasonOf(await bank.call('getBranches', { user: login }));

/** When this user's password was verified last. */
const verifiedAt = async ({ encodedKey }: Employee): Promise<string> => {
  const { rows } = await bank.db.query<{ at: string }>(
    'SELECT last_logged_in_date::text AS at FROM app_user WHERE encoded_key = $1',
    [encodedKey],
  );
  return rows[0]?.at ?? '';
};

/** Lets this process look for changes of others now; by itself it does so once a second. */
const lookNow = (): void => bank.app.tenant.reference.invalidate();

describe('is still remembered', () => {
  test('after a change of other reference data, here or in another process', async () => {
    const user = await signedIn('ann');
    const before = await verifiedAt(user);
    await bank.ok('createBranch', { body: { id: 'HERE', name: 'Here' } });
    expect(await asked(user)).toBe('200');
    expect((await second.post('/api/branches', { id: 'THERE', name: 'There' })).status).toBe(201);
    lookNow();
    const told = await bank.ok('getBranches', { user: user.login });
    expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(['HERE', 'THERE']));
    expect(await verifiedAt(user)).toBe(before);
  });

  test('after others signed in, and after a new user came', async () => {
    const user = await signedIn('bob');
    const before = await verifiedAt(user);
    await signedIn('bea');
    await signedIn('ben');
    expect(await asked(user)).toBe('200');
    expect(await verifiedAt(user)).toBe(before);
  });
});

describe('is forgotten', () => {
  test('when the user is switched off here', async () => {
    const user = await signedIn('carl');
    const body = [{ op: 'REPLACE', path: '/userState', value: 'INACTIVE' }];
    await bank.ok('patchUser', { path: { userId: user.id }, body });
    expect(await asked(user)).toBe('403 INACTIVE_USER');
  });

  test('within about a second when another process switches the user off', async () => {
    const user = await signedIn('dora');
    const body = [{ op: 'REPLACE', path: '/userState', value: 'INACTIVE' }];
    expect((await second.patch(`/api/users/${user.id}`, body)).status).toBe(204);
    await sleep(1100);
    expect(await asked(user)).toBe('403 INACTIVE_USER');
  });

  test('when a branch and a user change before this process looks again', async () => {
    const user = await signedIn('emma');
    const body = [{ op: 'REMOVE', path: '/role' }];
    expect((await second.patch(`/api/users/${user.id}`, body)).status).toBe(204);
    expect((await second.post('/api/branches', { id: 'AFTER', name: 'After' })).status).toBe(201);
    lookNow();
    expect(await asked(user)).toBe('403 INVALID_PERMISSIONS');
  });

  test('when the access was different for a moment and is as before', async () => {
    const user = await signedIn('fred');
    const before = await verifiedAt(user);
    for (const value of ['INACTIVE', 'ACTIVE']) {
      const body = [{ op: 'REPLACE', path: '/userState', value }];
      expect((await second.patch(`/api/users/${user.id}`, body)).status).toBe(204);
    }
    lookNow();
    expect(await asked(user)).toBe('200');
    expect(await verifiedAt(user)).not.toBe(before);
  });

  test('when the role allows something else', async () => {
    const user = await signedIn('gina');
    const allow = async (...permissions: string[]): Promise<void> => {
      await bank.db.query('UPDATE user_role SET access = $2 WHERE encoded_key = $1', [
        roleKey,
        JSON.stringify({ permissions }),
      ]);
      await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
      lookNow();
    };
    await allow('VIEW_CENTRE_DETAILS');
    expect(await asked(user)).toBe('403 INVALID_PERMISSIONS');
    await allow('VIEW_BRANCH_DETAILS');
    expect(await asked(user)).toBe('200');
  });

  test('when the password is replaced', async () => {
    const user = await signedIn('hugo');
    const { tenant } = bank.app;
    await updatePassword(bank.db, user.encodedKey, await hashPassword('another long one'), tenant.clock.now());
    lookNow();
    expect(await asked(user)).toBe('401 INVALID_CREDENTIALS');
  });

  test('when the user is deleted', async () => {
    const user = await signedIn('ida');
    await bank.ok('deleteUser', { path: { userId: user.id } });
    expect(await asked(user)).toBe('401 INVALID_CREDENTIALS');
  });
});
