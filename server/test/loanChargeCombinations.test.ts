import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { loanRules } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { openingFee } from './harness/loanFees.ts';
import { inTranches, tranche, tranchedProduct } from './harness/loanTranches.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Charges with several settings at once: amortised fees that are taxed, and capped charges of a loan in tranches. One clock for both.

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
let spread: LoanRef & { readonly encodedKey: string };
let feeKey: string;
let capped: LoanRef;

const four = { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 } };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  const vat = await of.source('VAT', ['2026-01-01', 16]);
  const [made] = await bank.ok('createGlAccounts', {
    body: [{ glCode: '2900', name: 'Deferred fees', type: 'LIABILITY', usage: 'DETAIL' }],
  });
  const keyOf = async (glAccountId: string) =>
    String((await bank.ok('getGlAccount', { path: { glAccountId } })).encodedKey);
  const accountingRules = [
    ...loanRules(of.lender.gl),
    { financialResource: 'TAXES_PAYABLE', glAccountKey: await keyOf('2300') },
    { financialResource: 'TAXES_RECEIVABLE', glAccountKey: await keyOf('1140') },
    { financialResource: 'DEFERRED_FEE_INCOME', glAccountKey: String(made?.encodedKey) },
  ];
  const product = await of.product(
    'SPREAD',
    { taxSourceKey: vat },
    {
      others: {
        accountingSettings: {
          accountingMethod: 'ACCRUAL',
          accountingRules,
          interestAccruedAccountingMethod: 'NONE',
        },
        feesSettings: { allowArbitraryFees: true, fees: [openingFee()] },
      },
    },
  );
  const { feesSettings } = await bank.ok('getLoanProduct', { path: { loanProductId: product } });
  feeKey = String(feesSettings?.fees?.[0]?.encodedKey);
  spread = await of.lender.approvedLoan(product, four);
  await desk.disburse(spread);
  const lockSettings = {
    cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE',
    cappingConstraintType: 'HARD_CAP',
    cappingPercentage: 1.5,
  };
  capped = await of.lender.approvedLoan(
    await of.lender.loanProduct('CAPPED', {
      ...tranchedProduct,
      interest: { ...tranchedProduct.interest, daysInYear: 'E30_360' },
      others: { ...inTranches(3), internalControls: { lockSettings } },
    }),
    { loanAmount: 3000, ...four, tranches: [tranche(1000, '2026-01-10'), tranche(2000, '2026-02-12')] },
  );
  await desk.disburse(capped);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** Debits less credits of the loan on deferred fees and on fee income. */
const standing = async (): Promise<number[]> => {
  const { rows } = await bank.db.query<{ code: string; sum: string }>(
    `SELECT g.gl_code AS code, sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key WHERE j.account_key = $1::uuid GROUP BY 1`,
    [spread.encodedKey],
  );
  return ['2900', '4000'].map((code) => Number(rows.find((row) => row.code === code)?.sum ?? 0));
};

test('an amortised fee with a tax on top defers the fee and owes the tax at once', async () => {
  const posted = await desk.fee(spread, 100, { predefinedFeeKey: feeKey, installmentNumber: 1 });
  expect(posted).toMatchObject({ amount: 116, taxes: { taxOnFeesAmount: 16 } });
  expect((await desk.journal(posted)).toSorted()).toEqual([
    'CREDIT 2300 16 -',
    'CREDIT 2900 100 -',
    'DEBIT 1120 100 -',
    'DEBIT 1140 16 -',
  ]);
  await desk.advanceTo('2026-02-11');
  // Four due dates: 40, 30, 20 and 10.
  expect(await standing()).toEqual([-60, -40]);
  await desk.verify();
});

test('a tranche raises the cap of the charges, and its undoing lowers it again', async () => {
  // 10.00 of interest for January, late since 11 February; 1.5 % of 1000 are 15.
  const fee = { path: loanPath(capped), body: { amount: 6 } };
  expect(await desk.refused('applyLoanFee', capped, fee)).toContain('FEE_NOT_ALLOWED');
  await desk.advanceTo('2026-02-12');
  expect(await desk.refused('applyLoanFee', capped, fee)).toContain('FEE_NOT_ALLOWED');
  const second = await desk.disburse(capped);
  // 1.5 % of 3000 are 45.
  const applied = await desk.fee(capped, 6);
  await desk.adjust(applied);
  await desk.adjust(second);
  expect(await desk.refused('applyLoanFee', capped, fee)).toContain('FEE_NOT_ALLOWED');
  await desk.disburse(capped);
  await desk.advanceTo('2026-03-11');
  // February: 2 days of 1000 and 28 of 3000 would make 28.67; with the 10.00 owed that stays below 45.
  expect((await desk.account(capped)).accountSubState).toBeUndefined();
  expect((await desk.account(capped)).balances).toMatchObject({ interestBalance: 38.67 });
  await desk.advanceTo('2026-04-11');
  expect(await desk.account(capped)).toMatchObject({
    accountSubState: 'LOCKED_CAPPING',
    balances: { interestBalance: 38.67 },
  });
  await desk.verify();
});

test('a pay-off makes the rest of the fee income, and its undoing defers it again', async () => {
  expect(await standing()).toEqual([-10, -90]);
  await bank.ok('payOffLoan', { path: loanPath(spread), body: {} });
  await desk.advanceTo('2026-04-13');
  expect(await standing()).toEqual([0, -100]);
  await desk.verify();
  await bank.ok('changeLoanAccountState', { path: loanPath(spread), body: { action: 'UNDO_CLOSE' } });
  await desk.adjust(await desk.newest(spread, 'REPAYMENT'));
  expect(await desk.account(spread)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', balances: { feesDue: 116 } });
  await desk.advanceTo('2026-04-15');
  expect(await standing()).toEqual([-10, -90]);
  await desk.verify();
});
