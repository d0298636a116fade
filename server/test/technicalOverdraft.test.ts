import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Account, openRatesBank, type RatesBank } from './harness/ratesBank.ts';

type Body = Readonly<Record<string, unknown>>;
let of: RatesBank;
beforeEach(async () => {
  of = await openRatesBank('2026-06-01');
});
afterEach(async () => {
  await of.desk.verify();
  await of.bank.stop();
});

const at = (account: Account) => ({ depositAccountId: account.id });
// 36.5 % are 0.10 a day on 100.
const overdraft = (allowTechnicalOverdraft: boolean): Body => ({
  overdraftSettings: { allowOverdraft: true, allowTechnicalOverdraft, maxOverdraftLimit: 1000 },
  overdraftInterestSettings: {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationBalance: 'END_OF_DAY',
    interestRateSettings: { interestRateTerms: 'FIXED', interestRate: { defaultValue: 36.5 } },
  },
});
const limited = (overdraftLimit: number): Body => ({ overdraftSettings: { allowOverdraft: true, overdraftLimit } });
const setLimit = (account: Account, value: number) =>
  of.bank.ok('patchDepositAccount', {
    path: at(account),
    body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value }],
  });
const owed = async (account: Account): Promise<unknown[]> => {
  const { balances, accountState } = await of.desk.account(account);
  return [Number(balances?.overdraftAmount), Number(balances?.technicalOverdraftAmount), accountState];
};
const interestOwed = async (account: Account): Promise<string[]> => [
  await of.accrued(account, 'overdraftInterestAccrued'),
  await of.accrued(account, 'technicalOverdraftInterestAccrued'),
];
const parts = async (account: Account, named?: string): Promise<unknown[]> => {
  const posted = await of.transactions(account);
  const affected = (posted.find(({ id }) => id === named) ?? posted.at(-1))?.affectedAmounts;
  return [affected?.fundsAmount, affected?.overdraftAmount, affected?.technicalOverdraftAmount, affected?.feesAmount];
};

test('what is owed beyond a lowered limit is technical, with interest of its own from that day on', async () => {
  const account = await of.account(
    await of.product({ interestRate: { defaultValue: 1 } }, {}, overdraft(true)),
    limited(500),
  );
  await of.desk.withdraw(account, 400);
  expect(await owed(account)).toEqual([400, 0, 'ACTIVE']);
  await of.advance('2026-06-04');
  expect(await interestOwed(account)).toEqual(['1.2', '0']);
  await setLimit(account, 100);
  expect(await owed(account)).toEqual([100, 300, 'ACTIVE_IN_ARREARS']);
  await of.advance('2026-06-05');
  expect(await interestOwed(account)).toEqual(['1.3', '0.3']);

  // Dated back to 2 June: 400 for a day and 350 for two below the limit of 500, then 100 below and 250 beyond that of 100 for two.
  const late = await of.desk.deposit(account, 50, { valueDate: '2026-06-02T10:00:00+03:00' });
  expect(await parts(account, late.id)).toEqual([0, 0, 50, 0]);
  await of.advance('2026-06-06');
  expect(await interestOwed(account)).toEqual(['1.3', '0.5']);

  const path = at(account);
  expect(await of.desk.reason('makeWithdrawal', { path, body: { amount: 1 } })).toBe(
    '400 WITHDRAWAL_PAST_OVERDRAFT_CONSTRAINTS',
  );
  // A fee does not go beyond what is available: it stays due.
  await of.bank.ok('patchDepositProduct', {
    path: { depositProductId: (await of.desk.account(account)).productTypeKey },
    body: [{ op: 'ADD', path: '/feesSettings', value: { allowArbitraryFees: true } }],
  });
  await of.bank.ok('applyDepositFee', { path, body: { amount: 10 } });
  expect(await parts(account)).toEqual([0, 0, 0, -10]);

  // 25 more days of 0.10 and 0.25: 3.80 and 6.75 are applied, all of it beyond the limit.
  await of.advance('2026-07-01');
  expect(await of.postings(account)).toEqual(['2026-07-01 INTEREST_APPLIED -10.55 -360.55']);
  const applied = (await of.transactions(account)).at(-1);
  expect(applied?.interestAccruedAmounts).toMatchObject({
    overdraftInterestAccrued: 3.8,
    technicalOverdraftInterestAccrued: 6.75,
  });
  expect(await parts(account)).toEqual([0, 0, -10.55, 0]);
  expect(await of.desk.journal(applied ?? {})).toEqual(['DEBIT 1200 10.55 -', 'CREDIT 4300 10.55 -']);
  expect(await owed(account)).toEqual([100, 260.55, 'ACTIVE_IN_ARREARS']);

  // A credit pays the fee, then what is technical, then the overdraft.
  await of.desk.deposit(account, 270);
  expect(await parts(account)).toEqual([0, 0, 260, 10]);
  const last = await of.desk.deposit(account, 50);
  expect(await parts(account)).toEqual([0, 49.45, 0.55, 0]);
  expect(await owed(account)).toEqual([50.55, 0, 'ACTIVE']);
  expect((await of.desk.adjust(last)).body).toMatchObject({
    errors: [{ errorReason: 'CANNOT_REVERSE_TECHNICAL_OVERDRAFT' }],
  });
});

