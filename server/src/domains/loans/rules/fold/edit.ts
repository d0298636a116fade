import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, smallest, sum, zero } from '../../../../kernel/money.ts';
import type { EditedInstalment, ScheduleEdited } from '../events.ts';
import { notesAfter } from '../instalmentNotes.ts';
import type { TransactionFee } from '../state.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { beginHoliday } from './holidays.ts';
import { newInstalment } from './newInstalment.ts';
import { feesDueOf } from './owed.ts';
import { principalAhead, reproject, respread } from './recalculate.ts';
import { lowerFee, lowerTax } from './tax.ts';
import { moveFees, movePenalties, undoneOf } from './undoneReduction.ts';
import { dueOf, feeLine, originOf, record, type Working, type WorkingInstalment } from './working.ts';

const added = (slot: string, line: EditedInstalment): WorkingInstalment => {
  const { dueDate, principal, interest } = line;
  const plan = { slot, from: dueDate, dueDate, grace: false, carriesPrincipal: true, principal, interest };
  return { ...newInstalment(plan), ...notesAfter(undefined, line) };
};

const merged = ({ notes = '', ...kept }: WorkingInstalment, line: EditedInstalment): WorkingInstalment => ({
  ...kept,
  ...notesAfter({ notes }, line),
  dueDate: line.dueDate,
  principal: { ...kept.principal, expected: line.principal },
  interest: { ...kept.interest, expected: line.interest },
  // Edited interest has no history.
  drawn: line.interest.equals(kept.interest.expected) ? (kept.drawn ?? []) : [],
  ...(line.holiday ? { holiday: true, carriesPrincipal: false, originalTotal: zero } : {}),
});

/** What an edit lets off of the fees of an instalment, to leave an amount in all. */
const feesOff = (instalment: WorkingInstalment, wanted: Money): Money => {
  const expected = sum(instalment.fees.map((fee) => fee.expected));
  return smallest(minus(expected, wanted), feesDueOf(instalment));
};

/** Lowers the fees of an instalment by an amount, the last fee first. */
const lowerFees = (instalment: WorkingInstalment, off: Money, decimals: number): TransactionFee[] => {
  const lines: TransactionFee[] = [];
  let left = off;
  for (const fee of [...instalment.fees].reverse()) {
    const part = smallest(left, dueOf(fee));
    if (!isPositive(part)) continue;
    left = minus(left, part);
    lines.push(feeLine(fee.event, part, lowerFee(fee, part, decimals)));
  }
  return lines;
};

/** Lowers the penalties of an instalment by an amount; answers the tax in it. */
const lowerPenalty = ({ penalty, tax }: WorkingInstalment, part: Money, decimals: number): Money => {
  const within = lowerTax(tax.penalty, part, dueOf(penalty), decimals);
  penalty.expected = minus(penalty.expected, part);
  return within;
};

type Off = { readonly instalment: WorkingInstalment; readonly amount: Money };

/** What an edit lets off of a kind of charges, instalment by instalment. */
const offOf = (
  loan: Working,
  { instalments }: ScheduleEdited,
  of: (instalment: WorkingInstalment, line: EditedInstalment) => Money,
): readonly Off[] =>
  instalments.flatMap((line, index) => {
    const instalment = loan.instalments[index];
    const amount = instalment ? of(instalment, line) : zero;
    return instalment && isPositive(amount) ? [{ instalment, amount }] : [];
  });

const letFeesOff = (loan: Working, event: ScheduleEdited): void => {
  const off = offOf(loan, event, (instalment, { fees }) => (fees ? feesOff(instalment, fees) : zero));
  const undone = undoneOf(loan, event, 'FEES');
  if (undone) {
    moveFees(loan, undone, off);
    return;
  }
  const lines = off.flatMap(({ instalment, amount }) => lowerFees(instalment, amount, loan.terms.currencyDecimals));
  const fee = sum(lines.map(({ amount }) => amount));
  if (!isPositive(fee)) return;
  loan.balance.fees = minus(loan.balance.fees, fee);
  const taxes = { fees: sum(lines.map(({ tax = zero }) => tax)) };
  record(loan, originOf(event, 'FEES_DUE_REDUCED'), 'FEES_DUE_REDUCED', fee, { fees: fee, taxes }, lines);
};

const letPenaltiesOff = (loan: Working, event: ScheduleEdited): void => {
  const off = offOf(loan, event, ({ penalty }, { penalty: wanted }) =>
    wanted ? smallest(minus(penalty.expected, wanted), dueOf(penalty)) : zero,
  );
  const undone = undoneOf(loan, event, 'PENALTIES');
  if (undone) {
    movePenalties(loan, undone, off);
    return;
  }
  const taxes = off.map(({ instalment, amount }) => lowerPenalty(instalment, amount, loan.terms.currencyDecimals));
  const penalty = sum(off.map(({ amount }) => amount));
  if (!isPositive(penalty)) return;
  loan.balance.penalty = minus(loan.balance.penalty, penalty);
  const affected = { penalty, taxes: { penalty: sum(taxes) } };
  record(loan, originOf(event, 'PENALTIES_DUE_REDUCED'), 'PENALTIES_DUE_REDUCED', penalty, affected);
};

/** Lets charges off where the edit says so, in one transaction of each kind, unless that was undone. */
const lowerCharges = (loan: Working, event: ScheduleEdited): void => {
  letFeesOff(loan, event);
  letPenaltiesOff(loan, event);
};

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
  beginHoliday(loan);
  lowerCharges(loan, event);
  if (!isDynamic(loan.terms)) return;
  if (event.respread) respread(loan, date, 'KEEP_COUNT', principalAhead(loan));
  else reproject(loan, date);
};

/** Takes an edit of the schedule into the loan; before the disbursement it waits for it. */
export const editSchedule = (loan: Working, event: ScheduleEdited): void => {
  loan.customSchedule = true;
  if (loan.disbursed) takeEdit(loan, event, event.valueDate);
  else loan.waitingEdit = event;
};
