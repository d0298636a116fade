import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overdrawnDeposits } from '../src/domains/deposits/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const actions = [
  'APPROVE',
  'UNDO_APPROVE',
  'UNDO_ACTIVATE',
  'CLOSE_REJECT',
  'CLOSE_WITHDRAW',
  'LOCK',
  'UNLOCK',
  'CLOSE',
] as const;

/** From each state: where each action leads; what is not named is refused. */
const states: Readonly<Record<string, Partial<Record<(typeof actions)[number], string>>>> = {
  PENDING_APPROVAL: { APPROVE: 'APPROVED', CLOSE_REJECT: 'CLOSED_REJECTED', CLOSE_WITHDRAW: 'WITHDRAWN' },
  APPROVED: { UNDO_APPROVE: 'PENDING_APPROVAL', CLOSE_WITHDRAW: 'WITHDRAWN' },
  ACTIVE: { UNDO_ACTIVATE: 'APPROVED', LOCK: 'LOCKED', CLOSE: 'CLOSED' },
  ACTIVE_IN_ARREARS: { LOCK: 'LOCKED', CLOSE: 'CLOSED' },
  LOCKED: { UNLOCK: 'ACTIVE' },
  DORMANT: { CLOSE: 'CLOSED' },
  MATURED: { CLOSE: 'CLOSED' },
  CLOSED: {},
  CLOSED_WRITTEN_OFF: {},
  CLOSED_REJECTED: {},
  WITHDRAWN: {},
};

const pending = async (more: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; encodedKey: string }> => {
  const client = await open.client();
  const account = await bank.ok('createDepositAccount', {
    body: {
      accountHolderKey: client.encodedKey,
      accountHolderType: 'CLIENT',
      name: 'A',
      productTypeKey: 'CURRENT',
      ...more,
    },
  });
  return { id: String(account.id), encodedKey: String(account.encodedKey) };
};
const put = (account: { encodedKey: string }, columns: string): Promise<unknown> =>
  bank.db.query(`UPDATE deposit_account SET ${columns} WHERE encoded_key = $1::uuid`, [account.encodedKey]);

describe.each(Object.entries(states))('an account that is %s', (state, allowed) => {
  test.each(actions)('%s', async (action) => {
    const account = await pending();
    await put(account, `account_state = '${state}'`);
    const reply = await desk.changeState(account, action);
    const after = (await desk.account(account)).accountState;
    const expected = allowed[action];
    if (expected) expect([reasonOf(reply), after]).toEqual(['200', expected]);
    else {
      const reason =
        action === 'UNLOCK'
          ? 'ACCOUNT_ALREADY_UNLOCKED'
          : action === 'LOCK' && state === 'LOCKED'
            ? 'ACCOUNT_ALREADY_LOCKED'
            : 'INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION';
      expect([reasonOf(reply), after]).toEqual([`400 ${reason}`, state]);
    }
  });
});

