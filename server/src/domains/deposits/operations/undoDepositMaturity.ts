import { command, touch } from '../../../platform/posting/command.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { checkUndoMaturity } from '../rules/interest/maturity.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { accountNotFound } from './postingFacts.ts';
import { maturingAccount, termDecision } from './termOfAccount.ts';

/** POST /deposits/{depositAccountId}:undoMaturity: the account is as it was before its term started. */
export default command<'undoDepositMaturity', DepositAccount>('undoDepositMaturity', {
  touches: ({ path }) => [touch(depositAccounts, path.depositAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const refusal = checkUndoMaturity(maturingAccount(account, context), context.today);
    return refusal ?? termDecision(account, { maturityDate: null }, body?.notes, context);
  },
  answer: () => undefined,
});
