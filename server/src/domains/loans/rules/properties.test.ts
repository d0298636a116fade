import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { type Money, minus, money, negated, plus, sum, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import { diffTransactions } from './diffTransactions.ts';
import { principalOf } from './disbursementFees.ts';
import { disbursementsOf } from './eventList.ts';
import type { LoanEvent } from './events.ts';
import { accrueTo } from './fold/accrual.ts';
import { disburse } from './fold/disburse.ts';
import { newWorking } from './fold/working.ts';
import { foldLoan, foreseeLoan, previewSchedule } from './foldLoan.ts';
import { type LoanJournalLine, loanJournal } from './loanJournal.ts';
import { withForeseenRates } from './rates/testRates.ts';
import type { LoanState } from './state.ts';
import { type DisbursementFee, isTranched, type LoanTerms } from './terms.ts';
import { capitalisedCharges } from './testFees.ts';
import { anySteps, anyTerms, endOf, lifeOf, start } from './testLives.ts';
import { taxesOwed, withOneRate } from './testTaxes.ts';
import { plannedDisbursements } from './tranches.ts';

const at = (terms: LoanTerms, events: readonly LoanEvent[], day: LocalDate): LoanState =>
  foldLoan(terms, events, day, everyDayWorks);

/** Runs a check on every prefix of a generated life. */
const always = (check: (loan: LoanState, terms: LoanTerms, events: readonly LoanEvent[]) => void): void => {
  fc.assert(
    fc.property(anyTerms, anySteps, (terms, steps) => {
      const events = lifeOf(terms, steps);
      for (let length = 1; length <= events.length; length += 1) {
        const life = events.slice(0, length);
        check(at(terms, life, endOf(life)), terms, life);
      }
    }),
    { numRuns: 60 },
  );
};

const json = (value: unknown): string => JSON.stringify(value);

const pays: readonly string[] = [
  'REPAYMENT',
  'REDRAW_REPAYMENT',
  'REFUND',
  'PRINCIPAL_OVERPAYMENT',
  'INTEREST_DUE_REDUCED',
  'FEES_DUE_REDUCED',
  'PENALTIES_DUE_REDUCED',
];

const text = (amount: Money): string => amount.toFixed();

const settlesFees: readonly string[] = ['DISBURSEMENT', 'FEE_CAPITALISED'];
const withoutUpfront = ({ trigger }: DisbursementFee): boolean => trigger !== 'UPFRONT_DISBURSEMENT';

describe('at any moment of any life', () => {
  test('principal of the instalments sums to what was disbursed', () => {
    always((loan, _terms, events) => {
      expect(text(sum(loan.instalments.map(({ principal }) => principal.expected)))).toBe(
        text(plus(sum(disbursementsOf(events).map(principalOf)), capitalisedCharges(loan))),
      );
    });
  });

  test('nothing is negative, and nothing is paid beyond what is expected or applied', () => {
    always((loan) => {
      expect(text(loan.overpaid)).toBe('0');
      for (const { principal, interest, fee, penalty } of loan.instalments) {
        for (const { expected, paid } of [principal, interest, fee, penalty]) {
          expect(paid.isNegative() || expected.lessThan(paid)).toBe(false);
        }
        expect(interest.applied.lessThan(interest.paid) || interest.expected.lessThan(interest.applied)).toBe(false);
      }
      expect(loan.accruedInterest.isNegative()).toBe(false);
    });
  });

  test('balances are what the instalments have applied and not paid', () => {
    always((loan) => {
      const { principal, interest, fees, penalty, total } = loan.balances;
      expect(text(principal.balance)).toBe(
        text(sum(loan.instalments.map((one) => minus(one.principal.expected, one.principal.paid)))),
      );
      expect(text(interest.balance)).toBe(
        text(sum(loan.instalments.map((one) => minus(one.interest.applied, one.interest.paid)))),
      );
      expect(text(fees.balance)).toBe(text(sum(loan.instalments.map((one) => minus(one.fee.expected, one.fee.paid)))));
      expect(text(penalty.balance)).toBe(
        text(sum(loan.instalments.map((one) => minus(one.penalty.expected, one.penalty.paid)))),
      );
      expect(text(total)).toBe(text(sum([principal.balance, interest.balance, fees.balance, penalty.balance])));
    });
  });

  test('every transaction moves its amount, and balances follow from the one before', () => {
    always((loan) => {
      let total: Money = zero;
      let redraw: Money = zero;
      for (const { type, amount, affectedAmounts, balancesAfter, fees } of loan.transactions) {
        const { principal, interest, penalty } = affectedAmounts;
        const moved = sum([principal, interest, affectedAmounts.fees, penalty]);
        const kept = minus(balancesAfter.redraw ?? zero, redraw);
        redraw = plus(redraw, kept);
        expect(redraw.isNegative()).toBe(false);
        // Money of the borrower comes from outside, goes there, or pays all that a transaction moves.
        const asksFor = type === 'WITHDRAWAL_REDRAW' || type === 'REDRAW_REPAYMENT' ? negated(kept) : plus(moved, kept);
        expect(text(asksFor)).toBe(text(amount));
        if (type === 'REDRAW_REPAYMENT') expect(text(moved)).toBe(text(amount));
        // Deducted and capitalised fees are settled at once: they are no balance.
        if (!settlesFees.includes(type))
          expect(text(sum(fees.map((fee) => fee.amount)))).toBe(text(affectedAmounts.fees));
        total = pays.includes(type) ? minus(total, moved) : plus(total, moved);
        expect(text(balancesAfter.total)).toBe(text(total));
      }
      expect(text(loan.balances.total)).toBe(text(total));
    });
  });

  test('a payment pays a later element of an instalment only when the earlier ones are paid', () => {
    always((loan, terms, events) => {
      const order = terms.payment.repaymentAllocationOrder;
      if (
        events.some(
          (event) =>
            event.type === 'PRINCIPAL_PAID' || (event.type === 'REPAID' && (event.parts || event.principalOverpayment)),
        )
      )
        return;
      if (terms.payment.paymentMethod === 'VERTICAL' || order[0] !== 'FEE') return;
      const overdue = loan.instalments.filter(({ dueDate }) => dueDate < loan.asOf);
      for (const { fee, interest, principal, feeDetails } of overdue) {
        // A fee that was logged after the payment says nothing about it.
        if (feeDetails.length > 0 || !principal.paid.greaterThan(0)) continue;
        expect(text(fee.expected)).toBe(text(fee.paid));
        // A later tranche puts interest on instalments of a fixed loan that were paid before.
        if (terms.schedule.repaymentScheduleMethod === 'FIXED' && !isTranched(terms))
          expect(text(interest.paid)).toBe(text(interest.expected));
      }
    });
  });

  test('every journal balances, and the ledger holds the balances', () => {
    always((loan) => {
      for (const method of ['CASH', 'ACCRUAL'] as const) {
        const lines = loan.transactions.flatMap((transaction) => loanJournal(method, transaction));
        const net = (filter: (line: LoanJournalLine) => boolean): Money =>
          lines
            .filter(filter)
            .reduce<Money>(
              (all, { side, amount }) => (side === 'DEBIT' ? plus(all, amount) : minus(all, amount)),
              zero,
            );
        expect(text(net(() => true))).toBe('0');
        expect(text(net(({ resource }) => resource === 'PORTFOLIO_CONTROL'))).toBe(
          text(minus(loan.balances.principal.balance, loan.balances.redraw)),
        );
        if (method === 'CASH') continue;
        // The receivable of a charge is its balance without the tax in it.
        const { interest, fromArrears, ofHolidays, fees, penalty } = taxesOwed(loan);
        const { fromArrears: late } = loan.balances;
        const receivable = (name: string): string => text(net(({ resource }) => resource === name));
        expect(receivable('INTEREST_RECEIVABLE')).toBe(
          text(
            minus(
              minus(minus(loan.balances.interest.balance, late.balance), loan.appliedHolidayInterest),
              minus(minus(interest, fromArrears), ofHolidays),
            ),
          ),
        );
        expect(receivable('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE')).toBe(
          text(minus(loan.appliedHolidayInterest, ofHolidays)),
        );
        expect(receivable('INTEREST_FROM_ARREARS_RECEIVABLE')).toBe(text(minus(late.balance, fromArrears)));
        expect(receivable('FEE_RECEIVABLE')).toBe(text(minus(loan.balances.fees.balance, fees)));
        expect(receivable('PENALTY_RECEIVABLE')).toBe(text(minus(loan.balances.penalty.balance, penalty)));
        expect(receivable('TAXES_RECEIVABLE')).toBe(text(loan.balances.tax.balance));
      }
    });
  });

  test('when everything is paid, balances end at zero and all instalments are paid', () => {
    always((loan, terms, events) => {
      const { total: whole } = payOffAmounts(terms, loan);
      const total = minus(whole, loan.balances.redraw);
      const end = loan.asOf;
      // More than is owed may lie at the loan.
      if (!total.greaterThan(0)) return;
      const base = { key: 'last', sequence: 1000, valueDate: end, bookingDate: end };
      const paid = at(
        terms,
        [
          ...events,
          { type: 'PAID_OFF', ...base, amount: total, reduced: { interest: zero, fees: zero, penalty: zero } },
        ],
        plusDays(end, 400),
      );
      expect([text(paid.balances.total), text(paid.overpaid), text(paid.accruedInterest)]).toEqual(['0', '0', '0']);
      expect(paid.instalments.every(({ state }) => state === 'PAID' || state === 'GRACE')).toBe(true);
    });
  });
});

describe('the fold', () => {
  test('is the same for any order of the list', () => {
    always((loan, terms, events) => {
      expect(json(at(terms, [...events].reverse(), loan.asOf))).toBe(json(loan));
    });
  });

  test('forgets an event that is taken out again, and the difference of transactions leads there and back', () => {
    fc.assert(
      fc.property(anyTerms, anySteps, fc.nat(), (terms, steps, pick) => {
        const events = lifeOf(terms, steps);
        const end = endOf(events);
        const dropped = 1 + (pick % Math.max(events.length - 1, 1));
        const without = at(
          terms,
          events.filter((_event, index) => index !== dropped),
          end,
        );
        const full = at(terms, events, end);
        const there = diffTransactions(without.transactions, full.transactions);
        const stored = [...without.transactions.filter((one) => !there.reverse.includes(one)), ...there.post];
        expect(stored.map(json).sort()).toEqual(full.transactions.map(json).sort());
        const back = diffTransactions(stored, without.transactions);
        const restored = [...stored.filter((one) => !back.reverse.includes(one)), ...back.post];
        expect(restored.map(json).sort()).toEqual(without.transactions.map(json).sort());
        expect(diffTransactions(full.transactions, full.transactions)).toEqual({ reverse: [], post: [], goesOn: true });
      }),
      { numRuns: 100 },
    );
  });

  test('as of a later day keeps every transaction of an earlier day', () => {
    fc.assert(
      fc.property(anyTerms, anySteps, fc.nat(400), (terms, steps, days) => {
        const events = lifeOf(terms, steps);
        const now = at(terms, events, endOf(events));
        const later = at(terms, events, plusDays(endOf(events), days));
        expect(json(later.transactions.slice(0, now.transactions.length))).toBe(json(now.transactions));
      }),
      { numRuns: 100 },
    );
  });

  test('a disbursement makes the schedule that the preview shows', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const preview = previewSchedule(terms, start, everyDayWorks);
        const events = lifeOf(terms, []);
        const made = foreseeLoan(terms, events, start, everyDayWorks, plannedDisbursements(terms, events, start));
        expect(json(made.instalments)).toBe(json(preview.instalments));
      }),
      { numRuns: 100 },
    );
  });

  test('paying every instalment on its due date changes nothing that the schedule said', () => {
    fc.assert(
      fc.property(anyTerms, (any) => {
        const terms: LoanTerms = {
          ...withForeseenRates(withOneRate(any), start),
          fees: [],
          plannedFees: [],
          disbursementFees: any.disbursementFees.filter(withoutUpfront),
          // What a deposit saves is not foreseen.
          ...(any.offset ? { offset: { readings: [] } } : {}),
          ...(any.tranches
            ? {
                tranches: any.tranches.map((one) => ({
                  ...one,
                  disbursementFees: one.disbursementFees.filter(withoutUpfront),
                })),
              }
            : {}),
        };
        const plan = previewSchedule(terms, start, everyDayWorks).instalments;
        const payments = plan.flatMap(({ dueDate, principal, interest, fee }, index): LoanEvent[] => {
          const amount = sum([principal.expected, interest.expected, fee.expectedUnapplied]);
          const base = { key: `p${index}`, sequence: index + 1, valueDate: dueDate, bookingDate: dueDate };
          return amount.isZero() ? [] : [{ type: 'REPAID', ...base, amount }];
        });
        // What falls due on the day of a tranche is paid before it.
        const draws = plannedDisbursements(terms, [], start).map((draw, index) => ({
          ...draw,
          sequence: 1000 + index,
        }));
        const events = [...draws, ...payments];
        const loan = at(terms, events, plusDays(plan.at(-1)?.dueDate ?? start, 1));
        // Interest that is capitalised has become principal of the instalment it was foreseen on.
        const capitalised = terms.interest.interestType === 'CAPITALIZED_INTEREST';
        const amounts = ({ principal, interest }: (typeof plan)[number]): string =>
          capitalised
            ? text(plus(principal.expected, interest.expected))
            : `${text(principal.expected)}+${text(interest.expected)}`;
        expect(loan.instalments.map(amounts)).toEqual(plan.map(amounts));
        expect([text(loan.balances.total), text(loan.overpaid)]).toEqual(['0', '0']);
      }),
      { numRuns: 100 },
    );
  });
});