describe('the life of an account', () => {
  test('sets and clears its dates, in organisation time or UTC', async () => {
    const account = await pending();
    await desk.changeState(account, 'APPROVE');
    expect((await desk.account(account)).approvedDate).toMatch(/^2026-03-10T\d\d:\d\d:\d\d\+02:00$/);
    await desk.changeState(account, 'UNDO_APPROVE');
    expect((await desk.account(account)).approvedDate).toBeUndefined();
    await desk.changeState(account, 'APPROVE');
    const first = await desk.deposit(account, 5);
    expect((await desk.account(account)).activationDate).toBe(first.valueDate);
    await desk.changeState(account, 'LOCK');
    expect((await desk.account(account)).lockedDate).toMatch(/\+02:00$/);
    await desk.changeState(account, 'UNLOCK');
    expect((await desk.account(account)).lockedDate).toBeUndefined();
    await desk.withdraw(account, 5);
    await desk.changeState(account, 'CLOSE');
    expect((await desk.account(account)).closedDate).toMatch(/^2026-03-10T\d\d:\d\d:\d\d\+00:00$/);
    const reopened = await bank.ok('reopenDepositAccount', { path: { depositAccountId: account.id }, body: {} });
    expect(reopened).toMatchObject({ accountState: 'ACTIVE', activationDate: first.valueDate });
    expect(reopened.closedDate).toBeUndefined();
  });

  test('remembers the notes of a change', async () => {
    const account = await pending();
    expect((await desk.changeState(account, 'APPROVE', { notes: 'looks good' })).body).toMatchObject({
      notes: 'looks good',
    });
    expect((await desk.account(account)).notes).toBe('looks good');
    await desk.changeState(account, 'UNDO_APPROVE');
    expect((await desk.account(account)).notes).toBe('looks good');
    await desk.changeState(account, 'CLOSE_REJECT', { notes: 'no' });
    const path = { depositAccountId: account.id };
    expect(await bank.ok('reopenDepositAccount', { path, body: { notes: 'yes after all' } })).toMatchObject({
      accountState: 'PENDING_APPROVAL',
      notes: 'yes after all',
    });
    expect((await desk.account(account)).notes).toBe('yes after all');
  });

  test('returns to arrears after a lock that found it there', async () => {
    const account = await pending();
    await put(account, `account_state = 'ACTIVE_IN_ARREARS'`);
    await desk.changeState(account, 'LOCK');
    expect((await desk.changeState(account, 'UNLOCK')).body).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS' });
  });

  test.each([
    ['money', 'total_balance = 1'],
    ['a debt', 'total_balance = -1'],
    ['fees due', 'fees_due = 1'],
    ['holds', 'hold_balance = 1'],
    ['blocked funds', 'blocked_balance = 1'],
  ])('does not end with %s', async (_what, columns) => {
    const account = await pending();
    await put(account, `account_state = 'ACTIVE', activation_date = now() - interval '1 year', ${columns}`);
    expect(reasonOf(await desk.changeState(account, 'CLOSE'))).toBe('400 ACCOUNT_HAS_REMAINING_BALANCE');
    await put(account, `total_balance = 0, fees_due = 0, hold_balance = 0, blocked_balance = 0`);
    expect(reasonOf(await desk.changeState(account, 'CLOSE'))).toBe('200');
  });

  test('does not end while a loan settles from it', async () => {
    const account = await pending();
    await put(account, `account_state = 'ACTIVE', linked_settlement_account_keys = ARRAY[encoded_key]`);
    expect(reasonOf(await desk.changeState(account, 'CLOSE'))).toMatch(/^400 /);
  });

  test('is not taken back once it had transactions', async () => {
    const account = await open.depositAccount();
    const deposit = await desk.deposit(account, 10);
    const withdrawal = await desk.withdraw(account, 10);
    const standing = await desk.changeState(account, 'UNDO_ACTIVATE');
    expect(`${reasonOf(standing)}: ${sourceOf(standing)}`).toMatch(/^400 ACCOUNT_HAS_TRANSACTIONS: /);
    await desk.adjust(withdrawal);
    await desk.adjust(deposit);
    const undone = await desk.changeState(account, 'UNDO_ACTIVATE');
    expect(undone.body).toMatchObject({ accountState: 'APPROVED' });
    expect(undone.body).not.toHaveProperty('activationDate');
    expect(reasonOf(await desk.changeState(account, 'UNDO_APPROVE'))).toBe('400 ACCOUNT_HAS_TRANSACTIONS');
    expect(reasonOf(await desk.changeState(account, 'CLOSE_WITHDRAW'))).toBe('400 ACCOUNT_HAS_TRANSACTIONS');
  });

  test('asks for the permission of each action', async () => {
    const account = await pending();
    await bank.ok('createUser', {
      body: {
        username: 'approver',
        firstName: 'A',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['APPROVE_SAVINGS', 'VIEW_SAVINGS_ACCOUNT_DETAILS'],
        },
      },
    });
    const as = (action: string) =>
      bank.call('changeDepositAccountState', {
        path: { depositAccountId: account.id },
        body: { action },
        user: 'approver:long enough',
      });
    expect(reasonOf(await as('CLOSE_REJECT'))).toBe('403 INVALID_PERMISSIONS');
    expect(reasonOf(await as('APPROVE'))).toBe('200');
    expect(reasonOf(await as('LOCK'))).toBe('403 INVALID_PERMISSIONS');
  });
});

