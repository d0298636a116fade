import type { WorkingDays } from '../../../../kernel/dayCount.ts';
import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import {
  Decimal,
  isNegative,
  isPositive,
  type Money,
  money,
  negated,
  plus,
  type Rate,
} from '../../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../../kernel/rejection.ts';
import type { AccrualBucket, Accrued } from './accrued.ts';
import { type BalanceOfDay, balanceOfDay, bearingBalance, type DayMovement, overdrawn } from './dayBalances.ts';
import { type DayFraction, dayFraction } from './dayFraction.ts';
import { type History, valueOn } from './history.ts';
import { checkCanAccrue, type InterestTerms } from './interestTerms.ts';
import { isPaused, type Pause } from './pauses.ts';
import { percentOf, rateOnDay, yearlyFactor } from './rateOnDay.ts';

// Interest of deposits: the fold of an account's days. Every day is truncated to 10 decimals by itself, so a night that
// takes one day and a replay that takes a year come to the same amount.

/** What of an account decides its interest, over all days the fold may see. Where a kind of interest has no terms it does not accrue. */
export type InterestAccount = {
  readonly activationDate: LocalDate;
  /** Null terms from a day on: no credit interest, as where it is not paid into the account. */
  readonly credit: History<InterestTerms | null>;
  readonly overdraft: History<InterestTerms | null>;
  /** Terms of their own; null uses those of the overdraft. */
  readonly technicalOverdraft: History<InterestTerms | null> | null;
  /** The agreed limits, beyond which an overdraft is technical; null where the product knows no technical overdraft. */
  readonly overdraftLimits: History<Money> | null;
  readonly pauses: readonly Pause[];
  /** The working days of the account's branch: for BUS_252 only. */
  readonly isWorkingDay?: WorkingDays;
};

/** Where a fold begins and ends: the balance (null before the first movement) and what has accrued until then. */
export type AccrualState = { readonly balance: Money | null; readonly accrued: Accrued };

/** How one day's accrual of one kind came about. */
export type DayInterest = {
  readonly date: LocalDate;
  readonly bucket: AccrualBucket;
  /** What bore interest; an overdrawn amount is positive. */
  readonly balance: Money;
  /** Percent a year. */
  readonly rate: Rate;
  readonly fraction: DayFraction;
  readonly amount: Money;
};

/** The period of a fold: the first day counts, the last does not. */
export type AccrualPeriod = { readonly from: LocalDate; readonly to: LocalDate };

const computedDecimals = 20;
const storedDecimals = 10;

type Buckets = { -readonly [Bucket in AccrualBucket]: Money };

type Fold = {
  readonly account: InterestAccount;
  readonly accrued: Buckets;
  readonly explain: ((day: DayInterest) => void) | null;
};

/** One day's interest on a balance: computed with 20 decimals, kept with 10, the rest cut off. Negative at a negative rate. */
const interestOfDay = (percent: Decimal, terms: InterestTerms, fraction: DayFraction): Money => {
  const { times, per } = yearlyFactor(terms.chargeFrequency, terms.chargeFrequencyCount);
  return money(
    percent
      .times(times * fraction.days)
      .div(100 * per * fraction.of)
      .toDecimalPlaces(computedDecimals)
      .toDecimalPlaces(storedDecimals, Decimal.ROUND_DOWN),
  );
};

/** Adds a day's interest on a balance that bears some to its bucket, and tells how it came about. */
const accrueOn = (
  { account, accrued, explain }: Fold,
  date: LocalDate,
  terms: InterestTerms,
  balance: Money,
  bucket: AccrualBucket,
): Rejection | undefined => {
  const percent = percentOf(terms, balance, date, account.activationDate);
  if (isRejection(percent)) return percent;
  const fraction = dayFraction(terms.daysInYear, date, account.isWorkingDay);
  const amount = interestOfDay(percent, terms, fraction);
  // Credit interest below zero is owed to the bank, and kept apart.
  const inverse = bucket === 'interestAccrued' && isNegative(amount);
  const into = inverse ? 'negativeInterestAccrued' : bucket;
  const kept = inverse ? negated(amount) : amount;
  accrued[into] = plus(accrued[into], kept);
  if (explain) {
    const rate = rateOnDay(terms, balance, date, account.activationDate);
    if (isRejection(rate)) return rate;
    explain({ date, bucket: into, balance, rate, fraction, amount: kept });
  }
  return undefined;
};

