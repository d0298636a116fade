import { type Money, minus, money, plus, rounded, smallest, sum } from '../../../kernel/money.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import type { LoanState } from './state.ts';

// Payments that say themselves what they pay, for generated lives.

/** A payment that says itself what it pays: a share of the interest, the penalties and the principal that are owed. */
export const partsOn = (
  { balances }: LoanState,
  share: number,
  base: Omit<Disbursed, 'type' | 'amount'>,
): LoanEvent[] => {
  const of = (balance: Money): Money => smallest(rounded(money(balance.times(share)), 2, 'UP'), balance);
  const all = [
    { type: 'PRINCIPAL' as const, amount: of(balances.principal.balance) },
    { type: 'PENALTY' as const, amount: of(balances.penalty.balance) },
    { type: 'INTEREST' as const, amount: of(minus(balances.interest.balance, balances.fromArrears.balance)) },
    { type: 'INTEREST_FROM_ARREARS' as const, amount: of(balances.fromArrears.balance) },
  ];
  const parts = all.filter(({ amount }) => amount.greaterThan(0));
  const amount = sum(parts.map((part) => part.amount));
  return parts.length === 0 ? [] : [{ type: 'REPAID', ...base, amount, parts }];
};

/** A payment of a share of what is due, with a part that pays principal ahead and nothing else. */
export const withOverpaymentOn = (
  { balances }: LoanState,
  share: number,
  base: Omit<Disbursed, 'type' | 'amount'>,
): LoanEvent[] => {
  const of = (amount: Money): Money => smallest(rounded(money(amount.times(share)), 2, 'UP'), amount);
  // What lies at the loan stays there as long as as much is owed.
  const principalOverpayment = of(minus(minus(balances.principal.balance, balances.principal.due), balances.redraw));
  const amount = plus(of(balances.totalDue), principalOverpayment);
  return principalOverpayment.greaterThan(0) ? [{ type: 'REPAID', ...base, amount, principalOverpayment }] : [];
};
