import { isPositive, isZero, type Money, minus } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanState } from '../state.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import {
  checkActive,
  checkAfterActivation,
  checkAfterEdit,
  checkAmount,
  checkLock,
  checkUserLimit,
  datesOf,
  type PostingDates,
  type RequestedDates,
} from './checks.ts';

export type RepaymentRequest = RequestedDates & { readonly amount: Money };

/** A backdated payment moves behind it what came later: that takes the permission for bulk corrections, and no postdated payment. */
const checkLaterPayments = (
  account: LoanAccountFacts,
  dates: PostingDates,
  context: LoanContext,
): Rejection | undefined => {
  const later = account.events.filter(
    ({ type, valueDate }) => (type === 'REPAID' || type === 'PAID_OFF') && valueDate > dates.valueDate,
  );
  if (later.length === 0) return undefined;
  if (later.some(({ valueDate }) => valueDate > context.today)) {
    return reject('CANNOT_BULK_REAPPLY_POSTDATED_REPAYMENTS', 'a postdated repayment exists; adjust it first');
  }
  return context.may('BULK_LOAN_CORRECTIONS')
    ? undefined
    : reject(
        'BACKDATE_BEFORE_OTHER_OPERATION',
        'a later repayment exists; putting one before it needs the permission BULK_LOAN_CORRECTIONS',
      );
};

/** Whether a loan owes anything, scheduled and accrued interest included. */
const owesNothing = (loan: LoanState): boolean =>
  isZero(loan.balances.total) &&
  isZero(loan.accruedInterest) &&
  loan.instalments.every(({ interest }) => isZero(minus(interest.expected, interest.paid)));

const checkOwed = (account: LoanAccountFacts, request: RepaymentRequest, dates: PostingDates, context: LoanContext) => {
  const onTheDay = loanOn(
    { ...account, events: account.events.filter(({ valueDate }) => valueDate <= dates.valueDate) },
    context,
    dates.valueDate,
  );
  if (owesNothing(onTheDay)) {
    return reject('CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT', `loan account ${account.id} owes nothing`);
  }
  const { prepaymentAcceptance } = account.terms.payment.prepayment;
  const tooEarly = request.amount.greaterThan(onTheDay.balances.totalDue);
  return prepaymentAcceptance === 'NO_PREPAYMENTS' && tooEarly
    ? reject(
        'PREPAYMENT_NOT_ALLOWED_ERROR',
        `only ${onTheDay.balances.totalDue.toFixed()} is due on ${dates.valueDate}`,
      )
    : undefined;
};

/**
 * Takes a repayment. Refusals in this order: state, lock, amount, before the disbursement, in the future, other dates, later
 * operations, nothing owed, more than is due where prepayments are not accepted, more than is owed, the user's limit.
 */
export const decideRepayment = (
  account: LoanAccountFacts,
  request: RepaymentRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { terms } = account;
  const refusal =
    checkActive(account, 'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS') ??
    checkLock(account, context) ??
    checkAmount(request.amount, terms.currencyDecimals) ??
    checkAfterActivation(account, request.valueDate ?? context.today);
  if (refusal) return refusal;
  const noFuture = terms.payment.prepayment.futurePaymentsAcceptance === 'NO_FUTURE_PAYMENTS';
  const future = reject('REPAYMENT_DATE_IN_THE_FUTURE_ERROR', 'valueDate lies in the future');
  const dates = datesOf(context, request, noFuture ? future : undefined);
  if (isRejection(dates)) return dates;
  const standing =
    checkAfterEdit(account, dates.valueDate) ??
    checkLaterPayments(account, dates, context) ??
    checkOwed(account, request, dates, context);
  if (standing) return standing;
  const decision = applyEvents(account, context, {
    append: [
      { type: 'REPAID', key: context.newKey(), sequence: account.nextSequence, ...dates, amount: request.amount },
    ],
  });
  if (isPositive(decision.loan.overpaid)) {
    const most = minus(request.amount, decision.loan.overpaid);
    return reject('EXCESS_REPAYMENT_ERROR', `amount is more than the ${most.toFixed()} that can be paid`);
  }
  return checkUserLimit(context, 'REPAYMENT', request.amount) ?? decision;
};
