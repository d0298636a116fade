import type { DaysInYear } from '../../../../kernel/dayCount.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Money, Rate } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { History } from './history.ts';

/** Which balance of a day bears interest. Only the closing one knows a maximum. */
export type CalculationBalance =
  | { readonly method: 'MINIMUM' | 'AVERAGE' | 'FRENCH_INTEREST_ACCRUAL' }
  | { readonly method: 'END_OF_DAY'; readonly maximumBalance: Money | null }
  /** The lowest balance before a day, the closing one from it on; the lowest while no day is set. */
  | { readonly method: 'MINIMUM_TO_END_OF_DAY'; readonly endOfDayFrom: LocalDate | null };

export type BalanceTier = {
  /** The largest balance of the tier; null has no end. */
  readonly endingBalance: Money | null;
  readonly interestRate: Rate;
};

export type PeriodTier = {
  /** The last day of the tier, counted from the activation, which is day 1; null has no end. */
  readonly endingDay: number | null;
  readonly interestRate: Rate;
};

/** The rates as they are quoted; with an index each of them is the spread on its value. Tiers ascend. */
export type QuotedRates =
  | { readonly terms: 'FIXED'; readonly rate: Rate }
  /** The whole balance bears the rate of the tier it lies in. */
  | { readonly terms: 'TIERED'; readonly tiers: readonly BalanceTier[] }
  /** Each slice of the balance bears the rate of its own tier. */
  | { readonly terms: 'TIERED_BAND'; readonly tiers: readonly BalanceTier[] }
  /** The rate depends on how long the account has been active. */
  | { readonly terms: 'TIERED_PERIOD'; readonly tiers: readonly PeriodTier[] };

export type RateSource =
  | { readonly type: 'FIXED_INTEREST_RATE' }
  | {
      readonly type: 'INDEX_INTEREST_RATE';
      /** The index as the account read it at its review dates: see indexReviews. */
      readonly reviews: History<Rate>;
      /** Limits of index plus spread. */
      readonly floor: Rate | null;
      readonly ceiling: Rate | null;
    };

/** For what time a quoted rate is paid. */
export type ChargeFrequency =
  | 'ANNUALIZED'
  | 'EVERY_MONTH'
  | 'EVERY_FOUR_WEEKS'
  | 'EVERY_WEEK'
  | 'EVERY_DAY'
  | 'EVERY_X_DAYS';

/** All that one kind of interest (credit, overdraft, technical overdraft) needs to know to accrue on a day. */
export type InterestTerms = {
  readonly source: RateSource;
  readonly rates: QuotedRates;
  readonly chargeFrequency: ChargeFrequency;
  /** Of EVERY_X_DAYS; 1 otherwise. */
  readonly chargeFrequencyCount: number;
  readonly daysInYear: DaysInYear;
  readonly balance: CalculationBalance;
  /** Where it is not allowed, a rate below zero counts as zero. */
  readonly allowNegativeInterestRate: boolean;
  /** Between these days, both included, the rate is 0; a null end is open. Null when the product has none. */
  readonly noGains: { readonly start: LocalDate | null; readonly end: LocalDate | null } | null;
};

/** Refuses to accrue by terms that a product may carry, but whose formula nobody published, and by those that divide by nothing. */
export const checkCanAccrue = (terms: InterestTerms): Rejection | undefined => {
  const { balance, daysInYear, chargeFrequency, chargeFrequencyCount } = terms;
  if (chargeFrequency === 'EVERY_X_DAYS' && !(chargeFrequencyCount >= 1)) {
    return reject(
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
      'interestChargeFrequencyCount of EVERY_X_DAYS must be 1 or more',
    );
  }
  if (balance.method === 'FRENCH_INTEREST_ACCRUAL') {
    return reject(
      'INTEREST_CALCULATION_BALANCE_METHOD_NOT_ALLOWED',
      'interestCalculationBalance FRENCH_INTEREST_ACCRUAL is a rule of one country that is not published: choose another',
    );
  }
  return daysInYear === 'E30_42_365'
    ? reject(
        'DEPOSIT_PRODUCT_INTEREST_SETTINGS_DAYS_IN_YEAR_METHOD_NOT_ALLOWED',
        'daysInYear E30_42_365 has no published formula: choose another',
      )
    : undefined;
};
