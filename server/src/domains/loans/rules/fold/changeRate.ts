import type { LocalDate } from '../../../../kernel/localDate.ts';
import { Decimal, isPositive, isZero, type Money, sum, zero } from '../../../../kernel/money.ts';
import type { Disbursed, TermsChange, TermsChanged } from '../events.ts';
import { atRate, countedOn, type RateStep, ratePlan, stepOn } from '../rates/ratePlan.ts';
import { changedFrom } from '../rates/rateSettings.ts';
import { amortise, type Slot, type WantedPrincipal } from '../schedule/amortise.ts';
import { periodFactor } from '../schedule/buildSchedule.ts';
import { extraFactor } from '../schedule/otherInterval.ts';
import { paysByRate, plannedSpread } from '../schedule/plannedRates.ts';
import { spreadOf } from '../schedule/spread.ts';
import type { TransactionTerms } from '../state.ts';
import { withTax } from '../taxes.ts';
import { hasEqualTotals, isBeforeInterest, isDynamic } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { followRate } from './appliedAtOnce.ts';
import { factorWithDraws, retraceSchedule } from './ownSchedule.ts';
import { principalAhead, reproject, respread } from './recalculate.ts';
import { aheadOf, dueOf, type Origin, originOf, record, type Working, type WorkingInstalment } from './working.ts';

// Another rate from a day on: what has accrued stays, what is ahead is computed anew.

/**
 * The instalments ahead without those at the end that a prepayment has emptied: another rate gives them nothing to pay. Those that the
 * payments before them left without principal count on, as they did when the schedule was made.
 */
const openAhead = (loan: Working): WorkingInstalment[] => {
  const ahead = aheadOf(loan);
  const last = ahead.findLastIndex(({ principal }) => isPositive(dueOf(principal)));
  const carriers = ahead.slice(last + 1).filter(({ carriesPrincipal }) => carriesPrincipal);
  const emptied = last < 0 || loan.customSchedule || !carriers.every(({ spared }) => spared);
  return emptied ? ahead.slice(0, last + 1) : ahead;
};

/** Instalments ahead of a fixed loan after the last one that money or interest has reached; what was applied to all at once has reached none. */
const untouched = (loan: Working): WorkingInstalment[] => {
  const ahead = aheadOf(loan);
  const atOnce = loan.terms.interest.interestApplicationMethod === 'AFTER_DISBURSEMENT';
  const reached = ahead.findLastIndex(
    ({ principal, interest }) =>
      isPositive(principal.paid) || isPositive(interest.paid) || (isPositive(interest.applied) && !atOnce),
  );
  return ahead.slice(reached + 1);
};

const wantedOf = (
  loan: Working,
  open: readonly WorkingInstalment[],
  slots: readonly Slot[],
  from: LocalDate,
  balance: Money,
): WantedPrincipal => {
  const kept = open.map(({ principal }) => principal.expected);
  if (loan.customSchedule) return (index) => kept[index] ?? zero;
  if (loan.terms.schedule.amortization.amortizationMethod === 'PAYMENT_PLAN') {
    const before = open[0] ? loan.instalments.indexOf(open[0]) : 0;
    return spreadOf({ terms: loan.terms, balance, slots, before }).wanted;
  }
  if (!paysByRate(loan.terms)) return (index) => kept[index] ?? zero;
  const dates = open.map(({ dueDate }) => dueDate);
  const spread = plannedSpread(loan.terms, loan.rates.plan, from, balance, slots, dates);
  loan.payment = spread.payment;
  return spread.wanted;
};

/** The schedule of a fixed loan from a day on, on the balance that it foresees: nothing that was paid ahead of time changes. */
const rescheduled = (loan: Working, origin: Origin): void => {
  const open = untouched(loan);
  if (open.length === 0) return;
  const balance = sum(open.map(({ principal }) => principal.expected));
  const flat = loan.terms.interest.interestCalculationMethod === 'FLAT';
  const borne = flat ? sum(loan.instalments.map(({ principal }) => principal.expected)) : balance;
  const slots = open.map((instalment): Slot => {
    const period = { from: instalment.from, to: instalment.dueDate };
    const index = loan.instalments.indexOf(instalment);
    const bears = !instalment.grace && !instalment.holiday && !isBeforeInterest(loan.terms, index);
    const whole = bears ? periodFactor(loan.terms, period, index, loan.calendar, loan.rates.plan) : new Decimal(0);
    return {
      factor: bears ? factorWithDraws(loan, instalment, whole, borne) : whole,
      ...extraFactor(loan.terms, period, { factor: whole }, loan.calendar, loan.rates.plan),
      carriesPrincipal: instalment.carriesPrincipal,
    };
  });
  const amounts = amortise({
    balance,
    slots,
    wanted: wantedOf(loan, open, slots, origin.valueDate, balance),
    rounding: loan.rounding,
    owed: (interest) => withTax(loan.terms, 'interest', interest),
    ...(flat ? { flatBase: borne } : {}),
  });
  open.forEach((instalment, index) => {
    const amount = amounts[index];
    if (!amount) return;
    instalment.principal.expected = amount.principal;
    instalment.interest.expected = amount.interest;
  });
  retraceSchedule(loan, open, amounts, borne);
  followRate(loan, open, origin);
};

