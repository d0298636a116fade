import { isPositive, isZero, largest, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import type { PaidOff } from '../events.ts';
import type { TransactionFee } from '../state.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo, applyAccrued, applyAllScheduled, releaseInterest } from './accrual.ts';
import { chargePayOff } from './earlyRepayment.ts';
import { applyHolidayInterest } from './holidays.ts';
import { type InterestByKind, interestDueOf, lowerPart, taxLimits } from './interestParts.ts';
import { chargeWaiting } from './penalty.ts';
import { newPurse, orderOf, paidBy, payElement, payFee, settlePurse } from './purse.ts';
import { chargeAccruedFee } from './rateFee.ts';
import { dropPlannedInterest } from './recalculate.ts';
import { settleFromRedraw } from './redraw.ts';
import { billAll } from './revolving.ts';
import { lowerFee, lowerTax, taxDueOf } from './tax.ts';
import { dueOf, feeLine, originOf, record, type Working, type WorkingFee, type WorkingInstalment } from './working.ts';

/** Lowers what instalments expect, from the last one backwards, by an amount in all; answers the tax in it. */
const reduce = (
  loan: Working,
  amount: Money,
  dueFor: (instalment: WorkingInstalment) => Money,
  lower: (instalment: WorkingInstalment, part: Money) => Money,
): Money => {
  let left = amount;
  let tax: Money = zero;
  for (let index = loan.instalments.length - 1; index >= 0 && isPositive(left); index -= 1) {
    const instalment = loan.instalments[index];
    if (!instalment) continue;
    const part = smallest(left, dueFor(instalment));
    if (!isPositive(part)) continue;
    tax = plus(tax, lower(instalment, part));
    left = minus(left, part);
  }
  return tax;
};

const reduceInterest = (loan: Working, event: PaidOff): void => {
  const amount = event.reduced.interest;
  if (isZero(amount)) return;
  const decimals = loan.terms.currencyDecimals;
  const lower = (instalment: WorkingInstalment, part: Money, parts: Partial<InterestByKind>): Money => {
    const { interest, tax } = instalment;
    const kinds = interestDueOf(instalment);
    const limits = taxLimits(instalment, kinds, { regular: zero, ofHolidays: zero, fromArrears: zero, ...parts });
    const lowered = lowerTax(tax.interest, part, minus(interest.applied, interest.paid), decimals, limits);
    interest.expected = minus(interest.expected, part);
    interest.applied = minus(interest.applied, part);
    return lowered;
  };
  let taxFromArrears: Money = zero;
  const { fromArrears = zero } = event.reduced;
  const late = reduce(
    loan,
    fromArrears,
    (instalment) => interestDueOf(instalment).fromArrears,
    (instalment, part) => {
      const taken = lower(instalment, part, { fromArrears: part });
      const tax = { taken, left: taxDueOf(instalment.tax.interest), decimals };
      taxFromArrears = plus(taxFromArrears, lowerPart(instalment, 'fromArrears', part, tax));
      return taken;
    },
  );
  let [ofHolidays, taxOfHolidays]: [Money, Money] = [zero, zero];
  const regular = reduce(
    loan,
    minus(amount, fromArrears),
    (instalment) => plus(interestDueOf(instalment).regular, interestDueOf(instalment).ofHolidays),
    (instalment, part) => {
      const holidays = largest(minus(part, interestDueOf(instalment).regular), zero);
      const taken = lower(instalment, part, { regular: minus(part, holidays), ofHolidays: holidays });
      const tax = { taken, left: taxDueOf(instalment.tax.interest), decimals };
      taxOfHolidays = plus(taxOfHolidays, lowerPart(instalment, 'ofHolidays', holidays, tax));
      ofHolidays = plus(ofHolidays, holidays);
      return taken;
    },
  );
  loan.balance.interest = minus(loan.balance.interest, amount);
  loan.balance.fromArrears = minus(loan.balance.fromArrears, fromArrears);
  loan.balance.ofHolidays = minus(loan.balance.ofHolidays, ofHolidays);
  const taxes = { interest: plus(late, regular), fromArrears: taxFromArrears, ofHolidays: taxOfHolidays };
  const origin = originOf(event, 'INTEREST_DUE_REDUCED');
  record(loan, origin, 'INTEREST_DUE_REDUCED', amount, { interest: amount, fromArrears, ofHolidays, taxes });
};

/** Lets some of these fees off, from the last one backwards. */
const lowerFees = (fees: readonly WorkingFee[], amount: Money, decimals: number): TransactionFee[] => {
  const lines: TransactionFee[] = [];
  let left = amount;
  for (const fee of fees.toReversed()) {
    const part = smallest(left, dueOf(fee));
    if (!isPositive(part)) continue;
    left = minus(left, part);
    lines.push(feeLine(fee.event, part, lowerFee(fee, part, decimals)));
  }
  return lines;
};

const reduceFees = (loan: Working, event: PaidOff): void => {
  const { fees: scheduled, unscheduledFees = zero } = event.reduced;
  const amount = plus(scheduled, unscheduledFees);
  if (isZero(amount)) return;
  const decimals = loan.terms.currencyDecimals;
  const onInstalments = loan.instalments.flatMap(({ fees }) => fees);
  const lines = [
    ...lowerFees(onInstalments, scheduled, decimals),
    ...lowerFees(loan.unscheduledFees, unscheduledFees, decimals),
  ];
  loan.balance.fees = minus(loan.balance.fees, amount);
  const affected = { fees: amount, taxes: { fees: sum(lines.map(({ tax = zero }) => tax)) } };
  record(loan, originOf(event, 'FEES_DUE_REDUCED'), 'FEES_DUE_REDUCED', amount, affected, lines);
};

const reducePenalty = (loan: Working, event: PaidOff): void => {
  const amount = event.reduced.penalty;
  if (isZero(amount)) return;
  const within = reduce(
    loan,
    amount,
    ({ penalty }) => dueOf(penalty),
    ({ penalty, tax }, part) => {
      const lowered = lowerTax(tax.penalty, part, dueOf(penalty), loan.terms.currencyDecimals);
      penalty.expected = minus(penalty.expected, part);
      return lowered;
    },
  );
  loan.balance.penalty = minus(loan.balance.penalty, amount);
  const affected = { penalty: amount, taxes: { penalty: within } };
  record(loan, originOf(event, 'PENALTIES_DUE_REDUCED'), 'PENALTIES_DUE_REDUCED', amount, affected);
};

/** Takes a pay-off into the loan: interest to the day, reductions, one repayment of everything. */
export const payOff = (loan: Working, event: PaidOff): void => {
  accrueTo(loan, event.valueDate);
  loan.lock = undefined;
  loan.capitalises = false;
  loan.cap = undefined;
  releaseInterest(loan, event);
  const origin = originOf(event, 'INTEREST_APPLIED');
  if (isDynamic(loan.terms)) applyAccrued(loan, origin);
  else applyAllScheduled(loan, origin);
  chargeAccruedFee(loan, event);
  applyHolidayInterest(loan, event);
  chargeWaiting(loan, originOf(event, 'PENALTY_APPLIED'));
  reduceInterest(loan, event);
  reduceFees(loan, event);
  reducePenalty(loan, event);
  chargePayOff(loan, event, event.reduced.earlyRepayment ?? zero);
  billAll(loan);
  settleFromRedraw(loan, event);
  const purse = newPurse(loan, event.amount, event.valueDate);
  const order = orderOf(loan.terms);
  for (const instalment of loan.instalments) for (const element of order) payElement(purse, instalment, element);
  for (const fee of loan.unscheduledFees) payFee(purse, undefined, fee);
  settlePurse(loan, purse);
  loan.overpaid = plus(loan.overpaid, purse.left);
  if (isPositive(event.amount)) {
    record(loan, originOf(event, 'REPAYMENT'), 'REPAYMENT', event.amount, paidBy(purse), purse.feeLines);
  }
  if (isDynamic(loan.terms) && isZero(loan.balance.principal)) dropPlannedInterest(loan);
};
