import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from './account.ts';
import { checkActive, checkAmount, checkLock } from './checks.ts';
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

/** A payment by card that money comes back of: the event of its withdrawal, where the loan has one. */
export type CardReversal = { readonly draw: string | undefined; readonly amount: Money };

/**
 * Takes a payment by card back, in full or in part: as much principal is owed no more, from today on. Refusals in this order: state, lock, amount, a closed
 * period, more than was not given back yet, more principal than is owed, the user's limit.
 */
export const decideCardReversal = (
  account: LoanAccountFacts,
  { draw: key, amount }: CardReversal,
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
  const draw = account.events.find((event) => event.key === key);
  if (draw?.type !== 'DISBURSED') throw new Error(`loan account ${account.id} lost the draw of a payment by card`);
  const left = minus(draw.amount, refundsOf(account.events, draw.key));
  if (amount.greaterThan(left)) {
    return reject(
      'CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
      `amount is above the ${left.toFixed()} that were not taken back yet`,
    );
  }
  const dates = { valueDate: today, bookingDate: today };
  return principalPaid(account, dates, { as: 'CARD_TRANSACTION_REVERSAL', amount, disbursement: draw.key }, context);
};
