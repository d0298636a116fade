import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InterestBank, openInterestBank } from './harness/interestBank.ts';

let at: InterestBank;

beforeAll(async () => {
  at = await openInterestBank('2026-06-01');
});
afterAll(async () => {
  await at.desk.verify();
  await at.bank.stop();
});

/** What a product has on GL accounts, debits less credits: in the ledger's currency, and in the account's where that is another. */
const onAccounts = async (productId: string, ...codes: readonly string[]): Promise<string[]> => {
  const { rows } = await at.bank.db.query<{ code: string; sum: string }>(
    `SELECT g.gl_code AS code, concat_ws(' of ', trim_scale(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)),
              trim_scale(sum(CASE WHEN j.is_debit THEN j.foreign_amount ELSE -j.foreign_amount END))) AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key JOIN deposit_product p ON p.encoded_key = j.product_key
      WHERE p.id = $1 GROUP BY 1`,
    [productId],
  );
  return codes.map((code) => rows.find((row) => row.code === code)?.sum ?? '0');
};
const daily = { interestAccruedAccountingMethod: 'DAILY' };

test('a write-off loses the overdraft interest that was booked, and its undoing brings it back', async () => {
  const settings = at.accrual(daily) as { accountingRules: object[] };
  await at.product('DEBTS', {
    accountingSettings: {
      ...settings,
      accountingRules: [
        ...settings.accountingRules,
        { financialResource: 'OVERDRAFT_WRITE_OFF_EXPENSE', glAccountKey: at.gl['5000'] ?? '' },
      ],
    },
  });
  const of = await at.account('DEBTS', { overdraftSettings: { allowOverdraft: true, overdraftLimit: 1000 } });
  await at.desk.withdraw(of, 500);
  await at.advance('2026-06-04');
  // 14.6 % of 500 is 0.20 a day.
  expect(await onAccounts('DEBTS', '1300', '4300')).toEqual(['0.6', '-0.6']);
  expect((await at.desk.changeState(of, 'CLOSE_WRITE_OFF')).status).toBe(200);
  expect((await at.desk.journal((await at.transactions(of)).at(-1) ?? {})).toSorted()).toEqual([
    'CREDIT 1200 500 -',
    'CREDIT 1300 0.6 -',
    'DEBIT 5000 500.6 -',
  ]);
  await at.desk.verify();
  await at.advance('2026-06-05');
  expect(await onAccounts('DEBTS', '1300', '4300', '5000')).toEqual(['0', '-0.6', '500.6']);
  expect((await at.desk.changeState(of, 'UNDO_CLOSE_WRITE_OFF')).status).toBe(200);
  expect(await onAccounts('DEBTS', '1300', '5000')).toEqual(['0.6', '0']);
  await at.advance('2026-06-06');
  expect(await onAccounts('DEBTS', '1300', '4300')).toEqual(['1', '-1']);
  await at.desk.verify();
});

test('accruals of accounts in a foreign currency are booked by the rate of the night, and leave nothing payable in it', async () => {
  await at.bank.ok('createCurrency', {
    body: { code: 'USD', name: 'Dollar', symbol: '$', currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
  });
  const rate = (value: string, startDate: string) =>
    at.bank.ok('createAccountingRate', { path: { currencyCode: 'USD' }, body: { rate: value, startDate } });
  await rate('1.1', '2026-06-01T00:00:00+03:00');
  await at.product('DOLLARS', {
    currencySettings: { currencies: [{ code: 'USD' }] },
    accountingSettings: at.accrual({ ...daily, interestAccrualCalculation: 'BREAKDOWN_PER_ACCOUNT' }),
  });
  const of = await at.account('DOLLARS', { currencyCode: 'USD' });
  await at.desk.deposit(of, 5000);
  await at.advance('2026-06-07');
  // 0.50 dollars a day, at 1.1.
  expect(await onAccounts('DOLLARS', '5100', '2100')).toEqual(['0.55 of 0.5', '-0.55 of -0.5']);
  await rate('1.2', '2026-06-07T00:00:01+03:00');
  await at.advance('2026-06-08');
  expect(await onAccounts('DOLLARS', '2100')).toEqual(['-1.15 of -1']);
  const told = await at.bank.ok('searchInterestAccruals', {
    body: { filterCriteria: [{ field: 'accountKey', operator: 'EQUALS', value: of.encodedKey }] } as never,
  });
  expect(told).toHaveLength(4);
  expect(told[0]).toMatchObject({ amount: 0.55, foreignAmount: { amount: 0.5, currency: { code: 'USD' } } });
  expect(told[2]).toMatchObject({ amount: 0.6, foreignAmount: { amount: 0.5 } });
  await at.advance('2026-07-01');
  expect((await at.applied(of)).at(-1)).toBe('2026-07-01 12.5');
  const [payable, expense] = await onAccounts('DOLLARS', '2100', '5100');
  expect(payable).toMatch(/ of 0$/);
  expect(expense).toMatch(/ of 12\.5$/);
  await at.desk.verify();
});
