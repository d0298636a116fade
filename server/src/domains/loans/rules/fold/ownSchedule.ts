import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import { Decimal, type Money, minus, money, plus, sum, times } from '../../../../kernel/money.ts';
import type { Amounts, Slot } from '../schedule/amortise.ts';
import { extraFactor } from '../schedule/otherInterval.ts';
import { accrualRate, periodRate } from '../schedule/periodRate.ts';
import { plannedFactor, stretchesOf } from '../schedule/plannedRates.ts';
import { isTranched } from '../terms.ts';
import type { Working, WorkingInstalment } from './working.ts';

// An amount that has a schedule of its own over instalments of a loan: what it is computed with, and what it was made of.

const factorFrom = (loan: Working, { from: begin, dueDate: to }: WorkingInstalment, from: LocalDate): Decimal =>
  plannedFactor(loan.terms, loan.rates.plan, { from: begin, to }, latest(from, begin), loan.calendar);

const bearsNothing = ({ grace, holiday }: WorkingInstalment): boolean => grace || holiday;

/** What the balance of each instalment's period is multiplied with, from a day on. */
export const slotsFrom = (loan: Working, ahead: readonly WorkingInstalment[], from: LocalDate): Slot[] =>
  ahead.map((instalment) => {
    const factor = bearsNothing(instalment) ? new Decimal(0) : factorFrom(loan, instalment, from);
    const period = { from: latest(from, instalment.from), to: instalment.dueDate };
    return {
      factor,
      ...extraFactor(loan.terms, period, { factor }, loan.calendar, loan.rates.plan),
      carriesPrincipal: instalment.carriesPrincipal,
    };
  });

/** The parts of an instalment's period in which a balance bears interest from a day on, one for each rate. */
const note = (loan: Working, instalment: WorkingInstalment, balance: Money, since: LocalDate): void => {
  if (bearsNothing(instalment) || balance.isZero()) return;
  const { slot, dueDate } = instalment;
  const period = { from: instalment.from, to: dueDate };
  const stretches = stretchesOf(loan.terms, loan.rates.plan, latest(since, period.from), dueDate);
  // Compounding interest of days at one rate bears interest at the next one.
  const compounds = loan.terms.interest.interestType === 'COMPOUNDING_INTEREST';
  let bears = balance;
  for (const { from, to, terms } of stretches) {
    const whole = stretches.length === 1 && from === period.from;
    const factor = whole
      ? periodRate(terms, period, loan.calendar)
      : accrualRate(terms, period, from, to, loan.calendar);
    const amount = times(bears, factor);
    loan.trace?.interest.push({ slot, from, to, balance: bears, rate: terms.interest.interestRate, factor, amount });
    if (compounds) bears = plus(bears, amount);
  }
};

/** Notes what the interest of such a schedule was made of, where somebody asks for it. */
export const traceSchedule = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  amounts: readonly Amounts[],
  from: LocalDate,
  principal: Money,
): void => {
  if (!loan.trace) return;
  const flat = loan.terms.interest.interestCalculationMethod === 'FLAT';
  let left = principal;
  ahead.forEach((instalment, index) => {
    note(loan, instalment, flat ? principal : left, from);
    left = minus(left, amounts[index]?.principal ?? left);
  });
};

/** Disbursements within the period of an instalment: their principal bears interest for a part of it only. */
const within = ({ drawn = [], from }: WorkingInstalment) => drawn.filter((one) => one.from > from);

/** The factor of an instalment's whole period on an amount that was partly paid out within it: 2000 of 3000 after half of it bear two thirds. */
export const factorWithDraws = (
  loan: Working,
  instalment: WorkingInstalment,
  whole: Decimal,
  amount: Money,
): Decimal => {
  const missed = within(instalment).map(({ from, balance }) =>
    times(balance, whole.minus(factorFrom(loan, instalment, from))),
  );
  return missed.length === 0 || amount.isZero() ? whole : whole.minus(sum(missed).div(amount));
};

/** Notes again what the interest of instalments is made of, after another rate has made a new schedule of a tranched loan. */
export const retraceSchedule = (
  loan: Working,
  open: readonly WorkingInstalment[],
  amounts: readonly Amounts[],
  amount: Money,
): void => {
  if (!isTranched(loan.terms)) return;
  const flat = loan.terms.interest.interestCalculationMethod === 'FLAT';
  const slots = new Set(open.map(({ slot }) => slot));
  const kept = loan.trace?.interest.filter(({ slot }) => !slots.has(slot)) ?? [];
  loan.trace?.interest.splice(0, Number.POSITIVE_INFINITY, ...kept);
  let left = amount;
  open.forEach((instalment, index) => {
    const balance = flat ? amount : left;
    const later = within(instalment);
    note(loan, instalment, minus(balance, sum(later.map((one) => one.balance))), instalment.from);
    for (const one of later) note(loan, instalment, one.balance, one.from);
    instalment.drawn = later.map((one) => ({
      ...one,
      interest: money(one.balance.times(factorFrom(loan, instalment, one.from))),
    }));
    left = minus(left, amounts[index]?.principal ?? left);
  });
};
