import {
  Decimal,
  type Decimalish,
  fitsDecimals,
  isPositive,
  largestAmount,
  type Money,
} from '../../../kernel/money.ts';
import { firstRefusal } from '../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { Limits, LoanProduct, LoanTemplate } from './loanProduct.ts';
import { fixedDaysRefusals, mostInstalments } from './productSchedule.ts';
import type { Amortization, FixedDaysDueDates, IntervalDueDates, PeriodicPayment, ScheduleTerms } from './terms.ts';
import type { WantedLoan } from './wantedLoan.ts';

// The schedule of an account: what it asks for, within what its product leaves open.

const at = 'scheduleSettings';

/** Whether a value lies outside the limits of a product. */
export const isOutside = <T extends Decimalish>(value: T, { min, max }: Limits<T>): boolean =>
  (min !== null && new Decimal(value).lessThan(min)) || (max !== null && new Decimal(value).greaterThan(max));

/** The limits of a product, for the reader of a refusal. */
export const limitsText = <T extends Decimalish>({ min, max }: Limits<T>): string => {
  const text = (value: T): string => new Decimal(value).toFixed();
  if (min === null) return max === null ? 'anything' : `at most ${text(max)}`;
  return max === null ? `at least ${text(min)}` : `from ${text(min)} to ${text(max)}`;
};

const intervalOf = (
  template: LoanTemplate,
  wanted: WantedLoan,
  { defaults }: LoanProduct,
): IntervalDueDates | Rejection => {
  if ((wanted.fixedDaysOfMonth ?? []).length > 0) {
    return reject(
      'FIXED_DAYS_OF_MONTH_NOT_ALLOWED',
      `${at}.fixedDaysOfMonth: due dates of the product are by INTERVAL`,
    );
  }
  const repaymentPeriodCount = wanted.repaymentPeriodCount ?? defaults.repaymentPeriodCount;
  const repaymentPeriodUnit = wanted.repaymentPeriodUnit ?? defaults.repaymentPeriodUnit;
  if (repaymentPeriodCount === null) {
    return reject('MISSING_REPAYMENT_PERIOD_COUNT', `${at}.repaymentPeriodCount is missing and the product has none`);
  }
  if (repaymentPeriodUnit === null) {
    return reject('MISSING_REPAYMENT_INTERVAL', `${at}.repaymentPeriodUnit is missing and the product has none`);
  }
  const { firstRepaymentDueDateOffset } = template.schedule;
  return { scheduleDueDatesMethod: 'INTERVAL', repaymentPeriodCount, repaymentPeriodUnit, firstRepaymentDueDateOffset };
};

const fixedDaysOf = (
  template: LoanTemplate,
  wanted: WantedLoan,
  { defaults }: LoanProduct,
): FixedDaysDueDates | Rejection => {
  const fixedDaysOfMonth = wanted.fixedDaysOfMonth ?? defaults.fixedDaysOfMonth ?? [];
  const { shortMonthHandlingMethod } = template.schedule;
  const path = `${at}.fixedDaysOfMonth`;
  const refusal = firstRefusal([
    [
      wanted.repaymentPeriodCount !== undefined,
      'REPAYMENT_PERIOD_COUNT_NOT_ALLOWED',
      `${at}.repaymentPeriodCount: due dates of the product are by FIXED_DAYS_OF_MONTH`,
    ],
    [
      wanted.repaymentPeriodUnit !== undefined,
      'REPAYMENT_FREQUENCY_NOT_ALLOWED',
      `${at}.repaymentPeriodUnit: due dates of the product are by FIXED_DAYS_OF_MONTH`,
    ],
    [fixedDaysOfMonth.length === 0, 'MISSING_FIXED_DAYS_OF_MONTH', `${path} is missing and the product has none`],
    ...fixedDaysRefusals(fixedDaysOfMonth, shortMonthHandlingMethod, path),
  ]);
  return (
    refusal ?? {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [...fixedDaysOfMonth],
      // Without a method no day is after the 28th, and either gives the same dates.
      shortMonthHandlingMethod: shortMonthHandlingMethod ?? 'LAST_DAY_IN_MONTH',
    }
  );
};

const unfit = (amount: Money, decimals: number): boolean =>
  amount.greaterThan(largestAmount) || !fitsDecimals(amount, decimals);

const balloonOf = (wanted: WantedLoan, product: LoanProduct, decimals: number): Amortization | Rejection => {
  const { periodicPayment, amortizationPeriod } = wanted;
  if (periodicPayment !== undefined && amortizationPeriod !== undefined) {
    return reject('INVALID_PERIODIC_PAYMENT', `${at}: either periodicPayment or amortizationPeriod, not both`);
  }
  if (periodicPayment !== undefined) {
    return unfit(periodicPayment, decimals)
      ? reject(
          'INVALID_PERIODIC_PAYMENT',
          `${at}.periodicPayment does not fit the ${decimals} decimals of the currency`,
        )
      : { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { periodicPayment } };
  }
  const period = amortizationPeriod ?? product.amortizationPeriod.default;
  if (period === null) return reject('MANDATORY_PERIODIC_PAYMENT', `${at}.periodicPayment is missing`);
  return period > mostInstalments || isOutside(period, product.amortizationPeriod)
    ? reject(
        'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
        `${at}.amortizationPeriod must be ${limitsText(product.amortizationPeriod)}, no more than ${mostInstalments}`,
      )
    : { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { amortizationPeriod: period } };
};

