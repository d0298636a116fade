import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';

// 10,000 at 12 % a year: 100 for a month of 30/360, 10,000 × 0.12 / 365 for a day of the year.

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const disbursed = async (product: string): Promise<Loan> => {
  const loan = await lender.approvedLoan(product);
  await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
  return loan;
};
const advance = (days: number) => bank.ok('advanceClock', { body: { days } });
const stored = async (loan: Loan): Promise<unknown> =>
  (await bank.db.query('SELECT * FROM loan_account WHERE encoded_key = $1::uuid', [loan.encodedKey])).rows[0];

describe('a loan that nothing happened to for days', () => {
  test('tells the interest accrued by today, as its pay-off preview does, and writes nothing for it', async () => {
    // Nine days: of a month of 30, and of the 31 from 19 March to 19 April.
    for (const [product, accrued] of [[lender.dynamicEqual, 30] as const, [lender.fixedEqual, 900 / 31] as const]) {
      const loan = await disbursed(product);
      expect((await office.account(loan)).accruedInterest).toBe(0);
      await advance(9);
      const before = await stored(loan);
      const told = await office.account(loan);
      expect(told.accruedInterest).toBeCloseTo(accrued, 10);
      const { interestBalance } = await bank.ok('previewLoanPayOff', {
        path: pathOf(loan),
        body: { valueDate: String(told.lastAccountAppraisalDate) },
      });
      // Who pays a fixed loan off early pays the interest that it was agreed with.
      if (product === lender.dynamicEqual) expect(interestBalance).toBe(accrued);
      const { installments } = await bank.ok('getLoanSchedule', { path: pathOf(loan) });
      expect(installments?.[0]?.interestAccrued).toBe(told.accruedInterest);
      expect(await stored(loan)).toEqual(before);
    }
  });

  test('tells its PUT what it tells its GET', async () => {
    const loan = await disbursed(lender.dynamicDeclining);
    await advance(3);
    const told = await office.account(loan);
    expect(told.accruedInterest).toBeCloseTo((3 * 1200) / 365, 10);
    const put = await bank.ok('updateLoanAccount', { path: pathOf(loan), body: told });
    expect({ ...put, lastModifiedDate: '' }).toEqual({ ...told, lastModifiedDate: '' });
  });

  test('is listed with the figures that filters and sorting see, and the day they are of', async () => {
    const loan = await disbursed(lender.dynamicEqual);
    const { lastAccountAppraisalDate } = await office.account(loan);
    await advance(3);
    const byId = { field: 'id', operator: 'EQUALS', value: loan.id };
    const [listed] = await bank.ok('searchLoanAccounts', { body: { filterCriteria: [byId] } });
    expect(listed).toMatchObject({ accruedInterest: 0, lastAccountAppraisalDate });
  });
});

describe('a due date', () => {
  test('makes its instalment due the same day, before the night books its interest', async () => {
    const loan = await disbursed(lender.dynamicEqual);
    const [first] = await office.lines(loan);
    const today = String((await office.account(loan)).lastAccountAppraisalDate).slice(0, 10);
    await advance(Math.round((Date.parse(String(first?.dueDate).slice(0, 10)) - Date.parse(today)) / 86_400_000));
    const told = await office.account(loan);
    expect(told).toMatchObject({ accountState: 'ACTIVE', accruedInterest: 0, daysLate: 0 });
    expect(told.balances).toMatchObject({ interestBalance: 100, interestDue: 100 });
    expect(told.balances?.principalDue).toBe(first?.principal.amount.expected);
  });
});
