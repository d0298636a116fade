import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { agreedCalendar } from '../calendar.ts';
import { checkScheduleEdit, type EditContext, type ScheduleEdit } from '../editSchedule.ts';
import { inOrder } from '../events.ts';
import { withNotes } from '../instalmentNotes.ts';
import { type HolidayEdit, holidayEdit, setsHolidays } from '../paymentHolidays.ts';
import { checkPlansOfEdit } from '../plannedFees.ts';
import { dueDatesAfter } from '../schedule/dueDates.ts';
import { isTranched } from '../terms.ts';
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
import { checkEditAfterRecalculation } from './repaymentRecalculation.ts';

const checkState = (account: LoanAccountFacts): Rejection | undefined => {
  const open = isActive(account) || account.state === 'PARTIAL_APPLICATION' || account.state === 'PENDING_APPROVAL';
  if (!open) {
    return reject('INVALID_ACCOUNT_STATE', `the schedule of an account that is ${account.state} can't be edited`);
  }
  if (isTranched(account.terms) && !isActive(account)) {
    return reject(
      'EDITING_REPAYMENTS_NOT_ALLOWED',
      'the schedule of a tranched loan follows from its tranches until it is disbursed',
    );
  }
  return isLocked(account) ? reject('ACCOUNT_IS_LOCKED', `loan account ${account.id} is locked`) : undefined;
};

/** An edit that may be, or the schedule with the payment holidays that it asks for. */
const acceptedEdit = (
  account: LoanAccountFacts,
  edit: ScheduleEdit,
  surroundings: EditContext,
  context: LoanContext,
): HolidayEdit | Rejection => {
  const { terms, instalments, disbursement } = surroundings;
  if (!setsHolidays(instalments, edit)) return checkScheduleEdit(surroundings, edit) ?? { edit, respread: false };
  const event = account.events.find(({ type }) => type === 'DISBURSED');
  const from = event?.type === 'DISBURSED' ? event : undefined;
  const calendar = from?.daysOff ? agreedCalendar(from.daysOff, context.calendar) : context.calendar;
  const last = instalments.at(-1)?.dueDate ?? disbursement;
  const datesAfter = (count: number) =>
    dueDatesAfter(
      terms,
      count,
      last,
      { disbursed: disbursement, firstRepaymentDate: from?.firstRepaymentDate },
      calendar,
    );
  return holidayEdit(surroundings, edit, datesAfter);
};

/**
 * Takes an edited schedule. Refusals in this order: state (not while APPROVED or closed), lock, a repayment that computed it in its own way, a postdated transaction, then
 * those of `checkScheduleEdit`,
 * or of `holidayEdit` where instalments become payment holidays, then fees that are planned on what would go. The schedule counts as custom from then on.
 */
export const decideScheduleEdit = (
  account: LoanAccountFacts,
  edit: ScheduleEdit,
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkState(account) ?? checkEditAfterRecalculation(account.terms, account.events);
  if (refusal) return refusal;
  const { today } = context;
  const last = inOrder(account.events).findLast(({ type }) => type !== 'SCHEDULE_EDITED');
  if (last && last.valueDate > today) {
    return reject('DUE_DATE_BEFORE_LOGGED_TRANSACTION', 'a postdated transaction exists; adjust it first');
  }
  const disbursed = disbursedOn(account);
  const shown = shownLoan(account, context);
  const surroundings: EditContext = {
    terms: account.terms,
    instalments: shown.instalments,
    disbursement: disbursed ?? account.expectedDisbursementDate ?? today,
    disbursed: disbursed !== undefined,
    lastTransaction: disbursed === undefined ? undefined : last?.valueDate,
    today,
    closure: context.closure,
  };
  const accepted = acceptedEdit(account, edit, surroundings, context);
  if (isRejection(accepted)) return accepted;
  const unplanned = checkPlansOfEdit(disbursed === undefined ? account.terms : shown.terms, accepted.edit);
  if (unplanned) return unplanned;
  return applyEvents(account, context, {
    append: [
      {
        type: 'SCHEDULE_EDITED',
        key: context.newKey(),
        sequence: account.nextSequence,
        valueDate: today,
        bookingDate: today,
        instalments: withNotes(accepted.edit, edit),
        ...(accepted.respread ? { respread: true } : {}),
      },
    ],
  });
};
