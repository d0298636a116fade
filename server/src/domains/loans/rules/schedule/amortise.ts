import type { Decimal, Money } from '../../../../kernel/money.ts';
import { largest, minus, plus, smallest, times, zero } from '../../../../kernel/money.ts';
import type { ScheduleRounding } from './rounding.ts';

/** One instalment to be computed: the factor its balance bears interest with, and whether principal falls due on it. */
export type Slot = {
  readonly factor: Decimal;
  readonly carriesPrincipal: boolean;
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
};

/**
 * Principal and interest of instalments in a row. Interest is the factor on the balance before the instalment, rounded once;
 * the last instalment takes the principal that is left, so that the principal always sums to the balance. No amount is negative.
 */
export const amortise = ({ balance, slots, wanted, rounding, flatBase, accrued }: AmortiseInput): Amounts[] => {
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
