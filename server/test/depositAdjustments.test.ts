import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };
type Transaction = ResponseBody<'getDepositTransaction'>;

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

const at = ({ id }: Account): { depositAccountId: string } => ({ depositAccountId: id });
const overdraft = (overdraftLimit: number): Body => ({ overdraftSettings: { allowOverdraft: true, overdraftLimit } });
const funded = async (amount: number, more: Body = {}): Promise<Account> => {
  const account = await open.depositAccount(more);
  await desk.deposit(account, amount);
  return account;
};
const adjusted = async (transaction: Transaction, more: Body = {}): Promise<Transaction> => {
  const reply = await desk.adjust(transaction, more);
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body as Transaction;
};
const outcome = async (transaction: Transaction, more: Body = {}): Promise<string> => {
  const reply = await desk.adjust(transaction, more);
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const again = (transaction: Transaction): Promise<Transaction> =>
  bank.ok('getDepositTransaction', { path: { depositTransactionId: String(transaction.id) } });
const day = (date: string): string => `${date}T10:00:00+02:00`;

/** What the postings of one account left on a GL account: credits minus debits. */
const control = async (account: Account, glCode: string): Promise<number> => {
  const { rows } = await bank.db.query<{ held: number }>(
    `SELECT coalesce(sum(CASE WHEN j.is_debit THEN -j.amount ELSE j.amount END), 0)::float8 AS held
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key
       JOIN deposit_transaction t ON t.encoded_key = j.transaction_key
      WHERE t.account_key = $1::uuid AND g.gl_code = $2`,
    [account.encodedKey, glCode],
  );
  return rows[0]?.held ?? 0;
};

describe('undoing', () => {
  test('a deposit posts its opposite, mirrors its journal and ties the two together', async () => {
    const account = await funded(100);
    const deposit = await desk.deposit(account, 40);
    const undone = await adjusted(deposit, { notes: 'wrong account' });
    expect(undone).toMatchObject({
      type: 'ADJUSTMENT',
      amount: -40,
      notes: 'wrong account',
      valueDate: deposit.valueDate,
      bookingDate: deposit.bookingDate,
      originalTransactionKey: deposit.encodedKey,
      affectedAmounts: { fundsAmount: -40 },
      accountBalances: { totalBalance: 100 },
    });
    expect(undone.adjustmentTransactionKey).toBeUndefined();
    const original = await again(deposit);
    expect(original).toEqual({ ...deposit, adjustmentTransactionKey: undone.encodedKey });
    expect(await desk.journal(deposit)).toEqual(['DEBIT 1000 40 -', 'CREDIT 2000 40 -']);
    expect(await desk.journal(undone)).toEqual(['CREDIT 1000 40 -', 'DEBIT 2000 40 -']);
    const { rows } = await bank.db.query<{ reversed: number }>(
      `SELECT count(*) AS reversed FROM journal_entry j JOIN journal_entry m ON m.encoded_key = j.reversal_entry_key
        WHERE j.transaction_key = $1::uuid AND m.transaction_key = $2::uuid`,
      [deposit.encodedKey, undone.encodedKey],
    );
    expect(rows[0]?.reversed).toBe(2);
  });

  test.each([
    ['makeWithdrawal', { amount: 10 }, 'WITHDRAWAL_ADJUSTMENT', 10],
    ['applyDepositFee', { amount: 3 }, 'FEE_ADJUSTED', 3],
  ] as const)('%s gives the money back', async (name, body, type, amount) => {
    const account = await funded(50);
    const posted = (await bank.ok(name, { path: at(account), body })) as Transaction;
    const undone = await adjusted(posted);
    expect(undone).toMatchObject({ type, amount, accountBalances: { totalBalance: 50 } });
    const mirror = (await desk.journal(posted)).map((line) =>
      line.startsWith('DEBIT') ? line.replace('DEBIT', 'CREDIT') : line.replace('CREDIT', 'DEBIT'),
    );
    expect(await desk.journal(undone)).toEqual(mirror);
    expect(await desk.balance(account)).toBe('50');
  });

  test('a transaction found by its key works like by its id', async () => {
    const deposit = await desk.deposit(await open.depositAccount(), 5);
    expect(
      await bank.ok('adjustDepositTransaction', {
        path: { depositTransactionId: String(deposit.encodedKey) },
        body: { notes: 'x' },
      }),
    ).toMatchObject({ amount: -5 });
  });

  test('either half of a transfer undoes both', async () => {
    for (const half of ['paid', 'received'] as const) {
      const [from, target] = [await funded(50), await open.depositAccount()];
      const paid = await desk.transfer(from, target, 20);
      const [received] = await bank.ok('getDepositTransactions', { path: at(target) });
      const undone = await adjusted(half === 'paid' ? paid : (received as Transaction));
      expect(undone).toMatchObject({ type: 'TRANSFER_ADJUSTMENT', amount: half === 'paid' ? 20 : -20 });
      expect([await desk.balance(from), await desk.balance(target)]).toEqual(['50', '0']);
      expect((await again(paid)).adjustmentTransactionKey).toBeDefined();
      expect((await again(received as Transaction)).adjustmentTransactionKey).toBeDefined();
      expect(await outcome(paid)).toMatch(/^400 TRANSACTION_ALREADY_ADJUSTED: /);
      expect(await outcome(received as Transaction)).toMatch(/^400 TRANSACTION_ALREADY_ADJUSTED: /);
      expect([await control(from, '2000'), await control(target, '2000')]).toEqual([50, 0]);
    }
  });

  test('of a transfer whose money was spent is refused on both sides', async () => {
    const [from, target] = [await funded(50), await open.depositAccount()];
    const paid = await desk.transfer(from, target, 20);
    await desk.withdraw(target, 15);
    expect(await outcome(paid)).toMatch(/^400 BALANCE_BELOW_ZERO: .*money of transaction .* was used/);
    expect([await desk.balance(from), await desk.balance(target)]).toEqual(['30', '5']);
    expect((await again(paid)).adjustmentTransactionKey).toBeUndefined();
  });

  test('the first deposit leaves the account active and empty, ready to be used again', async () => {
    const account = await open.depositAccount();
    const deposit = await desk.deposit(account, 5);
    await adjusted(deposit);
    expect(await desk.account(account)).toMatchObject({ accountState: 'ACTIVE', balances: { totalBalance: 0 } });
    await desk.deposit(account, 7);
  });
});

describe('is refused', () => {
  test('without notes', async () => {
    const deposit = await desk.deposit(await open.depositAccount(), 5);
    for (const notes of [undefined, '', '  ', null]) {
      const reply = await bank.call('adjustDepositTransaction', {
        path: { depositTransactionId: String(deposit.id) },
        body: notes === undefined ? {} : { notes },
      });
      expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toMatch(/^400 INVALID_NOTES: notes are required/);
    }
  });

  test('twice, and never an adjustment itself', async () => {
    const deposit = await desk.deposit(await funded(10), 5);
    const undone = await adjusted(deposit);
    expect(await outcome(deposit)).toMatch(/^400 TRANSACTION_ALREADY_ADJUSTED: /);
    expect(await outcome(undone)).toMatch(/^400 TRANSACTION_TYPE_DOES_NOT_ALLOW_ADJUSTMENT: .*ADJUSTMENT/);
  });

  test('when ten ask at once, for nine of them', async () => {
    const account = await funded(100);
    const deposit = await desk.deposit(account, 5);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(deposit)));
    expect(outcomes.filter((told) => told === '200: ')).toHaveLength(1);
    expect(outcomes.filter((told) => told.startsWith('400 TRANSACTION_ALREADY_ADJUSTED'))).toHaveLength(9);
    expect(await desk.balance(account)).toBe('100');
  });

  test('when the money was used, now or on a day since', async () => {
    const account = await open.depositAccount();
    const deposit = await desk.deposit(account, 100, { valueDate: day('2026-03-02') });
    const withdrawal = await desk.withdraw(account, 60, { valueDate: day('2026-03-04') });
    await desk.deposit(account, 500, { valueDate: day('2026-03-06') });
    expect(await outcome(deposit)).toMatch(/^400 BALANCE_BELOW_ZERO: /);
    await adjusted(withdrawal);
    await adjusted(deposit);
    expect(await desk.balance(account)).toBe('500');
  });

  test('in states that take no postings', async () => {
    const account = await open.depositAccount();
    const deposit = await desk.deposit(account, 5);
    await desk.changeState(account, 'LOCK');
    expect(await outcome(deposit)).toMatch(/^400 INVALID_DEPOSIT_ACCOUNT_STATE: .*LOCKED/);
    await desk.changeState(account, 'UNLOCK');
    const withdrawal = await desk.withdraw(account, 5);
    await desk.changeState(account, 'CLOSE');
    expect(await outcome(withdrawal)).toMatch(/^400 INVALID_DEPOSIT_ACCOUNT_STATE: .*CLOSED/);
  });

  test('with a booking date that lies wrong', async () => {
    const deposit = await desk.deposit(await open.depositAccount(), 5, { valueDate: day('2026-03-05') });
    expect(await outcome(deposit, { bookingDate: day('2026-03-04') })).toMatch(/^400 BOOKING_DATE_BEFORE_VALUE_DATE: /);
    expect(await outcome(deposit, { bookingDate: day('2026-03-11') })).toMatch(/^400 INVALID_BOOKING_DATE: /);
    expect(await outcome(deposit, { bookingDate: '2026-03-06T10:00:00Z' })).toMatch(
      /^400 INVALID_PARAMETERS: Invalid date offset/,
    );
    expect(await adjusted(deposit, { bookingDate: day('2026-03-06') })).toMatchObject({
      valueDate: day('2026-03-05'),
      bookingDate: day('2026-03-06'),
    });
  });

  test('without the permission, and to nobody in particular', async () => {
    const deposit = await desk.deposit(await open.depositAccount(), 5);
    await bank.ok('createUser', {
      body: {
        username: 'reader',
        firstName: 'R',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['MAKE_DEPOSIT'],
        },
      },
    });
    const reply = await bank.call('adjustDepositTransaction', {
      path: { depositTransactionId: String(deposit.id) },
      body: { notes: 'x' },
      user: 'reader:long enough',
    });
    expect(reasonOf(reply)).toBe('403 INVALID_PERMISSIONS');
  });
});

