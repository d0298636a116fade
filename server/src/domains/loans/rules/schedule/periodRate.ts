import { type DaysInYear, yearFraction } from '../../../../kernel/dayCount.ts';
import { daysBetween, type LocalDate } from '../../../../kernel/localDate.ts';
import { Decimal } from '../../../../kernel/money.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { CompoundingFrequency, InterestTerms, IntervalDueDates, LoanTerms } from '../terms.ts';

// The factor by which a balance bears interest in a period. All factors are shares, not percent: 1 % is 0.01.

/** From to which day; the first counts, the last does not. */
export type Period = { readonly from: LocalDate; readonly to: LocalDate };

const perYear = (interest: InterestTerms): Decimal => {
  switch (interest.interestChargeFrequency) {
    case 'ANNUALIZED':
      return new Decimal(1);
    case 'EVERY_MONTH':
      return new Decimal(12);
    case 'EVERY_FOUR_WEEKS':
      return new Decimal(365).div(28);
    case 'EVERY_WEEK':
      return new Decimal(365).div(7);
    case 'EVERY_DAY':
      return new Decimal(365);
    case 'EVERY_X_DAYS':
      return new Decimal(365).div(interest.interestChargeFrequencyCount);
  }
};

// Every period of a schedule asks for it.
const annualRates = new WeakMap<InterestTerms, Decimal>();

/** The yearly rate as a share: 1 % EVERY_MONTH is 0.12. */
export const annualRate = (interest: InterestTerms): Decimal => {
  const known = annualRates.get(interest);
  if (known) return known;
  const annual = interest.interestRate.div(100).times(perYear(interest));
  annualRates.set(interest, annual);
  return annual;
};

/** What a year costs in percent where compounding makes it more than the rate that is quoted: 12 % twice a year are 12.36 %. */
export const effectiveRate = (interest: InterestTerms): Decimal | undefined =>
  interest.interestType === 'COMPOUNDING_INTEREST' && interest.compoundingFrequency === 'SEMI_ANNUALLY'
    ? compounded.SEMI_ANNUALLY(annualRate(interest), new Decimal(1)).times(100).toDecimalPlaces(10)
    : undefined;

const daysOfYear: Record<DaysInYear, number> = {
  ACTUAL_365_FIXED: 365,
  ACTUAL_364: 364,
  ACTUAL_360: 360,
  ACTUAL_ACTUAL_ISDA: 365,
  E30_360: 360,
  BUS_252: 365,
  E30_42_365: 365,
};

/** How many quoted rates an interval holds when both are counted in the same unit, so that no year needs to be divided. */
const quotedRates = (interest: InterestTerms, dueDates: IntervalDueDates): Decimal | undefined => {
  const count = new Decimal(dueDates.repaymentPeriodCount);
  const unit = dueDates.repaymentPeriodUnit;
  switch (interest.interestChargeFrequency) {
    case 'ANNUALIZED':
      return unit === 'YEARS' ? count : undefined;
    case 'EVERY_MONTH':
      return unit === 'MONTHS' ? count : undefined;
    case 'EVERY_FOUR_WEEKS':
      return unit === 'WEEKS' ? count.div(4) : undefined;
    case 'EVERY_WEEK':
      return unit === 'WEEKS' ? count : undefined;
    case 'EVERY_DAY':
      return unit === 'DAYS' ? count : undefined;
    case 'EVERY_X_DAYS':
      return unit === 'DAYS' ? count.div(interest.interestChargeFrequencyCount) : undefined;
  }
};

/** The share of a year that a regular interval has. Fixed days share the month equally. */
const intervalShare = ({ interest, schedule }: LoanTerms): Decimal => {
  const { dueDates } = schedule;
  if (dueDates.scheduleDueDatesMethod === 'FIXED_DAYS_OF_MONTH') {
    return new Decimal(1).div(12 * new Set(dueDates.fixedDaysOfMonth).size);
  }
  const count = new Decimal(dueDates.repaymentPeriodCount);
  switch (dueDates.repaymentPeriodUnit) {
    case 'DAYS':
      return count.div(daysOfYear[interest.daysInYear]);
    case 'WEEKS':
      return count.times(7).div(daysOfYear[interest.daysInYear]);
    case 'MONTHS':
      return count.div(12);
    case 'YEARS':
      return count;
  }
};

