import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isZero, type Money, minus, plus, sum, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { disbursementsOf } from './eventList.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { isRevolving } from './revolvingTerms.ts';
import { dueDates } from './schedule/dueDates.ts';
import type { Instalment, LoanState } from './state.ts';
import { isDynamic, type LoanTerms } from './terms.ts';
import { anySteps, anyTerms, endOf, lifeOf, start } from './testLives.ts';
import { anyRevolvingSteps, anyRevolvingTerms, revolvingLifeOf } from './testRevolvingLives.ts';

type Check = (terms: LoanTerms, life: readonly LoanEvent[]) => void;

const text = (amount: Money): string => amount.toFixed();

/** Runs a check on every prefix of generated lives, of loans with a schedule and of revolving credits. */
const always = (check: Check): void => {
  const prefixes = (terms: LoanTerms, events: readonly LoanEvent[]): void => {
    for (let length = 1; length <= events.length; length += 1) check(terms, events.slice(0, length));
  };
  fc.assert(
    fc.property(anyTerms, anySteps, (terms, steps) => prefixes(terms, lifeOf(terms, steps))),
    { numRuns: 40 },
  );
  fc.assert(
    fc.property(anyRevolvingTerms, anyRevolvingSteps, (terms, steps) => prefixes(terms, revolvingLifeOf(terms, steps))),
    { numRuns: 25 },
  );
};

/** The loan on the day of its last event, and on days after it. */
const looks = (terms: LoanTerms, life: readonly LoanEvent[]): readonly LoanState[] =>
  [life.at(-1)?.valueDate ?? start, endOf(life)].map((day) => foldLoan(terms, life, day, everyDayWorks));

const unpaidOf = ({ principal, interest, fee, penalty }: Instalment): Money =>
  sum([
    minus(principal.expected, principal.paid),
    minus(interest.applied, interest.paid),
    minus(fee.expected, fee.paid),
    minus(penalty.expected, penalty.paid),
  ]);

/** Whether all principal that is paid ahead was asked for: none is taken into a new schedule, and no credit has just been paid back. */
const onlyFills = (terms: LoanTerms, life: readonly LoanEvent[]): boolean =>
  !isRevolving(terms) &&
  (!isDynamic(terms) ||
    (terms.payment.prepayment.prepaymentRecalculationMethod === 'NO_RECALCULATION' &&
      life.every((event) => !('recalculation' in event) || event.recalculation === undefined)));

describe('at any moment of any life', () => {
  test('no position is less than nothing, or more than what is owed and what was paid', () => {
    always((terms, life) => {
      for (const { transactions, positions, balances } of looks(terms, life)) {
        let paid: Money = zero;
        for (const { type, positionsAfter, balancesAfter, affectedAmounts } of transactions) {
          const pays = /REPAYMENT|REFUND|OVERPAYMENT|REVERSAL/.test(type);
          if (pays) paid = plus(paid, affectedAmounts.principal);
          const { arrears, advance } = positionsAfter;
          expect([arrears.isNegative(), advance.isNegative()]).toEqual([false, false]);
          expect(arrears.greaterThan(balancesAfter.total)).toBe(false);
          expect(advance.greaterThan(plus(paid, balancesAfter.redraw ?? zero))).toBe(false);
        }
        expect(positions.arrears.greaterThan(balances.total)).toBe(false);
      }
    });
  });

  test('the arrears are what instalments of days before ask for, the advance what later ones have got, with the borrower’s own money', () => {
    always((terms, life) => {
      for (const { asOf, instalments, positions, balances } of looks(terms, life)) {
        const late = instalments.filter(({ dueDate }) => dueDate < asOf);
        expect(text(positions.arrears)).toBe(text(sum(late.map(unpaidOf))));
        const ahead = instalments.filter(({ dueDate }) => dueDate > asOf);
        const paid = isZero(balances.principal.balance) ? zero : sum(ahead.map(({ principal }) => principal.paid));
        const advance = minus(positions.advance, balances.redraw);
        if (onlyFills(terms, life)) expect(text(advance)).toBe(text(paid));
        else expect(advance.greaterThan(paid)).toBe(false);
      }
    });
  });

  test('principal that was paid and that is due makes what the schedule has asked for by the day, and the advance', () => {
    always((terms, life) => {
      if (!onlyFills(terms, life)) return;
      for (const { asOf, instalments, positions, balances } of looks(terms, life)) {
        const { balance, paid, due } = balances.principal;
        if (isZero(balance)) continue;
        const asked = sum(
          instalments.flatMap(({ dueDate, principal }) => (dueDate > asOf ? [] : [principal.expected])),
        );
        expect(text(plus(paid, due))).toBe(text(sum([asked, minus(positions.advance, balances.redraw)])));
      }
    });
  });

  test('what a payment leaves is told by its transaction, what is applied with it before tells the loan before it', () => {
    always((terms, life) => {
      const event = life.at(-1);
      if (event?.type !== 'REPAID') return;
      const before = foldLoan(terms, life.slice(0, -1), event.valueDate, everyDayWorks);
      const after = foldLoan(terms, life, event.valueDate, everyDayWorks);
      const own = after.transactions.filter(({ eventKey }) => eventKey === event.key);
      const paid = own.findIndex(({ type }) => type === 'REPAYMENT');
      let most = before.positions.arrears;
      for (const { amount, positionsAfter } of own.slice(0, paid)) {
        most = plus(most, amount);
        expect(text(positionsAfter.advance)).toBe(text(before.positions.advance));
        expect(positionsAfter.arrears.lessThan(before.positions.arrears)).toBe(false);
        expect(positionsAfter.arrears.greaterThan(most)).toBe(false);
      }
      expect(own[paid]?.positionsAfter).toEqual(after.positions);
    });
  });
});

describe('a loan that is paid exactly on time', () => {
  const paysOnTime = (terms: LoanTerms, lent: readonly LoanEvent[], days: readonly LoanEvent['valueDate'][]): void => {
    let life = lent;
    for (const [index, day] of days.entries()) {
      const { totalDue } = foldLoan(terms, life, day, everyDayWorks).balances;
      const base = { key: `due ${index}`, sequence: 100 + index, valueDate: day, bookingDate: day };
      if (!isZero(totalDue)) life = [...life, { type: 'REPAID', ...base, amount: totalDue }];
      const { transactions, positions } = foldLoan(terms, life, day, everyDayWorks);
      for (const { arrears, advance } of [positions, ...transactions.map(({ positionsAfter }) => positionsAfter)])
        expect([text(arrears), text(advance)]).toEqual(['0', '0']);
    }
  };

  test('is never behind or ahead', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => paysOnTime(terms, lifeOf(terms, []), dueDates(terms, start, everyDayWorks))),
      { numRuns: 50 },
    );
  });

  test('nor is a revolving credit', () => {
    fc.assert(
      fc.property(anyRevolvingTerms, anyRevolvingSteps, (terms, steps) => {
        // Vertically, money pays the interest of a later cycle before the principal that is due.
        if (terms.revolving?.billingDays && terms.payment.paymentMethod === 'VERTICAL') return;
        const lent = disbursementsOf(revolvingLifeOf(terms, steps)).slice(0, 1);
        const schedule = { ...terms.schedule, repaymentInstallments: 6 };
        const days = dueDates({ ...terms, schedule }, lent[0]?.valueDate ?? start, everyDayWorks);
        paysOnTime(terms, lent, days);
      }),
      { numRuns: 40 },
    );
  });
});
