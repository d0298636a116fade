import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { toApiLoanTransaction } from '../convertTransaction.ts';
import { decideRepayment } from '../rules/decide/decideRepayment.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { channelDetails, checkFinite, requestedDates, requestedMoments } from './loanRequest.ts';
import { mainTransaction } from './mainTransaction.ts';

/** POST /loans/{loanAccountId}/repayment-transactions */
export default command<'makeRepayment', LoanTransaction>('makeRepayment', {
  notYet: [
    'customPaymentAmounts',
    'installmentEncodedKey',
    'prepaymentRecalculationMethod',
    'originalCurrencyCode',
    'principalOverpaymentAmount',
  ],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const unfit = checkFinite(body.amount);
    if (unfit) return unfit;
    const decision = decideRepayment(
      factsOf(account, context),
      { amount: money(body.amount), ...requestedDates(body, context) },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const channel = channelDetails(
      body.transactionDetails,
      { amount: body.amount, type: 'REPAYMENT' },
      account,
      context,
    );
    if (isRejection(channel)) return channel;
    const details = {
      ...requestedMoments(body, context),
      ...channel,
      notes: body.notes ?? null,
      externalId: body.externalId ?? null,
    };
    return mainTransaction(loanEffects(account, decision, context, { details }), 'REPAYMENT');
  },
  answer: (transaction, { clock }) => toApiLoanTransaction(transaction, clock),
});
