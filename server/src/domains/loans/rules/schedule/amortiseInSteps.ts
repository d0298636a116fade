import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, largest, type Money, minus, plus, smallest, times, zero } from '../../../../kernel/money.ts';
import { factorOf } from '../rates/tierFactors.ts';
import type { LoanTerms } from '../terms.ts';
import type { AmortiseInput, Amounts } from './amortise.ts';

// Amortisation where interest is not simply applied on every due date: on days of the month, or onto the principal.

/** Interest of the period that runs already: accrued, applied of it, and up to where it was applied. */
export type RunningInterest = {
  readonly period: Money;
  readonly applied: Money;
  readonly cut: Money;
  /** What was charged for the applied part: each application has its own tax on top, rounded by itself. */
  readonly charged: Money;
  /** What of that is not paid. */
  readonly unpaid: Money;
};

/** How interest grows and where it goes. */
export type InSteps = {
  /** Interest that has accrued and is not applied bears interest. */
  readonly compounds: boolean;
  /** Applied interest bears interest until its due date. */
  readonly appliedBears: boolean;
  /** Applied interest becomes principal, and falls due with the next instalment that carries some. */
  readonly capitalises: boolean;
};

const growths = new WeakMap<LoanTerms, InSteps | 'AT_ONCE'>();

/** How these terms apply interest, where it is not simply on every due date. */
export const inStepsOf = (terms: LoanTerms): InSteps | undefined => {
  let known = growths.get(terms);
  if (!known) {
    const { interestType, interestApplicationDays, interestBalanceCalculationMethod } = terms.interest;
    const capitalises = interestType === 'CAPITALIZED_INTEREST';
    known =
      interestApplicationDays || capitalises
        ? {
            compounds: interestType === 'COMPOUNDING_INTEREST',
            appliedBears: capitalises || interestBalanceCalculationMethod === 'PRINCIPAL_AND_INTEREST',
            capitalises,
          }
        : 'AT_ONCE';
    growths.set(terms, known);
  }
  return known === 'AT_ONCE' ? undefined : known;
};

const nothing: RunningInterest = { period: zero, applied: zero, cut: zero, charged: zero, unpaid: zero };

/** As amortise does it, along the steps of every slot. What accrues after an instalment's last application falls to the next one. */
export const amortiseInSteps = (
  { balance, slots, wanted, rounding, owed }: AmortiseInput,
  how: InSteps,
  running: RunningInterest = nothing,
  note?: (slot: number, step: number, balance: Money, open: Money, amount: Money) => void,
): Amounts[] => {
  let left = balance;
  let { period, applied, cut, unpaid } = running;
  let waiting: Money = zero;
  let exact: Money = zero;
  let charged: Money = zero;
  let fresh: Money = zero;
  const apply = (target: Money): void => {
    const part = owed(minus(target, applied));
    fresh = plus(fresh, part);
    if (how.appliedBears) unpaid = plus(unpaid, part);
    applied = target;
    cut = period;
  };
  return slots.map((slot, index) => {
    const last = index === slots.length - 1;
    const applications: { readonly to: LocalDate; readonly all: Money }[] = [];
    (slot.steps ?? [{ ...slot, to: undefined, applies: true }]).forEach((one, step) => {
      const principal = plus(plus(left, waiting), unpaid);
      const open = how.compounds ? minus(period, applied) : zero;
      // Without anything that bears, accrued interest does not grow by itself either.
      const bearing = isPositive(principal) ? plus(principal, open) : zero;
      const amount = times(bearing, factorOf(one, principal));
      note?.(index, step, principal, open, amount);
      period = plus(period, amount);
      if (!one.applies) return;
      apply(largest(rounding.element(period), applied));
      if (how.capitalises && one.to !== undefined) applications.push({ to: one.to, all: fresh });
    });
    if (last) {
      const whole = rounding.interestRemainderIntoLast
        ? minus(rounding.element(plus(exact, period)), charged)
        : rounding.element(period);
      apply(largest(whole, applied));
    }
    exact = plus(exact, cut);
    charged = plus(charged, applied);
    // What became principal before is in the balance.
    const before = index === 0 && !how.capitalises ? running.charged : zero;
    const open = plus(waiting, fresh);
    fresh = zero;
    // Interest of a payment holiday accrues apart.
    period = slot.steps?.length === 0 ? zero : minus(period, cut);
    applied = zero;
    cut = zero;
    unpaid = zero;
    if (how.capitalises && !slot.carriesPrincipal && !last) {
      waiting = open;
      return { principal: zero, interest: zero, open: zero };
    }
    const interest = plus(open, before);
    const waited = waiting;
    const becameBy = (day: LocalDate): Money => plus(waited, applications.findLast(({ to }) => to <= day)?.all ?? zero);
    waiting = zero;
    const principal = last
      ? left
      : slot.carriesPrincipal
        ? smallest(largest(wanted(index, left, interest, how.capitalises ? becameBy : undefined), zero), left)
        : zero;
    left = minus(left, principal);
    return { principal, interest, open };
  });
};
