import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// Fees that no instalment asks for (scheduleAllocationMethod NO_ALLOCATION).

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let fixed: string;
let dynamic: string;

const letter = {
  id: 'LETTER',
  name: 'Letter',
  trigger: 'MANUAL',
  feeApplication: 'OPTIONAL',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  amount: 40,
  scheduleAllocationMethod: 'NO_ALLOCATION',
};
const reminder = { ...letter, id: 'REMINDER', name: 'Reminder', scheduleAllocationMethod: 'ON_INSTALLMENT' };
const others = {
  allowCustomRepaymentAllocation: true,
  feesSettings: { allowArbitraryFees: true, fees: [letter, reminder] },
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  fixed = await lender.loanProduct('BESIDE-FIXED', { others });
  dynamic = await lender.loanProduct('BESIDE-DYNAMIC', {
    type: 'DYNAMIC_TERM_LOAN',
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    others,
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const running = async (product: string): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(product, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 2 } });
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+01:00' });
  return loan;
};
const part = (customPaymentAmountType: string, amount: number, predefinedFeeKey?: string) => ({
  customPaymentAmountType,
  amount,
  ...(predefinedFeeKey === undefined ? {} : { predefinedFeeKey }),
});
const withLetter = (loan: LoanRef) => desk.fee(loan, 40, { predefinedFeeKey: 'LETTER' });
const fees = async (loan: LoanRef): Promise<unknown[]> => {
  const { balances } = await desk.account(loan);
  return [balances?.feesBalance, balances?.feesDue, balances?.feesPaid];
};

