import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';

// A group holds accounts as a client does, but for what has to do with the states of clients.

type Made = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let lender: LoanBank;
let desk: ReturnType<typeof openDesk>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = openDesk(bank);
  for (const id of ['north', 'south']) await bank.ok('createBranch', { body: { id, name: id } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const group = async (given: object = {}): Promise<Made> => {
  const { id, encodedKey } = await bank.ok('createGroup', { body: { groupName: 'Savers', ...given } });
  return { id: String(id), encodedKey: String(encodedKey) };
};
const held = (holder: string): Record<string, unknown> => ({ accountHolderKey: holder, accountHolderType: 'GROUP' });
const draft = (holder: string, changes: object = {}) => ({
  ...held(holder),
  name: 'Together',
  productTypeKey: 'CURRENT',
  ...changes,
});
const open = (holder: string, changes: object = {}): Promise<string> =>
  desk.reason('createDepositAccount', { body: draft(holder, changes) as never });

describe('a deposit account of a group', () => {
  test('is opened by key or id, in the branch of the group, and takes and gives money', async () => {
    const owners = await group({ id: 'OWNERS', groupName: 'The owners', assignedBranchKey: 'north' });
    const byId = await lender.depositAccount(held('OWNERS'));
    const byKey = await lender.depositAccount(held(owners.encodedKey));
    expect(await desk.account(byId)).toMatchObject({
      accountHolderKey: owners.encodedKey,
      accountHolderType: 'GROUP',
      assignedBranchKey: (await bank.ok('getGroup', { path: { groupId: 'OWNERS' } })).assignedBranchKey,
    });
    await desk.deposit(byId, 100);
    await desk.transfer(byId, byKey, 30);
    await desk.withdraw(byKey, 10);
    expect([await desk.balance(byId), await desk.balance(byKey)]).toEqual(['70', '20']);
    expect((await desk.account(byId)).accountState).toBe('ACTIVE');

    const listed = async (query: object): Promise<unknown[]> =>
      (await bank.ok('getDepositAccounts', { query: { limit: 1000, ...query } })).map(({ id }) => id).sort();
    const both = [byId.id, byKey.id].sort();
    expect(await listed({ accountHolderId: 'OWNERS' })).toEqual(both);
    expect(await listed({ accountHolderId: owners.encodedKey, accountHolderType: 'GROUP' })).toEqual(both);
    expect(await listed({ accountHolderId: 'OWNERS', accountHolderType: 'CLIENT' })).toEqual([]);
    const found = async (field: string, value: string): Promise<unknown[]> =>
      (await bank.ok('searchDepositAccounts', { body: { filterCriteria: [{ field, operator: 'EQUALS', value }] } }))
        .map(({ id }) => id)
        .sort();
    expect(await found('groupId', 'OWNERS')).toEqual(both);
    expect(await found('accountHolderKey', owners.encodedKey)).toEqual(both);
    expect(await found('accountHolderName', 'The owners')).toEqual(both);
    expect(await found('clientId', 'OWNERS')).toEqual([]);
    const [summed] = await bank.ok('searchGroups', {
      body: { filterCriteria: [{ field: 'depositsBalance', operator: 'EQUALS', value: '90' }] },
    });
    expect(summed?.id).toBe('OWNERS');
  });

  test('changes its state and its terms without touching any client, and keeps its holder', async () => {
    const owners = await group();
    const account = await lender.depositAccount(held(owners.id));
    await desk.deposit(account, 5);
    await desk.withdraw(account, 5);
    expect(reasonOf(await desk.changeState(account, 'CLOSE'))).toBe('200');
    expect(await desk.reason('reopenDepositAccount', { path: { depositAccountId: account.id }, body: {} })).toBe('200');
    const path = { depositAccountId: account.id };
    const rename = draft(owners.id, { name: 'Renamed' }) as never;
    expect(await desk.reason('updateDepositAccount', { path, body: rename })).toBe('200');
    const other = draft((await group()).id) as never;
    expect(await desk.reason('updateDepositAccount', { path, body: other })).toBe(
      '400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
    );
    expect(await desk.account(account)).toMatchObject({ name: 'Renamed', accountHolderKey: owners.encodedKey });
  });

  test('keeps its group from being deleted, also while both are asked at once', async () => {
    const owners = await group();
    const path = { groupId: owners.id };
    const account = await bank.ok('createDepositAccount', { body: draft(owners.id) as never });
    expect(await desk.reason('deleteGroup', { path })).toBe('400 GROUP_HAS_ACCOUNTS');
    await bank.ok('deleteDepositAccount', { path: { depositAccountId: String(account.id) } });
    expect(await desk.reason('deleteGroup', { path })).toBe('204');
    for (let round = 0; round < 4; round += 1) {
      const race = await group();
      const answers = await Promise.all([
        open(race.id),
        desk.reason('deleteGroup', { path: { groupId: race.id } }),
        open(race.id),
      ]);
      const opened = answers.filter((answer) => answer === '201').length;
      expect(answers).toEqual(
        opened > 0
          ? ['201', '400 GROUP_HAS_ACCOUNTS', '201']
          : ['400 ACCOUNT_HOLDER_NOT_FOUND', '204', '400 ACCOUNT_HOLDER_NOT_FOUND'],
      );
    }
  });

  test('is refused to groups that are not there, not allowed or not wanted', async () => {
    const client = await lender.client();
    const owners = await group();
    expect(await open('NOBODY')).toBe('400 ACCOUNT_HOLDER_NOT_FOUND');
    expect(await open('0'.repeat(32))).toBe('400 ACCOUNT_HOLDER_NOT_FOUND');
    expect(await open(client.encodedKey)).toBe('400 ACCOUNT_HOLDER_NOT_FOUND');
    expect(await open(owners.id, { accountHolderType: 'CLIENT' })).toBe('400 ACCOUNT_HOLDER_NOT_FOUND');
    await bank.ok('createDepositProduct', {
      body: {
        id: 'ALONE',
        name: 'Alone',
        type: 'REGULAR_SAVINGS',
        state: 'ACTIVE',
        newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
        accountingSettings: { accountingMethod: 'NONE' },
        availabilitySettings: { availableFor: ['INDIVIDUALS'] },
      },
    });
    expect(await open(owners.id, { productTypeKey: 'ALONE' })).toBe(
      '400 INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE',
    );
    await bank.db.query(`UPDATE client_role SET can_open_accounts = false WHERE client_type = 'GROUP'`);
    expect(await open(owners.id)).toBe('400 INVALID_CLIENT_ROLE_PERMISSION_FOR_OPENING_ACCOUNTS');
    await bank.db.query(`UPDATE client_role SET can_open_accounts = true WHERE client_type = 'GROUP'`);
    expect(await open(owners.id)).toBe('201');
  });

  test('is out of reach for who may not see the group', async () => {
    await bank.ok('createUser', {
      body: {
        username: 'northern',
        firstName: 'Nora',
        password: 'long enough',
        access: {
          apiAccess: true,
          canManageAllBranches: false,
          canManageEntitiesAssignedToOtherOfficers: true,
          managedBranches: [{ branchKey: 'north' }],
          permissions: ['VIEW_SAVINGS_ACCOUNT_DETAILS', 'CREATE_SAVINGS_ACCOUNT'],
        },
      },
    });
    const user = 'northern:long enough';
    const near = await group({ assignedBranchKey: 'north' });
    const far = await group({ assignedBranchKey: 'south' });
    const reach = (holder: string, more: object = {}): Promise<string> =>
      desk.reason('createDepositAccount', { body: draft(holder, more) as never, user });
    expect(await reach(near.id)).toBe('201');
    expect(await reach(far.id, { assignedBranchKey: 'north' })).toBe('400 ACCOUNT_HOLDER_NOT_FOUND');
    const distant = await lender.depositAccount(held(far.id));
    const path = { depositAccountId: distant.id };
    expect(await desk.reason('getDepositAccount', { path, user })).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    const seen = await bank.ok('getDepositAccounts', { query: { accountHolderType: 'GROUP', limit: 1000 }, user });
    expect(seen.map(({ id }) => id)).not.toContain(distant.id);
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe('a loan of a group', () => {
  test('runs its life, settles from the account of the group, and counts in its loan cycle', async () => {
    const owners = await group({ id: 'BORROWERS', groupName: 'The borrowers' });
    const loan = await lender.approvedLoan(lender.fixedEqual, held('BORROWERS'));
    const path = loanPath(loan);
    expect(await bank.ok('getLoanAccount', { path })).toMatchObject({
      accountHolderKey: owners.encodedKey,
      accountHolderType: 'GROUP',
    });
    await bank.ok('makeDisbursement', { path, body: {} });
    expect(await desk.reason('deleteGroup', { path: { groupId: owners.id } })).toBe('400 GROUP_HAS_ACCOUNTS');
    await bank.ok('payOffLoan', { path, body: {} });
    expect(await bank.ok('getLoanAccount', { path })).toMatchObject({ accountState: 'CLOSED' });
    expect((await bank.ok('getGroup', { path: { groupId: owners.id } })).loanCycle).toBe(1);
    const listed = await bank.ok('getLoanAccounts', { query: { accountHolderId: 'BORROWERS' } });
    expect(listed.map(({ id }) => id)).toEqual([loan.id]);
    for (const [field, value] of [
      ['accountHolderId', 'BORROWERS'],
      ['recipient', 'The borrowers'],
    ]) {
      const found = await bank.ok('searchLoanAccounts', {
        body: { filterCriteria: [{ field, operator: 'EQUALS', value }] } as never,
      });
      expect(found.map(({ id }) => id)).toEqual([loan.id]);
    }
  });

  test('is refused to groups that are not there', async () => {
    const loan = async (holder: string): Promise<string> => {
      try {
        await lender.loan(lender.fixedEqual, held(holder));
        return '201';
      } catch (error) {
        return /ACCOUNT_HOLDER_NOT_FOUND/.exec(String(error))?.[0] ?? String(error);
      }
    };
    expect(await loan('NOBODY')).toBe('ACCOUNT_HOLDER_NOT_FOUND');
    expect(await loan((await lender.client()).encodedKey)).toBe('ACCOUNT_HOLDER_NOT_FOUND');
  });
});
