import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import type { EditedInstalment, ScheduleEdited } from '../events.ts';
import { notesAfter } from '../instalmentNotes.ts';
import type { TransactionFee } from '../state.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { beginHoliday } from './holidays.ts';
import { newInstalment } from './newInstalment.ts';
import { principalAhead, reproject, respread } from './recalculate.ts';
import { lowerFee, lowerTax } from './tax.ts';
import { dueOf, feeLine, feesDueOf, originOf, record, type Working, type WorkingInstalment } from './working.ts';

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

/** Lowers the fees of an instalment to an amount in all, the last fee first. */
const lowerFees = (instalment: WorkingInstalment, wanted: Money, decimals: number): TransactionFee[] => {
  const lines: TransactionFee[] = [];
  const expected = sum(instalment.fees.map((fee) => fee.expected));
  let left = smallest(minus(expected, wanted), feesDueOf(instalment));
  for (const fee of [...instalment.fees].reverse()) {
    const part = smallest(left, dueOf(fee));
    if (!isPositive(part)) continue;
    left = minus(left, part);
    lines.push(feeLine(fee.event, part, lowerFee(fee, part, decimals)));
  }
  return lines;
};

/** Lowers the penalties of an instalment to an amount; answers what was let off, and the tax in it. */
const lowerPenalty = (
  { penalty, tax }: WorkingInstalment,
  wanted: Money,
  decimals: number,
): readonly [Money, Money] => {
  const part = smallest(minus(penalty.expected, wanted), dueOf(penalty));
  if (!isPositive(part)) return [zero, zero];
  const within = lowerTax(tax.penalty, part, dueOf(penalty), decimals);
  penalty.expected = minus(penalty.expected, part);
  return [part, within];
};

/** Lets charges off where the edit says so, in one transaction of each kind. */
const lowerCharges = (loan: Working, event: ScheduleEdited): void => {
  const decimals = loan.terms.currencyDecimals;
  const fees: TransactionFee[] = [];
  let penalty: Money = zero;
  let penaltyTax: Money = zero;
  event.instalments.forEach((line, index) => {
    const instalment = loan.instalments[index];
    if (!instalment) return;
    if (line.fees) fees.push(...lowerFees(instalment, line.fees, decimals));
    if (line.penalty) {
      const [part, tax] = lowerPenalty(instalment, line.penalty, decimals);
      penalty = plus(penalty, part);
      penaltyTax = plus(penaltyTax, tax);
    }
  });
  const fee = sum(fees.map(({ amount }) => amount));
  if (isPositive(fee)) {
    loan.balance.fees = minus(loan.balance.fees, fee);
    const taxes = { fees: sum(fees.map(({ tax = zero }) => tax)) };
    record(loan, originOf(event, 'FEES_DUE_REDUCED'), 'FEES_DUE_REDUCED', fee, { fees: fee, taxes }, fees);
  }
  if (isPositive(penalty)) {
    loan.balance.penalty = minus(loan.balance.penalty, penalty);
    const affected = { penalty, taxes: { penalty: penaltyTax } };
    record(loan, originOf(event, 'PENALTIES_DUE_REDUCED'), 'PENALTIES_DUE_REDUCED', penalty, affected);
  }
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
