import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { netInBranches, threeBranches } from './harness/branches.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// 10,000 at 12 % 30/360 in equal instalments, of dynamic products whose nights book what accrues.

type Loan = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-01', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await threeBranches(bank, lender.gl['1900']);
  product = await books('MOVING', 'ACCRUAL');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const books = (id: string, accountingMethod: string): Promise<string> => {
  const used = loanRules(lender.gl).filter(({ financialResource }) => {
    if (accountingMethod === 'NONE') return false;
    return accountingMethod === 'ACCRUAL' || !/RECEIVABLE/.test(financialResource);
  });
  return lender.loanProduct(id, {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    others: {
      feesSettings: { allowArbitraryFees: true },
      accountingSettings: {
        accountingMethod,
        accountingRules: used,
        ...(accountingMethod === 'ACCRUAL'
          ? { interestAccruedAccountingMethod: 'DAILY', interestAccrualCalculation: 'AGGREGATED_AMOUNT' }
          : { interestAccruedAccountingMethod: 'NONE' }),
      },
    },
  });
};

const lend = (assignedBranchKey?: string, key = product): Promise<Loan> =>
  lender.approvedLoan(key, {
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    ...(assignedBranchKey ? { assignedBranchKey } : {}),
  });

const move = (loan: Loan, branch: string) =>
  bank.call('patchLoanAccount', {
    path: loanPath(loan),
    body: [{ op: 'REPLACE', path: '/assignedBranchKey', value: branch }],
  });

/** What is on the asset accounts of loans in each branch by the loan's own journals, as `B1 1100 9000`, without what is zero and between branches. */
const own = async (loan: Loan): Promise<string[]> => {
  const { rows } = await bank.db.query<{ line: string }>(
    `SELECT b.id || ' ' || g.gl_code || ' ' || trim_scale(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)) AS line
       FROM journal_entry j JOIN branch b ON b.encoded_key = j.assigned_branch_key JOIN gl_account g ON g.encoded_key = j.gl_account_key
      WHERE j.account_key = $1 AND g.gl_code LIKE '11%'
      GROUP BY b.id, g.gl_code HAVING sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END) <> 0 ORDER BY 1`,
    [loan.encodedKey],
  );
  return rows.map(({ line }) => line);
};

/** The same of all loans of a product with the postings of nights. */
const inBranches = (productKey: string, code: string) => netInBranches(bank, productKey, code);

test('a loan goes to another branch with what it owes and what has accrued; what is undone later follows', async () => {
  const loan = await lend('B1');
  await desk.disburse(loan);
  await desk.fee(loan, 25);
  await desk.advanceTo('2026-04-11');
  // A month of 100.00 is applied; ten days on 10,000 are 33.33, which nights booked.
  expect(await inBranches(product, '1110')).toEqual(['B1 133.33']);
  const paid = await desk.repay(loan, 200);
  const before = await own(loan);
  expect(before.every((line) => line.startsWith('B1'))).toBe(true);

  expect(reasonOf(await move(loan, 'B2'))).toBe('204');
  expect((await desk.account(loan)).assignedBranchKey).toBe(
    (await bank.ok('getBranch', { path: { branchId: 'B2' } })).encodedKey,
  );
  const interest = await inBranches(product, '1110');
  expect(interest.every((line) => line.startsWith('B2'))).toBe(true);
  expect((await own(loan)).every((line) => line.startsWith('B2') || line.includes('1110'))).toBe(true);
  expect(await inBranches(product, '1100')).toEqual(['B2 9925']);
  const changed = await desk.newest(loan, 'BRANCH_CHANGED');
  expect([changed.amount, changed.accountBalances?.principalBalance]).toEqual([0, 9925]);
  await desk.verify();
  expect(
    await desk.refused('adjustLoanTransaction', loan, {
      path: { loanTransactionId: String(changed.id) },
      body: { notes: 'a mistake' },
    }),
  ).toContain('400 TRANSACTION_TYPE_IS_IRREVERSIBLE');

  // The payment was booked in B1; undone, its principal is owed in B2.
  await desk.adjust(paid);
  expect(await inBranches(product, '1100')).toEqual(['B2 10000']);
  expect((await inBranches(product, '1120')).every((line) => line.startsWith('B2'))).toBe(true);
  await desk.verify();

  // Back again, and on: nothing stays behind.
  await desk.advanceTo('2026-04-15');
  expect(reasonOf(await move(loan, 'B1'))).toBe('204');
  const again = await desk.repay(loan, 500);
  expect(reasonOf(await move(loan, 'B3'))).toBe('204');
  await desk.adjust(again);
  await desk.advanceTo('2026-05-03');
  expect(await inBranches(product, '1100')).toEqual(['B3 10000']);
  expect((await inBranches(product, '1110')).every((line) => line.startsWith('B3'))).toBe(true);
  await desk.verify();
  await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
  await desk.advanceTo('2026-05-05');
  for (const code of ['1100', '1110', '1120', '1130']) expect(await inBranches(product, code)).toEqual([]);
  await desk.verify();
  expect(reasonOf(await move(loan, 'B1'))).toBe('400 LOAN_ACCOUNT_FIELD_NOT_EDITABLE');
});

test('what is applied before the disbursement goes with the loan, too, and one without anything in the books goes anywhere', async () => {
  const key = await books('WAITING', 'ACCRUAL');
  const loan = await lend('B1', key);
  expect(reasonOf(await move(loan, 'B2'))).toBe('204');
  await desk.fee(loan, 10);
  expect(reasonOf(await move(loan, 'B3'))).toBe('204');
  expect(await inBranches(key, '1120')).toEqual(['B3 10']);
  const cash = await books('CASHED', 'CASH');
  const plain = await books('UNBOOKED', 'NONE');
  for (const [productKey, expected] of [
    [cash, ['B2 10000']],
    [plain, []],
  ] as const) {
    const other = await lend('B1', productKey);
    await desk.disburse(other);
    expect(reasonOf(await move(other, 'B2'))).toBe('204');
    expect(await inBranches(productKey, '1100')).toEqual(expected);
    expect(await inBranches(productKey, '1900')).toEqual(expected.length > 0 ? ['B1 10000', 'B2 -10000'] : []);
  }
  await desk.verify();
});

test('a move is refused to no branch, an unknown one, one of another kind and one without an account between', async () => {
  const loan = await lend('B1');
  await desk.disburse(loan);
  const patch = (body: unknown) => ({ path: loanPath(loan), body: body as [] });
  expect(await desk.refused('patchLoanAccount', loan, patch([{ op: 'REMOVE', path: '/assignedBranchKey' }]))).toBe(
    '400 LOAN_ACCOUNT_FIELD_NOT_EDITABLE: assignedBranchKey of a loan that the books hold something of goes from one branch to another; it can neither begin nor end with none',
  );
  const to = (value: unknown) => patch([{ op: 'REPLACE', path: '/assignedBranchKey', value }]);
  expect(await desk.refused('patchLoanAccount', loan, to('NOWHERE'))).toMatch(
    /^400 INVALID_ASSIGNED_BRANCH|^400 .*BRANCH/,
  );
  expect(await desk.refused('patchLoanAccount', loan, to(7))).toMatch(/^400 /);
  await bank.ok('createBranch', { body: { id: 'B4', name: 'B4' } });
  expect(await desk.refused('patchLoanAccount', loan, to('B4'))).toContain('NO_INTER_BRANCH_GL_ACCOUNT');
  const nowhere = await lend(undefined);
  await desk.disburse(nowhere);
  const reply = await move(nowhere, 'B1');
  expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toContain('it can neither begin nor end with none');
  await desk.verify();
});
