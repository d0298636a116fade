import { isNegative, isPositive, type Money, minus, negated, plus, sum } from '../../../../kernel/money.ts';
import { refusedByCap } from './cap.ts';
import { applyInterestTax, lowerTax } from './tax.ts';
import { isStopped, type Origin, record, type Working, type WorkingInstalment } from './working.ts';

// Interest that was applied with the disbursement follows another rate: what it comes to more is applied, what it comes to less is let off.

/** What the rate has put on the interest of an instalment, or taken off it. */
const difference = ({ interest }: WorkingInstalment): Money => minus(interest.expected, interest.applied);

const applyMore = (loan: Working, raised: readonly WorkingInstalment[], origin: Origin): void => {
  const amount = sum(raised.map(difference));
  if (!isPositive(amount)) return;
  // What a lock keeps back now comes with its due date.
  if (refusedByCap(loan, amount, origin.valueDate) || isStopped(loan, 'APPLY_INTEREST')) return;
  const taxes = raised.map((instalment) => {
    const tax = applyInterestTax(loan, instalment, difference(instalment));
    instalment.interest.applied = instalment.interest.expected;
    return tax;
  });
  loan.balance.interest = plus(loan.balance.interest, amount);
  loan.lastInterestApplied = origin.valueDate;
  const own = { ...origin, role: `INTEREST_APPLIED#${origin.role}` };
  record(loan, own, 'INTEREST_APPLIED', amount, { interest: amount, taxes: { interest: sum(taxes) } });
};

const letOff = (loan: Working, lowered: readonly WorkingInstalment[], origin: Origin): void => {
  const amount = negated(sum(lowered.map(difference)));
  if (!isPositive(amount)) return;
  const taxes = lowered.map((instalment) => {
    const { interest, tax } = instalment;
    const less = negated(difference(instalment));
    const part = lowerTax(tax.interest, less, minus(interest.applied, interest.paid), loan.terms.currencyDecimals);
    interest.applied = interest.expected;
    return part;
  });
  loan.balance.interest = minus(loan.balance.interest, amount);
  const own = { ...origin, role: `INTEREST_DUE_REDUCED#${origin.role}` };
  record(loan, own, 'INTEREST_DUE_REDUCED', amount, { interest: amount, taxes: { interest: sum(taxes) } });
};

/** Brings what is applied of the interest of instalments to what another rate makes of it. */
export const followRate = (loan: Working, changed: readonly WorkingInstalment[], origin: Origin): void => {
  if (loan.terms.interest.interestApplicationMethod !== 'AFTER_DISBURSEMENT') return;
  letOff(
    loan,
    changed.filter((instalment) => isNegative(difference(instalment))),
    origin,
  );
  applyMore(
    loan,
    changed.filter((instalment) => isPositive(difference(instalment))),
    origin,
  );
};
