import { type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import type { Working, WorkingInstalment } from './working.ts';

// What a loan and its instalments ask for of what can be paid.

const dueOfFees = (fees: WorkingInstalment['fees']): Money => {
  let due: Money = zero;
  for (const { expected, paid } of fees) due = plus(due, minus(expected, paid));
  return due;
};

/** What the fees of an instalment still ask for. */
export const feesDueOf = ({ fees }: WorkingInstalment): Money => dueOfFees(fees);

/** What fees still ask for that are owed outside the schedule. */
export const unscheduledDueOf = ({ unscheduledFees }: Working): Money => dueOfFees(unscheduledFees);

/** What an instalment whose due date came asks for: interest that a lock keeps from being applied is not owed. */
export const owedOf = (instalment: WorkingInstalment): Money => {
  const { principal, interest, penalty } = instalment;
  const asked = plus(minus(principal.expected, principal.paid), minus(interest.applied, interest.paid));
  return plus(asked, plus(minus(penalty.expected, penalty.paid), feesDueOf(instalment)));
};
