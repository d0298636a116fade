import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// One clock for the file: the tests go on from each other's day.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let fixed: LoanRef;
let dynamic: LoanRef;

const fee = (id: string, trigger: string, more: Record<string, unknown>) => ({
  id,
  name: id,
  trigger,
  feeApplication: 'REQUIRED',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  ...more,
});

const fees = [
  fee('SERVICE', 'PAYMENT_DUE', { amount: 2 }),
  fee('DUNNING', 'LATE_REPAYMENT', { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE', percentageAmount: 0.1 }),
];

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  fixed = await lender.approvedLoan(await lender.loanProduct('FIXED-FEES', { others: { feesSettings: { fees } } }));
  const followed = await lender.loanProduct('DYNAMIC-FEES', {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    others: { feesSettings: { fees } },
  });
  dynamic = await lender.approvedLoan(followed);
  for (const loan of [fixed, dynamic]) await desk.disburse(loan);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const feesOf = async (loan: LoanRef): Promise<string[]> =>
  (await desk.standing(loan)).filter((line) => line.startsWith('FEE'));

describe('fees that nobody applies', () => {
  test('a fixed loan owes its payment-due fees from the disbursement on, a dynamic one with each due date', async () => {
    expect(await feesOf(fixed)).toEqual(Array(12).fill('FEE_APPLIED 2.00 2026-01-31'));
    expect(await desk.account(fixed)).toMatchObject({ balances: { feesBalance: 24, feesDue: 0 } });
    expect(await feesOf(dynamic)).toEqual([]);
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(dynamic) });
    expect(installments[0]).toMatchObject({ fee: { amount: { expected: 0, expectedUnapplied: 2 } } });
    await desk.advanceTo('2026-03-01');
    expect(await feesOf(dynamic)).toEqual(['FEE_APPLIED 2.00 2026-02-28', 'FEE_APPLIED 10.00 2026-03-01']);
  });

  test('a late fee comes once, is told with its trigger and booked', async () => {
    await desk.advanceTo('2026-03-04');
    const late = (await feesOf(fixed)).filter((line) => line.includes('2026-03'));
    expect(late).toEqual(['FEE_APPLIED 10.00 2026-03-01']);
    const charged = await desk.newest(fixed, 'FEE_APPLIED');
    expect(charged).toMatchObject({ fees: [{ name: 'DUNNING', trigger: 'LATE_REPAYMENT', amount: 10 }] });
    expect(await desk.journal(charged)).toEqual(['DEBIT 1120 10 -', 'CREDIT 4000 10 -']);
    const filterCriteria = [{ field: 'fees.trigger', operator: 'EQUALS', value: 'LATE_REPAYMENT' }];
    const found = await bank.ok('searchLoanTransactions', { body: { filterCriteria } as never });
    expect(found).toHaveLength(2);
  });

  test('a late fee that is undone does not come again', async () => {
    const charged = await desk.newest(fixed, 'FEE_APPLIED');
    const adjustment = await desk.adjust(charged);
    expect(adjustment).toMatchObject({ type: 'FEE_ADJUSTMENT', amount: -10 });
    await desk.advanceTo('2026-03-06');
    expect((await feesOf(fixed)).filter((line) => line.includes('2026-03'))).toEqual([]);
    expect(await desk.account(fixed)).toMatchObject({ balances: { feesDue: 2 } });
  });

  test('are paid first by the order of the product, and go when the payment was dated on time', async () => {
    const paid = await desk.repay(dynamic, 13);
    expect(paid.affectedAmounts).toMatchObject({ feesAmount: 12, interestAmount: 1 });
    await desk.adjust(paid);
    await desk.repay(dynamic, 890.49, { valueDate: '2026-02-28T08:00:00+01:00' });
    expect(await feesOf(dynamic)).toEqual(['FEE_APPLIED 2.00 2026-02-28']);
  });

  test('are not applied by hand', async () => {
    const body = { predefinedFeeKey: 'DUNNING', amount: 10, installmentNumber: 2 };
    expect(await desk.refused('applyLoanFee', fixed, { path: loanPath(fixed), body })).toContain('FEE_NOT_ALLOWED');
  });

  test('an account keeps what it agreed when the product changes', async () => {
    const { productTypeKey } = await desk.account(fixed);
    const path = { loanProductId: String(productTypeKey) };
    const product = await bank.ok('getLoanProduct', { path });
    const changed = (product.feesSettings?.fees ?? []).map((one) =>
      one.id === 'DUNNING' ? { ...one, percentageAmount: 1 } : one,
    );
    await bank.ok('updateLoanProduct', { path, body: { ...product, feesSettings: { fees: changed } } as never });
    await desk.advanceTo('2026-03-29');
    expect((await feesOf(fixed)).at(-1)).toBe('FEE_APPLIED 10.00 2026-03-29');
  });

  test.each([
    ['MANDATORY_FEE_AMOUNT', fee('F', 'LATE_REPAYMENT', {})],
    ['INVALID_PARAMETERS', fee('F', 'IOF', { amount: 5 })],
    ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', fee('F', 'PAYMENT_DUE', { amount: 0 })],
  ])('a product is refused with %s', async (reason, wrong) => {
    const { loanProductBody } = await import('./harness/loanBank.ts');
    const body = loanProductBody('WRONG', lender.gl, { others: { feesSettings: { fees: [wrong] } } });
    expect(await desk.reason('createLoanProduct', { body: body as never })).toBe(`400 ${reason}`);
  });
});
