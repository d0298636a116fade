import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { threeBranches } from './harness/branches.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
  desk = openDesk(bank);
  await threeBranches(bank, open.gl['1900']);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const move = (account: Account, branch: string) =>
  bank.call('patchDepositAccount', {
    path: { depositAccountId: account.id },
    body: [{ op: 'REPLACE', path: '/assignedBranchKey', value: branch }],
  });
/** What an account has in the books of each branch, as `B1 100`: its control accounts alone, without what is zero. */
const books = async (account: Account): Promise<string[]> => {
  const { rows } = await bank.db.query<{ line: string }>(
    `SELECT b.id || ' ' || trim_scale(sum(CASE WHEN j.is_debit THEN -j.amount ELSE j.amount END)) AS line
       FROM journal_entry j JOIN branch b ON b.encoded_key = j.assigned_branch_key
       JOIN deposit_product p ON p.encoded_key = j.product_key,
            jsonb_array_elements(p.accounting_settings -> 'accountingRules') r
      WHERE j.account_key = $1 AND j.gl_account_key = (r ->> 'glAccountKey')::uuid
        AND r ->> 'financialResource' IN ('SAVINGS_CONTROL', 'OVERDRAFT_PORTFOLIO_CONTROL')
      GROUP BY b.id HAVING sum(CASE WHEN j.is_debit THEN -j.amount ELSE j.amount END) <> 0 ORDER BY b.id`,
    [account.encodedKey],
  );
  return rows.map(({ line }) => line);
};
const overdraft = { overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } };

test('money goes with its account, from the books of one branch to those of the other', async () => {
  const account = await open.depositAccount({ assignedBranchKey: 'B1' });
  const deposit = await desk.deposit(account, 100);
  expect(await books(account)).toEqual(['B1 100']);
  expect(reasonOf(await move(account, 'B2'))).toBe('204');
  const [moved] = await bank.ok('getDepositTransactions', {
    path: { depositAccountId: account.id },
    query: { limit: 1 },
  });
  expect(moved).toMatchObject({ type: 'BRANCH_CHANGED', amount: 0, accountBalances: { totalBalance: 100 } });
  expect((await desk.journal(moved ?? {})).toSorted()).toEqual([
    'CREDIT 1900 100 B1',
    'CREDIT 2000 100 B2',
    'DEBIT 1900 100 B2',
    'DEBIT 2000 100 B1',
  ]);
  expect(await books(account)).toEqual(['B2 100']);
  const withdrawal = await desk.withdraw(account, 30);
  await move(account, 'B3');
  expect(await books(account)).toEqual(['B3 70']);
  // What was booked in the first branch is mirrored there, and the money follows to where the account is now.
  expect(reasonOf(await desk.adjust(withdrawal))).toBe('200');
  expect(await books(account)).toEqual(['B3 100']);
  expect(reasonOf(await desk.adjust(deposit))).toBe('200');
  expect(await desk.balance(account)).toBe('0');
  expect(await books(account)).toEqual([]);
});

test('so does a debt, and a withdrawal that is taken back after it', async () => {
  const account = await open.depositAccount({ assignedBranchKey: 'B1', ...overdraft });
  const withdrawal = await desk.withdraw(account, 80);
  expect(await books(account)).toEqual(['B1 -80']);
  await move(account, 'B2');
  expect(await books(account)).toEqual(['B2 -80']);
  await desk.deposit(account, 100);
  expect(reasonOf(await desk.adjust(withdrawal))).toBe('200');
  expect(await desk.balance(account)).toBe('100');
  expect(await books(account)).toEqual(['B2 100']);
});

test('a transfer is taken back after one of its accounts has moved', async () => {
  const [from, to] = [
    await open.depositAccount({ assignedBranchKey: 'B1' }),
    await open.depositAccount({ assignedBranchKey: 'B2' }),
  ];
  await desk.deposit(from, 50);
  const paid = await desk.transfer(from, to, 20);
  await move(to, 'B3');
  expect(reasonOf(await desk.adjust(paid))).toBe('200');
  expect([await desk.balance(from), await desk.balance(to)]).toEqual(['50', '0']);
  // Both halves have one journal under the paying account, so they are seen together.
  const { rows } = await bank.db.query<{ line: string }>(
    `SELECT b.id || ' ' || trim_scale(sum(CASE WHEN j.is_debit THEN -j.amount ELSE j.amount END)) AS line
       FROM journal_entry j JOIN branch b ON b.encoded_key = j.assigned_branch_key
      WHERE j.account_key = ANY($1::uuid[]) AND j.gl_account_key = $2
      GROUP BY b.id HAVING sum(CASE WHEN j.is_debit THEN -j.amount ELSE j.amount END) <> 0 ORDER BY b.id`,
    [[from.encodedKey, to.encodedKey], open.gl['2000']],
  );
  expect(rows.map(({ line }) => line)).toEqual(['B1 50']);
});

test('no money goes to no branch, nor comes from none', async () => {
  const account = await open.depositAccount({ assignedBranchKey: 'B1' });
  await desk.deposit(account, 1);
  const reply = await bank.call('patchDepositAccount', {
    path: { depositAccountId: account.id },
    body: [{ op: 'REMOVE', path: '/assignedBranchKey' }],
  });
  expect([reasonOf(reply), sourceOf(reply)]).toEqual([
    '400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
    expect.stringContaining('assignedBranchKey'),
  ]);
  expect(await books(account)).toEqual(['B1 1']);
});
