import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, isZero, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import { feeTriggers, type PaymentPart } from '../customPayment.ts';
import type { Repaid } from '../events.ts';
import { isRevolving } from '../revolvingTerms.ts';
import { allTaxes } from '../taxes.ts';
import { type AllocationElement, isDynamic, type PrepaymentRecalculationMethod } from '../terms.ts';
import { applyAccrued } from './accrual.ts';
import { orderOf, type Purse, payElement, payFee, payInterest, payPrincipal } from './purse.ts';
import { chargeAccruedFee } from './rateFee.ts';
import { type Recalculation, recalculationOf } from './recalculate.ts';
import { applyInterestTax } from './tax.ts';
import {
  aheadOf,
  currentInstalment,
  dueOf,
  originOf,
  record,
  type Working,
  type WorkingFee,
  type WorkingInstalment,
} from './working.ts';

// A repayment that says itself what it pays. Within an element the oldest instalment comes first; the order of allocation of
// the product does not matter. What finds nothing to pay stays in the purse.

/** Where prepaid principal shows when the schedule is recalculated: on the instalment of the day or the next one. */
export const holderOf = (loan: Working, date: LocalDate): WorkingInstalment | undefined => {
  const previous = loan.instalments[loan.passed - 1];
  return previous?.dueDate === date ? previous : loan.instalments[loan.passed];
};

/** Prepays principal that nothing asks for yet, and shows it on an instalment; answers how much. */
export const payUnasked = (loan: Working, purse: Purse, holder: WorkingInstalment): Money => {
  const prepaid = payPrincipal(purse, holder, minus(loan.balance.principal, purse.principal));
  holder.principal.expected = plus(holder.principal.expected, prepaid);
  holder.unasked = plus(holder.unasked ?? zero, prepaid);
  return prepaid;
};

const principalDue = (loan: Working): Money =>
  sum(loan.instalments.slice(loan.settled, loan.passed).map(({ principal }) => dueOf(principal)));

/** A prepayment is preceded by the interest to its day, as where the product allocates it. */
const applyBefore = (loan: Working, event: Repaid, parts: readonly PaymentPart[]): void => {
  if (loan.terms.payment.prepayment.applyInterestOnPrepaymentMethod !== 'AUTOMATIC') return;
  const { interest, fromArrears } = loan.balance;
  const due: Partial<Record<PaymentPart['type'], Money>> = {
    PRINCIPAL: principalDue(loan),
    INTEREST: minus(interest, fromArrears),
    INTEREST_FROM_ARREARS: fromArrears,
  };
  const ahead = parts.some(({ type, amount }) => due[type] && amount.greaterThan(due[type]));
  if (!ahead) return;
  applyAccrued(loan, originOf(event, 'INTEREST_APPLIED'));
  chargeAccruedFee(loan, event);
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
 * Pays elements of instalments of a fixed loan in turn. Interest of those that are not due yet is owed anyway: what a payment reaches of it is
 * applied with the payment, exactly as much as is paid, so that an element is never paid before it is in the balance.
 */
export const payScheduled = (
  loan: Working,
  event: Repaid,
  purse: Purse,
  instalments: readonly WorkingInstalment[],
  elements: readonly AllocationElement[],
): void => {
  const applied: Early[] = [];
  for (const instalment of instalments) {
    if (isZero(purse.left)) break;
    for (const element of elements) {
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

/** Pays principal: what is due, then ahead as the product lets prepayments do. Answers whether the schedule is to be computed anew. */
export const payPrincipalPart = (
  loan: Working,
  purse: Purse,
  method: PrepaymentRecalculationMethod = loan.terms.payment.prepayment.prepaymentRecalculationMethod,
): Recalculation | undefined => {
  for (const instalment of loan.instalments.slice(loan.settled, loan.passed)) {
    payElement(purse, instalment, 'PRINCIPAL');
  }
  const how = isDynamic(loan.terms) ? recalculationOf(method) : 'FILL';
  // What a revolving credit pays early is principal at once: nothing ahead asks for any.
  if (how === 'FILL' && !isRevolving(loan.terms)) {
    for (const instalment of aheadOf(loan)) payElement(purse, instalment, 'PRINCIPAL');
    return undefined;
  }
  const holder = holderOf(loan, purse.date);
  if (!holder) return undefined;
  const prepaid = payUnasked(loan, purse, holder);
  return how !== 'FILL' && isPositive(prepaid) ? how : undefined;
};

const payFees = (loan: Working, purse: Purse, { type, predefinedFeeKey }: PaymentPart): void => {
  const triggers = feeTriggers(type);
  const isNamed = ({ event }: WorkingFee): boolean =>
    predefinedFeeKey === undefined || event.predefinedFeeKey === predefinedFeeKey;
  for (const instalment of loan.instalments) {
    for (const fee of instalment.fees) {
      if (isNamed(fee) && triggers.includes(fee.event.trigger)) payFee(purse, instalment, fee);
    }
  }
  if (type !== 'NON_SCHEDULED_FEE') return;
  for (const fee of loan.unscheduledFees.filter(isNamed)) payFee(purse, undefined, fee);
};

/** Pays every part; answers how the schedule is to be computed anew, if at all. */
export const repayParts = (
  loan: Working,
  event: Repaid,
  purse: Purse,
  parts: readonly PaymentPart[],
): Recalculation | undefined => {
  const dynamic = isDynamic(loan.terms);
  if (dynamic) applyBefore(loan, event, parts);
  let unused: Money = zero;
  let recalculation: Recalculation | undefined;
  for (const part of parts) {
    purse.left = part.amount;
    const taxed = allTaxes(purse.taxes);
    switch (part.type) {
      case 'PRINCIPAL':
        recalculation = payPrincipalPart(loan, purse, event.recalculation);
        break;
      case 'INTEREST':
        if (!dynamic) payScheduled(loan, event, purse, loan.instalments.slice(loan.settled), ['INTEREST']);
        else for (const instalment of loan.instalments) payInterest(purse, instalment, 'REGULAR');
        break;
      case 'INTEREST_FROM_ARREARS':
        for (const instalment of loan.instalments) payInterest(purse, instalment, 'FROM_ARREARS');
        break;
      case 'PENALTY':
        for (const instalment of loan.instalments) payElement(purse, instalment, 'PENALTY');
        break;
      default:
        payFees(loan, purse, part);
    }
    unused = plus(unused, purse.left);
    purse.parts.push({ ...part, tax: minus(allTaxes(purse.taxes), taxed) });
  }
  purse.left = unused;
  return recalculation;
};

/** Pays one instalment only, in the order of the product; of the running one the interest to the day is applied before. */
export const repayOne = (loan: Working, event: Repaid, purse: Purse, slot: string): void => {
  const instalment = loan.instalments.find((one) => one.slot === slot);
  if (!instalment) return;
  const order = orderOf(loan.terms);
  if (!isDynamic(loan.terms)) {
    payScheduled(loan, event, purse, [instalment], order);
    return;
  }
  const automatic = loan.terms.payment.prepayment.applyInterestOnPrepaymentMethod === 'AUTOMATIC';
  if (automatic && instalment === currentInstalment(loan)) {
    applyAccrued(loan, originOf(event, 'INTEREST_APPLIED'));
    chargeAccruedFee(loan, event);
  }
  for (const element of order) payElement(purse, instalment, element);
};
