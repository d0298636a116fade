import type { OperationContext } from '../../../platform/http/handler.ts';
import { dependsOnCalendar } from '../rules/calendar.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { followsIndex } from '../rules/rates/ratePlan.ts';
import { knownTerms } from './loanContext.ts';
import { foldToToday, withFigures } from './loanEffects.ts';

/** Whether days have passed since a running loan was last folded: its figures are then those of an earlier day. */
export const isBehind = ({ accountState, figures }: LoanAccount, { today }: OperationContext): boolean =>
  (accountState === 'ACTIVE' || accountState === 'ACTIVE_IN_ARREARS') &&
  (figures.foldedTo === null || figures.foldedTo < today);

/**
 * The loan with the figures of today, in memory only; needs the account's parts. A running loan accrues without anybody touching it.
 * Its state stays as stored, since that is the night's to change.
 *
 * A loan that waits for its disbursement without an expected day shows the schedule of a disbursement today, and today moves on without
 * anybody touching the account. Until its disbursement the schedule also follows the calendar and an index. A schedule that was edited keeps its own dates, and one with a first repayment date that has passed the last it could have.
 */
export const asShownToday = (account: LoanAccount, context: OperationContext): LoanAccount => {
  const { accountState, disbursementDate, expectedDisbursementDate, figures, terms } = account;
  const first = terms.schedule.firstRepaymentDate;
  const sameDay = expectedDisbursementDate !== null || figures.foldedTo === context.today;
  const stays =
    disbursementDate !== null ||
    accountState.startsWith('CLOSED') ||
    figures.hasCustomSchedule ||
    (first !== undefined && first <= context.today) ||
    (sameDay && !dependsOnCalendar(terms) && !followsIndex(terms.interest));
  if (stays && !isBehind(account, context)) return account;
  const known = { ...account, terms: knownTerms(account, context) };
  return withFigures(known, foldToToday(known, context), context);
};
