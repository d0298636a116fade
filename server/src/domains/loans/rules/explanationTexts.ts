import type { LoanState } from './state.ts';
import type { TaxTerms } from './taxes.ts';
import {
  hasEqualTotals,
  type InterestTerms,
  isInterestOnly,
  type LoanTerms,
  type PenaltyTerms,
  type RoundingTerms,
} from './terms.ts';

// The formulas behind a loan's amounts, in words for an officer. Rates are in percent.

const years: Record<InterestTerms['daysInYear'], string> = {
  ACTUAL_365_FIXED: 'days / 365',
  ACTUAL_364: 'days / 364',
  ACTUAL_360: 'days / 360',
  ACTUAL_ACTUAL_ISDA: 'days of leap years / 366 + other days / 365',
  E30_360: 'days of 30-day months / 360',
  BUS_252: 'working days / 252',
  E30_42_365: 'days / 365',
};

const yearly: Record<InterestTerms['interestChargeFrequency'], string> = {
  ANNUALIZED: 'rate / 100',
  EVERY_MONTH: 'rate / 100 x 12',
  EVERY_FOUR_WEEKS: 'rate / 100 x 365 / 28',
  EVERY_WEEK: 'rate / 100 x 365 / 7',
  EVERY_DAY: 'rate / 100 x 365',
  EVERY_X_DAYS: 'rate / 100 x 365 / X days',
};

const shareOf = (interest: InterestTerms): string =>
  interest.scheduleInterestDaysCountMethod === 'ACTUAL_DAYS_COUNT'
    ? years[interest.daysInYear]
    : 'the share of a year that one repayment interval has';

/** How a balance bears interest over a stretch of days. */
export const interestFormula = ({ interest }: LoanTerms): string => {
  const base = interest.interestCalculationMethod === 'FLAT' ? 'loan amount' : 'balance';
  const rate = yearly[interest.interestChargeFrequency];
  const share = shareOf(interest);
  if (interest.interestType !== 'COMPOUNDING_INTEREST') return `${base} x ${rate} x ${share}`;
  return interest.compoundingFrequency === 'SEMI_ANNUALLY'
    ? `${base} x ((1 + ${rate} / 2) ^ (2 x ${share}) - 1)`
    : `${base} x ((1 + ${rate}) ^ (${share}) - 1)`;
};

const penalties: Record<PenaltyTerms['loanPenaltyCalculationMethod'], string> = {
  NONE: 'none',
  OVERDUE_BALANCE: 'overdue principal x rate / 100 for each late day',
  OVERDUE_BALANCE_AND_INTEREST: 'overdue principal and interest x rate / 100 for each late day',
  OVERDUE_BALANCE_INTEREST_AND_FEE: 'overdue principal, interest and fees x rate / 100 for each late day',
  OUTSTANDING_PRINCIPAL: 'outstanding principal x penalty rate, counted as interest is, for each late day',
};

/** How late days cost penalties. */
export const penaltyFormula = ({ penalty }: LoanTerms): string => penalties[penalty.loanPenaltyCalculationMethod];

const otherIntervals = ({ interest }: LoanTerms): string =>
  interest.adjustTotalDueForInstallmentsWithDifferentInterval
    ? ', of another interval with the interest that it bears beyond (or less that it lacks of) a regular one'
    : '';

/** How principal falls on the instalments. */
export const principalFormula = ({ schedule, ...rest }: LoanTerms, loan: LoanState): string => {
  if (loan.hasCustomSchedule) return 'as the schedule was edited';
  if (rest.revolving?.installments) {
    return `the balance divided by what is left of ${rest.revolving.installments} due dates since the last withdrawal; the last one takes the rest`;
  }
  const terms = { schedule, ...rest };
  if (isInterestOnly(terms)) return 'none; the last instalment takes all of it';
  const payment = loan.payment?.toFixed();
  switch (schedule.amortization.amortizationMethod) {
    case 'PAYMENT_PLAN':
      return 'the amount of the payment plan less interest; the last instalment takes the rest';
    case 'BALLOON_PAYMENTS':
      return `the payment of ${payment} less interest; the last instalment takes the rest`;
    default:
      return hasEqualTotals(terms)
        ? `the payment of ${payment} less interest${rest.feeRate?.inPayment ? ' and the fee by a rate' : ''}${otherIntervals(terms)}; the last instalment takes the rest`
        : 'the amount divided by the instalments that carry principal; the last one takes the rest';
  }
};

const units: Record<RoundingTerms['repaymentCurrencyRounding'], string> = {
  NO_ROUNDING: '',
  ROUND_TO_NEAREST_WHOLE_UNIT: 'to the nearest whole unit, half up',
  ROUND_UP_TO_NEAREST_WHOLE_UNIT: 'up to the next whole unit',
};

/** How amounts are rounded. */
export const roundingText = ({ currencyDecimals, schedule: { rounding } }: LoanTerms): string => {
  const whole =
    rounding.repaymentElementsRoundingMethod === 'ROUND_ALL' ? units[rounding.repaymentCurrencyRounding] : '';
  return whole || `to ${currencyDecimals} decimals, half up`;
};

const fees: Readonly<Record<string, string>> = {
  FLAT: 'the amount of the fee',
  FLAT_NUMBER_OF_INSTALLMENTS: 'the amount of the fee / number of instalments',
  LOAN_AMOUNT_PERCENTAGE: 'loan amount x percentage / 100',
  LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS: 'loan amount x percentage / 100 / number of instalments',
  REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE: 'principal of the instalment x percentage / 100',
  FEE_RATE_ON_OUTSTANDING_PRINCIPAL: 'the fee rate on the outstanding principal, day by day',
};

/** How the charge for an early repayment is found. */
const earlyRepayment: Readonly<Record<string, string>> = {
  ...fees,
  REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE: 'principal repaid early beyond what the year lets free x percentage / 100',
};

/** How a fee by a rate accrues. */
export const feeRateFormula = ({ interest }: LoanTerms): string => `balance x rate / 100 x ${shareOf(interest)}`;

/** How the amount of a fee is found; undefined for an amount that somebody named. */
export const feeFormula = (amountCalculationMethod: string | undefined, trigger?: string): string =>
  (trigger === 'EARLY_REPAYMENT_CHARGE' ? earlyRepayment : fees)[amountCalculationMethod ?? ''] ??
  'the amount that was applied';

const taxFormulas: Record<TaxTerms['taxCalculationMethod'], string> = {
  EXCLUSIVE: 'charge x rate / 100, on top of it',
  INCLUSIVE: 'charge x rate / (100 + rate), within it',
};

/** How the tax in a charge is found; what was applied before the rate in force has the tax of its day. */
export const taxFormula = ({ taxCalculationMethod }: TaxTerms): string => taxFormulas[taxCalculationMethod];