test('interest accrues the same in one step, day by day and in any split', () => {
  fc.assert(
    fc.property(
      anyTerms,
      fc.constantFrom('SIMPLE_INTEREST' as const, 'COMPOUNDING_INTEREST' as const),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }),
      (any, interestType, steps) => {
        const terms: LoanTerms = {
          ...any,
          interest: { ...any.interest, interestType, interestCalculationMethod: 'DECLINING_BALANCE' },
          schedule: {
            ...any.schedule,
            repaymentScheduleMethod: 'DYNAMIC',
            gracePeriodType: 'NONE',
            amortization: { amortizationMethod: 'STANDARD_PAYMENTS' },
          },
        };
        const loan = () => {
          const fresh = newWorking(terms, everyDayWorks, start);
          const event = lifeOf(terms, [])[0];
          if (event?.type === 'DISBURSED') disburse(fresh, event);
          return fresh;
        };
        const [split, whole] = [loan(), loan()];
        let day = start;
        for (const days of steps) {
          day = plusDays(day, days);
          accrueTo(split, day);
        }
        accrueTo(whole, day);
        expect(text(money(split.accrual.period.toDecimalPlaces(20)))).toBe(
          text(money(whole.accrual.period.toDecimalPlaces(20))),
        );
      },
    ),
    { numRuns: 100 },
  );
});
