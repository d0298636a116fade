import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Fees that become principal: 10,000 in ten instalments of 1,000 at 1 % a month, the first one paid on its day.

type Body = Readonly<Record<string, unknown>>;

const dynamic = {
  type: 'DYNAMIC_TERM_LOAN',
  interest: {
    daysInYear: 'E30_360',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE',
  },
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
};

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
let product: string;
let taxed: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  product = await of.lender.loanProduct('PLAIN', dynamic);
  taxed = await of.product('TAXED', { taxSourceKey: await of.source('VAT', ['2026-01-01', 16]) }, dynamic);
  await desk.advanceTo('2026-02-10');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const running = async (key = product): Promise<LoanRef> => {
  const scheduleSettings = { gracePeriod: 0, repaymentInstallments: 10 };
  const loan = await of.lender.approvedLoan(key, { scheduleSettings });
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+00:00' });
  await desk.repay(loan, key === taxed ? 1116 : 1100);
  return loan;
};
const capitalise = (loan: LoanRef, amount: number, more: Body = {}) =>
  desk.fee(loan, amount, { feeCapitalisation: true, ...more });
const refused = (loan: LoanRef, body: Body): Promise<string> =>
  desk.refused('applyLoanFee', loan, { path: loanPath(loan), body: { feeCapitalisation: true, ...body } });

describe('a fee that is capitalised', () => {
  test('is principal of the instalments ahead, is booked so, and is undone', async () => {
    const loan = await running();
    const [before, schedule] = [await desk.account(loan), await desk.schedule(loan)];
    const fee = await capitalise(loan, 90, { notes: 'costs of the court', externalId: 'COURT-1' });
    expect(fee).toMatchObject({
      type: 'FEE_CAPITALISED',
      amount: 90,
      notes: 'costs of the court',
      externalId: 'COURT-1',
      affectedAmounts: { principalAmount: 90, feesAmount: 0 },
      accountBalances: { totalBalance: 9090, principalBalance: 9090 },
    });
    expect(await desk.journal(fee)).toEqual(['DEBIT 1100 90 -', 'CREDIT 4000 90 -']);
    expect((await desk.schedule(loan)).slice(0, 3)).toEqual([
      '1000.00+100.00+0.00 1100.00 PAID',
      '1010.00+90.90+0.00 0.00 PENDING',
      '1010.00+80.80+0.00 0.00 PENDING',
    ]);
    expect((await desk.account(loan)).balances).toMatchObject({ principalBalance: 9090, feesBalance: 0 });
    await desk.adjust(fee);
    expect(await desk.newest(loan, 'FEE_CAPITALISED_ADJUSTMENT')).toMatchObject({ amount: -90 });
    expect([(await desk.account(loan)).balances, await desk.schedule(loan)]).toEqual([before.balances, schedule]);
  });

  test('has its tax in it, which is owed to the state at once', async () => {
    const loan = await running(taxed);
    const fee = await capitalise(loan, 50);
    expect(fee).toMatchObject({
      amount: 58,
      taxes: { taxOnFeesAmount: 8 },
      accountBalances: { principalBalance: 9058 },
    });
    expect(await desk.journal(fee)).toEqual(['DEBIT 1100 58 -', 'CREDIT 4000 50 -', 'CREDIT 2300 8 -']);
  });

  test('is paid off with the loan, and later payments are corrected when it goes', async () => {
    const loan = await running();
    const fee = await capitalise(loan, 90);
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect((await desk.account(loan)).accountState).toBe('CLOSED');
    expect(await desk.newest(loan, 'REPAYMENT')).toMatchObject({ amount: 9090 });
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(fee.id) },
        body: { notes: 'too late' },
      }),
    ).toMatch(/^400 INVALID_ACCOUNT_STATE/);
  });

  test('is dated back before a payment, which is posted anew', async () => {
    const loan = await running();
    await capitalise(loan, 90, { valueDate: '2026-01-25T00:00:00+00:00' });
    // Fifteen days of 10,000 and fifteen of 10,090; the payment leaves 9.45 of what was due.
    expect((await desk.schedule(loan))[0]).toBe('1009.00+100.45+0.00 1100.00 PARTIALLY_PAID');
  });

  test('twice at once are two', async () => {
    const loan = await running();
    await Promise.all([capitalise(loan, 45), capitalise(loan, 45)]);
    expect((await desk.account(loan)).balances?.principalBalance).toBe(9090);
  });

  test('is refused where nothing could ask for it', async () => {
    const loan = await running();
    expect(await refused(loan, { amount: 0 })).toMatch(/^400 FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE/);
    expect(await refused(loan, { amount: 1e30 })).toMatch(/^400 INVALID_AMOUNT/);
    expect(await refused(loan, { amount: 5, installmentNumber: 2 })).toMatch(
      /^400 INSTALLMENT_NUMBER_NOT_ALLOWED_FOR_DYNAMIC_ACCOUNTS/,
    );
    expect(await refused(loan, { amount: 5, feeCapitalisation: 'yes' })).toMatch(/^400 .*feeCapitalisation/);
    expect(await refused(loan, { amount: 5, firstRepaymentDate: '2026-03-10T00:00:00+00:00' })).toMatch(
      /^400 .*firstRepaymentDate is not supported yet/,
    );
    const fixed = await of.lender.approvedLoan(of.lender.fixedEqual);
    expect(await refused(fixed, { amount: 5, installmentNumber: 1 })).toMatch(/^400 INVALID_ACCOUNT_STATE/);
    await desk.disburse(fixed);
    expect(await refused(fixed, { amount: 5, installmentNumber: 1 })).toMatch(/^400 FEE_NOT_ALLOWED/);
  });
});
