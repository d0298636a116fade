import type { LocalDate } from '../../../../kernel/localDate.ts';
import {
  isPositive,
  isZero,
  largest,
  type Money,
  minus,
  plus,
  rounded,
  times,
  zero,
} from '../../../../kernel/money.ts';
import type { FeeApplied, LoanEvent } from '../events.ts';
import { feeAsInterest, roundedFee } from '../feeRate.ts';
import { accrualRate, type Period } from '../schedule/periodRate.ts';
import { accrualDecimals } from '../schedule/rounding.ts';
import { feeWithTax } from '../taxes.ts';
import { chargeOn } from './automaticFee.ts';
import { refusedByCap } from './cap.ts';
import { closingOf, currentInstalment, isStopped, originOf, type Working, type WorkingInstalment } from './working.ts';

// The fee by a rate while a loan is being folded: it accrues with the interest on the principal that bears some, and is charged on due dates, with the
// interest that comes before a prepayment, and when the loan ends.

/** Lets the fee run to a day on the principal that bears it. */
export const accrueFee = (loan: Working, period: Period, to: LocalDate, principal: Money): void => {
  const terms = feeAsInterest(loan.terms);
  if (!terms || !isPositive(principal)) return;
  const { accrual } = loan;
  const factor = accrualRate(terms, period, accrual.to, to, loan.calendar);
  const amount = times(principal, factor);
  accrual.fee = plus(accrual.fee, amount);
  const slot = (currentInstalment(loan) ?? loan.instalments.at(-1))?.slot ?? '';
  const { interestRate: rate } = terms.interest;
  loan.trace?.fees?.push({ slot, from: accrual.to, to, balance: principal, rate, factor, amount });
};

/** What of the accrued fee could be charged now, without tax on top. */
export const chargeableFee = ({ terms, accrual }: Working): Money =>
  largest(minus(roundedFee(terms, accrual.fee), accrual.feeApplied), zero);

/** What has accrued and is not charged, at full precision. */
export const accruedFee = ({ accrual }: Working): Money =>
  largest(rounded(minus(accrual.fee, accrual.feeApplied), accrualDecimals), zero);

const charge = (
  loan: Working,
  instalment: WorkingInstalment,
  amount: Money,
  origin: { readonly eventKey: string | null; readonly valueDate: LocalDate; readonly bookingDate: LocalDate },
): void => {
  const { feeRate } = loan.terms;
  if (!feeRate) return;
  const { predefinedFeeKey, name, taxable } = feeRate;
  const { eventKey, valueDate, bookingDate } = origin;
  const event: FeeApplied = {
    type: 'FEE_APPLIED',
    key: `${predefinedFeeKey}#${eventKey ?? instalment.slot}`,
    sequence: 0,
    valueDate,
    bookingDate,
    amount,
    trigger: 'FEE_INCLUDED_IN_PMT',
    predefinedFeeKey,
    name,
    ...(taxable === false ? { taxable } : {}),
  };
  // One that comes with an event can't be undone by itself; one of a due date can, and is named by its instalment.
  const role = eventKey === null ? dueRole(predefinedFeeKey, instalment) : 'RATE_FEE_APPLIED';
  chargeOn(loan, event, instalment, { ...origin, role });
};

const dueRole = (key: string, { slot }: WorkingInstalment): string => `FEE_APPLIED#${key}#${slot}`;

const nothingRuns = ({ accrual }: Working): void => {
  accrual.fee = zero;
  accrual.feeApplied = zero;
};

/** Charges what has accrued on the instalment whose due date has come. What a lock keeps from being charged goes on with the next period. */
export const chargeDueFee = (loan: Working, instalment: WorkingInstalment): void => {
  const { feeRate } = loan.terms;
  if (!feeRate) return;
  instalment.rateFee = zero;
  if (isStopped(loan, 'APPLY_FEES')) return;
  const amount = chargeableFee(loan);
  nothingRuns(loan);
  const day = closingOf(instalment);
  if (!isPositive(amount) || loan.lateness.waivedFees.has(dueRole(feeRate.predefinedFeeKey, instalment))) return;
  if (refusedByCap(loan, feeWithTax(loan.terms, { amount, taxable: feeRate.taxable }), day)) return;
  charge(loan, instalment, amount, { eventKey: null, valueDate: day, bookingDate: day });
};

/** Charges what has accrued to the day of an event, on the instalment whose period runs, after maturity on the last. */
export const chargeAccruedFee = (loan: Working, event: LoanEvent): void => {
  if (!loan.terms.feeRate || isStopped(loan, 'APPLY_FEES')) return;
  const target = currentInstalment(loan) ?? loan.instalments.at(-1);
  const amount = chargeableFee(loan);
  if (!target || !isPositive(amount)) return;
  loan.accrual.feeApplied = plus(loan.accrual.feeApplied, amount);
  target.rateFee = largest(minus(target.rateFee ?? zero, amount), zero);
  charge(loan, target, amount, originOf(event, 'RATE_FEE_APPLIED'));
};

/** Once no principal is left nothing more accrues: what has accrued stays on the running instalment, less than the smallest amount goes. */
export const dropPlannedFee = (loan: Working, ahead: readonly WorkingInstalment[]): void => {
  if (!loan.terms.feeRate) return;
  const left = chargeableFee(loan);
  if (isZero(left)) loan.accrual.fee = loan.accrual.feeApplied;
  ahead.forEach((instalment, index) => {
    instalment.rateFee = index === 0 ? left : zero;
  });
};

/** What the rate will add to the fees of an instalment that is not due yet, with its tax. */
export const foreseenRateFee = ({ terms, writtenOff }: Working, { rateFee }: WorkingInstalment): Money =>
  terms.feeRate && rateFee && !writtenOff && isPositive(rateFee)
    ? feeWithTax(terms, { amount: rateFee, taxable: terms.feeRate.taxable })
    : zero;
