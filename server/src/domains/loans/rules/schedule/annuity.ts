import { Decimal, type Money, money, times, zero } from '../../../../kernel/money.ts';

/**
 * The unrounded payment that repays a balance in equal instalments of one period factor: P·i / (1 − (1+i)^−N).
 * Without interest it is the balance divided by the count. 1000 at 0.1 over 4: 315.47...
 */
export const regularPayment = (balance: Money, factor: Decimal, count: number): Money => {
  // Nothing is left to pay where no instalment carries principal any more.
  if (count === 0) return zero;
  if (factor.isZero()) return money(balance.div(count));
  const growth = factor.plus(1).pow(count);
  return times(balance, factor.times(growth).div(growth.minus(1)));
};

/** The unrounded payment that is equal in all instalments although their factors differ: P / Σ Π 1/(1+f). */
export const optimizedPayment = (balance: Money, factors: readonly Decimal[]): Money => {
  let discount = new Decimal(1);
  let total = new Decimal(0);
  for (const factor of factors) {
    discount = discount.div(factor.plus(1));
    total = total.plus(discount);
  }
  return money(balance.div(total));
};
