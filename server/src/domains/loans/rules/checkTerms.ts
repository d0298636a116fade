import type { LocalDate } from '../../../kernel/localDate.ts';
import { fitsDecimals, isNegative, isPositive, type Money, plus, times, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { LoanCalendar } from './calendar.ts';
import { chargedFees, checkDisbursementFees, principalOf } from './disbursementFees.ts';
import { checkInterestOnly } from './mortgage.ts';
import { isRevolving } from './revolvingTerms.ts';
import { buildSchedule } from './schedule/buildSchedule.ts';
import { isFixedDay } from './schedule/dueDates.ts';
import { needsWholeAmount } from './schedule/rounding.ts';
import { canSpread } from './schedule/spread.ts';
import { hasEqualTotals, isDynamic, type LoanTerms, type PeriodicPayment, type ScheduleTerms } from './terms.ts';

// Which terms make a schedule. Whether an account's values lie within its product's limits is the account's own question.

type Check = (terms: LoanTerms, disbursement: LocalDate) => Rejection | undefined;

const checkAmount: Check = (terms) => {
  const { loanAmount, currencyDecimals } = terms;
  if (isNegative(loanAmount) || !loanAmount.isFinite()) return reject('INVALID_AMOUNT', 'loanAmount must be positive');
  if (!fitsDecimals(loanAmount, currencyDecimals)) {
    return reject('INVALID_AMOUNT', `loanAmount has more than the ${currencyDecimals} decimals of the currency`);
  }
  return needsWholeAmount(terms)
    ? reject(
        'LOAN_AMOUNT_DECIMALS_NOT_ALLOWED_WITH_ROUNDING',
        'the product rounds to whole units; loanAmount must be one',
      )
    : undefined;
};

const checkInterest: Check = ({ productType, interest, schedule }) => {
  if (interest.daysInYear === 'E30_42_365') {
    return reject('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', 'the formula of daysInYear E30_42_365 is not published');
  }
  if (interest.interestRate.isNegative()) return reject('INVALID_INTEREST_RATE', 'interestRate is negative');
  if (productType === 'INTEREST_FREE_LOAN' && !interest.interestRate.isZero()) {
    return reject('INTEREST_RATE_SHOULD_BE_ZERO_OR_EMPTY', 'an interest-free loan has no interestRate');
  }
  const flat = interest.interestCalculationMethod === 'FLAT';
  if (flat && interest.interestType === 'COMPOUNDING_INTEREST') {
    return reject('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', 'FLAT does not go with COMPOUNDING_INTEREST');
  }
  const dynamic = schedule.repaymentScheduleMethod === 'DYNAMIC';
  const followsBalance =
    interest.interestType === 'CAPITALIZED_INTEREST' || interest.interestApplicationDays !== undefined;
  if (!dynamic && followsBalance) {
    return reject(
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      'CAPITALIZED_INTEREST and FIXED_DAYS_OF_MONTH need a dynamic schedule',
    );
  }
  if (dynamic && (flat || interest.interestApplicationMethod === 'AFTER_DISBURSEMENT')) {
    return reject(
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      'a dynamic schedule goes neither with FLAT nor with AFTER_DISBURSEMENT',
    );
  }
  return undefined;
};

/** Nothing a bank lends runs longer, and dates end with the year 9999. */
export const longestYears = 100;
const mostInstalments = 12_000;

const yearsPerInstalment = ({ dueDates }: ScheduleTerms): number => {
  if (dueDates.scheduleDueDatesMethod === 'FIXED_DAYS_OF_MONTH') return 1 / 12;
  const perYear = { DAYS: 365, WEEKS: 52, MONTHS: 12, YEARS: 1 }[dueDates.repaymentPeriodUnit];
  return dueDates.repaymentPeriodCount / perYear;
};

const checkInstalments: Check = (terms) => {
  const { interest, schedule } = terms;
  const { repaymentInstallments: count, gracePeriod, gracePeriodType, principalRepaymentInterval: every } = schedule;
  if (!Number.isInteger(count) || count < 1)
    return reject('INVALID_INSTALLMENTS', 'repaymentInstallments must be 1 or more');
  if (count > mostInstalments || count * yearsPerInstalment(schedule) > longestYears) {
    return reject('INVALID_INSTALLMENTS', `a loan has at most ${mostInstalments} instalments in ${longestYears} years`);
  }
  const grace = gracePeriodType === 'NONE' ? 0 : gracePeriod;
  if (gracePeriod < 0 || grace >= count || (gracePeriodType === 'NONE' && gracePeriod > 0)) {
    return reject('INVALID_GRACE_PERIOD', 'gracePeriod must leave an instalment and needs a gracePeriodType');
  }
  if (grace > 0 && schedule.amortization.amortizationMethod === 'BALLOON_PAYMENTS') {
    return reject('INVALID_GRACE_PERIOD', 'a loan with balloon payments has no grace period');
  }
  const grown = interest.interestType === 'CAPITALIZED_INTEREST' && hasEqualTotals(terms);
  return every < 1 || count % every !== 0 || (grown && every > 1)
    ? reject(
        'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
        'repaymentInstallments must be a multiple of principalRepaymentInterval',
      )
    : undefined;
};

const checkDueDates: Check = ({ schedule }, disbursement) => {
  const { dueDates, firstRepaymentDate } = schedule;
  if (dueDates.scheduleDueDatesMethod === 'FIXED_DAYS_OF_MONTH') {
    const days = dueDates.fixedDaysOfMonth;
    if (days.length === 0) return reject('MISSING_FIXED_DAYS_OF_MONTH', 'fixedDaysOfMonth is empty');
    if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 31)) {
      return reject('INVALID_REPAYMENT_DUE_DAY', 'fixedDaysOfMonth holds days from 1 to 31');
    }
    if (firstRepaymentDate !== undefined && !isFixedDay(dueDates, firstRepaymentDate)) {
      return reject('INCONSISTENT_WITH_FIXED_DAYS_OF_MONTH', 'firstRepaymentDate must be one of the fixedDaysOfMonth');
    }
  } else if (!Number.isInteger(dueDates.repaymentPeriodCount) || dueDates.repaymentPeriodCount < 1) {
    return reject('MISSING_REPAYMENT_PERIOD_COUNT', 'repaymentPeriodCount must be 1 or more');
  }
  return firstRepaymentDate !== undefined && firstRepaymentDate <= disbursement
    ? reject(
        'FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE',
        `firstRepaymentDate must lie after the disbursement of ${disbursement}`,
      )
    : undefined;
};

