import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let loan: LoanRef;
let other: LoanRef;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  const strict = await lender.loanProduct('STRICT', {
    others: { internalControls: { lockSettings: { lockPeriodDays: 3 } } },
  });
  loan = await lender.approvedLoan(lender.dynamicEqual);
  other = await lender.approvedLoan(strict);
  for (const one of [loan, other]) await desk.disburse(one);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const typesOf = (reply: ResponseBody<'lockLoan'>) => (reply.loanTransactions ?? []).map(({ type }) => type);

describe('locking a loan', () => {
  test('stops what it names, and tells so', async () => {
    const locked = await bank.ok('lockLoan', {
      path: loanPath(loan),
      body: { lockedOperations: ['APPLY_INTEREST', 'APPLY_PENALTIES'], notes: 'a dispute' },
    });
    expect(typesOf(locked)).toEqual(['INTEREST_LOCKED', 'PENALTY_LOCKED']);
    expect(locked.loanTransactions?.[0]).toMatchObject({ amount: 0, notes: 'a dispute' });
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE',
      accountSubState: 'LOCKED',
      lockedOperations: ['APPLY_INTEREST', 'APPLY_PENALTIES'],
      lastLockedDate: expect.stringMatching(/^2026-01-31T/),
    });
    const filterCriteria = [{ field: 'accountSubState', operator: 'EQUALS', value: 'LOCKED' }];
    const found = await bank.ok('searchLoanAccounts', { body: { filterCriteria } as never });
    expect(found.map(({ id }) => id)).toEqual([loan.id]);
  });

  test('the night applies no interest, and unlocking does', async () => {
    await desk.advanceTo('2026-03-02');
    expect((await desk.standing(loan)).filter((line) => line.startsWith('INTEREST_APPLIED'))).toEqual([]);
    expect(await desk.account(loan)).toMatchObject({ balances: { interestBalance: 0 }, daysLate: 2 });
    const unlocked = await bank.ok('unlockLoan', { path: loanPath(loan), body: {} });
    expect(typesOf(unlocked)).toEqual(['INTEREST_UNLOCKED', 'PENALTY_UNLOCKED']);
    const account = await desk.account(loan);
    expect(account.accountSubState).toBeUndefined();
    expect(account.lockedOperations).toBeUndefined();
    expect(account).toMatchObject({ lastLockedDate: expect.stringMatching(/^2026-01-31T/) });
    expect((await desk.standing(loan)).filter((line) => line.startsWith('INTEREST_APPLIED'))).toEqual([
      'INTEREST_APPLIED 93.33 2026-03-02',
    ]);
    expect(await desk.journal(await desk.newest(loan, 'INTEREST_APPLIED'))).toEqual([
      'DEBIT 1110 93.33 -',
      'CREDIT 4100 93.33 -',
    ]);
  });

  test('the night locks by the product, after its days in arrears, and only once', async () => {
    expect((await desk.account(other)).accountSubState).toBeUndefined();
    await desk.advanceTo('2026-03-03');
    expect(await desk.account(other)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      accountSubState: 'LOCKED',
      lockedOperations: ['APPLY_INTEREST', 'APPLY_FEES', 'APPLY_PENALTIES'],
    });
    await bank.ok('unlockLoan', { path: loanPath(other), body: { notes: 'let him be' } });
    await desk.advanceTo('2026-03-05');
    expect((await desk.account(other)).accountSubState).toBeUndefined();
  });

  test('what is wrong is named', async () => {
    const lock = { path: loanPath(loan), body: {} };
    expect(await desk.refused('unlockLoan', loan, lock)).toContain('ACCOUNT_ALREADY_UNLOCKED');
    await bank.ok('lockLoan', lock);
    expect(await desk.refused('lockLoan', loan, lock)).toContain('ACCOUNT_ALREADY_LOCKED');
    expect(await desk.refused('applyLoanFee', loan, { path: loanPath(loan), body: { amount: 5 } })).toContain(
      'ACCOUNT_IS_LOCKED',
    );
    const lines = await bank.ok('getLoanTransactions', { path: loanPath(loan) });
    const marker = lines.find(({ type }) => type === 'FEE_LOCKED');
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(marker?.id) },
        body: { notes: 'x' },
      }),
    ).toContain('TRANSACTION_TYPE_IS_IRREVERSIBLE');
    for (const name of ['lockLoan', 'unlockLoan'] as const) {
      expect(await desk.reason(name, { path: { loanAccountId: 'NOBODY' }, body: {} })).toBe(
        '404 INVALID_LOAN_ACCOUNT_ID',
      );
    }
    expect(
      await desk.reason('lockLoan', { path: loanPath(loan), body: { lockedOperations: ['EVERYTHING'] } as never }),
    ).toBe('400 INVALID_PARAMETERS');
    expect(await desk.reason('unlockLoan', { path: loanPath(loan), body: { notes: 7 } as never })).toBe(
      '400 INVALID_PARAMETERS',
    );
  });

  test('a locked loan is written off, and comes back locked', async () => {
    await bank.ok('writeOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountSubState: 'WRITTEN_OFF' });
    await bank.ok('undoWriteOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountSubState: 'LOCKED' });
  });
});
