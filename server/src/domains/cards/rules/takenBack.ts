import { type Money, minus, money, plus, rounded, sum, times } from '../../../kernel/money.ts';

/** A part of a payment that was taken back: what was posted, and what that was in the payment's own currency where it was told so. */
type Part = { readonly originalAmount: Money | null };

type Paid = {
  readonly amount: Money;
  readonly reversedAmount: Money;
  readonly told: { readonly amount: Parameters<typeof money>[0] };
  readonly reversals: readonly Part[];
};

/**
 * What a part of a foreign payment was in the account's currency. All parts together are rounded, not each: whoever takes a payment back in parts gets
 * just what was paid. Null where a part before was told in another currency, so that nobody knows what is left in the payment's.
 */
export const shareOf = (payment: Paid, amount: Money, decimals: number): Money | null => {
  const before = payment.reversals.flatMap(({ originalAmount }) => originalAmount ?? []);
  if (before.length < payment.reversals.length) return null;
  const takenBack = plus(sum(before), amount);
  const share = times(payment.amount, takenBack.dividedBy(money(payment.told.amount)));
  return minus(rounded(share, decimals), payment.reversedAmount);
};
