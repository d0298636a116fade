import { isRejection } from '../../../kernel/rejection.ts';
import { andUniqueFields } from '../../../platform/customFields/postingFields.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownDepositTransaction } from '../convert.ts';
import { decideDeposit } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositTransactionRows } from '../store/depositTransactionStore.ts';
import { externalIdFirst } from './externalIdFirst.ts';
import { accountNotFound, historyOption, postingFacts, postingRequest } from './postingFacts.ts';
import { postedDecision } from './postTransaction.ts';
import {
  decideSettling,
  type PreparedSettlement,
  prepareSettlement,
  touchesOfSettled,
  withSettled,
} from './settledHold.ts';
import { transactionFields, withFields } from './transactionFields.ts';

/** POST /deposits/{depositAccountId}/deposit-transactions */
export default command<'makeDeposit', DepositTransaction, PreparedSettlement>('makeDeposit', {
  customFields: true,
  prepare: prepareSettlement,
  refused: externalIdFirst,
  numbers: [depositTransactionRows],
  touches: ({ path, body, prepared }, context) => [
    touch(depositAccounts, path.depositAccountId, historyOption(body.valueDate, context)),
    ...touchesOfSettled(prepared),
  ],
  decide: ({ path, body, prepared }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const request = postingRequest(body, context);
    const facts = postingFacts(account, context, {
      amount: request.amount,
      type: 'DEPOSIT',
      details: body.transactionDetails,
    });
    const skipMaximum = body.skipMaximumBalanceValidation ?? false;
    const posted = decideSettling(facts, prepared, state, { type: 'DEPOSIT', request, skipMaximum }, () =>
      decideDeposit(facts, { ...request, skipMaximumBalanceValidation: skipMaximum }),
    );
    if (isRejection(posted)) return posted;
    const fields = transactionFields(posted.transaction, body, prepared, context);
    if (isRejection(fields)) return fields;
    const channelGlAccountKey = isRejection(facts.channel) ? null : (facts.channel?.glAccountKey ?? null);
    const decision = postedDecision(facts, withFields(posted, fields), context, { channelGlAccountKey });
    return andUniqueFields(withSettled(decision, posted), fields);
  },
  answer: (transaction, context) => shownDepositTransaction(transaction, context),
});
