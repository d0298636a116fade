import { money } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { decideHolidayInterest } from '../rules/decide/decideHolidayInterest.ts';
import { decideInterestApplication } from '../rules/decide/decideInterestApplication.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { type LoanOutcome, loanEffects } from './loanEffects.ts';
import { requestedDates, requestedMoments } from './loanRequest.ts';

/** POST /loans/{loanAccountId}:applyInterest */
export default command<'applyLoanInterest', LoanOutcome>('applyLoanInterest', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const dated = { valueDate: body.interestApplicationDate };
    const ofHolidays = body.isPaymentHolidaysInterest ?? false;
    const { paymentHolidaysInterestAmount: amount } = body;
    if (!ofHolidays && amount !== undefined && !money(amount).isZero()) {
      return reject('INVALID_PARAMETERS', 'paymentHolidaysInterestAmount needs isPaymentHolidaysInterest');
    }
    if (ofHolidays && body.isInterestFromArrears) {
      return reject('INVALID_PARAMETERS', 'isInterestFromArrears does not go with isPaymentHolidaysInterest');
    }
    const facts = factsOf(account, context);
    const dates = requestedDates(dated, context);
    const surroundings = loanContext(account, context);
    const decision = ofHolidays
      ? decideHolidayInterest(facts, dates, amount === undefined ? undefined : money(amount), surroundings)
      : decideInterestApplication(facts, dates, surroundings, body.isInterestFromArrears ? 'FROM_ARREARS' : 'REGULAR');
    if (isRejection(decision)) return decision;
    return loanEffects(account, decision, context, {
      details: { ...requestedMoments(dated, context), notes: body.notes ?? null },
    });
  },
  answer: () => undefined,
});
