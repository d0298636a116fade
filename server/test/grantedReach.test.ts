import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

// Nobody gives a user or an API consumer more branches than he may manage himself, nor a look at customers that he may not see.

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
  const permissions = [
    'CREATE_USER',
    'EDIT_USER',
    'DELETE_USER',
    'DELETE_API_CONSUMERS_AND_KEYS',
    'CREATE_API_CONSUMERS_AND_KEYS',
    'EDIT_API_CONSUMERS_AND_KEYS',
  ];
  const access = { ...limited('north'), permissions };
  const own = {
    apiAccess: true,
    creditOfficerAccess: true,
    canManageAllBranches: true,
    canManageEntitiesAssignedToOtherOfficers: false,
    permissions,
  };
  await bank.ok('createUser', {
    body: { username: 'officer', firstName: 'Olga', password: 'long enough', access: own },
  });
  await bank.ok('createUser', { body: { username: 'northern', firstName: 'Nora', password: 'long enough', access } });
});
afterAll(() => bank.stop());

const idOf = ({ body }: { readonly body: unknown }): string => String((body as { id: unknown }).id);
/** API consumers always have `apiAccess`, and requests can't carry it. */
const limitedOf = (kind: string, ...branches: readonly string[]): object => {
  const { apiAccess, ...access } = limited(...branches);
  return kind === 'user' ? { apiAccess, ...access } : access;
};
const patching = (kind: string, id: string) => async (path: string, value: unknown) => {
  const body = [{ op: 'REPLACE' as const, path, value }];
  return reasonOf(
    kind === 'user'
      ? await bank.call('patchUser', { path: { userId: id }, body, user: northern })
      : await bank.call('patchApiConsumer', { path: { apiConsumerId: id }, body, user: northern }),
  );
};

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

  test('a change gives no more', async () => {
    const made = await create({ access: limited('north') }, 'admin:test-Password-1');
    const patch = patching(kind, idOf(made));
    expect(await patch('/access', all)).toBe(refused);
    expect(await patch('/transactionLimits', { DEPOSIT: 10 })).toBe('204');
    expect(await patch('/access/managedBranches', [{ branchKey: 'south' }, { branchKey: 'north' }])).toBe(refused);
    expect(await patch('/access/managedBranches', [])).toBe('204');
    expect(await patch('/assignedBranchKey', 'south')).toBe(refused);
    expect(await patch('/assignedBranchKey', 'north')).toBe('204');
  });

  test.each<[string, object]>([
    ['all branches', { access: all }],
    ['another branch', { access: limited('south') }],
    ['his own and another branch', { access: limited('north', 'south') }],
    ['his own branch, assigned to another', { access: limited('north'), assignedBranchKey: 'south' }],
  ])('one for %s is not his to change or delete', async (_case, body) => {
    const id = idOf(await create(body, 'admin:test-Password-1'));
    const patch = patching(kind, id);
    expect(await patch('/transactionLimits', { DEPOSIT: 10 })).toBe(refused);
    expect(await patch('/access', limitedOf(kind, 'north'))).toBe(refused);
    const deleted =
      kind === 'user'
        ? await bank.call('deleteUser', { path: { userId: id }, user: northern })
        : await bank.call('deleteApiConsumer', { path: { apiConsumerId: id }, user: northern });
    expect(reasonOf(deleted)).toBe(refused);
  });
});

test('nobody draws or takes away keys that open more branches than his own', async () => {
  const drawn = async (access: object) => {
    const made = await bank.ok('createApiConsumer', { body: { name: `keys${JSON.stringify(access).length}`, access } });
    const path = { apiConsumerId: String(made.id) };
    return [
      reasonOf(await bank.call('createApiKey', { path, body: {}, user: northern })),
      reasonOf(await bank.call('createSecretKey', { path, user: northern })),
    ];
  };
  expect(await drawn(limitedOf('API consumer', 'north'))).toEqual(['201', '201']);
  expect(await drawn(limitedOf('API consumer', 'north', 'south'))).toEqual([refused, refused]);
  expect(await drawn(all)).toEqual([refused, refused]);
});

test('Who sees only his own customers opens those of others to nobody, himself included', async () => {
  const officer = { user: 'officer:long enough' };
  const forbidden = '403 INVALID_PERMISSIONS';
  const ofOwn = {
    creditOfficerAccess: true,
    canManageAllBranches: true,
    canManageEntitiesAssignedToOtherOfficers: false,
  };
  const user = (username: string, access: object) => ({ username, firstName: 'U', password: 'long enough', access });
  for (const access of [all, { ...ofOwn, canManageEntitiesAssignedToOtherOfficers: true }]) {
    expect(reasonOf(await bank.call('createUser', { body: user('wide', access), ...officer }))).toBe(forbidden);
    expect(reasonOf(await bank.call('createApiConsumer', { body: { name: 'wide', access }, ...officer }))).toBe(
      forbidden,
    );
  }
  const narrow = await bank.ok('createUser', { body: user('narrow', ofOwn), ...officer });
  const himself = await bank.ok('getUsers');
  const body = [{ op: 'REPLACE' as const, path: '/access/canManageEntitiesAssignedToOtherOfficers', value: true }];
  const keys = [narrow, ...himself.filter(({ username }) => username === 'officer')].map(
    ({ encodedKey }) => encodedKey ?? '',
  );
  expect(keys).toHaveLength(2);
  for (const userId of keys) {
    expect(reasonOf(await bank.call('patchUser', { path: { userId }, body, ...officer }))).toBe(forbidden);
  }
  const { id = '' } = await bank.ok('createApiConsumer', { body: { name: 'wide', access: all } });
  expect(reasonOf(await bank.call('createApiKey', { path: { apiConsumerId: id }, body: {}, ...officer }))).toBe(
    forbidden,
  );
});
