import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, minus, zero } from '../../../../kernel/money.ts';
import type { Disbursed } from '../events.ts';
import { passDueDate } from './accrual.ts';
import { draw } from './draw.ts';
import { currentInstalment, dueOf, type Working, type WorkingInstalment } from './working.ts';

// The schedule with disbursements that are still to come, as it will be when every instalment is paid on its day.

const pay = (loan: Working, { principal, interest }: WorkingInstalment): void => {
  loan.balance.principal = minus(loan.balance.principal, dueOf(principal));
  const charged = minus(interest.applied, interest.paid);
  if (isPositive(charged)) loan.balance.interest = minus(loan.balance.interest, charged);
  principal.paid = principal.expected;
  interest.paid = interest.applied;
};

/** Walks to a day before which everything that falls due has been paid. */
const passAsPlanned = (loan: Working, until: LocalDate): void => {
  for (let due = currentInstalment(loan); due && due.dueDate <= until; due = currentInstalment(loan)) {
    passDueDate(loan, due);
    pay(loan, due);
  }
};

/** What only the walk into the future has changed is put back; the amounts that instalments will ask for stay. */
const restorer = (loan: Working): (() => void) => {
  const { passed, settled, lock, lastInterestApplied } = loan;
  const [balance, paid, accrual] = [{ ...loan.balance }, { ...loan.paid }, { ...loan.accrual }];
  const [transactions, withheld] = [loan.transactions.length, [...loan.withheld]];
  const before = new Map(
    loan.instalments.map(({ slot, principal, interest }) => [
      slot,
      { principal: principal.paid, interest: interest.paid, applied: interest.applied },
    ]),
  );
  return () => {
    Object.assign(loan, { passed, settled, lock, lastInterestApplied });
    Object.assign(loan.balance, balance);
    Object.assign(loan.paid, paid);
    Object.assign(loan.accrual, accrual);
    loan.transactions.length = transactions;
    loan.withheld.splice(0, loan.withheld.length, ...withheld);
    for (const { slot, principal, interest } of loan.instalments) {
      const was = before.get(slot);
      principal.paid = was?.principal ?? zero;
      interest.paid = was?.interest ?? zero;
      interest.applied = was?.applied ?? zero;
    }
  };
};

/** Adds disbursements of coming days, in their order, to what the instalments will ask for. Nothing else of the loan changes. */
export const foresee = (loan: Working, draws: readonly Disbursed[]): void => {
  const restore = restorer(loan);
  loan.lock = undefined;
  for (const instalment of loan.instalments.slice(0, loan.passed)) pay(loan, instalment);
  for (const event of draws) {
    passAsPlanned(loan, event.valueDate);
    draw(loan, event);
  }
  restore();
};
