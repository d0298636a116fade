import { isRejection } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { decideInterestApplication } from '../rules/decide/decideInterestApplication.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { type LoanOutcome, loanEffects } from './loanEffects.ts';
import { requestedDates, requestedMoments } from './loanRequest.ts';

/** POST /loans/{loanAccountId}:applyInterest */
export default command<'applyLoanInterest', LoanOutcome>('applyLoanInterest', {
  notYet: ['isInterestFromArrears', 'isPaymentHolidaysInterest', 'paymentHolidaysInterestAmount'],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const dated = { valueDate: body.interestApplicationDate };
    const decision = decideInterestApplication(
      factsOf(account, context),
      requestedDates(dated, context),
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    return loanEffects(account, decision, context, {
      details: { ...requestedMoments(dated, context), notes: body.notes ?? null },
    });
  },
  answer: () => undefined,
});