const checkPlan = (terms: LoanTerms, plan: readonly PeriodicPayment[]): Rejection | undefined => {
  const { interest, schedule, loanAmount } = terms;
  if (isDynamic(terms) || interest.scheduleInterestDaysCountMethod !== 'REPAYMENT_PERIODICITY') {
    return reject('PAYMENT_PLAN_NOT_AVAILABLE', 'a payment plan needs a fixed schedule and REPAYMENT_PERIODICITY');
  }
  if (plan.length === 0) return reject('AT_LEAST_ONE_PERIODIC_PAYMENT_PLAN_MANDATORY', 'paymentPlan is empty');
  if (plan.some(({ toInstallment }, index) => toInstallment <= (plan[index - 1]?.toInstallment ?? 0))) {
    return reject('PAYMENT_PLAN_ENTRIES_NOT_ORDERED', 'toInstallment must rise from entry to entry');
  }
  if (plan.at(-1)?.toInstallment !== schedule.repaymentInstallments) {
    return reject('INVALID_TO_INSTALLMENT_POSITION', 'the last toInstallment must be the number of instalments');
  }
  const total = plan.reduce<Money>((sum, { amount, toInstallment }, index) => {
    const count = toInstallment - (plan[index - 1]?.toInstallment ?? 0);
    return plus(sum, times(amount, count));
  }, zero);
  return total.lessThanOrEqualTo(loanAmount)
    ? reject('SUM_OF_PERIODIC_PAYMENTS_LESS_OR_EQUAL_WITH_LOAN_AMOUNT', 'the plan must pay more than the loan amount')
    : undefined;
};

const checkAmortization: Check = (terms) => {
  const { amortization, repaymentInstallments } = terms.schedule;
  if (!canSpread(terms)) {
    return reject(
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      `${amortization.amortizationMethod} does not go with ${terms.interest.interestCalculationMethod}`,
    );
  }
  if (amortization.amortizationMethod === 'PAYMENT_PLAN') return checkPlan(terms, amortization.paymentPlan);
  if (amortization.amortizationMethod !== 'BALLOON_PAYMENTS') return undefined;
  const { balloon } = amortization;
  if ('amortizationPeriod' in balloon) {
    return balloon.amortizationPeriod < repaymentInstallments
      ? reject('INVALID_PERIODIC_PAYMENT', 'amortizationPeriod must not be below the number of instalments')
      : undefined;
  }
  if (!isPositive(balloon.periodicPayment))
    return reject('INVALID_PERIODIC_PAYMENT', 'periodicPayment must be more than 0');
  return balloon.periodicPayment.greaterThan(terms.loanAmount)
    ? reject('PERIODIC_PAYMENT_GREATER_THAN_LOAN_AMOUNT', 'periodicPayment must not exceed the loan amount')
    : undefined;
};

/** A payment that does not cover the first interest would let principal grow. */
const checkFirstPayment = (
  terms: LoanTerms,
  disbursement: LocalDate,
  calendar: LoanCalendar,
): Rejection | undefined => {
  const { amortizationMethod } = terms.schedule.amortization;
  if (amortizationMethod !== 'BALLOON_PAYMENTS' && amortizationMethod !== 'PAYMENT_PLAN') return undefined;
  const principal = principalOf({ amount: terms.loanAmount, fees: chargedFees(terms) });
  const { instalments } = buildSchedule(terms, principal, disbursement, calendar);
  const first = instalments.find(({ grace, carriesPrincipal }) => carriesPrincipal && !grace);
  return first && instalments.length > 1 && !isPositive(first.principal)
    ? reject(
        'NEGATIVE_PRINCIPAL_FOR_INSTALLMENT',
        `the payment does not cover the interest of ${first.interest.toFixed()}`,
      )
    : undefined;
};

/**
 * Refuses terms that make no schedule for a disbursement on a day; undefined when they do. In this order: amount, fees of the disbursement, interest,
 * instalments and grace, due dates, amortisation, the first payment.
 */
export const checkTerms = (
  terms: LoanTerms,
  disbursement: LocalDate,
  calendar: LoanCalendar,
): Rejection | undefined => {
  const checks = isRevolving(terms)
    ? [checkAmount, checkDisbursementFees, checkInterest, checkDueDates]
    : [
        checkAmount,
        checkDisbursementFees,
        checkInterest,
        checkInterestOnly,
        checkInstalments,
        checkDueDates,
        checkAmortization,
      ];
  for (const check of checks) {
    const refusal = check(terms, disbursement);
    if (refusal) return refusal;
  }
  return isRevolving(terms) ? undefined : checkFirstPayment(terms, disbursement, calendar);
};
