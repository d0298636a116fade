import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from './account.ts';
import { type CardReversal, reversedPayment } from './cardReversal.ts';
import { checkAmount } from './checks.ts';
import { principalPaid, refundsOf } from './decidePrincipalPayment.ts';
import { checkDrawable, decideWithdrawal, undrawnOf } from './decideWithdrawal.ts';

// Payments by card from a revolving credit: withdrawals of today, without fees. And what comes back of them.

export type CardDraw = {
  readonly amount: Money;
  /** What a hold had kept for it: no more than the amount. */
  readonly kept: Money;
  /** The processor answered for us: nobody asks what others hold. */
  readonly advice: boolean;
  readonly firstRepaymentDate?: LocalDate;
};

/** Refuses states in which nothing can be drawn, and what is no amount: what comes before a hold is looked at. */
export const checkCardDraw = (account: LoanAccountFacts, amount: Money): Rejection | undefined =>
  checkDrawable(account) ?? checkAmount(amount, account.terms.currencyDecimals);

const beyond = (most: Money): Rejection =>
  reject('AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', `amount is more than the ${most.toFixed()} that can be drawn`);

/**
 * Draws a payment by card. What a hold kept for it needs no look at what is available, what goes beyond it does; an advice asks only
 * for the credit itself, which nothing goes beyond. Refusals in this order: state, lock, amount, the balance, then those of a withdrawal.
 */
export const decideCardDraw = (
  account: LoanAccountFacts,
  { amount, kept, advice, firstRepaymentDate }: CardDraw,
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkCardDraw(account, amount);
  if (refusal) return refusal;
  const undrawn = undrawnOf(account, context);
  const available = minus(undrawn, account.held ?? zero);
  const more = minus(amount, kept);
  if (!advice && isPositive(more) && more.greaterThan(available)) return beyond(plus(available, kept));
  if (amount.greaterThan(undrawn)) return beyond(undrawn);
  const request = {
    amount,
    fees: [],
    byCard: true,
    ...(firstRepaymentDate === undefined ? {} : { firstRepaymentDate }),
  } as const;
  const decision = decideWithdrawal({ ...account, held: zero }, request, context);
  return isRejection(decision)
    ? decision
    : { ...decision, account: { ...decision.account, held: account.held ?? zero } };
};

/**
 * Takes a payment by card back, in full or in part: as much principal is owed no more, from today on. Refusals in this order: state, lock, amount, a closed
 * period, more than was not given back yet, more principal than is owed, the user's limit.
 */
export const decideCardReversal = (
  account: LoanAccountFacts,
  reversal: CardReversal,
  context: LoanContext,
): LoanDecision | Rejection => {
  const disbursement = reversedPayment(account, reversal, context, 'DISBURSED', refundsOf);
  if (isRejection(disbursement)) return disbursement;
  const { amount } = reversal;
  const dates = { valueDate: context.today, bookingDate: context.today };
  return principalPaid(account, dates, { as: 'CARD_TRANSACTION_REVERSAL', amount, disbursement }, context);
};