describe('what each state lets through', () => {
  const postings: Readonly<
    Record<string, readonly [deposit: string, withdrawal: string, fee: string, target: string]>
  > = {
    PENDING_APPROVAL: ['no', 'no', 'no', 'no'],
    APPROVED: ['yes', 'yes', 'no', 'yes'],
    ACTIVE: ['yes', 'yes', 'yes', 'yes'],
    ACTIVE_IN_ARREARS: ['yes', 'yes', 'yes', 'yes'],
    LOCKED: ['no', 'no', 'no', 'no'],
    DORMANT: ['yes', 'yes', 'yes', 'yes'],
    MATURED: ['no', 'yes', 'no', 'no'],
    CLOSED: ['no', 'no', 'no', 'no'],
    CLOSED_WRITTEN_OFF: ['no', 'no', 'no', 'no'],
    CLOSED_REJECTED: ['no', 'no', 'no', 'no'],
    WITHDRAWN: ['no', 'no', 'no', 'no'],
  };
  test.each(Object.entries(postings))('%s', async (state, [deposit, withdrawal, fee, target]) => {
    const account = await pending({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } });
    const payer = await open.depositAccount({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } });
    const path = { depositAccountId: account.id };
    const attempt = async (run: () => Promise<string>, reason: string): Promise<string> => {
      await put(account, `account_state = '${state}', activation_date = NULL`);
      const outcome = await run();
      return outcome === '201' ? 'yes' : outcome === `400 ${reason}` ? 'no' : outcome;
    };
    const invalid = 'INVALID_DEPOSIT_ACCOUNT_STATE';
    const body = { amount: 1 };
    expect([
      await attempt(() => desk.reason('makeDeposit', { path, body }), invalid),
      await attempt(() => desk.reason('makeWithdrawal', { path, body }), invalid),
      await attempt(() => desk.reason('applyDepositFee', { path, body }), invalid),
      await attempt(
        () => desk.reason('makeTransfer', { path: { depositAccountId: payer.id }, body: { ...body, ...to(account) } }),
        'INVALID_TARGET_ACCOUNT_STATE_FOR_DEPOSIT',
      ),
    ]).toEqual([deposit, withdrawal, fee, target]);
    expect(await attempt(() => desk.reason('makeTransfer', { path, body: { ...body, ...to(payer) } }), invalid)).toBe(
      withdrawal,
    );
  });

  test('a dormant account wakes with money, for those who may post on it', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 10);
    await put(account, `account_state = 'DORMANT'`);
    await bank.ok('createUser', {
      body: {
        username: 'teller',
        firstName: 'T',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['MAKE_DEPOSIT', 'MAKE_WITHDRAWAL'],
        },
      },
    });
    const path = { depositAccountId: account.id };
    const refused = await bank.call('makeDeposit', { path, body: { amount: 1 }, user: 'teller:long enough' });
    expect(`${reasonOf(refused)}: ${sourceOf(refused)}`).toMatch(
      /^403 INVALID_PERMISSIONS: .*POST_TRANSACTIONS_ON_DORMANT/,
    );
    await desk.deposit(account, 1);
    expect((await desk.account(account)).accountState).toBe('ACTIVE');
  });
});