test('is a receivable that no instalment has, is paid by parts that name it, and undone', async () => {
  for (const product of [fixed, dynamic]) {
    const loan = await running(product);
    const before = await desk.schedule(loan);
    const applied = await withLetter(loan);
    expect(applied).toMatchObject({ type: 'FEE_APPLIED', amount: 40, affectedAmounts: { feesAmount: 40 } });
    expect(await desk.journal(applied)).toEqual(['DEBIT 1120 40 -', 'CREDIT 4000 40 -']);
    expect(await desk.schedule(loan)).toEqual(before);
    expect(await fees(loan)).toEqual([40, 0, 0]);
    const { body } = await bank.call('explainLoan', { path: loanPath(loan) });
    expect(body).toMatchObject({
      nonScheduledFees: [{ name: 'Letter', amount: 40, reduced: 0, formula: 'the amount of the fee' }],
    });
    const paid = await desk.repay(loan, 25, {
      customPaymentAmounts: [part('NON_SCHEDULED_FEE', 15, 'LETTER'), part('NON_SCHEDULED_FEE', 10)],
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 25 -', 'CREDIT 1120 25 -']);
    expect(await fees(loan)).toEqual([15, 0, 25]);
    await desk.adjust(paid);
    await desk.adjust(applied);
    expect(await fees(loan)).toEqual([0, 0, 0]);
    expect(await desk.schedule(loan)).toEqual(before);
    await desk.verify();
  }
});

test('what a request can’t ask of it is refused and changes nothing', async () => {
  const loan = await running(fixed);
  await withLetter(loan);
  const repaying = (...customPaymentAmounts: ReturnType<typeof part>[]) =>
    desk.refused('makeRepayment', loan, {
      path: loanPath(loan),
      body: {
        amount: customPaymentAmounts.reduce((all, { amount }) => all + amount, 0),
        customPaymentAmounts,
      } as never,
    });
  expect(await repaying(part('NON_SCHEDULED_FEE', 41))).toMatch(/^400 EXCESS_REPAYMENT_ERROR/);
  expect(await repaying(part('MANUAL_FEE', 5))).toMatch(/^400 EXCESS_REPAYMENT_ERROR/);
  expect(await repaying(part('MANUAL_FEE', 5, 'LETTER'))).toMatch(
    /^400 CUSTOM_PAYMENT_AMOUNT_TYPE_DOES_NOT_MATCH_PREDEFINED_FEE/,
  );
  expect(await repaying(part('NON_SCHEDULED_FEE', 5, 'REMINDER'))).toMatch(
    /^400 CUSTOM_PAYMENT_AMOUNT_TYPE_DOES_NOT_MATCH_PREDEFINED_FEE/,
  );
  const applying = (more: object) =>
    desk.refused('applyLoanFee', loan, { path: loanPath(loan), body: { predefinedFeeKey: 'LETTER', ...more } });
  expect(await applying({ installmentNumber: 1 })).toMatch(/^400 INVALID_INSTALLMENT_NUMBER/);
  expect(await applying({ feeCapitalisation: true })).toMatch(/^400 FEE_NOT_ALLOWED/);
  const product = (more: object) =>
    desk.reason('createLoanProduct', {
      body: loanProductBody('NO', lender.gl, { others: { feesSettings: { fees: [{ ...letter, ...more }] } } }) as never,
    });
  expect(await product({ trigger: 'PAYMENT_DUE' })).toBe('400 INVALID_PARAMETERS');
  expect(await product({ trigger: 'MANUAL_PLANNED' })).toBe('400 INVALID_PARAMETERS');
  expect(
    await product({
      amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
      amount: undefined,
      percentageAmount: 1,
    }),
  ).toBe('400 INVALID_PARAMETERS');
});

test('it makes no loan late, keeps one open that owes nothing else, and goes with a pay-off or a write-off', async () => {
  const [repaid, off, lost] = [await running(dynamic), await running(dynamic), await running(fixed)];
  for (const loan of [repaid, off, lost]) await withLetter(loan);
  await desk.advanceTo('2026-02-10');
  const balances = (await desk.account(repaid)).balances;
  const others = Number(balances?.principalBalance) + Number(balances?.interestBalance);
  expect(await desk.refused('makeRepayment', repaid, { path: loanPath(repaid), body: { amount: others + 1 } })).toMatch(
    /^400 EXCESS_REPAYMENT_ERROR/,
  );
  await desk.repay(repaid, others);
  expect(await fees(repaid)).toEqual([40, 0, 0]);
  await desk.advanceTo('2026-02-14');
  const open = await desk.account(repaid);
  expect([open.accountState, open.daysLate, open.daysInArrears]).toEqual(['ACTIVE', 0, 0]);
  expect(
    await desk.refused('changeLoanAccountState', repaid, { path: loanPath(repaid), body: { action: 'CLOSE' } }),
  ).toMatch(/^400 ACCOUNT_HAS_REMAINING_BALANCE/);
  await desk.repay(repaid, 40, { customPaymentAmounts: [part('NON_SCHEDULED_FEE', 40)] });
  await bank.ok('changeLoanAccountState', { path: loanPath(repaid), body: { action: 'CLOSE' } });

  const preview = await bank.ok('previewLoanPayOff', {
    path: loanPath(off),
    body: { valueDate: '2026-02-14T00:00:00+01:00' },
  });
  expect(preview).toMatchObject({ feeBalance: 40 });
  await bank.ok('payOffLoan', {
    path: loanPath(off),
    body: { payOffAdjustableAmounts: { nonScheduledFeeAmount: 30 } },
  });
  expect((await desk.standing(off)).slice(-2)).toEqual([
    'FEES_DUE_REDUCED 10.00 2026-02-14',
    `REPAYMENT ${(Number(preview.totalBalance) - 10).toFixed(2)} 2026-02-14`,
  ]);
  expect(await desk.journal(await desk.newest(off, 'FEES_DUE_REDUCED'))).toEqual([
    'DEBIT 4000 10 -',
    'CREDIT 1120 10 -',
  ]);

  await bank.ok('writeOffLoan', { path: loanPath(lost), body: { notes: 'lost' } });
  expect(await desk.newest(lost, 'WRITE_OFF')).toMatchObject({ affectedAmounts: { feesAmount: 40 } });
  expect(await fees(lost)).toEqual([0, 0, 0]);
  await desk.verify();
});
