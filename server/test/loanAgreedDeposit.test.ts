import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// A loan agrees on the deposit account that it is paid out to.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-06-01' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const holderWithAccount = async () => {
  const account = await lender.depositAccount();
  const { accountHolderKey } = await bank.ok('getDepositAccount', { path: { depositAccountId: account.id } });
  return { account, accountHolderKey };
};

const agreed = (targetDepositAccountKey: string, more: Record<string, unknown> = {}) => ({
  disbursementDetails: { transactionDetails: { targetDepositAccountKey, ...more } },
});

const balanceOf = async ({ id }: { readonly id: string }): Promise<unknown> =>
  (await bank.ok('getDepositAccount', { path: { depositAccountId: id } })).balances?.totalBalance;

test('is told, and paid into by a disbursement that names nothing else; undone, the money comes back', async () => {
  const { account, accountHolderKey } = await holderWithAccount();
  const loan = await lender.approvedLoan(lender.fixedEqual, { accountHolderKey, ...agreed(account.encodedKey) });
  const transactionDetails = { targetDepositAccountKey: account.encodedKey, internalTransfer: true };
  const before = await desk.account(loan);
  expect(before).toMatchObject({ disbursementDetails: { transactionDetails } });
  // What was told can be sent back.
  const same = await bank.ok('updateLoanAccount', { path: loanPath(loan), body: before });
  expect(same.disbursementDetails).toEqual(before.disbursementDetails);
  expect(
    await desk.refused('makeDisbursement', loan, {
      path: loanPath(loan),
      body: { originalCurrencyCode: 'USD', amount: 100 },
    }),
  ).toContain('ORIGINAL_AMOUNT_AND_ORIGINAL_CURRENCY_NOT_ALLOWED');
  const out = await desk.disburse(loan);
  expect(out.transferDetails?.linkedDepositTransactionKey).toBeDefined();
  expect(await balanceOf(account)).toBe(10_000);
  await desk.verify();
  await desk.adjust(out);
  expect(await balanceOf(account)).toBe(0);
  expect(await desk.account(loan)).toMatchObject({ disbursementDetails: { transactionDetails } });
});

test('gives way to a channel or an account that the disbursement names', async () => {
  const { account, accountHolderKey } = await holderWithAccount();
  const other = await lender.depositAccount({ accountHolderKey });
  const loans = [
    await lender.approvedLoan(lender.fixedEqual, { accountHolderKey, ...agreed(account.encodedKey) }),
    await lender.approvedLoan(lender.fixedEqual, { accountHolderKey, ...agreed(account.encodedKey) }),
  ] as const;
  await desk.disburse(loans[0], { transactionDetails: { transactionChannelId: 'cash' } });
  await desk.disburse(loans[1], { transferDetails: { linkedAccountKey: other.encodedKey } });
  expect([await balanceOf(account), await balanceOf(other)]).toEqual([0, 10_000]);
});

test('changes until the disbursement, and is judged then', async () => {
  const { account, accountHolderKey } = await holderWithAccount();
  const loan = await lender.approvedLoan(lender.fixedEqual, { accountHolderKey });
  const path = '/disbursementDetails/transactionDetails';
  const patch = (value: unknown) =>
    bank.call('patchLoanAccount', { path: loanPath(loan), body: [{ op: 'REPLACE', path, value }] as never });
  expect((await patch({ targetDepositAccountKey: account.encodedKey })).status).toBe(204);
  await bank.ok('changeDepositAccountState', {
    path: { depositAccountId: account.id },
    body: { action: 'CLOSE_WITHDRAW', notes: 'gone' },
  });
  expect(await desk.refused('makeDisbursement', loan, { path: loanPath(loan), body: {} })).toMatch(/^400 /);
  expect((await patch({ transactionChannelId: 'cash' })).status).toBe(204);
  expect((await desk.account(loan)).disbursementDetails?.transactionDetails).toMatchObject({
    transactionChannelId: 'cash',
  });
  await desk.disburse(loan);
  // The account of somebody else takes the permission for such transfers, of whoever pays out.
  const stranger = await holderWithAccount();
  const theirs = await lender.approvedLoan(lender.fixedEqual, agreed(stranger.account.encodedKey));
  await desk.disburse(theirs);
  expect(await balanceOf(stranger.account)).toBe(10_000);
});
