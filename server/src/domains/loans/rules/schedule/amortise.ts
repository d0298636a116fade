import type { Decimal, Money } from '../../../../kernel/money.ts';
import { largest, minus, plus, smallest, times, zero } from '../../../../kernel/money.ts';
import { amortiseInSteps, type InSteps, type RunningInterest } from './amortiseInSteps.ts';
import type { AccrualStep } from './applicationDays.ts';
import type { ScheduleRounding } from './rounding.ts';

/** One instalment to be computed: the factor its balance bears interest with, and whether principal falls due on it. */
export type Slot = {
  readonly factor: Decimal;
  readonly carriesPrincipal: boolean;
  /** The same in steps, where interest is applied on days of the month; none in a payment holiday. */
  readonly steps?: readonly AccrualStep[] | undefined;
};

/** The unrounded-or-not principal that an instalment would like to take; it is kept between zero and the balance. */
export type WantedPrincipal = (index: number, balance: Money, interest: Money) => Money;

export type Amounts = { readonly principal: Money; readonly interest: Money };

export type AmortiseInput = {
  readonly balance: Money;
  readonly slots: readonly Slot[];
  readonly wanted: WantedPrincipal;
  readonly rounding: ScheduleRounding;
  /** FLAT: interest is on this amount throughout; otherwise on the balance before the instalment. */
  readonly flatBase?: Money;
  /** Interest that has accrued but is not on any instalment yet; it falls on the first one. */
  readonly accrued?: Money;
  /** Set where interest is not simply applied on every due date; `running` then is what `accrued` is elsewhere. */
  readonly inSteps?: InSteps | undefined;
  readonly running?: RunningInterest | undefined;
};

/**
 * Principal and interest of instalments in a row. Interest is the factor on the balance before the instalment, rounded once;
 * the last instalment takes the principal that is left, so that the principal always sums to the balance. No amount is negative.
 */
export const amortise = (input: AmortiseInput): Amounts[] => {
  if (input.inSteps) return amortiseInSteps(input, input.inSteps, input.running);
  const { balance, slots, wanted, rounding, flatBase, accrued } = input;
  const amounts: Amounts[] = [];
  let left = balance;
  let exact: Money = zero;
  let charged: Money = zero;
  slots.forEach((slot, index) => {
    const last = index === slots.length - 1;
    const bearing = times(flatBase ?? left, slot.factor);
    const unrounded = index === 0 && accrued ? plus(bearing, accrued) : bearing;
    // Only a remainder into the last instalment looks at what the others have lost.
    if (rounding.interestRemainderIntoLast) exact = plus(exact, unrounded);
    const interest =
      last && rounding.interestRemainderIntoLast
        ? largest(minus(rounding.element(exact), charged), zero)
        : rounding.element(unrounded);
    if (rounding.interestRemainderIntoLast) charged = plus(charged, interest);
    const principal = last
      ? left
      : slot.carriesPrincipal
        ? smallest(largest(wanted(index, left, interest), zero), left)
        : zero;
    left = minus(left, principal);
    amounts.push({ principal, interest });
  });
  return amounts;
};
