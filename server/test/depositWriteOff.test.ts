import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
  desk = openDesk(bank);
  await product('LENDING', [
    ...depositRules(open.gl),
    { financialResource: 'OVERDRAFT_WRITE_OFF_EXPENSE', glAccountKey: open.gl['5000'] ?? '' },
  ]);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const product = (id: string, accountingRules: object[]) =>
  bank.ok('createDepositProduct', {
    body: {
      id,
      name: id,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'CASH', accountingRules },
      feesSettings: { allowArbitraryFees: true },
      overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
    },
  });
const overdrawn = async (amount: number, more: Body = {}): Promise<Account> => {
  const account = await open.depositAccount({
    productTypeKey: 'LENDING',
    overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 },
    ...more,
  });
  await desk.withdraw(account, amount);
  return account;
};
const change = async (account: Account, action: string, more: Body = {}): Promise<string> => {
  const reply = await desk.changeState(account, action, more);
  return reply.status === 200 ? '200' : `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const newest = async (account: Account) => {
  const [found] = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
  if (!found) throw new Error('there is no transaction');
  return found;
};
const fee = (account: Account, amount: number) =>
  bank.ok('applyDepositFee', { path: { depositAccountId: account.id }, body: { amount } });

describe('writing off an overdrawn account', () => {
  test('closes it with a transaction that books the loss', async () => {
    const account = await overdrawn(80);
    expect(await change(account, 'CLOSE_WRITE_OFF', { notes: 'left the country' })).toBe('200');
    const after = await desk.account(account);
    expect(after).toMatchObject({ accountState: 'CLOSED_WRITTEN_OFF', notes: 'left the country' });
    expect(after.closedDate).toBeDefined();
    expect(await desk.balance(account)).toBe('0');
    const posted = await newest(account);
    expect(posted).toMatchObject({
      type: 'WRITE_OFF',
      amount: 80,
      notes: 'left the country',
      affectedAmounts: { overdraftAmount: 80, fundsAmount: 0 },
      accountBalances: { totalBalance: 0 },
    });
    expect(await desk.journal(posted)).toEqual(['CREDIT 1200 80 -', 'DEBIT 5000 80 -']);
  });

  test('gives up the fees that are due, which were no income yet', async () => {
    const account = await overdrawn(95);
    await fee(account, 12);
    expect(await change(account, 'CLOSE_WRITE_OFF')).toBe('200');
    const posted = await newest(account);
    expect(posted).toMatchObject({ amount: 107, affectedAmounts: { overdraftAmount: 100, feesAmount: 7 } });
    expect(await desk.journal(posted)).toEqual(['CREDIT 1200 100 -', 'DEBIT 5000 100 -']);
    expect((await desk.account(account)).balances).toMatchObject({ feesDue: 0, overdraftAmount: 0 });
  });

  test('is taken back: what was owed is owed, and the journal is mirrored', async () => {
    const account = await overdrawn(95);
    await fee(account, 12);
    await change(account, 'CLOSE_WRITE_OFF');
    const original = await newest(account);
    expect(await change(account, 'UNDO_CLOSE_WRITE_OFF', { notes: 'came back' })).toBe('200');
    const after = await desk.account(account);
    expect(after).toMatchObject({ accountState: 'ACTIVE', balances: { totalBalance: -100, feesDue: 7 } });
    expect(after.closedDate).toBeUndefined();
    const undone = await newest(account);
    expect(undone).toMatchObject({
      type: 'WRITE_OFF_ADJUSTMENT',
      amount: -107,
      originalTransactionKey: original.encodedKey,
    });
    expect(await desk.journal(undone)).toEqual(['DEBIT 1200 100 -', 'CREDIT 5000 100 -']);
    const marked = await bank.ok('getDepositTransaction', { path: { depositTransactionId: String(original.id) } });
    expect(marked.adjustmentTransactionKey).toBe(undone.encodedKey);
    await desk.deposit(account, 107);
    expect(await desk.balance(account)).toBe('0');
    // And it can be written off again.
    await desk.withdraw(account, 10);
    expect(await change(account, 'CLOSE_WRITE_OFF')).toBe('200');
    expect(await change(account, 'UNDO_CLOSE_WRITE_OFF')).toBe('200');
    expect(await desk.balance(account)).toBe('-10');
  });

  test('leaves an account in arrears in arrears when it is taken back', async () => {
    const account = await overdrawn(80);
    await bank.ok('patchDepositAccount', {
      path: { depositAccountId: account.id },
      body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value: 50 }],
    });
    expect((await desk.account(account)).accountState).toBe('ACTIVE_IN_ARREARS');
    expect(await change(account, 'CLOSE_WRITE_OFF')).toBe('200');
    expect(await change(account, 'UNDO_CLOSE_WRITE_OFF')).toBe('200');
    expect((await desk.account(account)).accountState).toBe('ACTIVE_IN_ARREARS');
  });
});

describe('is refused, and changes nothing', () => {
  const withMoney = async () => {
    const account = await overdrawn(10);
    await desk.deposit(account, 50);
    return account;
  };
  const closed = async () => {
    const account = await overdrawn(10);
    await desk.deposit(account, 10);
    await change(account, 'CLOSE');
    return account;
  };
  const written = async () => {
    const account = await overdrawn(10);
    await change(account, 'CLOSE_WRITE_OFF');
    return account;
  };
  const empty = async () => {
    const account = await overdrawn(10);
    await desk.deposit(account, 10);
    return account;
  };
  const locked = async () => {
    const account = await overdrawn(10);
    await change(account, 'LOCK');
    return account;
  };
  const announced = async () => {
    const account = await overdrawn(10);
    await bank.ok('createDepositAuthorizationHold', {
      path: { depositAccountId: account.id },
      body: { externalReferenceId: 'COMING', amount: 10, creditDebitIndicator: 'CRDT' },
    });
    return account;
  };
  test.each<[string, () => Promise<Account>, string, RegExp]>([
    ['with credits announced', announced, 'CLOSE_WRITE_OFF', /^400 FORWARD_AVAILABLE_BALANCE_SHOULD_BE_ZERO_OR_NULL: /],
    ['with money of the customer', withMoney, 'CLOSE_WRITE_OFF', /^400 ACCOUNT_HAS_REMAINING_BALANCE: /],
    ['owing nothing', empty, 'CLOSE_WRITE_OFF', /^400 INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION: .*owes nothing/],
    ['locked', locked, 'CLOSE_WRITE_OFF', /^400 INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION: .*LOCKED/],
    ['closed', closed, 'CLOSE_WRITE_OFF', /^400 INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION: .*CLOSED/],
    ['twice', written, 'CLOSE_WRITE_OFF', /^400 INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION: .*WRITTEN_OFF/],
    ['taking back what was not written off', closed, 'UNDO_CLOSE_WRITE_OFF', /^400 INVALID_SAVINGS_\w+: .*CLOSED/],
    ['an unknown action', written, 'REOPEN', /^400 INVALID_PARAMETERS: /],
  ])('%s', async (_name, make, action, refusal) => {
    const account = await make();
    const before = await desk.account(account);
    expect(await change(account, action)).toMatch(refusal);
    expect(await desk.account(account)).toEqual(before);
  });

  test('a product without a rule for the loss', async () => {
    const account = await overdrawn(10, { productTypeKey: open.currentProductKey });
    expect(await change(account, 'CLOSE_WRITE_OFF')).toMatch(
      /^400 UNDEFINED_ACCOUNT_FOR_FINANCIAL_RESOURCE_ERROR: .*OVERDRAFT_WRITE_OFF_EXPENSE/,
    );
    expect(await desk.balance(account)).toBe('-10');
  });

  test('adjusting the write-off itself, and posting on what is written off', async () => {
    const account = await written();
    const adjusted = await desk.adjust(await newest(account));
    expect(reasonOf(adjusted)).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    const path = { depositAccountId: account.id };
    expect(await desk.reason('makeDeposit', { path, body: { amount: 1 } })).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
  });

  test('without the permission for it', async () => {
    const account = await overdrawn(10);
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    await bank.ok('createUser', {
      body: {
        username: 'closer',
        firstName: 'C',
        password: 'long enough',
        access: { ...access, permissions: ['CLOSE_SAVINGS_ACCOUNTS'] },
      },
    });
    const ask = (action: string) =>
      desk.reason('changeDepositAccountState', {
        path: { depositAccountId: account.id },
        body: { action },
        user: 'closer:long enough',
      });
    expect(await ask('CLOSE_WRITE_OFF')).toBe('200');
    expect(await ask('UNDO_CLOSE_WRITE_OFF')).toBe('403 INVALID_PERMISSIONS');
  });
});

test('a write-off forgets what accrued, and its undoing accrues it with the next night', async () => {
  const settings = {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationBalance: 'END_OF_DAY',
    interestRateSettings: {
      interestRateTerms: 'FIXED',
      interestRateSource: 'FIXED_INTEREST_RATE',
      interestRate: { defaultValue: 14.6 },
    },
  };
  await bank.ok('createDepositProduct', {
    body: {
      id: 'COSTLY',
      name: 'COSTLY',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
      overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
      overdraftInterestSettings: settings,
    } as Body,
  });
  const account = await overdrawn(100, { productTypeKey: 'COSTLY' });
  const accrued = async () => Number((await desk.account(account)).accruedAmounts?.overdraftInterestAccrued);
  const night = () => bank.ok('advanceClock', { body: { days: 1 } });
  await night();
  expect(await accrued()).toBe(0.04);
  expect(await change(account, 'CLOSE_WRITE_OFF')).toBe('200');
  expect(await accrued()).toBe(0);
  await night();
  expect(await accrued()).toBe(0);
  expect(await change(account, 'UNDO_CLOSE_WRITE_OFF')).toBe('200');
  await night();
  expect(await accrued()).toBe(0.12);
});

test('of two at once, one writes off', async () => {
  const account = await overdrawn(10);
  const replies = await Promise.all([change(account, 'CLOSE_WRITE_OFF'), change(account, 'CLOSE_WRITE_OFF')]);
  expect(replies.filter((reply) => reply === '200')).toHaveLength(1);
  const undone = await Promise.all([change(account, 'UNDO_CLOSE_WRITE_OFF'), change(account, 'UNDO_CLOSE_WRITE_OFF')]);
  expect(undone.filter((reply) => reply === '200')).toHaveLength(1);
  expect(await desk.balance(account)).toBe('-10');
});
