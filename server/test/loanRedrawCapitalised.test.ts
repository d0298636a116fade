import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// A loan whose interest becomes principal, with money of the borrower that lowers it.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

const settings = (others: Readonly<Record<string, unknown>> = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: {
    daysInYear: 'E30_360',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    interestType: 'CAPITALIZED_INTEREST',
  },
  others: { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false }, ...others },
});

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

test('interest of the rest becomes principal, which the money pays on its due dates', async () => {
  const product = await lender.loanProduct('GROWS', settings());
  const loan = await lender.approvedLoan(product, {
    loanAmount: 6000,
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
  });
  await desk.disburse(loan);
  const path = loanPath(loan);
  const payIn = (amount: number) => ({ path, body: { amount } });
  expect(await desk.refused('applyLoanPaymentMade', loan, payIn(6000.01))).toMatch(/^400 EXCESS_PAYMENT_MADE_AMOUNT/);
  await bank.ok('applyLoanPaymentMade', payIn(3000));
  await desk.advanceTo('2026-04-11');
  expect(await desk.standing(loan)).toEqual([
    'DISBURSEMENT 6000.00 2026-03-10',
    'PAYMENT_MADE 3000.00 2026-03-10',
    'INTEREST_APPLIED 30.00 2026-04-10',
    'REDRAW_REPAYMENT 1005.29 2026-04-10',
  ]);
  const applied = await desk.newest(loan, 'INTEREST_APPLIED');
  expect(applied).toMatchObject({ affectedAmounts: { principalAmount: 30 }, accountBalances: { redrawBalance: 3000 } });
  expect(await desk.journal(applied)).toEqual(['DEBIT 1100 30 -', 'CREDIT 4100 30 -']);
  expect(await desk.journal(await desk.newest(loan, 'REDRAW_REPAYMENT'))).toEqual([]);
  expect(await desk.account(loan)).toMatchObject({
    accountState: 'ACTIVE',
    balances: { principalBalance: 5024.71, interestBalance: 0, redrawBalance: 1994.71 },
  });
  const { installments } = await bank.ok('explainLoan', { path });
  expect(installments[0]?.interest).toMatchObject({ amount: 30, rounded: 30 });
  expect(await desk.refused('makeLoanWithdrawal', loan, { path, body: { amount: 1994.72 } })).toMatch(
    /^400 INSUFFICIENT_REDRAW_BALANCE/,
  );
  await bank.ok('makeLoanWithdrawal', { path, body: { amount: 1994.71 } });
  await bank.ok('payOffLoan', { path, body: {} });
  expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED', balances: { principalBalance: 0 } });
  await desk.verify();
});

test.each([
  ['TAXES_NOT_AVAILABLE_WHEN_REDRAW_ENABLED|INVALID', { taxSettings: { taxesOnFeesEnabled: true } }],
  ['PRODUCT_LINKING_NOT_AVAILABLE_WHEN_REDRAW_ENABLED', { accountLinkSettings: { enabled: true } }],
])('a product is refused: %s', async (reason, others) => {
  const body = loanProductBody('BAD', lender.gl, settings(others)) as never;
  expect(await desk.reason('createLoanProduct', { body })).toMatch(new RegExp(`^400 (${reason})`));
});
