import { isPositive, plus, zero } from '../../../../kernel/money.ts';
import type { FeeApplied } from '../events.ts';
import { closingOf, feeLine, originOf, record, totalDueOf, type Working, type WorkingInstalment } from './working.ts';

/** The instalment a fee falls due with: the one it names, else the next unpaid one on or after the value date, else the last. */
const feeTarget = (loan: Working, event: FeeApplied): WorkingInstalment | undefined => {
  if (event.slot !== undefined) return loan.instalments.find(({ slot }) => slot === event.slot);
  if (event.installmentNumber !== undefined) return loan.instalments[event.installmentNumber - 1];
  const next = loan.instalments.find(
    (instalment) => closingOf(instalment) >= event.valueDate && !instalment.grace && isPositive(totalDueOf(instalment)),
  );
  return next ?? loan.instalments.at(-1);
};

/** Puts a fee on its instalment. */
export const attachFee = (loan: Working, event: FeeApplied): void => {
  const target = feeTarget(loan, event) ?? loan.instalments.at(-1);
  target?.fees.push({ event, expected: event.amount, paid: zero, reduced: zero });
  // A fee can open a paid instalment again: the last one, or a named one.
  loan.settled = 0;
};

/** Takes a fee into the loan. Before the disbursement it is owed and waits for a schedule. */
export const applyFee = (loan: Working, event: FeeApplied): void => {
  if (loan.disbursed) attachFee(loan, event);
  else loan.waitingFees.push(event);
  loan.balance.fees = plus(loan.balance.fees, event.amount);
  const lines = [feeLine(event, event.amount)];
  record(loan, originOf(event, 'FEE_APPLIED'), 'FEE_APPLIED', event.amount, { fees: event.amount }, lines);
};
