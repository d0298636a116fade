import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import {
  Decimal,
  isPositive,
  isZero,
  largest,
  type Money,
  minus,
  plus,
  sum,
  times,
  zero,
} from '../../../../kernel/money.ts';
import { feeAsInterest } from '../feeRate.ts';
import { type BalanceFactor, balanceFactor, factorOf } from '../rates/tierFactors.ts';
import { type Amounts, amortise, plannedFee, type Slot, type WantedPrincipal } from '../schedule/amortise.ts';
import { inStepsOf, type RunningInterest } from '../schedule/amortiseInSteps.ts';
import { accrualSteps } from '../schedule/applicationDays.ts';
import { extraFactor } from '../schedule/otherInterval.ts';
import { thresholdDay } from '../schedule/paymentThreshold.ts';
import type { Period } from '../schedule/periodRate.ts';
import { plannedFactor, plannedSpread } from '../schedule/plannedRates.ts';
import { towardsTotal } from '../schedule/spread.ts';
import { withTax } from '../taxes.ts';
import { hasEqualTotals, type LoanTerms, type PrepaymentRecalculationMethod } from '../terms.ts';
import { applicable, dropRemainder } from './applicable.ts';
import { accruesFor } from './applicationDay.ts';
import { dropPlannedFee } from './rateFee.ts';
import { aheadOf, bearsNoInterestYet, dueOf, totalDueOf, type Working, type WorkingInstalment } from './working.ts';

// What a prepayment does to the instalments after it. Past and paid ones never change; the first that changes is the one
// due after the value date.

/** KEEP_COUNT spreads the balance over all instalments ahead; KEEP_AMOUNT leaves their size, so that the last ones vanish. */
export type Recalculation = 'KEEP_COUNT' | 'KEEP_AMOUNT' | 'KEEP_AMOUNT_AND_DROP';

const recalculations: Record<PrepaymentRecalculationMethod, Recalculation | 'FILL'> = {
  NO_RECALCULATION: 'FILL',
  RESCHEDULE_REMAINING_REPAYMENTS: 'KEEP_COUNT',
  RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS: 'KEEP_COUNT',
  RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT: 'KEEP_AMOUNT',
  RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT: 'KEEP_AMOUNT',
  REDUCE_AMOUNT_PER_INSTALLMENT: 'KEEP_COUNT',
  REDUCE_NUMBER_OF_INSTALLMENTS: 'KEEP_AMOUNT_AND_DROP',
  REDUCE_NUMBER_OF_INSTALLMENTS_NEW: 'KEEP_AMOUNT_AND_DROP',
};

/** What a prepayment does under a product's setting; FILL pays coming instalments and changes none. */
export const recalculationOf = (method: PrepaymentRecalculationMethod): Recalculation | 'FILL' =>
  recalculations[method];

/** Whether an instalment bears no interest: by its grace, or because interest begins with the first due date. */
const isFree = (loan: Working, instalment: WorkingInstalment): boolean =>
  instalment.grace || bearsNoInterestYet(loan, instalment);

const stepsAhead = (loan: Working, period: WorkingInstalment, from: LocalDate) => {
  if (period.holiday) return [];
  const whole = { from: period.from, to: period.dueDate };
  return isFree(loan, period)
    ? undefined
    : accrualSteps(loan.terms, whole, latest(from, period.from), loan.calendar, loan.rates.plan);
};

/** What the balance of an instalment's period is multiplied with from a day on. */
const factorAhead = (loan: Working, instalment: WorkingInstalment, from: LocalDate): BalanceFactor => {
  if (isFree(loan, instalment) || instalment.holiday) return { factor: new Decimal(0) };
  const period: Period = { from: instalment.from, to: instalment.dueDate };
  const at = (terms: LoanTerms): Decimal =>
    plannedFactor(terms, loan.rates.plan, period, latest(from, period.from), loan.calendar);
  return balanceFactor(loan.terms, at);
};

/** The same of a fee by a rate. */
const feeAhead = (loan: Working, instalment: WorkingInstalment, from: LocalDate): Pick<Slot, 'feeFactor'> => {
  const terms = feeAsInterest(loan.terms);
  if (!terms) return {};
  if (isFree(loan, instalment) || instalment.holiday) return { feeFactor: new Decimal(0) };
  const period: Period = { from: instalment.from, to: instalment.dueDate };
  return { feeFactor: plannedFactor(terms, [], period, latest(from, period.from), loan.calendar) };
};

const extraAhead = (loan: Working, instalment: WorkingInstalment): Pick<Slot, 'extra'> => {
  const { terms, calendar, rates } = loan;
  if (!terms.interest.adjustTotalDueForInstallmentsWithDifferentInterval) return {};
  // What has accrued already is of the whole period, so its interval counts as a whole, too.
  const period = { from: instalment.from, to: instalment.dueDate };
  return extraFactor(terms, period, factorAhead(loan, instalment, period.from), calendar, rates.plan);
};

