import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Line, type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { at, day, four, move, newLine } from './harness/scheduleLines.ts';

// What an officer writes on an instalment when he edits its schedule.

type NotedLine = Line & { notes?: string };

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const notesOf = async (loan: Loan): Promise<unknown[]> =>
  ((await office.lines(loan)) as NotedLine[]).map(({ notes }) => notes);

const write = async (loan: Loan, index: number, notes: string): Promise<void> => {
  const lines: NotedLine[] = await office.lines(loan);
  Object.assign(at(lines, index), { notes });
  expect(reasonOf(await office.edit(loan, lines))).toBe('200');
};

describe('notes on an instalment', () => {
  test('come with an edit, and stay through approval, disbursement, payments and later edits', async () => {
    const loan = await lender.loan(lender.dynamicDeclining, four);
    await write(loan, 1, ' Ernte im März – „später“ 🌾 ');
    const written = [undefined, 'Ernte im März – „später“ 🌾', undefined, undefined];
    expect(await notesOf(loan)).toEqual(written);
    await office.changeState(loan, 'APPROVE');
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    await bank.ok('makeRepayment', { path: pathOf(loan), body: { amount: 3000 } });
    expect(await notesOf(loan)).toEqual(written);
    const lines = await office.lines(loan);
    move(lines, 2, 3, 100);
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    expect(await notesOf(loan)).toEqual(written);
    const listed = await bank.ok('getInstallments', {
      query: { dueFrom: '2026-03-01', dueTo: '2026-03-31', productTypeKey: lender.dynamicDeclining, limit: 100 },
    });
    expect(listed.map(({ notes }) => notes)).toEqual([written[1]]);
  });

  test('go when they are emptied, and come with a new instalment', async () => {
    const loan = await lender.loan(lender.dynamicDeclining, four);
    await write(loan, 0, 'first');
    await write(loan, 0, '  ');
    expect(await notesOf(loan)).toEqual([undefined, undefined, undefined, undefined]);
    const lines: NotedLine[] = await office.lines(loan);
    move(lines, 3, 2, 100);
    lines.push({ ...newLine(day('2026-06-15'), 0), notes: 'the last one' });
    move(lines, 3, 4, 50);
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    expect(await notesOf(loan)).toEqual([undefined, undefined, undefined, undefined, 'the last one']);
  });

  test('are written on a payment holiday with it', async () => {
    const product = await lender.loanProduct('NOTED', {
      type: 'DYNAMIC_TERM_LOAN',
      interest: {
        daysInYear: 'E30_360',
        scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
        interestCalculationMethod: 'DECLINING_BALANCE',
      },
      schedule: {
        repaymentScheduleMethod: 'DYNAMIC',
        repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS'],
        scheduleEditOptionDetails: { paymentHolidaysSettings: { paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM' } },
      },
    });
    const loan = await lender.approvedLoan(product, four);
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    const lines: NotedLine[] = await office.lines(loan);
    Object.assign(at(lines, 0), { isPaymentHoliday: true, notes: 'parental leave' });
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    expect(await notesOf(loan)).toEqual(['parental leave', undefined, undefined, undefined, undefined]);
  });

  test.each([
    ['too long', 'x'.repeat(100_000)],
    ['of another type', 7],
    ['with control characters', 'a\u0000b'],
  ])('that are %s are refused and change nothing', async (_what, notes) => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const before = await office.lines(loan);
    const lines = before.map((line, index) => (index === 1 ? { ...line, notes } : line));
    const reply = await office.edit(loan, lines);
    expect(reasonOf(reply)).toBe('400 INVALID_PARAMETERS');
    expect(reply.text).toContain('notes');
    expect(await office.lines(loan)).toEqual(before);
  });

  test('do not make an edit allowed that the loan may not have', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual, four);
    const lines: NotedLine[] = await office.lines(loan);
    Object.assign(at(lines, 1), { notes: 'too late' });
    expect(reasonOf(await office.edit(loan, lines))).toBe('400 INVALID_ACCOUNT_STATE');
  });
});
