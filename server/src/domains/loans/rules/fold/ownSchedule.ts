import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import { Decimal, type Money, minus, times } from '../../../../kernel/money.ts';
import type { Amounts, Slot } from '../schedule/amortise.ts';
import { accrualRate, periodRate } from '../schedule/periodRate.ts';
import type { Working, WorkingInstalment } from './working.ts';

// An amount that has a schedule of its own over instalments of a loan: what it is computed with, and what it was made of.

const slotFrom = (loan: Working, instalment: WorkingInstalment, from: LocalDate): Slot => {
  const { carriesPrincipal, grace, holiday } = instalment;
  if (grace || holiday) return { factor: new Decimal(0), carriesPrincipal };
  const period = { from: instalment.from, to: instalment.dueDate };
  const factor =
    from > period.from
      ? accrualRate(loan.terms, period, from, period.to, loan.calendar)
      : periodRate(loan.terms, period, loan.calendar);
  return { factor, carriesPrincipal };
};

/** What the balance of each instalment's period is multiplied with, from a day on. */
export const slotsFrom = (loan: Working, ahead: readonly WorkingInstalment[], from: LocalDate): Slot[] =>
  ahead.map((instalment) => slotFrom(loan, instalment, from));

/** Notes what the interest of such a schedule was made of, where somebody asks for it. */
export const traceSchedule = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  amounts: readonly Amounts[],
  from: LocalDate,
  principal: Money,
): void => {
  if (!loan.trace) return;
  const { interestCalculationMethod, interestRate: rate } = loan.terms.interest;
  let left = principal;
  for (const [index, { factor }] of slotsFrom(loan, ahead, from).entries()) {
    const [instalment, amount] = [ahead[index], amounts[index]];
    if (!instalment || !amount) continue;
    const balance = interestCalculationMethod === 'FLAT' ? principal : left;
    const days = { from: latest(from, instalment.from), to: instalment.dueDate };
    if (!factor.isZero()) {
      loan.trace.interest.push({
        slot: instalment.slot,
        ...days,
        balance,
        rate,
        factor,
        amount: times(balance, factor),
      });
    }
    left = minus(left, amount.principal);
  }
};
