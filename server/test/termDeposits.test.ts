import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maturedDeposits } from '../src/domains/deposits/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { plusDays } from '../src/kernel/localDate.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let clerk: string;

const product = (id: string, type: string, more: Body = {}) =>
  bank.ok('createDepositProduct', {
    body: {
      id,
      name: id,
      type: type as 'FIXED_DEPOSIT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
      accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
      feesSettings: { allowArbitraryFees: true },
      ...more,
    },
  });

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  const months = (minValue: number, defaultValue: number, maxValue: number): Body => ({
    maturitySettings: { maturityPeriod: { minValue, defaultValue, maxValue }, maturityPeriodUnit: 'MONTHS' },
  });
  await product('FIXED', 'FIXED_DEPOSIT', {
    ...months(1, 3, 12),
    internalControls: { openingBalance: { minValue: 100, maxValue: 5000 } },
  });
  await product('PLAN', 'SAVINGS_PLAN', months(1, 2, 6));
  await product('FREE', 'SAVINGS_PLAN');
  await product('INVESTOR', 'INVESTOR_ACCOUNT');
  await bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'clerk',
      password: 'long enough',
      access: {
        apiAccess: true,
        mambuAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['MAKE_WITHDRAWAL', 'MAKE_TRANSFER', 'MAKE_INTER_CLIENTS_TRANSFERS'],
      },
    },
  });
  clerk = 'clerk:long enough';
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const at = ({ id }: Account): { depositAccountId: string } => ({ depositAccountId: id });
const filled = async (productTypeKey: string, amount: number, more: Body = {}): Promise<Account> => {
  const account = await open.depositAccount({ productTypeKey, ...more });
  await desk.deposit(account, amount);
  return account;
};
const start = (account: Account, body: Body = {}, user?: string) =>
  bank.call('startDepositMaturity', { path: at(account), body, ...(user ? { user } : {}) });
const undo = (account: Account, body: Body | null = {}) =>
  bank.call('undoDepositMaturity', { path: at(account), ...(body ? { body } : {}) });
const matureAfter = async (account: Account): Promise<void> => {
  const { maturityDate } = await desk.account(account);
  await bank.ok('advanceClock', { body: { to: String(maturityDate).slice(0, 10) } });
};

