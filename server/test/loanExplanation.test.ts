import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { four } from './harness/scheduleLines.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
});
afterAll(() => bank.stop());

test.each(['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const)(
  'every amount of a %s loan is explained, before and after its disbursement',
  async (product) => {
    const loan = await lender.approvedLoan(lender[product], four);
    const explain = () => bank.ok('explainLoan', { path: pathOf(loan) });
    const before = await explain();
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    await bank.ok('applyLoanFee', {
      path: pathOf(loan),
      body: { predefinedFeeKey: 'REMINDER', ...(product.startsWith('fixed') ? { installmentNumber: 1 } : {}) },
    });
    const after = await explain();
    const lines = await office.lines(loan);
    expect(after.installments.map(({ interest }) => interest.amount)).toEqual(
      lines.map(({ interest }) => interest.amount.expected),
    );
    expect(after.installments.map(({ interest }) => [interest.rounded, interest.moved])).toEqual(
      lines.map(({ interest }) => [interest.amount.expected, 0]),
    );
    expect(before.installments.map(({ interest }) => interest)).toEqual(
      after.installments.map(({ interest }) => interest),
    );
    expect(after.installments[0]?.fees).toMatchObject([
      { name: 'Reminder', amount: 15, formula: 'the amount of the fee' },
    ]);
  },
);

test('nobody explains a loan that is not there, or that he may not see', async () => {
  const path = { loanAccountId: 'NOBODY' };
  expect(reasonOf(await bank.call('explainLoan', { path }))).toBe('404 INVALID_LOAN_ACCOUNT_ID');
  const user = await office.user('blind', ['VIEW_CLIENT_DETAILS']);
  const loan = await lender.loan(lender.fixedEqual, four);
  const refused = await bank.call('explainLoan', { path: pathOf(loan), user });
  expect(refused.status).toBe(403);
});
