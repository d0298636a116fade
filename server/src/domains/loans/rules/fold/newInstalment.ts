import { type Money, plus, zero } from '../../../../kernel/money.ts';
import { untaxed } from './tax.ts';
import type { WorkingInstalment } from './working.ts';

type Planned = Pick<WorkingInstalment, 'slot' | 'from' | 'dueDate' | 'grace' | 'carriesPrincipal'> & {
  readonly principal: Money;
  readonly interest: Money;
  readonly fee?: Money;
};

/** An instalment on which nothing has been applied or paid yet. */
export const newInstalment = ({ principal, interest, fee, ...plan }: Planned): WorkingInstalment => ({
  slot: plan.slot,
  from: plan.from,
  dueDate: plan.dueDate,
  grace: plan.grace,
  holiday: false,
  carriesPrincipal: plan.carriesPrincipal,
  principal: { expected: principal, paid: zero },
  interest: { expected: interest, paid: zero, applied: zero },
  penalty: { expected: zero, paid: zero },
  fees: [],
  fromArrears: { applied: zero, paid: zero, tax: untaxed() },
  ofHolidays: { applied: zero, paid: zero, tax: untaxed() },
  tax: { interest: untaxed(), penalty: untaxed() },
  lastPaid: undefined,
  lateFees: false,
  late: { accrued: zero, charged: zero, kept: zero, lastCharged: undefined },
  originalTotal: plus(principal, interest),
  ...(fee ? { rateFee: fee } : {}),
});
