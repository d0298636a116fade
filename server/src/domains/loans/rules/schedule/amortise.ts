import type { Money } from '../../../../kernel/money.ts';
import { isPositive, largest, minus, plus, smallest, times, zero } from '../../../../kernel/money.ts';
import { type BalanceFactor, factorOf } from '../rates/tierFactors.ts';
import { amortiseInSteps, type InSteps, type RunningInterest } from './amortiseInSteps.ts';
import type { AccrualStep } from './applicationDays.ts';
import type { OtherInterval } from './otherInterval.ts';
import type { ScheduleRounding } from './rounding.ts';

/** One instalment to be computed: the factor its balance bears interest with, and whether principal falls due on it. */
export type Slot = BalanceFactor & {
  readonly carriesPrincipal: boolean;
  /** The whole period's factor beside that of a regular interval, where the total due differs by their interest. */
  readonly extra?: OtherInterval;
  /** The same in steps, where interest is applied on days of the month; none in a payment holiday. */
  readonly steps?: readonly AccrualStep[] | undefined;
};

/** The unrounded-or-not principal that an instalment would like to take; it is kept between zero and the balance. */
export type WantedPrincipal = (index: number, balance: Money, interest: Money) => Money;

/** Interest is that of the whole period, with a tax on top of it; `open` is what of it is not applied yet. */
export type Amounts = { readonly principal: Money; readonly interest: Money; readonly open: Money };

export type AmortiseInput = {
  readonly balance: Money;
  readonly slots: readonly Slot[];
  readonly wanted: WantedPrincipal;
  readonly rounding: ScheduleRounding;
  /** What is owed for interest, with a tax on top of it. */
  readonly owed: (interest: Money) => Money;
  /** FLAT: interest is on this amount throughout; otherwise on the balance before the instalment. */
  readonly flatBase?: Money;
  /** Interest that has accrued but is not on any instalment yet; it falls on the first one. */
  readonly accrued?: Money;
  /** What of that is applied already, without the tax on top. */
  readonly applied?: Money;
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
  const { balance, slots, wanted, rounding, owed, flatBase, accrued, applied = zero } = input;
  const amounts: Amounts[] = [];
  let left = balance;
  let exact: Money = zero;
  let charged: Money = zero;
  slots.forEach((slot, index) => {
    const last = index === slots.length - 1;
    const bears = flatBase ?? left;
    const bearing = times(bears, factorOf(slot, bears));
    const exactly = index === 0 && accrued ? plus(bearing, accrued) : bearing;
    // Only a remainder into the last instalment looks at what the others have lost.
    if (rounding.interestRemainderIntoLast) exact = plus(exact, exactly);
    const untaxed =
      last && rounding.interestRemainderIntoLast
        ? largest(minus(rounding.element(exact), charged), zero)
        : rounding.element(exactly);
    if (rounding.interestRemainderIntoLast) charged = plus(charged, untaxed);
    const interest = owed(untaxed);
    const principal = last
      ? left
      : slot.carriesPrincipal
        ? smallest(largest(wanted(index, left, interest), zero), left)
        : zero;
    left = minus(left, principal);
    const open = index === 0 && isPositive(applied) ? owed(largest(minus(untaxed, applied), zero)) : interest;
    amounts.push({ principal, interest, open });
  });
  return amounts;
};
