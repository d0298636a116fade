import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { disbursementsOf } from '../eventList.ts';
import type { FeeApplied, LoanEvent } from '../events.ts';
import { plannedFeeRole } from '../plannedFees.ts';
import { isTranched } from '../terms.ts';
import { applyEvents, type LoanAccountFacts, type LoanChange, type LoanContext, type LoanDecision } from './account.ts';
import { checkRedrawLeft } from './checkRedrawLeft.ts';
import { checkLock, laterThan } from './checks.ts';
import { type AddedPart, isReduction, undoneReduction } from './decideUndoneReduction.ts';
import { checkLimit } from './decideWithdrawal.ts';

/** A stored transaction as far as adjusting it needs it. */
export type AdjustableTransaction = {
  readonly id: string;
  readonly eventKey: string | null;
  readonly role: string;
  readonly type: string;
  readonly valueDate: LocalDate;
  readonly bookingDate: LocalDate;
  /** Whether it is undone already, by hand or by a correction of the past. */
  readonly reversed: boolean;
};

export type AdjustmentRequest = {
  readonly transaction: AdjustableTransaction;
  readonly notes?: string;
  /** Where the original's period is closed. */
  readonly bookingDate?: LocalDate;
  /** Which instalments take what an edit of the schedule had let off. */
  readonly installments?: readonly AddedPart[];
};

/** The transaction of an event that undoing the event undoes; others of the same event only follow from it. */
const mainRole: Record<Exclude<LoanEvent['type'], 'PRINCIPAL_PAID' | 'REDRAW_MOVED'>, string | null> = {
  DISBURSED: 'DISBURSEMENT',
  REPAID: 'REPAYMENT',
  PAYMENT_TAKEN_BACK: 'CARD_TRANSACTION_REVERSAL',
  FEE_APPLIED: 'FEE_APPLIED',
  INTEREST_APPLIED: 'INTEREST_APPLIED',
  HOLIDAY_INTEREST_APPLIED: 'HOLIDAY_INTEREST_APPLIED',
  PAID_OFF: 'REPAYMENT',
  SCHEDULE_EDITED: null,
  TERMS_CHANGED: 'DUE_DATE_CHANGED',
  PENALTY_WAIVED: null,
  FEE_WAIVED: null,
  // Undone by the action of its own, which opens the account again.
  WRITTEN_OFF: null,
  LOCKED: null,
  UNLOCKED: null,
  REDUCTION_UNDONE: null,
};

const roleOf = (event: LoanEvent): string | null =>
  event.type === 'PRINCIPAL_PAID' || event.type === 'REDRAW_MOVED' ? event.as : mainRole[event.type];

/** Refuses what a card did: the card takes it back. */
const checkByCard = (event: LoanEvent, id: string): Rejection | undefined => {
  if (roleOf(event) === 'CARD_TRANSACTION_REVERSAL')
    return reject('CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED', `transaction ${id} took a payment by card back`);
  return (event.type === 'DISBURSED' || event.type === 'REPAID') && event.byCard
    ? reject(
        'CARD_TRANSACTION_CANNOT_BE_ADJUSTED',
        `transaction ${id} was made with a card; it is taken back by reversing the card transaction`,
      )
    : undefined;
};

const eventOf = (account: LoanAccountFacts, transaction: AdjustableTransaction): LoanEvent | Rejection => {
  const { id, eventKey, role, type, reversed } = transaction;
  if (reversed) return reject('TRANSACTION_ALREADY_REVERSED', `transaction ${id} is reversed already`);
  const event = account.events.find(({ key }) => key === eventKey);
  const byCard = event && checkByCard(event, id);
  if (byCard) return byCard;
  if (event && roleOf(event) === role) return event;
  if (role.startsWith('DISBURSEMENT_FEE#')) {
    return reject('TRANSACTION_MADE_BY_A_DISBURSEMENT_FEE', 'adjust the disbursement that this fee came with');
  }
  if (type === 'INTEREST_APPLIED' && account.terms.interest.interestApplicationMethod === 'AFTER_DISBURSEMENT') {
    return reject('CANNOT_REVERSE_INTEREST_ON_DISBURSEMENT', 'adjust the disbursement that this interest came with');
  }
  return reject(
    'TRANSACTION_TYPE_IS_IRREVERSIBLE',
    `transaction ${id} follows from other events or from a due date; it changes with them`,
  );
};

