import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';

// Revolving credits at 36.5 % by actual days over 365: a day of 1,000 costs 1.00. Applied on days of the month, or growing by the day.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

const days: LoanProductChanges = {
  interest: {
    interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
    interestApplicationDays: { daysInMonth: [1] },
  },
};
const compounding: LoanProductChanges = { interest: { interestType: 'COMPOUNDING_INTEREST' } };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const credit = async (id: string, changes: LoanProductChanges): Promise<LoanRef> => {
  const product = await lender.loanProduct(id, revolvingProduct(changes));
  return lender.approvedLoan(product, {
    loanAmount: 5000,
    interestSettings: { interestRate: 36.5 },
    scheduleSettings: { gracePeriod: 0 },
  });
};
const explained = async (loan: LoanRef) => {
  const { installments } = await bank.ok('explainLoan', { path: loanPath(loan) });
  return installments.map(({ interest: { amount, rounded, moved } }) => [amount, rounded, moved]);
};

test('interest is applied, booked and explained by days of the month, or grows by the day', async () => {
  const loan = await credit('ON-THE-FIRST', days);
  const growing = await credit('GROWS', compounding);
  expect(await desk.account(loan)).toMatchObject({
    interestSettings: {
      interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
      interestApplicationDays: { daysInMonth: [1] },
    },
  });
  expect(await desk.account(growing)).toMatchObject({ interestSettings: { interestType: 'COMPOUNDING_INTEREST' } });
  for (const one of [loan, growing]) await desk.disburse(one, { amount: 1000 });
  await desk.advanceTo('2026-02-02');
  const applied = await desk.newest(loan, 'INTEREST_APPLIED');
  expect(applied).toMatchObject({ amount: 17, affectedAmounts: { interestAmount: 17 } });
  expect(String(applied.valueDate)).toMatch(/^2026-02-01/);
  expect(await desk.journal(applied)).toEqual(['DEBIT 1110 17 -', 'CREDIT 4100 17 -']);
  await desk.advanceTo('2026-02-16');
  expect(await desk.schedule(loan)).toEqual(['100.00+17.00+0.00 0.00 LATE', '0.00+15.00+0.00 0.00 PENDING']);
  // 1,000 x (1.365^(31/365) - 1).
  expect((await desk.schedule(growing))[0]).toBe('100.00+26.78+0.00 0.00 LATE');
  expect(await explained(loan)).toEqual([
    [17, 17, 0],
    [15, 15, 0],
  ]);
  expect((await explained(growing))[0]).toEqual([26.78, 26.78, 0]);
  // A payment of everything takes what has accrued with it; undone, the days come back.
  const before = await desk.standing(loan);
  const paid = await desk.repay(loan, 1032);
  expect((await desk.account(loan)).balances).toMatchObject({ principalBalance: 0, interestBalance: 0 });
  await desk.adjust(paid);
  expect(await desk.standing(loan)).toEqual(before);
  await desk.advanceTo('2026-03-02');
  expect((await desk.standing(loan)).at(-1)).toBe('INTEREST_APPLIED 28.00 2026-03-01');
  await desk.repay(loan, 45, { valueDate: '2026-02-20T00:00:00+00:00' });
  // 17.00 and 28.00 of principal on the 20th: 972 bear the nine days after it.
  expect(await desk.standing(loan)).toContain('INTEREST_APPLIED 27.75 2026-03-01');
  await desk.verify();
}, 60_000);

describe('a product', () => {
  test.each<[string, LoanProductChanges, string]>([
    [
      'INTEREST_TYPE_NOT_ALLOWED',
      { interest: { interestType: 'CAPITALIZED_INTEREST' } },
      'interestSettings.interestType',
    ],
    [
      'INVALID_REVOLVING_SETTINGS',
      { ...days, schedule: { billingCycles: { enabled: true, startDays: [5] } } },
      'interestSettings.interestApplicationMethod',
    ],
    [
      'MISSING_FIXED_DAYS_OF_MONTH',
      { interest: { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH' } },
      'interestSettings.interestApplicationDays',
    ],
    [
      'INVALID_REPAYMENT_DUE_DAY',
      { interest: { ...days.interest, interestApplicationDays: { daysInMonth: [32] } } },
      'interestSettings.interestApplicationDays',
    ],
    [
      'INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
      { interest: { ...compounding.interest, interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' } },
      'interestSettings.interestBalanceCalculationMethod',
    ],
    [
      'INTEREST_TYPE_NOT_ALLOWED|INVALID_PARAMETERS',
      { interest: { compoundingFrequency: 'SEMI_ANNUALLY' } },
      'interestSettings.compoundingFrequency',
    ],
  ])('is refused: %s', async (reason, changes, source) => {
    const reply = await bank.call('createLoanProduct', {
      body: loanProductBody('BAD', lender.gl, revolvingProduct(changes)) as never,
    });
    expect(reasonOf(reply)).toMatch(new RegExp(`^400 (${reason})$`));
    expect(sourceOf(reply)).toContain(source);
  });
});
