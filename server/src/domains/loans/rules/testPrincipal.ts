import { isPositive, money, rounded, smallest } from '../../../kernel/money.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import type { LoanState } from './state.ts';
import { isDynamic } from './terms.ts';

/** A payment of principal alone: outside the schedule, or on fixed loans what comes back of the disbursement. */
export const principalOn = (
  { terms, balances }: LoanState,
  share: number,
  base: Omit<Disbursed, 'type' | 'amount'>,
): LoanEvent[] => {
  const owed = balances.principal.balance;
  const amount = smallest(rounded(money(owed.times(share)), 2, 'UP'), owed);
  const as = isDynamic(terms) ? 'PRINCIPAL_OVERPAYMENT' : 'REFUND';
  return isPositive(amount) ? [{ type: 'PRINCIPAL_PAID', as, ...base, amount }] : [];
};
