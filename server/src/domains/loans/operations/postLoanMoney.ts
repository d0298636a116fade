import type { Decimalish, Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision, PostingState } from '../../../platform/posting/command.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { type ChannelBody, channelDetails, checkFinite, type DatedBody, requestedMoments } from './loanRequest.ts';
import { mainTransaction } from './mainTransaction.ts';
import { paidAmount } from './paidAmount.ts';

/** What requests say of money that moves between a loan and a channel. */
export type MoneyBody = DatedBody & {
  readonly amount: Decimalish;
  readonly originalCurrencyCode?: string | undefined;
  readonly notes?: string | undefined;
  readonly externalId?: string | undefined;
  readonly transactionDetails?: ChannelBody | undefined;
};

/** Money that moves between a loan and a channel: the transaction of a type that the decision about it leads to. */
export const postLoanMoney = (
  { ref, body, type }: { readonly ref: string; readonly body: MoneyBody; readonly type: string },
  decide: (account: LoanAccount, amount: Money) => LoanDecision | Rejection,
  state: PostingState,
  context: OperationContext,
): Decision<LoanTransaction> | Rejection => {
  const account = state.get(loanAccounts, ref);
  if (!account) return loanNotFound(ref);
  const unfit = checkFinite(body.amount);
  if (unfit) return unfit;
  const paid = paidAmount(body, account, context);
  if (isRejection(paid)) return paid;
  const decision = decide(account, paid.amount);
  if (isRejection(decision)) return decision;
  const channel = channelDetails(body.transactionDetails, { amount: paid.amount, type }, account, context);
  if (isRejection(channel)) return channel;
  const details = {
    ...requestedMoments(body, context),
    ...channel,
    ...(paid.original ? { original: paid.original } : {}),
    notes: body.notes ?? null,
    externalId: body.externalId ?? null,
  };
  return mainTransaction(loanEffects(account, decision, context, { details }), type);
};
