import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, weekdayOf } from '../../../kernel/localDate.ts';

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];

export type HolidayReference = {
  readonly date: LocalDate;
  readonly isAnnuallyRecurring: boolean;
  /** The branch that rests; null: the whole organisation. */
  readonly branchKey: EncodedKey | null;
};

/**
 * The days without work of the organisation and one of its branches as plain data. What was agreed under it, such as the due dates of a
 * loan, keeps it: a calendar that changes later changes no agreement.
 */
export type DaysOff = {
  readonly weekdays: readonly Weekday[];
  readonly once: readonly LocalDate[];
  /** Month and day, such as `12-25`. A 29 February is one only where there is one. */
  readonly everyYear: readonly string[];
};

/** The days off of a branch from a day on; earlier ones can't matter to what begins then. */
export const daysOffFrom = (
  holidays: readonly HolidayReference[],
  nonWorkingDays: ReadonlySet<string>,
  branchKey: EncodedKey | null,
  from: LocalDate,
): DaysOff => {
  const own = holidays.filter((holiday) => holiday.branchKey === null || holiday.branchKey === branchKey);
  const once = own.filter(({ date, isAnnuallyRecurring }) => !isAnnuallyRecurring && date >= from);
  const recurring = own.filter(({ isAnnuallyRecurring }) => isAnnuallyRecurring);
  return {
    weekdays: weekdays.filter((day) => nonWorkingDays.has(day)),
    once: [...new Set(once.map(({ date }) => date))].sort(),
    everyYear: [...new Set(recurring.map(({ date }) => date.slice(5)))].sort(),
  };
};

/** Looks days up in days off that were kept. */
export const workingDaysOf = ({ weekdays: off, once, everyYear }: DaysOff): ((date: LocalDate) => boolean) => {
  const [weekly, single, yearly] = [new Set<string>(off), new Set<string>(once), new Set(everyYear)];
  return (date) => !weekly.has(weekdays[weekdayOf(date) - 1] ?? '') && !single.has(date) && !yearly.has(date.slice(5));
};

type Days = { readonly once: Set<string>; readonly everyYear: Set<string> };

/** Looks days up in the non-working weekdays, the general holidays and those of a branch; recurring ones by month and day. */
export const workingDays = (
  holidays: readonly HolidayReference[],
  nonWorkingDays: ReadonlySet<string>,
): ((date: LocalDate, branchKey: EncodedKey | null) => boolean) => {
  const daysOf = new Map<EncodedKey | null, Days>();
  for (const { date, isAnnuallyRecurring, branchKey } of holidays) {
    const days = daysOf.get(branchKey) ?? { once: new Set(), everyYear: new Set() };
    daysOf.set(branchKey, days);
    if (isAnnuallyRecurring) days.everyYear.add(date.slice(5));
    else days.once.add(date);
  }
  const rests = (date: LocalDate, branchKey: EncodedKey | null): boolean => {
    const days = daysOf.get(branchKey);
    return days !== undefined && (days.once.has(date) || days.everyYear.has(date.slice(5)));
  };
  return (date, branchKey) =>
    !nonWorkingDays.has(weekdays[weekdayOf(date) - 1] ?? '') &&
    !rests(date, null) &&
    (branchKey === null || !rests(date, branchKey));
};
