import { isPositive, isZero, type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import type { Repaid } from '../events.ts';
import { isRevolving } from '../revolvingTerms.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo, applyAccrued } from './accrual.ts';
import { horizontally, payDue, vertically } from './payDue.ts';
import { payOutside } from './payOutside.ts';
import { chargeWithPayment } from './penalty.ts';
import { newPurse, orderOf, type Purse, paidBy, payElement, settlePurse } from './purse.ts';
import { chargeAccruedFee } from './rateFee.ts';
import { dropPlannedInterest, type Recalculation, recalculationOf, respread } from './recalculate.ts';
import { keepRest } from './redraw.ts';
import { holderOf, payScheduled, payUnasked, repayOne, repayParts } from './repayParts.ts';
import { keepingPaid } from './takeBack.ts';
import { aheadOf, originOf, record, skipSettled, type Working } from './working.ts';

// How a repayment finds what it pays. Fixed loans: instalment by instalment to the end of the schedule, scheduled interest
// included. Dynamic loans: first what is due, then the prepayment by the product's settings.

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
      prepaid = payUnasked(loan, purse, holder);
    }
  }
  return prepaid;
};

const repayDynamic = (loan: Working, event: Repaid, purse: Purse): Recalculation | undefined => {
  payDue(loan, purse);
  if (!isPositive(purse.left) || loan.terms.redraw) return undefined;
  const { applyInterestOnPrepaymentMethod, prepaymentRecalculationMethod: agreed } = loan.terms.payment.prepayment;
  if (applyInterestOnPrepaymentMethod === 'AUTOMATIC') {
    applyAccrued(loan, originOf(event, 'INTEREST_APPLIED'));
    chargeAccruedFee(loan, event);
    // After maturity the interest just applied is due like everything else.
    payDue(loan, purse);
  }
  const recalculation = recalculationOf(event.recalculation ?? agreed);
  // What a revolving credit pays early is principal at once: nothing ahead asks for any.
  if (recalculation === 'FILL' && !isRevolving(loan.terms)) {
    fillNext(loan, purse);
    return undefined;
  }
  const prepaid = payAtOnce(loan, purse);
  return recalculation !== 'FILL' && isPositive(prepaid) ? recalculation : undefined;
};

/** Pays with the part of a payment that is meant for nothing but principal outside the schedule. What it finds none for is too much. */
const payPartOutside = (loan: Working, purse: Purse, amount: Money, method: Repaid['recalculation']) => {
  const rest = purse.left;
  purse.left = amount;
  const recalculation = payOutside(loan, purse, method);
  loan.overpaid = plus(loan.overpaid, purse.left);
  purse.left = rest;
  return recalculation;
};

/** Takes a repayment into the loan: its transaction, the interest that comes before it, the schedule after it. */
export const repay = (loan: Working, event: Repaid): void => {
  const outside = event.principalOverpayment ?? zero;
  const purse = newPurse(loan, minus(event.amount, outside), event.valueDate);
  accrueTo(loan, event.valueDate);
  skipSettled(loan);
  chargeWithPayment(loan, originOf(event, 'PENALTY_APPLIED'));
  loan.paying = purse;
  const dynamic = isDynamic(loan.terms);
  let recalculation: Recalculation | undefined;
  keepingPaid(loan, event, () => {
    if (event.parts) recalculation = repayParts(loan, event, purse, event.parts);
    else if (event.slot !== undefined) repayOne(loan, event, purse, event.slot);
    else if (dynamic) recalculation = repayDynamic(loan, event, purse);
    else payScheduled(loan, event, purse, loan.instalments.slice(loan.settled), orderOf(loan.terms));
    if (isPositive(outside)) recalculation = payPartOutside(loan, purse, outside, event.recalculation) ?? recalculation;
  });
  settlePurse(loan, purse);
  keepRest(loan, purse, event);
  loan.overpaid = plus(loan.overpaid, purse.left);
  record(
    loan,
    originOf(event, 'REPAYMENT'),
    'REPAYMENT',
    event.amount,
    paidBy(purse),
    purse.feeLines,
    undefined,
    purse.parts,
  );
  if (recalculation) respread(loan, event.valueDate, recalculation);
  if (dynamic && isZero(loan.balance.principal)) dropPlannedInterest(loan);
};
