import type { Schemas } from '../../../../generated/schemas.ts';
import { isNegative, isPositive, type Money, minus, negated, plus, smallest, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { judgedArrears } from '../accountStates.ts';
import { checkCredit, checkPosting, creditable, debitable, type Posted, post } from '../decidePosting.ts';
import { availableBalance, overdraftInForce } from '../depositAccount.ts';
import type { PostingFacts, PostingRequest } from '../posting.ts';
import { splitCredit, splitDebit } from '../split.ts';
import type { AuthorizationHold, Direction } from './authorizationHold.ts';
import { checkDirection, decideSettled } from './decideHold.ts';
import { checkWithdrawalLimit, depositBearer, notAvailable } from './depositBearer.ts';

/** A card payment to post; `amount` is in the account's currency. */
export type CardPayment = {
  readonly amount: Money;
  readonly direction: Direction;
  /** The processor answered for us: no balance is asked. */
  readonly advice: boolean;
  /** More settlements of the same hold follow. */
  readonly partial: boolean;
  /** What the transaction tells of the payment. */
  readonly card: Schemas['CardTransaction'];
};

/** A posted card payment, and the hold that it settled. */
export type CardPosted = Posted & { readonly hold: AuthorizationHold | null };

const plainRequest = (amount: Money): PostingRequest => ({
  amount,
  valueDate: null,
  bookingDate: null,
  externalId: null,
  notes: null,
  paymentOrderId: null,
  paymentDetails: null,
});

/**
 * Whether a debit may be paid: what a hold kept for it needs no look at what is available, what goes beyond it does. And without an advice
 * nothing goes below the overdraft limit, not even what an advice had held.
 */
export const checkPayable = (
  { account, now, channel }: PostingFacts,
  amount: Money,
  hold: AuthorizationHold | null,
): Rejection | undefined => {
  if (hold === null) {
    const overLimit = checkWithdrawalLimit(account, amount);
    if (overLimit) return overLimit;
  }
  const beyond = minus(amount, hold === null ? zero : smallest(hold.amount, amount));
  const available = availableBalance(account, now);
  if (isPositive(beyond) && beyond.greaterThan(available)) return notAvailable(plus(available, minus(amount, beyond)));
  const most = plus(account.totalBalance, overdraftInForce(account, now));
  if (amount.greaterThan(most)) return notAvailable(most);
  return channel && !isRejection(channel) && !channel.overdraftAllowed && amount.greaterThan(account.totalBalance)
    ? reject('TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS', `channel ${channel.id} allows no overdraft`)
    : undefined;
};

const checkForced = ({ account, now, product }: PostingFacts, amount: Money): Rejection | undefined =>
  amount.greaterThan(plus(account.totalBalance, overdraftInForce(account, now))) && !product.allowTechnicalOverdraft
    ? reject(
        'TECHNICAL_OVERDRAFT_IS_NOT_ALLOWED_FOR_PRODUCT',
        `the payment goes beyond the overdraft limit, and product ${product.id} allows no technical overdraft`,
      )
    : undefined;

const settled = (
  facts: PostingFacts,
  hold: AuthorizationHold,
  { amount, direction, partial }: CardPayment,
): { readonly account: PostingFacts['account']; readonly hold: AuthorizationHold } | Rejection =>
  checkDirection(hold, direction) ?? decideSettled(depositBearer(facts), hold, amount, partial);

/**
 * Posts a card payment: of a hold, which it settles, or without one. A debit is a WITHDRAWAL, a credit a DEPOSIT. Refusals in the order of any
 * posting's, then those of the hold, then those of the balance.
 */
export const decideCardPayment = (
  facts: PostingFacts,
  hold: AuthorizationHold | null,
  payment: CardPayment,
): CardPosted | Rejection => {
  const { amount, direction, advice, card } = payment;
  const debit = direction === 'DBIT';
  const kind = debit ? 'WITHDRAWAL' : 'DEPOSIT';
  const checked = checkPosting(facts, plainRequest(amount), kind, debit ? debitable : creditable);
  if (isRejection(checked)) return checked;
  const released = hold === null ? { account: facts.account, hold } : settled(facts, hold, payment);
  if (isRejection(released)) return released;
  const refusal = debit
    ? advice
      ? checkForced(facts, amount)
      : checkPayable(facts, amount, hold)
    : checkCredit(facts, amount, checked.valueDate, advice);
  if (refusal) return refusal;
  const { account } = released;
  const split = debit ? splitDebit(account, amount) : splitCredit(account, amount);
  const posted = post({ ...facts, account }, kind, debit ? negated(amount) : amount, split, {
    ...checked,
    card,
    holdExternalReferenceId: hold?.externalReferenceId ?? null,
  });
  return {
    hold: released.hold,
    transaction: posted.transaction,
    account: { ...posted.account, ...judgedArrears(posted.account, facts.now) },
  };
};

/** What is left of a card payment to take back. */
export type TakenBack = { readonly direction: Direction; readonly amount: Money; readonly reversedAmount: Money };

/** Takes a card payment back, in full or in part: as CARD_TRANSACTION_REVERSAL, today, and never more than it was. */
export const decideCardReversal = (
  facts: PostingFacts,
  payment: TakenBack,
  amount: Money,
  card: Schemas['CardTransaction'],
): Posted | Rejection => {
  if (!isPositive(amount)) return reject('CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT', 'amount must be more than 0');
  const credit = payment.direction === 'DBIT';
  const states = credit ? [...creditable, 'MATURED' as const] : debitable;
  const checked = checkPosting(facts, plainRequest(amount), 'CARD_TRANSACTION_REVERSAL', states);
  if (isRejection(checked)) return checked;
  const left = minus(payment.amount, payment.reversedAmount);
  if (amount.greaterThan(left)) {
    return reject(
      'CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
      `amount is above the ${left.toFixed()} that were not taken back yet`,
    );
  }
  const { account } = facts;
  const available = availableBalance(account, facts.now);
  if (!credit && isNegative(minus(available, amount))) return notAvailable(available);
  const split = credit ? splitCredit(account, amount) : splitDebit(account, amount);
  return post(facts, 'CARD_TRANSACTION_REVERSAL', credit ? amount : negated(amount), split, { ...checked, card });
};
