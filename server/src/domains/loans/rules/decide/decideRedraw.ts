import { isPositive, isZero, type Money, minus, plus, smallest, sum } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { RedrawMoved } from '../events.ts';
import { keepsMoney } from '../overpayments.ts';
import { isRevolving } from '../revolvingTerms.ts';
import type { LoanState } from '../state.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import { checkRedrawLeft } from './checkRedrawLeft.ts';
import { checkUserLimit, type PostingDates, type RequestedDates } from './checks.ts';
import { availableOf } from './decideWithdrawal.ts';
import { paymentDates } from './paymentDates.ts';

// The borrower's own money at his loan: what he leaves there, draws again, or lets pay what is due.

export type RedrawRequest = RequestedDates & { readonly amount: Money };

/** The loan on a day, with what was logged of it by then. */
const standingOn = (account: LoanAccountFacts, { valueDate }: PostingDates, context: LoanContext): LoanState => {
  const events = account.events.filter((event) => event.valueDate <= valueDate);
  return loanOn({ ...account, events }, context, valueDate);
};

const moved = (
  account: LoanAccountFacts,
  dates: PostingDates,
  event: Pick<RedrawMoved, 'as' | 'amount'>,
  context: LoanContext,
): LoanDecision =>
  applyEvents(account, context, {
    append: [{ type: 'REDRAW_MOVED', key: context.newKey(), sequence: account.nextSequence, ...dates, ...event }],
  });

/**
 * Takes money that the borrower leaves at his loan. Refusals in this order: a product without redraw, state, lock, amount, dates, later operations,
 * more there than is owed, more than is there for later withdrawals, the user's limit.
 */
export const decidePaymentMade = (
  account: LoanAccountFacts,
  request: RedrawRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  if (!account.terms.redraw) {
    return reject(
      'PRODUCT_DOES_NOT_ALLOW_PAYMENT_MADE_TRANSACTIONS',
      `the product of loan account ${account.id} does not allow redraw`,
    );
  }
  const dates = paymentDates(account, request, context);
  if (isRejection(dates)) return dates;
  const { amount } = request;
  const decision = moved(account, dates, { as: 'PAYMENT_MADE', amount }, context);
  const { overpaid } = decision.loan;
  if (isPositive(overpaid)) {
    const room = minus(amount, smallest(overpaid, amount));
    return reject(
      'EXCESS_PAYMENT_MADE_AMOUNT',
      `amount is more than the ${room.toFixed()} that are owed and not in the redraw balance yet`,
    );
  }
  return checkRedrawLeft(decision) ?? checkUserLimit(context, 'REPAYMENT', amount) ?? decision;
};

/** What the next instalment asks for, as it is planned. */
const nextDue = ({ instalments, asOf }: LoanState): Money => {
  const next = instalments.find(({ dueDate, state }) => dueDate > asOf && state !== 'PAID' && state !== 'GRACE');
  if (!next) return sum([]);
  return sum(
    [next.principal, next.interest, next.fee, next.penalty].map(({ expected, paid }) => minus(expected, paid)),
  );
};

/** Refuses to draw what is not there, what is due, and what the next instalment will ask for where that stays there. */
const checkWithdrawal = (
  { terms }: LoanAccountFacts,
  amount: Money,
  loan: LoanState,
  { valueDate }: PostingDates,
): Rejection | undefined => {
  const { redraw, totalDue } = loan.balances;
  if (amount.greaterThan(redraw)) {
    return reject('INSUFFICIENT_REDRAW_BALANCE', `the redraw balance was ${redraw.toFixed()} on ${valueDate}`);
  }
  const left = minus(redraw, amount);
  if (left.lessThan(totalDue)) {
    return reject(
      'WITHDRAWAL_COVERING_LATE_REPAYMENTS_NOT_ALLOWED_WITHOUT_REDRAW_REPAYMENT',
      `${totalDue.toFixed()} is due on ${valueDate}; pay it from the redraw balance first`,
    );
  }
  const kept = plus(totalDue, nextDue(loan));
  return terms.redraw?.restrictNextDueWithdrawal && left.lessThan(kept)
    ? reject(
        'INSUFFICIENT_REDRAW_BALANCE',
        `${kept.toFixed()} of the redraw balance stay for the next instalment (restrictNextDueWithdrawal)`,
      )
    : undefined;
};

/** Refuses to pay out of a revolving credit what cards hold of it. */
const checkUnheld = (account: LoanAccountFacts, amount: Money, context: LoanContext): Rejection | undefined => {
  if (!isRevolving(account.terms)) return undefined;
  const available = availableOf(account, context);
  return amount.greaterThan(available)
    ? reject(
        'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
        `amount is more than the ${available.toFixed()} that can be drawn; the rest is held`,
      )
    : undefined;
};

/**
 * Pays money out that lies at the loan. Refusals in this order: a product without redraw, state, lock, amount, dates, later operations, more than is
 * there, what is due, the next instalment where its money stays, what cards hold, more than later withdrawals leave, the user's limit.
 */
export const decideRedrawWithdrawal = (
  account: LoanAccountFacts,
  request: RedrawRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  if (!keepsMoney(account.terms)) {
    return reject(
      'PRODUCT_DOES_NOT_ALLOW_WITHDRAWAL_TRANSACTIONS',
      `the product of loan account ${account.id} neither allows redraw nor keeps overpayments`,
    );
  }
  const dates = paymentDates(account, request, context);
  if (isRejection(dates)) return dates;
  const { amount } = request;
  const refusal = checkWithdrawal(account, amount, standingOn(account, dates, context), dates);
  if (refusal) return refusal;
  const held = checkUnheld(account, amount, context);
  if (held) return held;
  const decision = moved(account, dates, { as: 'WITHDRAWAL_REDRAW', amount }, context);
  return checkRedrawLeft(decision) ?? checkUserLimit(context, 'DISBURSEMENT', amount) ?? decision;
};

/**
 * Lets money that lies at the loan pay what is due, all of it unless the request says how much. Refusals in this order: a product without redraw, state,
 * lock, amount, dates, later operations, nothing there, more than is there, more than is due, more than later withdrawals leave.
 */
export const decideRedrawRepayment = (
  account: LoanAccountFacts,
  request: RequestedDates & { readonly amount?: Money },
  context: LoanContext,
): LoanDecision | Rejection => {
  if (!keepsMoney(account.terms)) {
    return reject(
      'REDRAW_DISABLED',
      `the product of loan account ${account.id} neither allows redraw nor keeps overpayments`,
    );
  }
  const dates = paymentDates(account, request, context);
  if (isRejection(dates)) return dates;
  const { balances, penaltyToApply } = standingOn(account, dates, context);
  const due = plus(balances.totalDue, penaltyToApply);
  const amount = request.amount ?? smallest(due, balances.redraw);
  if (isZero(balances.redraw) || amount.greaterThan(balances.redraw)) {
    return reject(
      'INSUFFICIENT_REDRAW_BALANCE',
      `the redraw balance was ${balances.redraw.toFixed()} on ${dates.valueDate}`,
    );
  }
  if (isZero(due) || amount.greaterThan(due)) {
    return reject('PREPAYMENT_NOT_ALLOWED_ERROR', `only ${due.toFixed()} is due on ${dates.valueDate}`);
  }
  const decision = moved(account, dates, { as: 'REDRAW_REPAYMENT', amount }, context);
  if (isPositive(decision.loan.overpaid)) {
    return reject('EXCESS_REPAYMENT_ERROR', 'a later payment would then be more than is owed; adjust it first');
  }
  return checkRedrawLeft(decision) ?? decision;
};
