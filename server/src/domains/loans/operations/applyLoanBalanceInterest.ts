import { isRejection } from '../../../kernel/rejection.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { decideInterestApplication } from '../rules/decide/decideInterestApplication.ts';
import { checkBearsInterest } from '../rules/loanBalances.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { requestedDates, requestedMoments } from './loanRequest.ts';
import { mainTransaction } from './mainTransaction.ts';

/** POST /loans/{loanAccountId}/balances/{loanAccountBalance}:applyInterest: as :applyInterest of the loan, told as a change of a balance. */
export default command<'applyLoanBalanceInterest', LoanTransaction>('applyLoanBalanceInterest', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const unknown = checkBearsInterest(path.loanAccountBalance);
    if (unknown) return unknown;
    const dated = { valueDate: body.interestApplicationDate };
    const decision = decideInterestApplication(
      factsOf(account, context),
      requestedDates(dated, context),
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const details = { ...requestedMoments(dated, context), notes: body.notes ?? null };
    return mainTransaction(loanEffects(account, decision, context, { details }), 'INTEREST_APPLIED');
  },
  answer: (applied, { clock }) => ({
    balanceChanges: [
      {
        type: 'INTEREST',
        amount: applied.amount,
        applicationDate: clock.zone.format(applied.valueDate),
        creationDate: formatUtc(applied.creationDate),
        loanAccountEncodedKey: applied.accountKey,
        loanTransactionEncodedKey: applied.encodedKey,
      },
    ],
  }),
});
