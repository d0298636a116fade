import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let accrual: LoanRef;
let cash: LoanRef;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  const onCash = await lender.loanProduct('ON-CASH', {
    others: {
      accountingSettings: {
        accountingMethod: 'CASH',
        accountingRules: loanRules(lender.gl).filter(
          ({ financialResource }) => !financialResource.endsWith('RECEIVABLE'),
        ),
      },
    },
  });
  accrual = await lender.approvedLoan(lender.dynamicEqual);
  cash = await lender.approvedLoan(onCash);
  for (const loan of [accrual, cash]) {
    await desk.disburse(loan);
    await desk.fee(loan, 9, loan === cash ? { installmentNumber: 1 } : {});
  }
  await desk.advanceTo('2026-03-10');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const writeOff = (loan: LoanRef, body: Record<string, unknown> = { notes: 'gone' }) =>
  bank.call('writeOffLoan', { path: loanPath(loan), body });

describe('writing a loan off', () => {
  test('gives up all balances, interest to the day included, at the expense of the product', async () => {
    expect((await writeOff(accrual)).status).toBe(204);
    expect(await desk.account(accrual)).toMatchObject({
      accountState: 'CLOSED_WRITTEN_OFF',
      accountSubState: 'WRITTEN_OFF',
      closedDate: expect.stringMatching(/^2026-03-10/),
      daysLate: 0,
      balances: { principalBalance: 0, interestBalance: 0, feesBalance: 0, principalDue: 0 },
    });
    const written = await desk.newest(accrual, 'WRITE_OFF');
    // 27 days of February 30/360 to the 28th and 12 days more of 10,000 at 12 %.
    expect(written).toMatchObject({
      affectedAmounts: { principalAmount: 10_000, feesAmount: 9 },
      notes: 'gone',
      accountBalances: { totalBalance: 0 },
    });
    const interest = Number(written.affectedAmounts?.interestAmount);
    expect(Number(written.amount)).toBeCloseTo(10_009 + interest, 2);
    expect(await desk.journal(written)).toEqual([
      `DEBIT 5000 ${Number(written.amount).toFixed(2)} -`,
      'CREDIT 1100 10000 -',
      `CREDIT 1110 ${interest.toFixed(2)} -`,
      'CREDIT 1120 9 -',
    ]);
  });

  test('loses only the principal on cash accounting', async () => {
    expect((await writeOff(cash, {})).status).toBe(204);
    expect(await desk.journal(await desk.newest(cash, 'WRITE_OFF'))).toEqual([
      'DEBIT 5000 10000 -',
      'CREDIT 1100 10000 -',
    ]);
  });

  test('a written-off loan takes nothing any more, and the nights pass over it', async () => {
    expect(await desk.refused('makeRepayment', accrual, { path: loanPath(accrual), body: { amount: 5 } })).toContain(
      'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS',
    );
    const written = await desk.newest(accrual, 'WRITE_OFF');
    expect(
      await desk.refused('adjustLoanTransaction', accrual, {
        path: { loanTransactionId: String(written.id) },
        body: { notes: 'x' },
      }),
    ).toContain('INVALID_ACCOUNT_STATE');
    expect(await desk.refused('writeOffLoan', accrual, { path: loanPath(accrual), body: {} })).toContain(
      'INVALID_ACCOUNT_STATE',
    );
    await desk.advanceTo('2026-04-02');
    expect(await desk.account(accrual)).toMatchObject({ accountState: 'CLOSED_WRITTEN_OFF', daysLate: 0 });
  });

  test('is undone: the loan is what it would be today', async () => {
    const written = await desk.newest(accrual, 'WRITE_OFF');
    await bank.ok('undoWriteOffLoan', { path: loanPath(accrual), body: { notes: 'he paid after all' } });
    const account = await desk.account(accrual);
    expect(account).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      daysLate: 33,
      balances: { principalBalance: 10_000, feesBalance: 9 },
    });
    expect(account.closedDate).toBeUndefined();
    expect(account.accountSubState).toBeUndefined();
    const undone = await desk.newest(accrual, 'WRITE_OFF_ADJUSTMENT');
    expect(undone).toMatchObject({ originalTransactionKey: written.encodedKey, amount: -Number(written.amount) });
    expect((await desk.standing(accrual)).some((line) => line.startsWith('WRITE_OFF'))).toBe(false);
    await desk.repay(accrual, 100);
  });

  test.each([
    ['undoWriteOffLoan', 'INVALID_ACCOUNT_STATE'],
    ['writeOffLoan', ''],
  ] as const)('%s names what is wrong', async (name, reason) => {
    if (reason !== '')
      expect(await desk.refused(name, accrual, { path: loanPath(accrual), body: {} })).toContain(reason);
    expect(await desk.reason(name, { path: { loanAccountId: 'NOBODY' }, body: {} })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
    expect(await desk.reason(name, { path: loanPath(accrual), body: { notes: 5 } as never })).toBe(
      '400 INVALID_PARAMETERS',
    );
  });

  test('waits for the days in arrears that the organisation asks for', async () => {
    await bank.call('updateInternalControlsConfiguration', { body: 'arrearsDaysBeforeWriteOff: 90\n' });
    expect(await desk.refused('writeOffLoan', accrual, { path: loanPath(accrual), body: {} })).toContain(
      'MINIMUM_ARREARS_DAYS_NOT_REACHED',
    );
  });
});
