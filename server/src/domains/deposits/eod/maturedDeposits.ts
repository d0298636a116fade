import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { reject } from '../../../kernel/rejection.ts';
import { internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { maturingAccount, termDecision } from '../operations/termOfAccount.ts';
import { matures } from '../rules/interest/maturity.ts';
import { accountsReachingMaturity } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';

/** Ends the term of one account; one that was closed or whose maturity was undone meanwhile stays as it is. */
const endTerm = internalCommand<{ readonly accountKey: EncodedKey }, null>('matureDeposit', {
  touches: ({ accountKey }) => [touch(depositAccounts, accountKey)],
  decide: ({ accountKey }, state, context) => {
    const account = state.get(depositAccounts, accountKey);
    if (!account) return reject('INVALID_DEPOSIT_ACCOUNT_ID', `deposit account ${accountKey} was deleted meanwhile`);
    if (!matures(maturingAccount(account, context), context.today)) {
      return unchanged(null);
    }
    return { ...termDecision(account, { accountState: 'MATURED' }, undefined, context), outcome: null };
  },
});

/**
 * The night's step that ends terms: an account is MATURED from the first moment of its maturity date, which is the first day without interest.
 * It comes after the steps of interest, which judge the account as it was on the day that ended.
 */
export const maturedDeposits: EndOfDayStep = {
  name: 'deposits: terms end',
  run: async (context) => {
    const { pool, clock } = context.tenant;
    const nextDay = clock.zone.startOf(plusDays(context.day, 1));
    return runForAccounts(endTerm, await accountsReachingMaturity(pool, nextDay), context);
  },
};
