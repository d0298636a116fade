import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { on } from '../testLoan.ts';
import { dynamicTermsOf } from '../testTerms.ts';
import { loanOn } from './account.ts';
import { decidePayOff } from './decidePayOff.ts';
import { decidePaymentMade, decideRedrawRepayment, decideRedrawWithdrawal } from './decideRedraw.ts';
import { decideRepayment } from './decideRepayment.ts';
import { accepted, accountOf, contextOn, outcome } from './testAccount.ts';

/** 6,000 in six instalments of 1,000, 12 % 30/360, disbursed on 10 January 2024: 1,060 are due on 10 February. */
const loan = accountOf({
  terms: {
    ...dynamicTermsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 6 },
      interest: { daysInYear: 'E30_360' },
    }),
    redraw: { restrictNextDueWithdrawal: false },
  },
});
const paidIn = (amount: number, day = '2024-01-20') =>
  accepted(decidePaymentMade(loan, { amount: money(amount), valueDate: on(day) }, contextOn('2024-01-20'))).account;
const one = { amount: money(1) };

describe('money in the redraw balance', () => {
  test.each([
    ['paid in', decidePaymentMade],
    ['drawn', decideRedrawWithdrawal],
    ['used', decideRedrawRepayment],
  ])('%s asks for state, lock, open books, permission and limit in this order', (_what, decide) => {
    const account = paidIn(100);
    const reason = (given: object, context = contextOn('2024-02-11')) =>
      outcome(decide({ ...account, ...given }, { ...one, valueDate: on('2024-02-11') }, context));
    expect(reason({ state: 'CLOSED' })).toBe('INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
    const locked = contextOn('2024-02-11', { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] });
    expect(reason({ subState: 'LOCKED' }, locked)).toBe('ACCOUNT_IS_LOCKED');
    expect(reason({}, contextOn('2024-02-11', { closedUntil: '2024-02-29' }))).toBe('JOURNAL_ENTRY_BEFORE_CLOSURE');
    expect(reason({}, contextOn('2024-02-12', { without: ['BACKDATE_LOAN_TRANSACTIONS'] }))).toBe(
      'INVALID_PERMISSIONS',
    );
  });

  test('is paid in and drawn within the limits of the user', () => {
    const limited = contextOn('2024-01-20', { limitOf: (kind) => money(kind === 'REPAYMENT' ? 50 : 20) });
    const paid = (amount: number) => outcome(decidePaymentMade(loan, { amount: money(amount) }, limited));
    expect([paid(51), paid(50)]).toEqual(['USER_TRANSACTION_LIMIT_EXCEEDED', 'accepted']);
    const drawn = (amount: number) => outcome(decideRedrawWithdrawal(paidIn(100), { amount: money(amount) }, limited));
    expect([drawn(21), drawn(20)]).toEqual(['USER_TRANSACTION_LIMIT_EXCEEDED', 'accepted']);
  });

  test('pays what falls due on its day, and lateness never comes', () => {
    const account = paidIn(2000);
    const then = loanOn(account, contextOn('2024-02-11'), on('2024-02-11'));
    // 10 days of 6,000 and 20 of 4,000: 20.00 and 26.67.
    expect(then.transactions.at(-1)).toMatchObject({ type: 'REDRAW_REPAYMENT', valueDate: '2024-02-10' });
    expect([then.balances.redraw.toFixed(), then.balances.totalDue.toFixed()]).toEqual(['953.33', '0']);
    expect([then.daysLate, then.instalments[0]?.state]).toEqual([0, 'PAID']);
  });

  test('that came late pays on the next day, before another late day', () => {
    const context = contextOn('2024-02-20');
    const account = accepted(decidePaymentMade(loan, { amount: money(2000) }, context)).account;
    expect(loanOn(account, context, on('2024-02-20')).daysLate).toBe(10);
    const next = loanOn(account, context, on('2024-02-21'));
    expect(next.transactions.at(-1)).toMatchObject({ type: 'REDRAW_REPAYMENT', valueDate: '2024-02-21' });
    expect([next.daysLate, next.liveState]).toEqual([0, 'ACTIVE']);
  });

  test('that others rest on is not taken away by a payment from before', () => {
    const context = contextOn('2024-02-20');
    const used = accepted(
      decideRedrawRepayment(accepted(decidePaymentMade(loan, { amount: money(1060) }, context)).account, {}, context),
    );
    const before = { amount: money(1060), valueDate: on('2024-02-15') };
    expect(outcome(decideRepayment(used.account, before, context))).toBe('EXCESS_REPAYMENT_ERROR');
  });

  test('pays first when the loan is paid off', () => {
    const context = contextOn('2024-01-20');
    const { append, loan: after } = accepted(decidePayOff(paidIn(2000), {}, context));
    expect(append).toMatchObject([{ type: 'PAID_OFF', amount: money(4020) }]);
    expect([after.balances.total.toFixed(), after.balances.redraw.toFixed()]).toEqual(['0', '0']);
  });
});
