import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, plus, zero } from '../../../../kernel/money.ts';
import type { Disbursed, FeeApplied } from '../events.ts';
import { feeAmountOf } from '../feeAmount.ts';
import { feeWithTax } from '../taxes.ts';
import { type AutomaticFee, type AutomaticTrigger, isDynamic } from '../terms.ts';
import { isCapped, refusedByCap } from './cap.ts';
import { isBeyondTolerance, lateOn } from './lateness.ts';
import { newFee } from './tax.ts';
import {
  closingOf,
  feeLine,
  isStopped,
  type Origin,
  record,
  totalDueOf,
  type Working,
  type WorkingInstalment,
} from './working.ts';

// Fees that nobody applies: with the due date of an instalment, on a fixed loan also for all instalments with the
// disbursement, and once for an instalment that is late beyond the tolerance.

const amountOn = (loan: Working, fee: AutomaticFee, instalment: WorkingInstalment): Money =>
  feeAmountOf(loan.terms, fee, instalment.principal.expected, plus(loan.terms.loanAmount, loan.capitalised)) ?? zero;

const feesOf = ({ terms }: Working, ...triggers: AutomaticTrigger[]): AutomaticFee[] =>
  terms.fees.filter(({ trigger }) => triggers.includes(trigger));

/** Puts a fee that nobody applied on an instalment and notes its transaction. It is owed as its event says, unless less of it is. */
export const chargeOn = (
  loan: Working,
  event: FeeApplied,
  instalment: WorkingInstalment,
  origin: Origin,
  less?: Money,
): void => {
  const owed = newFee(loan, event, less);
  const { expected, tax } = owed;
  instalment.fees.push(owed);
  loan.settled = Math.min(loan.settled, Math.max(loan.instalments.indexOf(instalment), 0));
  loan.balance.fees = plus(loan.balance.fees, expected);
  const affected = { fees: expected, taxes: { fees: tax.applied } };
  record(loan, origin, 'FEE_APPLIED', expected, affected, [feeLine(event, expected, tax.applied)]);
};

/** Applies a fee of the product, unless it was undone. */
const apply = (loan: Working, fee: AutomaticFee, instalment: WorkingInstalment, origin: Omit<Origin, 'role'>): void => {
  const { predefinedFeeKey, name, trigger, taxable } = fee;
  const role = `FEE_APPLIED#${predefinedFeeKey}#${instalment.slot}`;
  const amount = amountOn(loan, fee, instalment);
  if (!isPositive(amount) || loan.lateness.waivedFees.has(role)) return;
  const { valueDate, bookingDate } = origin;
  const owed = feeWithTax(loan.terms, { amount, taxable });
  if (origin.eventKey === null && refusedByCap(loan, owed, valueDate)) return;
  const event: FeeApplied = {
    type: 'FEE_APPLIED',
    key: `${predefinedFeeKey}#${instalment.slot}`,
    sequence: 0,
    valueDate,
    bookingDate,
    amount,
    trigger,
    predefinedFeeKey,
    name,
    ...(taxable === false ? { taxable } : {}),
  };
  chargeOn(loan, event, instalment, { ...origin, role });
};

/** Which of the product's fees come with the due dates of this loan. */
const dueFees = (loan: Working): AutomaticFee[] =>
  isDynamic(loan.terms)
    ? feesOf(loan, 'PAYMENT_DUE', 'PAYMENT_DUE_APPLIED_ON_DUE_DATES')
    : feesOf(loan, 'PAYMENT_DUE_APPLIED_ON_DUE_DATES');

/** Applies the fees of a due date, where the instalment asks for something. */
export const applyDueFees = (loan: Working, instalment: WorkingInstalment): void => {
  if (isStopped(loan, 'APPLY_FEES') || !isPositive(totalDueOf(instalment))) return;
  const day = closingOf(instalment);
  for (const fee of dueFees(loan)) {
    apply(loan, fee, instalment, { eventKey: null, valueDate: day, bookingDate: day });
  }
};

/** What the fees of its due date will add to an instalment that is not due yet. */
export const foreseenFees = (loan: Working, instalment: WorkingInstalment): Money => {
  if (loan.writtenOff || !isPositive(totalDueOf(instalment))) return zero;
  const owed = (fee: AutomaticFee): Money =>
    feeWithTax(loan.terms, { amount: amountOn(loan, fee, instalment), taxable: fee.taxable });
  return dueFees(loan).reduce<Money>((all, fee) => plus(all, owed(fee)), zero);
};

/** Applies the fees of all instalments with the disbursement of a fixed loan. */
export const applyFeesAtOnce = (loan: Working, { key, valueDate, bookingDate }: Disbursed): void => {
  if (isDynamic(loan.terms)) return;
  for (const instalment of loan.instalments) {
    if (!isPositive(totalDueOf(instalment))) continue;
    for (const fee of feesOf(loan, 'PAYMENT_DUE')) {
      apply(loan, fee, instalment, { eventKey: key, valueDate, bookingDate });
    }
  }
};

/** Applies late fees to the instalments that are late beyond the tolerance, once to each. */
export const applyLateFees = (loan: Working, day: LocalDate): void => {
  const fees = feesOf(loan, 'LATE_REPAYMENT');
  if (fees.length === 0 || (isStopped(loan, 'APPLY_FEES') && !isCapped(loan))) return;
  for (const instalment of lateOn(loan, day)) {
    if (instalment.lateFees || !isBeyondTolerance(loan, instalment.dueDate, day)) continue;
    instalment.lateFees = true;
    for (const fee of fees) apply(loan, fee, instalment, { eventKey: null, valueDate: day, bookingDate: day });
  }
};
