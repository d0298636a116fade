import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { hasLaterThan } from '../eventList.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import { checkActive, checkNothingHeld } from './checks.ts';

/**
 * Gives up everything a loan owes today, interest and penalties to the day included, and closes it. Refusals in this order:
 * state, holds, fewer days in arrears than the organisation asks for, a postdated event, a closed period, nothing owed.
 */
export const decideWriteOff = (
  account: LoanAccountFacts,
  { arrearsDaysBeforeWriteOff }: { readonly arrearsDaysBeforeWriteOff: number | null },
  context: LoanContext,
): LoanDecision | Rejection => {
  const { today } = context;
  const refusal = checkActive(account) ?? checkNothingHeld(account);
  if (refusal) return refusal;
  const { daysInArrears } = loanOn(account, context, today);
  if (arrearsDaysBeforeWriteOff !== null && daysInArrears < arrearsDaysBeforeWriteOff) {
    return reject(
      'MINIMUM_ARREARS_DAYS_NOT_REACHED',
      `the loan has been in arrears for ${daysInArrears} days; writing off takes ${arrearsDaysBeforeWriteOff}`,
    );
  }
  if (hasLaterThan(account.events, today)) {
    return reject('BACKDATE_BEFORE_OTHER_OPERATION', 'a postdated transaction exists; adjust it first');
  }
  const closed = context.closure(today);
  if (closed) return closed;
  const decision = applyEvents(account, context, {
    facts: {
      state: 'CLOSED_WRITTEN_OFF',
      subState: 'WRITTEN_OFF',
      closedOn: today,
      stateBeforeClosure: account.state,
    },
    append: [
      {
        type: 'WRITTEN_OFF',
        key: context.newKey(),
        sequence: account.nextSequence,
        valueDate: today,
        bookingDate: today,
      },
    ],
  });
  return decision.loan.transactions.some(({ type }) => type === 'WRITE_OFF')
    ? decision
    : reject('INVALID_ACCOUNT_STATE', `loan account ${account.id} owes nothing; close it instead`);
};

/** Takes a write-off back: the loan is as it would be today without it. Refused for a loan that is not written off. */
export const decideUndoWriteOff = (account: LoanAccountFacts, context: LoanContext): LoanDecision | Rejection => {
  if (account.state !== 'CLOSED_WRITTEN_OFF') {
    return reject('INVALID_ACCOUNT_STATE', `loan account ${account.id} is ${account.state}, not written off`);
  }
  const event = account.events.find(({ type }) => type === 'WRITTEN_OFF');
  if (!event) return reject('NON_REVERSIBLE_WRITE_OFF', `the write-off of loan account ${account.id} left no event`);
  const events = account.events.filter(({ key }) => key !== event.key);
  const { liveState, lock } = loanOn({ ...account, events }, context, context.today);
  return applyEvents(account, context, {
    remove: [event.key],
    facts: {
      state: liveState,
      subState: lock ? (lock.capped ? 'LOCKED_CAPPING' : 'LOCKED') : null,
      closedOn: null,
      stateBeforeClosure: null,
    },
  });
};
