import type { Money } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import {
  checkActive,
  checkAfterActivation,
  checkAfterEdit,
  checkAmount,
  checkLock,
  checkTranchesPaidOut,
  datesOf,
  type PostingDates,
  type RequestedDates,
} from './checks.ts';
import { checkLaterPayments } from './decideRepayment.ts';

/**
 * The dates of money that comes to a running loan, or goes out of its redraw balance, today or in the past. Refusals in this order: state, lock, amount,
 * dates, tranches to come, edits and other operations after it.
 */
export const paymentDates = (
  account: LoanAccountFacts,
  request: RequestedDates & { readonly amount?: Money },
  context: LoanContext,
): PostingDates | Rejection => {
  const refusal =
    checkActive(account, 'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS') ??
    checkLock(account, context) ??
    (request.amount ? checkAmount(request.amount, account.terms.currencyDecimals) : undefined) ??
    checkAfterActivation(account, request.valueDate ?? context.today);
  if (refusal) return refusal;
  const future = reject('REPAYMENT_DATE_IN_THE_FUTURE_ERROR', 'valueDate lies in the future');
  const dates = datesOf(context, request, future);
  if (isRejection(dates)) return dates;
  return (
    checkTranchesPaidOut(account, dates.valueDate) ??
    checkAfterEdit(account, dates.valueDate) ??
    checkLaterPayments(account, dates, context) ??
    dates
  );
};
