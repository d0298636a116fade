import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { openOffice } from './harness/loanOffice.ts';

// Repayments that say themselves what they pay: 10,000 at 12 % on months of 30 days, 100.00 of interest in the first month.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('FREE-HAND', {
    type: 'DYNAMIC_TERM_LOAN',
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', interestCalculationMethod: 'DECLINING_BALANCE' },
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    others: { allowCustomRepaymentAllocation: true },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const running = async (key = product): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(key, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 10 } });
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+01:00' });
  return loan;
};

const part = (customPaymentAmountType: string, amount: number, more: Record<string, unknown> = {}) => ({
  customPaymentAmountType,
  amount,
  ...more,
});

describe('a repayment with amounts of its own', () => {
  test('pays what it names, is booked so, and is undone', async () => {
    const loan = await running();
    await desk.fee(loan, 15, { predefinedFeeKey: 'REMINDER' });
    await desk.advanceTo('2026-02-10');
    const before = await desk.account(loan);
    const paid = await desk.repay(loan, 1007, {
      customPaymentAmounts: [part('PRINCIPAL', 1000), part('MANUAL_FEE', 7, { predefinedFeeKey: 'REMINDER' })],
    });
    expect(paid).toMatchObject({
      affectedAmounts: { principalAmount: 1000, interestAmount: 0, feesAmount: 7 },
      accountBalances: { principalBalance: 9000 },
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 1007 -', 'CREDIT 1100 1000 -', 'CREDIT 1120 7 -']);
    expect((await desk.account(loan)).balances).toMatchObject({ interestDue: 100, feesDue: 8, principalDue: 0 });
    await desk.adjust(paid);
    expect((await desk.account(loan)).balances).toEqual(before.balances);
  });

  test('survives a correction before it with the same amounts', async () => {
    const loan = await running();
    const first = await desk.repay(loan, 50, { customPaymentAmounts: [part('INTEREST', 50)] });
    await desk.repay(loan, 500, { customPaymentAmounts: [part('PRINCIPAL', 500)] });
    await desk.adjust(first);
    expect((await desk.account(loan)).balances).toMatchObject({
      principalBalance: 9500,
      interestBalance: 100,
      interestPaid: 0,
    });
    expect((await desk.standing(loan)).filter((line) => line.startsWith('REPAYMENT'))).toEqual([
      'REPAYMENT 500.00 2026-02-10',
    ]);
  });

  test('is refused where it can’t be', async () => {
    const loan = await running();
    const refused = (amount: number, ...customPaymentAmounts: Record<string, unknown>[]) =>
      desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount, customPaymentAmounts } as never });
    expect(await refused(101, part('INTEREST', 101))).toMatch(/^400 EXCESS_REPAYMENT_ERROR: customPaymentAmounts/);
    expect(await refused(1, part('PENALTY', 1))).toMatch(/^400 EXCESS_REPAYMENT_ERROR/);
    expect(await refused(100, part('INTEREST', 99))).toMatch(
      /^400 CUSTOM_PAYMENT_AMOUNT_DIFFERENT_THAN_TOTAL_PAYMENT_AMOUNT/,
    );
    expect(await refused(10, part('INTEREST', 5), part('INTEREST', 5))).toMatch(
      /^400 SAME_CUSTOM_PAYMENT_AMOUNT_TYPE_USED_MULTIPLE_TIMES/,
    );
    expect(await refused(10, part('INTEREST', 10, { predefinedFeeKey: 'REMINDER' }))).toMatch(
      /^400 CUSTOM_PAYMENT_AMOUNT_TYPE_DISALLOWS_PREDEFINED_FEE/,
    );
    expect(await refused(10, part('LATE_REPAYMENT_FEE', 10, { predefinedFeeKey: 'REMINDER' }))).toMatch(
      /^400 CUSTOM_PAYMENT_AMOUNT_TYPE_DOES_NOT_MATCH_PREDEFINED_FEE/,
    );
    expect(await refused(10, part('MANUAL_FEE', 10, { predefinedFeeKey: 'ÄÖ💥' }))).toMatch(/^400 INVALID_FEE_KEY/);
    expect(await refused(10, part('CF_INTEREST', 10))).toMatch(
      /^400 INVALID_PARAMETERS: .*CF_INTEREST is not supported yet/,
    );
    expect(await refused(10, part('INTEREST', -10), part('PRINCIPAL', 20))).toMatch(/^400 INVALID_AMOUNT/);
    expect(await refused(10, part('INTEREST', 10, { taxOnAmount: 1 }))).toMatch(/^400 .*taxOnAmount/);
    expect(await refused(10, part('NOTHING', 10))).toMatch(/^400 INVALID_PARAMETERS/);
  });

  test('needs the product and the permission', async () => {
    const strict = await running(lender.dynamicDeclining);
    const body = { amount: 10, customPaymentAmounts: [part('PRINCIPAL', 10)] } as never;
    expect(await desk.refused('makeRepayment', strict, { path: loanPath(strict), body })).toMatch(
      /^400 CUSTOM_PAYMENT_NOT_ALLOWED_BY_PRODUCT/,
    );
    const loan = await running();
    const user = await openOffice(bank, lender).user('teller', ['ENTER_REPAYMENT', 'VIEW_LOAN_ACCOUNT_DETAILS']);
    const reply = await bank.call('makeRepayment', { path: loanPath(loan), body, user });
    expect(reasonOf(reply)).toMatch(/ INVALID_PERMISSIONS$/);
  });
});

