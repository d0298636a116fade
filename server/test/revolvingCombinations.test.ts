import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { LoanProductChanges } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Revolving credits with taxes, capped charges, planned fees and payments in whole units: limits of 5000 at 12 % on months of 30 days, of which 1000 is
// drawn on 15 January 2026. Due dates ask for 10 %, 50 at least. All of them live by one clock.

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
let taxed: LoanRef;
let capped: LoanRef;
let planned: LoanRef;
let whole: LoanRef;

const months = { daysInYear: 'E30_360' };
const survey = {
  id: 'SURVEY',
  name: 'Survey',
  trigger: 'MANUAL_PLANNED',
  amountCalculationMethod: 'FLAT',
  amount: 30,
  feeApplication: 'OPTIONAL',
  state: 'ACTIVE',
};

const credit = async (product: string): Promise<LoanRef> => {
  const loan = await of.lender.approvedLoan(product, { loanAmount: 5000, scheduleSettings: { gracePeriod: 0 } });
  await desk.disburse(loan, { amount: 1000 });
  return loan;
};
const product = (id: string, changes: LoanProductChanges = {}): Promise<string> =>
  of.lender.loanProduct(id, revolvingProduct({ ...changes, interest: months }));

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  const vat = await of.source('VAT', ['2026-01-01', 16], ['2026-03-01', 20]);
  taxed = await credit(await of.product('TAXED', { taxSourceKey: vat }, revolvingProduct({ interest: months })));
  const lockSettings = {
    cappingMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
    cappingConstraintType: 'HARD_CAP',
    cappingPercentage: 1.5,
  };
  capped = await credit(await product('CAPPED', { others: { internalControls: { lockSettings } } }));
  planned = await credit(
    await product('PLANNED', { others: { feesSettings: { allowArbitraryFees: true, fees: [survey] } } }),
  );
  const roundingSettings = {
    repaymentElementsRoundingMethod: 'PAYMENT_DUE',
    repaymentCurrencyRounding: 'ROUND_UP_TO_NEAREST_WHOLE_UNIT',
    roundingRepaymentScheduleMethod: 'NO_ROUNDING',
  };
  whole = await credit(
    await product('WHOLE', {
      schedule: { roundingSettings },
      payment: {
        principalPaymentSettings: {
          principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
          percentage: { defaultValue: 7.77 },
        },
      },
    }),
  );
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const lines = async (loan: LoanRef) => (await bank.ok('getLoanSchedule', { path: loanPath(loan) })).installments ?? [];
const balances = async (loan: LoanRef) => (await desk.account(loan)).balances;

describe('a fee that is planned on the running instalment of a revolving credit', () => {
  const plan = async (more: Record<string, unknown> = {}) => {
    const running = (await lines(planned)).at(-1);
    const [product] =
      (await bank.ok('getLoanProduct', { path: { loanProductId: 'PLANNED' } })).feesSettings?.fees ?? [];
    const entry = { predefinedFeeKey: product?.encodedKey, installmentKey: running?.encodedKey, ...more };
    return bank.call('createPlannedFees', { path: loanPath(planned), body: [entry] as never });
  };

  test('waits for its day, which lies within the period', async () => {
    expect((await plan({ applyOnDate: '2026-02-16T00:00:00+00:00' })).text).toContain('APPLY_ON_DATE_INVALID');
    expect((await plan({ applyOnDate: '2026-02-10T00:00:00+00:00' })).status).toBe(201);
    expect((await plan()).status).toBe(400);
    expect(Number((await lines(planned)).at(-1)?.fee?.amount?.expectedUnapplied)).toBe(30);
    expect(await balances(planned)).toMatchObject({ feesBalance: 0 });
  });
});

describe('a month later', () => {
  test('each due date asks for what its product says', async () => {
    await desk.advanceTo('2026-02-15');
    // 10.00 of interest and 1.60 of tax on it.
    expect(await balances(taxed)).toMatchObject({ principalDue: 100, interestDue: 11.6 });
    expect(await balances(planned)).toMatchObject({ principalDue: 100, interestDue: 10, feesDue: 30 });
    expect(await desk.standing(planned)).toContain('FEE_APPLIED 30.00 2026-02-10');
    // 77.70 and 10.00 make 87.70, so 88.
    expect(await balances(whole)).toMatchObject({ principalDue: 78, interestDue: 10 });
  });

  test('taxes are paid with their interest and counted at the rate of the next month', async () => {
    expect((await desk.repay(taxed, 111.6)).taxes).toMatchObject({ taxOnInterestAmount: 1.6 });
    expect(await balances(taxed)).toMatchObject({ principalBalance: 900, interestBalance: 0 });
    await desk.disburse(taxed, { amount: 100 });
    await desk.advanceTo('2026-03-15');
    expect(await balances(taxed)).toMatchObject({ principalDue: 100, interestDue: 12 });
    await desk.adjust(await desk.newest(taxed, 'DISBURSEMENT'));
    // 9.00 of interest and 1.80 of tax; 10 % of 900 is 90.
    expect(await balances(taxed)).toMatchObject({ principalDue: 90, interestDue: 10.8 });
    await desk.verify();
  });

  test('the charges of a credit in arrears stop at their cap, and lock it', async () => {
    // The interest of March would make 20 of charges; the cap is 15, and the due date of 15 March would pass it.
    expect(await desk.account(capped)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      accountSubState: 'LOCKED_CAPPING',
      balances: { interestBalance: 10, principalBalance: 1000 },
    });
    const path = loanPath(capped);
    const drawn = await desk.refused('makeDisbursement', capped, { path, body: { amount: 10 } });
    expect(drawn).toContain('CANNOT_DISBURSE_LOCKED_ACCOUNTS');
    const locked = await desk.refused('applyLoanFee', capped, { path, body: { amount: 1 } });
    expect(locked).toContain('ACCOUNT_IS_LOCKED');
    await desk.advanceTo('2026-04-15');
    expect(await balances(capped)).toMatchObject({ interestBalance: 10 });
    await desk.verify();
  });

  test('pays its arrears, is unlocked, and is drawn on again', async () => {
    const { principalDue = 0, interestDue = 0 } = (await balances(capped)) ?? {};
    await desk.repay(capped, Number(principalDue) + Number(interestDue));
    await bank.ok('unlockLoan', { path: loanPath(capped), body: {} });
    await desk.disburse(capped, { amount: 10 });
    await desk.advanceTo('2026-05-15');
    expect((await desk.account(capped)).accountSubState).toBeUndefined();
    expect(Number((await balances(capped))?.interestDue)).toBeGreaterThan(5);
    await desk.verify();
  });

  test('each is paid off', async () => {
    for (const loan of [taxed, capped, planned, whole]) {
      await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
      expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED' });
    }
    await desk.verify();
  });
});