describe('the start of a term', () => {
  test('ends it after the default length of the product, at the start of a day here', async () => {
    const account = await filled('FIXED', 100);
    const started = await start(account, { notes: 'for three months' });
    expect(reasonOf(started)).toBe('200');
    expect(started.body).toMatchObject({
      accountState: 'ACTIVE',
      maturityDate: '2026-04-30T00:00:00+03:00',
      notes: 'for three months',
    });
    expect(await desk.account(account)).toMatchObject({ maturityDate: '2026-04-30T00:00:00+03:00' });
    const { rows } = await bank.db.query<{ changes: string }>(
      `SELECT changes FROM audit_record WHERE operation = 'startDepositMaturity' AND entity_key = $1 AND status = 200`,
      [account.encodedKey],
    );
    expect(rows.map(({ changes }) => /maturityDate.*2026-04-30/.test(changes))).toEqual([true]);
  });

  test('takes the date that is asked for, as the end of the term', async () => {
    const account = await filled('PLAN', 1);
    expect((await start(account, { maturityDate: '2026-07-31' })).body).toMatchObject({
      maturityDate: '2026-07-31T00:00:00+03:00',
    });
  });

  test('of a product without any length needs a date and takes any', async () => {
    const account = await filled('FREE', 1);
    const missing = await start(account);
    expect(`${reasonOf(missing)} ${sourceOf(missing)}`).toMatch(/^400 INVALID_DATE maturityDate is required/);
    expect(reasonOf(await start(account, { maturityDate: '2056-02-29' }))).toBe('200');
  });

  test.each([
    ['today', '2026-01-31', '400 INVALID_DATE'],
    ['the past', '2025-12-31', '400 INVALID_DATE'],
    ['before the least length', '2026-02-27', '400 INVALID_DATE'],
    ['after the greatest length', '2027-02-01', '400 INVALID_DATE'],
    ['a day that does not exist', '2026-02-30', /^400 /],
    ['no date', 'soon', /^400 /],
    ['a number', 5, /^400 /],
    ['an endless year', '99999-01-01', /^400 /],
  ])('does not take %s as its end', async (_what, maturityDate, expected) => {
    const account = await filled('FIXED', 100);
    const refused = await start(account, { maturityDate });
    expect(reasonOf(refused)).toMatch(expected);
    expect(sourceOf(refused)).toMatch(/maturityDate/);
    expect((await desk.account(account)).maturityDate).toBeUndefined();
  });

  test('is refused for accounts without a term, not yet active, started before, unknown', async () => {
    const savings = await filled('SAVINGS', 100);
    const approved = await open.depositAccount({ productTypeKey: 'FIXED' });
    const twice = await filled('FIXED', 100);
    await start(twice);
    expect(reasonOf(await start(savings, { maturityDate: '2026-05-01' }))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    expect(reasonOf(await start(approved))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    expect(reasonOf(await start(twice))).toBe('400 MATURITY_PERIOD_ALREADY_STARTED');
    expect(reasonOf(await start({ id: 'NOBODY', encodedKey: '' }))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(reasonOf(await start(await filled('FIXED', 100), {}, clerk))).toBe('403 INVALID_PERMISSIONS');
    expect(reasonOf(await start(await filled('FIXED', 100), { length: 3 }))).toBe('400 INVALID_PARAMETERS');
  });

  test('of a fixed deposit waits for the opening balance, which may come in parts', async () => {
    const account = await filled('FIXED', 40);
    expect(reasonOf(await start(account))).toBe('400 MINIMUM_OPENING_BALANCE_ACHIEVED');
    await desk.deposit(account, 60);
    expect(await desk.reason('makeDeposit', { path: at(account), body: { amount: 4900.01 } })).toBe(
      '400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS',
    );
    expect(reasonOf(await start(account))).toBe('200');
  });

  test('happens once where two ask at once', async () => {
    const account = await filled('FIXED', 100);
    const answers = await Promise.all([start(account), start(account, { maturityDate: '2026-06-30' })]);
    expect(answers.map(reasonOf).sort()).toEqual(['200', '400 MATURITY_PERIOD_ALREADY_STARTED']);
  });
});

describe('during the term', () => {
  test('a fixed deposit takes no money, a savings plan does', async () => {
    const fixed = await filled('FIXED', 100);
    const plan = await filled('PLAN', 100);
    const source = await filled('SAVINGS', 100);
    await start(fixed);
    await start(plan);
    const refused = '400 DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET';
    expect(await desk.reason('makeDeposit', { path: at(fixed), body: { amount: 1 } })).toBe(refused);
    expect(await desk.reason('makeTransfer', { path: at(source), body: { amount: 1, ...to(fixed) } })).toBe(refused);
    await desk.deposit(plan, 50);
    await desk.transfer(source, plan, 50);
    expect([await desk.balance(fixed), await desk.balance(plan), await desk.balance(source)]).toEqual([
      '100',
      '200',
      '50',
    ]);
  });

  test.each(['FIXED', 'PLAN'])('%s pays out early only to who may', async (type) => {
    const account = await filled(type, 150);
    const target = await filled('SAVINGS', 1);
    const early = async (): Promise<string[]> => [
      await desk.reason('makeWithdrawal', { path: at(account), body: { amount: 1 }, user: clerk }),
      await desk.reason('makeTransfer', { path: at(account), body: { amount: 1, ...to(target) }, user: clerk }),
    ];
    const refused = ['403 INVALID_PERMISSIONS', '403 INVALID_PERMISSIONS'];
    expect(await early()).toEqual(refused);
    await start(account);
    expect(await early()).toEqual(refused);
    expect(await desk.balance(account)).toBe('150');
    await desk.withdraw(account, 10);
    await desk.transfer(account, target, 10);
    expect(await desk.balance(account)).toBe('130');
  });

  test('a deposit whose taking back would empty the account stays', async () => {
    const account = await open.depositAccount({ productTypeKey: 'PLAN' });
    const first = await desk.deposit(account, 100);
    const second = await desk.deposit(account, 20);
    await start(account);
    expect(reasonOf(await desk.adjust(second))).toBe('200');
    expect(reasonOf(await desk.adjust(first))).toBe('400 DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET');
    expect(await desk.balance(account)).toBe('100');
    expect(reasonOf(await undo(account))).toBe('204');
    expect(reasonOf(await desk.adjust(first))).toBe('200');
  });

  test('it is undone, and starts anew', async () => {
    const account = await filled('FIXED', 100);
    expect(reasonOf(await undo(account))).toBe('400 MATURITY_PERIOD_NOT_STARTED');
    await start(account);
    expect(reasonOf(await undo(account, { notes: 'changed his mind' }))).toBe('204');
    const undone = await desk.account(account);
    expect([undone.maturityDate, undone.notes, undone.accountState]).toEqual([undefined, 'changed his mind', 'ACTIVE']);
    await desk.deposit(account, 10);
    expect((await start(account, { maturityDate: '2026-05-31' })).body).toMatchObject({
      maturityDate: '2026-05-31T00:00:00+03:00',
      balances: { totalBalance: 110 },
    });
    expect(reasonOf(await undo(account, null))).toBe('204');
    expect(reasonOf(await undo({ id: 'NOBODY', encodedKey: '' }))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(reasonOf(await undo(account, { notes: 5 }))).toBe('400 INVALID_PARAMETERS');
  });
});

describe('limits by type', () => {
  test('a savings plan has a target and a recommended deposit, and keeps them', async () => {
    const controls = { recommendedDepositAmount: 25, targetAmount: 1000.5 };
    const account = await filled('PLAN', 25, { internalControls: controls });
    const told = await desk.account(account);
    expect(told).toMatchObject({ accountType: 'SAVINGS_PLAN', internalControls: controls });
    const put = { ...told, internalControls: { ...controls, targetAmount: 2000 } };
    await bank.ok('updateDepositAccount', { path: at(account), body: put });
    expect(await desk.account(account)).toMatchObject({ internalControls: { targetAmount: 2000 } });
    await bank.ok('patchDepositAccount', {
      path: at(account),
      body: [{ op: 'REPLACE', path: '/internalControls/targetAmount', value: 3000 }],
    });
    expect((await desk.account(account)).internalControls).toMatchObject({ targetAmount: 3000 });
  });

  test.each([
    ['FIXED', { targetAmount: 5 }, '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_TARGET_AMOUNT'],
    ['SAVINGS', { targetAmount: 5 }, '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_TARGET_AMOUNT'],
    ['PLAN', { targetAmount: -5 }, '400 INVALID_PARAMETERS'],
    ['PLAN', { targetAmount: 5.001 }, '400 INVALID_AMOUNT'],
    ['PLAN', { targetAmount: 1e30 }, '400 INVALID_AMOUNT'],
    ['FIXED', { recommendedDepositAmount: 5 }, '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_RECOMMENDED_DEPOSIT_AMOUNT'],
    ['CURRENT', { recommendedDepositAmount: 5 }, '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_RECOMMENDED_DEPOSIT_AMOUNT'],
    ['FIXED', { maxWithdrawalAmount: 5 }, '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_MAX_WITHDRAWAL_AMOUNT'],
    ['INVESTOR', { maxDepositBalance: 5 }, '400 MAX_DEPOSIT_BALANCE_NOT_AVAILABLE_FOR_INVESTOR_ACCOUNTS'],
    ['PLAN', { maxWithdrawalAmount: 5, recommendedDepositAmount: 5, maxDepositBalance: 5 }, '201'],
    ['INVESTOR', { maxWithdrawalAmount: 5 }, '201'],
  ])('%s with %o: %s', async (productTypeKey, internalControls, expected) => {
    const { encodedKey } = await open.client();
    const reply = await bank.call('createDepositAccount', {
      body: { accountHolderKey: encodedKey, accountHolderType: 'CLIENT', name: 'A', productTypeKey, internalControls },
    });
    expect(reasonOf(reply)).toBe(expected);
    if (reply.status >= 400) expect(sourceOf(reply)).toMatch(/^internalControls\./);
  });

  test('an investor account lives like a savings account, and has no overdraft', async () => {
    const account = await filled('INVESTOR', 100);
    await desk.withdraw(account, 99.5);
    expect(await desk.reason('makeWithdrawal', { path: at(account), body: { amount: 0.51 } })).toBe(
      '400 INSUFFICIENT_BALANCE',
    );
    await desk.withdraw(account, 0.5);
    expect(await desk.changeState(account, 'CLOSE')).toMatchObject({
      body: { accountState: 'CLOSED', accountType: 'INVESTOR_ACCOUNT' },
    });
  });
});

// These move the clock of the bank, so they stand last.
describe('at maturity', () => {
  test('the night makes the account MATURED; anybody may pay it out, nobody pays in, and empty it closes', async () => {
    const account = await filled('FIXED', 200);
    const locked = await filled('PLAN', 10);
    const gone = await filled('PLAN', 10);
    const target = await filled('SAVINGS', 1);
    for (const one of [account, locked, gone]) await start(one, { maturityDate: '2026-03-31' });
    await desk.changeState(locked, 'LOCK');
    await desk.withdraw(gone, 10);
    await desk.changeState(gone, 'CLOSE');
    await bank.ok('advanceClock', { body: { to: '2026-03-30' } });
    expect((await desk.account(account)).accountState).toBe('ACTIVE');
    const early = { path: at(account), body: { amount: 1 }, user: clerk };
    expect(await desk.reason('makeWithdrawal', early)).toBe('403 INVALID_PERMISSIONS');
    await bank.ok('advanceClock', { body: { to: '2026-03-31' } });
    expect(await desk.account(account)).toMatchObject({
      accountState: 'MATURED',
      maturityDate: '2026-03-31T00:00:00+03:00',
    });
    expect((await desk.account(locked)).accountState).toBe('LOCKED');
    expect((await desk.account(gone)).accountState).toBe('CLOSED');
    expect(await desk.reason('makeDeposit', { path: at(account), body: { amount: 1 } })).toBe(
      '400 INVALID_DEPOSIT_ACCOUNT_STATE',
    );
    expect(await desk.reason('makeTransfer', { path: at(target), body: { amount: 1, ...to(account) } })).toBe(
      '400 INVALID_TARGET_ACCOUNT_STATE_FOR_DEPOSIT',
    );
    expect(reasonOf(await undo(account))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    expect(reasonOf(await start(account))).toBe('400 MATURITY_PERIOD_ALREADY_STARTED');
    expect(await desk.reason('makeWithdrawal', { ...early, body: { amount: 150 } })).toBe('201');
    expect(reasonOf(await desk.changeState(account, 'CLOSE'))).toBe('400 ACCOUNT_HAS_REMAINING_BALANCE');
    const rest = { path: at(account), body: { amount: 50, ...to(target) }, user: clerk };
    expect(await desk.reason('makeTransfer', rest)).toBe('201');
    expect((await desk.account(account)).accountState).toBe('MATURED');
    expect((await desk.changeState(account, 'CLOSE')).body).toMatchObject({ accountState: 'CLOSED' });
    // Opened again, it is over after the next night; so is what was locked on the day.
    await bank.ok('reopenDepositAccount', { path: at(account), body: {} });
    await desk.changeState(locked, 'UNLOCK');
    expect(await desk.reason('makeDeposit', { path: at(locked), body: { amount: 1 } })).toBe(
      '400 DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET',
    );
    await bank.ok('advanceClock', { body: { days: 1 } });
    expect((await desk.account(account)).accountState).toBe('MATURED');
    expect((await desk.account(locked)).accountState).toBe('MATURED');
  });

  test('a withdrawal dated back into the term is early', async () => {
    const account = await filled('PLAN', 100);
    await start(account, { maturityDate: '2026-05-31' });
    await matureAfter(account);
    const backdater = { amount: 1, valueDate: '2026-05-30T12:00:00+03:00' };
    await bank.ok('createUser', {
      body: {
        username: 'backdater',
        firstName: 'backdater',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['MAKE_WITHDRAWAL', 'BACKDATE_SAVINGS_TRANSACTIONS'],
        },
      },
    });
    const user = 'backdater:long enough';
    expect(await desk.reason('makeWithdrawal', { path: at(account), body: backdater, user })).toBe(
      '403 INVALID_PERMISSIONS',
    );
    expect(await desk.reason('makeWithdrawal', { path: at(account), body: backdater })).toBe('201');
    expect(await desk.reason('makeWithdrawal', { path: at(account), body: { amount: 1 }, user })).toBe('201');
  });

  test('the step runs again without doing anything', async () => {
    const account = await filled('PLAN', 100);
    await start(account);
    await matureAfter(account);
    const matured = await desk.account(account);
    expect(matured.accountState).toBe('MATURED');
    const { tenant } = bank.app;
    const night = { tenant, day: plusDays(tenant.clock.today(), -1), principal: systemPrincipal };
    expect(await maturedDeposits.run(night)).toBe(0);
    expect(await desk.account(account)).toEqual(matured);
    const found = await bank.ok('searchDepositAccounts', {
      query: { limit: 1000 },
      body: {
        filterCriteria: [{ field: 'maturityDate', operator: 'ON', value: String(matured.maturityDate).slice(0, 10) }],
      },
    });
    expect(found.map(({ id }) => id)).toContain(account.id);
  });
});
