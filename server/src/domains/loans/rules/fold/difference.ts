import {
  isNegative,
  isPositive,
  isZero,
  type Money,
  minus,
  money,
  negated,
  plus,
  smallest,
  times,
  zero,
} from '../../../../kernel/money.ts';
import { hasEqualTotals, type LatePaymentsRecalculationMethod } from '../terms.ts';
import { moveFromArrears } from './fromArrears.ts';
import { interestDueOf, taxLimits } from './interestParts.ts';
import { principalAhead, respreadTotals } from './recalculate.ts';
import { lowerTax, taxDueOf } from './tax.ts';
import { aheadOf, dueOf, type Working, type WorkingInstalment } from './working.ts';

// When a due date comes, the interest of a dynamic loan can differ from the plan: more after a late payment, less after an
// early one that changed no schedule. Where instalments are meant to be equal, these rules say who takes the difference.

type Settle = (loan: Working, instalment: WorkingInstalment, difference: Money) => void;

/**
 * Moves principal between the instalment that falls due and those ahead (from it when negative), never more than there is. They keep their totals, on the
 * interest of what they now ask for; the last one takes, or gives, the principal.
 */
const movePrincipal: Settle = (loan, instalment, wanted) => {
  if (aheadOf(loan).length === 0) return;
  const ahead = principalAhead(loan);
  const moved = isNegative(wanted)
    ? negated(smallest(negated(wanted), dueOf(instalment.principal)))
    : smallest(wanted, ahead);
  if (isZero(moved)) return;
  instalment.principal.expected = plus(instalment.principal.expected, moved);
  respreadTotals(loan, instalment.dueDate, minus(ahead, moved));
};

/** The surplus goes to the instalments that are late, in the ratio of their unpaid principal; it stays where it is without any. */
const onOverdue: Settle = (loan, instalment, difference) => {
  const { currencyDecimals } = loan.terms;
  const position = loan.instalments.indexOf(instalment);
  const late = loan.instalments.slice(0, position).filter(({ principal }) => isPositive(dueOf(principal)));
  const total = late.reduce<Money>((all, { principal }) => plus(all, dueOf(principal)), zero);
  let left = late.length > 0 ? smallest(difference, dueOf(instalment.interest)) : zero;
  late.forEach((overdue, index) => {
    const share = money(dueOf(overdue.principal).div(total));
    const part = index === late.length - 1 ? left : smallest(left, loan.rounding.element(times(difference, share)));
    const applied = minus(instalment.interest.applied, instalment.interest.paid);
    const moved = smallest(part, applied);
    const kinds = interestDueOf(instalment);
    const fromArrears = smallest(moved, kinds.fromArrears);
    const limits = taxLimits(instalment, kinds, { regular: minus(moved, fromArrears), ofHolidays: zero, fromArrears });
    const tax = isPositive(applied)
      ? lowerTax(instalment.tax.interest, moved, applied, currencyDecimals, limits)
      : zero;
    overdue.tax.interest.applied = plus(overdue.tax.interest.applied, tax);
    const taken = { taken: tax, left: taxDueOf(instalment.tax.interest), decimals: currencyDecimals };
    moveFromArrears(instalment, overdue, part, taken);
    overdue.interest.expected = plus(overdue.interest.expected, part);
    overdue.interest.applied = plus(overdue.interest.applied, part);
    instalment.interest.expected = minus(instalment.interest.expected, part);
    instalment.interest.applied = minus(instalment.interest.applied, part);
    left = minus(left, part);
  });
};

const moreInterest: Record<LatePaymentsRecalculationMethod, Settle> = {
  OVERDUE_INSTALLMENTS_INCREASE: onOverdue,
  LAST_INSTALLMENT_INCREASE: (loan, instalment, difference) => movePrincipal(loan, instalment, negated(difference)),
  NO_RECALCULATION: () => undefined,
};

/** Lets equal instalments take the difference between applied and planned interest of the instalment that falls due. */
export const settleDifference: Settle = (loan, instalment, difference) => {
  if (!hasEqualTotals(loan.terms)) return;
  const { latePaymentsRecalculationMethod, prepayment } = loan.terms.payment;
  if (isPositive(difference)) {
    moreInterest[latePaymentsRecalculationMethod](loan, instalment, difference);
  } else if (isNegative(difference) && prepayment.elementsRecalculationMethod === 'TOTAL_EXPECTED_FIXED') {
    movePrincipal(loan, instalment, negated(difference));
  }
};