/**
 * What another rate does to the instalments ahead. Equal ones get a new payment over the same count, those with an agreed payment keep it; others keep
 * their principal and bear the new interest.
 */
export const recomputed = (loan: Working, from: LocalDate): void => {
  if (!isDynamic(loan.terms) || loan.revolving) return;
  const standard = loan.terms.schedule.amortization.amortizationMethod !== 'BALLOON_PAYMENTS';
  if (hasEqualTotals(loan.terms) || !standard)
    respread(loan, from, 'KEEP_COUNT', principalAhead(loan), openAhead(loan));
  else reproject(loan, from);
};

/** Whether parts of a fixed loan have schedules of their own, each rounded by itself: computed together they could differ by a cent. */
const addsSchedules = (loan: Working): boolean =>
  !loan.customSchedule && aheadOf(loan).some(({ drawn = [] }) => drawn.length > 0);

const takeRate = (loan: Working, step: RateStep, origin: Origin, foreseen = false): void => {
  const { interestRate, indexRate } = step;
  loan.terms = atRate(loan.terms, interestRate);
  if (isDynamic(loan.terms)) recomputed(loan, origin.valueDate);
  // What tranches have agreed with this rate in sight stays as it was told.
  else if (!foreseen || !addsSchedules(loan)) rescheduled(loan, origin);
  const told: TransactionTerms = { interestRate, ...(indexRate ? { indexInterestRate: indexRate } : {}) };
  record(loan, origin, 'INTEREST_RATE_CHANGED', zero, {}, [], told);
};

/** What of its rates a schedule counts on from a day on. */
const countOn = (loan: Working, day: LocalDate): void => {
  loan.rates.plan = countedOn(loan.terms, loan.rates.steps, day);
};

/** The next change of the rate that time brings; none once nobody owes principal, and nobody can draw any more. */
export const nextRateStep = (loan: Working): RateStep | undefined =>
  isZero(loan.balance.principal) && !loan.revolving ? undefined : loan.rates.steps[loan.rates.next];

/** Lets the day of another rate come. An index that says something else within floor and ceiling changes nothing. */
export const passRateStep = (loan: Working, step: RateStep): void => {
  const { from } = step;
  accrueTo(loan, from);
  loan.rates.next += 1;
  const foreseen = loan.rates.plan.includes(step);
  countOn(loan, from);
  if (step.interestRate.equals(loan.terms.interest.interestRate)) return;
  const role = `INTEREST_RATE_CHANGED#${from}`;
  takeRate(loan, step, { eventKey: null, role, valueDate: from, bookingDate: from }, foreseen);
};

/** Takes the rate of a tranche's day, where nobody was asked for it since the loan owed nothing. */
export const catchUpRate = (loan: Working, { valueDate }: Disbursed): void => {
  const { steps, next } = loan.rates;
  const step = steps.findLast(({ from }, index) => index >= next && from <= valueDate);
  if (!step) return;
  loan.rates.next = steps.indexOf(step) + 1;
  countOn(loan, valueDate);
  if (step.interestRate.equals(loan.terms.interest.interestRate)) return;
  const role = `INTEREST_RATE_CHANGED#${step.from}`;
  takeRate(loan, step, { eventKey: null, role, valueDate, bookingDate: valueDate });
};

type RateChange = Extract<TermsChange, { readonly what: 'INTEREST_RATE' | 'INTEREST_SPREAD' }>;

/** Another spread, or another rate until the next agreed period: reviews go on from there. */
export const changeRates = (loan: Working, event: TermsChanged, change: RateChange): void => {
  const { valueDate } = event;
  const { rates } = loan.terms.interest;
  if (!rates) return;
  const changed = changedFrom(rates, valueDate, change, event.key);
  const plan = ratePlan(changed, loan.calendar);
  const next = plan.findIndex(({ from }) => from > valueDate);
  loan.rates = { steps: plan, next: next < 0 ? plan.length : next, plan: countedOn(loan.terms, plan, valueDate) };
  loan.terms = { ...loan.terms, interest: { ...loan.terms.interest, rates: changed } };
  const step = stepOn(plan, valueDate);
  if (step) takeRate(loan, step, originOf(event, 'INTEREST_RATE_CHANGED'));
};
