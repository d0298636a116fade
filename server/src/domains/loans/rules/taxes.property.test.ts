import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../kernel/localDate.ts';
import { type Money, minus, money, plus, rounded, sum } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanState } from './state.ts';
import { allTaxes, noTaxes, taxRateOn, taxWithin, withTax } from './taxes.ts';
import { isDynamic, type LoanTerms } from './terms.ts';
import { anySteps, anyTerms, endOf, lifeOf } from './testLives.ts';
import { anyTaxes, taxesOwed, withTaxes } from './testTaxes.ts';
import { termsOf } from './testTerms.ts';

const text = (amount: Money): string => amount.toFixed();

const always = (check: (loan: LoanState, terms: LoanTerms, events: readonly LoanEvent[]) => void): void => {
  fc.assert(
    fc.property(anyTerms, anyTaxes, anySteps, (any, tax, steps) => {
      fc.pre(tax !== undefined);
      const terms = withTaxes(any, tax);
      const events = lifeOf(terms, steps);
      check(foldLoan(terms, events, endOf(events), everyDayWorks), terms, events);
    }),
    { numRuns: 150 },
  );
};

test('the tax on top of any charge is found in it again, to the cent', () => {
  fc.assert(
    fc.property(
      anyTaxes,
      fc.integer({ min: 0, max: 100_000_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.constantFrom('interest' as const, 'fees' as const, 'penalty' as const),
      (tax, cents, percent, element) => {
        fc.pre(tax !== undefined);
        const rate = money(percent).div(100) as typeof tax.rate;
        const terms = termsOf({ tax: { ...tax, rate, taxCalculationMethod: 'EXCLUSIVE' } });
        const charge = money(cents / 100);
        const owed = withTax(terms, element, charge);
        expect(text(taxWithin(terms, element, owed))).toBe(text(minus(owed, charge)));
      },
    ),
    { numRuns: 500 },
  );
});

/** What ends a charge: it is paid, or let off. */
const settles: readonly string[] = [
  'REPAYMENT',
  'REDRAW_REPAYMENT',
  'FEES_DUE_REDUCED',
  'PENALTIES_DUE_REDUCED',
  'INTEREST_DUE_REDUCED',
];

describe('at any moment of a taxed life', () => {
  test('taxes are parts of their amounts, and sum to the balances', () => {
    always((loan) => {
      const { tax } = loan.balances;
      const due = (pair: { expected: Money; paid: Money } | undefined): Money =>
        pair ? minus(pair.expected, pair.paid) : money(0);
      for (const { interest, fee, penalty, tax: taxes } of loan.instalments) {
        for (const [amount, part] of [
          [interest, taxes?.interest],
          [fee, taxes?.fee],
          [penalty, taxes?.penalty],
        ] as const) {
          if (!part) continue;
          expect(part.paid.isNegative() || part.expected.lessThan(part.paid)).toBe(false);
          expect(part.expected.greaterThan(amount.expected) || part.paid.greaterThan(amount.paid)).toBe(false);
          expect(due(part).greaterThan(due(amount))).toBe(false);
          if (due(amount).isZero()) expect(text(due(part))).toBe('0');
        }
      }
      expect(text(allTaxes(taxesOwed(loan)))).toBe(text(tax.balance));
      expect(
        text(sum(loan.instalments.flatMap(({ tax: of }) => (of ? Object.values(of).map((one) => one.paid) : [])))),
      ).toBe(text(tax.paid));
    });
  });

  test('a charge is taxed at the rate of its day: on top of it, or within', () => {
    always((loan, terms) => {
      for (const { type, valueDate, affectedAmounts, taxes = noTaxes } of loan.transactions) {
        if (type !== 'FEE_APPLIED' && !(type === 'INTEREST_APPLIED' && isDynamic(terms))) continue;
        const { tax } = terms;
        const rate = tax && taxRateOn(tax, valueDate);
        const fees = type === 'FEE_APPLIED';
        const whole = !fees && terms.schedule.rounding.repaymentElementsRoundingMethod === 'ROUND_ALL';
        if (!tax || !rate || whole || !(fees ? tax.taxesOnFeesEnabled : tax.taxesOnInterestEnabled)) continue;
        const element = fees ? 'fees' : 'interest';
        const owed = affectedAmounts[element];
        const exact =
          tax.taxCalculationMethod === 'EXCLUSIVE'
            ? minus(owed, taxes[element]).times(rate).div(100)
            : owed.times(rate).div(rate.plus(100));
        expect(text(taxes[element])).toBe(text(rounded(money(exact), 2)));
      }
    });
  });

  test('paying everything pays all taxes', () => {
    always((loan, terms, events) => {
      const total = minus(payOffAmounts(terms, loan).total, loan.balances.redraw);
      // More than is owed may lie at the loan.
      if (!total.greaterThan(0)) return;
      const base = { key: 'last', sequence: 1000, valueDate: loan.asOf, bookingDate: loan.asOf };
      const reduced = { interest: money(0), fees: money(0), penalty: money(0) };
      const paid = foldLoan(
        terms,
        [...events, { type: 'PAID_OFF', ...base, amount: total, reduced }],
        plusDays(loan.asOf, 1),
        everyDayWorks,
      );
      expect([text(paid.balances.total), text(paid.balances.tax.balance), text(paid.overpaid)]).toEqual([
        '0',
        '0',
        '0',
      ]);
      const charged = paid.transactions.filter(({ type }) => type.endsWith('_APPLIED'));
      const settled = paid.transactions.filter(({ type }) => settles.includes(type));
      const taxOf = (list: typeof charged): Money =>
        list.reduce<Money>((all, { taxes = noTaxes }) => plus(all, allTaxes(taxes)), money(0));
      expect(text(taxOf(charged))).toBe(text(taxOf(settled)));
    });
  });
});
