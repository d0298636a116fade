import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let productKey: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  productKey = await lender.loanProduct('EQUAL', {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
  });
});
afterAll(() => bank.stop());

const lend = async (): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(productKey, {
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
  });
  await desk.disburse(loan);
  return loan;
};

const processed = async (loan: LoanRef) => {
  const { status, info, error, result } = await bank.ok('previewLoanPmtProcessing', { path: loanPath(loan) });
  expect([status, error, info === '']).toEqual(['SUCCESS', undefined, false]);
  const { differences, existingSchedule = [], schedule = [] } = result ?? {};
  return { differences, existingSchedule, schedule };
};

describe('processing the payments of a loan anew', () => {
  test('comes to the schedule that is stored, after a prepayment, a late instalment and a payment that was taken back', async () => {
    const loan = await lend();
    await desk.repay(loan, 2000);
    await desk.advanceTo('2026-02-20');
    const { id } = await desk.repay(loan, 500);
    await bank.ok('adjustLoanTransaction', { path: { loanTransactionId: String(id) }, body: { notes: 'wrong' } });
    const { differences, existingSchedule, schedule } = await processed(loan);
    expect(differences).toBe(false);
    expect(schedule).toHaveLength(6);
    expect(schedule.map(({ dueDate, principal }) => [dueDate, principal])).toEqual(
      existingSchedule.map(({ dueDate, principal }) => [dueDate, principal]),
    );
    const told = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    expect(schedule).toEqual(told.installments);
  });

  test('finds what is stored wrong, and leaves it to the verification to report', async () => {
    const loan = await lend();
    const change = (amount: string) =>
      bank.db.query(
        `UPDATE loan_instalment SET principal_expected = $2
          WHERE number = 2 AND account_key = (SELECT encoded_key FROM loan_account WHERE id = $1)`,
        [loan.id, amount],
      );
    const before = await processed(loan);
    const right = String(before.schedule[1]?.principal?.amount?.expected);
    await change('1');
    const after = await processed(loan);
    expect([before.differences, after.differences]).toEqual([false, true]);
    expect(after.existingSchedule[1]?.principal?.amount?.expected).toBe(1);
    expect(after.schedule).toEqual(before.schedule);
    await change(right);
    expect((await processed(loan)).differences).toBe(false);
  });

  test('moves the plan of a loan that waits for its disbursement to today', async () => {
    const loan = await lender.approvedLoan(productKey, {
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    });
    expect((await processed(loan)).differences).toBe(false);
    await desk.advanceTo('2026-02-25');
    const { differences, existingSchedule, schedule } = await processed(loan);
    expect([differences, existingSchedule[0]?.dueDate, schedule[0]?.dueDate]).toEqual([
      true,
      '2026-03-20T00:00:00+02:00',
      '2026-03-25T00:00:00+02:00',
    ]);
  });

  test('needs a loan', async () => {
    const reply = await bank.call('previewLoanPmtProcessing', { path: { loanAccountId: 'nobody' } });
    expect(reasonOf(reply)).toBe('404 INVALID_LOAN_ACCOUNT_ID');
  });
});
