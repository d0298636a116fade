import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import { type AuthorizationHold, checkDirection, decideSettled } from '../../deposits/index.ts';
import { decideCardReturn } from '../rules/decide/decideCardReturn.ts';
import { decideRepayment } from '../rules/decide/decideRepayment.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanBearing, toldAfter } from './cardCredit.ts';
import { factsOf, loanContext } from './loanContext.ts';
import { type CardPosting, type MovedByCard, postedByCard } from './payByCard.ts';

// Payments by card to a revolving credit: repayments, as any other.

/** Repays a credit by card, and settles the hold that announced it. */
export const payInByCard = (
  account: LoanAccount,
  hold: AuthorizationHold | null,
  payment: MovedByCard & { readonly partial: boolean },
  context: OperationContext,
): CardPosting | Rejection => {
  const { amount, partial } = payment;
  const decision = decideRepayment(factsOf(account, context), { amount, byCard: true }, loanContext(account, context));
  if (isRejection(decision)) return decision;
  const unfit = hold ? checkDirection(hold, 'CRDT') : undefined;
  if (unfit) return unfit;
  const settled = hold ? decideSettled(loanBearing(account, context).bearer, hold, amount, partial) : { account, hold };
  if (isRejection(settled)) return settled;
  const result = postedByCard(settled.account, decision, 'REPAYMENT', payment, {}, context);
  if (isRejection(result)) return result;
  return {
    decision: result.decision,
    transactionKey: result.decision.outcome.encodedKey,
    hold: settled.hold,
    balances: toldAfter(result.account),
  };
};

/** Takes a payment by card to a credit back: what it had paid is owed again. */
export const returnByCard = (
  account: LoanAccount,
  paymentKey: EncodedKey,
  reversal: MovedByCard,
  context: OperationContext,
): Decision<unknown> | Rejection => {
  const [payment] = [...account.eventDetails].find(([, { card }]) => card?.encodedKey === paymentKey) ?? [];
  const { amount } = reversal;
  const decision = decideCardReturn(factsOf(account, context), { payment, amount }, loanContext(account, context));
  if (isRejection(decision)) return decision;
  const result = postedByCard(account, decision, 'CARD_TRANSACTION_REVERSAL', reversal, {}, context);
  return isRejection(result) ? result : result.decision;
};
