import { type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import type { WorkingInstalment } from './working.ts';

// What an instalment asks for of what can be paid.

/** What the fees of an instalment still ask for. */
export const feesDueOf = ({ fees }: WorkingInstalment): Money => {
  let due: Money = zero;
  for (const { expected, paid } of fees) due = plus(due, minus(expected, paid));
  return due;
};

/** What an instalment whose due date came asks for: interest that a lock keeps from being applied is not owed. */
export const owedOf = (instalment: WorkingInstalment): Money => {
  const { principal, interest, penalty } = instalment;
  const asked = plus(minus(principal.expected, principal.paid), minus(interest.applied, interest.paid));
  return plus(asked, plus(minus(penalty.expected, penalty.paid), feesDueOf(instalment)));
};
