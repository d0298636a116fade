import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  await bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'Clerk',
      password: 'test-Password-1',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['CREATE_SAVINGS_ACCOUNT', 'VIEW_SAVINGS_ACCOUNT_DETAILS'],
      },
    },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const request = async (more: object) => {
  const { accountHolderKey, accountHolderType, productTypeKey } = await desk.account(await open.depositAccount());
  return { name: 'Current', accountHolderKey, accountHolderType, productTypeKey, ...more } as never;
};

test('an account is approved with its creation, and takes its first deposit at once', async () => {
  const created = await bank.ok('createDepositAccount', { body: await request({ accountState: 'APPROVED' }) });
  expect(created).toMatchObject({ accountState: 'APPROVED', approvedDate: expect.stringMatching(/^2026-03-10T/) });
  const account = { id: String(created.id) };
  await desk.deposit(account, 10);
  expect((await desk.account(account)).accountState).toBe('ACTIVE');
});

test.each([undefined, null, 'PENDING_APPROVAL', 'ACTIVE', 'CLOSED'])(
  'with the state %s it waits for its approval: states of fetched accounts are no wishes',
  async (accountState) => {
    const created = await bank.ok('createDepositAccount', { body: await request({ accountState }) });
    expect(created.accountState).toBe('PENDING_APPROVAL');
    expect(created).not.toHaveProperty('approvedDate');
  },
);

test('a state that there is not, and an approval without the permission for it, are refused', async () => {
  const before = await bank.ok('getDepositAccounts', { query: { limit: 1000 } });
  const odd = await bank.call('createDepositAccount', { body: await request({ accountState: 'BLESSED' }) });
  expect([reasonOf(odd), sourceOf(odd)]).toEqual(['400 INVALID_PARAMETERS', expect.stringContaining('accountState')]);
  const own = await bank.call('createDepositAccount', {
    body: await request({ accountState: 'APPROVED' }),
    user: 'clerk:test-Password-1',
  });
  expect(own.status).toBe(403);
  expect(sourceOf(own)).toContain('APPROVE_SAVINGS');
  // Two accounts were opened to fill the requests.
  expect(await bank.ok('getDepositAccounts', { query: { limit: 1000 } })).toHaveLength(before.length + 2);
});

test('an edit with a state changes none', async () => {
  const account = await open.depositAccount();
  const told = await desk.account(account);
  await bank.ok('updateDepositAccount', {
    path: { depositAccountId: account.id },
    body: { ...told, accountState: 'PENDING_APPROVAL' } as never,
  });
  expect((await desk.account(account)).accountState).toBe('APPROVED');
});