/** Whether a transaction is a penalty or a fee that the loan applied by itself. */
const isOwnCharge = ({ eventKey, role, reversed }: AdjustableTransaction): boolean =>
  !reversed && (role.startsWith('FEE_APPLIED#') || (eventKey === null && role.startsWith('PENALTY_APPLIED#')));

/** Lets go of a penalty of a late day or of a fee. It stays charged for, so no later night makes it again. */
const waived = (
  account: LoanAccountFacts,
  { eventKey, valueDate, bookingDate, role }: AdjustableTransaction,
  context: LoanContext,
): LoanChange | Rejection => {
  const later = account.events.some(
    ({ key, type, valueDate: day }) =>
      day >= valueDate && type !== 'SCHEDULE_EDITED' && type !== 'DISBURSED' && key !== eventKey,
  );
  if (later && !context.may('BULK_LOAN_CORRECTIONS')) {
    return reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'adjust the later transactions first');
  }
  const base = { key: context.newKey(), sequence: account.nextSequence, valueDate, bookingDate };
  const event: LoanEvent = role.startsWith('FEE_APPLIED#')
    ? { type: 'FEE_WAIVED', ...base, role }
    : { type: 'PENALTY_WAIVED', ...base };
  return { append: [event] };
};

/** A planned fee that was applied by hand and is undone is let go for good: it does not come on its day after all. */
const letGo = (
  account: LoanAccountFacts,
  { plannedFeeKey, valueDate, bookingDate }: FeeApplied,
  context: LoanContext,
): readonly LoanEvent[] => {
  if (plannedFeeKey === undefined) return [];
  const base = { key: context.newKey(), sequence: account.nextSequence, valueDate, bookingDate };
  return [{ type: 'FEE_WAIVED', ...base, role: plannedFeeRole({ key: plannedFeeKey }) }];
};

/** Whether the loan began with a disbursement; later ones are undone like any other event. */
const isActivation = ({ events }: LoanAccountFacts, { key }: LoanEvent): boolean =>
  disbursementsOf(events)[0]?.key === key;

/** Takes an event out, and the edits of the schedule that fall with a disbursement. */
const withoutEvent = (
  account: LoanAccountFacts,
  transaction: AdjustableTransaction,
  context: LoanContext,
): LoanChange | Rejection => {
  const event = eventOf(account, transaction);
  if (!('key' in event)) return event;
  const activation = isActivation(account, event);
  const edits = activation ? laterThan(account.events, event.key) : [];
  return (
    checkLater(account, event, context) ??
    (activation ? checkPlannedDays(account) : undefined) ?? {
      remove: [event.key, ...edits.map(({ key }) => key)],
      append: event.type === 'FEE_APPLIED' ? letGo(account, event, context) : [],
    }
  );
};

const fallsWithDisbursement: readonly LoanEvent['type'][] = [
  'TERMS_CHANGED',
  'FEE_WAIVED',
  'PENALTY_WAIVED',
  'REDUCTION_UNDONE',
];

/** Days that fees are planned for belong to the schedule of this disbursement. */
const checkPlannedDays = ({ terms }: LoanAccountFacts): Rejection | undefined =>
  terms.plannedFees?.some(({ applyOnDate }) => applyOnDate !== undefined)
    ? reject(
        'CANNOT_UNDO_DISBURSMENT_WITH_PLANNED_FEES_APPLY_ON_DATE',
        'a planned fee has an applyOnDate; delete it or change it to come with its due date',
      )
    : undefined;

