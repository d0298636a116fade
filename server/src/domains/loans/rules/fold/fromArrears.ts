import { isPositive, largest, type Money, minus, plus, smallest, sum, zero } from '../../../../kernel/money.ts';
import { withTax } from '../taxes.ts';
import { interestDueOf, lowerPart, type TaxTaken } from './interestParts.ts';
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

/** Moves what of moved interest is from arrears: interest moves because something was late, so it comes first. */
export const moveFromArrears = (from: WorkingInstalment, to: WorkingInstalment, moved: Money, tax: TaxTaken): void => {
  const part = smallest(moved, interestDueOf(from).fromArrears);
  if (!isPositive(part)) return;
  const within = lowerPart(from, 'fromArrears', part, tax);
  to.fromArrears.applied = plus(to.fromArrears.applied, part);
  to.fromArrears.tax.applied = plus(to.fromArrears.tax.applied, within);
};
