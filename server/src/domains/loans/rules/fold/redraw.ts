import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { isPositive, isZero, type Money, minus, plus, smallest, zero } from '../../../../kernel/money.ts';
import type { LoanEvent, RedrawMoved, Repaid } from '../events.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { owedOf, unscheduledDueOf } from './owed.ts';
import { payDue } from './payDue.ts';
import { chargeWithPayment } from './penalty.ts';
import { newPurse, orderOf, type Purse, paidBy, payElement, payFee, settlePurse } from './purse.ts';
import { dropPlannedInterest } from './recalculate.ts';
import { payPrincipalPart } from './repayParts.ts';
import { type Origin, originOf, record, skipSettled, type Working } from './working.ts';

// Money of a borrower that lies at his loan: it lowers what bears interest, pays what falls due, and can be drawn again.

/** The charges that the money could pay: no fee outside the schedule, which is never due. */
const chargesOf = (loan: Working): Money => {
  const { interest, fees, penalty } = loan.balance;
  return minus(plus(interest, plus(fees, penalty)), unscheduledDueOf(loan));
};

/** What all balances come to that the money could pay. */
const owed = (loan: Working): Money => plus(loan.balance.principal, chargesOf(loan));

/** Keeps money at the loan, as far as the loan owes as much; answers what finds no room. */
const keep = (loan: Working, amount: Money): Money => {
  const { redraw } = loan;
  if (!redraw) return amount;
  const room = minus(owed(loan), redraw.balance);
  const kept = isPositive(room) ? smallest(amount, room) : zero;
  redraw.balance = plus(redraw.balance, kept);
  return minus(amount, kept);
};

/**
 * What a repayment leaves stays at the loan. More there than is owed is too much, however it came to be, unless the loan keeps overpayments: then
 * nothing is owed any more, and all of it stays. What a repayment says itself is no overpayment.
 */
export const keepRest = (loan: Working, purse: Purse, { parts, slot }: Repaid): void => {
  if (!loan.redraw) return;
  if (!loan.terms.redraw) {
    if (parts || slot !== undefined) return;
    loan.redraw.balance = plus(loan.redraw.balance, purse.left);
    purse.left = zero;
    return;
  }
  purse.left = keep(loan, purse.left);
  const beyond = minus(loan.redraw.balance, owed(loan));
  if (isPositive(beyond)) loan.overpaid = plus(loan.overpaid, beyond);
};

/** Notes that the money paid something, and takes what it paid off it. */
const settle = (loan: Working, purse: Purse, amount: Money, origin: Origin): void => {
  if (!loan.redraw || isZero(amount)) return;
  settlePurse(loan, purse);
  loan.redraw.balance = minus(loan.redraw.balance, amount);
  record(loan, origin, 'REDRAW_REPAYMENT', amount, paidBy(purse), purse.feeLines);
  // Agreed interest of a fixed loan is owed whatever is paid.
  if (isDynamic(loan.terms) && isZero(loan.balance.principal)) dropPlannedInterest(loan);
};

/** Pays what is due by the day out of the money; answers what of a limit was not needed. */
const payDueFrom = (loan: Working, limit: Money, origin: Origin): Money => {
  const purse = newPurse(loan, limit, origin.valueDate);
  skipSettled(loan);
  payDue(loan, purse);
  settle(loan, purse, minus(limit, purse.left), origin);
  return purse.left;
};

/** Whether something can be paid that is due. */
const asksForMoney = (loan: Working): boolean => {
  const due = loan.instalments.slice(loan.settled, loan.passed);
  const anytime = loan.terms.payment.paymentMethod === 'VERTICAL' && isPositive(chargesOf(loan));
  return anytime || due.some((instalment) => isPositive(owedOf(instalment)));
};

/** Looks, once something came up, whether the money shall pay on a day: what falls due on that day, what somebody logged the day after. */
export const watchRedraw = (loan: Working, day: LocalDate): void => {
  const { redraw } = loan;
  if (!redraw || redraw.look !== undefined || !isPositive(redraw.balance) || !asksForMoney(loan)) return;
  redraw.look = day;
};

/** The same after an event of a day: whoever pays in may say himself that day what it shall pay. */
export const watchRedrawAfter = (loan: Working, { valueDate }: LoanEvent): void => {
  if (loan.redraw) watchRedraw(loan, plusDays(valueDate, 1));
};

/** Lets the money pay what is due on a day. */
export const payFromRedraw = (loan: Working, day: LocalDate): void => {
  if (!loan.redraw) return;
  loan.redraw.look = undefined;
  accrueTo(loan, day);
  payDueFrom(loan, loan.redraw.balance, {
    eventKey: null,
    role: `REDRAW_REPAYMENT#${day}`,
    valueDate: day,
    bookingDate: day,
  });
};

/** Before the loan ends the money pays whatever it can. */
export const settleFromRedraw = (loan: Working, event: LoanEvent): void => {
  if (!loan.redraw || !isPositive(loan.redraw.balance)) return;
  const purse = newPurse(loan, loan.redraw.balance, event.valueDate);
  const order = orderOf(loan.terms);
  for (const instalment of loan.instalments) for (const element of order) payElement(purse, instalment, element);
  for (const fee of loan.unscheduledFees) payFee(purse, undefined, fee);
  settle(loan, purse, minus(loan.redraw.balance, purse.left), originOf(event, 'REDRAW_REPAYMENT'));
};

/** Money that lies at a revolving credit pays what is drawn at once. */
export const payDrawn = (loan: Working, event: LoanEvent): void => {
  if (!loan.redraw || !isPositive(loan.redraw.balance)) return;
  const purse = newPurse(loan, loan.redraw.balance, event.valueDate);
  payPrincipalPart(loan, purse);
  settle(loan, purse, purse.principal, originOf(event, 'REDRAW_REPAYMENT'));
};

/** Takes money that comes to lie at the loan, is drawn again, or pays what is due. */
export const moveRedraw = (loan: Working, event: RedrawMoved): void => {
  const { redraw } = loan;
  if (!redraw) return;
  const { as, amount, valueDate } = event;
  accrueTo(loan, valueDate);
  const there = smallest(amount, redraw.balance);
  if (as !== 'PAYMENT_MADE') redraw.short = plus(redraw.short, minus(amount, there));
  if (as === 'REDRAW_REPAYMENT') {
    chargeWithPayment(loan, originOf(event, 'PENALTY_APPLIED'));
    loan.overpaid = plus(loan.overpaid, payDueFrom(loan, there, originOf(event, as)));
    return;
  }
  if (as === 'PAYMENT_MADE') loan.overpaid = plus(loan.overpaid, keep(loan, amount));
  else redraw.balance = minus(redraw.balance, there);
  record(loan, originOf(event, as), as, amount, {});
};
