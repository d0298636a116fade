import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { internalCommand, touch } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { factsOf, loanContext } from '../operations/loanContext.ts';
import { loanEffects } from '../operations/loanEffects.ts';
import { applyEvents } from '../rules/decide/account.ts';
import { lockOfNight } from '../rules/decide/decideLock.ts';
import { accountsDue, loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';

/**
 * Brings one loan to today: interest of due dates that passed is applied, instalments become late, the account goes into arrears or comes back.
 * A loan that is there already changes nothing but the day it was looked at.
 */
export const foldLoanToToday = internalCommand<{ readonly accountKey: EncodedKey }, null>('foldLoanToToday', {
  touches: ({ accountKey }) => [touch(loanAccounts, accountKey)],
  decide: ({ accountKey }, state, context) => {
    const account = state.get(loanAccounts, accountKey);
    if (!account) return reject('INVALID_LOAN_ACCOUNT_ID', `loan account ${accountKey} was deleted meanwhile`);
    const surroundings = loanContext(account, context);
    const decision = applyEvents(factsOf(account, context), surroundings, {});
    const { lockPeriodDays } = productOfLoan(context.reference, account.productTypeKey);
    const locked = lockOfNight(decision.account, decision.loan, lockPeriodDays, surroundings);
    const effects = loanEffects(account, locked ?? decision, context);
    return isRejection(effects) ? effects : { ...effects, outcome: null };
  },
});

/** The night's step for loans: only those with an instalment due by the day that ended, through the same runner and rules as every request. */
export const foldDueLoans: EndOfDayStep = {
  name: 'loans: apply due interest, mark late instalments',
  run: async (context) => runForAccounts(foldLoanToToday, await accountsDue(context.tenant.pool, context.day), context),
};
