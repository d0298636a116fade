import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { inTranches, tranchedProduct } from './harness/loanTranches.ts';

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

const byRate = (frequency = 'ACCOUNT_INSTALLMENTS_DUE_DATES', more: object = {}) => ({
  amortizationProfile: 'EFFECTIVE_INTEREST_RATE',
  frequency,
  ...more,
});
const required = { trigger: 'DISBURSEMENT', feeApplication: 'REQUIRED' };
/** Debits and credits of the nights on fee income, in the order in which they were booked. */
const parts = async (loan: { readonly encodedKey: string }): Promise<string[]> => {
  const { rows } = await bank.db.query<{ part: string }>(
    `SELECT to_char(j.booking_date AT TIME ZONE 'Europe/Bucharest', 'MM-DD') || ' ' || trim_scale(CASE WHEN j.is_debit THEN -j.amount ELSE j.amount END) AS part
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key
      WHERE j.account_key = $1::uuid AND g.gl_code = '4000' AND j.transaction_id LIKE 'AMORTIZATION-%' ORDER BY j.entry_id`,
    [loan.encodedKey],
  );
  return rows.map(({ part }) => part);
};

/** Instalments every six days, with 60 % a year of 360 days: 1 % for each. */
const sixDays = { defaultRepaymentPeriodCount: 6, repaymentPeriodUnit: 'DAYS' };
const openSixDays = async (product: string, more: object = {}) => {
  const loan = await lender.approvedLoan(product, {
    interestSettings: { interestRate: 60 },
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 },
    ...more,
  });
  await desk.disburse(loan);
  return loan;
};

test('a fee by the effective rate is income as the loan earns it: of 10,000 at 1 % a period, 9,900 are lent at 1.4093 %', async () => {
  const product = await lender.loanProduct('EFFECTIVE', {
    schedule: sixDays,
    others: { ...accounting(), ...fee(byRate(), required) },
  });
  const [loan, undone] = [await openSixDays(product), await openSixDays(product)];
  expect(await standing(loan)).toEqual([-100, 0]);
  // Due on 24 and 30 March, 5 and 11 April. 9,900 x 1.40929 % = 139.52, less 100.00 of interest; then 69.52 in all, 89.76, and the rest.
  await desk.advanceTo('2026-03-24');
  expect(await standing(loan)).toEqual([-100, 0]);
  await bank.db.query(
    `ALTER TABLE journal_entry ADD CONSTRAINT broken CHECK (account_key <> '${loan.encodedKey}') NOT VALID`,
  );
  await expect(bank.call('advanceClock', { body: { to: '2026-03-25' } })).rejects.toThrow('answered 500');
  await bank.db.query('ALTER TABLE journal_entry DROP CONSTRAINT broken');
  await desk.advanceTo('2026-03-26');
  expect(await parts(loan)).toEqual(['03-25 39.52']);
  await desk.adjust(await desk.newest(undone, 'DISBURSEMENT'));
  await desk.advanceTo('2026-04-12');
  expect(await parts(loan)).toEqual(['03-25 39.52', '03-31 30', '04-06 20.24', '04-12 10.24']);
  expect(await standing(loan)).toEqual([0, -100]);
  expect(await parts(undone)).toEqual(['03-25 39.52', '03-27 -39.52']);
  expect(await standing(undone)).toEqual([0, 0]);
  await desk.verify();
});

test('an early repayment is told with the next due date, a pay-off that night; late interest books nothing in between', async () => {
  const dynamic = {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { ...sixDays, repaymentScheduleMethod: 'DYNAMIC' },
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
  };
  const make = (id: string, frequency?: string): Promise<string> =>
    lender.loanProduct(id, { ...dynamic, others: { ...accounting(), ...fee(byRate(frequency), required) } });
  const product = await make('EFFECTIVE-DYNAMIC');
  const daily = await make('EFFECTIVE-DAILY', 'ACCOUNT_INSTALLMENTS_DUE_DATES_DAILY_BOOKING');
  const [early, late, everyDay] = [await openSixDays(product), await openSixDays(product), await openSixDays(daily)];
  const tranched = await lender.loanProduct('EFFECTIVE-TRANCHED', {
    ...tranchedProduct,
    ...dynamic,
    type: 'TRANCHED_LOAN',
    others: { ...accounting(), ...inTranches(2), ...fee(byRate()) },
  });
  const { feesSettings } = await bank.ok('getLoanProduct', { path: { loanProductId: tranched } });
  const part = (amount: number, day: string) => ({
    amount,
    disbursementDetails: { expectedDisbursementDate: `${day}T00:00:00+03:00` },
  });
  const inParts = await openSixDays(tranched, { tranches: [part(6000, '2026-04-12'), part(4000, '2026-04-20')] });
  await desk.fee(inParts, 100, { predefinedFeeKey: feesSettings?.fees?.[0]?.encodedKey });
  // Due on 18, 24 and 30 April and 6 May.
  await desk.advanceTo('2026-04-15');
  await desk.repay(early, 5000);
  await desk.advanceTo('2026-04-20');
  await desk.disburse(inParts);
  // 6244.22, 1294.22 twice and 1319.72 are worth 9,900 at 1.4374 % a period; on the late loan nothing has changed yet.
  expect((await desk.schedule(early))[0]).toBe('6168.97+75.25+0.00 5000.00 LATE');
  expect([await parts(early), await parts(late)]).toEqual([['04-19 56.37'], ['04-19 39.52']]);
  await bank.ok('payOffLoan', { path: loanPath(early), body: {} });
  await desk.advanceTo('2026-04-26');
  expect(await parts(early)).toEqual(['04-19 56.37', '04-21 43.63']);
  // Interest on the late principal makes the first payment 2587.44: 69.51 is earned by the second due date.
  expect((await desk.schedule(late))[0]).toBe('2462.81+124.63+0.00 0.00 LATE');
  expect(await parts(late)).toEqual(['04-19 39.52', '04-25 29.99']);
  // Of 6,000 alone 39.47 by the first due date; then 4,000 more for four days of the second interval, and for the rest of the loan.
  expect((await desk.schedule(inParts))[1]).toBe('2820.95+76.82+0.00 0.00 LATE');
  expect(await parts(inParts)).toEqual(['04-19 39.47', '04-25 20.63']);
  const days = await parts(everyDay);
  expect(days.slice(0, 7)).toEqual([
    '04-14 6.59',
    '04-15 6.58',
    '04-16 6.59',
    '04-17 6.59',
    '04-18 6.58',
    '04-19 6.59',
    '04-20 5',
  ]);
  expect(days.slice(6, 12).reduce((all, part) => all + Number(part.slice(6)), 0)).toBeCloseTo(29.99);
  await desk.verify();
});

test('settings that leave open how a fee spreads are refused, and so is what is not supported yet', async () => {
  const refused = (amortizationSettings: object, more: object = {}) =>
    desk.reason('createLoanProduct', {
      body: loanProductBody('NO', lender.gl, {
        others: { ...accounting(), ...fee(amortizationSettings), ...more },
      }) as never,
    });
  const free = { type: 'INTEREST_FREE_LOAN', interestSettings: undefined, ...accounting() };
  expect(await refused({ ...byDueDates, amortizationProfile: 'EFFECTIVE_INTEREST_RATE' }, free)).toContain(
    'CANNOT_USE_EFFECTIVE_INTEREST_RATE_FEE_WITHOUT_INTEREST_RATE_VALUE',
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
