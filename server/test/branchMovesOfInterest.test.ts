import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type InterestAccount, type InterestBank, openInterestBank } from './harness/interestBank.ts';

// Accrued interest that the books hold goes with its account, from the books of one branch to those of another.

let at: InterestBank;
beforeAll(async () => {
  at = await openInterestBank('2026-06-01');
  const keys: string[] = [];
  for (const id of ['B1', 'B2', 'B3'])
    keys.push(String((await at.bank.ok('createBranch', { body: { id, name: id } })).encodedKey));
  for (const [left, right] of [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const)
    await at.bank.db.query(
      `INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES ($1, $2, $3, $4)`,
      [newEncodedKey(), keys[left], keys[right], at.gl['1900']],
    );
  await at.bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  at.bank.app.tenant.reference.invalidate();
});
afterAll(async () => {
  await at.desk.verify();
  await at.bank.stop();
});

const daily = { interestAccruedAccountingMethod: 'DAILY' };
const inBranch = (productId: string, branch: string, more = {}) =>
  at.account(productId, { assignedBranchKey: branch, ...more });
const move = (account: InterestAccount, branch: string) =>
  at.bank.call('patchDepositAccount', {
    path: { depositAccountId: account.id },
    body: [{ op: 'REPLACE', path: '/assignedBranchKey', value: branch }],
  });
/** What a product has on a GL account, branch by branch: debits less credits, as `B1 -0.5`, without what is zero. */
const onAccount = (productId: string, glCode: string) => sums(productId, glCode, 'j.amount');
/** The same in the currency of the accounts. */
const inCurrency = (productId: string, glCode: string) =>
  sums(productId, glCode, 'coalesce(j.foreign_amount, j.amount)');
const sums = async (productId: string, glCode: string, amount: string): Promise<string[]> => {
  const { rows } = await at.bank.db.query<{ line: string }>(
    `SELECT coalesce(b.id, '-') || ' ' || trim_scale(sum(CASE WHEN j.is_debit THEN ${amount} ELSE -${amount} END)) AS line
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key JOIN deposit_product p ON p.encoded_key = j.product_key
       LEFT JOIN branch b ON b.encoded_key = j.assigned_branch_key
      WHERE p.id = $1 AND g.gl_code = $2
      GROUP BY b.id HAVING sum(CASE WHEN j.is_debit THEN ${amount} ELSE -${amount} END) <> 0 ORDER BY b.id`,
    [productId, glCode],
  );
  return rows.map(({ line }) => line);
};
/** What the books hold of the accounts of each branch, unrounded. */
const held = async (productId: string, column = 'booked_interest'): Promise<string[]> => {
  const { rows } = await at.bank.db.query<{ line: string }>(
    `SELECT b.id || ' ' || trim_scale(sum(a.${column})) AS line
       FROM deposit_account a JOIN deposit_product p ON p.encoded_key = a.product_key JOIN branch b ON b.encoded_key = a.assigned_branch_key
      WHERE p.id = $1 GROUP BY b.id HAVING sum(a.${column}) <> 0 ORDER BY b.id`,
    [productId],
  );
  return rows.map(({ line }) => line);
};
const lastOf = async (account: InterestAccount) => (await at.transactions(account)).at(-1) ?? {};

describe('accrued interest', () => {
  test('that the bank owes goes with the account, balanced in each branch, and the expense stays where it accrued', async () => {
    await at.product('OWED', { accountingSettings: at.accrual(daily) });
    const account = await inBranch('OWED', 'B1');
    await at.desk.deposit(account, 5000);
    await at.advance('2026-06-04');
    expect(await onAccount('OWED', '2100')).toEqual(['B1 -1.5']);
    expect(reasonOf(await move(account, 'B2'))).toBe('204');
    expect((await at.desk.journal(await lastOf(account))).toSorted()).toEqual([
      'CREDIT 1900 5001.5 B1',
      'CREDIT 2000 5000 B2',
      'CREDIT 2100 1.5 B2',
      'DEBIT 1900 5001.5 B2',
      'DEBIT 2000 5000 B1',
      'DEBIT 2100 1.5 B1',
    ]);
    await at.advance('2026-07-01');
    expect(await at.applied(account)).toEqual(['2026-07-01 15']);
    expect([await onAccount('OWED', '2100'), await onAccount('OWED', '5100'), await onAccount('OWED', '2000')]).toEqual(
      [[], ['B1 1.5', 'B2 13.5'], ['B2 -5015']],
    );
    await at.desk.verify();
  });

  test('that a debtor owes goes on its receivable account, also of an account whose balance is zero', async () => {
    await at.product('DEBT', { accountingSettings: at.accrual(daily) });
    const account = await inBranch('DEBT', 'B1', { overdraftSettings: { allowOverdraft: true, overdraftLimit: 2000 } });
    await at.desk.withdraw(account, 1000);
    await at.advance('2026-07-03');
    await at.desk.deposit(account, 1000);
    expect([await at.desk.balance(account), await onAccount('DEBT', '1300')]).toEqual(['0', ['B1 0.8']]);
    expect(reasonOf(await move(account, 'B3'))).toBe('204');
    expect((await at.desk.journal(await lastOf(account))).toSorted()).toEqual([
      'CREDIT 1300 0.8 B1',
      'CREDIT 1900 0.8 B3',
      'DEBIT 1300 0.8 B3',
      'DEBIT 1900 0.8 B1',
    ]);
    await at.desk.verify();
  });

  test('of less than a cent goes through the sums of the nights: no cent stays on the payable account of a branch', async () => {
    await at.product(
      'CENTS',
      { accountingSettings: at.accrual({ ...daily, interestAccrualCalculation: 'BREAKDOWN_PER_ACCOUNT' }) },
      { daysInYear: 'ACTUAL_360' },
    );
    const accounts = [await inBranch('CENTS', 'B1'), await inBranch('CENTS', 'B1'), await inBranch('CENTS', 'B1')];
    // 0.0040555555 of each in a night: 0.01 of the three together, and of none by itself.
    for (const account of accounts) await at.desk.deposit(account, 40);
    await at.advance('2026-07-04');
    expect([await onAccount('CENTS', '2100'), await held('CENTS')]).toEqual([['B1 -0.01'], ['B1 0.0121666665']]);
    for (const account of accounts) expect(reasonOf(await move(account, 'B2'))).toBe('204');
    expect(await onAccount('CENTS', '2100')).toEqual(['B1 -0.01']);
    await at.advance('2026-07-05');
    expect([await onAccount('CENTS', '2100'), await held('CENTS')]).toEqual([['B2 -0.02'], ['B2 0.024333333']]);
    const lines = await at.bank.ok('searchInterestAccruals', {
      body: { filterCriteria: [{ field: 'accountKey', operator: 'EQUALS', value: accounts[0]?.encodedKey }] } as never,
    });
    expect(
      lines
        .filter(({ glAccountId }) => glAccountId === '2100')
        .map(({ branchName, entryType, amount }) => `${branchName} ${entryType} ${amount}`),
    ).toEqual(['B1 CREDIT 0.0040555555', 'B1 DEBIT 0.0040555555', 'B2 CREDIT 0.0040555555', 'B2 CREDIT 0.0040555555']);
    await at.desk.verify();
  });

  test('does not go to no branch, nor come from none', async () => {
    await at.product('NOWHERE', { accountingSettings: at.accrual(daily) });
    const account = await inBranch('NOWHERE', 'B1');
    await at.desk.deposit(account, 1000);
    await at.advance('2026-07-06');
    await at.desk.withdraw(account, 1000);
    const gone = await at.bank.call('patchDepositAccount', {
      path: { depositAccountId: account.id },
      body: [{ op: 'REMOVE', path: '/assignedBranchKey' }],
    });
    expect(reasonOf(gone)).toBe('400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE');
    expect((await at.desk.account(account)).assignedBranchKey).toBeDefined();
  });

  test('does not move in a closed period', async () => {
    await at.product('CLOSED', { accountingSettings: at.accrual(daily) });
    const account = await inBranch('CLOSED', 'B1');
    await at.desk.deposit(account, 5000);
    await at.advance('2026-07-07');
    await at.bank.db.query(
      `INSERT INTO gl_account_closure (encoded_key, branch_key, closing_date, creation_date)
       SELECT new_encoded_key(), encoded_key, '2026-07-07', '2026-07-07' FROM branch WHERE id = 'B3'`,
    );
    await at.bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    at.bank.app.tenant.reference.invalidate();
    expect(reasonOf(await move(account, 'B3'))).toBe('400 JOURNAL_ENTRY_BEFORE_CLOSURE');
    expect(await onAccount('CLOSED', '2100')).toEqual(['B1 -0.5']);
    await at.bank.db.query('DELETE FROM gl_account_closure');
    await at.bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    at.bank.app.tenant.reference.invalidate();
  });
});

describe('after a move', () => {
  test('an application is taken back: its interest is owed by the branch that has the account now', async () => {
    await at.product('BACK', { accountingSettings: at.accrual(daily) });
    const account = await inBranch('BACK', 'B1');
    await at.desk.deposit(account, 5000);
    await at.advance('2026-08-01');
    const applied = await lastOf(account);
    expect(await at.applied(account)).toEqual(['2026-08-01 12.5']);
    await at.advance('2026-08-03');
    await move(account, 'B2');
    await move(account, 'B3');
    expect(await onAccount('BACK', '2100')).toEqual(['B3 -1']);
    expect(reasonOf(await at.desk.adjust(applied))).toBe('200');
    expect([await at.desk.balance(account), await onAccount('BACK', '2000'), await onAccount('BACK', '2100')]).toEqual([
      '5000',
      ['B3 -5000'],
      ['B3 -13.5'],
    ]);
    await at.advance('2026-08-04');
    expect([await onAccount('BACK', '2100'), await onAccount('BACK', '5100')]).toEqual([
      ['B3 -14'],
      ['B1 13.5', 'B3 0.5'],
    ]);
    await at.desk.verify();
  });

  test('a correction of what has its interest applied takes back and applies again', async () => {
    await at.product('AGAIN', { accountingSettings: at.accrual(daily) });
    const account = await inBranch('AGAIN', 'B1');
    await at.desk.deposit(account, 5000);
    const wrong = await at.desk.deposit(account, 5000);
    await at.advance('2026-09-01');
    expect(await at.applied(account)).toEqual(['2026-09-01 28']);
    await move(account, 'B2');
    expect(reasonOf(await at.desk.adjust(wrong))).toBe('200');
    // What nights booked of the mistake stands in the books until the next one.
    await at.advance('2026-09-02');
    expect([
      await at.desk.balance(account),
      await onAccount('AGAIN', '2000'),
      await onAccount('AGAIN', '2100'),
    ]).toEqual(['5014', ['B2 -5014'], ['B2 -0.5']]);
    await at.desk.verify();
  });

  test('a write-off is of the branch that has the account', async () => {
    const { accountingRules } = at.accrual() as { accountingRules: object[] };
    const loss = { financialResource: 'OVERDRAFT_WRITE_OFF_EXPENSE', glAccountKey: at.gl['5100'] };
    await at.product('LOST', {
      accountingSettings: at.accrual({ ...daily, accountingRules: [...accountingRules, loss] }),
    });
    const account = await inBranch('LOST', 'B1', { overdraftSettings: { allowOverdraft: true, overdraftLimit: 2000 } });
    await at.desk.withdraw(account, 1000);
    await at.advance('2026-09-04');
    await move(account, 'B2');
    expect(await onAccount('LOST', '1300')).toEqual(['B2 0.8']);
    expect(reasonOf(await at.desk.changeState(account, 'CLOSE_WRITE_OFF'))).toBe('200');
    expect([await onAccount('LOST', '1300'), await onAccount('LOST', '1200')]).toEqual([[], []]);
    expect(reasonOf(await at.desk.changeState(account, 'UNDO_CLOSE_WRITE_OFF'))).toBe('200');
    expect([await onAccount('LOST', '1300'), await onAccount('LOST', '1200')]).toEqual([['B2 0.8'], ['B2 1000']]);
    await at.desk.verify();
  });
});

describe('of other kinds', () => {
  test('at the end of the month, in another currency and with tax: the books of a branch that has no account left are even', async () => {
    const { bank, desk } = at;
    await bank.ok('createCurrency', {
      body: { code: 'USD', name: 'USD', symbol: '$', currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
    });
    const worth = (rate: string, startDate: string) =>
      bank.ok('createAccountingRate', { path: { currencyCode: 'USD' }, body: { rate, startDate } });
    await worth('1.1', '2026-01-01T00:00:00+02:00');
    const tax = await bank.ok('createIndexRateSource', {
      body: { id: 'TAX', name: 'Tax', type: 'WITHHOLDING_TAX_RATE' },
    });
    await bank.ok('createIndexRate', {
      path: { indexRateSourceId: 'TAX' },
      body: { startDate: '2026-01-01T00:00:00+02:00', rate: 10 },
    });
    await at.product(
      'DOLLARS',
      {
        accountingSettings: at.accrual({ interestAccruedAccountingMethod: 'END_OF_MONTH' }),
        currencySettings: { currencies: [{ code: 'USD' }] },
        taxSettings: { withholdingTaxEnabled: true },
        overdraftSettings: undefined,
        overdraftInterestSettings: undefined,
      },
      { interestPaymentSettings: { interestPaymentPoint: 'EVERY_3_MONTHS' } },
    );
    const account = await inBranch('DOLLARS', 'B1', { withholdingTaxSourceKey: String(tax.encodedKey) });
    await desk.deposit(account, 1234.56);
    await at.advance('2026-10-10');
    await worth('1.25', '2026-10-08T00:00:00+03:00');
    const before = await held('DOLLARS');
    expect(before).toHaveLength(1);
    expect(reasonOf(await move(account, 'B2'))).toBe('204');
    await at.advance('2026-10-11');
    expect(await inCurrency('DOLLARS', '2100')).toEqual([before[0]?.replace(/^B1 (\d+\.\d\d).*$/, 'B2 -$1')]);
    await bank.ok('applyDepositInterest', {
      path: { depositAccountId: account.id },
      body: { interestApplicationDate: '2026-10-11T10:00:00+03:00' },
    });
    const applied = (await at.transactions(account)).findLast(({ type }) => type === 'INTEREST_APPLIED') ?? {};
    await move(account, 'B3');
    expect(reasonOf(await desk.adjust(applied))).toBe('200');
    expect([await inCurrency('DOLLARS', '2000'), await inCurrency('DOLLARS', '2200')]).toEqual([['B3 -1234.56'], []]);
    await at.advance('2026-11-01');
    expect(await inCurrency('DOLLARS', '2100')).toEqual([
      (await held('DOLLARS'))[0]?.replace(/^B3 (\d+)\.(\d\d).*$/, 'B3 -$1.$2'),
    ]);
    await desk.verify();
  });
});
