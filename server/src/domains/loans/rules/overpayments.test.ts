import { describe, expect, test } from 'vitest';
import { money, sum } from '../../../kernel/money.ts';
import { decidePayOff } from './decide/decidePayOff.ts';
import { decidePaymentMade, decideRedrawWithdrawal } from './decide/decideRedraw.ts';
import { decideRepayment, type RepaymentRequest } from './decide/decideRepayment.ts';
import { decideStateChange } from './decide/decideStateChange.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import { loanJournal } from './loanJournal.ts';
import type { LoanTerms } from './terms.ts';
import { disbursed, expectedOf, feeApplied, lastAllocation, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { withOverpayments } from './testRedraw.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

// 6,000 in six instalments of 1,000 at 12 % on 30/360 from 10 January; everything is owed on 10 February: 6,060.

const six: TermsOf = { loanAmount: 6000, schedule: { repaymentInstallments: 6 }, interest: { daysInYear: 'E30_360' } };
const keeping = withOverpayments(dynamicTermsOf(six));
const lent = disbursed('2024-01-10', 6000);
const life = (events: readonly LoanEvent[], date: string, terms: LoanTerms = keeping) =>
  loanAt(terms, [lent, ...events], date);

describe('money beyond everything that is owed', () => {
  test('stays at the loan after all of it is paid, and is no balance', () => {
    const loan = life([repaid('2024-02-10', 6100)], '2024-02-10');
    expect(lastAllocation(loan)).toBe('principal 6000, interest 60, fee 0');
    expect([loan.balances.total.toFixed(), loan.balances.redraw.toFixed(), loan.overpaid.toFixed()]).toEqual([
      '0',
      '40',
      '0',
    ]);
    const last = loan.transactions.at(-1);
    expect(
      last && loanJournal('ACCRUAL', last).map(({ side, resource, amount }) => `${side} ${resource} ${amount}`),
    ).toEqual(['DEBIT FUND_SOURCE 6100', 'CREDIT PORTFOLIO_CONTROL 6040', 'CREDIT INTEREST_RECEIVABLE 60']);
  });

  test('prepays like any other payment where something is owed', () => {
    const plain = loanAt(dynamicTermsOf(six), [lent, repaid('2024-02-10', 3000)], '2024-02-10');
    const loan = life([repaid('2024-02-10', 3000)], '2024-02-10');
    expect(loan.instalments.map(expectedOf)).toEqual(plain.instalments.map(expectedOf));
    expect(loan.balances.redraw.isZero()).toBe(true);
  });

  test('pays what comes to be owed, on its due date or where that has passed the day after', () => {
    const paid = life([repaid('2024-07-15', '6400')], '2024-07-15').balances.redraw;
    expect(paid.isPositive()).toBe(true);
    const waiting = life([repaid('2024-07-15', 6400), feeApplied('2024-08-01', 15)], '2024-08-01');
    expect(waiting.balances.fees.balance.toFixed()).toBe('15');
    const loan = life([repaid('2024-07-15', 6400), feeApplied('2024-08-01', 15)], '2024-08-05');
    expect(transactionsOf(loan).at(-1)).toBe('2024-08-02 REDRAW_REPAYMENT 15.00');
    expect([loan.balances.total.toFixed(), paid.minus(loan.balances.redraw).toFixed()]).toEqual(['0', '15']);
  });

  test('lowers no interest of what is paid out later', () => {
    const tranche = (key: string, amount: number) => ({ key, amount: money(amount), disbursementFees: [] });
    const terms: LoanTerms = {
      ...keeping,
      productType: 'TRANCHED_LOAN',
      tranches: [tranche('one', 3000), tranche('two', 3000)],
    };
    const events = [disbursed('2024-01-10', 3000), repaid('2024-02-10', 3130), disbursed('2024-02-20', 3000)];
    const loan = loanAt(terms, events, '2024-03-10');
    // 3,000 bear 20 days: 20.00. Then the 100 that lie there pay a part of what the due date asks for.
    expect(transactionsOf(loan).slice(-2)).toEqual([
      '2024-03-10 INTEREST_APPLIED 20.00',
      '2024-03-10 REDRAW_REPAYMENT 100.00',
    ]);
  });

  test('of a fixed loan comes after its agreed interest', () => {
    const fixed = withOverpayments(termsOf(six));
    const plan = life([], '2024-01-10', fixed);
    const all = sum(plan.instalments.flatMap(({ principal, interest }) => [principal.expected, interest.expected]));
    const loan = life([repaid('2024-01-20', all.plus(25).toFixed())], '2024-01-20', fixed);
    expect([loan.balances.total.toFixed(), loan.balances.redraw.toFixed()]).toEqual(['0', '25']);
    const charged = life(
      [repaid('2024-01-20', all.plus(25).toFixed()), feeApplied('2024-01-25', 10, 2)],
      '2024-03-11',
      fixed,
    );
    expect(transactionsOf(charged).at(-1)).toBe('2024-03-10 REDRAW_REPAYMENT 10.00');
    expect(charged.instalments.map(expectedOf)).toEqual(plan.instalments.map(expectedOf));
  });

  test('comes of a later payment when something is dated back before it', () => {
    const full = repaid('2024-02-10', 6060);
    const loan = life([full, repaid('2024-02-01', 1000)], '2024-02-10');
    // 42.00 had accrued by 1 February, 958.00 prepaid principal, and 5,042 bore 9 days: 15.13.
    expect(lastAllocation(loan)).toBe('principal 5042, interest 15.13, fee 0');
    expect(loan.balances.redraw.toFixed(2)).toBe('1002.87');
  });
});

describe('decisions', () => {
  const today = '2024-02-10';
  const account = (events: readonly LoanEvent[] = [], terms = keeping) =>
    accountOf({ terms, events: [lent, ...events] });
  const pay = (amount: number | string, more: Partial<RepaymentRequest> = {}, events: readonly LoanEvent[] = []) =>
    outcome(decideRepayment(account(events), { amount: money(amount), ...more }, contextOn(today)));
  const overpaid = [repaid(today, 6100)];

  test('take too much once, not where nothing is owed', () => {
    expect(pay(6100)).toBe('accepted');
    expect(pay(50, {}, overpaid)).toBe('CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT');
    // Postdated payments are taken, too.
    expect(pay(6200, { valueDate: on('2024-03-01') })).toBe('accepted');
  });

  test('take no more of what a repayment names than is owed of it', () => {
    expect(pay(6100, { parts: [{ type: 'PRINCIPAL', amount: money(6100) }] })).toBe('EXCESS_REPAYMENT_ERROR');
    expect(pay(2000, { slot: '1' })).toBe('INVALID_REPAYMENT_AMOUNT_FOR_SPECIFIC_INSTALLMENT');
    expect(pay(6100, { principalOverpayment: money(6001) })).toBe('EXCESS_REPAYMENT_ERROR');
  });

  test('give the money back, and no more of it', () => {
    const withdraw = (amount: number | string) =>
      outcome(decideRedrawWithdrawal(account(overpaid), { amount: money(amount) }, contextOn(today)));
    expect([withdraw(40), withdraw('40.01')]).toEqual(['accepted', 'INSUFFICIENT_REDRAW_BALANCE']);
    expect(outcome(decidePaymentMade(account(), { amount: money(5) }, contextOn(today)))).toBe(
      'PRODUCT_DOES_NOT_ALLOW_PAYMENT_MADE_TRANSACTIONS',
    );
    const plain = accountOf({ terms: dynamicTermsOf(six), events: [lent] });
    expect(outcome(decideRedrawWithdrawal(plain, { amount: money(1) }, contextOn(today)))).toBe(
      'PRODUCT_DOES_NOT_ALLOW_WITHDRAWAL_TRANSACTIONS',
    );
  });

  test('end no loan at which some lies', () => {
    const close = decideStateChange(account(overpaid), { action: 'CLOSE' } as never, contextOn(today));
    expect(outcome(close as never)).toBe('ACCOUNT_HAS_REMAINING_BALANCE');
    expect(outcome(decidePayOff(account(overpaid), {}, contextOn(today)))).toBe('ACCOUNT_HAS_REMAINING_BALANCE');
  });

  test('of a pay-off let the money pay first', () => {
    const owing = account([...overpaid, feeApplied(today, 100)]);
    const { loan } = accepted(decidePayOff(owing, {}, contextOn(today)));
    expect(transactionsOf(loan).slice(-2)).toEqual(['2024-02-10 REDRAW_REPAYMENT 40.00', '2024-02-10 REPAYMENT 60.00']);
  });
});
