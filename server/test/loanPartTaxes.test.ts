import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Repayments that say what they pay and what of it is tax: 100 of principal, 12 of interest and 1.92 of tax on it a month.

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
let product: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  const taxSourceKey = await of.source('VAT', ['2026-01-01', 16]);
  const interest = { interestCalculationMethod: 'FLAT' };
  product = await of.product('PARTS', { taxSourceKey }, { interest, others: { allowCustomRepaymentAllocation: true } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const running = async (): Promise<LoanRef> => {
  const loan = await of.lender.approvedLoan(product, { loanAmount: 1200 });
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+00:00' });
  return loan;
};

const part = (customPaymentAmountType: string, amount: number, taxOnAmount?: number) => ({
  customPaymentAmountType,
  amount,
  ...(taxOnAmount === undefined ? {} : { taxOnAmount }),
});

describe('taxOnAmount of a repayment by parts', () => {
  test('is what of the part is tax, and is told with it', async () => {
    const loan = await running();
    const paid = await desk.repay(loan, 26.96, {
      customPaymentAmounts: [part('PRINCIPAL', 20, 0), part('INTEREST', 6.96, 0.96)],
    });
    const told = [
      { customPaymentAmountType: 'PRINCIPAL', amount: 20, taxOnAmount: 0 },
      { customPaymentAmountType: 'INTEREST', amount: 6.96, taxOnAmount: 0.96 },
    ];
    expect(paid).toMatchObject({ customPaymentAmounts: told, taxes: { taxOnInterestAmount: 0.96 } });
    const found = await bank.ok('getLoanTransaction', { path: { loanTransactionId: String(paid.id) } });
    expect(found.customPaymentAmounts).toEqual(told);
    const whole = await desk.repay(loan, 13.92, { customPaymentAmounts: [part('INTEREST', 13.92)] });
    expect(whole.customPaymentAmounts).toEqual([
      { customPaymentAmountType: 'INTEREST', amount: 13.92, taxOnAmount: 1.92 },
    ]);
    expect((await desk.repay(loan, 1)).customPaymentAmounts).toBeUndefined();
  });

  test('is told anew by a correction, and not by the adjustment', async () => {
    const loan = await running();
    const first = await desk.repay(loan, 6.96);
    await desk.repay(loan, 6.96, { customPaymentAmounts: [part('INTEREST', 6.96, 0.96)] });
    await desk.adjust(first);
    expect((await desk.newest(loan, 'REPAYMENT')).customPaymentAmounts).toEqual([
      { customPaymentAmountType: 'INTEREST', amount: 6.96, taxOnAmount: 0.96 },
    ]);
    expect((await desk.newest(loan, 'REPAYMENT_ADJUSTMENT')).customPaymentAmounts).toBeUndefined();
  });

  test.each([
    ['another amount', [part('INTEREST', 6.96, 0.95)]],
    ['more than the part', [part('INTEREST', 6.96, 7)]],
    ['a tax on principal', [part('PRINCIPAL', 6.96, 1)]],
    ['a negative one', [part('INTEREST', 6.96, -0.96)]],
    ['a huge one', [part('INTEREST', 6.96, 1e80)]],
    ['one of many', [part('PRINCIPAL', 5), part('INTEREST', 1.96, 0.96)]],
  ])('is refused where it is %s', async (_what, customPaymentAmounts) => {
    const loan = await running();
    const body = { amount: 6.96, customPaymentAmounts } as never;
    const index = customPaymentAmounts.length - 1;
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body })).toMatch(
      new RegExp(`^400 INVALID_PARAMETERS: customPaymentAmounts\\[${index}\\]\\.taxOnAmount`),
    );
  });

  test('is refused as a text', async () => {
    const loan = await running();
    const body = { amount: 5, customPaymentAmounts: [{ ...part('PRINCIPAL', 5), taxOnAmount: 'x' }] } as never;
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body })).toMatch(/taxOnAmount/);
  });
});
