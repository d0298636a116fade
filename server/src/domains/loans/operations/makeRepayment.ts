import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { andUniqueFields, type PreparedFields, prepareFields } from '../../../platform/customFields/postingFields.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decideRepayment } from '../rules/decide/decideRepayment.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { channelDetails, checkFinite, requestedDates, requestedMoments } from './loanRequest.ts';
import { fieldDetails, loanTransactionFields } from './loanTransactionFields.ts';
import { mainTransaction } from './mainTransaction.ts';

/** POST /loans/{loanAccountId}/repayment-transactions */
export default command<'makeRepayment', LoanTransaction, { readonly fields: PreparedFields }>('makeRepayment', {
  customFields: true,
  prepare: async ({ body }, db, by) => ({ fields: await prepareFields(body, db, by) }),
  notYet: [
    'customPaymentAmounts',
    'installmentEncodedKey',
    'prepaymentRecalculationMethod',
    'originalCurrencyCode',
    'principalOverpaymentAmount',
  ],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: ({ path, body, prepared }, state, context) => {
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
    const fields = loanTransactionFields({ ...channel, type: 'REPAYMENT' }, body, prepared.fields, context);
    if (isRejection(fields)) return fields;
    const details = {
      ...requestedMoments(body, context),
      ...fieldDetails(fields),
      ...channel,
      notes: body.notes ?? null,
      externalId: body.externalId ?? null,
    };
    return andUniqueFields(mainTransaction(loanEffects(account, decision, context, { details }), 'REPAYMENT'), fields);
  },
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});
