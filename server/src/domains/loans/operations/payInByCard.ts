import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { AuthorizationHold } from '../../deposits/index.ts';
import { decideCardReturn } from '../rules/decide/decideCardReturn.ts';
import { decideRepayment } from '../rules/decide/decideRepayment.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { factsOf, loanContext } from './loanContext.ts';
import { type CardPosting, type MovedByCard, postedPayment, settledHold, takenBack } from './payByCard.ts';

// Payments by card to a revolving credit: repayments, as any other.

/** Repays a credit by card, and settles the hold that announced it. */
export const payInByCard = (
  account: LoanAccount,
  hold: AuthorizationHold | null,
  payment: MovedByCard & { readonly partial: boolean },
  context: OperationContext,
): CardPosting | Rejection => {
  const { amount } = payment;
  const decision = decideRepayment(factsOf(account, context), { amount, byCard: true }, loanContext(account, context));
  if (isRejection(decision)) return decision;
  const settled = settledHold(account, hold, 'CRDT', payment, context);
  return isRejection(settled) ? settled : postedPayment(settled, decision, 'REPAYMENT', payment, {}, context);
};

/** Takes a payment by card to a credit back: what it had paid is owed again. */
export const returnByCard = takenBack(decideCardReturn);
