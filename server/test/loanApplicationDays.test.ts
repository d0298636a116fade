import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// Interest that is applied on a day of the month: 3,650 at 10 % on 365 days, so that a day of the whole amount costs 1.00.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

const interest = {
  daysInYear: 'ACTUAL_365_FIXED',
  scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
  interestCalculationMethod: 'DECLINING_BALANCE',
  interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
};
const days = { interestApplicationDays: { daysInMonth: [15] } };
const dynamic = { type: 'DYNAMIC_TERM_LOAN', schedule: { repaymentScheduleMethod: 'DYNAMIC' } };
const terms = {
  loanAmount: 3650,
  interestSettings: { interestRate: 10 },
  scheduleSettings: { gracePeriod: 0, repaymentInstallments: 2 },
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-20', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('MID-MONTH', { ...dynamic, interest: { ...interest, ...days } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const explained = async (loan: LoanRef) => {
  const { installments } = await bank.ok('explainLoan', { path: loanPath(loan) });
  return installments.map(({ interest: { amount, rounded, moved } }) => [amount, rounded, moved]);
};

describe('interest applied on a day of the month', () => {
  test('a preview is the schedule that the disbursement makes, and its explanation tells every amount', async () => {
    const preview = await bank.ok('previewSchedule', {
      body: {
        productTypeKey: product,
        ...terms,
        disbursementDetails: { expectedDisbursementDate: '2026-01-20T00:00:00+01:00' },
      },
    });
    expect(preview.installments?.map((line) => line.interest?.amount?.expected)).toEqual([26, 19]);
    const loan = await lender.approvedLoan(product, terms);
    expect(await desk.account(loan)).toMatchObject({
      interestSettings: { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH', ...days },
    });
    await desk.disburse(loan);
    expect(await desk.schedule(loan)).toEqual(['1825.00+26.00+0.00 0.00 PENDING', '1825.00+19.00+0.00 0.00 PENDING']);
    expect(await explained(loan)).toEqual([
      [26, 26, 0],
      [19, 19, 0],
    ]);
  });

  test('the night of that day applies it, books it, and the loan is paid as planned', async () => {
    const loan = await lender.approvedLoan(product, terms);
    const paid = await lender.approvedLoan(product, terms);
    for (const one of [loan, paid]) await desk.disburse(one, { valueDate: '2026-01-20T00:00:00+01:00' });
    await desk.advanceTo('2026-02-15');
    expect((await desk.account(loan)).balances).toMatchObject({ interestBalance: 26, interestDue: 0 });
    await desk.advanceTo('2026-02-16');
    const applied = await desk.newest(loan, 'INTEREST_APPLIED');
    expect(applied).toMatchObject({ amount: 26, affectedAmounts: { interestAmount: 26 } });
    expect(String(applied.valueDate)).toMatch(/^2026-02-15/);
    expect(await desk.journal(applied)).toEqual(['DEBIT 1110 26 -', 'CREDIT 4100 26 -']);
    expect(
      reasonOf(
        await bank.call('adjustLoanTransaction', {
          path: { loanTransactionId: String(applied.id) },
          body: { notes: 'no' },
        }),
      ),
    ).toBe('400 TRANSACTION_TYPE_IS_IRREVERSIBLE');
    expect(await explained(loan)).toEqual([
      [26, 26, 0],
      [19, 19, 0],
    ]);
    await desk.advanceTo('2026-02-20');
    await desk.repay(paid, 1851);
    await desk.advanceTo('2026-03-20');
    await desk.repay(paid, 1844);
    expect(await desk.standing(paid)).toEqual([
      'DISBURSEMENT 3650.00 2026-01-20',
      'INTEREST_APPLIED 26.00 2026-02-15',
      'REPAYMENT 1851.00 2026-02-20',
      'INTEREST_APPLIED 16.50 2026-03-15',
      'INTEREST_APPLIED 2.50 2026-03-20',
      'REPAYMENT 1844.00 2026-03-20',
    ]);
    expect((await desk.account(paid)).balances).toMatchObject({ principalBalance: 0, interestBalance: 0 });
    // The other one paid nothing: its interest follows the whole principal.
    expect((await desk.account(loan)).balances).toMatchObject({ interestBalance: 59, interestDue: 59 });
  }, 60_000);

  test('a backdated payment changes what later days applied, and undoing it brings that back', async () => {
    const loan = await lender.approvedLoan(product, terms);
    await desk.disburse(loan, { valueDate: '2026-01-20T00:00:00+01:00' });
    const before = await desk.standing(loan);
    expect(before.filter((line) => line.startsWith('INTEREST'))).toEqual([
      'INTEREST_APPLIED 26.00 2026-02-15',
      'INTEREST_APPLIED 28.00 2026-03-15',
      'INTEREST_APPLIED 5.00 2026-03-20',
    ]);
    const payment = await desk.repay(loan, 365 + 10, { valueDate: '2026-01-30T00:00:00+01:00' });
    // 10 days of 1.00 are paid with the payment; from then on a day costs 0.90.
    expect((await desk.standing(loan)).filter((line) => line.startsWith('INTEREST'))).toEqual(
      expect.arrayContaining([
        'INTEREST_APPLIED 10.00 2026-01-30',
        'INTEREST_APPLIED 14.40 2026-02-15',
        'INTEREST_APPLIED 25.20 2026-03-15',
        'INTEREST_APPLIED 4.50 2026-03-20',
      ]),
    );
    await desk.adjust(payment);
    expect((await desk.standing(loan)).toSorted()).toEqual(before.toSorted());
  });
});

describe('refusals', () => {
  test.each([
    ['no day', {}, 'interestApplicationDays.daysInMonth'],
    ['a day of no month', { interestApplicationDays: { daysInMonth: [32] } }, 'interestApplicationDays.daysInMonth'],
    ['day zero', { interestApplicationDays: { daysInMonth: [0] } }, 'interestApplicationDays.daysInMonth'],
    ['a day twice', { interestApplicationDays: { daysInMonth: [5, 5] } }, 'interestApplicationDays.daysInMonth'],
    ['a late day without a rule', { interestApplicationDays: { daysInMonth: [31] } }, 'shortMonthHandlingMethod'],
    ['days of another method', { ...days, interestApplicationMethod: 'REPAYMENT_DUE_DATE' }, 'interestApplicationDays'],
  ])('a product with %s', async (_what, changes, property) => {
    const body = loanProductBody('BAD', lender.gl, { ...dynamic, interest: { ...interest, ...changes } });
    const reply = await bank.call('createLoanProduct', { body });
    expect(reply.status).toBe(400);
    expect(sourceOf(reply)).toContain(property);
  });

  test('a fixed product, and a product whose instalments could not be equal', async () => {
    const fixed = await bank.call('createLoanProduct', {
      body: loanProductBody('BAD', lender.gl, { interest: { ...interest, ...days } }),
    });
    expect(`${reasonOf(fixed)} ${sourceOf(fixed)}`).toMatch(/^400 INVALID_PARAMETERS .*interestApplicationMethod/);
    const optimized = await bank.call('createLoanProduct', {
      body: loanProductBody('BAD', lender.gl, {
        ...dynamic,
        interest: { ...interest, ...days, interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
        payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' },
      }),
    });
    expect(sourceOf(optimized)).toContain('OPTIMIZED_PAYMENTS');
  });

  test('an account repeats the days of its product; others are refused', async () => {
    const body = async (settings: Record<string, unknown>) => ({
      accountHolderKey: String((await lender.client()).encodedKey),
      accountHolderType: 'CLIENT' as const,
      productTypeKey: product,
      ...terms,
      interestSettings: { interestRate: 10, ...settings },
    });
    const other = await bank.call('createLoanAccount', {
      body: await body({ interestApplicationDays: { daysInMonth: [16] } }),
    });
    expect(`${reasonOf(other)} ${sourceOf(other)}`).toMatch(
      /^400 PARAMS_INCONSISTENT_WITH_PRODUCT_RULES .*interestApplicationDays.daysInMonth comes from the product: 15/,
    );
    await bank.ok('createLoanAccount', { body: await body(days) });
  });
});

describe('when interest begins, and what a year of it costs', () => {
  test('interestAccrualSince DUE_DATE lets none run before the first due date', async () => {
    const since = await lender.loanProduct('SINCE-DUE', {
      type: 'DYNAMIC_TERM_LOAN',
      interest: { ...interest, interestApplicationMethod: 'REPAYMENT_DUE_DATE' },
      schedule: { repaymentScheduleMethod: 'DYNAMIC', interestAccrualSince: 'DUE_DATE' },
    });
    const loan = await lender.approvedLoan(since, terms);
    await desk.disburse(loan, { valueDate: '2026-01-20T00:00:00+01:00' });
    expect(await desk.schedule(loan)).toMatchObject([
      expect.stringMatching(/^1825.00\+0.00\+0.00/),
      // Nothing was paid by the last due date: 28 days of 1.00.
      expect.stringMatching(/^1825.00\+28.00\+0.00/),
    ]);
    const fixed = await bank.call('createLoanProduct', {
      body: loanProductBody('BAD', lender.gl, { schedule: { interestAccrualSince: 'DUE_DATE' } }),
    });
    expect(`${reasonOf(fixed)} ${sourceOf(fixed)}`).toMatch(/^400 INVALID_PARAMETERS .*interestAccrualSince/);
  });

  test('an account tells the effective rate of interest that compounds twice a year, and takes it back', async () => {
    const canadian = await lender.loanProduct('CANADIAN', {
      ...dynamic,
      interest: {
        ...interest,
        interestApplicationMethod: 'REPAYMENT_DUE_DATE',
        interestType: 'COMPOUNDING_INTEREST',
        compoundingFrequency: 'SEMI_ANNUALLY',
      },
    });
    const loan = await lender.loan(canadian, { ...terms, interestSettings: { interestRate: 12 } });
    const told = await desk.account(loan);
    expect(told.interestSettings).toMatchObject({ interestRate: 12, effectiveInterestRate: 12.36 });
    await bank.ok('patchLoanAccount', {
      path: loanPath(loan),
      body: [{ op: 'REPLACE', path: '/interestSettings/effectiveInterestRate', value: 99 }] as never,
    });
    expect((await desk.account(loan)).interestSettings).toMatchObject({ effectiveInterestRate: 12.36 });
  });
});
