import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { LoanAccountFacts } from './decide/account.ts';
import { decideAdjustment } from './decide/decideAdjustment.ts';
import { decideCardDraw, decideCardReversal } from './decide/decideCardDraw.ts';
import { decideCardReturn } from './decide/decideCardReturn.ts';
import { decideFee } from './decide/decideFee.ts';
import { decidePrincipalOverpayment } from './decide/decidePrincipalPayment.ts';
import { decideRedrawWithdrawal } from './decide/decideRedraw.ts';
import { decideRepayment, type RepaymentRequest } from './decide/decideRepayment.ts';
import { decideWithdrawal } from './decide/decideWithdrawal.ts';
import { heldCredit } from './decide/heldCredit.ts';
import { accepted, accountOf, contextOn, keyed, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import { loanJournal } from './loanJournal.ts';
import { undrawn } from './overpayments.ts';
import { disbursed, expectedOf, feeApplied, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { withOverpayments } from './testRedraw.ts';
import { revolvingTermsOf } from './testTerms.ts';

// A credit of 1,000 at 12 % a year by actual days over 365, due monthly from 15 January 2026 on; 500 are drawn. On 25 January 501.64 are owed.

const terms = withOverpayments(revolvingTermsOf({ loanAmount: 1000 }));
const drawn = keyed(disbursed('2026-01-15', 500), 'drawn');
const paid = keyed(repaid('2026-01-25', '541.64'), 'paid');
const byCard = { byCard: true } as const;
const moneyOf = (events: readonly LoanEvent[], date: string) => {
  const { principal, redraw } = loanAt(terms, events, date).balances;
  return `owed ${principal.balance}, there ${redraw}, free ${undrawn(terms, { principal, redraw })}`;
};

describe('money beyond everything that is owed', () => {
  test('lies at the credit, and makes as much more of it free', () => {
    expect(moneyOf([drawn, paid], '2026-01-25')).toBe('owed 0, there 40, free 1040');
    const last = loanAt(terms, [drawn, paid], '2026-01-25').transactions.at(-1);
    expect(
      last && loanJournal('ACCRUAL', last).map(({ side, resource, amount }) => `${side} ${resource} ${amount}`),
    ).toEqual(['DEBIT FUND_SOURCE 541.64', 'CREDIT PORTFOLIO_CONTROL 540', 'CREDIT INTEREST_RECEIVABLE 1.64']);
  });

  test('pays what is drawn next at once, so that only the rest bears interest and is asked for', () => {
    const life = [drawn, paid, disbursed('2026-01-27', 140)];
    const loan = loanAt(terms, life, '2026-02-15');
    // 100 for 19 days.
    expect(transactionsOf(loan).slice(-3)).toEqual([
      '2026-01-27 DISBURSEMENT 140.00',
      '2026-01-27 REDRAW_REPAYMENT 40.00',
      '2026-02-15 INTEREST_APPLIED 0.62',
    ]);
    expect(loan.instalments.map(expectedOf)).toEqual(['550+2.26', '0+0.00']);
    expect(moneyOf(life, '2026-02-15')).toBe('owed 100, there 0, free 900');
    const journal = loan.transactions.flatMap((one) =>
      one.type === 'REDRAW_REPAYMENT' ? loanJournal('CASH', one) : [],
    );
    expect(journal).toEqual([]);
  });

  test('that is more than is drawn stays, and can be drawn to the last cent', () => {
    expect(moneyOf([drawn, paid, disbursed('2026-01-27', 15)], '2026-03-01')).toBe('owed 0, there 25, free 1025');
    const all = loanAt(terms, [drawn, paid, disbursed('2026-01-27', 1040)], '2026-01-27');
    expect([all.balances.principal.balance.toFixed(), all.overdrawn.toFixed()]).toEqual(['1000', '0']);
    expect(loanAt(terms, [drawn, paid, disbursed('2026-01-27', '1040.01')], '2026-01-27').overdrawn.toFixed()).toBe(
      '0.01',
    );
  });

  test('pays charges on the due date of the running instalment', () => {
    const life = [drawn, paid, feeApplied('2026-01-30', 15)];
    expect(loanAt(terms, life, '2026-02-14').balances.redraw.toFixed()).toBe('40');
    expect(transactionsOf(loanAt(terms, life, '2026-02-20')).at(-1)).toBe('2026-02-15 REDRAW_REPAYMENT 15.00');
  });

  test('of a payment by card that comes back goes first, and what is gone of it is owed as if it had been drawn', () => {
    const card = { ...paid, ...byCard } as LoanEvent;
    const back = (amount: number | string, date = '2026-01-28'): LoanEvent => ({
      ...repaid(date, amount),
      type: 'PAYMENT_TAKEN_BACK',
      amount: money(amount),
      payment: 'paid',
    });
    expect(moneyOf([drawn, card, back(30)], '2026-01-28')).toBe('owed 0, there 10, free 1010');
    const half = loanAt(terms, [drawn, card, back(240)], '2026-01-28');
    expect([half.balances.principal.balance.toFixed(), half.balances.redraw.toFixed()]).toEqual(['200', '0']);
    const { affectedAmounts, amount } = half.transactions.at(-1) ?? {};
    expect([amount?.toFixed(), affectedAmounts?.principal.toFixed()]).toEqual(['-240', '-200']);
    // 40 of it were drawn since: all of it comes back, and all that was drawn is owed, with the interest that was paid.
    const gone = loanAt(terms, [drawn, card, disbursed('2026-01-27', 100), back('541.64')], '2026-01-28');
    expect([gone.balances.principal, gone.balances.interest].map(({ balance }) => balance.toFixed())).toEqual([
      '600',
      '1.64',
    ]);
    const lines = gone.transactions.flatMap((one) => loanJournal('ACCRUAL', one));
    const net = lines
      .filter(({ resource }) => resource === 'PORTFOLIO_CONTROL')
      .reduce((all, { side, amount: of }) => all + (side === 'DEBIT' ? Number(of) : -Number(of)), 0);
    expect(net).toBe(600);
  });
});

describe('decisions', () => {
  const today = '2026-01-27';
  const now = contextOn(today);
  const credit = (events: readonly LoanEvent[] = [drawn, paid], given: Partial<LoanAccountFacts> = {}) =>
    accountOf({ terms, events, ...given });
  const pay = (amount: number | string, more: Partial<RepaymentRequest> = {}, account = credit()) =>
    outcome(decideRepayment(account, { amount: money(amount), ...more }, now));
  const withdraw = (amount: number | string, account = credit()) =>
    outcome(decideWithdrawal(account, { amount: money(amount) }, now));
  const byCardOf = (amount: number | string, account = credit()) =>
    outcome(decideCardDraw(account, { amount: money(amount), kept: money(0), advice: false }, now));

  test('take money while nothing is owed, of today or before, never of the future', () => {
    expect(pay(25)).toBe('accepted');
    expect(pay(25, { valueDate: on('2026-01-26') })).toBe('accepted');
    expect(pay(25, { valueDate: on('2026-01-28') })).toBe('REPAYMENT_DATE_IN_THE_FUTURE_ERROR');
    const plain = accountOf({ terms: revolvingTermsOf({ loanAmount: 1000 }), events: [drawn] });
    expect(pay(600, {}, plain)).toBe('EXCESS_REPAYMENT_ERROR');
  });

  test('take no more of what a repayment names than is owed of it', () => {
    const owing = credit([drawn]);
    expect(pay('501.98', { parts: [{ type: 'PRINCIPAL', amount: money('501.98') }] }, owing)).toBe(
      'EXCESS_REPAYMENT_ERROR',
    );
    expect(pay(520, { principalOverpayment: money(501) }, owing)).toBe('EXCESS_REPAYMENT_ERROR');
    expect(outcome(decidePrincipalOverpayment(owing, { amount: money(501) }, now))).toBe('EXCESS_REPAYMENT_ERROR');
  });

  test('let as much be drawn and held as is free with the money', () => {
    expect([withdraw(1040), withdraw('1040.01')]).toEqual(['accepted', 'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT']);
    expect([byCardOf(1040), byCardOf('1040.01')]).toEqual(['accepted', 'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT']);
    const held = credit([drawn, paid], { held: money(1020) });
    expect(heldCredit(held, now).available().toFixed()).toBe('20');
    expect([withdraw(20, held), withdraw(21, held)]).toEqual(['accepted', 'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT']);
  });

  test('give the money back as far as nothing is held of it', () => {
    const out = (amount: number | string, account = credit()) =>
      outcome(decideRedrawWithdrawal(account, { amount: money(amount) }, now));
    expect([out(40), out('40.01')]).toEqual(['accepted', 'INSUFFICIENT_REDRAW_BALANCE']);
    const held = credit([drawn, paid], { held: money(1020) });
    expect([out(20, held), out('20.01', held)]).toEqual(['accepted', 'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT']);
  });

  test('of what comes back of a payment by card that was paid meanwhile keep the money', () => {
    const purchase = { ...drawn, ...byCard } as LoanEvent;
    const reversed = accepted(
      decideCardReversal(credit([purchase, paid]), { payment: 'drawn', amount: money(500) }, now),
    );
    expect(reversed.loan.balances.redraw.toFixed()).toBe('540');
    const plain = accountOf({
      terms: revolvingTermsOf({ loanAmount: 1000 }),
      events: [purchase, keyed(repaid('2026-01-25', '501.64'), 'paid')],
    });
    expect(outcome(decideCardReversal(plain, { payment: 'drawn', amount: money(500) }, now))).toBe(
      'EXCESS_REPAYMENT_ERROR',
    );
  });

  test('let no payment by card come back of which somebody has drawn or holds too much', () => {
    const card = { ...paid, ...byCard } as LoanEvent;
    const account = credit([drawn, card, disbursed('2026-01-26', 1000)]);
    const back = (amount: number | string, of = account) =>
      outcome(decideCardReturn(of, { payment: 'paid', amount: money(amount) }, now));
    expect([back(40), back('40.01')]).toEqual(['accepted', 'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT']);
    const held = credit([drawn, card], { held: money(1030) });
    expect([back(10, held), back('10.01', held)]).toEqual(['accepted', 'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT']);
  });

  test('undo no payment on which a withdrawal rests', () => {
    const account = credit([drawn, paid, disbursed('2026-01-26', 1020)]);
    const transaction = {
      id: '1',
      eventKey: 'paid',
      role: 'REPAYMENT',
      type: 'REPAYMENT',
      valueDate: on('2026-01-25'),
      bookingDate: on('2026-01-25'),
      reversed: false,
    };
    expect(outcome(decideAdjustment(account, { transaction, notes: 'wrong' }, now))).toBe(
      'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
    );
  });

  test('tell of a charge of the past that leaves too little for what was drawn since', () => {
    const vertical = { ...terms, payment: { ...terms.payment, paymentMethod: 'VERTICAL' as const } };
    const account = accountOf({ terms: vertical, events: [drawn, paid, disbursed('2026-01-28', 1040)] });
    const fee = decideFee(
      account,
      { amount: money(15), valueDate: on('2026-01-25'), allowArbitraryFees: true },
      contextOn('2026-01-30'),
    );
    expect(isRejection(fee) ? outcome(fee) : fee.loan.overdrawn.toFixed()).toBe('15');
  });
});