const accrueOverdraft = (fold: Fold, date: LocalDate, day: BalanceOfDay): Rejection | undefined => {
  const { account } = fold;
  const terms = valueOn(account.overdraft, date) ?? null;
  const limit = account.overdraftLimits === null ? null : (valueOn(account.overdraftLimits, date) ?? money(0));
  if (terms !== null) {
    const owed = overdrawn(bearingBalance(day, terms.balance, date), limit).authorised;
    const refusal = isPositive(owed) ? accrueOn(fold, date, terms, owed, 'overdraftInterestAccrued') : undefined;
    if (refusal) return refusal;
  }
  const beyond = account.technicalOverdraft === null ? terms : (valueOn(account.technicalOverdraft, date) ?? null);
  if (limit === null || beyond === null) return undefined;
  const owed = overdrawn(bearingBalance(day, beyond.balance, date), limit).technical;
  return isPositive(owed) ? accrueOn(fold, date, beyond, owed, 'technicalOverdraftInterestAccrued') : undefined;
};

/** A day that is positive by the method of credit interest bears it; one that is negative by the method of the overdraft bears that. */
const accrueDay = (fold: Fold, date: LocalDate, day: BalanceOfDay): Rejection | undefined => {
  const terms = valueOn(fold.account.credit, date) ?? null;
  if (terms !== null) {
    const balance = bearingBalance(day, terms.balance, date);
    const refusal = isPositive(balance) ? accrueOn(fold, date, terms, balance, 'interestAccrued') : undefined;
    if (refusal) return refusal;
  }
  return isNegative(day.minimum) ? accrueOverdraft(fold, date, day) : undefined;
};

const checkTerms = (account: InterestAccount, to: LocalDate): Rejection | undefined => {
  for (const history of [account.credit, account.overdraft, account.technicalOverdraft ?? []]) {
    for (const { from, value } of history) {
      const refusal = value !== null && from < to ? checkCanAccrue(value) : undefined;
      if (refusal) return refusal;
    }
  }
  return undefined;
};

const noAmounts: readonly Money[] = [];

const foldDays = (
  account: InterestAccount,
  state: AccrualState,
  movements: readonly DayMovement[],
  { from, to }: AccrualPeriod,
  explain: Fold['explain'],
): AccrualState | Rejection => {
  const unfit = checkTerms(account, to);
  if (unfit) return unfit;
  const fold: Fold = { account, accrued: { ...state.accrued }, explain };
  let balance = state.balance;
  let next = 0;
  for (let date = from; date < to; date = plusDays(date, 1)) {
    const first = next;
    while (movements[next]?.date === date) next += 1;
    const amounts = first === next ? noAmounts : movements.slice(first, next).map(({ amount }) => amount);
    const day = balanceOfDay(balance, amounts);
    balance = day === null ? null : day.closing;
    if (day === null || date < account.activationDate || isPaused(account.pauses, date)) continue;
    const refusal = accrueDay(fold, date, day);
    if (refusal) return refusal;
  }
  const missed = movements[next];
  if (missed && missed.date < to) throw new Error(`a movement of ${missed.date} is out of order or before ${from}`);
  return { balance, accrued: fold.accrued };
};

/**
 * The interest an account accrues in a period, added to what had accrued before. Movements are those of the period, in
 * the order of (valueDate, id); later ones are not read. Splitting a period changes nothing. Refused where an index has no value
 * (NO_INDEX_RATE_AVAILABLE), and for terms that nobody can compute (checkCanAccrue).
 */
export const accrue = (
  account: InterestAccount,
  state: AccrualState,
  movements: readonly DayMovement[],
  period: AccrualPeriod,
): AccrualState | Rejection => foldDays(account, state, movements, period, null);

/** The same accrual, day by day and kind by kind: its amounts sum to what accrue adds. */
export const explainAccrual = (
  account: InterestAccount,
  state: AccrualState,
  movements: readonly DayMovement[],
  period: AccrualPeriod,
): readonly DayInterest[] | Rejection => {
  const days: DayInterest[] = [];
  const end = foldDays(account, state, movements, period, (day) => days.push(day));
  return isRejection(end) ? end : days;
};