describe('a repayment of one instalment', () => {
  const keysOf = async (loan: LoanRef): Promise<string[]> => {
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    return installments.map(({ encodedKey }) => String(encodedKey));
  };

  test('pays that one, is undone, and keeps payments without one away', async () => {
    const loan = await running(lender.fixedEqual);
    const [, second = '', third = ''] = await keysOf(loan);
    const before = await desk.schedule(loan);
    const paid = await desk.repay(loan, 100, { installmentEncodedKey: second });
    expect(paid).toMatchObject({ affectedAmounts: { interestAmount: 90.44, principalAmount: 9.56 } });
    expect((await desk.schedule(loan)).map((line) => line.split(' ')[1])).toEqual([
      '0.00',
      '100.00',
      ...Array(8).fill('0.00'),
    ]);
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 5 } })).toMatch(
      /^400 GENERIC_REPAYMENTS_NOT_ALLOWED_IF_SPECIFIC_INSTALLMENT_REPAYMENTS_EXIST/,
    );
    const refused = (amount: number, installmentEncodedKey: string, more: Record<string, unknown> = {}) =>
      desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount, installmentEncodedKey, ...more } });
    expect(await refused(5000, third)).toMatch(/^400 INVALID_REPAYMENT_AMOUNT_FOR_SPECIFIC_INSTALLMENT/);
    expect(await refused(5, 'f'.repeat(32))).toMatch(/^400 INVALID_INSTALLMENT_KEY/);
    expect(await refused(5, '💥')).toMatch(/^400 INVALID_INSTALLMENT_KEY/);
    expect(await refused(5, third, { customPaymentAmounts: [part('INTEREST', 5)] })).toMatch(/^400 INVALID_PARAMETERS/);
    expect(await refused(5, third, { prepaymentRecalculationMethod: 'NO_RECALCULATION' })).toMatch(
      /^400 PREPAYMENT_RECALCULATION_METHOD_ON_REPAYMENT_NOT_ALLOWED_FOR_LOAN_ACCOUNT/,
    );
    await desk.repay(loan, 955.82, { installmentEncodedKey: second });
    expect(await refused(1, second)).toMatch(/^400 INSTALLMENT_ALREADY_PAID/);
    await desk.adjust(await desk.newest(loan, 'REPAYMENT'));
    await desk.adjust(paid);
    expect(await desk.schedule(loan)).toEqual(before);
    await desk.repay(loan, 5);
    expect(await refused(5, third)).toMatch(
      /^400 SPECIFIC_INSTALLMENT_REPAYMENTS_NOT_ALLOWED_IF_GENERIC_REPAYMENTS_EXIST/,
    );
  });
});
