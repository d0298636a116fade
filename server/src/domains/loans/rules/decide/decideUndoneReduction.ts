import { type Money, sum, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { ReductionUndone, ScheduleEdited } from '../events.ts';
import type { Instalment } from '../state.ts';
import { type LoanAccountFacts, type LoanChange, type LoanContext, loanOn } from './account.ts';
import { checkAmount, laterThan } from './checks.ts';

// Undoing a reduction of fees or penalties that came with an edit of the schedule.

/** What a request says of an instalment that takes a part of what was let off; no slot where it is none of this loan. */
export type AddedPart = { readonly slot: string | undefined; readonly amount: Money };

export type UndoneReduction = {
  readonly role: string;
  readonly valueDate: ReductionUndone['valueDate'];
  readonly bookingDate: ReductionUndone['bookingDate'];
  readonly onto?: readonly AddedPart[];
};

const kinds: Readonly<Record<string, ReductionUndone['kind']>> = {
  FEES_DUE_REDUCED: 'FEES',
  PENALTIES_DUE_REDUCED: 'PENALTIES',
};

/** Whether a transaction of an event is the reduction of an edit. */
export const isReduction = (event: { readonly type: string }, role: string): event is ScheduleEdited =>
  event.type === 'SCHEDULE_EDITED' && kinds[role] !== undefined;

const at = 'installments';

const checkPart = (
  { slot, amount }: AddedPart,
  index: number,
  instalments: readonly Instalment[],
  decimals: number,
): Rejection | { readonly slot: string; readonly amount: Money } => {
  const instalment = instalments.find((one) => one.slot === slot);
  if (!instalment)
    return reject('INSTALLMENT_NOT_FOUND', `${at}[${index}].installmentKey is no instalment of this loan`);
  if (instalment.state === 'PAID' || instalment.state === 'GRACE') {
    return reject('INSTALLMENT_STATE_NOT_ALLOWED', `${at}[${index}].installmentKey: instalment is ${instalment.state}`);
  }
  return checkAmount(amount, decimals, `${at}[${index}].amountToAdd`) ?? { slot: instalment.slot, amount };
};

const partsOf = (
  account: LoanAccountFacts,
  edit: ScheduleEdited,
  { role, onto }: UndoneReduction,
  context: LoanContext,
): Pick<ReductionUndone, 'onto'> | Rejection => {
  if (!onto) return {};
  const { instalments, transactions } = loanOn(account, context, context.today);
  const amount = transactions.find((one) => one.eventKey === edit.key && one.role === role)?.amount ?? zero;
  const parts: { readonly slot: string; readonly amount: Money }[] = [];
  for (const [index, one] of onto.entries()) {
    const part = checkPart(one, index, instalments, account.terms.currencyDecimals);
    if (isRejection(part)) return part;
    if (parts.some(({ slot }) => slot === part.slot)) {
      return reject('INSTALLMENT_DUPLICATED', `${at}[${index}].installmentKey is named twice`);
    }
    parts.push(part);
  }
  const total = sum(parts.map((part) => part.amount));
  return total.equals(amount)
    ? { onto: parts }
    : reject('INVALID_AMOUNT', `${at} sum to ${total.toFixed()} instead of the ${amount.toFixed()} that were let off`);
};

/**
 * Lets charges be owed again that an edit of the schedule had let off, where they were or on the instalments that the request names. Refusals in this
 * order: a later edit, later transactions (which take a permission, and then no instalments are named), the instalments.
 */
export const undoneReduction = (
  account: LoanAccountFacts,
  edit: ScheduleEdited,
  request: UndoneReduction,
  context: LoanContext,
): LoanChange | Rejection => {
  const kind = kinds[request.role];
  if (!kind) throw new Error(`${request.role} is no reduction`);
  const later = laterThan(account.events, edit.key).filter(({ type }) => type !== 'REDUCTION_UNDONE');
  if (later.some(({ type }) => type === 'SCHEDULE_EDITED')) {
    return reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'the schedule was edited again since');
  }
  if (later.length > 0) {
    if (!context.may('BULK_LOAN_CORRECTIONS')) {
      return reject('UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', 'adjust the later transactions first');
    }
    if (request.onto) {
      return reject(
        'INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED_BULK',
        `${at}: with later transactions what was let off goes back where it was`,
      );
    }
  }
  const onto = partsOf(account, edit, request, context);
  if (isRejection(onto)) return onto;
  const { valueDate, bookingDate } = request;
  const base = { key: context.newKey(), sequence: account.nextSequence, valueDate, bookingDate };
  return { append: [{ type: 'REDUCTION_UNDONE', ...base, edit: edit.key, kind, ...onto }] };
};