describe('overdraft', () => {
  test('is what a deposit covered before it was undone', async () => {
    const account = await funded(100, overdraft(200));
    const [first] = await bank.ok('getDepositTransactions', { path: at(account) });
    const withdrawal = await desk.withdraw(account, 150);
    // The account owes 50; without the deposit it owes 150, all of it as overdraft.
    const undone = await adjusted(first as Transaction);
    expect(undone).toMatchObject({
      affectedAmounts: { fundsAmount: 0, overdraftAmount: -100 },
      accountBalances: { totalBalance: -150 },
    });
    expect([await control(account, '2000'), await control(account, '1200')]).toEqual([0, -150]);
    // And undoing the withdrawal, which once took 100 of funds and 50 of overdraft, now repays 150 of overdraft.
    expect((await adjusted(withdrawal)).affectedAmounts).toMatchObject({ fundsAmount: 0, overdraftAmount: 150 });
    expect([await control(account, '2000'), await control(account, '1200')]).toEqual([0, 0]);
  });

  test('that was repaid meanwhile turns into money when the withdrawal is undone', async () => {
    const account = await open.depositAccount(overdraft(100));
    const withdrawal = await desk.withdraw(account, 80);
    await desk.deposit(account, 100);
    const undone = await adjusted(withdrawal);
    expect(undone).toMatchObject({
      affectedAmounts: { fundsAmount: 80, overdraftAmount: 0 },
      accountBalances: { totalBalance: 100 },
    });
    expect([await control(account, '2000'), await control(account, '1200')]).toEqual([100, 0]);
  });

  test('on both sides of a transfer that is undone later', async () => {
    const [from, target] = [await open.depositAccount(overdraft(100)), await open.depositAccount(overdraft(100))];
    const paid = await desk.transfer(from, target, 60);
    await desk.deposit(from, 100);
    await desk.withdraw(target, 60);
    await adjusted(paid);
    expect([await desk.balance(from), await desk.balance(target)]).toEqual(['100', '-60']);
    await desk.verify();
  });
});

