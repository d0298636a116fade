import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// One clock for the file: the tests go on from each other's day.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let hard: LoanRef;
let soft: LoanRef;

const capped = (cappingConstraintType: string, cappingPercentage: number) => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
  others: {
    internalControls: {
      lockSettings: { cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE', cappingConstraintType, cappingPercentage },
    },
  },
});

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  hard = await lender.approvedLoan(await lender.loanProduct('HARD', capped('HARD_CAP', 1.5)));
  soft = await lender.approvedLoan(await lender.loanProduct('SOFT', capped('SOFT_CAP', 1.5)));
  for (const loan of [hard, soft]) await desk.disburse(loan);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const chargesOf = async (loan: LoanRef): Promise<string[]> =>
  (await desk.standing(loan)).filter((line) => line.startsWith('INTEREST') || line.startsWith('FEE'));

describe('a loan whose charges reach their cap', () => {
  test('the night locks it: a hard cap refuses the interest that would pass it, a soft one lets it come', async () => {
    await desk.advanceTo('2026-03-02');
    expect(await desk.account(hard)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS' });
    expect((await desk.account(hard)).accountSubState).toBeUndefined();
    await desk.advanceTo('2026-04-02');
    for (const loan of [hard, soft]) {
      expect(await desk.account(loan)).toMatchObject({
        accountState: 'ACTIVE_IN_ARREARS',
        accountSubState: 'LOCKED_CAPPING',
        lockedOperations: ['APPLY_INTEREST', 'APPLY_FEES', 'APPLY_PENALTIES'],
        lastLockedDate: expect.stringMatching(/^2026-03-28T/),
      });
    }
    const february = 'INTEREST_APPLIED 93.33 2026-02-28';
    expect(await chargesOf(hard)).toEqual([february]);
    expect(await chargesOf(soft)).toEqual([february, expect.stringMatching(/^INTEREST_APPLIED .* 2026-03-28$/)]);
    const filterCriteria = [{ field: 'accountSubState', operator: 'EQUALS', value: 'LOCKED_CAPPING' }];
    const found = await bank.ok('searchLoanAccounts', { body: { filterCriteria } as never });
    expect(found).toHaveLength(2);
  });

  test('nothing more is charged while it is locked', async () => {
    const before = await chargesOf(soft);
    await desk.advanceTo('2026-05-02');
    expect(await chargesOf(soft)).toEqual(before);
    expect(await desk.account(soft)).toMatchObject({ accruedInterest: 0 });
    await desk.verify();
  });

  test('it is neither locked by hand nor unlocked while the charges are not below the cap', async () => {
    const path = loanPath(soft);
    expect(await desk.refused('unlockLoan', soft, { path, body: {} })).toContain(
      'CANT_UNLOCK_WHEN_INCOME_BALANCE_IS_OVER_PRINCIPAL_CAPPING_CONSTRAINTS',
    );
    expect(await desk.refused('lockLoan', soft, { path, body: {} })).toContain(
      'CANT_EDIT_LOCKED_OPERATIONS_IN_LOCKED_CAPPING_STATE',
    );
    expect(await desk.refused('applyLoanFee', soft, { path, body: { amount: 5 } })).toContain('ACCOUNT_IS_LOCKED');
  });

  test('a payment makes room, and unlocking lets charges go on from that day', async () => {
    await desk.repay(soft, 300);
    const { loanTransactions = [] } = await bank.ok('unlockLoan', { path: loanPath(soft), body: {} });
    expect(loanTransactions.map(({ type }) => type)).toEqual(['INTEREST_UNLOCKED', 'FEE_UNLOCKED', 'PENALTY_UNLOCKED']);
    expect((await desk.account(soft)).accountSubState).toBeUndefined();
    await desk.advanceTo('2026-05-10');
    expect(Number((await desk.account(soft)).accruedInterest)).toBeGreaterThan(0);
  });

  test('a payment that is dated before it lets the lock go', async () => {
    await desk.repay(hard, 888.49, { valueDate: '2026-02-28T08:00:00+01:00' });
    await desk.repay(hard, 888.49, { valueDate: '2026-03-28T08:00:00+01:00' });
    const account = await desk.account(hard);
    expect(account.accountSubState).toBeUndefined();
    expect(account.lockedOperations).toBeUndefined();
    expect(await chargesOf(hard)).toContainEqual(expect.stringMatching(/^INTEREST_APPLIED .* 2026-03-28$/));
  });

  test('charges by hand stop at a hard cap', async () => {
    expect(await desk.account(hard)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS' });
    const body = { amount: 100 };
    expect(await desk.refused('applyLoanFee', hard, { path: loanPath(hard), body })).toContain('FEE_NOT_ALLOWED');
    await desk.fee(hard, 10);
  });

  test('it is written off, and comes back locked', async () => {
    await desk.advanceTo('2026-08-02');
    expect(await desk.account(hard)).toMatchObject({ accountSubState: 'LOCKED_CAPPING' });
    await bank.ok('writeOffLoan', { path: loanPath(hard), body: {} });
    await bank.ok('undoWriteOffLoan', { path: loanPath(hard), body: {} });
    expect(await desk.account(hard)).toMatchObject({ accountSubState: 'LOCKED_CAPPING' });
    await bank.ok('payOffLoan', { path: loanPath(hard), body: {} });
    expect(await desk.account(hard)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
  });
});

describe('a product', () => {
  test('tells its cap, and accounts keep theirs when it changes', async () => {
    const { productTypeKey } = await desk.account(soft);
    const path = { loanProductId: String(productTypeKey) };
    const product = await bank.ok('getLoanProduct', { path });
    expect(product.internalControls?.lockSettings).toMatchObject({ cappingPercentage: 1.5 });
    const lockSettings = { ...product.internalControls?.lockSettings, cappingPercentage: 90 };
    const body = { ...product, internalControls: { ...product.internalControls, lockSettings } };
    await bank.ok('updateLoanProduct', { path, body: body as never });
    expect(await desk.account(soft)).toMatchObject({ accountSubState: 'LOCKED_CAPPING' });
  });

  const whole = { cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE', cappingConstraintType: 'HARD_CAP' };

  test.each([
    ['cappingMethod', { cappingConstraintType: 'HARD_CAP', cappingPercentage: 5 }],
    ['cappingConstraintType', { cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE', cappingPercentage: 5 }],
    ['cappingPercentage', whole],
    ['cappingPercentage', { ...whole, cappingPercentage: -1 }],
    ['cappingPercentage', { ...whole, cappingPercentage: 1e40 }],
    ['cappingMethod', { ...whole, cappingMethod: 'BOTH', cappingPercentage: 5 }],
  ])('is refused for %s of %j', async (name, lockSettings) => {
    const body = loanProductBody('WRONG', lender.gl, { others: { internalControls: { lockSettings } } });
    const reply = await bank.call('createLoanProduct', { body: body as never });
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining(`internalControls.lockSettings.${name}`)]);
    expect(reply.text).toContain('INVALID_PARAMETERS');
  });
});
