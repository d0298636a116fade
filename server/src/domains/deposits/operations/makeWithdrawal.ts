import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { toApiDepositTransaction } from '../convert.ts';
import { decideWithdrawal } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositTransactionRows } from '../store/depositTransactionStore.ts';
import { accountNotFound, historyOption, postingFacts, postingRequest } from './postingFacts.ts';
import { postedDecision } from './postTransaction.ts';

/** POST /deposits/{depositAccountId}/withdrawal-transactions */
export default command<'makeWithdrawal', DepositTransaction>('makeWithdrawal', {
  notYet: ['holdExternalReferenceId'],
  numbers: [depositTransactionRows],
  touches: ({ path, body }, context) => [
    touch(depositAccounts, path.depositAccountId, historyOption(body.valueDate, context)),
  ],
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const request = postingRequest(body, context);
    const facts = postingFacts(account, context, {
      amount: request.amount,
      type: 'WITHDRAWAL',
      details: body.transactionDetails,
    });
    const posted = decideWithdrawal(facts, request);
    if (isRejection(posted)) return posted;
    const channelGlAccountKey = isRejection(facts.channel) ? null : (facts.channel?.glAccountKey ?? null);
    return postedDecision(facts, posted, context, { channelGlAccountKey });
  },
  answer: (transaction, { clock }) => toApiDepositTransaction(transaction, clock),
});
