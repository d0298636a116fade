import { isPositive, type Money, minus } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanEvent } from '../events.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { checkActive, checkAmount, checkLock } from './checks.ts';

/** A payment by card from or to a credit that comes back: the event of its withdrawal or repayment, where the loan has one. */
export type CardReversal = { readonly payment: string | undefined; readonly amount: Money };

/**
 * Refuses what no payment by card can give back today; `cameBack` is what of a payment did already. Answers the key of its event. Refusals in this order: no
 * amount above zero, state, lock, amount, a closed period, more than did not come back yet.
 */
export const reversedPayment = (
  account: LoanAccountFacts,
  { payment: key, amount }: CardReversal,
  context: LoanContext,
  type: 'DISBURSED' | 'REPAID',
  cameBack: (events: readonly LoanEvent[], payment: string) => Money,
): string | Rejection => {
  if (!isPositive(amount)) return reject('CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT', 'amount must be more than 0');
  const refusal =
    checkActive(account) ??
    checkLock(account, context) ??
    checkAmount(amount, account.terms.currencyDecimals) ??
    context.closure(context.today);
  if (refusal) return refusal;
  const payment = account.events.find((event) => event.key === key);
  if ((payment?.type !== 'DISBURSED' && payment?.type !== 'REPAID') || payment.type !== type)
    throw new Error(`loan account ${account.id} lost a payment by card`);
  const left = minus(payment.amount, cameBack(account.events, payment.key));
  return amount.greaterThan(left)
    ? reject(
        'CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
        `amount is above the ${left.toFixed()} that were not taken back yet`,
      )
    : payment.key;
};