const planOf = (paymentPlan: readonly PeriodicPayment[], decimals: number): Amortization | Rejection =>
  paymentPlan.some(({ amount }) => !isPositive(amount) || unfit(amount, decimals))
    ? reject(
        'INVALID_PERIODIC_PAYMENT',
        `${at}.paymentPlan: every amount must be more than 0 with at most ${decimals} decimals`,
      )
    : { amortizationMethod: 'PAYMENT_PLAN', paymentPlan };

const amortizationOf = (
  { schedule }: LoanTemplate,
  wanted: WantedLoan,
  product: LoanProduct,
  decimals: number,
): Amortization | Rejection => {
  const { amortizationMethod } = schedule;
  const balloon = amortizationMethod === 'BALLOON_PAYMENTS';
  const refusal = firstRefusal([
    [
      !balloon && wanted.periodicPayment !== undefined,
      'BALLOON_PAYMENTS_NOT_ALLOWED_BY_PRODUCT',
      `${at}.periodicPayment is for products with BALLOON_PAYMENTS`,
    ],
    [
      !balloon && wanted.amortizationPeriod !== undefined,
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      `${at}.amortizationPeriod is for products with BALLOON_PAYMENTS`,
    ],
    [
      amortizationMethod !== 'PAYMENT_PLAN' && wanted.paymentPlan !== undefined,
      'PAYMENT_PLAN_NOT_AVAILABLE',
      `${at}.paymentPlan is for products with PAYMENT_PLAN`,
    ],
  ]);
  if (refusal) return refusal;
  switch (amortizationMethod) {
    case 'BALLOON_PAYMENTS':
      return balloonOf(wanted, product, decimals);
    case 'PAYMENT_PLAN':
      return planOf(wanted.paymentPlan ?? [], decimals);
    case 'OPTIMIZED_PAYMENTS': {
      const { keepInstallmentsEqualIfLongFirstPeriod } = schedule;
      return { amortizationMethod, keepInstallmentsEqualIfLongFirstPeriod };
    }
    case 'STANDARD_PAYMENTS':
      return { amortizationMethod };
  }
};

/** The schedule terms an account gets, or what is wrong with those it asks for. */
export const scheduleTermsOf = (
  template: LoanTemplate,
  wanted: WantedLoan,
  product: LoanProduct,
  decimals: number,
): ScheduleTerms | Rejection => {
  // A revolving credit has no term.
  const repaymentInstallments = template.revolving
    ? 0
    : (wanted.repaymentInstallments ?? product.numInstallments.default);
  if (repaymentInstallments === null) {
    return reject('INVALID_INSTALLMENTS', `${at}.repaymentInstallments is missing and the product has no default`);
  }
  if (!template.revolving && isOutside(repaymentInstallments, product.numInstallments)) {
    const limits = limitsText(product.numInstallments);
    return reject('INVALID_INSTALLMENTS', `${at}.repaymentInstallments must be ${limits}`);
  }
  const byInterval = template.schedule.scheduleDueDatesMethod === 'INTERVAL';
  const dueDates = byInterval ? intervalOf(template, wanted, product) : fixedDaysOf(template, wanted, product);
  if (isRejection(dueDates)) return dueDates;
  const gracePeriod = wanted.gracePeriod ?? product.gracePeriod.default ?? 0;
  if (isOutside(gracePeriod, product.gracePeriod)) {
    return reject('INVALID_GRACE_PERIOD', `${at}.gracePeriod must be ${limitsText(product.gracePeriod)}`);
  }
  const amortization = amortizationOf(template, wanted, product, decimals);
  if (isRejection(amortization)) return amortization;
  const { repaymentScheduleMethod, repaymentReschedulingMethod, gracePeriodType, rounding } = template.schedule;
  const { interestAccrualSince } = template.schedule;
  return {
    repaymentScheduleMethod,
    repaymentInstallments,
    dueDates,
    repaymentReschedulingMethod,
    ...(wanted.firstRepaymentDate === undefined ? {} : { firstRepaymentDate: wanted.firstRepaymentDate }),
    ...(interestAccrualSince === undefined ? {} : { interestAccrualSince }),
    gracePeriod,
    gracePeriodType,
    principalRepaymentInterval: wanted.principalRepaymentInterval ?? product.defaults.principalRepaymentInterval,
    amortization,
    rounding,
    repaymentScheduleEditOptions: template.schedule.repaymentScheduleEditOptions,
    paymentHolidaysLoanTermOption: template.schedule.paymentHolidaysLoanTermOption,
  };
};
