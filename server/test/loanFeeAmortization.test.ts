import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let deferred: string;
let feeKey = '';

const accounting = () => ({
  accountingSettings: {
    accountingMethod: 'ACCRUAL',
    accountingRules: [...loanRules(lender.gl), { financialResource: 'DEFERRED_FEE_INCOME', glAccountKey: deferred }],
    interestAccruedAccountingMethod: 'NONE',
  },
});
const fee = (amortizationSettings: object, more: object = {}) => ({
  feesSettings: {
    allowArbitraryFees: true,
    fees: [
      {
        id: 'OPENING',
        name: 'Opening',
        trigger: 'MANUAL',
        feeApplication: 'OPTIONAL',
        state: 'ACTIVE',
        amountCalculationMethod: 'FLAT',
        amount: 100,
        amortizationSettings,
        ...more,
      },
    ],
  },
});
const byDueDates = { amortizationProfile: 'SUM_OF_YEARS_DIGITS', frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES' };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  const [made] = await bank.ok('createGlAccounts', {
    body: [{ glCode: '2900', name: 'Deferred fees', type: 'LIABILITY', usage: 'DETAIL' }],
  });
  deferred = String(made?.encodedKey);
  const key = await lender.loanProduct('SPREAD', { others: { ...accounting(), ...fee(byDueDates) } });
  const product = await bank.ok('getLoanProduct', { path: { loanProductId: key } });
  feeKey = String(product.feesSettings?.fees?.[0]?.encodedKey);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** Debits less credits of a loan on deferred fees and on fee income. */
const standing = async (loan: { readonly encodedKey: string }): Promise<number[]> => {
  const { rows } = await bank.db.query<{ code: string; sum: string }>(
    `SELECT g.gl_code AS code, sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key WHERE j.account_key = $1::uuid GROUP BY 1`,
    [loan.encodedKey],
  );
  return ['2900', '4000'].map((code) => Number(rows.find((row) => row.code === code)?.sum ?? 0));
};
const open = async (product: string, installments = 4) => {
  const loan = await lender.approvedLoan(product, {
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: installments },
  });
  await desk.disburse(loan);
  return loan;
};
const apply = (loan: { id: string }) => desk.fee(loan, 100, { predefinedFeeKey: feeKey, installmentNumber: 1 });

test('a fee is deferred when it is applied and income with the due dates; undone, it never was', async () => {
  const loan = await open('SPREAD');
  const posted = await apply(loan);
  expect(await desk.journal(posted)).toEqual(['DEBIT 1120 100 -', 'CREDIT 2900 100 -']);
  await desk.advanceTo('2026-02-10');
  expect(await standing(loan)).toEqual([-100, 0]);
  await desk.advanceTo('2026-02-11');
  expect(await standing(loan)).toEqual([-60, -40]);
  const entries = await bank.ok('searchJournalEntries', {
    body: { filterCriteria: [{ field: 'glAccountId', operator: 'EQUALS', value: '2900' }] } as never,
  });
  expect(entries.at(-1)).toMatchObject({
    type: 'DEBIT',
    amount: 40,
    bookingDate: '2026-02-11T00:00:00+02:00',
    transactionId: expect.stringContaining('AMORTIZATION-'),
  });
  // An arbitrary fee beside it is income at once.
  await desk.fee(loan, 7, { installmentNumber: 2 });
  expect(await standing(loan)).toEqual([-60, -47]);
  await desk.advanceTo('2026-03-11');
  expect(await standing(loan)).toEqual([-30, -77]);
  await desk.verify();
  await desk.adjust(posted);
  await desk.advanceTo('2026-03-12');
  expect(await standing(loan)).toEqual([0, -7]);
  await desk.verify();
});

test('what a pay-off or a write-off leaves deferred is income that night, and deferred again when that is undone', async () => {
  const [paid, lost] = [await open('SPREAD'), await open('SPREAD')];
  for (const loan of [paid, lost]) await apply(loan);
  await bank.ok('payOffLoan', { path: loanPath(paid), body: {} });
  await bank.ok('writeOffLoan', { path: loanPath(lost), body: { notes: 'lost' } });
  await desk.advanceTo('2026-03-13');
  expect(await standing(paid)).toEqual([0, -100]);
  expect(await standing(lost)).toEqual([0, -100]);
  await bank.ok('undoWriteOffLoan', { path: loanPath(lost), body: {} });
  await desk.advanceTo('2026-03-14');
  expect(await standing(lost)).toEqual([-100, 0]);
  await desk.verify();
});

test('a deducted fee spreads over days; a night that dies in the middle and runs again books once', async () => {
  const settings = {
    amortizationProfile: 'STRAIGHT_LINE',
    frequency: 'CUSTOM_INTERVAL',
    periodCount: 1,
    periodUnit: 'DAYS',
    intervalType: 'PREDEFINED_INTERVALS',
    intervalCount: 3,
  };
  const more = { trigger: 'DISBURSEMENT', feeApplication: 'REQUIRED' };
  await lender.loanProduct('DEDUCTED', { others: { ...accounting(), ...fee(settings, more) } });
  const loan = await open('DEDUCTED');
  expect(await standing(loan)).toEqual([-100, 0]);
  await desk.advanceTo('2026-03-16');
  expect(await standing(loan)).toEqual([-66.67, -33.33]);
  await bank.db.query(
    `ALTER TABLE journal_entry ADD CONSTRAINT broken CHECK (account_key <> '${loan.encodedKey}') NOT VALID`,
  );
  await expect(bank.call('advanceClock', { body: { to: '2026-03-17' } })).rejects.toThrow('answered 500');
  await bank.db.query('ALTER TABLE journal_entry DROP CONSTRAINT broken');
  await desk.advanceTo('2026-03-18');
  expect(await standing(loan)).toEqual([0, -100]);
  await desk.verify();
});

test('settings that leave open how a fee spreads are refused, and so is what is not supported yet', async () => {
  const refused = (amortizationSettings: object, more: object = {}) =>
    desk.reason('createLoanProduct', {
      body: loanProductBody('NO', lender.gl, {
        others: { ...accounting(), ...fee(amortizationSettings), ...more },
      }) as never,
    });
  expect(await refused({ ...byDueDates, amortizationProfile: 'EFFECTIVE_INTEREST_RATE' })).toContain(
    'INVALID_AMORTIZATION_PROFILE',
  );
  expect(await refused({ amortizationProfile: 'STRAIGHT_LINE' })).toContain('INVALID_AMORTIZATION_FREQUENCY');
  expect(await refused({ ...byDueDates, amortizationProfile: 'CURVED' })).toContain('400');
  expect(await refused({ ...byDueDates, periodCount: 99999999999 })).toContain('400');
  expect(
    await refused({
      ...byDueDates,
      feeAmortizationUponRescheduleRefinanceOption: 'END_AMORTIZATION_ON_THE_ORIGINAL_ACCOUNT',
    }),
  ).toContain('400');
  const bare = {
    accountingSettings: { ...accounting().accountingSettings, accountingRules: loanRules(lender.gl) },
  };
  expect(await refused(byDueDates, bare)).toContain('MISSING_RULE');
});

test('verification finds income that nobody booked', async () => {
  const change = (sign: string) => bank.db.query(`UPDATE loan_fee_amortization SET recognised = recognised ${sign} 1`);
  await change('+');
  const kinds = new Set((await bank.ok('verifyLedger')).differences.map(({ kind }) => kind));
  expect([...kinds]).toEqual(['AMORTISED_FEES_ARE_WHAT_NIGHTS_BOOKED']);
  await change('-');
});
