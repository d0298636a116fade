import { type LocalDate, yearOf } from '../../../kernel/localDate.ts';
import { fitsDecimals, isNegative, isPositive, largestAmount, type Money, plus, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { longestYears } from './checkTerms.ts';
import type { EditedInstalment } from './events.ts';
import type { Instalment } from './state.ts';
import { isDynamic, type LoanTerms, type ScheduleEditOption } from './terms.ts';

// What may be changed on a schedule, by the product's options and by what has happened to an instalment already.

/** A schedule as somebody sends it: existing instalments by slot, added ones without, in the order of due dates. */
export type ScheduleEdit = readonly EditedInstalment[];

/** What surrounds an edit. */
export type EditContext = {
  readonly terms: LoanTerms;
  /** The schedule in force. */
  readonly instalments: readonly Instalment[];
  /** The disbursement, or the day it is expected. */
  readonly disbursement: LocalDate;
  /** Whether the loan is disbursed; before it no interest is applied and any later day will do. */
  readonly disbursed: boolean;
  /** The last value date of a transaction; undefined before the disbursement. */
  readonly lastTransaction: LocalDate | undefined;
  readonly today: LocalDate;
  /** Refuses a day in a closed accounting period. */
  readonly closure: (day: LocalDate) => Rejection | undefined;
};

type Pair = { readonly was: Instalment; readonly line: EditedInstalment };

const label = ({ number }: Instalment): string => `instalment ${number}`;

const allows = (terms: LoanTerms, option: ScheduleEditOption): boolean =>
  terms.schedule.repaymentScheduleEditOptions.includes(option);

const needsOption = (context: EditContext, option: ScheduleEditOption, what: string): Rejection | undefined =>
  allows(context.terms, option)
    ? undefined
    : reject('EDITING_REPAYMENTS_NOT_ALLOWED', `the product does not allow to edit ${what} (${option})`);

const interestApplied = (context: EditContext, { interest }: Instalment): boolean =>
  context.disbursed && isPositive(interest.applied);

const checkDeleted = (context: EditContext, was: Instalment): Rejection | undefined => {
  if (was.state === 'PAID' || was.state === 'GRACE') {
    return reject('PAID_OR_PURE_GRACE_INSTALLMENT_CANNOT_BE_DELETED', `${label(was)} is ${was.state}`);
  }
  if (interestApplied(context, was)) {
    return reject('INSTALLMENT_WITH_INTEREST_APPLIED_CANNOT_BE_EDITED', `${label(was)} has interest applied`);
  }
  if (isPositive(was.principal.expected)) {
    return reject('NON_ZERO_PRINCIPAL_REPAYMENT_CANNOT_BE_DELETED', `${label(was)} has principal; move it first`);
  }
  return isPositive(was.fee.expected) || isPositive(was.penalty.expected)
    ? reject('EDITING_REPAYMENTS_NOT_ALLOWED', `${label(was)} has a fee or penalty`)
    : undefined;
};

/** Added and deleted instalments. */
const checkNumber = (context: EditContext, edit: ScheduleEdit): Rejection | undefined => {
  const slots = edit.flatMap(({ slot }) => (slot === undefined ? [] : [slot]));
  const known = new Set(context.instalments.map(({ slot }) => slot));
  if (new Set(slots).size !== slots.length || slots.some((slot) => !known.has(slot))) {
    return reject('INVALID_INSTALLMENT_KEY', 'an instalment is named twice or does not belong to this loan');
  }
  const deleted = context.instalments.filter(({ slot }) => !slots.includes(slot));
  const added = edit.filter(({ slot }) => slot === undefined);
  if (deleted.length === 0 && added.length === 0) return undefined;
  if (!isDynamic(context.terms)) {
    return reject(
      'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
      'only a loan with a dynamic schedule can get more or fewer instalments',
    );
  }
  const option = needsOption(context, 'ADJUST_NUMBER_OF_INSTALLMENTS', 'the number of instalments');
  if (option) return option;
  for (const was of deleted) {
    const refusal = checkDeleted(context, was);
    if (refusal) return refusal;
  }
  const lastPaid = context.instalments.findLast(({ state }) => state === 'PAID');
  return lastPaid && added.some(({ dueDate }) => dueDate <= lastPaid.dueDate)
    ? reject('CUSTOM_MADE_INSTALLMENT_ADDED_BEFORE_PAID_INSTALLMENT', `${label(lastPaid)} is paid and due later`)
    : undefined;
};

type Charge = 'fee' | 'penalty';

/** Fees and penalties of an instalment can be lowered, not below what is paid of them. */
const checkCharge = (context: EditContext, was: Instalment, charge: Charge, wanted: Money): Rejection | undefined => {
  const fee = charge === 'fee';
  const refusal = needsOption(
    context,
    fee ? 'ADJUST_FEE_PAYMENT_SCHEDULE' : 'ADJUST_PENALTY_PAYMENT_SCHEDULE',
    fee ? 'fees' : 'penalties',
  );
  if (refusal) return refusal;
  if (!context.disbursed) {
    return reject('EDITING_REPAYMENTS_NOT_ALLOWED', `the ${charge} of a loan that is not disbursed can't be edited`);
  }
  if (was.state === 'PAID') return reject('REPAYMENT_WAS_FULLY_PAID', `${label(was)} is paid`);
  return wanted.greaterThan(was[charge].expected) || wanted.lessThan(was[charge].paid)
    ? reject('INVALID_AMOUNT', `the ${charge} of ${label(was)} can be lowered, to what is paid of it at least`)
    : undefined;
};

const checkCharges = (context: EditContext, { was, line }: Pair): Rejection | undefined =>
  (line.fees && checkCharge(context, was, 'fee', line.fees)) ??
  (line.penalty && checkCharge(context, was, 'penalty', line.penalty));

const changesInterest = (context: EditContext, { was, line }: Pair): boolean =>
  !isDynamic(context.terms) && !line.interest.equals(was.interest.expected);

const isChanged = (context: EditContext, pair: Pair): boolean =>
  pair.line.dueDate !== pair.was.dueDate ||
  !pair.line.principal.equals(pair.was.principal.expected) ||
  changesInterest(context, pair);

const checkChanged = (context: EditContext, pair: Pair): Rejection | undefined => {
  const { was, line } = pair;
  if (was.state === 'GRACE') {
    return reject('PURE_GRACE_INSTALLMENT_ARE_NOT_EDITABLE', `${label(was)} is in the grace period`);
  }
  if (was.state === 'PAID') return reject('REPAYMENT_WAS_FULLY_PAID', `${label(was)} is paid`);
  if (interestApplied(context, was)) {
    return reject('INSTALLMENT_WITH_INTEREST_APPLIED_CANNOT_BE_EDITED', `${label(was)} has interest applied`);
  }
  if (isPositive(was.penalty.expected)) {
    return reject('INSTALLMENT_WITH_PENALTY_APPLIED_CANNOT_BE_EDITED', `${label(was)} has a penalty applied`);
  }
  if (line.dueDate !== was.dueDate) {
    const refusal = needsOption(context, 'ADJUST_PAYMENT_DATES', 'due dates');
    if (refusal) return refusal;
  }
  if (!line.principal.equals(was.principal.expected)) {
    const refusal = needsOption(context, 'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE', 'principal');
    if (refusal) return refusal;
    if (line.principal.lessThan(was.principal.paid)) {
      return reject('INVALID_AMOUNT', `the principal of ${label(was)} is less than what is paid of it`);
    }
  }
  return changesInterest(context, pair)
    ? needsOption(context, 'ADJUST_INTEREST_PAYMENT_SCHEDULE', 'interest')
    : undefined;
};

const checkAmounts = ({ terms }: EditContext, edit: ScheduleEdit): Rejection | undefined => {
  for (const { principal, interest, fees = zero, penalty = zero, dueDate } of edit) {
    if (isNegative(principal)) {
      return reject('NEGATIVE_PRINCIPAL_FOR_INSTALLMENT', `the principal due on ${dueDate} is negative`);
    }
    const fits = (amount: Money): boolean =>
      !amount.greaterThan(largestAmount) && fitsDecimals(amount, terms.currencyDecimals);
    if ([interest, fees, penalty].some(isNegative) || ![principal, interest, fees, penalty].every(fits)) {
      return reject('INVALID_AMOUNT', `an amount due on ${dueDate} is negative, too large or has too many decimals`);
    }
  }
  return undefined;
};

const checkOrder = ({ disbursement }: EditContext, edit: ScheduleEdit): Rejection | undefined => {
  const dates = edit.map(({ dueDate }) => dueDate);
  const first = dates[0];
  if (first === undefined) return reject('INVALID_INSTALLMENTS', 'a schedule needs at least one instalment');
  if (new Set(dates).size !== dates.length) return reject('DUE_DATES_NOT_UNIQUE', 'two instalments have one due date');
  if (dates.some((date, index) => date < (dates[index - 1] ?? date))) {
    return reject('DUE_DATES_NOT_IN_ASCENDING_ORDER', 'instalments must be sent in the order of their due dates');
  }
  if (first <= disbursement) {
    return reject(
      'RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE',
      `${first} is not after the disbursement of ${disbursement}`,
    );
  }
  const last = dates.at(-1) ?? first;
  return yearOf(last) - yearOf(disbursement) > longestYears
    ? reject('INVALID_DUE_DATE', `${last} is more than ${longestYears} years after the disbursement of ${disbursement}`)
    : undefined;
};

/** A due date that was moved or added must not lie before what has been logged or closed, nor in the past of a running loan. */
const checkMoved = (context: EditContext, dueDate: LocalDate): Rejection | undefined => {
  const { lastTransaction, disbursed, today } = context;
  if (lastTransaction !== undefined && dueDate < lastTransaction) {
    return reject('DUE_DATE_BEFORE_LOGGED_TRANSACTION', `${dueDate} lies before a transaction of ${lastTransaction}`);
  }
  if (context.closure(dueDate)) {
    return reject('DUE_DATE_BEFORE_ACCOUNTING_CLOSURE', `${dueDate} lies in a closed accounting period`);
  }
  return disbursed && dueDate <= today ? reject('INVALID_DUE_DATE', `${dueDate} does not lie after today`) : undefined;
};

const total = (amounts: readonly Money[]): Money => amounts.reduce<Money>((sum, amount) => plus(sum, amount), zero);

const checkTotals = (context: EditContext, edit: ScheduleEdit): Rejection | undefined => {
  const owed = total(context.instalments.map(({ principal }) => principal.expected));
  const principal = total(edit.map((line) => line.principal));
  if (!principal.equals(owed)) {
    return reject(
      'INCONSISTENT_SCHEDULE_PRINCIPAL_DUE_WITH_LOAN_AMOUNT',
      `principal sums to ${principal.toFixed()} instead of ${owed.toFixed()}`,
    );
  }
  const agreed = total(context.instalments.map(({ interest }) => interest.expected));
  const interest = total(edit.map((line) => line.interest));
  return !isDynamic(context.terms) && interest.greaterThan(agreed)
    ? reject('INVALID_AMOUNT', `interest sums to ${interest.toFixed()}, more than the ${agreed.toFixed()} agreed`)
    : undefined;
};

/**
 * Refuses an edit that breaks a rule, or answers undefined. In this order: no editing at all, number of instalments, amounts
 * that cannot be, each changed instalment (grace, paid, interest applied, penalty applied, the product's options), order of
 * dates, moved dates, sums. A dynamic loan's interest is ignored: it is computed.
 */
export const checkScheduleEdit = (context: EditContext, edit: ScheduleEdit): Rejection | undefined => {
  if (context.terms.schedule.repaymentScheduleEditOptions.length === 0) {
    return reject('EDITING_REPAYMENTS_NOT_ALLOWED', 'the product does not allow to edit the schedule');
  }
  const refusal = checkNumber(context, edit) ?? checkAmounts(context, edit);
  if (refusal) return refusal;
  const bySlot = new Map(context.instalments.map((instalment) => [instalment.slot, instalment]));
  const moved: LocalDate[] = [];
  for (const line of edit) {
    const was = line.slot === undefined ? undefined : bySlot.get(line.slot);
    const changed = was && isChanged(context, { was, line });
    const wrong = changed ? checkChanged(context, { was, line }) : undefined;
    if (wrong) return wrong;
    const charged = was && checkCharges(context, { was, line });
    if (charged) return charged;
    if (!was || was.dueDate !== line.dueDate) moved.push(line.dueDate);
  }
  const disorder = checkOrder(context, edit);
  if (disorder) return disorder;
  for (const dueDate of moved) {
    const wrong = checkMoved(context, dueDate);
    if (wrong) return wrong;
  }
  return checkTotals(context, edit);
};
