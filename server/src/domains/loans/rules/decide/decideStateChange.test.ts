import { describe, expect, test } from 'vitest';
import { disbursed, on, paidOff } from '../testLoan.ts';
import type { LoanAccountFacts, LoanAccountState, LoanAccountSubState } from './account.ts';
import { canChangeState, decideStateChange, type LoanAccountAction } from './decideStateChange.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-03-01';

const actions: readonly LoanAccountAction[] = [
  'REQUEST_APPROVAL',
  'SET_INCOMPLETE',
  'APPROVE',
  'UNDO_APPROVE',
  'REJECT',
  'WITHDRAW',
  'CLOSE',
  'UNDO_REJECT',
  'UNDO_WITHDRAW',
  'UNDO_CLOSE',
];

const repaidLoan = [disbursed('2024-01-10', 6000), paidOff('2024-02-10', 6060)];

const accounts: Readonly<Record<string, LoanAccountFacts>> = {
  PARTIAL_APPLICATION: approved({ state: 'PARTIAL_APPLICATION', approvedOn: null }),
  PENDING_APPROVAL: approved({ state: 'PENDING_APPROVAL', approvedOn: null }),
  APPROVED: approved(),
  ACTIVE: accountOf({ events: repaidLoan }),
  ACTIVE_IN_ARREARS: accountOf({ state: 'ACTIVE_IN_ARREARS', events: repaidLoan }),
  CLOSED_REJECTED: approved({ state: 'CLOSED_REJECTED', subState: 'REJECTED', stateBeforeClosure: 'PENDING_APPROVAL' }),
  WITHDRAWN: approved({ state: 'CLOSED', subState: 'WITHDRAWN', stateBeforeClosure: 'APPROVED' }),
  REPAID: accountOf({ state: 'CLOSED', subState: 'REPAID', events: repaidLoan, closedOn: on('2024-02-10') }),
  CLOSED_WRITTEN_OFF: accountOf({ state: 'CLOSED_WRITTEN_OFF', subState: 'WRITTEN_OFF' }),
};

/** The whole table; every pair that is not in it is refused. */
const table: Readonly<
  Record<LoanAccountAction, Readonly<Record<string, readonly [LoanAccountState, LoanAccountSubState | null]>>>
> = {
  REQUEST_APPROVAL: { PARTIAL_APPLICATION: ['PENDING_APPROVAL', null] },
  SET_INCOMPLETE: { PENDING_APPROVAL: ['PARTIAL_APPLICATION', null] },
  APPROVE: { PENDING_APPROVAL: ['APPROVED', null] },
  UNDO_APPROVE: { APPROVED: ['PENDING_APPROVAL', null] },
  REJECT: {
    PARTIAL_APPLICATION: ['CLOSED_REJECTED', 'REJECTED'],
    PENDING_APPROVAL: ['CLOSED_REJECTED', 'REJECTED'],
  },
  WITHDRAW: {
    PARTIAL_APPLICATION: ['CLOSED', 'WITHDRAWN'],
    PENDING_APPROVAL: ['CLOSED', 'WITHDRAWN'],
    APPROVED: ['CLOSED', 'WITHDRAWN'],
  },
  CLOSE: { ACTIVE: ['CLOSED', 'REPAID'], ACTIVE_IN_ARREARS: ['CLOSED', 'REPAID'] },
  UNDO_REJECT: { CLOSED_REJECTED: ['PENDING_APPROVAL', null] },
  UNDO_WITHDRAW: { WITHDRAWN: ['APPROVED', null] },
  UNDO_CLOSE: { REPAID: ['ACTIVE', null] },
};

describe.each(actions)('%s', (action) => {
  test.each(Object.keys(accounts))('from %s', (from) => {
    const account = accounts[from] ?? accountOf();
    const becomes = table[action][from];
    const decision = decideStateChange(account, { action }, contextOn(today));
    expect(canChangeState(account, action)).toBe(becomes !== undefined);
    if (!becomes) expect(outcome(decision)).toBe('INVALID_STATE_TRANSITION');
    else {
      const { state, subState } = accepted(decision).account;
      expect([state, subState]).toEqual(becomes);
    }
  });
});

describe('dates and conditions', () => {
  const context = contextOn(today);
  const moved = (account: LoanAccountFacts, action: LoanAccountAction) =>
    accepted(decideStateChange(account, { action }, context)).account;

  test('approval is dated, its undoing clears the date', () => {
    const account = moved(approved({ state: 'PENDING_APPROVAL', approvedOn: null }), 'APPROVE');
    expect(account.approvedOn).toBe(today);
    expect(moved(account, 'UNDO_APPROVE').approvedOn).toBeNull();
  });

  test('closing is dated and remembers where it came from; its undoing leads back', () => {
    const withdrawn = moved(approved(), 'WITHDRAW');
    expect([withdrawn.closedOn, withdrawn.stateBeforeClosure]).toEqual([today, 'APPROVED']);
    const back = moved(withdrawn, 'UNDO_WITHDRAW');
    expect([back.state, back.closedOn, back.stateBeforeClosure]).toEqual(['APPROVED', null, null]);
    const rejected = moved(approved({ state: 'PARTIAL_APPLICATION' }), 'REJECT');
    expect(moved(rejected, 'UNDO_REJECT').state).toBe('PARTIAL_APPLICATION');
  });

  test('CLOSE: the lock first, then a balance', () => {
    const noPosting = contextOn(today, { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] });
    const locked = accountOf({ subState: 'LOCKED' });
    expect(outcome(decideStateChange(locked, { action: 'CLOSE' }, noPosting))).toBe('ACCOUNT_IS_LOCKED');
    expect(outcome(decideStateChange(accountOf(), { action: 'CLOSE' }, context))).toBe('ACCOUNT_HAS_REMAINING_BALANCE');
  });

  test('UNDO_CLOSE: within the allowed days', () => {
    const closed = accounts.REPAID ?? accountOf();
    const undo = (maxAllowedUndoClosurePeriod: number): string =>
      outcome(decideStateChange(closed, { action: 'UNDO_CLOSE', maxAllowedUndoClosurePeriod }, context));
    expect([undo(19), undo(20)]).toEqual(['CLOSURE_DATE_AFTER_MAX_ALLOWED_UNDO_CLOSURE_PERIOD', 'accepted']);
  });
});
