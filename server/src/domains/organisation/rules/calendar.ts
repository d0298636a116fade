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
