import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isZero, type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import type { Positions } from '../state.ts';
import { owedOf } from './owed.ts';
import type { Working, WorkingInstalment } from './working.ts';

// How far a loan is behind its schedule and ahead of it, as every transaction tells it.

const none: Positions = Object.freeze({ arrears: zero, advance: zero });

/** The amounts of an overdue instalment when somebody last looked, what those before it came to, and what they come to with it. */
export type Overdue = { readonly amounts: readonly Money[]; readonly before: Money; readonly upTo: Money };

/** Adds what an overdue instalment asks for. A walk looks often, and hardly any of them changes: amounts never do, so the very same ones still come to the same. */
const withOverdue = (before: Money, instalment: WorkingInstalment): Money => {
  const { principal, interest, penalty, fees, overdue } = instalment;
  if (fees.length > 0) return plus(before, owedOf(instalment));
  const known =
    overdue?.before === before &&
    overdue.amounts[0] === principal.expected &&
    overdue.amounts[1] === principal.paid &&
    overdue.amounts[2] === interest.applied &&
    overdue.amounts[3] === interest.paid &&
    overdue.amounts[4] === penalty.expected &&
    overdue.amounts[5] === penalty.paid;
  if (known) return overdue.upTo;
  const upTo = plus(before, owedOf(instalment));
  const amounts = [principal.expected, principal.paid, interest.applied, interest.paid, penalty.expected, penalty.paid];
  instalment.overdue = { amounts, before, upTo };
  return upTo;
};

/** What the instalments whose due date is before a day still ask for in all. */
export const overdueOn = ({ instalments, settled, passed }: Working, day: LocalDate): Money => {
  let all: Money = zero;
  for (let index = settled; index < passed; index += 1) {
    const instalment = instalments[index];
    if (instalment && instalment.dueDate < day) all = withOverdue(all, instalment);
  }
  return all;
};

/** The principal that instalments due after a day had asked for and have got already. */
const paidAheadOn = ({ instalments, passed }: Working, day: LocalDate): Money => {
  let all: Money = zero;
  // With billing cycles one that has asked for its part may be due later.
  for (let index = instalments.length - 1; index >= 0; index -= 1) {
    const instalment = instalments[index];
    if (!instalment || (index < passed && instalment.dueDate <= day)) break;
    const { lastPaid, dueDate, principal, unasked = zero } = instalment;
    if (lastPaid !== undefined && dueDate > day) all = plus(all, minus(principal.paid, unasked));
  }
  return all;
};

/**
 * The positions of a loan on a day, as its walk stands: everything overdue, and the principal that was paid before it was due, with what lies at the loan of
 * the borrower's own money. While a payment is being taken in, they are those before it, as its balances are.
 */
export const positionsOn = (loan: Working, day: LocalDate): Positions => {
  const { balance, redraw, paying, writtenOff } = loan;
  const arrears = writtenOff ? zero : plus(overdueOn(loan, day), paying?.late ?? zero);
  // Once no principal is owed nobody is ahead of anything.
  const repaid = writtenOff || isZero(balance.principal);
  const ahead = repaid ? zero : minus(paidAheadOn(loan, day), paying?.ahead ?? zero);
  const advance = plus(ahead, redraw?.balance ?? zero);
  return isZero(arrears) && isZero(advance) ? none : { arrears, advance };
};
