import type { OperationContext } from '../../../platform/http/handler.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { foldToToday, withFigures } from './loanEffects.ts';

/**
 * A loan that waits for its disbursement without an expected day shows the schedule of a disbursement today, and today moves on without
 * anybody touching the account. A schedule that was edited keeps its own dates, and one with a first repayment date that has passed the last it could have.
 */
export const asShownToday = (account: LoanAccount, context: OperationContext): LoanAccount => {
  const { accountState, disbursementDate, expectedDisbursementDate, figures, terms } = account;
  const first = terms.schedule.firstRepaymentDate;
  const stays =
    disbursementDate !== null ||
    expectedDisbursementDate !== null ||
    accountState.startsWith('CLOSED') ||
    figures.hasCustomSchedule ||
    figures.foldedTo === context.today ||
    (first !== undefined && first <= context.today);
  return stays ? account : withFigures(account, foldToToday(account, context), context);
};
