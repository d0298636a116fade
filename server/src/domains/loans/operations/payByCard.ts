import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Money, smallest, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { andUniqueFields, type PreparedFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision } from '../../../platform/posting/command.ts';
import { type AuthorizationHold, decideSettled, type ToldBalances } from '../../deposits/index.ts';
import { checkCardDraw, decideCardDraw } from '../rules/decide/decideCardDraw.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanBearing, toldAfter } from './cardCredit.ts';
import { factsOf, loanContext, momentOf } from './loanContext.ts';
import { checkTwoPeople } from './loanControls.ts';
import { loanEffects } from './loanEffects.ts';
import { channelDetails } from './loanRequest.ts';
import { fieldDetails, loanTransactionFields } from './loanTransactionFields.ts';
import { mainTransaction } from './mainTransaction.ts';

/** A payment by card from a credit; `amount` is in the loan's currency. */
export type LoanCardPayment = {
  readonly amount: Money;
  readonly advice: boolean;
  /** More settlements of the same hold follow. */
  readonly partial: boolean;
  /** What the transaction tells of it. */
  readonly card: Schemas['CardTransaction'];
  readonly body: { readonly transactionChannelId: string; readonly firstRepaymentDate?: string | undefined };
  readonly fields: PreparedFields;
};

/** What a payment by card came to. */
export type CardPosting = {
  readonly decision: Decision<unknown>;
  readonly transactionKey: EncodedKey;
  /** The hold as the payment left it. */
  readonly hold: AuthorizationHold | null;
  readonly balances: ToldBalances;
};

/** Draws a payment by card on a credit, and settles its hold. */
export const payByCard = (
  account: LoanAccount,
  hold: AuthorizationHold | null,
  payment: LoanCardPayment,
  context: OperationContext,
): CardPosting | Rejection => {
  const { amount, advice, partial, card, body } = payment;
  const facts = factsOf(account, context);
  const early = checkCardDraw(facts, amount) ?? checkTwoPeople(account, context);
  if (early) return early;
  const settled = hold ? decideSettled(loanBearing(account, context).bearer, hold, amount, partial) : { account, hold };
  if (isRejection(settled)) return settled;
  const firstRepayment = momentOf(body.firstRepaymentDate, context);
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
  const channel = channelDetails(body, { amount, type: 'DISBURSEMENT' }, account, context);
  if (isRejection(channel)) return channel;
  const fields = loanTransactionFields({ ...channel, type: 'DISBURSEMENT' }, body, payment.fields, context);
  if (isRejection(fields)) return fields;
  const effects = loanEffects(settled.account, decision, context, {
    details: { valueDate: context.now, bookingDate: context.now, ...fieldDetails(fields), ...channel, card },
    ...(firstRepayment === undefined ? {} : { changes: { firstRepaymentDate: firstRepayment } }),
  });
  if (isRejection(effects)) return effects;
  const posted = andUniqueFields(mainTransaction(effects, 'DISBURSEMENT'), fields);
  if (isRejection(posted)) return posted;
  return {
    decision: posted,
    transactionKey: posted.outcome.encodedKey,
    hold: settled.hold,
    balances: toldAfter(effects.outcome.account),
  };
};
