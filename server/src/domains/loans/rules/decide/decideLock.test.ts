import { describe, expect, test } from 'vitest';
import { rate } from '../../../../kernel/money.ts';
import { disbursed, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, termsOf } from '../testTerms.ts';
import { loanOn } from './account.ts';
import { decideFee } from './decideFee.ts';
import { decideInterestApplication } from './decideInterestApplication.ts';
import { decideLock, decideUnlock, lockOfNight } from './decideLock.ts';
import { decidePayOff, payOffAmounts } from './decidePayOff.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const terms = dynamicTermsOf({
  loanAmount: 6000,
  schedule: { repaymentInstallments: 6 },
  interest: { daysInYear: 'E30_360' },
  penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: rate('0.1') },
});
const account = accountOf({ terms, events: [disbursed('2024-01-10', 6000)] });
const lockedOn = (day: string) => accepted(decideLock(account, {}, contextOn(day))).account;

describe('a lock', () => {
  test('keeps interest and penalties from being applied, and unlocking applies them at once', () => {
    const locked = lockedOn('2024-01-20');
    expect(locked.subState).toBe('LOCKED');
    const late = loanOn(locked, contextOn('2024-02-13'), contextOn('2024-02-13').today);
    expect(transactionsOf(late).slice(1)).toEqual([
      '2024-01-20 INTEREST_LOCKED 0.00',
      '2024-01-20 FEE_LOCKED 0.00',
      '2024-01-20 PENALTY_LOCKED 0.00',
    ]);
    expect([late.balances.interest.balance.toFixed(), late.withheldInterest.toFixed()]).toEqual(['0', '60']);
    expect([late.accruedPenalty.toFixed(), late.liveState]).toEqual(['3', 'ACTIVE_IN_ARREARS']);
    const { account: open, loan } = accepted(decideUnlock(locked, contextOn('2024-02-13')));
    expect([open.subState, open.state]).toEqual([null, 'ACTIVE_IN_ARREARS']);
    expect(transactionsOf(loan).slice(4)).toEqual([
      '2024-02-13 INTEREST_UNLOCKED 0.00',
      '2024-02-13 FEE_UNLOCKED 0.00',
      '2024-02-13 PENALTY_UNLOCKED 0.00',
      '2024-02-13 INTEREST_APPLIED 60.00',
      '2024-02-13 PENALTY_APPLIED 3.00',
    ]);
    expect(loan.instalments[0]).toMatchObject({ state: 'LATE' });
  });

  test('keeps interest from making an instalment late, until it is lifted', () => {
    const locked = accepted(decideLock(account, { operations: ['APPLY_INTEREST'] }, contextOn('2024-01-20'))).account;
    const paid = { ...locked, events: [...locked.events, repaid('2024-02-10', 1000)], nextSequence: 5000 };
    const on = (facts: typeof locked, day: string) => loanOn(facts, contextOn(day), contextOn(day).today);
    const waiting = on(paid, '2024-02-20');
    expect([waiting.withheldInterest.toFixed(), waiting.daysLate, waiting.liveState]).toEqual(['60', 0, 'ACTIVE']);
    expect(waiting.instalments[0]?.state).toBe('PARTIALLY_PAID');
    const { account: open } = accepted(decideUnlock(paid, contextOn('2024-02-20')));
    const late = on({ ...paid, ...open }, '2024-02-21');
    expect([late.daysLate, late.liveState, late.instalments[0]?.state]).toEqual([11, 'ACTIVE_IN_ARREARS', 'LATE']);
  });

  test('stops only what it names', () => {
    const context = contextOn('2024-01-20');
    const locked = accepted(decideLock(account, { operations: ['APPLY_PENALTIES'] }, context)).account;
    const late = loanOn(locked, contextOn('2024-02-13'), contextOn('2024-02-13').today);
    expect(late.lock?.operations).toEqual(['APPLY_PENALTIES']);
    expect([late.balances.interest.balance.toFixed(), late.balances.penalty.balance.toFixed()]).toEqual(['60', '0']);
  });

  test('a pay-off takes what was kept back, too', () => {
    const locked = lockedOn('2024-01-20');
    const context = contextOn('2024-02-13');
    const owed = payOffAmounts(terms, loanOn(locked, context, context.today));
    // 60 of the first month, 3 days of 6000 at 12 % 30/360, 3 days of penalty.
    expect([owed.interest.toFixed(2), owed.penalty.toFixed(2)]).toEqual(['66.00', '3.00']);
    const { loan } = accepted(decidePayOff(locked, {}, context));
    expect([loan.balances.total.toFixed(), loan.overpaid.toFixed()]).toEqual(['0', '0']);
  });

  test('a fixed loan keeps its scheduled interest back, too', () => {
    const fixed = accountOf({ terms: termsOf({ loanAmount: 1200 }), events: [disbursed('2024-01-10', 1200)] });
    const locked = accepted(decideLock(fixed, {}, contextOn('2024-01-10'))).account;
    const { account: open } = accepted(decideUnlock(locked, contextOn('2024-03-11')));
    const loan = loanOn(open, contextOn('2024-03-11'), contextOn('2024-03-11').today);
    expect(loan.transactions.filter(({ type }) => type === 'INTEREST_APPLIED')).toHaveLength(2);
    expect(loan.balances.interest.balance.toFixed()).toBe(loan.balances.interest.due.toFixed());
  });

  test('refusals', () => {
    const context = contextOn('2024-01-20');
    const locked = lockedOn('2024-01-20');
    expect(outcome(decideLock(approved(), {}, context))).toBe('INVALID_ACCOUNT_STATE');
    expect(outcome(decideLock(locked, {}, context))).toBe('ACCOUNT_ALREADY_LOCKED');
    expect(outcome(decideUnlock(account, context))).toBe('ACCOUNT_ALREADY_UNLOCKED');
    expect(outcome(decideUnlock(approved(), context))).toBe('INVALID_ACCOUNT_STATE');
    expect(outcome(decideInterestApplication(locked, {}, context))).toBe('ACCOUNT_IS_LOCKED');
    expect(outcome(decideFee(locked, { allowArbitraryFees: true }, context))).toBe('ACCOUNT_IS_LOCKED');
  });

  test('the night locks after so many days in arrears, and not again what somebody unlocked', () => {
    const nightOf = (given: typeof account, day: string) => {
      const context = contextOn(day);
      return lockOfNight({ ...given, state: 'ACTIVE_IN_ARREARS' }, loanOn(given, context, context.today), 5, context);
    };
    expect(nightOf(account, '2024-02-14')).toBeUndefined();
    const locked = nightOf(account, '2024-02-15')?.account;
    expect(locked?.subState).toBe('LOCKED');
    if (!locked) return;
    expect(nightOf(locked, '2024-02-16')).toBeUndefined();
    const open = accepted(decideUnlock(locked, contextOn('2024-02-16'))).account;
    expect(nightOf(open, '2024-02-17')).toBeUndefined();
  });
});
