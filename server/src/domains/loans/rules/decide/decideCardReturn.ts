import { isNegative, isPositive, type Money, minus, sum, zero } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanEvent } from '../events.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision } from './account.ts';
import { checkActive, checkAmount, checkLock, checkUserLimit } from './checks.ts';
import { undrawnOf } from './decideWithdrawal.ts';

/** A payment by card to a credit that comes back: the event of its repayment, where the loan has one. */
export type CardReturn = { readonly payment: string | undefined; readonly amount: Money };

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
  const undrawn = minus(terms.loanAmount, loan.balances.principal.balance);
  return undrawn.lessThan(before) && isNegative(minus(undrawn, held))
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
  { payment: key, amount }: CardReturn,
  context: LoanContext,
): LoanDecision | Rejection => {
  if (!isPositive(amount)) return reject('CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT', 'amount must be more than 0');
  const { today } = context;
  const refusal =
    checkActive(account) ??
    checkLock(account, context) ??
    checkAmount(amount, account.terms.currencyDecimals) ??
    context.closure(today);
  if (refusal) return refusal;
  const payment = account.events.find((event) => event.key === key);
  if (payment?.type !== 'REPAID') throw new Error(`loan account ${account.id} lost a payment by card`);
  const left = minus(payment.amount, returnedOf(account.events, payment.key));
  if (amount.greaterThan(left)) {
    return reject(
      'CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
      `amount is above the ${left.toFixed()} that were not taken back yet`,
    );
  }
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
        payment: payment.key,
      },
    ],
  });
  return checkRoom(account, before, decision) ?? checkUserLimit(context, 'DISBURSEMENT', amount) ?? decision;
};
