import { isRate, largestRate, type Rate, rate, rateDecimals } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { isOutside, limitsText } from './accountSchedule.ts';
import type { LoanProduct, LoanTemplate } from './loanProduct.ts';
import { mostDays } from './productSchedule.ts';
import type { ArrearsTerms, LoanTerms, PenaltyTerms } from './terms.ts';
import type { WantedLoan } from './wantedLoan.ts';

// What a loan agrees about lateness: how much of it is tolerated, and what it costs.

/** What an account tells as its tolerance: the days, or the day of the month where its product tolerates by that. */
export const toldTolerance = ({
  toleranceCalculationMethod,
  monthlyToleranceDay,
  tolerancePeriod,
}: ArrearsTerms): number =>
  toleranceCalculationMethod === 'MONTHLY_ARREARS_TOLERANCE_DAY' ? monthlyToleranceDay : tolerancePeriod;

/** The day of the month comes from the product: an account can only repeat it. */
const daysBesideDayOfMonth = (given: number | undefined, day: number): number | Rejection =>
  given === undefined || given === 0 || given === day
    ? 0
    : reject(
        'INCONSISTENT_ARREARS_TOLERANCE_VALUES_WITH_ARREARS_TOLERANCE_METHOD',
        `arrearsTolerancePeriod: the product tolerates lateness until day ${day} of the month`,
      );

const daysOf = ({ tolerancePeriod: given }: WantedLoan, product: LoanProduct): number | Rejection => {
  const { toleranceCalculationMethod, monthlyToleranceDay } = product.template.arrears;
  if (toleranceCalculationMethod === 'MONTHLY_ARREARS_TOLERANCE_DAY') {
    return daysBesideDayOfMonth(given, monthlyToleranceDay);
  }
  const at = 'accountArrearsSettings.tolerancePeriod';
  const limits = product.tolerancePeriod;
  const missing = given === undefined && limits.default === null && (limits.min ?? 0) > 0;
  if (missing) return reject('REQUIRED_ARREARS_TOLERANCE_PERIOD_MISSING', `${at} is missing and has no default`);
  const days = given ?? limits.default ?? 0;
  if (days < 0) return reject('NEGATIVE_ARREARS_TOLERANCE_PERIOD', `${at} may not be negative`);
  return days > mostDays || isOutside(days, limits)
    ? reject('ARREARS_TOLERANCE_PERIOD_OUTSIDE_CONSTRAINTS', `${at} must be ${limitsText(limits)}, at most ${mostDays}`)
    : days;
};

const percentageOf = ({ tolerancePercentage: given }: WantedLoan, product: LoanProduct): Rate | Rejection => {
  const at = 'accountArrearsSettings.tolerancePercentageOfOutstandingPrincipal';
  const limits = product.tolerancePercentage;
  const share = given ?? limits.default ?? rate(0);
  if (share.isNegative() || share.greaterThan(100) || !isRate(share)) {
    return reject('INVALID_PARAMETERS', `${at} must be 0 to 100 with at most ${rateDecimals} decimals`);
  }
  const none = share.isZero() && limits.default === null;
  return !none && isOutside(share, limits)
    ? reject('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES', `${at} must be ${limitsText(limits)}`)
    : share;
};

const penaltyRateOf = (
  { penaltyRate: given }: WantedLoan,
  product: LoanProduct,
  { loanPenaltyCalculationMethod }: LoanTemplate['penalty'],
): Rate | Rejection => {
  const at = 'penaltySettings.penaltyRate';
  if (loanPenaltyCalculationMethod === 'NONE') {
    return given === undefined || given.isZero()
      ? rate(0)
      : reject('INVALID_PENALTY_RATE', `${at}: the product has no penalties`);
  }
  const agreed = given ?? product.penaltyRate.default;
  if (agreed === null) return reject('INVALID_PENALTY_RATE', `${at} is missing and the product has no default`);
  if (agreed.isNegative() || !isRate(agreed)) {
    return reject('INVALID_PENALTY_RATE', `${at} must be 0 to ${largestRate} with at most ${rateDecimals} decimals`);
  }
  return isOutside(agreed, product.penaltyRate)
    ? reject('INVALID_PENALTY_RATE', `${at} must be ${limitsText(product.penaltyRate)}`)
    : agreed;
};

/** The tolerances and the penalty rate of a loan, within what the product leaves open. */
export const latenessTermsOf = (
  template: LoanTemplate,
  wanted: WantedLoan,
  product: LoanProduct,
): Pick<LoanTerms, 'arrears' | 'penalty'> | Rejection => {
  const tolerancePeriod = daysOf(wanted, product);
  if (isRejection(tolerancePeriod)) return tolerancePeriod;
  const tolerancePercentage = percentageOf(wanted, product);
  if (isRejection(tolerancePercentage)) return tolerancePercentage;
  const penaltyRate = penaltyRateOf(wanted, product, template.penalty);
  if (isRejection(penaltyRate)) return penaltyRate;
  const arrears: ArrearsTerms = { ...template.arrears, tolerancePeriod, tolerancePercentage };
  const penalty: PenaltyTerms = { ...template.penalty, penaltyRate };
  return { arrears, penalty };
};
