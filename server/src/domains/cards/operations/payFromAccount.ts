import type { Schemas } from '../../../generated/schemas.ts';
import type { Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import {
  type AuthorizationHold,
  channelPosting,
  type DepositAccount,
  type Direction,
  decideCardPayment,
  decideCardReversal,
  depositPostingFacts,
  toldBalances,
} from '../../deposits/index.ts';
import { type CardPosting, payByCard, payInByCard, returnByCard, reverseByCard } from '../../loans/index.ts';
import type { CardTransaction } from '../store/cardTransactionStore.ts';
import type { AccountOfCard } from './cardAccount.ts';
import type { PreparedCardPosting } from './namedCard.ts';

/** A payment by card as every kind of account posts it; `amount` is in the account's currency. */
export type Payment = {
  readonly body: Schemas['CardTransactionInput'];
  readonly prepared: PreparedCardPosting;
  readonly direction: Direction;
  readonly amount: Money;
  /** What the transaction tells of it. */
  readonly told: Schemas['CardTransaction'];
};

const payFromDeposit = (
  account: DepositAccount,
  hold: AuthorizationHold | null,
  { body, prepared, direction, amount, told }: Payment,
  context: OperationContext,
): CardPosting | Rejection => {
  if (body.firstRepaymentDate !== undefined)
    return reject('INVALID_PARAMETERS', 'firstRepaymentDate: only payments from a credit have due dates');
  const facts = depositPostingFacts(account, context, {
    amount,
    type: direction === 'DBIT' ? 'WITHDRAWAL' : 'DEPOSIT',
    details: { transactionChannelId: body.transactionChannelId },
  });
  const { advice, partial = false } = body;
  const posted = decideCardPayment(facts, hold, { amount, direction, advice, partial, card: told });
  if (isRejection(posted)) return posted;
  const decision = channelPosting(facts, posted, body, prepared, context);
  if (isRejection(decision)) return decision;
  return {
    decision,
    transactionKey: posted.transaction.encodedKey,
    hold: posted.hold,
    balances: toldBalances(posted.account, context.now),
  };
};

/** Posts a payment by card from, or to, the account of the card, and settles its hold. */
export const payFromAccount = (
  { type, account }: AccountOfCard,
  hold: AuthorizationHold | null,
  payment: Payment,
  context: OperationContext,
): CardPosting | Rejection => {
  if (type === 'DEPOSIT') return payFromDeposit(account, hold, payment, context);
  const { body, prepared, direction, amount, told } = payment;
  const { advice, partial = false, transactionChannelId, firstRepaymentDate } = body;
  const moved = { amount, card: told, transactionChannelId, body, fields: prepared.fields };
  if (direction === 'CRDT') {
    return firstRepaymentDate === undefined
      ? payInByCard(account, hold, { ...moved, partial }, context)
      : reject('INVALID_PARAMETERS', 'firstRepaymentDate: only payments from a credit have due dates');
  }
  return payByCard(account, hold, { ...moved, advice, partial, firstRepaymentDate }, context);
};

/** What comes back of a payment as every kind of account posts it; `amount` is in the account's currency. */
export type Reversal = {
  readonly body: Schemas['CardTransactionReversal'];
  readonly prepared: PreparedCardPosting;
  readonly payment: CardTransaction;
  readonly amount: Money;
  readonly transactionChannelId: string;
  /** What the transaction tells of it. */
  readonly told: Schemas['CardTransaction'];
};

/** Takes a payment by card back, in full or in part, on the account of the card. */
export const takeBackOnAccount = (
  { type, account }: AccountOfCard,
  { body, prepared, payment, amount, transactionChannelId, told }: Reversal,
  context: OperationContext,
): Decision<unknown> | Rejection => {
  if (type === 'LOAN') {
    const reversal = { amount, card: told, transactionChannelId, body, fields: prepared.fields };
    return payment.direction === 'DBIT'
      ? reverseByCard(account, payment.encodedKey, reversal, context)
      : returnByCard(account, payment.encodedKey, reversal, context);
  }
  const facts = depositPostingFacts(account, context, {
    amount,
    type: 'CARD_TRANSACTION_REVERSAL',
    details: { transactionChannelId },
  });
  const posted = decideCardReversal(facts, payment, amount, told);
  return isRejection(posted) ? posted : channelPosting(facts, posted, body, prepared, context);
};
