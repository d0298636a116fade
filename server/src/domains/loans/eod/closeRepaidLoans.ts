import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { factsOf, loanContext } from '../operations/loanContext.ts';
import { loanEffects } from '../operations/loanEffects.ts';
import { closesOfItself } from '../rules/decide/closesOfItself.ts';
import { decideStateChange } from '../rules/decide/decideStateChange.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { loanProductReference, productOfLoan } from '../store/loanProductReference.ts';
import { repaidLoans } from '../store/repaidLoans.ts';

/** Closes one loan that has been paid in full for long enough; one that owes again, or was closed meanwhile, stays as it is. */
const closeRepaidLoan = internalCommand<{ readonly accountKey: EncodedKey }, null>('closeRepaidLoan', {
  touches: ({ accountKey }) => [touch(loanAccounts, accountKey)],
  decide: ({ accountKey }, state, context) => {
    const account = state.get(loanAccounts, accountKey);
    if (!account) return reject('INVALID_LOAN_ACCOUNT_ID', `loan account ${accountKey} was deleted meanwhile`);
    const facts = factsOf(account, context);
    const surroundings = loanContext(account, context);
    const { dormancyPeriodDays } = productOfLoan(context.reference, account.productTypeKey);
    if (!closesOfItself(facts, dormancyPeriodDays, surroundings)) return unchanged(null);
    const decision = decideStateChange(facts, { action: 'CLOSE' }, surroundings);
    const effects = isRejection(decision) ? decision : loanEffects(account, decision, context);
    return isRejection(effects) ? effects : { ...effects, outcome: null };
  },
});

/** The night's step that closes loans that have been paid in full for their product's dormancy period. */
export const closeRepaidLoans: EndOfDayStep = {
  name: 'loans: close what is repaid',
  run: async (context) => {
    const { tenant } = context;
    const products = (await tenant.reference.current()).get(loanProductReference).byKey.values();
    const closing = products
      .filter(({ dormancyPeriodDays }) => dormancyPeriodDays !== null)
      .map(({ encodedKey }): EncodedKey => encodedKey)
      .toArray();
    return closing.length === 0 ? 0 : runForAccounts(closeRepaidLoan, await repaidLoans(tenant.pool, closing), context);
  },
};
