import { plus } from '../../../../kernel/money.ts';
import type { FeeApplied } from '../events.ts';
import { accrueTo } from './accrual.ts';
import { addPrincipal } from './draw.ts';
import { newFee } from './tax.ts';
import { feeLine, originOf, record, type Working } from './working.ts';

/**
 * Takes a fee into the loan that becomes principal at once: it is no balance of fees, bears interest from its value date, and is shared by the
 * instalments due later, as the principal of a later tranche is.
 */
export const capitaliseFee = (loan: Working, event: FeeApplied): void => {
  accrueTo(loan, event.valueDate);
  const { expected: amount, tax } = newFee(loan, event);
  loan.balance.principal = plus(loan.balance.principal, amount);
  const lines = [feeLine(event, amount, tax.applied)];
  const affected = { principal: amount, taxes: { fees: tax.applied } };
  record(loan, originOf(event, 'FEE_APPLIED'), 'FEE_CAPITALISED', amount, affected, lines);
  addPrincipal(loan, event.valueDate, amount);
};
