import { isPositive, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import { chargeable, freeOf, loanYearOf } from '../earlyRepayment.ts';
import type { FeeApplied, LoanEvent } from '../events.ts';
import { feeAmountOf } from '../feeAmount.ts';
import { feeWithTax } from '../taxes.ts';
import type { AutomaticFee } from '../terms.ts';
import { chargeOn } from './automaticFee.ts';
import { currentInstalment, dueOf, isStopped, originOf, type Working } from './working.ts';

// The charge for repaying a mortgage early follows from the payment: it is undone with it, and can be undone alone as any fee that the loan applied.

const chargesOf = ({ terms }: Working): readonly AutomaticFee[] =>
  terms.fees.filter(({ trigger }) => trigger === 'EARLY_REPAYMENT_CHARGE');

/** The principal that is due now. */
const principalDue = (loan: Working): Money =>
  sum(loan.instalments.slice(0, loan.passed).map(({ principal }) => dueOf(principal)));

/** What was repaid early in the loan's year before now. */
const earlyBefore = ({ early, disbursed }: Working, day: LoanEvent['valueDate']): Money =>
  disbursed !== undefined && early?.year === loanYearOf(disbursed, day) ? early.amount : zero;

/** What each charge would come to if so much principal were repaid early now, with its tax. */
const chargesFor = (loan: Working, day: LoanEvent['valueDate'], early: Money) => {
  const base = chargeable(freeOf(loan.terms), earlyBefore(loan, day), early);
  if (!isPositive(base)) return [];
  return chargesOf(loan).flatMap((fee) => {
    const whole = plus(loan.terms.loanAmount, loan.capitalised);
    const amount = feeAmountOf(loan.terms, fee, base, whole) ?? zero;
    return isPositive(amount) ? [{ fee, amount, owed: feeWithTax(loan.terms, { amount, taxable: fee.taxable }) }] : [];
  });
};

/** Notes principal as repaid early by an event and charges for it; what somebody let off is not charged. */
const charge = (loan: Working, event: LoanEvent, early: Money, letOff: Money = zero): void => {
  if (!isPositive(early) || loan.disbursed === undefined) return;
  const charges = isStopped(loan, 'APPLY_FEES') ? [] : chargesFor(loan, event.valueDate, early);
  loan.early = {
    year: loanYearOf(loan.disbursed, event.valueDate),
    amount: plus(earlyBefore(loan, event.valueDate), early),
  };
  const instalment = currentInstalment(loan) ?? loan.instalments.at(-1);
  let left = letOff;
  for (const { fee, amount, owed } of charges.toReversed()) {
    const off = smallest(left, owed);
    left = minus(left, off);
    const { predefinedFeeKey, name, taxable } = fee;
    const role = `FEE_APPLIED#${predefinedFeeKey}#${event.key}`;
    if (!instalment || !isPositive(minus(owed, off)) || loan.lateness.waivedFees.has(role)) continue;
    const applied: FeeApplied = {
      type: 'FEE_APPLIED',
      key: `${predefinedFeeKey}#${event.key}`,
      sequence: 0,
      valueDate: event.valueDate,
      bookingDate: event.bookingDate,
      amount,
      trigger: 'EARLY_REPAYMENT_CHARGE',
      predefinedFeeKey,
      name,
      ...(taxable === false ? { taxable } : {}),
    };
    chargeOn(loan, applied, instalment, originOf(event, role), isPositive(off) ? minus(owed, off) : undefined);
  }
};

/** Lets a payment happen, and charges for the principal that it repays before its day. */
export const chargingEarly = (loan: Working, event: LoanEvent, pay: () => void): void => {
  if (chargesOf(loan).length === 0) {
    pay();
    return;
  }
  const passed = loan.instalments.slice(0, loan.passed);
  const due = (): Money => sum(passed.map(({ principal }) => dueOf(principal)));
  const [balance, asked] = [loan.balance.principal, due()];
  pay();
  charge(loan, event, minus(minus(balance, loan.balance.principal), minus(asked, due())));
};

/** What a pay-off would be charged now for the principal that it repays early. */
export const chargeOfPayOff = (loan: Working, day: LoanEvent['valueDate']): Money =>
  loan.disbursed === undefined || loan.writtenOff || chargesOf(loan).length === 0
    ? zero
    : sum(chargesFor(loan, day, minus(loan.balance.principal, principalDue(loan))).map(({ owed }) => owed));

/** Charges a pay-off for the principal that it is about to repay early, less what was let off. */
export const chargePayOff = (loan: Working, event: LoanEvent, letOff: Money): void => {
  if (chargesOf(loan).length === 0) return;
  charge(loan, event, minus(loan.balance.principal, principalDue(loan)), letOff);
};
