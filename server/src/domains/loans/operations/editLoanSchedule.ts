import type { Schemas } from '../../../generated/schemas.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, type Money, money, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { scheduleOf } from '../convertAccount.ts';
import { decideScheduleEdit } from '../rules/decide/decideScheduleEdit.ts';
import type { EditedInstalment } from '../rules/events.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { Instalment } from '../rules/state.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { asShownToday } from './asShownToday.ts';
import { factsOf, loanContext, loanNotFound, momentOf } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';

type Sent = Schemas['Installment'];

const amountOf = (value: Decimalish | undefined, otherwise: Money): Money =>
  value === undefined ? otherwise : money(value);

/** Fees and penalties as the line wants them, where that differs from what they are; a new instalment has none. */
const chargesOf = (
  sent: Sent,
  was: Instalment | undefined,
  index: number,
): Pick<EditedInstalment, 'fees' | 'penalty'> | Rejection => {
  const wanted = (value: Decimalish | undefined, stored: Money | undefined): Money | undefined =>
    value !== undefined && !money(value).equals(stored ?? 0) ? money(value) : undefined;
  const fees = wanted(sent.fee?.amount?.expected, was?.fee.expected);
  const penalty = wanted(sent.penalty?.amount?.expected, was?.penalty.expected);
  if (!was && (fees || penalty)) {
    return reject('EDITING_REPAYMENTS_NOT_ALLOWED', `[${index}]: a new instalment has neither fees nor penalties`);
  }
  return { ...(fees ? { fees } : {}), ...(penalty ? { penalty } : {}) };
};

/** Whether the line is a payment holiday. One can't be taken back, and a new instalment is none. */
const holidayOf = (sent: Sent, was: Instalment | undefined, index: number): boolean | Rejection => {
  const at = `[${index}].isPaymentHoliday`;
  if (!was && sent.isPaymentHoliday) {
    return reject('PAYMENT_HOLIDAY_INVALID_INSTALLMENT_STATE', `${at}: a new instalment can't be a payment holiday`);
  }
  return was?.holiday && sent.isPaymentHoliday === false
    ? reject('EDITING_REPAYMENTS_NOT_ALLOWED', `${at}: a payment holiday can't be taken back`)
    : (was?.holiday ?? false) || (sent.isPaymentHoliday ?? false);
};

/** The instalment that a line means: by its number in the schedule that was fetched; a line without a number is a new instalment. */
const edited = (
  sent: Sent,
  index: number,
  account: LoanAccount,
  context: OperationContext,
): EditedInstalment | Rejection => {
  const was =
    sent.number === undefined
      ? undefined
      : account.figures.instalments.find(({ number }) => String(number) === sent.number);
  if (sent.number !== undefined && !was)
    return reject(
      'INVALID_INSTALLMENT_NUMBER',
      `[${index}].number ${sent.number.slice(0, 20)} is no instalment of this loan`,
    );
  const charges = chargesOf(sent, was, index);
  if (isRejection(charges)) return charges;
  const holiday = holidayOf(sent, was, index);
  if (isRejection(holiday)) return holiday;
  const moment = momentOf(sent.dueDate, context);
  const dueDate: LocalDate | undefined = moment === undefined ? was?.dueDate : context.clock.zone.localDateOf(moment);
  if (dueDate === undefined) return reject('INVALID_DUE_DATE', `[${index}].dueDate is required for a new instalment`);
  return {
    ...(was ? { slot: was.slot } : {}),
    dueDate,
    principal: amountOf(sent.principal?.amount?.expected, was?.principal.expected ?? zero),
    interest: amountOf(sent.interest?.amount?.expected, was?.interest.expected ?? zero),
    ...(holiday ? { holiday } : {}),
    ...(sent.notes === undefined ? {} : { notes: sent.notes.trim() }),
    ...charges,
  };
};

/** PUT /loans/{loanAccountId}/schedule */
export default command<'editLoanSchedule', LoanAccount>('editLoanSchedule', {
  notYet: ['carryForwardInterestSplit', 'customSettingDetails'],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const found = state.get(loanAccounts, path.loanAccountId);
    if (!found) return loanNotFound(path.loanAccountId);
    const stored = asShownToday(found, context);
    const lines: EditedInstalment[] = [];
    for (const [index, sent] of body.entries()) {
      const line = edited(sent, index, stored, context);
      if (isRejection(line)) return line;
      lines.push(line);
    }
    const decision = decideScheduleEdit(factsOf(stored, context), lines, loanContext(stored, context));
    if (isRejection(decision)) return decision;
    const effects = loanEffects(stored, decision, context);
    if (isRejection(effects)) return effects;
    const after = effects.outcome.account;
    const changes = { before: scheduleOf(stored, context), after: scheduleOf(after, context) };
    return { ...effects, outcome: after, subject: { ...effects.subject, ...changes } };
  },
  answer: (account, context) => scheduleOf(account, context),
});
