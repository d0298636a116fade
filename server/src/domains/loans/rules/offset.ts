import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, isNegative, type Money, minus, money, plus, sum, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

// A deposit of the borrower lowers what bears interest of a loan. What lay there at the end of each day is read once and kept with the loan's terms, so
// that its fold needs nothing but itself.

/** What lay in the linked deposit account at the end of a day, never below zero, and of every day after it until the next reading. */
export type OffsetReading = { readonly from: LocalDate; readonly balance: Money };

/** That a deposit lowers what bears interest, and what was read of it: the days rise, and no two neighbours say the same. */
export type OffsetTerms = { readonly readings: readonly OffsetReading[] };

/** How many of the readings begin on a day or before. */
const begunBy = ({ readings }: OffsetTerms, day: LocalDate): number => {
  let [low, high] = [0, readings.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((readings[middle]?.from ?? day) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What lay in the deposit account at the end of a day; the last reading holds for the days after it. */
export const offsetOn = (offset: OffsetTerms, day: LocalDate): Money =>
  offset.readings[begunBy(offset, day) - 1]?.balance ?? zero;

/** The days after one and before another from which on the deposit was another, and the end. */
export const offsetStretches = (offset: OffsetTerms, from: LocalDate, to: LocalDate): readonly LocalDate[] => {
  const days: LocalDate[] = [];
  for (let index = begunBy(offset, from); index < offset.readings.length; index += 1) {
    const day = offset.readings[index]?.from;
    if (day === undefined || day >= to) break;
    days.push(day);
  }
  return [...days, to];
};

/**
 * What an account agrees on its offset, given whether its product allows one: that which it asks for, or which the account has; undefined for none. Where
 * the request of a new account says nothing the product speaks.
 */
export const offsetTermsOf = (
  allowed: boolean,
  wanted: boolean | undefined,
  before: { readonly offset?: OffsetTerms } | undefined,
): OffsetTerms | undefined | Rejection => {
  if (!(wanted ?? (before ? before.offset !== undefined : allowed))) return undefined;
  return allowed
    ? (before?.offset ?? { readings: [] })
    : reject(
        'INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION',
        'allowOffset: the product does not allow offset',
      );
};

/** A deposit account as it is now, and what it moved on each later day of a stretch by value date. */
export type DepositMoves = {
  readonly balance: Money;
  readonly moves: readonly { readonly day: LocalDate; readonly amount: Money }[];
};

const atLeastZero = (balance: Money): Money => (isNegative(balance) ? zero : balance);

/** What was there at the end of each day from one to another, given the moves after the first. */
export const dayEndsOf = ({ balance, moves }: DepositMoves, from: LocalDate, to: LocalDate): OffsetReading[] => {
  let there = minus(balance, sum(moves.map(({ amount }) => amount)));
  const ends: OffsetReading[] = [{ from, balance: atLeastZero(there) }];
  for (const { day, amount } of moves) {
    if (day > to) break;
    there = plus(there, amount);
    ends.push({ from: day, balance: atLeastZero(there) });
  }
  return withoutRepetitions(ends);
};

const withoutRepetitions = (readings: readonly OffsetReading[]): OffsetReading[] =>
  readings.filter(({ balance }, index) => !readings[index - 1]?.balance.equals(balance));

/** What a night knows of a loan before it reads the deposit. */
export type OffsetOfLoan = {
  readonly offset: OffsetTerms;
  readonly disbursedOn: LocalDate;
  /** The last due date that has come, and the last day on which interest was applied. */
  readonly lastDueDate: LocalDate | undefined;
  readonly lastInterestApplied: LocalDate | undefined;
};

/**
 * The first day that the night of a day reads: days whose interest was applied, or whose due date has come, stay as they were read. The day itself is
 * read in any case. Days before the first reading are never read later: no account was linked then. Undefined where the loan was disbursed later.
 */
export const firstDayToRead = (loan: OffsetOfLoan, day: LocalDate): LocalDate | undefined => {
  if (loan.disbursedOn > day) return undefined;
  const bounds = [loan.offset.readings[0]?.from ?? day, loan.disbursedOn, loan.lastDueDate, loan.lastInterestApplied];
  const first = bounds.reduce<LocalDate>(
    (last, bound) => (bound !== undefined && bound > last ? bound : last),
    loan.disbursedOn,
  );
  return first < day ? first : day;
};

/** The readings with some days read anew, and the first day of which they say something else; undefined where there is none. */
export const withDayEnds = (
  offset: OffsetTerms,
  ends: readonly OffsetReading[],
): { readonly offset: OffsetTerms; readonly changedFrom: LocalDate } | undefined => {
  const first = ends[0]?.from;
  if (first === undefined) return undefined;
  const kept = offset.readings.filter(({ from }) => from < first);
  const merged: OffsetTerms = { readings: withoutRepetitions([...kept, ...ends]) };
  const days = [first, ...ends.map(({ from }) => from), ...offset.readings.map(({ from }) => from)].filter(
    (day) => day >= first,
  );
  // A first reading of nothing still says from when on the account was linked.
  const begins = offset.readings.length === 0 && merged.readings.length > 0 ? [first] : [];
  const changed = [...begins, ...days.filter((day) => !offsetOn(merged, day).equals(offsetOn(offset, day)))];
  const changedFrom = changed.reduce<LocalDate | undefined>(
    (least, day) => (least === undefined || day < least ? day : least),
    undefined,
  );
  return changedFrom === undefined ? undefined : { offset: merged, changedFrom };
};

/** Terms in force beside those that keep the readings. */
export const withoutReadings = <Terms extends { readonly offset?: OffsetTerms }>(terms: Terms): Terms =>
  terms.offset ? { ...terms, offset: { readings: [] } } : terms;

/** Readings as they are stored: every reading a pair. */
export type OffsetJson = { readonly readings: readonly (readonly [LocalDate, Decimalish])[] };

/** The readings as plain JSON, every digit kept. */
export const offsetToJson = ({ readings }: OffsetTerms): OffsetJson => ({
  readings: readings.map(({ from, balance }) => [from, balance.toFixed()]),
});

/** The readings that this program stored. */
export const offsetOfJson = ({ readings }: OffsetJson): OffsetTerms => ({
  readings: readings.map(([from, balance]) => ({ from, balance: money(balance) })),
});
