import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';

// An account goes to another client or group with its money, its terms and its branch.

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
  const { id, encodedKey } = await bank.ok('createGroup', { body: { groupName: 'Heirs', ...given } });
  return { id: String(id), encodedKey: String(encodedKey) };
};
const give = (account: Made, targetHolderKey: string, more: object = {}): Promise<string> =>
  desk.reason('transferDepositAccountOwnership', {
    path: { depositAccountId: account.id },
    body: { targetHolderKey },
    ...more,
  });
const stateOf = async (client: Made): Promise<string | undefined> =>
  (await bank.ok('getClient', { path: { clientId: client.id } })).state;
const changes = async (account: Made): Promise<unknown[]> =>
  (await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } })).filter(
    ({ type }) => type === 'ACCOUNT_HOLDER_CHANGED',
  );

describe('an account is handed over', () => {
  test('to a client and on to a group, with its money; the statement and the history tell it', async () => {
    const [first, second] = [await lender.client(), await lender.client()];
    const heirs = await group();
    const account = await lender.depositAccount({ accountHolderKey: first.encodedKey, assignedBranchKey: 'north' });
    await desk.deposit(account, 80);
    const { assignedBranchKey } = await desk.account(account);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['ACTIVE', 'INACTIVE']);

    expect(await give(account, second.encodedKey)).toBe('204');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['INACTIVE', 'ACTIVE']);
    expect(await give(account, heirs.id)).toBe('204');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['INACTIVE', 'INACTIVE']);

    const after = await desk.account(account);
    expect(after).toMatchObject({
      accountHolderKey: heirs.encodedKey,
      accountHolderType: 'GROUP',
      accountState: 'ACTIVE',
      assignedBranchKey,
      ownershipHistory: [{ previousOwnerKey: first.encodedKey }, { previousOwnerKey: second.encodedKey }],
    });
    expect(after.ownershipHistory?.[0]?.transferDate).toMatch(/^2026-03-10T\d\d:\d\d:\d\d(\.\d+)?\+01:00$/);
    expect(await changes(account)).toMatchObject([{ amount: 0 }, { amount: 0 }]);
    await desk.withdraw(account, 80);
    expect(await desk.balance(account)).toBe('0');
    const listed = await bank.ok('getDepositAccounts', { query: { accountHolderId: heirs.id } });
    expect(listed.map(({ id }) => id)).toEqual([account.id]);
    const trail = await bank.db.query(
      `SELECT entity_type FROM audit_record WHERE entity_key = $1 AND operation = 'transferDepositAccountOwnership' ORDER BY id`,
      [account.encodedKey],
    );
    expect(trail.rows).toHaveLength(2);
  });

  test('before its first posting without a trace among the transactions', async () => {
    const account = await lender.depositAccount();
    const next = await lender.client();
    expect(await give(account, next.id)).toBe('204');
    expect(await changes(account)).toEqual([]);
    expect(reasonOf(await desk.changeState(account, 'UNDO_APPROVE'))).toBe('200');
    expect(await stateOf(next)).toBe('INACTIVE');
  });

  test('while it is locked, and by a repeated request only once', async () => {
    const account = await lender.depositAccount();
    await desk.deposit(account, 1);
    await desk.changeState(account, 'LOCK');
    const next = await lender.client();
    const headers = { 'Idempotency-Key': randomUUID() };
    expect(await give(account, next.id, { headers })).toBe('204');
    expect(await give(account, next.id, { headers })).toBe('204');
    expect((await desk.account(account)).ownershipHistory).toHaveLength(1);
    expect(await give(account, next.id)).toBe('400 INVALID_TARGET_ACCOUNT_HOLDER_KEY');
  });

  test('to one of those who ask at once, and postings meanwhile stay', async () => {
    const account = await lender.depositAccount();
    await desk.deposit(account, 1);
    const next = await lender.client();
    const answers = await Promise.all([
      ...[0, 1, 2].map(() => give(account, next.id)),
      ...[0, 1, 2].map(() =>
        desk.reason('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 1 } }),
      ),
    ]);
    expect(answers.slice(0, 3).sort()).toEqual([
      '204',
      '400 INVALID_TARGET_ACCOUNT_HOLDER_KEY',
      '400 INVALID_TARGET_ACCOUNT_HOLDER_KEY',
    ]);
    expect(answers.slice(3)).toEqual(['201', '201', '201']);
    expect(await desk.balance(account)).toBe('4');
    expect(await desk.account(account)).toMatchObject({ accountHolderKey: next.encodedKey });
    expect(await changes(account)).toHaveLength(1);
  });
});

