import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, isZero, minus, plus, zero } from '../../../../kernel/money.ts';
import type { Disbursed } from '../events.ts';
import { isDynamic } from '../terms.ts';
import { passDueDate } from './accrual.ts';
import { dropRemainder } from './applicable.ts';
import { nextApplication } from './applicationDay.ts';
import { passApplicationDay } from './applyOnDay.ts';
import { holderOf } from './capitalise.ts';
import { nextRateStep, passRateStep } from './changeRate.ts';
import { draw } from './draw.ts';
import { beginHoliday } from './holidays.ts';
import { nextStop } from './walk.ts';
import { currentInstalment, dueOf, type Working, type WorkingInstalment } from './working.ts';

// The schedule with disbursements that are still to come, as it will be when every instalment is paid on its day.

const pay = (loan: Working, { principal, interest, fromArrears, ofHolidays }: WorkingInstalment): void => {
  loan.balance.principal = minus(loan.balance.principal, dueOf(principal));
  const charged = minus(interest.applied, interest.paid);
  if (isPositive(charged)) loan.balance.interest = minus(loan.balance.interest, charged);
  principal.paid = principal.expected;
  interest.paid = interest.applied;
  fromArrears.paid = fromArrears.applied;
  ofHolidays.paid = ofHolidays.applied;
  if (isDynamic(loan.terms) && isZero(loan.balance.principal)) dropRemainder(loan);
};

/** Walks to a day before which everything that falls due has been paid; the rate changes as it is known to. */
const passAsPlanned = (loan: Working, until: LocalDate): void => {
  for (;;) {
    const due = currentInstalment(loan);
    const applied = nextApplication(loan);
    const step = nextRateStep(loan);
    const stop = nextStop({ due: due?.dueDate, applied, rate: step?.from }, until);
    if (stop === 'due' && due) {
      passDueDate(loan, due);
      if (applied !== undefined) beginHoliday(loan);
      pay(loan, due);
    } else if (stop === 'applied' && applied !== undefined) passApplicationDay(loan, applied);
    else if (stop === 'rate' && step) passRateStep(loan, step);
    else return;
  }
};

/** What only the walk into the future has changed is put back; the amounts that instalments will ask for stay. */
const restorer = (loan: Working): (() => void) => {
  const { passed, settled, lock, lastInterestApplied, terms, applicationDay, applicationMissed } = loan;
  const [balance, paid, accrual, rates] = [
    { ...loan.balance },
    { ...loan.paid },
    { ...loan.accrual },
    { ...loan.rates },
  ];
  const [transactions, withheld] = [loan.transactions.length, [...loan.withheld]];
  const before = new Map(
    loan.instalments.map(({ slot, principal, interest, fromArrears, ofHolidays, tax, capitalised }) => [
      slot,
      {
        principal: principal.paid,
        interest: interest.paid,
        applied: interest.applied,
        late: { applied: fromArrears.applied, paid: fromArrears.paid },
        lateTax: fromArrears.tax.applied,
        holidaysPaid: ofHolidays.paid,
        tax: tax.interest.applied,
        capitalised,
      },
    ]),
  );
  return () => {
    Object.assign(loan, { passed, settled, lock, lastInterestApplied, terms, applicationDay, applicationMissed });
    Object.assign(loan.balance, balance);
    Object.assign(loan.paid, paid);
    Object.assign(loan.accrual, accrual);
    loan.rates = rates;
    loan.transactions.length = transactions;
    loan.withheld.splice(0, loan.withheld.length, ...withheld);
    for (const instalment of loan.instalments) {
      const { slot, principal, interest, fromArrears, ofHolidays, tax } = instalment;
      const was = before.get(slot);
      principal.paid = was?.principal ?? zero;
      interest.paid = was?.interest ?? zero;
      interest.applied = was?.applied ?? zero;
      Object.assign(fromArrears, was?.late);
      fromArrears.tax.applied = was?.lateTax ?? zero;
      ofHolidays.paid = was?.holidaysPaid ?? zero;
      tax.interest.applied = was?.tax ?? zero;
      giveBack(loan, instalment, was?.capitalised);
    }
  };
};

/** What the walk has capitalised is interest until that day comes. */
const giveBack = (loan: Working, instalment: WorkingInstalment, was: WorkingInstalment['capitalised']): void => {
  const more = minus(instalment.capitalised ?? zero, was ?? zero);
  if (!isPositive(more)) return;
  const { principal, interest } = holderOf(loan, instalment);
  principal.expected = minus(principal.expected, more);
  interest.expected = plus(interest.expected, more);
  if (was === undefined) delete instalment.capitalised;
  else instalment.capitalised = was;
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
