import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Money, smallest, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { andUniqueFields, type PreparedFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import {
  type AuthorizationHold,
  checkDirection,
  type Direction,
  decideSettled,
  type ToldBalances,
} from '../../deposits/index.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
import type { CardReversal } from '../rules/decide/cardReversal.ts';
import { checkCardDraw, decideCardDraw, decideCardReversal } from '../rules/decide/decideCardDraw.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { loanBearing, toldAfter } from './cardCredit.ts';
import { factsOf, loanContext, momentOf } from './loanContext.ts';
import { checkTwoPeople } from './loanControls.ts';
import { loanEffects } from './loanEffects.ts';
import { channelDetails } from './loanRequest.ts';
import { fieldDetails, loanTransactionFields } from './loanTransactionFields.ts';
import { mainTransaction } from './mainTransaction.ts';

/** What moves money by card. */
export type MovedByCard = {
  /** In the loan's currency. */
  readonly amount: Money;
  /** What the transaction tells of it. */
  readonly card: Schemas['CardTransaction'];
  readonly transactionChannelId: string;
  /** The body with the custom fields, and what they say about others. */
  readonly body: object;
  readonly fields: PreparedFields;
};

/** A payment by card from a credit. */
export type LoanCardPayment = MovedByCard & {
  readonly advice: boolean;
  /** More settlements of the same hold follow. */
  readonly partial: boolean;
  readonly firstRepaymentDate: string | undefined;
};

/** What a payment by card came to. */
export type CardPosting = {
  readonly decision: Decision<unknown>;
  readonly transactionKey: EncodedKey;
  /** The hold as the payment left it. */
  readonly hold: AuthorizationHold | null;
  readonly balances: ToldBalances;
};

/** Posts what was decided through the channel of the request, as one transaction of a type with its custom fields. */
const postedByCard = (
  account: LoanAccount,
  decision: LoanDecision,
  type: 'DISBURSEMENT' | 'REPAYMENT' | 'CARD_TRANSACTION_REVERSAL',
  { amount, card, transactionChannelId, body, fields: prepared }: MovedByCard,
  changes: Partial<LoanAccount>,
  context: OperationContext,
): { readonly decision: Decision<LoanTransaction>; readonly account: LoanAccount } | Rejection => {
  const channel = channelDetails({ transactionChannelId }, { amount, type }, account, context);
  if (isRejection(channel)) return channel;
  const fields = loanTransactionFields({ ...channel, type }, body, prepared, context);
  if (isRejection(fields)) return fields;
  const details = { valueDate: context.now, bookingDate: context.now, ...fieldDetails(fields), ...channel, card };
  const effects = loanEffects(account, decision, context, { details, changes });
  if (isRejection(effects)) return effects;
  const main = andUniqueFields(mainTransaction(effects, type), fields);
  return isRejection(main) ? main : { decision: main, account: effects.outcome.account };
};

/** An account, and the hold that was settled on it. */
type Settled = { readonly account: LoanAccount; readonly hold: AuthorizationHold | null };

/** Settles the hold that announced a payment, if any did. */
export const settledHold = (
  account: LoanAccount,
  hold: AuthorizationHold | null,
  direction: Direction,
  { amount, partial }: Pick<LoanCardPayment, 'amount' | 'partial'>,
  context: OperationContext,
): Settled | Rejection => {
  if (hold === null) return { account, hold };
  return checkDirection(hold, direction) ?? decideSettled(loanBearing(account, context).bearer, hold, amount, partial);
};

/** Posts a payment behind its settled hold. */
export const postedPayment = (
  { account, hold }: Settled,
  decision: LoanDecision,
  type: 'DISBURSEMENT' | 'REPAYMENT',
  payment: MovedByCard,
  changes: Partial<LoanAccount>,
  context: OperationContext,
): CardPosting | Rejection => {
  const result = postedByCard(account, decision, type, payment, changes, context);
  if (isRejection(result)) return result;
  return {
    decision: result.decision,
    transactionKey: result.decision.outcome.encodedKey,
    hold,
    balances: toldAfter(result.account),
  };
};

/** Draws a payment by card on a credit, and settles its hold. */
export const payByCard = (
  account: LoanAccount,
  hold: AuthorizationHold | null,
  payment: LoanCardPayment,
  context: OperationContext,
): CardPosting | Rejection => {
  const { amount, advice } = payment;
  const facts = factsOf(account, context);
  const early = checkCardDraw(facts, amount) ?? checkTwoPeople(account, context);
  if (early) return early;
  const settled = settledHold(account, hold, 'DBIT', payment, context);
  if (isRejection(settled)) return settled;
  const firstRepayment = momentOf(payment.firstRepaymentDate, context);
  const decision = decideCardDraw(
    facts,
    {
      amount,
      advice,
      kept: hold ? smallest(hold.amount, amount) : zero,
      ...(firstRepayment === undefined ? {} : { firstRepaymentDate: context.clock.zone.localDateOf(firstRepayment) }),
    },
    loanContext(account, context),
  );
  if (isRejection(decision)) return decision;
  const changes = firstRepayment === undefined ? {} : { firstRepaymentDate: firstRepayment };
  return postedPayment(settled, decision, 'DISBURSEMENT', payment, changes, context);
};

type DecideReversal = (
  facts: ReturnType<typeof factsOf>,
  reversal: CardReversal,
  context: ReturnType<typeof loanContext>,
) => LoanDecision | Rejection;

/** Takes a payment by card back as its direction decides that. */
export const takenBack =
  (decide: DecideReversal) =>
  (
    account: LoanAccount,
    paymentKey: EncodedKey,
    reversal: MovedByCard,
    context: OperationContext,
  ): Decision<unknown> | Rejection => {
    const payment = account.eventDetails.find(({ card }) => card?.encodedKey === paymentKey)?.eventKey;
    const { amount } = reversal;
    const decision = decide(factsOf(account, context), { payment, amount }, loanContext(account, context));
    if (isRejection(decision)) return decision;
    const result = postedByCard(account, decision, 'CARD_TRANSACTION_REVERSAL', reversal, {}, context);
    return isRejection(result) ? result : result.decision;
  };

/** Takes a payment by card back: as much of the principal that it drew is owed no more. */
export const reverseByCard = takenBack(decideCardReversal);
