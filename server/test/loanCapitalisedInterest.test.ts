import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanProductBody, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// Interest that becomes principal: 12 % a year on months of 30 days, so that 10,000 cost 100.00 in the first month.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let equal: string;
let atEnd: string;

const dynamic = { type: 'DYNAMIC_TERM_LOAN', schedule: { repaymentScheduleMethod: 'DYNAMIC' } };
const interest = { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', interestType: 'CAPITALIZED_INTEREST' };
const three = { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 3 } };
const begun = { valueDate: '2026-01-10T00:00:00+01:00' };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  equal = await lender.loanProduct('GROWS', { ...dynamic, interest });
  const cashRules = loanRules(lender.gl).filter(({ financialResource }) => !financialResource.endsWith('RECEIVABLE'));
  atEnd = await lender.loanProduct('GROWS-TO-THE-END', {
    ...dynamic,
    interest: { ...interest, interestCalculationMethod: 'DECLINING_BALANCE' },
    others: { accountingSettings: { accountingMethod: 'CASH', accountingRules: cashRules } },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('capitalised interest', () => {
  test('a preview tells what will be paid, and becomes the schedule', async () => {
    const preview = await bank.ok('previewSchedule', {
      body: {
        productTypeKey: atEnd,
        loanAmount: 10_000,
        ...three,
        disbursementDetails: { expectedDisbursementDate: '2026-01-10T00:00:00+01:00' },
      },
    });
    expect(
      preview.installments?.map(({ principal, interest: due }) => [principal?.amount?.expected, due?.amount?.expected]),
    ).toEqual([
      [0, 0],
      [0, 0],
      [10_000, 303.01],
    ]);
    const loan = await lender.approvedLoan(equal, three);
    expect(await desk.account(loan)).toMatchObject({ interestSettings: { interestType: 'CAPITALIZED_INTEREST' } });
    await desk.disburse(loan);
    expect(await desk.schedule(loan)).toEqual([
      '3300.22+100.00+0.00 0.00 PENDING',
      '3333.22+67.00+0.00 0.00 PENDING',
      '3366.56+33.67+0.00 0.00 PENDING',
    ]);
  });

  test('lives: nights make it principal, payments repay it as principal, corrections bring it back', async () => {
    const [paying, waiting] = [await lender.approvedLoan(equal, three), await lender.approvedLoan(atEnd, three)];
    for (const loan of [paying, waiting]) await desk.disburse(loan, begun);
    await desk.advanceTo('2026-02-10');
    expect((await desk.account(paying)).balances).toMatchObject({
      principalBalance: 10_100,
      interestBalance: 0,
      principalDue: 3400.22,
    });
    const payment = await desk.repay(paying, 3400.22);
    expect(payment).toMatchObject({ affectedAmounts: { principalAmount: 3400.22, interestAmount: 0 } });
    const applied = await desk.newest(paying, 'INTEREST_APPLIED');
    expect(applied).toMatchObject({
      amount: 100,
      affectedAmounts: { principalAmount: 100, interestAmount: 0 },
      accountBalances: { totalBalance: 10_100, principalBalance: 10_100 },
    });
    expect(await desk.journal(applied)).toEqual(['DEBIT 1100 100 -', 'CREDIT 4100 100 -']);
    expect(await desk.schedule(paying)).toEqual([
      '3400.22+0.00+0.00 3400.22 PAID',
      '3333.22+67.00+0.00 0.00 PENDING',
      '3366.56+33.67+0.00 0.00 PENDING',
    ]);
    await desk.advanceTo('2026-03-12');
    expect(await desk.account(paying)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      balances: { principalDue: 3400.22 },
    });
    expect(await desk.schedule(waiting)).toEqual(
      ['0.00+0.00+0.00 0.00 PENDING', '0.00+0.00+0.00 0.00 PENDING', '10201.00+102.01+0.00 0.00 PENDING'].map(
        (line, index) => (index < 2 ? line.replace('PENDING', 'PAID') : line),
      ),
    );
    expect(await desk.journal(await desk.newest(waiting, 'INTEREST_APPLIED'))).toEqual([
      'DEBIT 1100 101 -',
      'CREDIT 4100 101 -',
    ]);
    const before = await desk.standing(paying);
    await desk.adjust(payment);
    // Without the payment the second month bore 101.00.
    expect((await desk.account(paying)).balances).toMatchObject({ principalBalance: 10_201, interestBalance: 0 });
    await desk.repay(paying, 3400.22, { valueDate: '2026-02-10T00:00:00+01:00' });
    expect((await desk.standing(paying)).toSorted()).toEqual(before.toSorted());
    const { installments } = await bank.ok('explainLoan', { path: loanPath(paying) });
    expect(installments.map(({ interest: { amount, moved } }) => [amount, moved]).slice(0, 2)).toEqual([
      [100, 0],
      [67, 0],
    ]);
  }, 60_000);

  test('is applied by hand, undone, and paid off with the rest', async () => {
    const loan = await lender.approvedLoan(atEnd, three);
    await desk.disburse(loan, { valueDate: '2026-02-27T00:00:00+01:00' });
    await bank.ok('applyLoanInterest', {
      path: loanPath(loan),
      body: { interestApplicationDate: '2026-03-12T00:00:00+01:00' },
    });
    expect((await desk.account(loan)).balances).toMatchObject({ principalBalance: 10_050, interestBalance: 0 });
    await desk.adjust(await desk.newest(loan, 'INTEREST_APPLIED'));
    expect((await desk.account(loan)).balances).toMatchObject({ principalBalance: 10_000, interestBalance: 0 });
    const owed = await bank.ok('previewLoanPayOff', {
      path: loanPath(loan),
      body: { valueDate: '2026-03-12T00:00:00+01:00' },
    });
    expect(owed).toMatchObject({ principalBalance: 10_000, interestBalance: 50, totalBalance: 10_050 });
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'CLOSED',
      balances: { principalBalance: 0, interestBalance: 0, principalPaid: 10_000, interestPaid: 50 },
    });
  });

  test('a write-off gives up what it has become', async () => {
    const loan = await lender.approvedLoan(equal, three);
    await desk.disburse(loan, begun);
    await bank.ok('writeOffLoan', { path: loanPath(loan), body: { notes: 'gone' } });
    const written = await desk.newest(loan, 'WRITE_OFF');
    expect(written).toMatchObject({ affectedAmounts: { principalAmount: 10_201 } });
    await bank.ok('undoWriteOffLoan', { path: loanPath(loan), body: { notes: 'back' } });
    expect((await desk.account(loan)).balances).toMatchObject({ principalBalance: 10_201, interestBalance: 0 });
  });
});

describe('refusals', () => {
  test.each([
    ['of a fixed type', { interest }],
    [
      'whose grace period asks for interest',
      { ...dynamic, interest, others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY' } } },
    ],
    [
      'repaid at the end and by balloon payments',
      {
        ...dynamic,
        interest: { ...interest, interestCalculationMethod: 'DECLINING_BALANCE' },
        payment: { amortizationMethod: 'BALLOON_PAYMENTS' },
      },
    ],
  ])('a product %s', async (_what, changes) => {
    const reply = await bank.call('createLoanProduct', { body: loanProductBody('BAD', lender.gl, changes) });
    expect(`${reasonOf(reply)} ${sourceOf(reply)}`).toMatch(/^400 INTEREST_TYPE_NOT_ALLOWED .*CAPITALIZED_INTEREST/);
  });

  test('more than is owed, and a repayment of interest that is none any more', async () => {
    const loan = await lender.approvedLoan(equal, three);
    await desk.disburse(loan, begun);
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 10_300 } })).toMatch(
      /^400 EXCESS_REPAYMENT_ERROR/,
    );
  });
});
