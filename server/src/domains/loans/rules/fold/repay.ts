import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, isZero, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import type { Repaid } from '../events.ts';
import { isRevolving } from '../revolvingTerms.ts';
import type { AllocationElement } from '../terms.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo, applyAccrued } from './accrual.ts';
import { chargeWithPayment } from './penalty.ts';
import { newPurse, orderOf, type Purse, payElement, payPrincipal, settlePurse } from './purse.ts';
import { dropPlannedInterest, type Recalculation, recalculationOf, respread } from './recalculate.ts';
import { applyInterestTax } from './tax.ts';
import { aheadOf, originOf, record, skipSettled, type Working, type WorkingInstalment } from './working.ts';

// How a repayment finds what it pays. Fixed loans: instalment by instalment to the end of the schedule, scheduled interest
// included. Dynamic loans: first what is due, then the prepayment by the product's settings.

const horizontally = (
  purse: Purse,
  instalments: readonly WorkingInstalment[],
  order: readonly AllocationElement[],
): void => {
  for (const instalment of instalments) {
    if (isZero(purse.left)) return;
    for (const element of order) payElement(purse, instalment, element);
  }
};

const vertically = (
  purse: Purse,
  instalmentsOf: (element: AllocationElement) => readonly WorkingInstalment[],
  order: readonly AllocationElement[],
): void => {
  for (const element of order) {
    for (const instalment of instalmentsOf(element)) {
      if (isZero(purse.left)) return;
      payElement(purse, instalment, element);
    }
  }
};

type Early = { readonly amount: Money; readonly tax: Money };

/** Applies as much of the interest that is not applied yet as the purse can pay, and pays it. */
const payAhead = (loan: Working, purse: Purse, instalment: WorkingInstalment): Early[] => {
  const { interest } = instalment;
  const amount = smallest(purse.left, minus(interest.expected, interest.applied));
  if (!isPositive(amount)) return [];
  const tax = applyInterestTax(loan, instalment, amount);
  interest.applied = plus(interest.applied, amount);
  payElement(purse, instalment, 'INTEREST');
  return [{ amount, tax }];
};

/**
 * Fixed: interest of instalments that are not due yet is owed anyway. What a payment reaches of it is applied with the
 * payment, exactly as much as is paid, so that an element is never paid before it is in the balance.
 */
const repayFixed = (loan: Working, event: Repaid, purse: Purse): void => {
  const applied: Early[] = [];
  const order = orderOf(loan.terms);
  for (const instalment of loan.instalments.slice(loan.settled)) {
    if (isZero(purse.left)) break;
    for (const element of order) {
      payElement(purse, instalment, element);
      if (element === 'INTEREST') applied.push(...payAhead(loan, purse, instalment));
    }
  }
  const early = sum(applied.map(({ amount }) => amount));
  const taxes = { interest: sum(applied.map(({ tax }) => tax)) };
  if (!isPositive(early)) return;
  loan.balance.interest = plus(loan.balance.interest, early);
  loan.lastInterestApplied = event.valueDate;
  record(loan, originOf(event, 'INTEREST_APPLIED'), 'INTEREST_APPLIED', early, { interest: early, taxes });
};

const payDue = (loan: Working, purse: Purse): void => {
  const due = loan.instalments.slice(loan.settled, loan.passed);
  const order = orderOf(loan.terms);
  if (loan.terms.payment.paymentMethod === 'HORIZONTAL') horizontally(purse, due, order);
  // Vertically, charges have no date: all applied ones can be paid.
  else vertically(purse, (element) => (element === 'PRINCIPAL' ? due : loan.instalments.slice(loan.settled)), order);
};

/** Where prepaid principal shows when the schedule is recalculated: on the instalment of the day or the next one. */
const holderOf = (loan: Working, date: LocalDate): WorkingInstalment | undefined => {
  const previous = loan.instalments[loan.passed - 1];
  return previous?.dueDate === date ? previous : loan.instalments[loan.passed];
};

/** Fills the coming instalments in order; their expected amounts stay. */
const fillNext = (loan: Working, purse: Purse): void => {
  const order = orderOf(loan.terms);
  if (loan.terms.payment.paymentMethod === 'HORIZONTAL') horizontally(purse, aheadOf(loan), order);
  else vertically(purse, () => loan.instalments, order);
};

/** Pays charges and principal at once, in the order of the product; answers the prepaid principal. */
const payAtOnce = (loan: Working, purse: Purse): Money => {
  const holder = holderOf(loan, purse.date);
  let prepaid: Money = zero;
  for (const element of orderOf(loan.terms)) {
    if (element !== 'PRINCIPAL') {
      for (const instalment of aheadOf(loan)) payElement(purse, instalment, element);
    } else if (holder) {
      prepaid = payPrincipal(purse, holder, minus(loan.balance.principal, purse.principal));
      holder.principal.expected = plus(holder.principal.expected, prepaid);
    }
  }
  return prepaid;
};

const repayDynamic = (loan: Working, event: Repaid, purse: Purse): Recalculation | undefined => {
  payDue(loan, purse);
  if (!isPositive(purse.left)) return undefined;
  const { applyInterestOnPrepaymentMethod, prepaymentRecalculationMethod } = loan.terms.payment.prepayment;
  if (applyInterestOnPrepaymentMethod === 'AUTOMATIC') {
    applyAccrued(loan, originOf(event, 'INTEREST_APPLIED'));
    // After maturity the interest just applied is due like everything else.
    payDue(loan, purse);
  }
  const recalculation = recalculationOf(prepaymentRecalculationMethod);
  // What a revolving credit pays early is principal at once: nothing ahead asks for any.
  if (recalculation === 'FILL' && !isRevolving(loan.terms)) {
    fillNext(loan, purse);
    return undefined;
  }
  const prepaid = payAtOnce(loan, purse);
  return recalculation !== 'FILL' && isPositive(prepaid) ? recalculation : undefined;
};

/** Takes a repayment into the loan: its transaction, the interest that comes before it, the schedule after it. */
export const repay = (loan: Working, event: Repaid): void => {
  const purse = newPurse(loan, event.amount, event.valueDate);
  accrueTo(loan, event.valueDate);
  skipSettled(loan);
  chargeWithPayment(loan, originOf(event, 'PENALTY_APPLIED'));
  const dynamic = isDynamic(loan.terms);
  const recalculation = dynamic ? repayDynamic(loan, event, purse) : undefined;
  if (!dynamic) repayFixed(loan, event, purse);
  settlePurse(loan, purse);
  loan.overpaid = plus(loan.overpaid, purse.left);
  const { principal, interest, fees, penalty, taxes } = purse;
  const affected = { principal, interest, fees, penalty, taxes };
  record(loan, originOf(event, 'REPAYMENT'), 'REPAYMENT', event.amount, affected, purse.feeLines);
  if (recalculation) respread(loan, event.valueDate, recalculation);
  if (dynamic && isZero(loan.balance.principal)) dropPlannedInterest(loan);
};
