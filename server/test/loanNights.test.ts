import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// The night is the bank's: one clock for all loans of the file, so the tests go on from each other's day.

type Loan = LoanRef & { readonly encodedKey: string };
const kinds = ['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const;

let stepwise: TestBank;
let atOnce: TestBank;

const openLoans = async (bank: TestBank) => {
  const lender: LoanBank = await loanBank(bank);
  const desk: LoanDesk = loanDesk(bank);
  const loans: Loan[] = [];
  for (const kind of kinds) {
    const loan = await lender.approvedLoan(lender[kind]);
    await desk.disburse(loan, { valueDate: '2026-01-31T00:00:00+01:00' });
    if (!kind.startsWith('fixed')) await desk.fee(loan, 9);
    loans.push(loan);
  }
  const tolerant = await lender.loanProduct('TOLERANT', {
    others: {
      arrearsSettings: {
        toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
        tolerancePeriod: { minValue: 0, maxValue: 30, defaultValue: 5 },
      },
    },
  });
  const patient = await lender.approvedLoan(tolerant);
  await desk.disburse(patient, { valueDate: '2026-01-31T00:00:00+01:00' });
  return { lender, desk, loans, patient };
};
type Opened = Awaited<ReturnType<typeof openLoans>>;
let one: Opened;
let other: Opened;

beforeAll(async () => {
  [stepwise, atOnce] = await Promise.all([
    startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' }),
    startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' }),
  ]);
  [one, other] = await Promise.all([openLoans(stepwise), openLoans(atOnce)]);
});
afterAll(async () => {
  await Promise.all([one.desk.verify(), other.desk.verify()]);
  await Promise.all([stepwise.stop(), atOnce.stop()]);
});

const standingOf = async ({ desk }: Opened, loan: LoanRef) => {
  const { accountState, daysLate, daysInArrears, lastSetToArrearsDate, balances } = await desk.account(loan);
  return {
    accountState,
    daysLate,
    daysInArrears,
    lastSetToArrearsDate,
    balances,
    schedule: await desk.schedule(loan),
    transactions: await desk.standing(loan),
  };
};

describe('the night', () => {
  test('goes into arrears the day after the due date, later with a tolerance, and back with the payment', async () => {
    const { desk, patient, loans } = one;
    const [strict] = loans;
    if (!strict) throw new Error('no loan');
    await desk.advanceTo('2026-02-28');
    expect(await desk.account(strict)).toMatchObject({ accountState: 'ACTIVE', daysLate: 0 });
    expect((await desk.account(strict)).lastSetToArrearsDate).toBeUndefined();
    await desk.advanceTo('2026-03-01');
    expect(await desk.account(strict)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      daysLate: 1,
      daysInArrears: 1,
      lastSetToArrearsDate: expect.stringMatching(/^2026-03-01T/),
      balances: { interestBalance: 100, interestDue: 100, principalDue: 788.49 },
    });
    expect((await desk.schedule(strict))[0]).toBe('788.49+100.00+0.00 0.00 LATE');
    expect(await desk.account(patient)).toMatchObject({ accountState: 'ACTIVE', daysLate: 1, daysInArrears: 0 });
    await desk.advanceTo('2026-03-05');
    expect(await desk.account(patient)).toMatchObject({ accountState: 'ACTIVE', daysLate: 5 });
    await desk.advanceTo('2026-03-06');
    expect(await desk.account(patient)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      daysLate: 6,
      lastSetToArrearsDate: expect.stringMatching(/^2026-03-06T/),
    });
    expect(await desk.account(strict)).toMatchObject({
      daysLate: 6,
      lastSetToArrearsDate: expect.stringMatching(/^2026-03-01T/),
    });
  });

  test('comes to the same day by day and in one go', async () => {
    for (const day of ['2026-03-07', '2026-03-30', '2026-03-31', '2026-04-01', '2026-04-29', '2026-05-20'])
      await one.desk.advanceTo(day);
    await other.desk.advanceTo('2026-05-20');
    for (const [index, kind] of kinds.entries()) {
      const [left, right] = [one.loans[index], other.loans[index]];
      if (!left || !right) throw new Error(`no loan ${kind}`);
      const shown = await standingOf(one, left);
      const { lastSetToArrearsDate, ...expected } = await standingOf(other, right);
      expect({ kind, ...shown }).toEqual({ kind, ...expected, lastSetToArrearsDate: expect.anything() });
      expect(String(lastSetToArrearsDate).slice(0, 10)).toBe(String(shown.lastSetToArrearsDate).slice(0, 10));
      // 28 February was the first due date, and nothing was paid.
      expect(shown).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', daysLate: 81 });
    }
    // A hundred nights in each of two banks.
  }, 60_000);

  test('applies interest on its due date: the transaction is of that day', async () => {
    const [, , , declining] = one.loans;
    if (!declining) throw new Error('no loan');
    // Due dates count from the first, 28 February. 28, 28 and 31 days of 10,000 at 12 % on 365: late principal bears interest too.
    expect((await one.desk.standing(declining)).filter((line) => line.startsWith('INTEREST'))).toEqual([
      'INTEREST_APPLIED 92.05 2026-02-28',
      'INTEREST_APPLIED 92.05 2026-03-28',
      'INTEREST_APPLIED 101.92 2026-04-28',
    ]);
  });

  test('is undone by paying what is due, and done again by undoing the payment', async () => {
    const { desk, loans } = one;
    for (const loan of loans) {
      const { balances } = await desk.account(loan);
      const due = Number(balances?.principalDue) + Number(balances?.interestDue) + Number(balances?.feesDue);
      const before = await standingOf(one, loan);
      const paid = await desk.repay(loan, Number(due.toFixed(2)));
      expect(await desk.account(loan)).toMatchObject({
        accountState: 'ACTIVE',
        daysLate: 0,
        daysInArrears: 0,
        balances: { principalDue: 0, interestDue: 0, feesDue: 0 },
      });
      await desk.adjust(paid);
      expect({ ...(await standingOf(one, loan)), lastSetToArrearsDate: '' }).toEqual({
        ...before,
        lastSetToArrearsDate: '',
      });
    }
  });

  test('counts the days of a payment that came late but is dated on time', async () => {
    const [, , equal] = one.loans;
    if (!equal) throw new Error('no loan');
    await one.desk.repay(equal, 900, { valueDate: '2026-02-28T10:00:00+01:00' });
    expect(await one.desk.account(equal)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', daysLate: 53 });
  });

  test('leaves a loan alone that was closed or is not disbursed', async () => {
    const { desk, lender } = one;
    const [flat] = one.loans.slice(1);
    if (!flat) throw new Error('no loan');
    const approved = await lender.approvedLoan(lender.fixedEqual);
    await stepwise.ok('payOffLoan', { path: loanPath(flat), body: {} });
    const before = [await desk.account(flat), await desk.account(approved)];
    await desk.advanceTo('2026-07-01');
    expect([await desk.account(flat), await desk.account(approved)]).toEqual(before);
  });
});
