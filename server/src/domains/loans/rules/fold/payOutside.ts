import { isPositive, minus, plus, zero } from '../../../../kernel/money.ts';
import type { PrepaymentRecalculationMethod } from '../terms.ts';
import type { Purse } from './purse.ts';
import type { Recalculation } from './recalculate.ts';
import { holderOf, payPrincipalPart } from './repayParts.ts';
import type { Working } from './working.ts';

/**
 * Pays principal outside the schedule: what is due of it, then ahead. What no instalment had asked for is told apart on the one that shows it.
 * Answers whether the schedule is to be computed anew.
 */
export const payOutside = (
  loan: Working,
  purse: Purse,
  method: PrepaymentRecalculationMethod | undefined,
): Recalculation | undefined => {
  const holder = holderOf(loan, purse.date);
  const asked = holder?.principal.expected ?? zero;
  const recalculation = payPrincipalPart(loan, purse, method);
  const unasked = holder ? minus(holder.principal.expected, asked) : zero;
  if (holder && isPositive(unasked)) holder.outside = plus(holder.outside ?? zero, unasked);
  return recalculation;
};
