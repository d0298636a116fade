import { isNegative, type Money, minus, sum, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanEvent } from '../events.ts';
import { undrawn } from '../overpayments.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision } from './account.ts';
import { type CardReversal, reversedPayment } from './cardReversal.ts';
import { checkUserLimit } from './checks.ts';
import { undrawnOf } from './decideWithdrawal.ts';

/** What of a payment by card has come back. */
export const returnedOf = (events: readonly LoanEvent[], payment: string): Money =>
  sum(
    events.flatMap((event) => (event.type === 'PAYMENT_TAKEN_BACK' && event.payment === payment ? [event.amount] : [])),
  );

/** Refuses principal that comes back and that somebody has drawn meanwhile, or holds. */
const checkRoom = (
  { terms, held = zero }: LoanAccountFacts,
  before: Money,
  { loan }: LoanDecision,
): Rejection | undefined => {
  const left = undrawn(terms, loan.balances);
  return left.lessThan(before) && isNegative(minus(left, held))
    ? reject(
        'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
        `the payment freed principal that was drawn or is held since: only ${minus(before, held).toFixed()} can be drawn`,
      )
    : undefined;
};

/**
 * Takes a payment by card to a credit back, in full or in part: what it had paid is owed again, from today on. Refusals in this order: state, lock,
 * amount, a closed period, more than did not come back yet, principal that was drawn again meanwhile, the user's limit.
 */
export const decideCardReturn = (
  account: LoanAccountFacts,
  reversal: CardReversal,
  context: LoanContext,
): LoanDecision | Rejection => {
  const payment = reversedPayment(account, reversal, context, 'REPAID', returnedOf);
  if (isRejection(payment)) return payment;
  const { amount } = reversal;
  const { today } = context;
  const before = undrawnOf(account, context);
  const decision = applyEvents(account, context, {
    append: [
      {
        type: 'PAYMENT_TAKEN_BACK',
        key: context.newKey(),
        sequence: account.nextSequence,
        valueDate: today,
        bookingDate: today,
        amount,
        payment,
      },
    ],
  });
  return checkRoom(account, before, decision) ?? checkUserLimit(context, 'DISBURSEMENT', amount) ?? decision;
};
