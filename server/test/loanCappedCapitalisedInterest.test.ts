import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// A loan of 10,000 whose interest becomes principal, and whose charges may come to 1 % of what was lent: 100.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let loan: LoanRef;

const lockSettings = {
  cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE',
  cappingConstraintType: 'HARD_CAP',
  cappingPercentage: 1,
};
const capitalised = (settings: Record<string, unknown>) => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: {
    daysInYear: 'E30_360',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestType: 'CAPITALIZED_INTEREST',
  },
  others: { internalControls: { lockSettings: settings } },
});
const applied = async () => (await desk.standing(loan)).filter((line) => line.startsWith('INTEREST_APPLIED')).length;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  loan = await lender.approvedLoan(await lender.loanProduct('CAPPED', capitalised(lockSettings)));
  await desk.disburse(loan);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

test('its interest goes on while it is in arrears, until fees have reached the cap', async () => {
  await desk.advanceTo('2026-03-20');
  const late = await desk.account(loan);
  expect(late).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', balances: { interestBalance: 0 } });
  expect(late.accountSubState).toBeUndefined();
  // 10,000 x 1.01 x 1.01
  expect(late.balances?.principalBalance).toBe(10_201);
  expect(await applied()).toBe(2);
  await desk.verify();
  const path = loanPath(loan);
  expect(await desk.refused('applyLoanFee', loan, { path, body: { amount: 100.01 } })).toContain('FEE_NOT_ALLOWED');
  await bank.ok('applyLoanInterest', { path, body: { interestApplicationDate: '2026-03-20T00:00:00+00:00' } });
  expect(await applied()).toBe(3);
  await desk.fee(loan, 100);
  expect(await desk.account(loan)).toMatchObject({ accountSubState: 'LOCKED_CAPPING' });
  await desk.advanceTo('2026-04-20');
  expect(await applied()).toBe(3);
  await desk.verify();
}, 240_000);

test.each([
  ['cappingMethod', { ...lockSettings, cappingMethod: undefined }],
  ['cappingPercentage', { ...lockSettings, cappingPercentage: -1 }],
])('such a product is refused without %s that says anything', async (name, settings) => {
  const body = loanProductBody('REFUSED', lender.gl, capitalised(settings));
  const reply = await bank.call('createLoanProduct', { body: body as never });
  expect([reply.status, reply.text]).toEqual([400, expect.stringContaining(`internalControls.lockSettings.${name}`)]);
});
