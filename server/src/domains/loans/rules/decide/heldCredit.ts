import { type Money, minus, zero } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { checkDrawable, undrawnOf } from './decideWithdrawal.ts';

/** What a revolving credit answers to those who want to hold a part of it. */
export type HeldCredit = {
  /** What is not drawn, held or not. The loan is folded when somebody asks first. */
  readonly undrawn: () => Money;
  /** What is free to be held. */
  readonly available: () => Money;
  readonly checkOpen: () => Rejection | undefined;
  readonly checkPurchase: () => undefined;
  readonly checkAnnounced: () => undefined;
  readonly notAvailable: (available: Money) => Rejection;
};

/**
 * A revolving credit as holds see it: what is not drawn can be held, in the states in which it can be drawn on. Money that is on its way to it is
 * announced in the same states; what it may pay is judged when it comes.
 */
export const heldCredit = (account: LoanAccountFacts, context: LoanContext): HeldCredit => {
  let known: Money | undefined;
  const undrawn = (): Money => {
    known ??= undrawnOf(account, context);
    return known;
  };
  return {
    undrawn,
    available: () => minus(undrawn(), account.held ?? zero),
    checkOpen: () => checkDrawable(account),
    checkPurchase: () => undefined,
    checkAnnounced: () => undefined,
    notAvailable: (available) =>
      reject(
        'INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
        `amount is above the ${available.toFixed()} that can be drawn`,
      ),
  };
};
