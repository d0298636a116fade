import type { Decimalish, Money } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Decision, PostingState } from '../../../platform/posting/command.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from '../rules/decide/account.ts';
import type { RequestedDates } from '../rules/decide/checks.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import {
  type ChannelBody,
  channelDetails,
  checkFinite,
  type DatedBody,
  requestedDates,
  requestedMoments,
} from './loanRequest.ts';
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

/** What a rule decides of money that moves: how much, and on which days. */
type Decide = (
  facts: LoanAccountFacts,
  request: RequestedDates & { readonly amount: Money },
  context: LoanContext,
  account: LoanAccount,
) => LoanDecision | Rejection;

/** Money that moves between a loan and a channel: the transaction of a type that the decision about it leads to. */
export const postLoanMoney = (
  { path, body }: { readonly path: { readonly loanAccountId: string }; readonly body: MoneyBody },
  type: string,
  decide: Decide,
  state: PostingState,
  context: OperationContext,
): Decision<LoanTransaction> | Rejection => {
  const account = state.get(loanAccounts, path.loanAccountId);
  if (!account) return loanNotFound(path.loanAccountId);
  const unfit = checkFinite(body.amount);
  if (unfit) return unfit;
  const paid = paidAmount(body, account, context, type === 'WITHDRAWAL_REDRAW' ? 'OUT' : 'IN');
  if (isRejection(paid)) return paid;
  const request = { ...requestedDates(body, context), amount: paid.amount };
  const decision = decide(factsOf(account, context), request, loanContext(account, context), account);
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
