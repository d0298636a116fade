import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { reject } from '../../../kernel/rejection.ts';
import { changed, internalCommand, touch } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { judgedArrears } from '../rules/accountStates.ts';
import { accountsBeyondOverdraft } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';

/** Judges one account again; one that was paid meanwhile stays as it is. */
const judgeArrears = internalCommand<{ readonly accountKey: EncodedKey }, null>('judgeDepositArrears', {
  touches: ({ accountKey }) => [touch(depositAccounts, accountKey)],
  decide: ({ accountKey }, state, { now }) => {
    const account = state.get(depositAccounts, accountKey);
    if (!account) return reject('INVALID_DEPOSIT_ACCOUNT_ID', `deposit account ${accountKey} was deleted meanwhile`);
    const judged = judgedArrears(account, now);
    const moved = judged.accountState !== account.accountState;
    return {
      changes: moved ? [changed(depositAccounts, { ...account, ...judged, lastModifiedDate: now })] : [],
      rows: [],
      outcome: null,
      subject: { type: 'DEPOSIT_ACCOUNT', key: accountKey },
    };
  },
});

/** The night's step for deposits: accounts whose overdraft expired while they owed more than is allowed go into arrears. */
export const overdrawnDeposits: EndOfDayStep = {
  name: 'deposits: overdrawn accounts go into arrears',
  run: async (context) =>
    runForAccounts(
      judgeArrears,
      await accountsBeyondOverdraft(context.tenant.pool, context.tenant.clock.now()),
      context,
    ),
};
