import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { at, day, figures, four } from './harness/scheduleLines.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let fixedDays: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  fixedDays = await lender.loanProduct('FIXED-DAYS', {
    schedule: {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [1],
      defaultRepaymentPeriodCount: undefined,
      repaymentPeriodUnit: undefined,
    },
    others: { arrearsSettings: { tolerancePeriod: { minValue: 0, maxValue: 30, defaultValue: 5 } } },
  });
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const running = async (product: string): Promise<Loan> => {
  const loan = await lender.approvedLoan(product, four);
  await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
  return loan;
};
const today = day('2026-01-15');

describe('another interest rate', () => {
  const change = (loan: { id: string }, body: Record<string, unknown>) =>
    bank.call('changeLoanInterestRate', { path: { loanAccountId: loan.id }, body: { valueDate: today, ...body } });

  test('is told by the account, by a transaction that can be found, and by what is ahead', async () => {
    const loan = await running(lender.dynamicEqual);
    expect(reasonOf(await change(loan, { interestRate: 18, notes: 'as agreed' }))).toBe('204');
    expect(await office.account(loan)).toMatchObject({ interestSettings: { interestRate: 18 } });
    expect(figures(await office.lines(loan))).toEqual([
      ['2026-02-15', 2444.45, 150],
      ['2026-03-15', 2481.12, 113.33],
      ['2026-04-15', 2518.33, 76.12],
      ['2026-05-15', 2556.1, 38.34],
    ]);
    const [told] = await bank.ok('searchLoanTransactions', {
      body: {
        filterCriteria: [
          { field: 'terms.interestSettings.interestRate', operator: 'EQUALS', value: '18' },
          { field: 'parentAccountKey', operator: 'EQUALS', value: loan.encodedKey },
        ],
      },
    });
    expect(told).toMatchObject({
      type: 'INTEREST_RATE_CHANGED',
      amount: 0,
      notes: 'as agreed',
      terms: { interestSettings: { interestRate: 18 } },
    });
    const adjusted = await bank.call('adjustLoanTransaction', {
      path: { loanTransactionId: String(told?.id) },
      body: { notes: 'no' },
    });
    expect(reasonOf(adjusted)).toBe('400 TRANSACTION_TYPE_IS_IRREVERSIBLE');
    await bank.ok('advanceClock', { body: { days: 1 } });
    expect(await office.account(loan)).toMatchObject({ interestSettings: { interestRate: 18 } });
  });

  test('is refused by name', async () => {
    const loan = await running(lender.dynamicEqual);
    const now = { valueDate: day('2026-01-16') };
    expect(reasonOf(await change({ id: 'NOBODY' }, { interestRate: 18 }))).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    expect(reasonOf(await change(loan, { ...now, interestRate: 101 }))).toBe('400 INTEREST_RATE_OUTSIDE_CONSTRAINTS');
    expect(reasonOf(await change(loan, { ...now, interestRate: 18, interestSpread: 1 }))).toBe(
      '400 INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
    );
    expect(reasonOf(await change(loan, { interestRate: 18, valueDate: day('2026-01-17') }))).toBe('400 INVALID_DATE');
    expect(reasonOf(await change(loan, { interestRate: 1e90, ...now }))).toBe('400 INVALID_INTEREST_RATE');
    expect(reasonOf(await change(loan, {}))).toBe('400 INVALID_PARAMETERS');
    const fixed = await running(lender.fixedEqual);
    expect(reasonOf(await change(fixed, { ...now, interestRate: 18 }))).toBe(
      '400 INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_LOAN_PRODUCT_TYPE',
    );
  });
});

test('another periodic payment is paid by every instalment but the last, or refused', async () => {
  const loan = await running(lender.dynamicEqual);
  const change = (periodicPayment: number) =>
    bank.call('changeLoanPeriodicPayment', {
      path: pathOf(loan),
      body: { periodicPayment, valueDate: day('2026-01-16') },
    });
  expect(reasonOf(await change(90))).toBe('400 INVALID_PMT_VALUE');
  expect(reasonOf(await change(-1))).toBe('400 INVALID_AMOUNT');
  expect(reasonOf(await change(1e40))).toBe('400 INVALID_AMOUNT');
  expect(reasonOf(await change(2000))).toBe('204');
  const totals = (await office.lines(loan)).map(({ principal, interest }) =>
    (principal.amount.expected + interest.amount.expected).toFixed(2),
  );
  expect(totals.slice(0, 3)).toEqual(['2000.00', '2000.00', '2000.00']);
  const transactions = await bank.ok('getLoanTransactions', { path: pathOf(loan) });
  expect(transactions[0]).toMatchObject({ type: 'TERMS_CHANGED', terms: { periodicPayment: 2000 } });
});

test('other days of the month move what is ahead, and are undone', async () => {
  const loan = await running(fixedDays);
  const change = (fixedDaysOfMonth: number[]) =>
    bank.call('changeLoanDueDates', { path: pathOf(loan), body: { fixedDaysOfMonth } });
  const dates = async () => (await office.lines(loan)).map(({ dueDate }) => dueDate.slice(0, 10));
  const before = await dates();
  expect(reasonOf(await change([32]))).toBe('400 INVALID_REPAYMENT_DUE_DAY');
  expect(reasonOf(await change([]))).toBe('400 MISSING_FIXED_DAYS_OF_MONTH');
  expect(reasonOf(await change([20]))).toBe('204');
  expect(await dates()).toEqual(['2026-01-20', '2026-02-20', '2026-03-20', '2026-04-20']);
  expect(await office.account(loan)).toMatchObject({ scheduleSettings: { fixedDaysOfMonth: [20] } });
  const [told] = await bank.ok('getLoanTransactions', { path: pathOf(loan) });
  expect(told).toMatchObject({ type: 'DUE_DATE_CHANGED' });
  await bank.ok('adjustLoanTransaction', {
    path: { loanTransactionId: String(told?.id) },
    body: { notes: 'the old days suit better' },
  });
  expect(await dates()).toEqual(before);
  expect(at(await office.lines(loan), 0).state).toBe('PENDING');
});

test('another arrears tolerance holds from its day on, within what the product allows', async () => {
  const loan = await running(fixedDays);
  const change = (arrearsTolerancePeriod: number) =>
    bank.call('changeLoanArrearsSettings', {
      path: pathOf(loan),
      body: { arrearsTolerancePeriod, entryDate: day('2026-01-16') },
    });
  expect(reasonOf(await change(31))).toBe('400 ARREARS_TOLERANCE_PERIOD_OUTSIDE_CONSTRAINTS');
  expect(reasonOf(await change(-1))).toBe('400 NEGATIVE_ARREARS_TOLERANCE_PERIOD');
  expect(reasonOf(await change(20))).toBe('204');
  expect(await office.account(loan)).toMatchObject({
    arrearsTolerancePeriod: 20,
    accountArrearsSettings: { tolerancePeriod: 20 },
  });
});
