import { isPositive, type Money, minus, money, rounded, smallest, sum } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import { checkRedrawLeft } from './decide/checkRedrawLeft.ts';
import { checkScheduleEdit } from './editSchedule.ts';
import type { LoanEvent, ReductionUndone, ScheduleEdited } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import type { Instalment } from './state.ts';
import type { LoanTerms } from './terms.ts';

// Charges of generated loans that an edit of the schedule lets off, and that are owed again.

type Base = Pick<ScheduleEdited, 'key' | 'sequence' | 'valueDate' | 'bookingDate'>;

const reduces = (edit: ScheduleEdited, what: 'fees' | 'penalty'): boolean =>
  edit.instalments.some((line) => line[what] !== undefined);

/** What of the last edit is not undone yet. */
const undoable = (events: readonly LoanEvent[]): Pick<ReductionUndone, 'edit' | 'kind'> | undefined => {
  const edit = events.findLast((event) => event.type === 'SCHEDULE_EDITED');
  if (!edit) return undefined;
  const undone = events.flatMap((event) =>
    event.type === 'REDUCTION_UNDONE' && event.edit === edit.key ? [event.kind] : [],
  );
  if (reduces(edit, 'fees') && !undone.includes('FEES')) return { edit: edit.key, kind: 'FEES' };
  return reduces(edit, 'penalty') && !undone.includes('PENALTIES') ? { edit: edit.key, kind: 'PENALTIES' } : undefined;
};

/** A charge without the given share of what is unpaid of it; nothing where that is nothing. */
const lowered = (
  { expected, paid }: { readonly expected: Money; readonly paid: Money },
  share: number,
): Money | undefined => {
  const open = minus(expected, paid);
  const off = smallest(rounded(money(open.times(share)), 2, 'UP'), open);
  return isPositive(off) ? minus(expected, off) : undefined;
};

const line = (instalment: Instalment, share: number): ScheduleEdited['instalments'][number] => {
  const { slot, dueDate, principal, interest, holiday, state } = instalment;
  const open = state !== 'PAID' && state !== 'GRACE';
  const fees = open ? lowered(instalment.fee, share) : undefined;
  const penalty = open ? lowered(instalment.penalty, share) : undefined;
  return {
    slot,
    dueDate,
    principal: principal.expected,
    interest: interest.expected,
    ...(holiday ? { holiday: true as const } : {}),
    ...(fees ? { fees } : {}),
    ...(penalty ? { penalty } : {}),
  };
};

/** What was let off is owed again where it was, or with a large share on the last instalment that takes it, if nothing has happened since. */
const undoneOn = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  undone: Pick<ReductionUndone, 'edit' | 'kind'>,
  share: number,
  base: Base,
): ReductionUndone => {
  const type = undone.kind === 'FEES' ? 'FEES_DUE_REDUCED' : 'PENALTIES_DUE_REDUCED';
  const { instalments, transactions } = foldLoan(terms, events, base.valueDate, everyDayWorks);
  const amount = sum(
    transactions.flatMap((one) => (one.eventKey === undone.edit && one.type === type ? [one.amount] : [])),
  );
  const target = instalments.findLast(({ state }) => state !== 'PAID' && state !== 'GRACE');
  const latest = events.findLast((event) => event.type !== 'REDUCTION_UNDONE');
  const elsewhere = share >= 0.3 && latest?.key === undone.edit && target && isPositive(amount);
  return {
    type: 'REDUCTION_UNDONE',
    ...base,
    ...undone,
    ...(elsewhere ? { onto: [{ slot: target.slot, amount }] } : {}),
  };
};

/** An edit that lets off a share of all fees and penalties; where the last edit did so, what it let off is owed again. */
export const reductionOn = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  share: number,
  base: Base,
): readonly LoanEvent[] => {
  const undone = undoable(events);
  if (undone) {
    const again = undoneOn(terms, events, undone, share, base);
    // Money that was drawn since may not become too little for it: such an undoing is refused.
    return checkRedrawLeft({ loan: foldLoan(terms, [...events, again], base.valueDate, everyDayWorks) }) ? [] : [again];
  }
  const { instalments } = foldLoan(terms, events, base.valueDate, everyDayWorks);
  const edit = instalments.map((instalment) => line(instalment, share));
  if (edit.every(({ fees, penalty }) => !fees && !penalty)) return [];
  const refused = checkScheduleEdit(
    {
      terms: {
        ...terms,
        schedule: {
          ...terms.schedule,
          repaymentScheduleEditOptions: ['ADJUST_FEE_PAYMENT_SCHEDULE', 'ADJUST_PENALTY_PAYMENT_SCHEDULE'],
        },
      },
      instalments,
      disbursement: events[0]?.valueDate ?? base.valueDate,
      disbursed: true,
      lastTransaction: base.valueDate,
      today: base.valueDate,
      closure: () => undefined,
    },
    edit,
  );
  return isRejection(refused) ? [] : [{ type: 'SCHEDULE_EDITED', ...base, instalments: edit }];
};
