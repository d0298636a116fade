import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

// Nobody gives a user or an API consumer more branches than he may manage himself.

let bank: TestBank;
const northern = 'northern:long enough';
const refused = '400 CANNOT_MANAGE_USER_BRANCH';
const limited = (...branches: readonly string[]) => ({
  apiAccess: true,
  canManageAllBranches: false,
  canManageEntitiesAssignedToOtherOfficers: true,
  managedBranches: branches.map((branchKey) => ({ branchKey })),
});
const all = { canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };

beforeAll(async () => {
  bank = await startBank();
  for (const id of ['north', 'south']) await bank.ok('createBranch', { body: { id, name: id } });
  const permissions = ['CREATE_USER', 'EDIT_USER', 'CREATE_API_CONSUMERS_AND_KEYS', 'EDIT_API_CONSUMERS_AND_KEYS'];
  const access = { ...limited('north'), permissions };
  await bank.ok('createUser', { body: { username: 'northern', firstName: 'Nora', password: 'long enough', access } });
});
afterAll(() => bank.stop());

let count = 0;
const kinds = [
  [
    'user',
    (body: object) => {
      count += 1;
      return {
        operation: 'createUser' as const,
        body: { username: `u${count}`, firstName: 'U', password: 'long enough', ...body },
      };
    },
  ],
  [
    'API consumer',
    (body: object) => {
      count += 1;
      const { apiAccess: _always, ...access } = (body as { access: Record<string, unknown> }).access;
      return { operation: 'createApiConsumer' as const, body: { name: `c${count}`, ...body, access } };
    },
  ],
] as const;

describe.each(kinds)('%s', (kind, request) => {
  const create = async (body: object, user: string) => {
    const { operation, body: whole } = request(body);
    return bank.call(operation, { body: whole, user });
  };

  test.each<[string, object, string]>([
    ['for all branches', { access: all }, refused],
    ['for another branch', { access: limited('south') }, refused],
    ['for his own and another branch', { access: limited('north', 'south') }, refused],
    ['in another branch', { access: limited('north'), assignedBranchKey: 'south' }, refused],
    ['for his own branch', { access: limited('north'), assignedBranchKey: 'north' }, '201'],
    ['for none', { access: limited() }, '201'],
  ])('a new one %s', async (_case, body, answer) => {
    expect(reasonOf(await create(body, northern))).toBe(answer);
  });

  test('a change gives no more, and leaves what others gave', async () => {
    const made = await create({ access: limited('south') }, 'admin:test-Password-1');
    const id = String((made.body as { id: unknown }).id);
    const patch = async (path: string, value: unknown) => {
      const body = [{ op: 'REPLACE', path, value }];
      return reasonOf(
        kind === 'user'
          ? await bank.call('patchUser', { path: { userId: id }, body, user: northern })
          : await bank.call('patchApiConsumer', { path: { apiConsumerId: id }, body, user: northern }),
      );
    };
    expect(await patch('/access', all)).toBe(refused);
    expect(await patch('/transactionLimits', { DEPOSIT: 10 })).toBe('204');
    expect(await patch('/access/managedBranches', [{ branchKey: 'south' }, { branchKey: 'north' }])).toBe('204');
    expect(await patch('/access/managedBranches', [{ branchKey: 'north' }])).toBe('204');
    expect(await patch('/access/managedBranches', [{ branchKey: 'north' }, { branchKey: 'south' }])).toBe(refused);
  });
});