describe('an account stays where it is', () => {
  test('when the new holder is nobody, not welcome or not a customer of the product', async () => {
    const account = await lender.depositAccount();
    const before = await desk.account(account);
    const exited = await lender.client();
    await bank.db.query(`UPDATE client SET state = 'EXITED' WHERE id = $1`, [exited.id]);
    for (const [target, reason] of [
      ['NOBODY', 'INVALID_TARGET_ACCOUNT_HOLDER_KEY'],
      ['0'.repeat(32), 'INVALID_TARGET_ACCOUNT_HOLDER_KEY'],
      ['ä'.repeat(100), 'INVALID_TARGET_ACCOUNT_HOLDER_KEY'],
      [String(before.accountHolderKey), 'INVALID_TARGET_ACCOUNT_HOLDER_KEY'],
      [exited.id, 'INVALID_ACCOUNT_HOLDER_STATE'],
    ] as const)
      expect(await give(account, target)).toBe(`400 ${reason}`);
    const path = { depositAccountId: account.id };
    for (const body of [{}, { targetHolderKey: 7 }, { targetHolderKey: null }, { targetHolderKey: 'ä'.repeat(5000) }])
      expect(await desk.reason('transferDepositAccountOwnership', { path, body: body as never })).toMatch(/^400 /);
    expect(await give({ id: 'NOTHING', encodedKey: '' }, exited.id)).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');

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
    const personal = await lender.depositAccount({ productTypeKey: 'ALONE' });
    expect(await give(personal, (await group()).id)).toBe('400 INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE');
    expect(await desk.account(account)).toEqual(before);
  });

  test('when it is closed', async () => {
    const account = await lender.depositAccount();
    await desk.deposit(account, 1);
    await desk.withdraw(account, 1);
    await desk.changeState(account, 'CLOSE');
    expect(await give(account, (await lender.client()).id)).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
  });

  test('while a loan settles from it; a loan that is opened again later leaves it alone', async () => {
    const holder = await lender.client();
    const account = await lender.depositAccount({ accountHolderKey: holder.encodedKey });
    const loan = await lender.approvedLoan(lender.fixedEqual, {
      accountHolderKey: holder.encodedKey,
      settlementAccountKey: account.encodedKey,
    });
    const next = await lender.client();
    expect(await give(account, next.id)).toBe('400 ACCOUNT_ALREADY_LINKED');
    const path = loanPath(loan);
    await bank.ok('changeLoanAccountState', { path, body: { action: 'WITHDRAW' } });
    expect(await give(account, next.id)).toBe('204');
    const opened = await bank.ok('changeLoanAccountState', { path, body: { action: 'UNDO_WITHDRAW' } });
    expect(opened.settlementAccountKey).toBeUndefined();
    expect((await desk.account(account)).linkedSettlementAccountKeys).toBeUndefined();
  });

  test('for who lacks the permission, or sees not both sides', async () => {
    const user = async (username: string, access: object): Promise<string> => {
      await bank.ok('createUser', {
        body: {
          username,
          firstName: username,
          password: 'long enough',
          access: { apiAccess: true, canManageEntitiesAssignedToOtherOfficers: true, ...access } as never,
        },
      });
      return `${username}:long enough`;
    };
    const teller = await user('teller', { canManageAllBranches: true, permissions: ['VIEW_SAVINGS_ACCOUNT_DETAILS'] });
    const northern = await user('northern', {
      canManageAllBranches: false,
      managedBranches: [{ branchKey: 'north' }],
      permissions: ['EDIT_SAVINGS_ACCOUNT'],
    });
    const account = await lender.depositAccount({ assignedBranchKey: 'north' });
    const far = await lender.client({ assignedBranchKey: 'south' });
    const near = await lender.client({ assignedBranchKey: 'north' });
    expect(await give(account, near.id, { user: teller })).toBe('403 INVALID_PERMISSIONS');
    expect(await give(account, far.id, { user: northern })).toBe('400 INVALID_TARGET_ACCOUNT_HOLDER_KEY');
    const distant = await lender.depositAccount({ assignedBranchKey: 'south' });
    expect(await give(distant, near.id, { user: northern })).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(await give(account, near.id, { user: northern })).toBe('204');
  });
});
