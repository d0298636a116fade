import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkScheduleEdit, type ScheduleEdit } from '../editSchedule.ts';
import { inOrder } from '../events.ts';
import {
  applyEvents,
  isActive,
  isLocked,
  type LoanAccountFacts,
  type LoanContext,
  type LoanDecision,
  shownLoan,
} from './account.ts';
import { disbursedOn } from './checks.ts';

const checkState = (account: LoanAccountFacts): Rejection | undefined => {
  const open = isActive(account) || account.state === 'PARTIAL_APPLICATION' || account.state === 'PENDING_APPROVAL';
  if (!open) {
    return reject('INVALID_ACCOUNT_STATE', `the schedule of an account that is ${account.state} can't be edited`);
  }
  return isLocked(account) ? reject('ACCOUNT_IS_LOCKED', `loan account ${account.id} is locked`) : undefined;
};

/**
 * Takes an edited schedule. Refusals in this order: state (not while APPROVED or closed), lock, a postdated transaction, then
 * those of `checkScheduleEdit`. The schedule counts as custom from then on.
 */
export const decideScheduleEdit = (
  account: LoanAccountFacts,
  edit: ScheduleEdit,
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkState(account);
  if (refusal) return refusal;
  const { today } = context;
  const last = inOrder(account.events).findLast(({ type }) => type !== 'SCHEDULE_EDITED');
  if (last && last.valueDate > today) {
    return reject('DUE_DATE_BEFORE_LOGGED_TRANSACTION', 'a postdated transaction exists; adjust it first');
  }
  const disbursed = disbursedOn(account);
  const wrong = checkScheduleEdit(
    {
      terms: account.terms,
      instalments: shownLoan(account, context).instalments,
      disbursement: disbursed ?? account.expectedDisbursementDate ?? today,
      disbursed: disbursed !== undefined,
      lastTransaction: disbursed === undefined ? undefined : last?.valueDate,
      today,
      closure: context.closure,
    },
    edit,
  );
  if (wrong) return wrong;
  return applyEvents(account, context, {
    append: [
      {
        type: 'SCHEDULE_EDITED',
        key: context.newKey(),
        sequence: account.nextSequence,
        valueDate: today,
        bookingDate: today,
        instalments: edit,
      },
    ],
  });
};
