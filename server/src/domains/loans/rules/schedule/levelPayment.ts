import { Decimal, isPositive, largest, type Money, minus, money, plus, times, zero } from '../../../../kernel/money.ts';
import type { FactorOn } from '../rates/tierFactors.ts';

// The payment of equal instalments where the rate follows the balance: no formula gives it, so it is searched for.

/** What is left of a balance after equal payments; less than nothing where they are too large. A payment below the interest repays nothing. */
const leftAfter = (balance: Money, factors: readonly FactorOn[], payment: Money): Money => {
  let left = balance;
  for (const factorOn of factors) {
    const principal = minus(payment, isPositive(left) ? times(left, factorOn(left)) : zero);
    left = minus(left, isPositive(left) ? largest(principal, zero) : payment);
  }
  return left;
};

const nothing = new Decimal('1e-20');
/** Far below the smallest amount of any currency. */
const closeEnough = new Decimal('1e-10');
const mostTries = 200;

/**
 * The unrounded payment that repays a balance in equal instalments, each period with the factor of the balance that it begins with. Where the balance falls
 * into another tier what is left can jump over zero: then the least payment that leaves nothing beyond itself.
 */
export const levelPayment = (balance: Money, factors: readonly FactorOn[]): Money => {
  const [first] = factors;
  if (!first) return zero;
  let low = money(balance.div(factors.length));
  let high = plus(balance, times(balance, first(balance)));
  let [tooMuch, tooLittle] = [leftAfter(balance, factors, low), leftAfter(balance, factors, high)];
  if (tooMuch.lessThanOrEqualTo(nothing)) return low;
  // By the line between both ends, which finds it at once where no tier is crossed; halved where one of them stays for long.
  for (let tries = 0, stayed = 0; tries < mostTries && minus(high, low).greaterThan(closeEnough); tries += 1) {
    const straight = stayed < 2;
    const share = straight ? tooMuch.div(minus(tooMuch, tooLittle)) : new Decimal('0.5');
    const middle = plus(low, times(minus(high, low), share));
    const left = leftAfter(balance, factors, middle);
    if (left.abs().lessThanOrEqualTo(nothing)) return middle;
    if (isPositive(left)) [low, tooMuch] = [middle, left];
    else [high, tooLittle] = [middle, left];
    stayed = straight ? stayed + 1 : 0;
  }
  return high;
};
