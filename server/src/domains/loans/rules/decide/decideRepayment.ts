import { latest, plusDays } from '../../../../kernel/localDate.ts';
import { isPositive, isZero, type Money, minus, plus, sum, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { PaymentPart } from '../customPayment.ts';
import { hasLaterThan, paysSingleInstalments } from '../eventList.ts';
import type { LoanEvent } from '../events.ts';
import { keepsAdvances, keepsOverpayments } from '../overpayments.ts';
import { isRevolving } from '../revolvingTerms.ts';
import type { PrepaymentRecalculationMethod } from '../terms.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision, loanOn } from './account.ts';
import { checkPartTaxes, type NamedTaxes } from './checkPartTaxes.ts';
import { checkRedrawLeft } from './checkRedrawLeft.ts';
import {
  checkActive,
  checkAfterActivation,
  checkAfterEdit,
  checkAmount,
  checkLock,
  checkTranchesPaidOut,
  checkUserLimit,
  datesOf,
  type PostingDates,
  type RequestedDates,
} from './checks.ts';
import { checkOverpaymentPart } from './overpaymentPart.ts';
import { checkRepaymentRecalculation } from './repaymentRecalculation.ts';

export type RepaymentRequest = RequestedDates & {
  readonly amount: Money;
  readonly parts?: readonly PaymentPart[];
  /** What of each part is tax, where the request says so. */
  readonly taxes?: NamedTaxes;
  /** The slot of the only instalment that is to be paid. */
  readonly slot?: string;
  readonly byCard?: true;
  /** What of the amount pays principal alone, outside the schedule. */
  readonly principalOverpayment?: Money;
  /** What becomes of the schedule, instead of what the loan agreed on. */
  readonly recalculation?: PrepaymentRecalculationMethod;
};

/** Events that move money into a loan or out of it. */
const moneyMoves: readonly LoanEvent['type'][] = [
  'REPAID',
  'PAYMENT_TAKEN_BACK',
  'PAID_OFF',
  'DISBURSED',
  'PRINCIPAL_PAID',
  'REDRAW_MOVED',
];

/** A backdated payment moves behind it what came later: that takes the permission for bulk corrections, and no postdated payment. */
export const checkLaterPayments = (
  account: LoanAccountFacts,
  dates: PostingDates,
  context: LoanContext,
): Rejection | undefined => {
  if (!hasLaterThan(account.events, dates.valueDate)) return undefined;
  const later = account.events.filter(
    ({ type, valueDate }) => moneyMoves.includes(type) && valueDate > dates.valueDate,
  );
  if (later.length === 0) return undefined;
  if (later.some(({ valueDate }) => valueDate > context.today)) {
    return reject('CANNOT_BULK_REAPPLY_POSTDATED_REPAYMENTS', 'a postdated repayment exists; adjust it first');
  }
  return context.may('BULK_LOAN_CORRECTIONS')
    ? undefined
    : reject(
        'BACKDATE_BEFORE_OTHER_OPERATION',
        'a later payment exists; putting one before it needs the permission BULK_LOAN_CORRECTIONS',
      );
};

/** How many days after the last due date, or after today, somebody may still announce a payment for. */
const farthestDays = 366;

/** Refuses a postdated payment long after the loan's end: on the way to it every late day would be charged. */
const checkFarthest = (
  account: LoanAccountFacts,
  { valueDate }: PostingDates,
  context: LoanContext,
): Rejection | undefined => {
  if (valueDate <= context.today) return undefined;
  const lastDueDate = loanOn(account, context, context.today).instalments.at(-1)?.dueDate ?? context.today;
  return valueDate > plusDays(latest(lastDueDate, context.today), farthestDays)
    ? reject(
        'REPAYMENT_DATE_IN_THE_FUTURE_ERROR',
        `valueDate lies more than ${farthestDays} days after the last due date, ${lastDueDate}`,
      )
    : undefined;
};

/** Refuses more than is due on the value date, where the product takes no prepayments. */
export const checkDue = (
  account: LoanAccountFacts,
  request: Pick<RepaymentRequest, 'amount' | 'parts'>,
  { valueDate }: PostingDates,
  context: LoanContext,
): Rejection | undefined => {
  if (account.terms.payment.prepayment.prepaymentAcceptance === 'ACCEPT_PREPAYMENTS') return undefined;
  const events = account.events.filter((event) => event.valueDate <= valueDate);
  const { balances, penaltyToApply } = loanOn({ ...account, events }, context, valueDate);
  const totalDue = plus(balances.totalDue, penaltyToApply);
  const early = request.parts?.find(
    ({ type, amount }) => type === 'PRINCIPAL' && amount.greaterThan(balances.principal.due),
  );
  if (early) {
    return reject(
      'PREPAYMENT_NOT_ALLOWED_ERROR',
      `only ${balances.principal.due.toFixed()} of principal is due on ${valueDate}`,
    );
  }
  return request.amount.greaterThan(totalDue)
    ? reject('PREPAYMENT_NOT_ALLOWED_ERROR', `only ${totalDue.toFixed()} is due on ${valueDate}`)
    : undefined;
};

/** Refuses to mix payments of single instalments with others, and to pay one that is paid. */
const checkInstalment = (
  account: LoanAccountFacts,
  { slot }: RepaymentRequest,
  context: LoanContext,
): Rejection | undefined => {
  const single = paysSingleInstalments(account.events);
  if (slot === undefined) {
    return single
      ? reject(
          'GENERIC_REPAYMENTS_NOT_ALLOWED_IF_SPECIFIC_INSTALLMENT_REPAYMENTS_EXIST',
          'installmentEncodedKey is missing: this loan is repaid instalment by instalment',
        )
      : undefined;
  }
  if (!single && account.events.some(({ type }) => type === 'REPAID')) {
    return reject(
      'SPECIFIC_INSTALLMENT_REPAYMENTS_NOT_ALLOWED_IF_GENERIC_REPAYMENTS_EXIST',
      'installmentEncodedKey: repayments that name no instalment exist',
    );
  }
  const instalment = loanOn(account, context, context.today).instalments.find((one) => one.slot === slot);
  if (!instalment) return reject('INVALID_INSTALLMENT_KEY', 'installmentEncodedKey is no instalment of this loan');
  return instalment.state === 'PAID'
    ? reject('INSTALLMENT_ALREADY_PAID', `instalment ${instalment.number} is paid`)
    : undefined;
};

/** Refuses money that found nothing to pay. */
const checkOverpaid = (
  account: LoanAccountFacts,
  { amount, parts, slot }: RepaymentRequest,
  overpaid: Money,
): Rejection | undefined => {
  if (!isPositive(overpaid)) return undefined;
  if (slot !== undefined) {
    return reject(
      'INVALID_REPAYMENT_AMOUNT_FOR_SPECIFIC_INSTALLMENT',
      `amount is ${overpaid.toFixed()} more than the instalment can be paid`,
    );
  }
  if (parts) {
    return reject(
      'EXCESS_REPAYMENT_ERROR',
      `customPaymentAmounts are ${overpaid.toFixed()} more than is owed of what they name`,
    );
  }
  if (account.terms.redraw) {
    return reject(
      'EXCESS_REPAYMENT_ERROR',
      `amount is ${overpaid.toFixed()} more than is owed; what lies in the redraw balance pays the rest`,
    );
  }
  return overpaid.equals(amount)
    ? reject('CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT', `loan account ${account.id} owes nothing`)
    : reject('EXCESS_REPAYMENT_ERROR', `amount is more than the ${minus(amount, overpaid).toFixed()} that can be paid`);
};

/** Refuses money that would all lie at a loan which owes nothing. */
const checkPaysSomething = (account: LoanAccountFacts, { loan }: LoanDecision, key: string): Rejection | undefined => {
  if (!keepsOverpayments(account.terms) || keepsAdvances(account.terms)) return undefined;
  const own = loan.transactions.find(({ eventKey, role }) => eventKey === key && role === 'REPAYMENT');
  const { principal = zero, interest = zero, fees = zero, penalty = zero } = own?.affectedAmounts ?? {};
  return isZero(sum([principal, interest, fees, penalty]))
    ? reject('CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT', `loan account ${account.id} owes nothing`)
    : undefined;
};

/**
 * Takes a repayment. Refusals in this order: state, lock, amount, the part outside the schedule, its own way of recalculation, before the disbursement, in the future, other dates, the instalment, too far ahead, a tranche that should have been paid out, later
 * operations, more than is due where prepayments are not accepted, nothing owed, more than is owed, other taxes than the request
 * says, the user's limit.
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
    checkOverpaymentPart(terms, request) ??
    checkRepaymentRecalculation(terms, account.events, request) ??
    checkAfterActivation(account, request.valueDate ?? context.today);
  if (refusal) return refusal;
  const noFuture = isRevolving(terms) || terms.payment.prepayment.futurePaymentsAcceptance === 'NO_FUTURE_PAYMENTS';
  const future = reject('REPAYMENT_DATE_IN_THE_FUTURE_ERROR', 'valueDate lies in the future');
  const dates = datesOf(context, request, noFuture ? future : undefined);
  if (isRejection(dates)) return dates;
  const standing =
    checkInstalment(account, request, context) ??
    checkFarthest(account, dates, context) ??
    checkTranchesPaidOut(account, dates.valueDate) ??
    checkAfterEdit(account, dates.valueDate) ??
    checkLaterPayments(account, dates, context) ??
    checkDue(account, request, dates, context);
  if (standing) return standing;
  const key = context.newKey();
  const decision = applyEvents(account, context, {
    append: [
      {
        type: 'REPAID',
        key,
        sequence: account.nextSequence,
        ...dates,
        amount: request.amount,
        ...(request.parts ? { parts: request.parts } : {}),
        ...(request.slot === undefined ? {} : { slot: request.slot }),
        ...(request.byCard ? { byCard: request.byCard } : {}),
        ...(request.principalOverpayment ? { principalOverpayment: request.principalOverpayment } : {}),
        ...(request.recalculation === undefined ? {} : { recalculation: request.recalculation }),
      },
    ],
  });
  return (
    checkOverpaid(account, request, decision.loan.overpaid) ??
    checkPaysSomething(account, decision, key) ??
    checkPartTaxes(request.taxes, decision.loan.transactions, decision.append[0]?.key) ??
    checkRedrawLeft(decision) ??
    checkUserLimit(context, 'REPAYMENT', request.amount) ??
    decision
  );
};