/** The interest that runs in the current period already, as it will be when its due date comes. */
const grown = (loan: Working, factor: Decimal): Money => {
  const open = minus(loan.accrual.period, loan.accrual.applied);
  const compounds = loan.terms.interest.interestType === 'COMPOUNDING_INTEREST';
  return compounds ? plus(loan.accrual.period, times(open, factor)) : loan.accrual.period;
};

/** What of the current period's interest has accrued and is applied; what became principal is in the balance already. */
const runningInterest = (loan: Working): RunningInterest => {
  const running = loan.instalments[loan.passed];
  const charged = running ? minus(running.interest.applied, running.ofHolidays.applied) : zero;
  const unpaid = running ? minus(running.interest.applied, running.interest.paid) : zero;
  const { period, applied, cut } = loan.accrual;
  const bears = loan.terms.interest.interestBalanceCalculationMethod === 'PRINCIPAL_AND_INTEREST';
  return { period, applied, cut, charged, unpaid: bears ? unpaid : zero };
};

const isBalloon = (loan: Working): boolean =>
  loan.terms.schedule.amortization.amortizationMethod === 'BALLOON_PAYMENTS';

const wantedOf = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  slots: readonly Slot[],
  from: LocalDate,
  how: Recalculation,
  balance: Money,
): WantedPrincipal => {
  const keepsAmount = how !== 'KEEP_COUNT';
  const level = hasEqualTotals(loan.terms) || isBalloon(loan);
  if (loan.payment && level && (keepsAmount || isBalloon(loan))) return towardsTotal(loan.payment, loan.terms, slots);
  if (keepsAmount) {
    const principals = ahead.map(({ principal }) => dueOf(principal));
    return (index) => principals[index] ?? zero;
  }
  const dueDates = ahead.map(({ dueDate }) => thresholdDay(loan.terms, dueDate, loan.calendar));
  if (loan.payment && level && loan.terms.interest.pmtAdjustmentThreshold) {
    const open = dueDates.findIndex((day) => from < day);
    if (open !== 0) return keepingReached(loan, ahead, slots, from, dueDates, open < 0 ? ahead.length : open);
  }
  const spread = plannedSpread(loan.terms, loan.rates.plan, from, balance, slots, dueDates);
  loan.payment = spread.payment;
  return spread.wanted;
};

/** Instalments whose threshold is reached, so many from the first, keep their payments; those after them share out what is then left. */
const keepingReached = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  slots: readonly Slot[],
  from: LocalDate,
  dueDates: readonly LocalDate[],
  reached: number,
): WantedPrincipal => {
  const kept = ahead.slice(0, reached).map(({ principal, interest: { expected } }) => plus(dueOf(principal), expected));
  let after: WantedPrincipal | undefined;
  return (index, left, interest, becameBy) => {
    const total = kept[index];
    if (total) return minus(total, interest);
    if (!after) {
      const spread = plannedSpread(
        loan.terms,
        loan.rates.plan,
        from,
        left,
        slots.slice(reached),
        dueDates.slice(reached),
      );
      loan.payment = spread.payment;
      after = spread.wanted;
    }
    return after(index - reached, left, interest, becameBy);
  };
};

const write = (ahead: readonly WorkingInstalment[], amounts: readonly Amounts[]): void => {
  ahead.forEach((instalment, index) => {
    const amount = amounts[index];
    if (!amount) return;
    instalment.principal.expected = plus(instalment.principal.paid, amount.principal);
    instalment.interest.expected = plus(instalment.interest.applied, amount.open);
    if (amount.fee) instalment.rateFee = amount.fee;
  });
};

const computed = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  from: LocalDate,
  balance: Money,
  wantedFor: (slots: readonly Slot[]) => WantedPrincipal,
): Amounts[] => {
  const slots = ahead.map(
    (instalment): Slot => ({
      ...factorAhead(loan, instalment, from),
      ...extraAhead(loan, instalment),
      carriesPrincipal: instalment.carriesPrincipal,
      steps: stepsAhead(loan, instalment, from),
      ...feeAhead(loan, instalment, from),
    }),
  );
  const accrued = grown(loan, slots[0] ? factorOf(slots[0], balance) : new Decimal(0));
  const inSteps = inStepsOf(loan.terms);
  const running = inSteps && runningInterest(loan);
  return amortise({
    balance,
    slots,
    wanted: wantedFor(slots),
    rounding: loan.rounding,
    owed: (interest) => withTax(loan.terms, 'interest', interest),
    accrued,
    applied: loan.accrual.applied,
    inSteps,
    running,
    ...plannedFee(loan.terms, loan.accrual),
  });
};

