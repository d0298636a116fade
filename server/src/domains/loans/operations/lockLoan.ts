import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decideLock, decideUnlock } from '../rules/decide/decideLock.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { type LoanOutcome, loanEffects } from './loanEffects.ts';

/** POST /loans/{loanAccountId}/lock-transactions */
export const lockLoan = command<'lockLoan', LoanOutcome>('lockLoan', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const { lockedOperations: operations, lockedAccountTotalDueType: totalDueType } = body;
    const decision = decideLock(
      factsOf(account, context),
      { ...(operations ? { operations } : {}), ...(totalDueType === undefined ? {} : { totalDueType }) },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    return loanEffects(account, decision, context, { details: { notes: body.notes ?? null } });
  },
  answer: ({ posted }, context) => ({
    loanTransactions: posted
      .filter(({ type }) => type.endsWith('_LOCKED'))
      .map((transaction) => shownLoanTransaction(transaction, context)),
  }),
});

/** POST /loans/{loanAccountId}/unlock-transactions */
export const unlockLoan = command<'unlockLoan', LoanOutcome>('unlockLoan', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const decision = decideUnlock(factsOf(account, context), loanContext(account, context));
    if (isRejection(decision)) return decision;
    return loanEffects(account, decision, context, { details: { notes: body.notes ?? null } });
  },
  answer: ({ posted }, context) => ({
    loanTransactions: posted
      .filter(({ type }) => type.endsWith('_UNLOCKED'))
      .map((transaction) => shownLoanTransaction(transaction, context)),
  }),
});
