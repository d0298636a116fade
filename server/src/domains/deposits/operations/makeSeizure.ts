import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { changed, command, touch } from '../../../platform/posting/command.ts';
import { shownDepositTransaction } from '../convert.ts';
import { decideSeizure, remainderOf } from '../rules/block.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositBlocks, touchBlock, touchedBlock } from '../store/depositBlockStore.ts';
import { depositTransactionRows } from '../store/depositTransactionStore.ts';
import { blockNotFound } from './blockDecision.ts';
import { externalIdFirst } from './externalIdFirst.ts';
import { accountNotFound, postingFacts } from './postingFacts.ts';
import { postedDecision } from './postTransaction.ts';

/** POST /deposits/{depositAccountId}/seizure-transactions */
export default command<'makeSeizure', DepositTransaction>('makeSeizure', {
  numbers: [depositTransactionRows],
  touches: ({ path, body }) => [
    touch(depositAccounts, path.depositAccountId),
    touchBlock(path.depositAccountId, body.blockId),
  ],
  refused: externalIdFirst,
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const block = touchedBlock(state, account.encodedKey, body.blockId);
    if (!block) return blockNotFound(body.blockId, account.id);
    const amount = body.amount === undefined ? null : money(body.amount);
    const facts = postingFacts(account, context, {
      amount: amount ?? remainderOf(block),
      type: 'SEIZED_AMOUNT',
      details: { transactionChannelId: body.transactionChannelId },
    });
    const { externalId = null, notes = null } = body;
    const posted = decideSeizure(facts, block, { amount, externalId, notes });
    if (isRejection(posted)) return posted;
    const channelGlAccountKey = isRejection(facts.channel) ? null : (facts.channel?.glAccountKey ?? null);
    const decision = postedDecision(facts, posted, context, { channelGlAccountKey });
    return isRejection(decision)
      ? decision
      : { ...decision, changes: [...decision.changes, changed(depositBlocks, posted.block)] };
  },
  answer: (transaction, context) => shownDepositTransaction(transaction, context),
});
