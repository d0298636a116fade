import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Money, minus, money, plus, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import type { LoanEvent } from './events.ts';
import type { Trace } from './explanation.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { anySteps, anyTerms, endOf, lifeOf } from './testLives.ts';

const apart = anyTerms.filter(({ interest }) => interest.decoupleInterestFromArrears === true);

const text = (amount: Money): string => amount.toFixed();

const always = (
  check: (loan: LoanState, terms: LoanTerms, events: readonly LoanEvent[], trace: Trace) => void,
): void => {
  fc.assert(
    fc.property(apart, anySteps, (terms, steps) => {
      const events = lifeOf(terms, steps);
      for (let length = 1; length <= events.length; length += 1) {
        const life = events.slice(0, length);
        const trace: Trace = { interest: [], penalties: [], holidays: [] };
        check(foldLoan(terms, life, endOf(life), everyDayWorks, trace), terms, life, trace);
      }
    }),
    { numRuns: 40 },
  );
};

/**
 * Everything that a fold says but what it tells of kinds of interest, and of the tax in it: tax goes with its kind, so that a cent of it may be told on
 * another instalment, and a payment may pay interest of holidays before that from arrears.
 */
const otherwise = (loan: LoanState): string =>
  JSON.stringify(loan, (name, value: unknown) =>
    /fromArrears|ofHolidays|appliedHolidayInterest|^tax$|^taxes$/i.test(name) ? undefined : value,
  );

/** All taxes that were ever owed, whoever has paid which, but for the smallest amount on each instalment. */
const expectSameTax = (left: LoanState, right: LoanState, { currencyDecimals }: LoanTerms): void => {
  const [all, others] = [left, right].map(({ balances: { tax } }) => plus(tax.balance, tax.paid));
  const most = money(10).pow(-currencyDecimals).times(left.instalments.length);
  expect(
    minus(all ?? zero, others ?? zero)
      .abs()
      .lessThanOrEqualTo(most),
  ).toBe(true);
};

describe('interest from arrears at any moment of any life', () => {
  test('telling it apart changes nothing of what is owed, when and by which instalment', () => {
    always((loan, terms, events) => {
      // A payment that names interest means the regular one only where both are told apart.
      if (events.some((event) => event.type === 'REPAID' && event.parts)) return;
      const { decoupleInterestFromArrears: _, ...interest } = terms.interest;
      const together = foldLoan({ ...terms, interest }, events, loan.asOf, everyDayWorks);
      expect(otherwise(together)).toBe(otherwise(loan));
      expectSameTax(together, loan, terms);
    });
  });

  test('it is a part of the interest, and follows from the transactions', () => {
    always((loan) => {
      const { interest, fromArrears, tax } = loan.balances;
      let owed: Money = zero;
      let taxOwed: Money = zero;
      for (const { type, affectedAmounts, taxes } of loan.transactions) {
        const move = type === 'INTEREST_APPLIED' ? plus : minus;
        const part = affectedAmounts.fromArrears ?? zero;
        expect(part.isNegative() || part.greaterThan(affectedAmounts.interest)).toBe(false);
        const within = taxes?.fromArrears ?? zero;
        expect(within.isNegative() || within.greaterThan(taxes?.interest ?? zero)).toBe(false);
        owed = move(owed, part);
        taxOwed = move(taxOwed, within);
      }
      expect(text(fromArrears.balance)).toBe(text(owed));
      expect(taxOwed.isNegative() || taxOwed.greaterThan(tax.balance)).toBe(false);
      for (const part of ['balance', 'due', 'paid'] as const)
        expect(fromArrears[part].isNegative() || fromArrears[part].greaterThan(interest[part])).toBe(false);
      expect(loan.accruedFromArrears.isNegative() || loan.accruedFromArrears.greaterThan(loan.accruedInterest)).toBe(
        false,
      );
    });
  });

  test('the days sum to what was applied of each kind, rounded, and what has accrued since', () => {
    always((loan, terms, _events, trace) => {
      // Whole units, caps and payment holidays round, forfeit and move interest.
      const plain = terms.schedule.rounding.repaymentElementsRoundingMethod === 'NO_ROUNDING' && !terms.capping;
      if (!plain || terms.tax || loan.instalments.some(({ holiday }) => holiday)) return;
      const made = (kind: true | undefined): Money =>
        trace.interest
          .filter((part) => part.fromArrears === kind)
          .reduce<Money>((all, { amount }) => plus(all, amount), zero);
      let applied: Money = zero;
      let appliedLate: Money = zero;
      for (const { type, affectedAmounts } of loan.transactions) {
        if (type !== 'INTEREST_APPLIED') continue;
        applied = plus(applied, affectedAmounts.interest);
        appliedLate = plus(appliedLate, affectedAmounts.fromArrears ?? zero);
      }
      // Each period is rounded once: at most half a cent for each, and what a settled loan leaves of less than a cent.
      const cents = money(loan.instalments.length + 2).div(100);
      const late = minus(made(true), plus(appliedLate, loan.accruedFromArrears));
      const regular = minus(
        made(undefined),
        minus(plus(applied, loan.accruedInterest), plus(appliedLate, loan.accruedFromArrears)),
      );
      expect(late.abs().lessThanOrEqualTo(cents), `late ${text(late)}`).toBe(true);
      expect(regular.abs().lessThanOrEqualTo(cents), `regular ${text(regular)}`).toBe(true);
    });
  });

  test('a pay-off takes all of it', () => {
    always((loan, terms, events) => {
      const { total } = payOffAmounts(terms, loan);
      if (total.isZero()) return;
      const base = { key: 'last', sequence: 1000, valueDate: loan.asOf, bookingDate: loan.asOf };
      const reduced = { interest: zero, fees: zero, penalty: zero };
      const paid = foldLoan(
        terms,
        [...events, { type: 'PAID_OFF', ...base, amount: total, reduced }],
        loan.asOf,
        everyDayWorks,
      );
      const { fromArrears, tax } = paid.balances;
      expect([text(fromArrears.balance), text(tax.balance), text(paid.accruedFromArrears)]).toEqual(['0', '0', '0']);
    });
  });
});
