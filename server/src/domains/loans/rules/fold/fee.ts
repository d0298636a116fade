import { isPositive, plus } from '../../../../kernel/money.ts';
import type { FeeApplied } from '../events.ts';
import { newFee } from './tax.ts';
import {
  closingOf,
  feeLine,
  originOf,
  record,
  totalDueOf,
  type Working,
  type WorkingFee,
  type WorkingInstalment,
} from './working.ts';

/** The instalment a fee falls due with: the one it names, else the next unpaid one on or after the value date, else the last. */
const feeTarget = (loan: Working, event: FeeApplied): WorkingInstalment | undefined => {
  if (event.slot !== undefined) return loan.instalments.find(({ slot }) => slot === event.slot);
  if (event.installmentNumber !== undefined) return loan.instalments[event.installmentNumber - 1];
  const next = loan.instalments.find(
    (instalment) => closingOf(instalment) >= event.valueDate && !instalment.grace && isPositive(totalDueOf(instalment)),
  );
  return next ?? loan.instalments.at(-1);
};

/** Puts a fee on its instalment, or beside them all. */
export const attachFee = (loan: Working, fee: WorkingFee): void => {
  if (fee.event.unscheduled) {
    loan.unscheduledFees.push(fee);
    return;
  }
  const target = feeTarget(loan, fee.event) ?? loan.instalments.at(-1);
  target?.fees.push(fee);
  // A fee can open a paid instalment again: the last one, or a named one.
  loan.settled = 0;
};

/** Takes a fee into the loan. Before the disbursement it is owed and waits for a schedule. */
export const applyFee = (loan: Working, event: FeeApplied): void => {
  const fee = newFee(loan, event);
  const { expected, tax } = fee;
  if (loan.disbursed) attachFee(loan, fee);
  else loan.waitingFees.push(fee);
  loan.balance.fees = plus(loan.balance.fees, expected);
  const affected = { fees: expected, taxes: { fees: tax.applied } };
  const lines = [feeLine(event, expected, tax.applied)];
  record(loan, originOf(event, 'FEE_APPLIED'), 'FEE_APPLIED', expected, affected, lines);
};
