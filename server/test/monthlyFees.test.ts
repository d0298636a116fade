import { afterAll, beforeAll, expect, test } from 'vitest';
import { monthlyDepositFees } from '../src/domains/deposits/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { plusDays } from '../src/kernel/localDate.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;

beforeAll(async () => {
  // Noon of the 30th in UTC: the 31st there.
  bank = await startBank({ today: '2026-01-30', timeZone: 'Pacific/Auckland' });
  open = await openBank(bank);
  desk = openDesk(bank);
  const product = (id: string, fees: readonly Record<string, unknown>[]) =>
    bank.ok('createDepositProduct', {
      body: {
        id,
        name: id,
        type: 'CURRENT_ACCOUNT',
        state: 'ACTIVE',
        newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
        accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
        overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
        feesSettings: { fees },
      } as never,
    });
  const fee = (id: string, amount: number, more: Record<string, unknown>): Record<string, unknown> => ({
    id,
    name: id,
    amount,
    amountCalculationMethod: 'FLAT',
    feeApplication: 'REQUIRED',
    trigger: 'MONTHLY_FEE',
    state: 'ACTIVE',
    ...more,
  });
  await product('FIRSTS', [
    fee('KEEPING', 3, {
      applyDateMethod: 'FIRST_OF_EVERY_MONTH',
      accountingRules: [{ financialResource: 'FEE_INCOME', glAccountKey: open.gl['4200'] }],
    }),
    fee('CARD', 1.5, { applyDateMethod: 'FIRST_OF_EVERY_MONTH' }),
    fee('GONE', 100, { applyDateMethod: 'FIRST_OF_EVERY_MONTH', state: 'INACTIVE' }),
  ]);
  await product('ANNIVERSARY', [fee('MONTHLY', 2, { applyDateMethod: 'MONTHLY_FROM_ACTIVATION' })]);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const filled = async (productTypeKey: string, amount: number, more: Record<string, unknown> = {}): Promise<Account> => {
  const account = await open.depositAccount({ productTypeKey, ...more });
  await desk.deposit(account, amount);
  return account;
};
const to = (date: string) => bank.ok('advanceClock', { body: { to: date } });
/** `2026-02-01 -3 KEEPING` for each fee in the statement, oldest first. */
const fees = async (account: Account): Promise<readonly string[]> => {
  const found = await bank.ok('getDepositTransactions', {
    path: { depositAccountId: account.id },
    query: { limit: 1000, detailsLevel: 'FULL' },
  });
  return found
    .filter(({ type }) => type === 'FEE_APPLIED')
    .map(({ valueDate, amount, fees: [fee] = [] }) => `${String(valueDate).slice(0, 10)} ${amount} ${fee?.name}`)
    .sort();
};

test('are charged on the first of the month or on the day of the activation, each once, and booked', async () => {
  const firsts = await filled('FIRSTS', 100);
  const clamped = await filled('ANNIVERSARY', 100);
  await to('2026-02-01');
  expect(await fees(firsts)).toEqual(['2026-02-01 -1.5 CARD', '2026-02-01 -3 KEEPING']);
  expect(await desk.balance(firsts)).toBe('95.5');
  expect(await fees(clamped)).toEqual([]);
  const young = await filled('FIRSTS', 100);
  await to('2026-02-28');
  expect(await fees(clamped)).toEqual(['2026-02-28 -2 MONTHLY']);
  await to('2026-04-01');
  expect(await fees(clamped)).toEqual(['2026-02-28 -2 MONTHLY', '2026-03-31 -2 MONTHLY']);
  expect(await fees(young)).toEqual([
    '2026-03-01 -1.5 CARD',
    '2026-03-01 -3 KEEPING',
    '2026-04-01 -1.5 CARD',
    '2026-04-01 -3 KEEPING',
  ]);
  const statement = await bank.ok('getDepositTransactions', { path: { depositAccountId: young.id } });
  const booked = await Promise.all(
    statement
      .filter(({ valueDate, type }) => type === 'FEE_APPLIED' && String(valueDate).startsWith('2026-03'))
      .map((transaction) => desk.journal(transaction)),
  );
  expect(booked.map((lines) => lines.toSorted().join(', ')).sort()).toEqual([
    'CREDIT 4000 1.5 -, DEBIT 2000 1.5 -',
    'CREDIT 4200 3 -, DEBIT 2000 3 -',
  ]);
});

test('stay due on an empty account, pass over what is locked or closed, and are refused by hand', async () => {
  const empty = await filled('FIRSTS', 1);
  const locked = await filled('FIRSTS', 50);
  const closed = await filled('FIRSTS', 50);
  const overdrawn = await filled('FIRSTS', 1, { overdraftSettings: { allowOverdraft: true, overdraftLimit: 2 } });
  await desk.changeState(locked, 'LOCK');
  await desk.withdraw(closed, 50);
  await desk.changeState(closed, 'CLOSE');
  await to('2026-05-01');
  expect(await desk.account(empty)).toMatchObject({ balances: { totalBalance: 0, feesDue: 3.5 } });
  expect(await desk.account(overdrawn)).toMatchObject({ balances: { totalBalance: -2, feesDue: 1.5 } });
  expect([await fees(locked), await fees(closed)]).toEqual([[], []]);
  await desk.deposit(empty, 10);
  expect(await desk.account(empty)).toMatchObject({ balances: { totalBalance: 6.5, feesDue: 0 } });
  const byHand = await bank.call('applyDepositFee', {
    path: { depositAccountId: empty.id },
    body: { predefinedFeeKey: 'KEEPING' },
  });
  expect(reasonOf(byHand)).toBe('400 FEE_TRIGGER_NOT_ALLOWED');
});

test('are charged once where the night runs again, also after a fee was taken back', async () => {
  const account = await filled('FIRSTS', 100);
  await to('2026-06-01');
  const statement = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
  const first = statement.find(({ type }) => type === 'FEE_APPLIED');
  expect(reasonOf(await desk.adjust(first ?? {}))).toBe('200');
  const before = await desk.account(account);
  const { tenant } = bank.app;
  const night = { tenant, day: plusDays(tenant.clock.today(), -1), principal: systemPrincipal };
  expect(await monthlyDepositFees.run(night)).toBe(0);
  expect(await desk.account(account)).toEqual(before);
  // Killed between two accounts: only the one that was not charged is.
  await bank.db.query(`UPDATE deposit_account SET monthly_fees_date = NULL WHERE encoded_key = $1`, [
    account.encodedKey,
  ]);
  expect(await monthlyDepositFees.run(night)).toBe(1);
  expect(await monthlyDepositFees.run(night)).toBe(0);
});

test('of dates that were refused, all are charged, each for its day, once they can be', async () => {
  await to('2026-06-15');
  const account = await filled('ANNIVERSARY', 100);
  // The account that the product's rules name takes no postings any more.
  await bank.db.query(
    `UPDATE deposit_product SET accounting_settings = jsonb_set(accounting_settings, '{accountingRules}',
       (SELECT jsonb_agg(CASE WHEN r ->> 'financialResource' = 'FEE_INCOME' THEN jsonb_set(r, '{glAccountKey}', to_jsonb($1::text)) ELSE r END)
          FROM jsonb_array_elements(accounting_settings -> 'accountingRules') r)) WHERE id = 'ANNIVERSARY'`,
    [open.gl['3000']],
  );
  const usable = (value: boolean) =>
    bank.ok('patchGlAccount', {
      path: { glAccountId: '3000' },
      body: [{ op: 'REPLACE', path: '/activated', value }],
    });
  await usable(false);
  await to('2026-08-16');
  expect(await fees(account)).toEqual([]);
  await usable(true);
  await to('2026-08-17');
  expect(await fees(account)).toEqual(['2026-07-15 -2 MONTHLY', '2026-08-15 -2 MONTHLY']);
  await to('2026-08-18');
  expect(await desk.balance(account)).toBe('96');
});
