import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, minus, negated, plus, smallest, sum, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { explainLoan } from './explainLoan.ts';
import { foldLoan } from './foldLoan.ts';
import { type LoanJournalLine, loanJournal } from './loanJournal.ts';
import { keepsAdvances } from './overpayments.ts';
import type { LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { endOf } from './testLives.ts';
import { anyRevolvingSteps, anyRevolvingTerms, revolvingLifeOf } from './testRevolvingLives.ts';

// The invariants of the README over generated revolving credits; there, instalments ask for no more principal than is owed.

const at = (terms: LoanTerms, events: readonly LoanEvent[], day: LocalDate): LoanState =>
  foldLoan(terms, events, day, everyDayWorks);

const pays: readonly string[] = ['REPAYMENT', 'REDRAW_REPAYMENT', 'CARD_TRANSACTION_REVERSAL'];

const text = (amount: Money): string => amount.toFixed();

const always = (check: (loan: LoanState, terms: LoanTerms, events: readonly LoanEvent[]) => void): void => {
  fc.assert(
    fc.property(anyRevolvingTerms, anyRevolvingSteps, (terms, steps) => {
      const events = revolvingLifeOf(terms, steps);
      for (let length = 1; length <= events.length; length += 1) {
        const life = events.slice(0, length);
        check(at(terms, life, endOf(life)), terms, life);
      }
    }),
    { numRuns: 40 },
  );
};

test('no more is owed than was drawn, instalments ask for no more than is owed, and nothing is negative', () => {
  always((loan, terms, events) => {
    const drawn = sum(events.flatMap((event) => (event.type === 'DISBURSED' ? [event.amount] : [])));
    const { principal } = loan.balances;
    const owed = plus(principal.balance, principal.paid);
    // What is gone of money that comes back by card is owed as if it had been drawn.
    if (keepsAdvances(terms)) expect(owed.lessThan(drawn)).toBe(false);
    else expect(text(owed)).toBe(text(drawn));
    expect(text(smallest(principal.balance, loan.balances.redraw))).toBe('0');
    expect(principal.balance.greaterThan(terms.loanAmount)).toBe(false);
    expect([text(loan.overdrawn), text(loan.overpaid), text(loan.redrawShort)]).toEqual(['0', '0', '0']);
    const asked = sum(loan.instalments.map((one) => minus(one.principal.expected, one.principal.paid)));
    expect(asked.greaterThan(principal.balance)).toBe(false);
    for (const { principal: part, interest, fee, penalty } of loan.instalments) {
      for (const { expected, paid } of [part, interest, fee, penalty]) {
        expect(paid.isNegative() || expected.lessThan(paid)).toBe(false);
      }
      expect(interest.applied.lessThan(interest.paid) || interest.expected.lessThan(interest.applied)).toBe(false);
    }
    expect(loan.accruedInterest.isNegative()).toBe(false);
  });
});

test('charges are what the instalments have applied and not paid, and transactions move what they say', () => {
  always((loan) => {
    const { interest, fees, penalty } = loan.balances;
    expect(text(interest.balance)).toBe(
      text(sum(loan.instalments.map((one) => minus(one.interest.applied, one.interest.paid)))),
    );
    expect(text(fees.balance)).toBe(text(sum(loan.instalments.map((one) => minus(one.fee.expected, one.fee.paid)))));
    expect(text(penalty.balance)).toBe(
      text(sum(loan.instalments.map((one) => minus(one.penalty.expected, one.penalty.paid)))),
    );
    let [total, redraw]: [Money, Money] = [zero, zero];
    for (const { type, amount, affectedAmounts, balancesAfter } of loan.transactions) {
      const { principal, interest: charged, fees: fee, penalty: late } = affectedAmounts;
      const moved = sum([principal, charged, fee, late]);
      // Money that lies at the credit comes from outside, goes there, or pays all that a transaction moves.
      const kept = minus(balancesAfter.redraw ?? zero, redraw);
      redraw = plus(redraw, kept);
      expect(redraw.isNegative()).toBe(false);
      const fromThere = type === 'WITHDRAWAL_REDRAW' || type === 'REDRAW_REPAYMENT';
      expect(text(fromThere ? negated(kept) : plus(moved, kept))).toBe(text(amount));
      if (type === 'REDRAW_REPAYMENT') expect(text(moved)).toBe(text(amount));
      total = pays.includes(type) ? minus(total, moved) : plus(total, moved);
      expect(text(balancesAfter.total)).toBe(text(total));
    }
    expect(text(loan.balances.total)).toBe(text(total));
  });
});

test('the ledger holds the balances', () => {
  always((loan) => {
    const lines = loan.transactions.flatMap((transaction) => loanJournal('ACCRUAL', transaction));
    const net = (filter: (line: LoanJournalLine) => boolean): string =>
      text(
        lines
          .filter(filter)
          .reduce<Money>((all, { side, amount }) => (side === 'DEBIT' ? plus(all, amount) : minus(all, amount)), zero),
      );
    expect(net(() => true)).toBe('0');
    expect(net(({ resource }) => resource === 'PORTFOLIO_CONTROL')).toBe(
      text(minus(loan.balances.principal.balance, loan.balances.redraw)),
    );
    expect(net(({ resource }) => resource === 'INTEREST_RECEIVABLE')).toBe(text(loan.balances.interest.balance));
    expect(net(({ resource }) => resource === 'FEE_RECEIVABLE')).toBe(text(loan.balances.fees.balance));
    expect(net(({ resource }) => resource === 'PENALTY_RECEIVABLE')).toBe(text(loan.balances.penalty.balance));
  });
});

test('the fold does not depend on the order of the list', () => {
  always((loan, terms, events) => {
    const again = at(terms, [...events].reverse(), loan.asOf);
    expect(JSON.stringify(again)).toBe(JSON.stringify(loan));
  });
});

test('interest is explained to the cent, but for what was too little to be charged when nothing was owed', () => {
  always((loan, terms, events) => {
    const told = explainLoan({ terms, events, expectedDisbursementDate: null }, loan.asOf, everyDayWorks);
    // What a cap keeps from being charged has been moved away.
    if (terms.capping) return;
    const least = terms.schedule.rounding.repaymentElementsRoundingMethod === 'ROUND_ALL' ? '1' : '0.01';
    for (const { interest } of told.instalments) expect(interest.moved.abs().greaterThan(least)).toBe(false);
  });
}, 60_000);
