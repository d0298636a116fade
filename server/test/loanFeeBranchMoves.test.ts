import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { netInBranches, threeBranches } from './harness/branches.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, rulesWith } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { openingFee } from './harness/loanFees.ts';

// Fees of 100 on loans of four months from 10 January 2026 that are income by the sum of digits, 40, 30, 20 and 10 with the due dates, and loans that
// move between branches meanwhile. What is deferred goes with the loan; what was income stays where it was earned, until the fee is undone.

type Loan = { readonly id: string; readonly encodedKey: string };
type Books = { readonly product: string; readonly feeKey: string };

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let rules: Awaited<ReturnType<typeof rulesWith>>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await threeBranches(bank, lender.gl['1900']);
  rules = await rulesWith(bank, lender.gl, [['2900', 'LIABILITY', 'DEFERRED_FEE_INCOME']]);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const spreading = async (id: string, trigger = 'MANUAL'): Promise<Books> => {
  const product = await lender.loanProduct(id, {
    others: {
      accountingSettings: {
        accountingMethod: 'ACCRUAL',
        accountingRules: rules,
        interestAccruedAccountingMethod: 'NONE',
      },
      feesSettings: {
        allowArbitraryFees: true,
        fees: [openingFee(trigger)],
      },
    },
  });
  const { feesSettings } = await bank.ok('getLoanProduct', { path: { loanProductId: id } });
  return { product, feeKey: String(feesSettings?.fees?.[0]?.encodedKey) };
};
const lend = async ({ product }: Books): Promise<Loan> => {
  const loan = await lender.approvedLoan(product, {
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 },
    assignedBranchKey: 'B1',
  });
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+02:00' });
  return loan;
};
const charge = (loan: Loan, { feeKey }: Books) =>
  desk.fee(loan, 100, {
    predefinedFeeKey: feeKey,
    installmentNumber: 1,
    valueDate: '2026-01-10T00:00:00+02:00',
  });
const move = async (loan: Loan, branch: string): Promise<void> => {
  const body = [{ op: 'REPLACE' as const, path: '/assignedBranchKey', value: branch }];
  expect(reasonOf(await bank.call('patchLoanAccount', { path: loanPath(loan), body }))).toBe('204');
};

/** What is on fee receivables, deferred fees and fee income in each branch. */
const told = async ({ product }: Books) => ({
  owed: await netInBranches(bank, product, '1120'),
  deferred: await netInBranches(bank, product, '2900'),
  income: await netInBranches(bank, product, '4000'),
});
const nothing = { owed: [], deferred: [], income: [] };

/** Loans of one fee each, made on the first day; what happens to them is told below, month by month. */
let moved: Books;
let undone: Books;
let closed: Books;
let deducted: Books;

test('what is deferred goes with the loan, and what is income stays where it was earned', async () => {
  moved = await spreading('MOVED');
  undone = await spreading('UNDONE');
  closed = await spreading('CLOSED');
  deducted = await spreading('DEDUCTED', 'DISBURSEMENT');
  const loan = await lend(moved);
  const posted = await charge(loan, moved);
  const [later, paid, kept] = [await lend(undone), await lend(closed), await lend(deducted)];
  const mistaken = await charge(later, undone);
  await charge(paid, closed);
  expect(await told(moved)).toEqual({ owed: ['B1 100'], deferred: ['B1 -100'], income: [] });
  // Before anything of it is income, and back again.
  await move(loan, 'B3');
  expect(await told(moved)).toEqual({ owed: ['B3 100'], deferred: ['B3 -100'], income: [] });
  await move(loan, 'B1');

  await desk.advanceTo('2026-02-11');
  expect(await told(moved)).toEqual({ owed: ['B1 100'], deferred: ['B1 -60'], income: ['B1 -40'] });
  await move(loan, 'B2');
  expect(await told(moved)).toEqual({ owed: ['B2 100'], deferred: ['B2 -60'], income: ['B1 -40'] });
  await desk.advanceTo('2026-03-11');
  expect(await told(moved)).toEqual({ owed: ['B2 100'], deferred: ['B2 -30'], income: ['B1 -40', 'B2 -30'] });
  await desk.verify();

  // Undone, nothing of it was ever earned, in no branch.
  await desk.adjust(posted);
  await desk.advanceTo('2026-03-12');
  expect(await told(moved)).toEqual(nothing);
  await desk.verify();

  // Undone first, moved before the night that takes the income back.
  await desk.adjust(mistaken);
  await move(later, 'B3');
  await desk.advanceTo('2026-03-13');
  expect(await told(undone)).toEqual(nothing);

  // What a pay-off leaves deferred is income where the loan is then, and deferred there again.
  await move(paid, 'B3');
  await bank.ok('payOffLoan', { path: loanPath(paid), body: {} });
  await desk.advanceTo('2026-03-14');
  expect(await told(closed)).toEqual({ owed: [], deferred: [], income: ['B1 -70', 'B3 -30'] });
  await bank.ok('changeLoanAccountState', { path: loanPath(paid), body: { action: 'UNDO_CLOSE' } });
  await desk.advanceTo('2026-03-15');
  expect(await told(closed)).toEqual({ owed: [], deferred: ['B3 -30'], income: ['B1 -70'] });

  // A deducted fee goes with its disbursement.
  expect(await told(deducted)).toEqual({ owed: [], deferred: ['B1 -30'], income: ['B1 -70'] });
  await move(kept, 'B2');
  await desk.adjust(await desk.newest(kept, 'DISBURSEMENT'));
  await desk.advanceTo('2026-03-16');
  expect(await told(deducted)).toEqual(nothing);
  await desk.verify();
}, 60_000);
