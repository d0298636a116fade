import { command, touch } from '../../../platform/posting/command.ts';
import { asCreated, shownAccountHold } from '../holdShown.ts';
import { type AuthorizationHold, holdId } from '../rules/holds/authorizationHold.ts';
import { type NamedAccount, namedAccount } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { authorizationHolds } from '../store/holdStore.ts';
import { decideNewHold, depositBearing } from './holdFacts.ts';
import { accountNotFound } from './postingFacts.ts';

/** POST /deposits/{depositAccountId}/authorizationholds */
export default command<'createDepositAuthorizationHold', AuthorizationHold, { readonly account: NamedAccount }>(
  'createDepositAuthorizationHold',
  {
    prepare: async ({ path }, db) => {
      const account = await namedAccount(db, path.depositAccountId);
      return account ? { account } : accountNotFound(path.depositAccountId);
    },
    touches: ({ body, prepared: { account } }) => [
      touch(depositAccounts, account.encodedKey),
      touch(authorizationHolds, holdId(account.encodedKey, body.externalReferenceId)),
    ],
    decide: ({ path, body, prepared }, state, context) => {
      const account = state.get(depositAccounts, prepared.account.encodedKey);
      return account
        ? decideNewHold(depositBearing(account, context), { cardKey: null, cardToken: null }, body, state, context)
        : accountNotFound(path.depositAccountId);
    },
    answer: (hold, context) => shownAccountHold(asCreated(hold), context),
  },
);
