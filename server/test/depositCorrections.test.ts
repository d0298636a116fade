import { afterEach, beforeEach, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type InterestAccount, type InterestBank, openInterestBank } from './harness/interestBank.ts';

// 3.65 % on the closing balance: 0.10 a day on 1000. Interest is applied on the first of each month.

let of: InterestBank;

beforeEach(async () => {
  of = await openInterestBank('2026-06-01');
});
afterEach(async () => {
  await of.desk.verify();
  await of.bank.stop();
});

/** The postings after so many first ones, as they came. */
const posted = async (account: InterestAccount, after: number): Promise<string[]> =>
  ((await of.transactions(account)) as readonly { id?: string; type?: string; amount?: unknown; valueDate?: unknown }[])
    .toSorted((left, right) => Number(left.id) - Number(right.id))
    .slice(after)
    .map(({ type, amount, valueDate }) => `${String(valueDate).slice(0, 10)} ${type} ${amount}`);

test('a transaction with interest after it is taken back with it, and the interest is applied again', async () => {
  const daily = of.accrual({ interestAccruedAccountingMethod: 'DAILY' });
  const account = await of.account(await of.product('P', { accountingSettings: daily }));
  await of.desk.deposit(account, 1000);
  await of.advance('2026-06-06');
  const wrong = await of.desk.deposit(account, 500);
  await of.advance('2026-08-05');
  expect(await of.applied(account)).toEqual(['2026-07-01 4.25', '2026-08-01 4.66']);
  const adjusted = await of.desk.adjust(wrong);
  expect(adjusted).toMatchObject({ status: 200, body: { type: 'ADJUSTMENT', amount: -500 } });
  expect(await posted(account, 4)).toEqual([
    '2026-08-01 INTEREST_APPLIED_ADJUSTMENT -4.66',
    '2026-07-01 INTEREST_APPLIED_ADJUSTMENT -4.25',
    '2026-06-06 ADJUSTMENT -500',
    '2026-07-01 INTEREST_APPLIED 3',
    '2026-08-01 INTEREST_APPLIED 3.11',
  ]);
  expect(await of.desk.balance(account)).toBe('1006.11');
  // Four days of 1006.11.
  expect(await of.accrued(account)).toBe('0.402444');
  expect((await of.desk.account(account)).lastInterestStoredDate).toBe('2026-08-01T00:00:00+03:00');
  expect(reasonOf(await of.desk.adjust(wrong))).toBe('400 TRANSACTION_ALREADY_ADJUSTED');
  await of.advance('2026-09-01');
  expect((await of.applied(account)).at(-1)).toBe('2026-09-01 3.12');
});

test('an application is taken back though another one followed; that one then covers both months', async () => {
  const account = await of.account(await of.product('P'));
  await of.desk.deposit(account, 1000);
  await of.advance('2026-08-05');
  const first = (await of.transactions(account)).find(({ type }) => type === 'INTEREST_APPLIED');
  expect((await of.desk.adjust(first ?? {})).status).toBe(200);
  expect(await posted(account, 3)).toEqual([
    '2026-08-01 INTEREST_APPLIED_ADJUSTMENT -3.11',
    '2026-07-01 INTEREST_APPLIED_ADJUSTMENT -3',
    '2026-08-01 INTEREST_APPLIED 6.1',
  ]);
  expect(await of.desk.balance(account)).toBe('1006.1');
});

test('where all interest came of what is taken back, none is applied again', async () => {
  const account = await of.account(await of.product('P'));
  const wrong = await of.desk.deposit(account, 1000);
  await of.advance('2026-07-05');
  expect((await of.desk.adjust(wrong)).status).toBe(200);
  expect(await of.desk.balance(account)).toBe('0');
  await of.advance('2026-07-06');
  expect(await of.accrued(account)).toBe('0');
});

test('a transfer is taken back with the interest of both accounts', async () => {
  const product = await of.product('P');
  const [from, to] = [await of.account(product), await of.account(product)];
  await of.desk.deposit(from, 2000);
  await of.desk.deposit(to, 1000);
  const wrong = await of.desk.transfer(from, to, 1000);
  await of.advance('2026-07-05');
  expect([await of.desk.balance(from), await of.desk.balance(to)]).toEqual(['1003', '2006']);
  expect((await of.desk.adjust(wrong)).status).toBe(200);
  expect([await of.desk.balance(from), await of.desk.balance(to)]).toEqual(['2006', '1003']);
});

test('needs a permission of its own, a booking date after a closed period, and money that is still there', async () => {
  const account = await of.account(await of.product('P'));
  await of.desk.deposit(account, 1000);
  const wrong = await of.desk.deposit(account, 500);
  await of.advance('2026-07-05');
  await of.bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'clerk',
      password: 'long enough',
      access: {
        apiAccess: true,
        mambuAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['APPLY_SAVINGS_ADJUSTMENTS', 'EDIT_SAVINGS_TRANSACTIONS'],
      },
    },
  });
  const before = await of.transactions(account);
  const path = { depositTransactionId: String(wrong.id) };
  const adjust = (body: Record<string, unknown>, user?: string) =>
    of.bank.call('adjustDepositTransaction', { path, body, ...(user ? { user } : {}) });
  expect(reasonOf(await adjust({ notes: 'a mistake' }, 'clerk:long enough'))).toBe('403 INVALID_PERMISSIONS');
  expect(reasonOf(await adjust({ notes: ' ' }))).toBe('400 INVALID_NOTES');
  await of.bank.db.query(
    `INSERT INTO gl_account_closure (encoded_key, closing_date, creation_date)
     SELECT $1, '2026-06-30', now() + clock_offset_ms * interval '1 millisecond' FROM tenant_state`,
    [newEncodedKey()],
  );
  await of.bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  of.bank.app.tenant.reference.invalidate();
  expect(reasonOf(await adjust({ notes: 'a mistake' }))).toBe('400 JOURNAL_ENTRY_BEFORE_CLOSURE');
  const spent = await of.desk.withdraw(account, 1200);
  const bookingDate = '2026-07-03T10:00:00+03:00';
  expect(reasonOf(await adjust({ notes: 'a mistake', bookingDate }))).toBe('400 BALANCE_BELOW_ZERO');
  expect((await of.transactions(account)).slice(0, before.length)).toEqual(before);
  await of.desk.adjust(spent);
  expect((await adjust({ notes: 'a mistake', bookingDate })).status).toBe(200);
  expect(await of.desk.balance(account)).toBe('1003');
  const again = (await of.transactions(account)).filter(({ type }) => type === 'INTEREST_APPLIED').at(-1);
  expect(again).toMatchObject({ amount: 3, bookingDate, valueDate: '2026-07-01T00:00:00+03:00' });
});
