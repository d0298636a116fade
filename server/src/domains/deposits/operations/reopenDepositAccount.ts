import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { changed, command, touch } from '../../../platform/posting/command.ts';
import { clientStates, holderMayOpenAccounts } from '../../clients/index.ts';
import { shownDepositAccount, toldDepositAccount } from '../convert.ts';
import { decideReopen } from '../rules/accountStates.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { findDepositAccount } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { accountNotFound } from './postingFacts.ts';
import { holderEffects } from './postTransaction.ts';

/** POST /deposits/{depositAccountId}:reopen */
export default command<'reopenDepositAccount', DepositAccount, { readonly holderKey: EncodedKey | null }>(
  'reopenDepositAccount',
  {
    prepare: async ({ path }, db) => {
      const account = await findDepositAccount(db, path.depositAccountId);
      if (!account) return accountNotFound(path.depositAccountId);
      return { holderKey: account.accountHolderType === 'CLIENT' ? account.accountHolderKey : null };
    },
    touches: ({ path, prepared: { holderKey } }) => [
      touch(depositAccounts, path.depositAccountId),
      ...(holderKey === null ? [] : [touch(clientStates, holderKey)]),
    ],
    decide: ({ path, body, prepared: { holderKey } }, state, context) => {
      const account = state.get(depositAccounts, path.depositAccountId);
      if (!account) return accountNotFound(path.depositAccountId);
      const after = decideReopen(account, context.now);
      if (isRejection(after)) return after;
      // Who left the bank, or is not welcome, gets no account by this door either.
      const holder = holderKey === null ? undefined : state.get(clientStates, holderKey);
      const unwelcome = holder && holderMayOpenAccounts(holder);
      if (unwelcome) return unwelcome;
      const noted = body.notes === undefined ? after : { ...after, notes: body.notes };
      return {
        changes: [changed(depositAccounts, noted)],
        rows: holderEffects(account, noted),
        outcome: noted,
        subject: {
          type: 'DEPOSIT_ACCOUNT',
          key: account.encodedKey,
          before: toldDepositAccount(account, context),
          after: toldDepositAccount(noted, context),
        },
      };
    },
    answer: (account, context) => shownDepositAccount(account, context),
  },
);
