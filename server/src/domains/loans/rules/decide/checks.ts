import type { LocalDate } from '../../../../kernel/localDate.ts';
import { fitsDecimals, isPositive, largestAmount, type Money } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { disbursementsOf, hasLaterThan } from '../eventList.ts';
import { inOrder, type LoanEvent } from '../events.ts';
import { waitingTranches } from '../tranches.ts';
import { isActive, isLocked, type LoanAccountFacts, type LoanContext } from './account.ts';

// Refusals that several decisions share. Each answers undefined when there is nothing to refuse.

/** What a posting request may say about its dates. */
export type RequestedDates = { readonly valueDate?: LocalDate; readonly bookingDate?: LocalDate };

export type PostingDates = { readonly valueDate: LocalDate; readonly bookingDate: LocalDate };

/** Refuses an amount that is not strictly positive, too large, or finer than the currency. */
export const checkAmount = (amount: Money, decimals: number, name = 'amount'): Rejection | undefined => {
  if (!isPositive(amount)) return reject('INVALID_AMOUNT', `${name} must be more than 0`);
  if (!amount.isFinite() || amount.greaterThan(largestAmount)) {
    return reject('INVALID_AMOUNT', `${name} is larger than any account can hold`);
  }
  return fitsDecimals(amount, decimals)
    ? undefined
    : reject('INVALID_AMOUNT', `${name} has more than the ${decimals} decimals of the currency`);
};

/** Refuses what the user may not post on his own. */
export const checkUserLimit = (context: LoanContext, kind: string, amount: Money): Rejection | undefined => {
  const limit = context.limitOf(kind);
  return limit?.lessThan(amount)
    ? reject('USER_TRANSACTION_LIMIT_EXCEEDED', `amount is above your limit of ${limit.toFixed()} for ${kind}`)
    : undefined;
};

/** Refuses a posting on a locked account without the permission for it. */
export const checkLock = (account: LoanAccountFacts, context: LoanContext): Rejection | undefined =>
  isLocked(account) && !context.may('POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS')
    ? reject('ACCOUNT_IS_LOCKED', `loan account ${account.id} is locked`)
    : undefined;

/** Refuses to close what somebody may still draw on. */
export const checkNothingHeld = ({ id, held }: LoanAccountFacts): Rejection | undefined =>
  held && isPositive(held)
    ? reject('ACCOUNT_HAS_REMAINING_BALANCE', `loan account ${id} has authorization holds of ${held.toFixed()}`)
    : undefined;

/** Refuses a posting on an account that is not disbursed and open. */
export const checkActive = (
  account: LoanAccountFacts,
  reason: 'INVALID_ACCOUNT_STATE' | 'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS' = 'INVALID_ACCOUNT_STATE',
): Rejection | undefined =>
  isActive(account)
    ? undefined
    : reject(reason, `loan account ${account.id} is ${account.state}; this needs ACTIVE or ACTIVE_IN_ARREARS`);

/** The day of the disbursement; undefined before. */
export const disbursedOn = (account: LoanAccountFacts): LocalDate | undefined =>
  disbursementsOf(account.events)[0]?.valueDate;

/**
 * The dates of a posting: value date today unless given, booking date the value date unless given. The value date must not
 * lie in the future (the caller decides where it may), and before today needs a permission; the booking date needs one, too.
 */
export const datesOf = (
  context: LoanContext,
  request: RequestedDates,
  inFuture: Rejection | undefined,
): PostingDates | Rejection => {
  const valueDate = request.valueDate ?? context.today;
  const future = valueDate > context.today;
  if (future && inFuture) return inFuture;
  if (valueDate < context.today && !context.may('BACKDATE_LOAN_TRANSACTIONS')) {
    return reject('INVALID_PERMISSIONS', 'a valueDate before today needs the permission BACKDATE_LOAN_TRANSACTIONS');
  }
  const bookingDate = request.bookingDate ?? valueDate;
  if (request.bookingDate !== undefined) {
    if (!context.may('BOOKING_DATE_LOANS_GL')) {
      return reject('INVALID_PERMISSIONS', 'a bookingDate needs the permission BOOKING_DATE_LOANS_GL');
    }
    if (bookingDate < valueDate) return reject('BOOKING_DATE_BEFORE_VALUE_DATE', 'bookingDate lies before valueDate');
    if (bookingDate > context.today && bookingDate > valueDate) {
      return reject('INVALID_BOOKING_DATE', 'bookingDate lies in the future');
    }
  }
  return context.closure(bookingDate) ?? { valueDate, bookingDate };
};

/** Refuses a day after the one on which a tranche was expected that is not paid out: the schedule was agreed with it. */
export const checkTranchesPaidOut = ({ terms, events }: LoanAccountFacts, day: LocalDate): Rejection | undefined => {
  const expected = waitingTranches(terms, events)[0]?.expectedDisbursementDate;
  return expected !== undefined && day > expected
    ? reject(
        'TRANSACTION_LOGGED_AFTER_NOT_DISBURSED_TRANCHE',
        `a tranche was expected on ${expected}; disburse it, or change the tranches`,
      )
    : undefined;
};

/** Refuses a day before the disbursement. */
export const checkAfterActivation = (account: LoanAccountFacts, day: LocalDate): Rejection | undefined => {
  const disbursed = disbursedOn(account);
  return disbursed !== undefined && day < disbursed
    ? reject('BACKDATE_BEFORE_ACTIVATION', `valueDate lies before the disbursement of ${disbursed}`)
    : undefined;
};

/** Refuses to put something before an edit of the schedule: the edit names every instalment as it was then. */
export const checkAfterEdit = (account: LoanAccountFacts, day: LocalDate): Rejection | undefined => {
  if (!hasLaterThan(account.events, day)) return undefined;
  const edit = account.events.find(({ type, valueDate }) => type === 'SCHEDULE_EDITED' && valueDate > day);
  return edit
    ? reject('BACKDATE_BEFORE_OTHER_OPERATION', `the schedule was edited on ${edit.valueDate}, after valueDate`)
    : undefined;
};

/** The events that take effect after a given one. */
export const laterThan = (events: readonly LoanEvent[], key: string): LoanEvent[] => {
  const ordered = inOrder(events);
  const position = ordered.findIndex((event) => event.key === key);
  return position < 0 ? [] : ordered.slice(position + 1);
};
