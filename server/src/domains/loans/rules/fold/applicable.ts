import { isZero, largest, type Money, minus, zero } from '../../../../kernel/money.ts';
import { forfeitFromArrears } from './fromArrears.ts';
import type { Working } from './working.ts';

/** What of the running period's interest could be applied now, rounded, without tax on top. */
export const applicable = ({ rounding, accrual }: Working): Money =>
  largest(minus(rounding.element(accrual.period), accrual.applied), zero);

/** Lets go of what has accrued and is not applied. */
export const forfeitAccrued = ({ accrual }: Working): void => {
  accrual.period = accrual.applied;
  accrual.cut = accrual.period;
  forfeitFromArrears(accrual);
};

/** Lets go of interest below the smallest amount once no principal is left: nothing more will join it, so it can never be applied. */
export const dropRemainder = (loan: Working): void => {
  if (isZero(applicable(loan))) forfeitAccrued(loan);
};
