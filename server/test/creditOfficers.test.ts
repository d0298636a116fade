import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

// Whoever looks after customers stays a credit officer until they are given to somebody else, whether he is one by himself or by his role.

let bank: TestBank;
const access = { canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
const removed = '400 CREDIT_OFFICER_PROPERTY_REMOVED';
const removedFromRole = '400 CREDIT_OFFICER_PROPERTY_REMOVED_FROM_ROLE';

beforeAll(async () => {
  bank = await startBank();
  await bank.ok('createUserRole', {
    body: { id: 'officers', name: 'Officers', access: { creditOfficerAccess: true } },
  });
  await bank.ok('createUserRole', { body: { id: 'clerks', name: 'Clerks', access: {} } });
});
afterAll(() => bank.stop());

const user = async (username: string, more: object): Promise<string> =>
  String(
    (await bank.ok('createUser', { body: { username, firstName: username, password: 'long enough', access, ...more } }))
      .encodedKey,
  );
const client = async (assignedUserKey: string): Promise<string> =>
  String((await bank.ok('createClient', { body: { firstName: 'A', lastName: 'B', assignedUserKey } })).id);
const setOfficer = async (userId: string, value: boolean): Promise<string> =>
  reasonOf(
    await bank.call('patchUser', {
      path: { userId },
      body: [{ op: 'REPLACE', path: '/access/creditOfficerAccess', value }],
    }),
  );
const setRole = async (userId: string, id: string): Promise<string> =>
  reasonOf(await bank.call('patchUser', { path: { userId }, body: [{ op: 'REPLACE', path: '/role', value: { id } }] }));
const setRoleOfficer = async (value: boolean): Promise<string> =>
  reasonOf(
    await bank.call('updateUserRole', {
      path: { roleId: 'officers' },
      body: { id: 'officers', name: 'Officers', access: { creditOfficerAccess: value } },
    }),
  );
const release = (clientId: string) =>
  bank.ok('patchClient', { path: { clientId }, body: [{ op: 'REMOVE', path: '/assignedUserKey' }] });

test('by himself: not while he has customers', async () => {
  const olga = await user('olga', { access: { ...access, creditOfficerAccess: true } });
  const clientId = await client(olga);
  expect(await setOfficer(olga, false)).toBe(removed);
  expect((await bank.ok('getUser', { path: { userId: olga } })).access.creditOfficerAccess).toBe(true);
  await release(clientId);
  await bank.ok('createTask', { body: { title: 'Call', dueDate: '2030-01-01', assignedUserKey: olga } });
  expect(await setOfficer(olga, false)).toBe('204');
});

test('by his role: neither another role nor the role itself may take it away', async () => {
  const otto = await user('otto', { role: { id: 'officers' } });
  const both = await user('both', { role: { id: 'officers' }, access: { ...access, creditOfficerAccess: true } });
  await client(both);
  // Who is one by himself too, loses nothing.
  expect(await setRoleOfficer(false)).toBe('200');
  expect(await setRoleOfficer(true)).toBe('200');
  const clientId = await client(otto);
  expect(await setRole(otto, 'clerks')).toBe(removed);
  expect(await setRoleOfficer(false)).toBe(removedFromRole);
  expect(await setRoleOfficer(true)).toBe('200');
  expect(await setOfficer(both, false)).toBe('204');
  await release(clientId);
  expect(await setRoleOfficer(false)).toBe(removedFromRole);
  expect(await setRole(otto, 'clerks')).toBe('204');
});
