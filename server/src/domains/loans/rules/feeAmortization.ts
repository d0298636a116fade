import type { Schemas } from '../../../generated/schemas.ts';
import { daysBetween, type LocalDate, plusDays, plusMonths } from '../../../kernel/localDate.ts';
import {
  isNegative,
  isZero,
  type Money,
  minus,
  money,
  negated,
  plus,
  rounded,
  smallest,
  zero,
} from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { LoanJournalLine } from './loanJournal.ts';

// Fees that are income little by little (loans.md 7.3): accounting only. Applying one books deferred income, each interval makes a part of it income.

/** How the income of a fee spreads. Without a number of intervals they go on to the last due date. */
export type FeeAmortization = {
  readonly profile: 'STRAIGHT_LINE' | 'SUM_OF_YEARS_DIGITS';
  readonly intervals:
    | { readonly of: 'DUE_DATES'; readonly daily: boolean }
    | {
        readonly of: 'PERIODS';
        readonly unit: 'DAYS' | 'WEEKS' | 'MONTHS' | 'YEARS';
        readonly every: number;
        readonly count: number | null;
      };
};

type Settings = Schemas['PeriodIntervalSettings'];

/** The amortisation that a fee of a product has; null for none. The settings are checked. */
export const amortizationOf = (settings: Settings | undefined): FeeAmortization | null => {
  const profile = settings?.amortizationProfile;
  if (!settings || (profile !== 'STRAIGHT_LINE' && profile !== 'SUM_OF_YEARS_DIGITS')) return null;
  if (settings.frequency !== 'CUSTOM_INTERVAL') {
    return { profile, intervals: { of: 'DUE_DATES', daily: settings.frequency !== 'ACCOUNT_INSTALLMENTS_DUE_DATES' } };
  }
  const { periodUnit: unit = 'DAYS', periodCount: every = 1, intervalType, intervalCount = 1 } = settings;
  return {
    profile,
    intervals: { of: 'PERIODS', unit, every, count: intervalType === 'FULL_TERM' ? null : intervalCount },
  };
};

/** The most intervals of a fee, and the most units of one. */
const mostIntervals = 1200;

/** Refuses settings of an amortisation that leave open how the income spreads, or say it twice. */
export const amortizationRefusals = (
  { amortizationSettings: settings, trigger }: Schemas['PredefinedFee'],
  accountingMethod: string,
  at: string,
): readonly Refusal[] => {
  const profile = settings?.amortizationProfile ?? 'NONE';
  if (!settings || profile === 'NONE') return [];
  const { frequency, periodCount, periodUnit, intervalType, intervalCount } = settings;
  const custom = frequency === 'CUSTOM_INTERVAL';
  const outside = (value: number | undefined): boolean => value === undefined || value < 1 || value > mostIntervals;
  const of = (property: string): string => `${at}.amortizationSettings.${property}`;
  return [
    [
      profile === 'EFFECTIVE_INTEREST_RATE',
      'INVALID_AMORTIZATION_PROFILE',
      `${of('amortizationProfile')} EFFECTIVE_INTEREST_RATE is not supported yet`,
    ],
    [
      accountingMethod !== 'ACCRUAL',
      'INCONSISTENT_AMORTIZATION_ACCOUNTING_SETUP',
      `${of('amortizationProfile')} needs accountingMethod ACCRUAL`,
    ],
    [
      trigger === 'LATE_REPAYMENT' || trigger.startsWith('PAYMENT_DUE') || trigger === 'FEE_INCLUDED_IN_PMT',
      'AMORTIZATION_PROFILE_NOT_ALLOWED',
      `${of('amortizationProfile')}: a fee with trigger ${trigger} is earned with its instalment`,
    ],
    [frequency === undefined, 'INVALID_AMORTIZATION_FREQUENCY', `${of('frequency')} is missing`],
    [
      custom && outside(periodCount),
      'INVALID_AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_COUNT',
      `${of('periodCount')} must be 1 to ${mostIntervals}`,
    ],
    [
      custom && periodUnit === undefined,
      'INVALID_AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_UNIT',
      `${of('periodUnit')} is missing`,
    ],
    [
      custom && intervalType === undefined,
      'INVALID_AMORTIZATION_FREQUENCY_INTERVAL_TYPE',
      `${of('intervalType')} is missing`,
    ],
    [
      custom && intervalType === 'PREDEFINED_INTERVALS' && outside(intervalCount),
      'INVALID_AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_TOTAL_STEPS',
      `${of('intervalCount')} must be 1 to ${mostIntervals}`,
    ],
    [
      (!custom || intervalType === 'FULL_TERM') && intervalCount !== undefined,
      'AMORTIZATION_FREQUENCY_INTERVAL_COUNT_NOT_ALLOWED',
      `${of('intervalCount')} goes with PREDEFINED_INTERVALS only`,
    ],
    [
      !custom && intervalType !== undefined,
      'AMORTIZATION_FREQUENCY_INTERVAL_TYPE_NOT_ALLOWED',
      `${of('intervalType')} goes with CUSTOM_INTERVAL only`,
    ],
    [
      !custom && periodCount !== undefined,
      'AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_COUNT_NOT_ALLOWED',
      `${of('periodCount')} goes with CUSTOM_INTERVAL only`,
    ],
    [
      !custom && periodUnit !== undefined,
      'AMORTIZATION_FREQUENCY_CUSTOM_INTERVAL_PERIOD_UNIT_NOT_ALLOWED',
      `${of('periodUnit')} goes with CUSTOM_INTERVAL only`,
    ],
  ];
};