/** Interest that has become principal in the running period is asked for in all: another payment never puts it off. */
const askingForCapitalised = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  wanted: WantedPrincipal,
): WantedPrincipal => {
  const holder = loan.capitalises ? ahead.findIndex(({ carriesPrincipal }) => carriesPrincipal) : -1;
  const asks = ahead[holder];
  if (!asks) return wanted;
  const position = loan.instalments.indexOf(asks);
  const before = loan.instalments.findLastIndex((one, index) => index < position && one.carriesPrincipal);
  const became = sum(loan.instalments.slice(before + 1, position + 1).map(({ capitalised = zero }) => capitalised));
  const least = minus(became, asks.principal.paid);
  return (index, left, interest, becameBy) => {
    const principal = wanted(index, left, interest, becameBy);
    return index === holder ? largest(principal, least) : principal;
  };
};

/** Notes the instalments at the end that the payments before them leave no principal to ask for, although the balance was spread over them, too. */
export const noteSpared = (ahead: readonly WorkingInstalment[]): void => {
  const last = ahead.findLastIndex(({ principal }) => isPositive(dueOf(principal)));
  ahead.forEach((instalment, index) => {
    const spared = index > last;
    if (spared !== (instalment.spared ?? false)) instalment.spared = spared;
  });
};

/** Spreads a balance over the instalments ahead: after a prepayment all that is owed, else what they ask for. */
export const respread = (
  loan: Working,
  from: LocalDate,
  how: Recalculation,
  balance: Money = loan.balance.principal,
  ahead: readonly WorkingInstalment[] = aheadOf(loan),
): void => {
  if (ahead.length === 0) return;
  const wantedFor = (slots: readonly Slot[]): WantedPrincipal =>
    askingForCapitalised(loan, ahead, wantedOf(loan, ahead, slots, from, how, balance));
  write(ahead, computed(loan, ahead, from, balance, wantedFor));
  if (how === 'KEEP_COUNT') noteSpared(ahead);
  if (how === 'KEEP_AMOUNT_AND_DROP') dropEmptied(loan);
};

/** The principal that the instalments ahead still ask for; what is overdue is not theirs. */
export const principalAhead = (loan: Working): Money => sum(aheadOf(loan).map(({ principal }) => dueOf(principal)));

/**
 * Spreads a balance over the instalments ahead so that each asks for as much in all as it did, and the last for the rest: where principal has moved to or from
 * them, their interest is of another balance.
 */
export const respreadTotals = (loan: Working, from: LocalDate, balance: Money): void => {
  const ahead = aheadOf(loan);
  const totals = ahead.map(({ principal, interest, rateFee = zero }) => {
    const total = plus(dueOf(principal), interest.expected);
    return loan.terms.feeRate?.inPayment ? plus(total, rateFee) : total;
  });
  const wanted: WantedPrincipal = (index, _left, charges) => minus(totals[index] ?? zero, charges);
  // What asks for principal by hand goes on to, where the terms have it carry none.
  const carrying = ahead.map((one) => {
    const carriesPrincipal = one.carriesPrincipal || isPositive(dueOf(one.principal));
    return { ...one, carriesPrincipal };
  });
  write(
    ahead,
    computed(loan, carrying, from, balance, () => wanted),
  );
};

/** Computes the interest ahead again for principal that is already on the instalments, after an edit of the schedule. */
export const reproject = (loan: Working, from: LocalDate): void => {
  const ahead = aheadOf(loan);
  const principals = ahead.map(({ principal }) => dueOf(principal));
  const balance = sum(principals);
  const wanted: WantedPrincipal = (index) => principals[index] ?? zero;
  const amounts = computed(loan, ahead, from, balance, () => wanted);
  write(
    ahead,
    amounts.map((amount, index) => ({ ...amount, principal: principals[index] ?? zero })),
  );
};

const dropEmptied = (loan: Working): void => {
  for (let last = loan.instalments.at(-1); last; last = loan.instalments.at(-1)) {
    const untouched = !last.lastPaid && last.fees.length === 0 && isZero(last.interest.applied);
    const empty = isPositive(last.originalTotal) && isZero(totalDueOf(last)) && isZero(last.rateFee ?? zero);
    if (!untouched || !empty) return;
    loan.instalments.pop();
  }
};

/**
 * Once no principal is left, interest that was planned will not accrue; what has accrued already stays on the instalment that it will be applied on, with
 * the interest that it bears where it becomes principal before its due date.
 */
export const dropPlannedInterest = (loan: Working): void => {
  dropRemainder(loan);
  dropPlannedFee(loan, aheadOf(loan));
  if (inStepsOf(loan.terms) && !loan.revolving) {
    reproject(loan, loan.accrual.to);
    return;
  }
  aheadOf(loan).forEach((instalment, index) => {
    // On days of the month the running instalment of a credit may have no such day left.
    const here = index === 0 && (!loan.revolving || accruesFor(loan) === instalment.slot);
    const accrued = here ? withTax(loan.terms, 'interest', applicable(loan)) : zero;
    instalment.interest.expected = plus(instalment.interest.applied, accrued);
  });
};