/** Refuses to undo what others rest on. Edits of the schedule, changes of terms and charges let go fall with their disbursement and are no obstacle to it. */
const checkLater = (account: LoanAccountFacts, event: LoanEvent, context: LoanContext): Rejection | undefined => {
  const later = laterThan(account.events, event.key);
  const edits = later.filter(({ type }) => type === 'SCHEDULE_EDITED');
  const activation = isActivation(account, event);
  const falls = (type: LoanEvent['type']): boolean => activation && fallsWithDisbursement.includes(type);
  if (account.events.some((one) => one.type === 'PRINCIPAL_PAID' && one.disbursement === event.key)) {
    return reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'adjust the refunds of the disbursement first');
  }
  const tranche = event.type === 'DISBURSED' && isTranched(account.terms);
  if (tranche && !activation && later.some(({ type }) => type === 'DISBURSED')) {
    return reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'adjust the later disbursements first');
  }
  const transactions = later.filter((one) => !edits.includes(one) && !falls(one.type));
  if (transactions.length > 0) {
    if (!context.may('BULK_LOAN_CORRECTIONS')) {
      return reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'adjust the later transactions first');
    }
    if (activation) {
      return reject(
        'CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION',
        'adjust the transactions after the disbursement first',
      );
    }
  }
  return !activation && edits.length > 0
    ? reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'the schedule was edited after this transaction')
    : undefined;
};

const checkBooking = ({ transaction, bookingDate }: AdjustmentRequest, context: LoanContext): Rejection | undefined => {
  if (bookingDate !== undefined) {
    if (!context.may('BOOKING_DATE_LOANS_GL')) {
      return reject('INVALID_PERMISSIONS', 'a bookingDate needs the permission BOOKING_DATE_LOANS_GL');
    }
    if (bookingDate < transaction.valueDate) {
      return reject('BOOKING_DATE_BEFORE_VALUE_DATE', 'bookingDate lies before the value date of the transaction');
    }
    if (bookingDate > context.today) return reject('INVALID_BOOKING_DATE', 'bookingDate lies in the future');
  }
  return context.closure(bookingDate ?? transaction.bookingDate);
};

const changeOf = (
  account: LoanAccountFacts,
  { transaction, installments: onto }: AdjustmentRequest,
  context: LoanContext,
): LoanChange | Rejection => {
  const edit = account.events.find(({ key }) => key === transaction.eventKey);
  if (edit && !transaction.reversed && isReduction(edit, transaction.role))
    return undoneReduction(account, edit, { ...transaction, ...(onto ? { onto } : {}) }, context);
  if (onto) {
    return reject(
      'INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED',
      'installments are for fees and penalties that an edit of the schedule had let off',
    );
  }
  return isOwnCharge(transaction) ? waived(account, transaction, context) : withoutEvent(account, transaction, context);
};

/**
 * Undoes a transaction by taking its event out; what followed from the event goes with it, and later transactions that come
 * out differently are reversed and posted anew. Refusals in this order: state, lock, notes, the transaction itself, later
 * ones, booking date, later payments that would then be more than is owed.
 */
export const decideAdjustment = (
  account: LoanAccountFacts,
  request: AdjustmentRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  if (account.state.startsWith('CLOSED'))
    return reject('INVALID_ACCOUNT_STATE', `loan account ${account.id} is ${account.state}`);
  const locked = checkLock(account, context);
  if (locked) return locked;
  if (!request.notes?.trim()) return reject('INVALID_NOTES', 'notes are required to adjust a transaction');
  const change = changeOf(account, request, context);
  if (isRejection(change)) return change;
  const refusal = checkBooking(request, context);
  if (refusal) return refusal;
  const decision = applyEvents(account, context, change);
  return isPositive(decision.loan.overpaid)
    ? reject('EXCESS_REPAYMENT_ERROR', 'a later repayment would then be more than is owed; adjust it first')
    : (checkLimit(decision) ?? checkRedrawLeft(decision) ?? decision);
};
