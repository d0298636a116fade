import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plusDays } from '../../../../kernel/localDate.ts';
import { type Money, minus, money, smallest, sum } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { principalOf } from '../disbursementFees.ts';
import { disbursementsOf } from '../eventList.ts';
import type { EditedInstalment } from '../events.ts';
import type { Instalment, LoanState } from '../state.ts';
import type { LoanTerms } from '../terms.ts';
import { capitalisedCharges } from '../testFees.ts';
import { anySteps, anyTerms, endOf, lifeOf } from '../testLives.ts';
import { type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { decidePayOff, payOffAmounts } from './decidePayOff.ts';
import { decideRepayment } from './decideRepayment.ts';
import { decideScheduleEdit } from './decideScheduleEdit.ts';
import { accepted, accountOf, contextOn } from './testAccount.ts';

const json = (value: unknown): string => JSON.stringify(value);

const living = (terms: LoanTerms, steps: Parameters<typeof lifeOf>[1]) => {
  const events = lifeOf(terms, steps);
  const context = contextOn(endOf(events));
  const account = accountOf({ terms, events });
  return { account, context, loan: loanOn(account, context, context.today) };
};

const expectSound = (loan: LoanState, { events }: LoanAccountFacts): void => {
  expect(sum(loan.instalments.map(({ principal }) => principal.expected)).toFixed()).toBe(
    sum([...disbursementsOf(events).map(principalOf), capitalisedCharges(loan)]).toFixed(),
  );
  for (const { principal, interest, fee } of loan.instalments) {
    for (const { expected, paid } of [principal, interest, fee]) expect(expected.lessThan(paid)).toBe(false);
    expect(interest.expected.lessThan(interest.applied)).toBe(false);
  }
};

test('a repayment that is adjusted again leaves the loan as it was', () => {
  fc.assert(
    fc.property(anyTerms, anySteps, fc.integer({ min: 1, max: 100_000 }), fc.nat(60), (terms, steps, cents, back) => {
      const { account, context, loan } = living(terms, steps);
      const valueDate = plusDays(context.today, -back);
      const paid = decideRepayment(account, { amount: money(cents / 100), valueDate }, context);
      if (isRejection(paid)) return;
      expectSound(paid.loan, account);
      const [event] = paid.append;
      if (!event) throw new Error('a repayment is an event');
      const transaction = {
        id: '1',
        eventKey: event.key,
        role: 'REPAYMENT',
        type: 'REPAYMENT',
        valueDate,
        bookingDate: valueDate,
        reversed: false,
      };
      const undone = accepted(decideAdjustment(paid.account, { transaction, notes: 'again' }, context));
      expect(json(undone.loan)).toBe(json(loan));
    }),
    { numRuns: 100 },
  );
});

/** Moves future instalments by some days without changing their order, and principal from the first of them to the last. */
const edited = (
  loan: LoanState,
  { today }: LoanContext,
  days: number,
  share: number,
  decimals: number,
): EditedInstalment[] => {
  const future = loan.instalments.filter(
    ({ dueDate, state, interest }) =>
      dueDate > today && state !== 'PAID' && state !== 'GRACE' && interest.applied.isZero(),
  );
  const [first, last] = [future[0], future.at(-1)];
  const open = ({ principal }: Instalment): Money => minus(principal.expected, principal.paid);
  const moved =
    first && last && first !== last
      ? smallest(money(open(first).times(share).toDecimalPlaces(decimals, 1)), open(first))
      : money(0);
  return loan.instalments.map((instalment) => {
    const { slot, dueDate, principal, interest } = instalment;
    const taken = instalment === first ? minus(principal.expected, moved) : principal.expected;
    return {
      slot,
      dueDate: future.includes(instalment) ? plusDays(dueDate, days) : dueDate,
      principal: instalment === last ? money(taken.plus(moved)) : taken,
      interest: interest.expected,
    };
  });
};

const withOptions = (account: LoanAccountFacts): LoanAccountFacts => ({
  ...account,
  terms: {
    ...account.terms,
    schedule: {
      ...account.terms.schedule,
      repaymentScheduleEditOptions: ['ADJUST_PAYMENT_DATES', 'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'],
    },
  },
});

test('an edited schedule stays sound, changes no transaction, and can be paid off', () => {
  let taken = 0;
  fc.assert(
    fc.property(
      anyTerms,
      anySteps,
      fc.nat(20),
      fc.constantFrom(0, 0.3, 1),
      fc.nat(90),
      (terms, steps, days, share, later) => {
        const { account, context, loan } = living(terms, steps);
        const decision = decideScheduleEdit(withOptions(account), edited(loan, context, days, share, 2), context);
        if (isRejection(decision)) return;
        taken += 1;
        expectSound(decision.loan, account);
        expect(json(decision.loan.transactions)).toBe(json(loan.transactions));
        const then = { ...context, today: plusDays(context.today, later) };
        const after = loanOn(decision.account, then, then.today);
        expectSound(after, account);
        // More than is owed may lie at the loan.
        if (payOffAmounts(decision.account.terms, after).total.lessThan(after.balances.redraw)) return;
        const paid = accepted(decidePayOff(decision.account, {}, then)).loan;
        expect([paid.balances.total.toFixed(), paid.overpaid.toFixed()]).toEqual(['0', '0']);
      },
    ),
    { numRuns: 60 },
  );
  expect(taken).toBeGreaterThan(10);
});
