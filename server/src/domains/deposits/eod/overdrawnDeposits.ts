import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { changed, internalCommand, touch } from '../../../platform/posting/command.ts';
import type { FinishedAnswer } from '../../../platform/posting/job.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
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

const submit = (
  { tenant, principal, day }: EndOfDayContext,
  accountKey: EncodedKey,
): Promise<FinishedAnswer | Rejection> =>
  new Promise((settle, fail) => {
    tenant.runner.submit({
      command: judgeArrears,
      input: { accountKey },
      origin: { principal, method: 'EOD', uri: `end of day ${day}`, clientIp: '', userAgent: '', payload: null },
      idempotency: null,
      successStatus: 204,
      settle,
      fail,
    });
  });

const chunk = 500;

/** The night's step for deposits: accounts whose overdraft expired while they owed more than is allowed go into arrears. */
export const overdrawnDeposits: EndOfDayStep = {
  name: 'deposits: overdrawn accounts go into arrears',
  run: async (context) => {
    const { pool, clock } = context.tenant;
    const keys = await accountsBeyondOverdraft(pool, clock.now());
    for (let start = 0; start < keys.length; start += chunk) {
      const results = await Promise.all(keys.slice(start, start + chunk).map((key) => submit(context, key)));
      const refused = results.find(isRejection);
      if (refused) throw new Error(`an overdrawn account could not be judged: ${refused.errors[0]?.source ?? ''}`);
    }
    return keys.length;
  },
};
