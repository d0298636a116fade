import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// 6,000 at 12 % on 30/360 in six times 1,000 principal, disbursed on 5 January: on 10 March two instalments are late, unless a test pays them.

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let plain: string;
let redrawable: string;

const settings = (others: Body = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { interestCalculationMethod: 'DECLINING_BALANCE', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
  payment: { latePaymentsRecalculationMethod: 'NO_RECALCULATION' },
  others,
});

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  plain = await lender.loanProduct('PLAIN', settings());
  const redraw = { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } };
  redrawable = await lender.loanProduct('REDRAW', settings(redraw));
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const on = (day: string): Body => ({ valueDate: `${day}T12:00:00+02:00` });

const lend = async (product = plain, more: Body = {}): Promise<LoanRef & { readonly encodedKey: string }> => {
  const loan = await lender.approvedLoan(product, {
    loanAmount: 6000,
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    ...more,
  });
  await desk.disburse(loan, on('2026-01-05'));
  return loan;
};

type Told = Awaited<ReturnType<LoanDesk['transactions']>>[number];
const positionsOf = ({ type, valueDate, accountBalances }: Told): string =>
  `${String(valueDate).slice(5, 10)} ${type} behind ${accountBalances?.arrearsPosition} ahead ${accountBalances?.advancePosition}`;
/** What the transactions of a loan tell, in order of logging. */
const told = async (loan: LoanRef): Promise<string[]> => (await desk.transactions(loan)).map(positionsOf).toReversed();

type Position = 'accountBalances.arrearsPosition' | 'accountBalances.advancePosition';
/** The transactions of a loan with more than an amount of a position, the largest first. */
const found = async (loan: { readonly encodedKey: string }, field: Position, value: number): Promise<string[]> => {
  const transactions = await bank.ok('searchLoanTransactions', {
    body: {
      filterCriteria: [
        { field: 'parentAccountKey', operator: 'EQUALS', value: loan.encodedKey },
        { field, operator: 'MORE_THAN', value },
      ],
      sortingCriteria: { field, order: 'DESC' },
    },
  });
  return transactions.map(positionsOf);
};

const late = [
  '01-05 DISBURSEMENT behind 0 ahead 0',
  '02-05 INTEREST_APPLIED behind 0 ahead 0',
  '03-05 INTEREST_APPLIED behind 1060 ahead 0',
];

describe('a late loan', () => {
  test('tells with every transaction what was overdue after it, found and sorted by it', async () => {
    const loan = await lend();
    const answer = await desk.repay(loan, 500);
    expect(answer.accountBalances).toMatchObject({ totalBalance: 5620, arrearsPosition: 1620, advancePosition: 0 });
    expect(await told(loan)).toEqual([...late, '03-10 REPAYMENT behind 1620 ahead 0']);
    const owing = ['03-10 REPAYMENT behind 1620 ahead 0', '03-05 INTEREST_APPLIED behind 1060 ahead 0'];
    expect(await found(loan, 'accountBalances.arrearsPosition', 0)).toEqual(owing);
    expect(await found(loan, 'accountBalances.arrearsPosition', 1060)).toEqual(owing.slice(0, 1));
    expect(await found(loan, 'accountBalances.advancePosition', 0)).toEqual([]);
  });

  test('whose payments are corrected tells what is so now; what undoes them tells the loan as it is after all', async () => {
    const loan = await lend();
    await desk.repay(loan, 500);
    const early = await desk.repay(loan, 1060, on('2026-02-05'));
    const standing = async () =>
      (await desk.transactions(loan))
        .filter(
          ({ adjustmentTransactionKey, originalTransactionKey }) =>
            !adjustmentTransactionKey && !originalTransactionKey,
        )
        .map(positionsOf)
        .sort();
    expect(await standing()).toEqual([
      '01-05 DISBURSEMENT behind 0 ahead 0',
      '02-05 INTEREST_APPLIED behind 0 ahead 0',
      '02-05 REPAYMENT behind 0 ahead 0',
      '03-05 INTEREST_APPLIED behind 0 ahead 0',
      // 1,000 and 50.00 of interest, less 500.
      '03-10 REPAYMENT behind 550 ahead 0',
    ]);
    expect((await told(loan)).filter((one) => one.includes('ADJUSTMENT'))).toEqual([
      '03-10 REPAYMENT_ADJUSTMENT behind 550 ahead 0',
      '03-05 INTEREST_APPLIED_ADJUSTMENT behind 550 ahead 0',
    ]);
    await desk.adjust(early);
    expect(await standing()).toEqual([...late, '03-10 REPAYMENT behind 1620 ahead 0'].sort());
  });
});