describe('arrears', () => {
  test('begin when the limit is cut below what is owed, and end with enough money or a higher limit', async () => {
    const account = await open.depositAccount({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } });
    await desk.withdraw(account, 80);
    const limit = (value: number): Promise<unknown> =>
      bank.ok('patchDepositAccount', {
        path: { depositAccountId: account.id },
        body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value }],
      });
    const state = async (): Promise<unknown> => (await desk.account(account)).accountState;
    await limit(80);
    expect(await state()).toBe('ACTIVE');
    await limit(50);
    expect(await desk.account(account)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      lastSetToArrearsDate: expect.stringMatching(/^2026-03-10T.*\+02:00$/),
      balances: { totalBalance: -80, availableBalance: -30, overdraftAmount: 80 },
    });
    await desk.deposit(account, 29.99);
    expect(await state()).toBe('ACTIVE_IN_ARREARS');
    await desk.deposit(account, 0.01);
    expect(await desk.account(account)).not.toHaveProperty('lastSetToArrearsDate');
    expect(await state()).toBe('ACTIVE');
    await limit(10);
    expect(await state()).toBe('ACTIVE_IN_ARREARS');
    await limit(50);
    expect(await state()).toBe('ACTIVE');
    expect(await desk.account(account)).not.toHaveProperty('lastSetToArrearsDate');
  });

  test('begin with the night in which an overdraft expires', async () => {
    const expiring = {
      overdraftSettings: {
        allowOverdraft: true,
        overdraftLimit: 100,
        overdraftExpiryDate: '2026-03-11T00:00:00+02:00',
      },
    };
    const [owing, paid, lasting] = [
      await open.depositAccount(expiring),
      await open.depositAccount(expiring),
      await open.depositAccount({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } }),
    ];
    for (const account of [owing, paid, lasting]) await desk.withdraw(account, 40);
    await desk.deposit(paid, 40);
    const night = (): Promise<number> =>
      overdrawnDeposits.run({
        tenant: bank.app.tenant,
        day: bank.app.tenant.clock.today(),
        principal: systemPrincipal,
      });
    expect(await night()).toBe(0);
    await bank.ok('advanceClock', { body: { days: 1 } });
    await night();
    const stateOf = async (account: { id: string }): Promise<unknown> => (await desk.account(account)).accountState;
    expect(await Promise.all([owing, paid, lasting].map(stateOf))).toEqual(['ACTIVE_IN_ARREARS', 'ACTIVE', 'ACTIVE']);
    expect((await desk.account(owing)).lastSetToArrearsDate).toMatch(/^2026-03-11T/);
    expect(await night()).toBe(0);
    await desk.deposit(owing, 40);
    expect(await stateOf(owing)).toBe('ACTIVE');
  });
});

describe('the holder', () => {
  const stateOf = async (clientKey: string): Promise<unknown> =>
    (await bank.ok('getClient', { path: { clientId: clientKey } })).state;

  test('is ACTIVE from the first deposit until the last account is closed', async () => {
    const client = await open.client();
    const one = await open.depositAccount({ accountHolderKey: client.encodedKey });
    const two = await open.depositAccount({ accountHolderKey: client.encodedKey });
    expect(await stateOf(client.id)).toBe('INACTIVE');
    await desk.deposit(one, 5);
    expect(await stateOf(client.id)).toBe('ACTIVE');
    await desk.transfer(one, two, 5);
    await desk.changeState(one, 'CLOSE');
    expect(await stateOf(client.id)).toBe('ACTIVE');
    await desk.withdraw(two, 5);
    await desk.changeState(two, 'CLOSE');
    expect(await stateOf(client.id)).toBe('INACTIVE');
    await bank.ok('reopenDepositAccount', { path: { depositAccountId: two.id }, body: {} });
    expect(await stateOf(client.id)).toBe('ACTIVE');
  });

  test('who left or is not welcome gets no account back', async () => {
    for (const state of ['EXITED', 'BLACKLISTED']) {
      const client = await open.client();
      const account = await open.depositAccount({ accountHolderKey: client.encodedKey });
      await desk.changeState(account, 'CLOSE_WITHDRAW');
      const setState = (value: string): Promise<unknown> =>
        bank.ok('patchClient', {
          path: { clientId: client.id },
          body: [{ op: 'REPLACE', path: '/state', value }],
        });
      await setState(state);
      const path = { depositAccountId: account.id };
      expect(await desk.reason('reopenDepositAccount', { path, body: {} })).toBe('400 INVALID_ACCOUNT_HOLDER_STATE');
      await setState('INACTIVE');
      expect(await desk.reason('reopenDepositAccount', { path, body: {} })).toBe('200');
      expect(await desk.reason('reopenDepositAccount', { path, body: {} })).toBe(
        '400 INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION',
      );
    }
  });
});
