import { largest, type Money, minus, zero } from '../../../../kernel/money.ts';
import type { Working } from './working.ts';

/** What of the running period's interest could be applied now, rounded, without tax on top. */
export const applicable = ({ rounding, accrual }: Working): Money =>
  largest(minus(rounding.element(accrual.period), accrual.applied), zero);