describe('a loan ahead of its schedule', () => {
  test('tells the principal that was paid before it is due', async () => {
    const loan = await lend();
    await desk.repay(loan, 1060, on('2026-02-05'));
    await desk.repay(loan, 1050, on('2026-03-05'));
    // 6.67 of it are interest of five days.
    await desk.repay(loan, 1506.67);
    expect((await told(loan)).at(-1)).toBe('03-10 REPAYMENT behind 0 ahead 1500');
    expect(await found(loan, 'accountBalances.advancePosition', 1000)).toEqual(['03-10 REPAYMENT behind 0 ahead 1500']);
  });

  test('or the money that lies in its redraw balance', async () => {
    const loan = await lend(redrawable);
    await desk.repay(loan, 1060, on('2026-02-05'));
    await desk.repay(loan, 1050, on('2026-03-05'));
    await bank.ok('applyLoanPaymentMade', { path: loanPath(loan), body: { amount: 700 } });
    await bank.ok('makeLoanWithdrawal', { path: loanPath(loan), body: { amount: 200 } });
    expect(await found(loan, 'accountBalances.advancePosition', 0)).toEqual([
      '03-10 PAYMENT_MADE behind 0 ahead 700',
      '03-10 WITHDRAWAL_REDRAW behind 0 ahead 500',
    ]);
  });
});

describe('transactions of before positions were kept', () => {
  test('tell 0, are found by that, and stay as they are', async () => {
    const loan = await lend();
    await desk.repay(loan, 500);
    await bank.db.query(
      'UPDATE loan_transaction SET arrears_position = NULL, advance_position = NULL WHERE account_key = $1',
      [loan.encodedKey],
    );
    // Nobody remembers what the rows said.
    await bank.db.query('UPDATE loan_account SET loan_name = loan_name WHERE encoded_key = $1', [loan.encodedKey]);
    await desk.repay(loan, 100);
    expect(await told(loan)).toEqual([
      ...late.map((one) => one.replace('1060', '0')),
      '03-10 REPAYMENT behind 0 ahead 0',
      '03-10 REPAYMENT behind 1520 ahead 0',
    ]);
    expect(await found(loan, 'accountBalances.arrearsPosition', 0)).toEqual(['03-10 REPAYMENT behind 1520 ahead 0']);
  });
});

test('a loan that goes to another branch tells how far it is behind', async () => {
  const [from, to] = await Promise.all(['FROM', 'TO'].map((id) => bank.ok('createBranch', { body: { id, name: id } })));
  const accountingSettings = { accountingMethod: 'NONE', accountingRules: [], interestAccruedAccountingMethod: 'NONE' };
  const made = await lender.loanProduct('UNBOOKED', settings({ accountingSettings }));
  const loan = await lend(made, { assignedBranchKey: from?.encodedKey });
  const body = [{ op: 'REPLACE', path: '/assignedBranchKey', value: to?.encodedKey }];
  await bank.ok('patchLoanAccount', { path: loanPath(loan), body });
  expect((await told(loan)).at(-1)).toBe('03-10 BRANCH_CHANGED behind 2120 ahead 0');
});
