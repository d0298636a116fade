import { isZero, minus, plus, zero } from '../../../../kernel/money.ts';
import type { PrincipalPaid } from '../events.ts';
import { keepsAdvances } from '../overpayments.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { payOutside } from './payOutside.ts';
import { chargeWithPayment } from './penalty.ts';
import { newPurse, settlePurse } from './purse.ts';
import { dropPlannedInterest, respread } from './recalculate.ts';
import { payPrincipalPart } from './repayParts.ts';
import { originOf, record, skipSettled, type Working } from './working.ts';

/** Takes a payment of nothing but principal into the loan: what is due of it, then what is ahead, as prepayments go. Interest goes on accruing. */
export const payPrincipalOnly = (loan: Working, event: PrincipalPaid): void => {
  accrueTo(loan, event.valueDate);
  skipSettled(loan);
  chargeWithPayment(loan, originOf(event, 'PENALTY_APPLIED'));
  const purse = newPurse(loan, event.amount, event.valueDate);
  const pay = event.as === 'PRINCIPAL_OVERPAYMENT' ? payOutside : payPrincipalPart;
  const recalculation = pay(loan, purse, event.recalculation);
  settlePurse(loan, purse);
  if (loan.terms.redraw && loan.redraw?.balance.greaterThan(loan.balance.principal)) {
    loan.overpaid = plus(loan.overpaid, minus(loan.redraw.balance, loan.balance.principal));
  }
  if (loan.redraw && event.as !== 'PRINCIPAL_OVERPAYMENT' && keepsAdvances(loan.terms)) {
    loan.redraw.balance = plus(loan.redraw.balance, purse.left);
    purse.left = zero;
  }
  loan.overpaid = plus(loan.overpaid, purse.left);
  record(loan, originOf(event, event.as), event.as, event.amount, { principal: purse.principal });
  if (recalculation) respread(loan, event.valueDate, recalculation);
  if (isDynamic(loan.terms) && isZero(loan.balance.principal)) dropPlannedInterest(loan);
};
