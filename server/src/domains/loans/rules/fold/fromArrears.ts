import { isPositive, largest, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import { taxShare, taxWithin, withTax } from '../taxes.ts';
import { taxDueOf } from './tax.ts';
import { dueOf, type Working, type WorkingInstalment } from './working.ts';

// Interest from arrears: what of a loan's interest runs on principal past its due date (and on overdue interest, where interest bears
// interest). It is kept as a part of the interest, in the same roundings, so that telling it apart changes nothing of what is owed.

/** Whether a loan tells its interest from arrears apart. */
export const tellsApart = ({ terms }: Pick<Working, 'terms'>): boolean =>
  terms.interest.decoupleInterestFromArrears ?? false;

/** What of the amount that bears interest is overdue. */
export const overdueBearing = (loan: Working): Money => {
  if (!tellsApart(loan)) return zero;
  const interestBears = loan.terms.interest.interestBalanceCalculationMethod === 'PRINCIPAL_AND_INTEREST';
  return sum(
    loan.instalments
      .slice(loan.settled, loan.passed)
      .map(({ principal, interest }) =>
        interestBears ? plus(dueOf(principal), minus(interest.applied, interest.paid)) : dueOf(principal),
      ),
  );
};

/** What of so much interest, without tax on top, that could be applied now is from arrears. */
export const applicableFromArrears = ({ accrual, rounding }: Working, all: Money): Money => {
  const own = largest(minus(rounding.element(accrual.fromArrears), accrual.fromArrearsApplied), zero);
  return smallest(own, all);
};

/** Lets go of what has accrued from arrears and is not applied. */
export const forfeitFromArrears = (accrual: Working['accrual']): void => {
  accrual.fromArrears = accrual.fromArrearsApplied;
  accrual.fromArrearsCut = accrual.fromArrearsApplied;
};

/** Interest without tax on top as it is owed: all of it, and what of it is from arrears. */
export const owedInterest = (
  { terms }: Pick<Working, 'terms'>,
  amount: Money,
  fromArrears: Money,
): { readonly owed: Money; readonly fromArrears: Money } => {
  const owed = withTax(terms, 'interest', amount);
  return { owed, fromArrears: smallest(owed, withTax(terms, 'interest', fromArrears)) };
};

/** Notes what of interest that is applied on an instalment is from arrears; answers the tax in it, a part of the tax of all. */
export const applyFromArrears = (
  loan: Working,
  instalment: WorkingInstalment,
  amount: Money,
  taxOfAll: Money,
): Money => {
  if (!isPositive(amount)) return zero;
  const tax = smallest(taxWithin(loan.terms, 'interest', amount), taxOfAll);
  const { fromArrears } = instalment;
  fromArrears.applied = plus(fromArrears.applied, amount);
  fromArrears.tax.applied = plus(fromArrears.tax.applied, tax);
  loan.balance.fromArrears = plus(loan.balance.fromArrears, amount);
  return tax;
};

/** What of the applied interest of an instalment is unpaid: from arrears, and otherwise. */
export const interestDueOf = ({
  interest,
  fromArrears,
}: WorkingInstalment): { readonly regular: Money; readonly fromArrears: Money } => {
  const late = minus(fromArrears.applied, fromArrears.paid);
  return { regular: minus(minus(interest.applied, interest.paid), late), fromArrears: late };
};

/** The tax in interest that a payment or a reduction takes: of all of it, and what all that stays still has of it. */
type TaxTaken = { readonly taken: Money; readonly left: Money; readonly decimals: number };

/** The tax in a part of the interest from arrears that is due: in the ratio of both, and so that the tax of all interest stays the greater one. */
const taxOfPart = (loan: WorkingInstalment, part: Money, { taken, left, decimals }: TaxTaken): Money => {
  const tax = taxDueOf(loan.fromArrears.tax);
  if (!isPositive(part) || !isPositive(tax)) return zero;
  const share = taxShare(part, interestDueOf(loan).fromArrears, tax, decimals);
  return smallest(largest(share, minus(tax, left)), smallest(taken, tax));
};

/** Notes what of paid interest was from arrears; answers the tax in it. */
export const payFromArrears = (instalment: WorkingInstalment, part: Money, tax: TaxTaken): Money => {
  const within = taxOfPart(instalment, part, tax);
  const { fromArrears } = instalment;
  fromArrears.paid = plus(fromArrears.paid, part);
  fromArrears.tax.paid = plus(fromArrears.tax.paid, within);
  return within;
};

/** Takes interest from arrears away that is let off or goes elsewhere; answers the tax in it. */
export const lowerFromArrears = (instalment: WorkingInstalment, part: Money, tax: TaxTaken): Money => {
  const within = taxOfPart(instalment, part, tax);
  const { fromArrears } = instalment;
  fromArrears.applied = minus(fromArrears.applied, part);
  fromArrears.tax.applied = minus(fromArrears.tax.applied, within);
  return within;
};

/** Moves what of moved interest is from arrears: interest moves because something was late, so it comes first. */
export const moveFromArrears = (from: WorkingInstalment, to: WorkingInstalment, moved: Money, tax: TaxTaken): void => {
  const part = smallest(moved, interestDueOf(from).fromArrears);
  if (!isPositive(part)) return;
  const within = lowerFromArrears(from, part, tax);
  to.fromArrears.applied = plus(to.fromArrears.applied, part);
  to.fromArrears.tax.applied = plus(to.fromArrears.tax.applied, within);
};
