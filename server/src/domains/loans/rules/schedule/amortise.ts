import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Decimal, Money } from '../../../../kernel/money.ts';
import { isPositive, largest, minus, plus, smallest, times, zero } from '../../../../kernel/money.ts';
import { roundedFee } from '../feeRate.ts';
import { type BalanceFactor, factorOf } from '../rates/tierFactors.ts';
import type { LoanTerms } from '../terms.ts';
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
  /** What the balance is multiplied with for a fee by a rate. */
  readonly feeFactor?: Decimal;
};

/**
 * The unrounded-or-not principal that an instalment would like to take; it is kept between zero and the balance. Where interest becomes principal, `becameBy` tells what of
 * the interest had done so by a day: the balance is without it.
 */
export type WantedPrincipal = (
  index: number,
  balance: Money,
  interest: Money,
  becameBy?: (day: LocalDate) => Money,
) => Money;

/** Interest is that of the whole period, with a tax on top of it; `open` is what of it is not applied yet. */
export type Amounts = {
  readonly principal: Money;
  readonly interest: Money;
  readonly open: Money;
  /** What of a fee by a rate is not charged yet, without tax on top. */
  readonly fee?: Money;
};

/** A fee by a rate beside the interest: what runs already, and whether it is a part of the payment. */
export type PlannedFeeRate = {
  readonly accrued: Money;
  readonly applied: Money;
  readonly inPayment: boolean;
  readonly rounded: (accrued: Money) => Money;
};

/** How a schedule plans the fee by a rate of the terms, if they have one. */
export const plannedFee = (
  terms: LoanTerms,
  running: { readonly fee: Money; readonly feeApplied: Money } = { fee: zero, feeApplied: zero },
): Pick<AmortiseInput, 'fee'> =>
  terms.feeRate
    ? {
        fee: {
          accrued: running.fee,
          applied: running.feeApplied,
          inPayment: terms.feeRate.inPayment ?? false,
          rounded: (accrued) => roundedFee(terms, accrued),
        },
      }
    : {};

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
  /** Left out where no fee accrues. */
  readonly fee?: PlannedFeeRate;
};

/**
 * Principal and interest of instalments in a row. Interest is the factor on the balance before the instalment, rounded once;
 * the last instalment takes the principal that is left, so that the principal always sums to the balance. No amount is negative.
 */
export const amortise = (input: AmortiseInput): Amounts[] => {
  if (input.inSteps) return amortiseInSteps(input, input.inSteps, input.running);
  const { balance, slots, wanted, rounding, owed, flatBase, accrued, applied = zero, fee } = input;
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
    const bearsFee = fee && slot.feeFactor ? times(left, slot.feeFactor) : zero;
    const whole = fee ? fee.rounded(index === 0 ? plus(bearsFee, fee.accrued) : bearsFee) : zero;
    const charges = fee?.inPayment ? plus(interest, whole) : interest;
    const principal = last
      ? left
      : slot.carriesPrincipal
        ? smallest(largest(wanted(index, left, charges), zero), left)
        : zero;
    left = minus(left, principal);
    const open = index === 0 && isPositive(applied) ? owed(largest(minus(untaxed, applied), zero)) : interest;
    if (!fee) amounts.push({ principal, interest, open });
    else {
      const charged = index === 0 ? fee.applied : zero;
      amounts.push({ principal, interest, open, fee: largest(minus(whole, charged), zero) });
    }
  });
  return amounts;
};
