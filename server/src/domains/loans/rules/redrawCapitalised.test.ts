import { describe, expect, test } from 'vitest';
import { isZero, type Money, minus, money, plus, sum, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { decidePaymentMade, decideRedrawWithdrawal } from './decide/decideRedraw.ts';
import { accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent, RedrawMoved } from './events.ts';
import { explainLoan } from './explainLoan.ts';
import { loanJournal } from './loanJournal.ts';
import type { LoanState } from './state.ts';
import type { InterestTerms } from './terms.ts';
import { disbursed, loanAt, on, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf } from './testTerms.ts';

// 6,000 at 12 % on 30/360, disbursed on 10 January 2024 in six instalments; interest becomes principal, and 1,000 of the borrower lie at the loan.

const termsOf = (interest: Partial<InterestTerms> = {}) => ({
  ...dynamicTermsOf({
    loanAmount: 6000,
    schedule: { repaymentInstallments: 6 },
    interest: { daysInYear: 'E30_360', interestType: 'CAPITALIZED_INTEREST', ...interest },
  }),
  redraw: { restrictNextDueWithdrawal: false },
});
let sequence = 5000;
const moved = (date: string, as: RedrawMoved['as'], amount: number | string): LoanEvent => {
  sequence += 1;
  const base = { key: `m${sequence}`, sequence, valueDate: on(date), bookingDate: on(date) };
  return { ...base, type: 'REDRAW_MOVED', as, amount: money(amount) };
};
const lent = disbursed('2024-01-10', 6000);
const left = moved('2024-01-10', 'PAYMENT_MADE', 1000);
const portfolio = ({ transactions }: LoanState): Money => {
  let all: Money = zero;
  for (const { side, resource, amount } of transactions.flatMap((one) => loanJournal('ACCRUAL', one)))
    if (resource === 'PORTFOLIO_CONTROL') all = side === 'DEBIT' ? plus(all, amount) : minus(all, amount);
  return all;
};

describe('interest that becomes principal', () => {
  test('is that of the principal less the money, which grows with it', () => {
    const loan = loanAt(termsOf(), [lent, left], '2024-03-10');
    // 5,000 bear 50.00, then 5,050.
    expect(transactionsOf(loan).slice(-2)).toEqual([
      '2024-02-10 INTEREST_APPLIED 50.00',
      '2024-03-10 INTEREST_APPLIED 50.50',
    ]);
    expect([loan.balances.principal.balance, loan.balances.redraw, portfolio(loan)].map(Number)).toEqual([
      6100.5, 1000, 5100.5,
    ]);
  });

  test('falls due with the rest at the end, which the money then pays', () => {
    const loan = loanAt(termsOf(), [lent, left], '2024-07-10');
    expect(transactionsOf(loan).at(-1)).toBe('2024-07-10 REDRAW_REPAYMENT 1000.00');
    expect(loan.balances.redraw.toFixed()).toBe('0');
    const asked = sum(loan.instalments.map(({ principal }) => principal.expected));
    const grown = sum(loan.instalments.map(({ capitalised = zero }) => capitalised));
    expect([asked, loan.balances.principal.balance].map(Number)).toEqual([6000 + Number(grown), 5000 + Number(grown)]);
    expect(portfolio(loan).toFixed()).toBe(loan.balances.principal.balance.toFixed());
  });

  test('of equal instalments is paid out of the money as principal, on its due dates', () => {
    const terms = termsOf({ interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' });
    const loan = loanAt(terms, [lent, moved('2024-01-10', 'PAYMENT_MADE', 3000)], '2024-03-10');
    const first = loan.instalments[0];
    // The plan's 975.29 and the 30.00 that 3,000 bear are principal, and nothing is asked for as interest.
    expect(first?.capitalised?.toFixed()).toBe('30');
    expect(first?.principal.expected.toFixed(2)).toBe('1005.29');
    expect(transactionsOf(loan).slice(1, 4)).toEqual([
      '2024-01-10 PAYMENT_MADE 3000.00',
      '2024-02-10 INTEREST_APPLIED 30.00',
      '2024-02-10 REDRAW_REPAYMENT 1005.29',
    ]);
    expect(loan.daysLate).toBe(0);
    expect(isZero(loan.balances.interest.balance)).toBe(true);
    const told = explainLoan(
      { terms, events: [lent, moved('2024-01-10', 'PAYMENT_MADE', 3000)], expectedDisbursementDate: null },
      on('2024-02-10'),
      everyDayWorks,
    );
    expect(told.instalments[0]?.interest.parts.map(({ balance }) => balance.toFixed())).toEqual(['3000']);
  });
});

test('the money is left and drawn within what is owed with what was capitalised', () => {
  const account = accountOf({ terms: termsOf(), events: [lent, left] });
  const [early, later] = [contextOn('2024-01-20'), contextOn('2024-02-10')];
  expect(outcome(decidePaymentMade(account, { amount: money('5000.01') }, early))).toBe('EXCESS_PAYMENT_MADE_AMOUNT');
  expect(outcome(decidePaymentMade(account, { amount: money(5050) }, later))).toBe('accepted');
  expect(outcome(decidePaymentMade(account, { amount: money('5050.01') }, later))).toBe('EXCESS_PAYMENT_MADE_AMOUNT');
  expect(outcome(decideRedrawWithdrawal(account, { amount: money('1000.01') }, later))).toBe(
    'INSUFFICIENT_REDRAW_BALANCE',
  );
  expect(outcome(decideRedrawWithdrawal(account, { amount: money(1000) }, later))).toBe('accepted');
});
