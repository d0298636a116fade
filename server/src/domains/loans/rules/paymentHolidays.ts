import type { LocalDate } from '../../../kernel/localDate.ts';
import { isPositive, isZero, minus, money, plus, sum, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { EditContext, ScheduleEdit } from './editSchedule.ts';
import type { EditedInstalment } from './events.ts';
import { scheduleRounding } from './schedule/rounding.ts';
import type { Instalment } from './state.ts';
import { hasEqualTotals, isDynamic } from './terms.ts';

// Payment holidays: instalments that are asked for nothing. Their principal goes to the instalments after them, which either
// move back by as many (EXTEND_LOAN_TERM) or grow (KEEP_THE_SAME_LOAN_TERM).

/** An edit that only sets holidays: the schedule as it is, and which of its instalments are to become some. */
export type HolidayEdit = {
  readonly edit: ScheduleEdit;
  /** Whether the loan computes the principal ahead itself: a new level payment. */
  readonly respread: boolean;
};

type Line = { readonly was: Instalment; readonly wanted: boolean };

const asWas = ({ slot, dueDate, principal, interest, holiday }: Instalment): EditedInstalment => ({
  slot,
  dueDate,
  principal: principal.expected,
  interest: interest.expected,
  ...(holiday ? { holiday } : {}),
});

const isUnchanged = (context: EditContext, line: EditedInstalment, was: Instalment): boolean =>
  line.dueDate === was.dueDate &&
  line.fees === undefined &&
  line.penalty === undefined &&
  line.principal.equals(was.principal.expected) &&
  (isDynamic(context.terms) || line.interest.equals(was.interest.expected));

const checkHoliday = (context: EditContext, was: Instalment): Rejection | undefined => {
  const label = `instalment ${was.number}`;
  if (was.state !== 'PENDING' || isPositive(was.principal.paid)) {
    return reject('PAYMENT_HOLIDAY_INVALID_INSTALLMENT_STATE', `${label} is ${was.state}`);
  }
  if (context.disbursed && was.dueDate <= context.today) {
    return reject('PAYMENT_HOLIDAY_INVALID_INSTALLMENT_STATE', `${label} is due already`);
  }
  if (context.disbursed && isPositive(was.interest.applied)) {
    return reject(
      'PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_INTEREST_APPLIED',
      `${label} has interest applied`,
    );
  }
  if (isPositive(was.fee.expected)) {
    return reject('PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_FEE_APPLIED', `${label} has a fee`);
  }
  return isPositive(was.penalty.expected)
    ? reject('PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_PENALTY_APPLIED', `${label} has a penalty`)
    : undefined;
};

const checkHolidays = (context: EditContext, edit: ScheduleEdit): Rejection | undefined => {
  if (!context.terms.schedule.repaymentScheduleEditOptions.includes('ADJUST_PAYMENT_HOLIDAYS')) {
    return reject(
      'EDITING_REPAYMENTS_NOT_ALLOWED',
      'the product does not allow payment holidays (ADJUST_PAYMENT_HOLIDAYS)',
    );
  }
  const alike = edit.length === context.instalments.length;
  for (const [index, was] of context.instalments.entries()) {
    const line = edit[index];
    if (!alike || line?.slot !== was.slot || (!(line.holiday && !was.holiday) && !isUnchanged(context, line, was))) {
      return reject('EDITING_REPAYMENTS_NOT_ALLOWED', 'payment holidays are set by themselves, without other changes');
    }
    const refusal = line.holiday && !was.holiday ? checkHoliday(context, was) : undefined;
    if (refusal) return refusal;
  }
  return undefined;
};

/** Whether what an instalment asks for may go to another one. */
const isMovable = ({ state, principal, interest, holiday }: Instalment): boolean =>
  !holiday && state !== 'GRACE' && state !== 'PAID' && isZero(principal.paid) && isZero(interest.applied);

const emptied = (was: Instalment): EditedInstalment => ({
  ...asWas(was),
  principal: zero,
  interest: zero,
  holiday: true,
});

/** Every amount from the first holiday on moves to the next instalment that takes one; the last ones to new instalments. */
const extended = (lines: readonly Line[], dates: readonly LocalDate[]): ScheduleEdit => {
  const first = lines.findIndex(({ wanted }) => wanted);
  const queue = lines
    .slice(first)
    .filter(({ was }) => isMovable(was))
    .map(({ was }) => ({ principal: was.principal.expected, interest: was.interest.expected }));
  const next = () => queue.shift() ?? { principal: zero, interest: zero };
  const kept = lines.map(({ was, wanted }, index): EditedInstalment => {
    if (wanted) return emptied(was);
    return index < first || !isMovable(was) ? asWas(was) : { ...asWas(was), ...next() };
  });
  return [...kept, ...dates.map((dueDate): EditedInstalment => ({ dueDate, ...next() }))];
};

/** The amounts of the holidays go in equal parts to what is left ahead; the last instalment takes what rounding leaves. */
const respreadEdit = (context: EditContext, lines: readonly Line[]): HolidayEdit | Rejection => {
  const first = lines.findIndex(({ wanted }) => wanted);
  const takes = ({ was, wanted }: Line, index: number): boolean => index > first && !wanted && isMovable(was);
  const takers = lines.filter(takes).length;
  if (takers === 0) {
    return reject('EDITING_REPAYMENTS_NOT_ALLOWED', 'no instalment after the payment holiday could take its principal');
  }
  const holidays = lines.filter(({ wanted }) => wanted);
  const { element } = scheduleRounding(context.terms);
  let left = {
    principal: sum(holidays.map(({ was }) => was.principal.expected)),
    interest: sum(holidays.map(({ was }) => was.interest.expected)),
  };
  const share = {
    principal: element(money(left.principal.div(takers))),
    interest: element(money(left.interest.div(takers))),
  };
  let taken = 0;
  const edit = lines.map((line, index): EditedInstalment => {
    if (line.wanted) return emptied(line.was);
    if (!takes(line, index)) return asWas(line.was);
    taken += 1;
    const last = taken === takers;
    const principal = last || share.principal.greaterThan(left.principal) ? left.principal : share.principal;
    const interest = last || share.interest.greaterThan(left.interest) ? left.interest : share.interest;
    left = { principal: minus(left.principal, principal), interest: minus(left.interest, interest) };
    return {
      ...asWas(line.was),
      principal: plus(line.was.principal.expected, principal),
      interest: plus(line.was.interest.expected, interest),
    };
  });
  return { edit, respread: isDynamic(context.terms) && hasEqualTotals(context.terms) };
};

/** Whether an edit turns instalments into payment holidays. */
export const setsHolidays = (instalments: readonly Instalment[], edit: ScheduleEdit): boolean => {
  const already = new Set(instalments.flatMap(({ slot, holiday }) => (holiday ? [slot] : [])));
  return edit.some(({ slot, holiday }) => holiday && (slot === undefined || !already.has(slot)));
};

/**
 * The schedule with the payment holidays that an edit asks for. Refusals in this order: the product's option, other changes in
 * the same edit, an instalment that is not PENDING, is due, or has interest, a fee or a penalty, nothing left to take the principal.
 * `datesAfter` answers the due dates of instalments that would follow the last one.
 */
export const holidayEdit = (
  context: EditContext,
  edit: ScheduleEdit,
  datesAfter: (count: number) => readonly LocalDate[],
): HolidayEdit | Rejection => {
  const refusal = checkHolidays(context, edit);
  if (refusal) return refusal;
  const lines = context.instalments.map(
    (was, index): Line => ({ was, wanted: edit[index]?.holiday === true && !was.holiday }),
  );
  if (context.terms.schedule.paymentHolidaysLoanTermOption === 'KEEP_THE_SAME_LOAN_TERM') {
    return respreadEdit(context, lines);
  }
  const count = lines.filter(({ wanted }) => wanted).length;
  return { edit: extended(lines, datesAfter(count)), respread: false };
};
