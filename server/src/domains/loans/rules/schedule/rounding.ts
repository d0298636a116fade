import { fitsDecimals, type Money, type RoundingMode, roundedByWayOf } from '../../../../kernel/money.ts';
import type { LoanTerms, RoundingTerms } from '../terms.ts';

/** How the amounts of a schedule are rounded. */
export type ScheduleRounding = {
  /** A principal, an interest, a fee. */
  readonly element: (amount: Money) => Money;
  /** What an instalment pays in all. */
  readonly total: (amount: Money) => Money;
  /** The instalment total decides and principal is the rest of it. */
  readonly byTotal: boolean;
  /** The last interest takes what rounding lost on the others. */
  readonly interestRemainderIntoLast: boolean;
};

/** The decimals in which interest is computed and kept. */
export const accrualDecimals = 20;

/**
 * Rounds by way of those decimals: a tie that a division left as 0.0049999… at the end of its digits stays a tie, so that
 * interest which accrued in parts is rounded like interest which is computed at once.
 */
const roundedAccrual = (amount: Money, decimals: number, mode: RoundingMode = 'HALF_UP'): Money =>
  roundedByWayOf(accrualDecimals, amount, decimals, mode);

type CurrencyRounding = RoundingTerms['repaymentCurrencyRounding'];

const wholeUnit: Record<Exclude<CurrencyRounding, 'NO_ROUNDING'>, RoundingMode> = {
  ROUND_TO_NEAREST_WHOLE_UNIT: 'HALF_UP',
  ROUND_UP_TO_NEAREST_WHOLE_UNIT: 'UP',
};

/** The rounding of a loan's schedule: currency decimals half up, or whole units where the product says so. */
export const scheduleRounding = (terms: LoanTerms): ScheduleRounding => {
  const { repaymentCurrencyRounding: currency, repaymentElementsRoundingMethod: elements } = terms.schedule.rounding;
  const exact = (amount: Money): Money => roundedAccrual(amount, terms.currencyDecimals);
  const interestRemainderIntoLast =
    terms.schedule.rounding.roundingRepaymentScheduleMethod ===
    'ROUND_PRINCIPAL_AND_INTEREST_REMAINDER_INTO_LAST_REPAYMENT';
  if (currency === 'NO_ROUNDING' || elements === 'NO_ROUNDING') {
    return { element: exact, total: exact, byTotal: false, interestRemainderIntoLast };
  }
  const whole = (amount: Money): Money => roundedAccrual(amount, 0, wholeUnit[currency]);
  return elements === 'ROUND_ALL'
    ? { element: whole, total: whole, byTotal: false, interestRemainderIntoLast }
    : { element: exact, total: whole, byTotal: true, interestRemainderIntoLast };
};

/** Whether schedules of these terms consist of whole units, so that the loan amount must be one too. */
export const needsWholeAmount = (terms: LoanTerms): boolean =>
  terms.schedule.rounding.repaymentCurrencyRounding !== 'NO_ROUNDING' &&
  terms.schedule.rounding.repaymentElementsRoundingMethod !== 'NO_ROUNDING' &&
  !fitsDecimals(terms.loanAmount, 0);
