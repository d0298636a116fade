import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownBlock } from '../blockShown.ts';
import { type DepositBlock, decideBlock } from '../rules/block.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { touchBlock, touchedBlock } from '../store/depositBlockStore.ts';
import { blockDecision, blockFacts } from './blockDecision.ts';
import { accountNotFound } from './postingFacts.ts';

/** POST /deposits/{depositAccountId}/blocks */
export default command<'createDepositBlock', DepositBlock>('createDepositBlock', {
  touches: ({ path, body }) => [
    touch(depositAccounts, path.depositAccountId),
    touchBlock(path.depositAccountId, body.externalReferenceId),
  ],
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const { externalReferenceId, notes = null } = body;
    const existing = touchedBlock(state, account.encodedKey, externalReferenceId);
    const request = { externalReferenceId, notes, amount: money(body.amount) };
    const blocked = decideBlock(blockFacts(account, context), existing, request);
    return isRejection(blocked) ? blocked : blockDecision(null, blocked);
  },
  answer: (block) => shownBlock(block),
});
