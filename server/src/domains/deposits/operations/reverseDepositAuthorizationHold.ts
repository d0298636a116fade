import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch, unchanged } from '../../../platform/posting/command.ts';
import { type AuthorizationHold, holdId } from '../rules/holds/authorizationHold.ts';
import { decideRelease } from '../rules/holds/decideHold.ts';
import { type NamedAccount, namedAccount } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { authorizationHolds } from '../store/holdStore.ts';
import { depositBearing, heldDecision } from './holdFacts.ts';
import { accountNotFound } from './postingFacts.ts';
import { holdOfAccountNotFound } from './readDepositHolds.ts';

/** DELETE /deposits/{depositAccountId}/authorizationholds/{authorizationHoldExternalReferenceId} */
export default command<'reverseDepositAuthorizationHold', AuthorizationHold, { readonly account: NamedAccount }>(
  'reverseDepositAuthorizationHold',
  {
    prepare: async ({ path }, db) => {
      const account = await namedAccount(db, path.depositAccountId);
      return account ? { account } : accountNotFound(path.depositAccountId);
    },
    touches: ({ path, prepared: { account } }) => [
      touch(depositAccounts, account.encodedKey),
      touch(authorizationHolds, holdId(account.encodedKey, path.authorizationHoldExternalReferenceId)),
    ],
    decide: ({ path, prepared }, state, context) => {
      const account = state.get(depositAccounts, prepared.account.encodedKey);
      if (!account) return accountNotFound(path.depositAccountId);
      const reference = path.authorizationHoldExternalReferenceId;
      const hold = state.get(authorizationHolds, holdId(account.encodedKey, reference));
      if (!hold) return holdOfAccountNotFound(reference);
      // Who deletes again did not hear that it was done.
      if (hold.status === 'REVERSED') return unchanged(hold);
      const { bearer, slot } = depositBearing(account, context);
      const held = decideRelease(bearer, hold, 'REVERSED');
      return isRejection(held) ? held : heldDecision(slot, held, hold, context);
    },
    answer: () => undefined,
  },
);
