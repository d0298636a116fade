import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Line, type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { at, four } from './harness/scheduleLines.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let product: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  product = await lender.loanProduct('HOLIDAYS', {
    type: 'DYNAMIC_TERM_LOAN',
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: 'DECLINING_BALANCE',
    },
    schedule: {
      repaymentScheduleMethod: 'DYNAMIC',
      repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS', 'ADJUST_FEE_PAYMENT_SCHEDULE'],
      scheduleEditOptionDetails: { paymentHolidaysSettings: { paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM' } },
    },
  });
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const running = async (): Promise<Loan> => {
  const loan = await lender.approvedLoan(product, { ...four, loanAmount: 4000 });
  await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
  return loan;
};

const shown = (lines: readonly Line[]): string[] =>
  lines.map(
    ({ dueDate, principal, interest, state, isPaymentHoliday }) =>
      `${dueDate.slice(0, 10)} ${principal.amount.expected}+${interest.amount.expected} ${state}${isPaymentHoliday ? ' holiday' : ''}`,
  );

describe('a payment holiday', () => {
  test('moves what is asked for on by one instalment, and its interest waits until it is applied', async () => {
    const loan = await running();
    const lines = await office.lines(loan);
    at(lines, 0).isPaymentHoliday = true;
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    const after = await office.lines(loan);
    expect(shown(after)).toEqual([
      '2026-02-10 0+0 GRACE holiday',
      '2026-03-10 1000+40 PENDING',
      '2026-04-10 1000+30 PENDING',
      '2026-05-10 1000+20 PENDING',
      '2026-06-10 1000+10 PENDING',
    ]);
    expect(reasonOf(await office.edit(loan, after))).toBe('200');
    expect(await office.lines(loan)).toEqual(after);
    const back = structuredClone(after);
    at(back, 0).isPaymentHoliday = false;
    expect(reasonOf(await office.edit(loan, back))).toBe('400 EDITING_REPAYMENTS_NOT_ALLOWED');
    await bank.ok('advanceClock', { body: { to: '2026-02-20' } });
    expect(await office.account(loan)).toMatchObject({
      accountState: 'ACTIVE',
      paymentHolidaysAccruedInterest: 40,
      daysLate: 0,
    });
    const apply = (body: Record<string, unknown>) =>
      bank.call('applyLoanInterest', {
        path: pathOf(loan),
        body: { interestApplicationDate: '2026-02-20T10:00:00+01:00', ...body },
      });
    expect(reasonOf(await apply({ paymentHolidaysInterestAmount: 5 }))).toBe('400 INVALID_PARAMETERS');
    const ofHolidays = { isPaymentHolidaysInterest: true };
    expect(reasonOf(await apply({ ...ofHolidays, paymentHolidaysInterestAmount: 41 }))).toBe(
      '400 ACCOUNT_HAS_LESS_PAYMENT_HOLIDAY_ACCRUED_INTEREST_THAN_THE_PROVIDED_AMOUNT_TO_APPLY',
    );
    expect(reasonOf(await apply({ ...ofHolidays, paymentHolidaysInterestAmount: -1 }))).toBe('400 INVALID_AMOUNT');
    expect(reasonOf(await apply(ofHolidays))).toBe('204');
    expect(reasonOf(await apply(ofHolidays))).toBe('400 ACCOUNT_HAS_NO_PAYMENT_HOLIDAYS_ACCRUED_INTEREST');
    expect(at(await office.lines(loan), 1).interest.amount.expected).toBe(80);
    const { installments: explained } = await bank.ok('explainLoan', { path: pathOf(loan) });
    expect(explained.slice(0, 2).map((one) => one.paymentHolidayInterest)).toMatchObject([
      { accrued: 40, applied: 0, parts: [{ from: '2026-01-10', to: '2026-02-10', balance: 4000, amount: 40 }] },
      { accrued: 0, applied: 40, parts: [] },
    ]);
    expect(explained[2]).not.toHaveProperty('paymentHolidayInterest');
    expect(explained.map(({ interest }) => [interest.rounded, interest.moved])).toEqual([
      [0, 0],
      [40, 0],
      [30, 0],
      [20, 0],
      [10, 0],
    ]);
    await bank.ok('makeRepayment', { path: pathOf(loan), body: { amount: 40 } });
    await office.verify();
  });

  test('is refused beside other changes, on a new line, and where the product has none', async () => {
    const loan = await running();
    const lines = await office.lines(loan);
    at(lines, 0).isPaymentHoliday = true;
    at(lines, 1).principal.amount.expected -= 10;
    at(lines, 2).principal.amount.expected += 10;
    expect(reasonOf(await office.edit(loan, lines))).toBe('400 EDITING_REPAYMENTS_NOT_ALLOWED');
    const fresh = { ...at(lines, 0), number: undefined, isPaymentHoliday: true };
    expect(reasonOf(await office.edit(loan, [...(await office.lines(loan)), fresh]))).toBe(
      '400 PAYMENT_HOLIDAY_INVALID_INSTALLMENT_STATE',
    );
    const other = await lender.loan(lender.dynamicDeclining, four);
    const plain = await office.lines(other);
    at(plain, 0).isPaymentHoliday = true;
    expect(reasonOf(await office.edit(other, plain))).toBe('400 EDITING_REPAYMENTS_NOT_ALLOWED');
  });
});

test('a fee can be let off in the schedule, and the books say so', async () => {
  const loan = await running();
  await bank.ok('applyLoanFee', { path: pathOf(loan), body: { amount: 25 } });
  const lines = await office.lines(loan);
  const raised = structuredClone(lines);
  const fee = at(lines, 0).fee;
  expect(fee?.amount.expected).toBe(25);
  at(lines, 0).fee = { amount: { expected: 10 } };
  at(raised, 0).fee = { amount: { expected: 30 } };
  expect(reasonOf(await office.edit(loan, raised))).toBe('400 INVALID_AMOUNT');
  expect(reasonOf(await office.edit(loan, lines))).toBe('200');
  expect((await office.account(loan)).balances?.feesBalance).toBe(10);
  const transactions = await bank.ok('getLoanTransactions', { path: pathOf(loan) });
  expect(transactions.map(({ type, amount }) => `${type} ${amount}`)).toContain('FEES_DUE_REDUCED 15');
});
