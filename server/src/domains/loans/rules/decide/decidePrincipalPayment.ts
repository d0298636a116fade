import { isPositive, type Money, minus, sum } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { Disbursed, LoanEvent, PrincipalPaid } from '../events.ts';
import { recalculationsOf } from '../recalculations.ts';
import { isRevolving } from '../revolvingTerms.ts';
import { isDynamic, type LoanTerms, type PrepaymentRecalculationMethod } from '../terms.ts';
import { applyEvents, type LoanAccountFacts, type LoanContext, type LoanDecision } from './account.ts';
import { checkUserLimit, type PostingDates, type RequestedDates } from './checks.ts';
import { checkDue } from './decideRepayment.ts';
import { paymentDates } from './paymentDates.ts';

// Payments of nothing but principal: what comes back of a disbursement, and what a borrower pays outside the schedule.

type PaymentRequest = RequestedDates & { readonly amount: Money };

export type RefundRequest = PaymentRequest & {
  /** The event of the disbursement that is refunded; undefined where the request names none of this loan that stands. */
  readonly disbursement: string | undefined;
};

export type OverpaymentRequest = PaymentRequest & { readonly recalculation?: PrepaymentRecalculationMethod };

/** Pays nothing but principal; more than is owed of it, or than the user may post, is refused. */
export const principalPaid = (
  account: LoanAccountFacts,
  dates: PostingDates,
  event: Pick<PrincipalPaid, 'as' | 'amount' | 'disbursement' | 'recalculation'>,
  context: LoanContext,
): LoanDecision | Rejection => {
  const key = context.newKey();
  const decision = applyEvents(account, context, {
    append: [{ type: 'PRINCIPAL_PAID', key, sequence: account.nextSequence, ...dates, ...event }],
  });
  const { overpaid } = decision.loan;
  if (isPositive(overpaid)) {
    return reject(
      'EXCESS_REPAYMENT_ERROR',
      `amount is more than the ${minus(event.amount, overpaid).toFixed()} of principal that is owed`,
    );
  }
  return checkUserLimit(context, 'REPAYMENT', event.amount) ?? decision;
};

/** What of a disbursement was given back. */
export const refundsOf = (events: readonly LoanEvent[], disbursement: string): Money =>
  sum(
    events.flatMap((event) =>
      event.type === 'PRINCIPAL_PAID' && event.disbursement === disbursement ? [event.amount] : [],
    ),
  );

/** Refuses to give back more of a disbursement than it was, or before it. */
const checkRefundable = (
  { events }: LoanAccountFacts,
  { amount: wanted }: RefundRequest,
  { key, amount, valueDate: since }: Disbursed,
  { valueDate }: PostingDates,
): Rejection | undefined => {
  if (valueDate < since) {
    return reject('BACKDATE_BEFORE_OTHER_OPERATION', `valueDate lies before the disbursement of ${since}`);
  }
  const left = minus(amount, refundsOf(events, key));
  return wanted.greaterThan(left)
    ? reject('INVALID_AMOUNT', `amount is more than the ${left.toFixed()} of the disbursement that were not refunded`)
    : undefined;
};

/**
 * Takes back a part of a disbursement: it pays principal, what is due of it first. Refusals in this order: state, lock, amount, dates, later
 * operations, the disbursement, more than it was, more principal than is owed, the user's limit.
 */
export const decideRefund = (
  account: LoanAccountFacts,
  request: RefundRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const dates = paymentDates(account, request, context);
  if (isRejection(dates)) return dates;
  const disbursement = account.events.find(({ key }) => key === request.disbursement);
  if (disbursement?.type !== 'DISBURSED') {
    return reject('TRANSACTION_NOT_FOUND', 'linkedDisbursementKey is no disbursement of this loan that stands');
  }
  return (
    checkRefundable(account, request, disbursement, dates) ??
    principalPaid(account, dates, { as: 'REFUND', amount: request.amount, disbursement: disbursement.key }, context)
  );
};

/** Refuses a way of recalculation that products with such a schedule can't have. */
const checkRecalculation = (
  terms: LoanTerms,
  method: PrepaymentRecalculationMethod | undefined,
): Rejection | undefined => {
  if (method === undefined || method === 'NO_RECALCULATION') return undefined;
  if (isRevolving(terms)) {
    return reject(
      'PREPAYMENT_RECALCULATION_METHOD_NOT_SUPPORTED',
      `prepaymentRecalculationMethod: no schedule is ahead`,
    );
  }
  return recalculationsOf(terms).includes(method)
    ? undefined
    : reject(
        'PREPAYMENT_RECALCULATION_METHOD_NOT_SUPPORTED',
        `prepaymentRecalculationMethod ${method} does not go with this loan's interestCalculationMethod`,
      );
};

/**
 * Takes a payment of principal outside the schedule, on dynamic loans: agreed interest of a fixed loan is owed whatever is paid. Refusals in this
 * order: the kind of loan, the method, state, lock, amount, dates, later operations, more than is due where prepayments are not accepted, more principal
 * than is owed, the user's limit.
 */
export const decidePrincipalOverpayment = (
  account: LoanAccountFacts,
  request: OverpaymentRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const { terms } = account;
  if (!isDynamic(terms)) {
    return reject('INVALID_TRANSACTION_TYPE', 'the schedule of this loan is fixed; a repayment prepays it');
  }
  const unfit = checkRecalculation(terms, request.recalculation);
  if (unfit) return unfit;
  const dates = paymentDates(account, request, context);
  if (isRejection(dates)) return dates;
  const { amount, recalculation } = request;
  return (
    checkDue(account, { amount, parts: [{ type: 'PRINCIPAL', amount }] }, dates, context) ??
    principalPaid(
      account,
      dates,
      { as: 'PRINCIPAL_OVERPAYMENT', amount, ...(recalculation === undefined ? {} : { recalculation }) },
      context,
    )
  );
};
