import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-06-20', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const product = (numberOfDays: number, more: LoanProductChanges = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: {
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    pmtAdjustmentThreshold: { method: 'CALENDAR_DAYS', numberOfDays },
    ...more.interest,
  },
  prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
});

const payments = async (loan: { readonly id: string }): Promise<number[]> =>
  (await desk.schedule(loan)).map((line) => {
    const [principal = 0, interest = 0] = line.split(/[+ ]/).map(Number);
    return Math.round((principal + interest) * 100) / 100;
  });

test('from ten days before its due date on, an overpayment leaves the payment of the upcoming instalment', async () => {
  const key = await lender.loanProduct('TEN', product(10));
  const lend = async () => {
    const loan = await lender.approvedLoan(key, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 } });
    await desk.disburse(loan);
    return loan;
  };
  const [early, late] = [await lend(), await lend()];
  expect((await desk.account(early)).interestSettings?.pmtAdjustmentThreshold).toEqual({
    method: 'CALENDAR_DAYS',
    numberOfDays: 10,
  });
  await desk.advanceTo('2026-07-09');
  await desk.repay(early, 2000);
  await desk.advanceTo('2026-07-10');
  await desk.repay(late, 2000);
  const [first = 0, second, third] = await payments(late);
  // 2,000 less the interest of twenty days was prepaid on the upcoming instalment.
  expect([Math.round((first - 1933.33) * 100) / 100, second === third]).toEqual([1725.48, true]);
  const [before = 0, after] = await payments(early);
  expect(Math.round((before - 1936.67) * 100) / 100).toBeLessThan(1725.48);
  expect(after).not.toBe(1725.48);
  await desk.verify();
});

test.each([
  ['more days than a year', product(367)],
  ['no days at all', product(-1)],
  ['declining instalments', product(10, { interest: { interestCalculationMethod: 'DECLINING_BALANCE' } })],
])('a product is refused with %s', async (_name, changes) => {
  const reply = await bank.call('createLoanProduct', { body: loanProductBody('REFUSED', lender.gl, changes) });
  expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toMatch(
    /^400 INVALID_PARAMETERS: interestSettings.pmtAdjustmentThreshold.numberOfDays/,
  );
});

test('an account can only repeat the threshold of its product', async () => {
  const key = await lender.loanProduct('FIVE', product(5));
  const threshold = (numberOfDays: number) => ({
    interestSettings: { interestRate: 12, pmtAdjustmentThreshold: { method: 'CALENDAR_DAYS', numberOfDays } },
  });
  await lender.loan(key, threshold(5));
  await expect(lender.loan(key, threshold(6))).rejects.toThrow(/400/);
});
