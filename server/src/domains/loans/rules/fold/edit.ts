import type { LocalDate } from '../../../../kernel/localDate.ts';
import { plus, zero } from '../../../../kernel/money.ts';
import type { EditedInstalment, ScheduleEdited } from '../events.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { reproject } from './recalculate.ts';
import { notLate, type Working, type WorkingInstalment } from './working.ts';

const added = (slot: string, line: EditedInstalment): WorkingInstalment => ({
  slot,
  from: line.dueDate,
  dueDate: line.dueDate,
  grace: false,
  carriesPrincipal: true,
  principal: { expected: line.principal, paid: zero },
  interest: { expected: line.interest, paid: zero, applied: zero },
  penalty: { expected: zero, paid: zero },
  fees: [],
  lastPaid: undefined,
  late: notLate(),
  originalTotal: plus(line.principal, line.interest),
});

const merged = (kept: WorkingInstalment, line: EditedInstalment): WorkingInstalment => ({
  ...kept,
  dueDate: line.dueDate,
  principal: { ...kept.principal, expected: line.principal },
  interest: { ...kept.interest, expected: line.interest },
});

/** Puts an edited schedule on the loan as of a day; a dynamic loan then computes the interest ahead anew. */
export const takeEdit = (loan: Working, event: ScheduleEdited, date: LocalDate): void => {
  accrueTo(loan, date);
  const bySlot = new Map(loan.instalments.map((instalment) => [instalment.slot, instalment]));
  loan.instalments = event.instalments.map((line, index) => {
    const kept = line.slot === undefined ? undefined : bySlot.get(line.slot);
    return kept ? merged(kept, line) : added(line.slot ?? `${event.key}:${index + 1}`, line);
  });
  loan.instalments.forEach((instalment, index) => {
    instalment.from = loan.instalments[index - 1]?.dueDate ?? loan.disbursed ?? date;
  });
  loan.passed = loan.instalments.filter(({ dueDate }) => dueDate <= date).length;
  loan.settled = 0;
  loan.customSchedule = true;
  if (isDynamic(loan.terms)) reproject(loan, date);
};

/** Takes an edit of the schedule into the loan; before the disbursement it waits for it. */
export const editSchedule = (loan: Working, event: ScheduleEdited): void => {
  loan.customSchedule = true;
  if (loan.disbursed) takeEdit(loan, event, event.valueDate);
  else loan.waitingEdit = event;
};
