import { isRejection } from '../../../kernel/rejection.ts';
import { changed, command, touch } from '../../../platform/posting/command.ts';
import { toApiDepositAccount } from '../convert.ts';
import { decideReopen } from '../rules/accountStates.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { accountNotFound } from './postingFacts.ts';
import { holderEffects } from './postTransaction.ts';

/** POST /deposits/{depositAccountId}:reopen */
export default command<'reopenDepositAccount', DepositAccount>('reopenDepositAccount', {
  touches: ({ path }) => [touch(depositAccounts, path.depositAccountId)],
  decide: ({ path }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const after = decideReopen(account, context.now);
    if (isRejection(after)) return after;
    return {
      changes: [changed(depositAccounts, after)],
      rows: holderEffects(account, after),
      outcome: after,
      subject: { type: 'DEPOSIT_ACCOUNT', key: account.encodedKey },
    };
  },
  answer: (account, { clock }) => toApiDepositAccount(account, clock),
});
