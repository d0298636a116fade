import { type Money, minus } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { type AmountChange, type AuthorizationHold, decideIncrease, depositBearing } from '../../deposits/index.ts';
import { loanBearing } from '../../loans/index.ts';
import type { AccountOfCard } from './cardAccount.ts';

/** An account of a card, and a hold on it. */
type HeldOn = { readonly of: AccountOfCard; readonly hold: AuthorizationHold };

const increased = (
  of: AccountOfCard,
  hold: AuthorizationHold,
  change: AmountChange,
  context: OperationContext,
): HeldOn | Rejection => {
  if (of.type === 'LOAN') {
    const held = decideIncrease(loanBearing(of.account, context).bearer, hold, change);
    return isRejection(held) ? held : { of: { type: 'LOAN', account: held.account }, hold: held.hold };
  }
  const held = decideIncrease(depositBearing(of.account, context).bearer, hold, change);
  return isRejection(held) ? held : { of: { type: 'DEPOSIT', account: held.account }, hold: held.hold };
};

/** Lets a hold grow to what is about to settle it, as an increase would; what needs no more stays as it is. */
export const withGrownHold = (
  of: AccountOfCard,
  hold: AuthorizationHold,
  { amount, advice }: { readonly amount: Money; readonly advice: boolean },
  context: OperationContext,
): HeldOn | Rejection =>
  amount.greaterThan(hold.amount)
    ? increased(of, hold, { amount: minus(amount, hold.amount), originalAmount: null, advice, change: null }, context)
    : { of, hold };