test('an account without overdraft comes into it by interest that it owes', async () => {
  const key = await of.product(
    { allowNegativeInterestRate: true, interestRate: { defaultValue: -36.5 } },
    {},
    overdraft(true),
  );
  const account = await of.account(key);
  await of.desk.deposit(account, 1000);
  await of.advance('2026-06-11');
  await of.desk.withdraw(account, 1000);
  await of.advance('2026-07-01');
  expect(await of.postings(account)).toEqual(['2026-07-01 INTEREST_APPLIED -10 -10']);
  expect(await parts(account)).toEqual([0, 0, -10, 0]);
  expect(await owed(account)).toEqual([0, 10, 'ACTIVE_IN_ARREARS']);
  await of.advance('2026-07-02');
  expect(await interestOwed(account)).toEqual(['0', '0.01']);
  const search = async (field: string, value: number) =>
    (
      await of.bank.ok('searchDepositAccounts', { body: { filterCriteria: [{ field, operator: 'EQUALS', value }] } })
    ).map(({ id }) => id);
  expect(await search('balances.technicalOverdraftAmount', 10)).toEqual([account.id]);
  expect(await search('balances.overdraftAmount', 10)).toEqual([]);
  const found = await of.bank.ok('searchDepositTransactions', {
    body: { filterCriteria: [{ field: 'affectedAmounts.technicalOverdraftAmount', operator: 'EQUALS', value: -10 }] },
  });
  expect(found.map(({ type }) => type)).toEqual(['INTEREST_APPLIED']);
});

test('a product that does not know it calls all of it overdraft, until it does', async () => {
  const key = await of.product({ interestRate: { defaultValue: 1 } }, {}, overdraft(false));
  const account = await of.account(key, limited(500));
  await of.desk.withdraw(account, 400);
  await setLimit(account, 100);
  expect(await owed(account)).toEqual([400, 0, 'ACTIVE_IN_ARREARS']);
  await of.advance('2026-06-02');
  expect(await interestOwed(account)).toEqual(['0.4', '0']);
  const allow = (value: boolean) =>
    of.desk.reason('patchDepositProduct', {
      path: { depositProductId: key },
      body: [{ op: 'REPLACE', path: '/overdraftSettings/allowTechnicalOverdraft', value }],
    });
  expect(await allow(true)).toBe('204');
  expect(await owed(account)).toEqual([100, 300, 'ACTIVE_IN_ARREARS']);
  await of.advance('2026-06-03');
  expect(await interestOwed(account)).toEqual(['0.2', '0.6']);
  expect(await allow(false)).toBe('400 DEPOSIT_PRODUCT_OVERDRAFT_ALLOW_TECHNICAL_OVERDRAFT_CANNOT_BE_DISABLED');
});
