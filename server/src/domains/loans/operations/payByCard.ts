import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Money, smallest, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { andUniqueFields, type PreparedFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import { type AuthorizationHold, checkDirection, decideSettled, type ToldBalances } from '../../deposits/index.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
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
export const postedByCard = (
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

/** Draws a payment by card on a credit, and settles its hold. */
export const payByCard = (
  account: LoanAccount,
  hold: AuthorizationHold | null,
  payment: LoanCardPayment,
  context: OperationContext,
): CardPosting | Rejection => {
  const { amount, advice, partial } = payment;
  const facts = factsOf(account, context);
  const early = checkCardDraw(facts, amount) ?? checkTwoPeople(account, context);
  if (early) return early;
  const unfit = hold ? checkDirection(hold, 'DBIT') : undefined;
  if (unfit) return unfit;
  const settled = hold ? decideSettled(loanBearing(account, context).bearer, hold, amount, partial) : { account, hold };
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
  const result = postedByCard(settled.account, decision, 'DISBURSEMENT', payment, changes, context);
  if (isRejection(result)) return result;
  return {
    decision: result.decision,
    transactionKey: result.decision.outcome.encodedKey,
    hold: settled.hold,
    balances: toldAfter(result.account),
  };
};

/** Takes a payment by card back: as much of the principal that it drew is owed no more. */
export const reverseByCard = (
  account: LoanAccount,
  paymentKey: EncodedKey,
  reversal: MovedByCard,
  context: OperationContext,
): Decision<unknown> | Rejection => {
  const [draw] = [...account.eventDetails].find(([, { card }]) => card?.encodedKey === paymentKey) ?? [];
  const decision = decideCardReversal(
    factsOf(account, context),
    { draw, amount: reversal.amount },
    loanContext(account, context),
  );
  if (isRejection(decision)) return decision;
  const result = postedByCard(account, decision, 'CARD_TRANSACTION_REVERSAL', reversal, {}, context);
  return isRejection(result) ? result : result.decision;
};
