import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// One clock for the file: the tests go on from each other's day.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let loan: LoanRef;
let patient: LoanRef;

const overdue = {
  penaltySettings: {
    loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST',
    loanPenaltyGracePeriod: 0,
    penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
  },
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SATURDAY', 'SUNDAY'] } });
  const product = await lender.loanProduct('PENALISED', { others: overdue });
  loan = await lender.approvedLoan(product);
  await desk.disburse(loan);
  const tolerant = await lender.loanProduct('PATIENT', {
    others: {
      ...overdue,
      arrearsSettings: {
        toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
        nonWorkingDaysMethod: 'EXCLUDED',
        dateCalculationMethod: 'LAST_LATE_REPAYMENT',
        tolerancePeriod: { minValue: 0, maxValue: 30, defaultValue: 2 },
        tolerancePercentageOfOutstandingPrincipal: { minValue: 0, maxValue: 10, defaultValue: 1 },
        toleranceFloorAmount: 50,
      },
    },
  });
  patient = await lender.approvedLoan(tolerant, {
    penaltySettings: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST', penaltyRate: 0.2 },
    accountArrearsSettings: { tolerancePercentageOfOutstandingPrincipal: 2 },
  });
  await desk.disburse(patient);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const penalties = async (of: LoanRef): Promise<string[]> =>
  (await desk.standing(of)).filter((line) => line.startsWith('PENALTY'));

describe('penalties', () => {
  test('an account tells what it agreed', async () => {
    expect(await desk.account(patient)).toMatchObject({
      penaltySettings: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST', penaltyRate: 0.2 },
      accountArrearsSettings: {
        nonWorkingDaysMethod: 'EXCLUDED',
        dateCalculationMethod: 'LAST_LATE_REPAYMENT',
        tolerancePeriod: 2,
        tolerancePercentageOfOutstandingPrincipal: 2,
        toleranceFloorAmount: 50,
      },
    });
    expect(await desk.account(loan)).toMatchObject({ penaltySettings: { penaltyRate: 0.1 } });
  });

  test('are applied by the night for every late day, with their journal', async () => {
    await desk.advanceTo('2026-02-28');
    expect(await penalties(loan)).toEqual([]);
    await desk.advanceTo('2026-03-03');
    // 0.1 % a day of 788.49 + 100.
    expect(await penalties(loan)).toEqual([
      'PENALTY_APPLIED 0.89 2026-03-01',
      'PENALTY_APPLIED 0.89 2026-03-02',
      'PENALTY_APPLIED 0.89 2026-03-03',
    ]);
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      accruedPenalty: 0,
      daysLate: 3,
      daysInArrears: 3,
      balances: { penaltyBalance: 2.67, penaltyDue: 2.67 },
    });
    const newest = await desk.newest(loan, 'PENALTY_APPLIED');
    expect(newest).toMatchObject({ amount: 0.89, affectedAmounts: { penaltyAmount: 0.89 } });
    expect(await desk.journal(newest)).toEqual(['DEBIT 1130 0.89 -', 'CREDIT 4200 0.89 -']);
    const [first] = (await bank.ok('getLoanSchedule', { path: loanPath(loan) })).installments ?? [];
    expect(first).toMatchObject({
      penalty: { amount: { expected: 2.67, due: 2.67, paid: 0 } },
      lastPenaltyAppliedDate: expect.stringMatching(/^2026-03-03T/),
    });
  });

  test('wait for the tolerance in working days, and tell what waits', async () => {
    // 28 February 2026 is a Saturday; the weekend does not count.
    expect(await desk.account(patient)).toMatchObject({ accountState: 'ACTIVE', daysLate: 2, daysInArrears: 0 });
    expect(Number((await desk.account(patient)).accruedPenalty).toFixed(2)).toBe('3.55');
    await desk.advanceTo('2026-03-04');
    expect(await penalties(patient)).toEqual(['PENALTY_APPLIED 5.33 2026-03-04']);
    expect(await desk.account(patient)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', daysLate: 3 });
  });

  test('are found by searches', async () => {
    const found = async (field: string, operator: string, value: unknown): Promise<string[]> => {
      const filterCriteria = [{ field, operator, value: String(value) }];
      const accounts = await bank.ok('searchLoanAccounts', { body: { filterCriteria } as never });
      return accounts.map(({ id }) => String(id)).toSorted();
    };
    expect(await found('penaltySettings.penaltyRate', 'EQUALS', 0.2)).toEqual([patient.id]);
    expect(await found('balances.penaltyBalance', 'MORE_THAN', 0)).toEqual([loan.id, patient.id].toSorted());
    expect(
      await found('penaltySettings.loanPenaltyCalculationMethod', 'EQUALS', 'OVERDUE_BALANCE_AND_INTEREST'),
    ).toEqual([loan.id, patient.id].toSorted());
  });

  test('are undone one by one, and the next night does not make them again', async () => {
    const newest = await desk.newest(loan, 'PENALTY_APPLIED');
    expect(newest.valueDate).toMatch(/^2026-03-04T/);
    const adjustment = await desk.adjust(newest);
    expect(adjustment).toMatchObject({ type: 'PENALTY_ADJUSTMENT', amount: -0.88 });
    expect(await desk.journal(adjustment)).toEqual(['CREDIT 1130 0.88 -', 'DEBIT 4200 0.88 -']);
    await desk.advanceTo('2026-03-05');
    expect(await penalties(loan)).toEqual([
      'PENALTY_APPLIED 0.89 2026-03-01',
      'PENALTY_APPLIED 0.89 2026-03-02',
      'PENALTY_APPLIED 0.89 2026-03-03',
      'PENALTY_APPLIED 0.89 2026-03-05',
    ]);
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(newest.id) },
        body: { notes: 'again' },
      }),
    ).toContain('TRANSACTION_ALREADY_REVERSED');
  });

  test('are paid in the order of allocation, and a payment that is dated on time takes them back', async () => {
    const paid = await desk.repay(loan, 20);
    expect(paid.affectedAmounts).toMatchObject({ penaltyAmount: 3.56, interestAmount: 16.44, principalAmount: 0 });
    await desk.adjust(paid);
    await desk.repay(loan, 888.49, { valueDate: '2026-02-28T12:00:00+01:00' });
    expect(await penalties(loan)).toEqual([]);
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE',
      balances: { penaltyBalance: 0, penaltyPaid: 0, principalDue: 0 },
    });
  });

  test.each([
    ['INVALID_PENALTY_RATE', { penaltySettings: { penaltyRate: 1.1 } }],
    ['INVALID_PENALTY_RATE', { penaltySettings: { penaltyRate: -1 } }],
    [
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      { penaltySettings: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE' } },
    ],
    ['INVALID_PARAMETERS', { penaltySettings: { penaltyRate: 'much' } }],
    [
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      { accountArrearsSettings: { tolerancePercentageOfOutstandingPrincipal: 11 } },
    ],
    ['INVALID_PARAMETERS', { accountArrearsSettings: { tolerancePercentageOfOutstandingPrincipal: -1 } }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', { accountArrearsSettings: { toleranceFloorAmount: 7 } }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', { accountArrearsSettings: { monthlyToleranceDay: 7 } }],
  ])('an account is refused with %s: %o', async (reason, changes) => {
    const { productTypeKey, accountHolderKey } = await desk.account(patient);
    expect(
      await desk.reason('createLoanAccount', {
        body: {
          accountHolderKey,
          accountHolderType: 'CLIENT',
          productTypeKey,
          loanAmount: 1000,
          interestSettings: { interestRate: 12 },
          scheduleSettings: { gracePeriod: 0, repaymentInstallments: 2 },
          ...changes,
        } as never,
      }),
    ).toBe(`400 ${reason}`);
  });
});
