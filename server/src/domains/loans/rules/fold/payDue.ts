import { isZero } from '../../../../kernel/money.ts';
import type { AllocationElement } from '../terms.ts';
import { orderOf, type Purse, payElement } from './purse.ts';
import type { Working, WorkingInstalment } from './working.ts';

// How money goes over instalments.

/** Instalment by instalment, each in the order of elements. */
export const horizontally = (
  purse: Purse,
  instalments: readonly WorkingInstalment[],
  order: readonly AllocationElement[],
): void => {
  for (const instalment of instalments) {
    if (isZero(purse.left)) return;
    for (const element of order) payElement(purse, instalment, element);
  }
};

/** Element by element, each over the instalments that it is asked of. */
export const vertically = (
  purse: Purse,
  instalmentsOf: (element: AllocationElement) => readonly WorkingInstalment[],
  order: readonly AllocationElement[],
): void => {
  for (const element of order) {
    for (const instalment of instalmentsOf(element)) {
      if (isZero(purse.left)) return;
      payElement(purse, instalment, element);
    }
  }
};

/** Pays what has reached its due date, in the order of the product. */
export const payDue = (loan: Working, purse: Purse): void => {
  const due = loan.instalments.slice(loan.settled, loan.passed);
  const order = orderOf(loan.terms);
  if (loan.terms.payment.paymentMethod === 'HORIZONTAL') horizontally(purse, due, order);
  // Vertically, charges have no date: all applied ones can be paid.
  else vertically(purse, (element) => (element === 'PRINCIPAL' ? due : loan.instalments.slice(loan.settled)), order);
};
