import { daysBetween, type LocalDate } from '../../../../kernel/localDate.ts';
import { Decimal, type Money } from '../../../../kernel/money.ts';
import type { LoanCalendar } from '../calendar.ts';
import { feeAsInterest } from '../feeRate.ts';
import { countedOn, disbursedTerms, type RatePlan } from '../rates/ratePlan.ts';
import { balanceFactor } from '../rates/tierFactors.ts';
import { withTax } from '../taxes.ts';
import { isBeforeInterest, isDynamic, isInterestOnly, type LoanTerms } from '../terms.ts';
import { type Amounts, amortise, plannedFee, type Slot } from './amortise.ts';
import { inStepsOf } from './amortiseInSteps.ts';
import { accrualSteps } from './applicationDays.ts';
import { dueDates, plusIntervals } from './dueDates.ts';
import { extraFactor } from './otherInterval.ts';
import { thresholdDay } from './paymentThreshold.ts';
import { type Period, periodRate } from './periodRate.ts';
import { plannedFactor, plannedSpread } from './plannedRates.ts';
import { scheduleRounding } from './rounding.ts';

/** One line of a schedule as the terms foresee it. */
export type PlannedInstalment = Amounts & {
  /** From 1. */
  readonly number: number;
  /** The day its interest starts to run: the due date before, or the disbursement. */
  readonly from: LocalDate;
  readonly dueDate: LocalDate;
  /** Neither principal nor interest: INTEREST_FORGIVENESS. */
  readonly grace: boolean;
  readonly carriesPrincipal: boolean;
};

export type PlannedSchedule = {
  readonly instalments: readonly PlannedInstalment[];
  /** The level payment of equal instalments. */
  readonly payment?: Money;
};

/** Whether principal falls due on an instalment (from 1): after the grace period, on every q-th and on the last. */
const carriesPrincipal = ({ productType, schedule, interest }: LoanTerms, number: number): boolean => {
  if (number === schedule.repaymentInstallments) return true;
  if (isInterestOnly({ productType })) return false;
  // Where interest becomes principal and totals are not equal, everything falls due at the end.
  const atEnd = interest.interestCalculationMethod === 'DECLINING_BALANCE';
  if (atEnd && interest.interestType === 'CAPITALIZED_INTEREST') return false;
  if (schedule.gracePeriodType !== 'NONE' && number <= schedule.gracePeriod) return false;
  return number % schedule.principalRepaymentInterval === 0;
};

/** Whether the instalment (from 1) is free of interest, too. */
const isPureGrace = ({ schedule }: LoanTerms, number: number): boolean =>
  schedule.gracePeriodType === 'INTEREST_FORGIVENESS' && number <= schedule.gracePeriod;

const isFree = (terms: LoanTerms, index: number): boolean =>
  isPureGrace(terms, index + 1) || isBeforeInterest(terms, index);

/** What the balance of an instalment's period (from 0) is multiplied with: a fixed loan's first one may be prorated. */
export const periodFactor = (
  terms: LoanTerms,
  period: Period,
  index: number,
  calendar: LoanCalendar,
  plan: RatePlan = [],
): Decimal => {
  const factor = plannedFactor(terms, plan, period, period.from, calendar);
  const { dueDates: settings } = terms.schedule;
  const prorated =
    index === 0 &&
    !isDynamic(terms) &&
    terms.interest.modifyInterestForFirstInstallment &&
    terms.interest.scheduleInterestDaysCountMethod === 'REPAYMENT_PERIODICITY' &&
    settings.scheduleDueDatesMethod === 'INTERVAL';
  if (!prorated) return factor;
  const regularDays = daysBetween(plusIntervals(period.to, settings, -1), period.to);
  return factor.times(daysBetween(period.from, period.to)).div(regularDays);
};

const feeFactor = (terms: LoanTerms, period: Period | undefined, calendar: LoanCalendar): Pick<Slot, 'feeFactor'> => {
  const fee = feeAsInterest(terms);
  return fee ? { feeFactor: period ? periodRate(fee, period, calendar) : new Decimal(0) } : {};
};

/** The periods between a disbursement and the due dates after it. */
export const periodsOf = (disbursed: LocalDate, dates: readonly LocalDate[]): Period[] =>
  dates.map((to, index) => ({ from: dates[index - 1] ?? disbursed, to }));

/**
 * The schedule of a loan disbursed on a day, by its terms alone: due dates, principal and interest of every instalment.
 * Principal sums to the amount. The first repayment date overrides the one of the terms.
 */
export const buildSchedule = (
  agreed: LoanTerms,
  principal: Money,
  disbursed: LocalDate,
  calendar: LoanCalendar,
  firstRepaymentDate?: LocalDate,
): PlannedSchedule => {
  const { terms, plan: steps } = disbursedTerms(agreed, disbursed, calendar);
  const plan = countedOn(terms, steps, disbursed);
  const periods = periodsOf(disbursed, dueDates(terms, disbursed, calendar, firstRepaymentDate));
  const slots: Slot[] = periods.map((period, index) => {
    const at = (tier: LoanTerms): Decimal => periodFactor(tier, period, index, calendar, plan);
    const own = isFree(terms, index) ? { factor: new Decimal(0) } : balanceFactor(terms, at);
    return {
      ...own,
      ...extraFactor(terms, period, own, calendar, plan),
      carriesPrincipal: carriesPrincipal(terms, index + 1),
      ...feeFactor(terms, isFree(terms, index) ? undefined : period, calendar),
      steps: isFree(terms, index) ? undefined : accrualSteps(terms, period, period.from, calendar, plan),
    };
  });
  const dates = periods.map(({ to }) => thresholdDay(terms, to, calendar));
  const spread = plannedSpread(terms, plan, disbursed, principal, slots, dates);
  const flat = terms.interest.interestCalculationMethod === 'FLAT';
  const amounts = amortise({
    balance: principal,
    slots,
    wanted: spread.wanted,
    rounding: scheduleRounding(terms),
    owed: (interest) => withTax(terms, 'interest', interest),
    inSteps: inStepsOf(terms),
    ...plannedFee(terms),
    ...(flat ? { flatBase: principal } : {}),
  });
  const instalments = amounts.map(
    (amount, index): PlannedInstalment => ({
      ...amount,
      number: index + 1,
      from: periods[index]?.from ?? disbursed,
      dueDate: periods[index]?.to ?? disbursed,
      grace: isPureGrace(terms, index + 1),
      carriesPrincipal: slots[index]?.carriesPrincipal ?? false,
    }),
  );
  return { instalments, ...(spread.payment ? { payment: spread.payment } : {}) };
};