describe('fees', () => {
  const fee = async (account: Account, amount: number): Promise<Transaction> =>
    (await bank.ok('applyDepositFee', { path: at(account), body: { amount } })) as Transaction;

  test('that are still due are forgiven', async () => {
    const account = await funded(3);
    const charged = await fee(account, 10);
    expect((await desk.account(account)).balances).toMatchObject({ totalBalance: 0, feesDue: 7 });
    await adjusted(charged);
    expect((await desk.account(account)).balances).toMatchObject({ totalBalance: 3, feesDue: 0 });
  });

  test('that a deposit paid meanwhile are undone after that deposit', async () => {
    const account = await funded(3);
    const charged = await fee(account, 10);
    const paying = await desk.deposit(account, 20);
    expect(await outcome(charged)).toMatch(/^400 NOT_ADJUSTED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE: /);
    await adjusted(paying);
    expect((await desk.account(account)).balances).toMatchObject({ totalBalance: 0, feesDue: 7 });
    await adjusted(charged);
    expect((await desk.account(account)).balances).toMatchObject({ totalBalance: 3, feesDue: 0 });
  });
});

test('the journal of a visit to another branch is mirrored there', async () => {
  const keys: string[] = [];
  for (const id of ['B1', 'B2'])
    keys.push(String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey));
  await bank.db.query(
    `INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES ($1, $2, $3, $4)`,
    [newEncodedKey(), keys[0], keys[1], open.gl['1900']],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  const from = await funded(100, { assignedBranchKey: 'B1' });
  const target = await open.depositAccount({ assignedBranchKey: 'B2' });
  const paid = await desk.transfer(from, target, 60);
  const undone = await adjusted(paid);
  expect((await desk.journal(undone)).toSorted()).toEqual([
    'CREDIT 1900 60 B2',
    'CREDIT 2000 60 B1',
    'DEBIT 1900 60 B1',
    'DEBIT 2000 60 B2',
  ]);
});