/** The day that lies so many intervals after another. */
const after = (from: LocalDate, unit: 'DAYS' | 'WEEKS' | 'MONTHS' | 'YEARS', count: number): LocalDate => {
  switch (unit) {
    case 'DAYS':
      return plusDays(from, count);
    case 'WEEKS':
      return plusDays(from, 7 * count);
    case 'MONTHS':
      return plusMonths(from, count);
    case 'YEARS':
      return plusMonths(from, 12 * count);
  }
};

/** The last days of the intervals. Those of due dates are the ones after the application; the full term ends with the last of them. */
const endsOf = (
  { intervals }: FeeAmortization,
  from: LocalDate,
  dueDates: readonly LocalDate[],
): readonly LocalDate[] => {
  const ahead = dueDates.filter((date) => date > from);
  if (intervals.of === 'DUE_DATES') return ahead;
  const last = ahead.at(-1);
  const ends: LocalDate[] = [];
  for (let index = 1; index <= (intervals.count ?? mostIntervals * 31); index += 1) {
    const end = after(from, intervals.unit, index * intervals.every);
    if (intervals.count === null && (last === undefined || end >= last))
      return last === undefined ? [] : [...ends, last];
    ends.push(end);
  }
  return ends;
};

/** A fee whose income is spread, as of its application. */
export type AmortizedFee = {
  readonly amortization: FeeAmortization;
  readonly amount: Money;
  readonly from: LocalDate;
  readonly dueDates: readonly LocalDate[];
  readonly decimals: number;
};

/**
 * What of a fee is income at the end of a day: the shares of the intervals that ended by then, of that which runs its days where they are booked daily.
 * Shares are equal or fall by the sum of digits; their sum is rounded, so the last interval takes what rounding leaves. Without an
 * interval all of it is income at once.
 */
export const recognisedBy = (
  { amortization, amount, from, dueDates, decimals }: AmortizedFee,
  day: LocalDate,
): Money => {
  const ends = endsOf(amortization, from, dueDates);
  const count = ends.length;
  if (count === 0 || day >= (ends.at(-1) ?? from)) return amount;
  const weightOf = (index: number): number => (amortization.profile === 'STRAIGHT_LINE' ? 1 : count - index);
  const whole = amortization.profile === 'STRAIGHT_LINE' ? count : (count * (count + 1)) / 2;
  let share = money(0);
  let begin = from;
  for (const [index, end] of ends.entries()) {
    if (end > day) {
      const daily = amortization.intervals.of === 'DUE_DATES' && amortization.intervals.daily && day > begin;
      if (daily)
        share = plus(share, money(money(weightOf(index)).times(daysBetween(begin, day)).div(daysBetween(begin, end))));
      break;
    }
    share = plus(share, money(weightOf(index)));
    begin = end;
  }
  return rounded(money(amount.times(share).div(whole)), decimals, 'HALF_UP');
};

/** How a fee of a loan stands in the books, and around it what says how much of it is income. */
export type FeeInBooks = {
  readonly fee: AmortizedFee;
  readonly isUndone: boolean;
  readonly isClosed: boolean;
};

/** What of a fee shall be income: nothing of one that was undone, all of it once the loan is closed, for whatever reason. */
export const wantedIncome = ({ fee, isUndone, isClosed }: FeeInBooks, day: LocalDate): Money => {
  if (isUndone) return zero;
  return isClosed ? fee.amount : recognisedBy(fee, day);
};

/** What a night still has to make income; below zero it takes income back. */
export const toRecognise = (fee: FeeInBooks, recognised: Money, day: LocalDate): Money =>
  minus(wantedIncome(fee, day), recognised);

/** What of a fee was made income in a branch; of a loan without one, in none. */
export type EarnedIn<Branch> = { readonly branchKey: Branch; readonly amount: Money };

/** Where income of a fee is booked or taken back, and what of it then stays with branches that the loan has left. */
export type IncomeByBranch<Branch> = {
  readonly booked: readonly EarnedIn<Branch>[];
  readonly left: readonly EarnedIn<Branch>[];
};

/**
 * Where a night books income of a fee. More of it is earned where the loan is; what is taken back (`amount` below zero) goes from the branch that earned it
 * last, as far as it has some, and so on back to the first one.
 */
export const incomeByBranch = <Branch>(
  amount: Money,
  here: EarnedIn<Branch>,
  before: readonly EarnedIn<Branch>[],
): IncomeByBranch<Branch> => {
  if (!isNegative(amount)) return { booked: [{ ...here, amount }], left: before };
  let rest = negated(amount);
  const booked: EarnedIn<Branch>[] = [];
  const take = (one: EarnedIn<Branch>): EarnedIn<Branch> => {
    const taken = smallest(rest, one.amount);
    if (!isZero(taken)) booked.push({ ...one, amount: negated(taken) });
    rest = minus(rest, taken);
    return { ...one, amount: minus(one.amount, taken) };
  };
  take(here);
  const left = before.toReversed().map(take).toReversed();
  return { booked, left: left.filter((one) => !isZero(one.amount)) };
};

/** The lines of a journal with the income of amortised fees deferred. */
export const withDeferredFees = (
  lines: readonly LoanJournalLine[],
  isAmortized: (predefinedFeeKey: string) => boolean,
): readonly LoanJournalLine[] =>
  lines.map((line) =>
    line.resource === 'FEE_INCOME' &&
    line.side === 'CREDIT' &&
    line.predefinedFeeKey !== undefined &&
    isAmortized(line.predefinedFeeKey)
      ? { ...line, resource: 'DEFERRED_FEE_INCOME' }
      : line,
  );