const compounded: Record<CompoundingFrequency, (annual: Decimal, share: Decimal) => Decimal> = {
  DAILY: (annual, share) => annual.plus(1).pow(share).minus(1),
  // Twice a year at half the rate, read at any share of the year.
  SEMI_ANNUALLY: (annual, share) => annual.div(2).plus(1).pow(share.times(2)).minus(1),
};

// A non-integer power at full precision costs a hundred times a product, and a loan asks for few different ones.
const powers = new Map<string, Decimal>();
const mostPowers = 1000;

const compoundRate = (interest: InterestTerms, share: Decimal): Decimal => {
  const annual = annualRate(interest);
  const key = `${interest.compoundingFrequency} ${annual} ${share}`;
  const known = powers.get(key);
  if (known) return known;
  if (powers.size >= mostPowers) powers.clear();
  const factor = compounded[interest.compoundingFrequency](annual, share);
  powers.set(key, factor);
  return factor;
};

// By the shares themselves: the day count answers the same object for the same number of days.
const factors = new WeakMap<InterestTerms, Map<Decimal, Decimal>>();
const mostFactors = 64;

const simpleRate = (interest: InterestTerms, share: Decimal): Decimal => {
  let known = factors.get(interest);
  if (!known) {
    known = new Map();
    factors.set(interest, known);
  }
  const found = known.get(share);
  if (found) return found;
  const factor = annualRate(interest).times(share);
  if (known.size < mostFactors) known.set(share, factor);
  return factor;
};

const overShare = (interest: InterestTerms, share: Decimal): Decimal =>
  interest.interestType === 'COMPOUNDING_INTEREST' ? compoundRate(interest, share) : simpleRate(interest, share);

/**
 * The factor of a regular repayment interval, whatever its days: the rate of REPAYMENT_PERIODICITY and the one that
 * level payments are computed with. 12 % a year, monthly: 0.01.
 */
export const regularPeriodRate = (terms: LoanTerms): Decimal => {
  const known = regularRates.get(terms);
  if (known) return known;
  const factor = regularRate(terms);
  regularRates.set(terms, factor);
  return factor;
};

const regularRates = new WeakMap<LoanTerms, Decimal>();

const regularRate = (terms: LoanTerms): Decimal => {
  const { interest, schedule } = terms;
  if (interest.interestType === 'SIMPLE_INTEREST' && schedule.dueDates.scheduleDueDatesMethod === 'INTERVAL') {
    const rates = quotedRates(interest, schedule.dueDates);
    if (rates) return interest.interestRate.div(100).times(rates);
  }
  return overShare(interest, intervalShare(terms));
};

/**
 * The factor of a part of a period, which a running accrual needs. By ACTUAL_DAYS_COUNT it is the day fraction of that
 * part; by REPAYMENT_PERIODICITY the part's days of the period's factor. A compounding factor grows what has accrued, too.
 */
export const accrualRate = (
  terms: LoanTerms,
  period: Period,
  from: LocalDate,
  to: LocalDate,
  calendar: LoanCalendar,
): Decimal => {
  const { interest } = terms;
  if (interest.scheduleInterestDaysCountMethod === 'ACTUAL_DAYS_COUNT') {
    return overShare(interest, yearFraction(interest.daysInYear, from, to, calendar.isWorkingDay));
  }
  const length = daysBetween(period.from, period.to);
  if (length <= 0) return new Decimal(0);
  if (interest.interestType === 'COMPOUNDING_INTEREST') {
    return overShare(interest, intervalShare(terms).times(daysBetween(from, to)).div(length));
  }
  return regularPeriodRate(terms).times(daysBetween(from, to)).div(length);
};

/** The factor of a whole period: equal for all by REPAYMENT_PERIODICITY, by its days with ACTUAL_DAYS_COUNT. */
export const periodRate = (terms: LoanTerms, period: Period, calendar: LoanCalendar): Decimal =>
  terms.interest.scheduleInterestDaysCountMethod === 'ACTUAL_DAYS_COUNT'
    ? accrualRate(terms, period, period.from, period.to, calendar)
    : regularPeriodRate(terms);
