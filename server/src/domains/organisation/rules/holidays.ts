import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type Weekday, weekdays } from './calendar.ts';
import { isBlank } from './texts.ts';

/** A holiday as requests carry it. */
export type HolidayInput = {
  readonly id?: number | undefined;
  readonly name?: string | undefined;
  readonly date?: string | undefined;
  readonly isAnnuallyRecurring?: boolean | undefined;
};

/** A holiday as it is kept; without an id the store draws one. */
export type Holiday = {
  readonly encodedKey: EncodedKey;
  readonly id: number | null;
  readonly name: string;
  readonly date: LocalDate;
  readonly isAnnuallyRecurring: boolean;
};

/** Above every id that callers choose there is room for those that are drawn. */
export const largestHolidayId = 999_999_999_999;

/** The holiday of a request, or what is wrong with it. `source` names it, e.g. `holidays[2]`. */
export const holidayOf = (input: HolidayInput, source: string, newKey: () => EncodedKey): Holiday | Rejection => {
  const { id, name, isAnnuallyRecurring } = input;
  if (id !== undefined && (!Number.isSafeInteger(id) || id < 0 || id > largestHolidayId)) {
    return reject('HOLIDAY_ID_OUT_OF_LIMITS', `${source}.id must be a whole number from 0 to ${largestHolidayId}`);
  }
  if (name === undefined || isBlank(name)) return reject('BLANK_HOLIDAY_NAME', `${source}.name may not be blank`);
  const date = parseLocalDate(input.date ?? '');
  if (!date) return reject('HOLIDAY_VALID_DATE_ERROR', `${source}.date must be a day like 2026-12-25`);
  return { encodedKey: newKey(), id: id ?? null, name, date, isAnnuallyRecurring: isAnnuallyRecurring ?? false };
};

/** The holidays of a request in its order, or what is wrong with the first bad one. No id may be there twice. */
export const holidaysOf = (
  inputs: readonly HolidayInput[],
  source: string,
  newKey: () => EncodedKey,
): readonly Holiday[] | Rejection => {
  const holidays: Holiday[] = [];
  const ids = new Set<number>();
  for (const [index, input] of inputs.entries()) {
    const holiday = holidayOf(input, `${source}[${index}]`, newKey);
    if (isRejection(holiday)) return holiday;
    if (holiday.id !== null && ids.has(holiday.id)) {
      return reject('DUPLICATE_HOLIDAY_ID', `${source}[${index}].id ${holiday.id} is there twice`);
    }
    if (holiday.id !== null) ids.add(holiday.id);
    holidays.push(holiday);
  }
  return holidays;
};

/** What a replacement of all holidays does. */
export type HolidayChanges = {
  readonly added: readonly Holiday[];
  readonly changed: readonly { readonly before: Holiday; readonly after: Holiday }[];
  readonly removed: readonly Holiday[];
};

const differs = (before: Holiday, after: Holiday): boolean =>
  before.name !== after.name || before.date !== after.date || before.isAnnuallyRecurring !== after.isAnnuallyRecurring;

/** Compares the holidays there are with those that are wanted. A holiday is recognised by its id and keeps its key. */
export const holidayChanges = (stored: readonly Holiday[], wanted: readonly Holiday[]): HolidayChanges => {
  const byId = new Map(stored.map((holiday) => [holiday.id, holiday]));
  const kept = new Set(wanted.map(({ id }) => id));
  const pairs = wanted.flatMap((holiday) => {
    const before = holiday.id === null ? undefined : byId.get(holiday.id);
    return before ? [{ before, after: { ...holiday, encodedKey: before.encodedKey } }] : [];
  });
  return {
    added: wanted.filter(({ id }) => id === null || !byId.has(id)),
    changed: pairs.filter(({ before, after }) => differs(before, after)),
    removed: stored.filter(({ id }) => !kept.has(id)),
  };
};

/** A centre as far as its meetings are concerned. */
export type Meeting = { readonly id: string; readonly state: string; readonly meetingDay: string | null };

/** The weekdays without work in the order of the week, or what is wrong with them. */
export const nonWorkingDaysOf = (
  days: readonly string[],
  centres: Iterable<Meeting>,
): readonly Weekday[] | Rejection => {
  const wanted = new Set(days);
  if (wanted.size !== days.length) {
    return reject('DUPLICATE_NON_WORKING_DAYS', 'nonWorkingDays names a day of the week twice');
  }
  const working = weekdays.filter((day) => !wanted.has(day));
  if (working.length === 0) {
    return reject('INVALID_HOLIDAY_SETUP', 'nonWorkingDays must leave at least one day of the week to work on');
  }
  for (const { id, state, meetingDay } of centres) {
    if (state === 'ACTIVE' && meetingDay !== null && wanted.has(meetingDay)) {
      return reject(
        'CENTRE_MEETING_DAY_IN_NON_WORKING_DAY',
        `nonWorkingDays: centre ${id} meets on ${meetingDay}; choose another meeting day for it first`,
      );
    }
  }
  return weekdays.filter((day) => wanted.has(day));
};
