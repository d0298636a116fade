import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anySteps, anyTerms, endOf, lifeOf } from '../testLives.ts';
import { disbursed, feeApplied, repaid } from '../testLoan.ts';
import type { LoanAccountFacts } from './account.ts';
import { decideUndoWriteOff, decideWriteOff } from './decideWriteOff.ts';
import { accepted, accountOf, approved, contextOn, keyed, outcome } from './testAccount.ts';

const anyDays = { arrearsDaysBeforeWriteOff: null };

describe('writing off', () => {
  const account = accountOf({ events: [disbursed('2024-01-10', 6000), feeApplied('2024-02-01', 5)] });

  test('gives up every balance, with interest to the day', () => {
    const { account: after, loan } = accepted(decideWriteOff(account, anyDays, contextOn('2024-02-20')));
    expect([after.state, after.subState, after.closedOn]).toEqual(['CLOSED_WRITTEN_OFF', 'WRITTEN_OFF', '2024-02-20']);
    const last = loan.transactions.at(-1);
    // 30 days and 10 days of 6000 at 12 % 30/360.
    expect([last?.type, last?.amount.toFixed(2), last?.affectedAmounts.interest.toFixed(2)]).toEqual([
      'WRITE_OFF',
      '6085.00',
      '80.00',
    ]);
    expect([loan.balances.total.toFixed(), loan.balances.totalDue.toFixed(), loan.daysLate]).toEqual(['0', '0', 0]);
  });

  test.each<[string, LoanAccountFacts, object, string, string?]>([
    ['INVALID_ACCOUNT_STATE', approved(), {}, '2024-02-20'],
    ['MINIMUM_ARREARS_DAYS_NOT_REACHED', account, { arrearsDaysBeforeWriteOff: 11 }, '2024-02-20'],
    ['accepted', account, { arrearsDaysBeforeWriteOff: 10 }, '2024-02-20'],
    [
      'BACKDATE_BEFORE_OTHER_OPERATION',
      accountOf({ events: [disbursed('2024-01-10', 6000), repaid('2024-05-10', 100)] }),
      {},
      '2024-02-20',
    ],
    ['JOURNAL_ENTRY_BEFORE_CLOSURE', account, {}, '2024-02-20', '2024-02-29'],
    [
      'INVALID_ACCOUNT_STATE',
      accountOf({ events: [disbursed('2024-01-10', 6000), repaid('2024-01-10', 6000)] }),
      {},
      '2024-01-10',
    ],
  ])('%s', (reason, given, setup, today, closedUntil) => {
    const context = contextOn(today, closedUntil === undefined ? {} : { closedUntil });
    expect(outcome(decideWriteOff(given, { ...anyDays, ...setup }, context))).toBe(reason);
  });

  test('is undone to what the loan would be on the day', () => {
    const written = accepted(decideWriteOff(account, anyDays, contextOn('2024-02-20'))).account;
    const back = accepted(decideUndoWriteOff(written, contextOn('2024-03-15')));
    expect([back.account.state, back.account.subState, back.loan.daysLate]).toEqual(['ACTIVE_IN_ARREARS', null, 34]);
    expect(outcome(decideUndoWriteOff(account, contextOn('2024-03-15')))).toBe('INVALID_ACCOUNT_STATE');
  });
});

test('any loan is written off to nothing, and undoing it leaves no trace', () => {
  fc.assert(
    fc.property(anyTerms, anySteps, (terms, steps) => {
      const events = lifeOf(terms, steps).map((event) => keyed(event, event.key));
      const context = contextOn(endOf(events));
      const account = accountOf({ terms, events });
      const decision = decideWriteOff(account, anyDays, context);
      if (outcome(decision) !== 'accepted') return;
      const { account: written, loan } = accepted(decision);
      expect(loan.balances.total.toFixed()).toBe('0');
      const back = accepted(decideUndoWriteOff(written, context));
      expect(JSON.stringify(back.account.events)).toBe(JSON.stringify(account.events));
    }),
    { numRuns: 50 },
  );
});
