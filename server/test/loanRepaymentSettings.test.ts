import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const dynamic: LoanProductChanges = {
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
};

const refusedProduct = async (changes: LoanProductChanges): Promise<string> => {
  const reply = await bank.call('createLoanProduct', { body: loanProductBody('REFUSED', lender.gl, changes) });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

const six: Body = { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 } };

describe('a total that differs for another interval', () => {
  const others = { adjustTotalDueForInstallmentsWithDifferentInterval: true };

  test('lets the first total follow its 45 days, and stays with the loan', async () => {
    const key = await lender.loanProduct('OTHER-TOTALS', { ...dynamic, others });
    expect(await bank.ok('getLoanProduct', { path: { loanProductId: key } })).toMatchObject(others);
    const loan = await lender.approvedLoan(key, six);
    expect(await desk.account(loan)).toMatchObject(others);
    await desk.disburse(loan, { firstRepaymentDate: '2026-04-25T00:00:00+03:00' });
    const schedule = await desk.schedule(loan);
    expect(schedule.slice(0, 2)).toEqual(['1625.48+150.00+0.00 0.00 PENDING', '1641.73+83.75+0.00 0.00 PENDING']);
    expect(JSON.stringify(await bank.ok('explainLoan', { path: loanPath(loan) }))).toContain('of another interval');
    // The product changes; its loans keep what they have.
    await bank.ok('patchLoanProduct', {
      path: { loanProductId: key },
      body: [{ op: 'REPLACE', path: '/adjustTotalDueForInstallmentsWithDifferentInterval', value: false }],
    });
    const paid = await desk.repay(loan, 2000, { valueDate: '2026-03-10T12:00:00+02:00' });
    await desk.adjust(paid);
    expect(await desk.schedule(loan)).toEqual(schedule);
    await desk.verify();
  });

  test('is refused where totals are not equal', async () => {
    const declining = { ...dynamic, interest: { ...dynamic.interest, interestCalculationMethod: 'DECLINING_BALANCE' } };
    expect(await refusedProduct({ ...declining, others })).toMatch(
      /^400 INVALID_PARAMETERS: adjustTotalDueForInstallmentsWithDifferentInterval needs/,
    );
  });
});

describe('what may be prepaid without a charge', () => {
  const told = async (loan: LoanRef): Promise<unknown[]> => {
    const { prepaymentSettings } = await desk.account(loan);
    return [prepaymentSettings?.ercFreeAllowancePercentage, prepaymentSettings?.ercFreeAllowanceAmount];
  };
  const allows = (settings: Body): Body => ({ ...six, prepaymentSettings: settings });

  test('is copied from the product, or agreed with the account, and told', async () => {
    const key = await lender.loanProduct('ALLOWS', { ...dynamic, prepayment: { ercFreeAllowance: 10 } });
    const copied = await lender.loan(key, six);
    expect(await told(copied)).toEqual([10, undefined]);
    expect(await told(await lender.loan(key, allows({ ercFreeAllowancePercentage: 12.5 })))).toEqual([12.5, undefined]);
    expect(await told(await lender.loan(key, allows({ ercFreeAllowanceAmount: 500 })))).toEqual([undefined, 500]);
    expect(await told(await lender.loan(key, allows({ ercFreeAllowancePercentage: 0 })))).toEqual([
      undefined,
      undefined,
    ]);
    const patch = (path: string, value: unknown) => ({
      path: loanPath(copied),
      body: [{ op: 'REPLACE' as const, path: `/prepaymentSettings/${path}`, value }],
    });
    await bank.ok('patchLoanAccount', patch('ercFreeAllowancePercentage', 15));
    expect(await told(copied)).toEqual([15, undefined]);
    expect(await desk.refused('patchLoanAccount', copied, patch('ercFreeAllowancePercentage', 101))).toMatch(
      /^400 INVALID_PARAMETERS: prepaymentSettings.ercFreeAllowancePercentage/,
    );
    expect(await desk.refused('patchLoanAccount', copied, patch('ercFreeAllowanceAmount', 10_000.01))).toMatch(
      /^400 INVALID_AMOUNT: prepaymentSettings.ercFreeAllowanceAmount/,
    );
    const running = await lender.approvedLoan(key, six);
    await desk.disburse(running);
    expect(
      await desk.refused('patchLoanAccount', running, {
        path: loanPath(running),
        body: [{ op: 'REPLACE', path: '/prepaymentSettings/ercFreeAllowancePercentage', value: 20 }],
      }),
    ).toMatch(/^400 ILLEGAL_LOAN_PARAMETERS_MODIFICATION: prepaymentSettings.ercFreeAllowancePercentage/);
    // No charge reads it: a prepayment is free whatever it says.
    await desk.repay(running, 9000);
    expect(await desk.standing(running)).toEqual(['DISBURSEMENT 10000.00 2026-03-10', 'REPAYMENT 9000.00 2026-03-10']);
  });

  test('is refused where it is no percentage', async () => {
    expect(await refusedProduct({ ...dynamic, prepayment: { ercFreeAllowance: 101 } })).toMatch(
      /^400 INVALID_PARAMETERS: paymentSettings.prepaymentSettings.ercFreeAllowance must be 0 to 100/,
    );
  });
});
