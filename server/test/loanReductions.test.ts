import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type Loan, type LoanOffice, openOffice } from './harness/loanOffice.ts';
import { at, four } from './harness/scheduleLines.ts';

// Fees that an edit of the schedule let off, owed again.

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let desk: LoanDesk;
let product: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  desk = loanDesk(bank);
  product = await lender.loanProduct('REDUCED', {
    type: 'DYNAMIC_TERM_LOAN',
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', interestCalculationMethod: 'DECLINING_BALANCE' },
    schedule: { repaymentScheduleMethod: 'DYNAMIC', repaymentScheduleEditOptions: ['ADJUST_FEE_PAYMENT_SCHEDULE'] },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** A loan whose fee of 25 was let off but for 10. */
const reduced = async (): Promise<Loan & { readonly path: { readonly loanTransactionId: string } }> => {
  const loan = await lender.approvedLoan(product, { ...four, loanAmount: 4000 });
  await desk.disburse(loan);
  await desk.fee(loan, 25);
  const lines = await office.lines(loan);
  at(lines, 0).fee = { amount: { expected: 10 } };
  expect(reasonOf(await office.edit(loan, lines))).toBe('200');
  const { id } = await desk.newest(loan, 'FEES_DUE_REDUCED');
  return { ...loan, path: { loanTransactionId: String(id) } };
};
const keysOf = async (loan: Loan): Promise<string[]> =>
  ((await bank.ok('getLoanSchedule', { path: loanPath(loan) })).installments ?? []).map(({ encodedKey }) =>
    String(encodedKey),
  );
const feesOf = async (loan: Loan): Promise<number[]> =>
  (await office.lines(loan)).map(({ fee }) => Number(fee?.amount.expected ?? 0));

test('they go back where they were, and the books say so', async () => {
  const loan = await reduced();
  expect(await feesOf(loan)).toEqual([10, 0, 0, 0]);
  const undone = await bank.ok('adjustLoanTransaction', { path: loan.path, body: { notes: 'a mistake' } });
  expect(undone).toMatchObject({ type: 'FEE_REDUCTION_ADJUSTMENT', amount: -15 });
  expect(await desk.journal(undone)).toEqual(['CREDIT 4000 15 -', 'DEBIT 1120 15 -']);
  expect(await feesOf(loan)).toEqual([25, 0, 0, 0]);
  expect((await office.account(loan)).balances?.feesBalance).toBe(25);
  expect(await desk.reason('adjustLoanTransaction', { path: loan.path, body: { notes: 'again' } })).toBe(
    '400 TRANSACTION_ALREADY_REVERSED',
  );
  await desk.verify();
});

test('they go to the instalments that are named, and are paid there', async () => {
  const loan = await reduced();
  const [first = '', second = '', third = ''] = await keysOf(loan);
  const installments = [
    { installmentKey: third, amountToAdd: 9 },
    { installmentKey: second, amountToAdd: 4 },
    { installmentKey: first, amountToAdd: 2 },
  ];
  await bank.ok('adjustLoanTransaction', { path: loan.path, body: { notes: 'a mistake', installments } });
  expect(await feesOf(loan)).toEqual([12, 4, 9, 0]);
  expect((await office.account(loan)).balances?.feesBalance).toBe(25);
  // It stays so, whatever comes.
  await desk.advanceTo('2026-03-10');
  const { balances } = await office.account(loan);
  expect(balances?.feesDue).toBe(16);
  await desk.repay(loan, Number(balances?.principalDue) + Number(balances?.interestDue) + 16);
  expect((await office.account(loan)).balances).toMatchObject({ feesBalance: 9, feesPaid: 16 });
  await desk.verify();
  await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
  await desk.verify();
});

test.each<[string, (keys: readonly string[]) => object[]]>([
  ['400 INVALID_AMOUNT', ([key]) => [{ installmentKey: key, amountToAdd: 14 }]],
  ['400 INVALID_AMOUNT', ([key]) => [{ installmentKey: key, amountToAdd: -15 }]],
  ['400 INVALID_AMOUNT', ([key]) => [{ installmentKey: key, amountToAdd: 1e40 }]],
  ['400 INVALID_AMOUNT', ([key]) => [{ installmentKey: key }]],
  ['400 INVALID_PARAMETERS', ([key]) => [{ installmentKey: key, amountToAdd: 'all' }]],
  ['400 INSTALLMENT_NOT_FOUND', () => [{ amountToAdd: 15 }]],
  ['400 INSTALLMENT_NOT_FOUND', () => [{ installmentKey: 'ключ', amountToAdd: 15 }]],
  [
    '400 INSTALLMENT_DUPLICATED',
    ([key]) => [
      { installmentKey: key, amountToAdd: 7 },
      { installmentKey: key, amountToAdd: 8 },
    ],
  ],
])('a part is refused: %s %#', async (reason, partsOf) => {
  const loan = await reduced();
  const installments = partsOf(await keysOf(loan)) as never;
  const told = await desk.refused('adjustLoanTransaction', loan, {
    path: loan.path,
    body: { notes: 'a mistake', installments },
  });
  expect(told).toContain(reason);
});

test('only what an edit let off is put on instalments, and not on paid ones', async () => {
  const loan = await lender.approvedLoan(product, { ...four, loanAmount: 4000 });
  await desk.disburse(loan);
  const fee = await desk.fee(loan, 25);
  const [first = ''] = await keysOf(loan);
  const body = { notes: 'a mistake', installments: [{ installmentKey: first, amountToAdd: 25 }] };
  const path = { loanTransactionId: String(fee.id) };
  expect(await desk.refused('adjustLoanTransaction', loan, { path, body })).toContain(
    '400 INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED',
  );
  const other = await reduced();
  const day = String((await office.lines(other))[0]?.dueDate).slice(0, 10);
  await desk.advanceTo(day);
  const { balances } = await office.account(other);
  await desk.repay(other, Number(balances?.principalDue) + Number(balances?.interestDue) + Number(balances?.feesDue));
  const [key = ''] = await keysOf(other);
  expect(
    await desk.refused('adjustLoanTransaction', other, {
      path: other.path,
      body: { notes: 'a mistake', installments: [{ installmentKey: key, amountToAdd: 15 }] },
    }),
  ).toContain('400 INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED_BULK');
});
