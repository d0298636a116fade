import type { Schemas } from '../../../generated/schemas.ts';
import { daysBetween, type LocalDate, plusDays, plusMonths } from '../../../kernel/localDate.ts';
import {
  Decimal,
  isNegative,
  isZero,
  type Money,
  minus,
  money,
  negated,
  rate,
  rounded,
  smallest,
  zero,
} from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { type CashFlows, earnedBy, earnedByDueDates } from './effectiveInterest.ts';
import type { LoanJournalLine } from './loanJournal.ts';

// Fees that are income little by little (loans.md 7.3): accounting only. Applying one books deferred income, each interval makes a part of it income.

/** How the income of a fee spreads. Without a number of intervals they go on to the last due date. */
export type FeeAmortization = {
  readonly profile: 'STRAIGHT_LINE' | 'SUM_OF_YEARS_DIGITS' | 'EFFECTIVE_INTEREST_RATE';
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
  const profile = settings?.amortizationProfile ?? 'NONE';
  if (!settings || profile === 'NONE') return null;
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
  { type, accountingSettings: { accountingMethod }, interestSettings }: CompleteProduct,
  at: string,
): readonly Refusal[] => {
  const profile = settings?.amortizationProfile ?? 'NONE';
  if (!settings || profile === 'NONE') return [];
  const { frequency, periodCount, periodUnit, intervalType, intervalCount } = settings;
  const custom = frequency === 'CUSTOM_INTERVAL';
  const outside = (value: number | undefined): boolean => value === undefined || value < 1 || value > mostIntervals;
  const of = (property: string): string => `${at}.amortizationSettings.${property}`;
  const effective = profile === 'EFFECTIVE_INTEREST_RATE';
  const mostInterest = interestSettings.indexRateSettings?.interestRate?.maxValue;
  return [
    [
      effective && type === 'REVOLVING_CREDIT',
      'AMORTIZATION_PROFILE_NOT_ALLOWED',
      `${of('amortizationProfile')} EFFECTIVE_INTEREST_RATE: nobody knows the payments of a revolving credit ahead`,
    ],
    [
      effective && (type === 'INTEREST_FREE_LOAN' || (mostInterest !== undefined && rate(mostInterest).isZero())),
      'CANNOT_USE_EFFECTIVE_INTEREST_RATE_FEE_WITHOUT_INTEREST_RATE_VALUE',
      `${of('amortizationProfile')} EFFECTIVE_INTEREST_RATE needs loans that bear interest`,
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
  /** What the loan brings, where the effective rate asks for it. */
  readonly cashFlows?: CashFlows;
};

/** Up to which day the income of a fee is told at the end of a day: of intervals that are not booked daily, to the end of the last one. Undefined before that. */
const toldTo = (
  { amortization: { intervals }, from }: AmortizedFee,
  ends: readonly LocalDate[],
  day: LocalDate,
): LocalDate | undefined => {
  if (day <= from) return undefined;
  return intervals.of === 'DUE_DATES' && intervals.daily ? day : ends.findLast((end) => end <= day);
};

/** The share of a fee by intervals that are equal, or fall by the sum of digits. */
const shareByIntervals = (fee: AmortizedFee, ends: readonly LocalDate[], told: LocalDate): Decimal => {
  const falls = fee.amortization.profile === 'SUM_OF_YEARS_DIGITS';
  const count = ends.length;
  let share = new Decimal(0);
  let begin = fee.from;
  for (const [index, end] of ends.entries()) {
    const weight = new Decimal(falls ? count - index : 1);
    if (end > told) {
      if (told > begin) share = share.plus(weight.times(daysBetween(begin, told)).div(daysBetween(begin, end)));
      break;
    }
    share = share.plus(weight);
    begin = end;
  }
  return share.div(falls ? (count * (count + 1)) / 2 : count);
};

/** The share of a fee by the effective rate, all of it being earned with the last interval; undefined where there is no such rate. */
const shareByRate = (
  { amortization, amount, from, cashFlows }: AmortizedFee,
  last: LocalDate,
  told: LocalDate,
): Decimal | undefined => {
  if (amortization.profile !== 'EFFECTIVE_INTEREST_RATE' || !cashFlows) return undefined;
  const earned = earnedByDueDates(cashFlows, amount, from);
  if (!earned) return undefined;
  const whole = earnedBy(earned, from, last);
  return isZero(whole) ? whole : earnedBy(earned, from, told).div(whole);
};

/**
 * What of a fee is income at the end of a day: the shares of the intervals that ended by then, of that which runs its days where they are booked daily.
 * Shares are equal, fall by the sum of digits, or are what the effective rate earns (equal where there is none); their sum is rounded, so the last interval
 * takes what rounding leaves. Without an interval all of it is income at once.
 */
export const recognisedBy = (fee: AmortizedFee, day: LocalDate): Money => {
  const { amortization, amount, from, dueDates, decimals } = fee;
  const ends = endsOf(amortization, from, dueDates);
  const last = ends.at(-1);
  if (last === undefined || day >= last) return amount;
  const told = toldTo(fee, ends, day);
  if (told === undefined) return zero;
  const share = shareByRate(fee, last, told) ?? shareByIntervals(fee, ends, told);
  return rounded(money(amount.times(share)), decimals, 'HALF_UP');
};

/** How a fee of a loan stands in the books, and around it what says how much of it is income. */
export type FeeInBooks = {
  readonly fee: AmortizedFee;
  readonly isUndone: boolean;
  readonly isClosed: boolean;
  /** Up to which day a night made income of it; null where none did, or not by its intervals. */
  readonly toldTo: LocalDate | null;
};

/** Up to which day a night tells a fee's income; null where that is not a question of its intervals. */
export const toldByNight = ({ fee, isUndone, isClosed }: FeeInBooks, day: LocalDate): LocalDate | null =>
  isUndone || isClosed ? null : (toldTo(fee, endsOf(fee.amortization, fee.from, fee.dueDates), day) ?? null);

/** What of a fee shall be income: nothing of one that was undone, all of it once the loan is closed, for whatever reason. */
export const wantedIncome = (
  { fee, isUndone, isClosed }: Pick<FeeInBooks, 'fee' | 'isUndone' | 'isClosed'>,
  day: LocalDate,
): Money => {
  if (isUndone) return zero;
  return isClosed ? fee.amount : recognisedBy(fee, day);
};

/** Whether nothing but the loan's payments can say something new of a fee: the next interval tells that, so that late interest does not book a cent every night. */
const waitsForInterval = (inBooks: FeeInBooks, day: LocalDate): boolean => {
  const { fee, toldTo: told } = inBooks;
  if (fee.amortization.profile !== 'EFFECTIVE_INTEREST_RATE' || told === null) return false;
  const last = endsOf(fee.amortization, fee.from, fee.dueDates).at(-1);
  return last !== undefined && day < last && told === toldByNight(inBooks, day);
};

/** What a night still has to make income; below zero it takes income back. */
export const toRecognise = (fee: FeeInBooks, recognised: Money, day: LocalDate): Money =>
  waitsForInterval(fee, day) ? zero : minus(wantedIncome(fee, day), recognised);

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
