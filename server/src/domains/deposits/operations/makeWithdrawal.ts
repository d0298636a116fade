import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownDepositTransaction } from '../convert.ts';
import { decideWithdrawal } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositTransactionRows } from '../store/depositTransactionStore.ts';
import { channelPosting } from './channelPosting.ts';
import { externalIdFirst } from './externalIdFirst.ts';
import { accountNotFound, historyOption, postingFacts, postingRequest } from './postingFacts.ts';
import {
  decideSettling,
  type PreparedSettlement,
  prepareSettlement,
  touchesOfSettled,
  withSettled,
} from './settledHold.ts';

/** POST /deposits/{depositAccountId}/withdrawal-transactions */
export default command<'makeWithdrawal', DepositTransaction, PreparedSettlement>('makeWithdrawal', {
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
      type: 'WITHDRAWAL',
      details: body.transactionDetails,
    });
    // Only who was given it by name: being an administrator opens no block.
    const fromBlocked = context.principal.permissions.has('WITHDRAW_BLOCKED_FUNDS');
    const held = { type: 'WITHDRAWAL', request, skipMaximum: false } as const;
    const posted = decideSettling(facts, prepared, state, held, () => decideWithdrawal(facts, request, fromBlocked));
    if (isRejection(posted)) return posted;
    return withSettled(channelPosting(facts, posted, body, prepared, context), posted);
  },
  answer: (transaction, context) => shownDepositTransaction(transaction, context),
});
