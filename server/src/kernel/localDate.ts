/** A calendar day in the tenant's zone, as `YYYY-MM-DD`: text order is date order. Years 0001 to 9999. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const cumulative = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Whether a year has a 29 February. */
export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The number of days of a month (1 to 12). */
export const lengthOfMonth = (year: number, month: number): number => {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

// Schedules ask for these all the time: digits are read where they stand, without a text of their own.
const digitAt = (date: LocalDate, index: number): number => date.charCodeAt(index) - 48;
const twoAt = (date: LocalDate, index: number): number => digitAt(date, index) * 10 + digitAt(date, index + 1);

export const yearOf = (date: LocalDate): number => twoAt(date, 0) * 100 + twoAt(date, 2);
export const monthOf = (date: LocalDate): number => twoAt(date, 5);
export const dayOf = (date: LocalDate): number => twoAt(date, 8);

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

const exists = (year: number, month: number, day: number): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);

const madeText = (year: number, month: number, day: number): LocalDate =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` as LocalDate;

// Loans are remembered by the thousand, each with dozens of dates, and most of these are of the same few years: a day of those is one and the same text
// wherever it is met, so that it takes no room, is made once, and is near when it is compared.
const firstYear = 1950;
const lastYear = 2149;
const known: (LocalDate | undefined)[] = new Array((lastYear - firstYear + 1) * 12 * 31);

const textOfDay = (year: number, month: number, day: number): LocalDate => {
  if (year < firstYear || year > lastYear) return madeText(year, month, day);
  const place = ((year - firstYear) * 12 + month - 1) * 31 + day - 1;
  const met = known[place];
  if (met !== undefined) return met;
  const text = madeText(year, month, day);
  known[place] = text;
  return text;
};

/** The date of a year, a month (1 to 12) and a day that exists in it. Throws otherwise. */
export const localDate = (year: number, month: number, day: number): LocalDate => {
  if (!exists(year, month, day)) throw new RangeError(`no such day: ${year}-${month}-${day}`);
  return textOfDay(year, month, day);
};

/** The text as a date, or undefined when it is not an existing day written `YYYY-MM-DD`. */
export const parseLocalDate = (text: string): LocalDate | undefined => {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  return exists(year, month, day) ? textOfDay(year, month, day) : undefined;
};

/** Days since 1970-01-01 (negative before), by counting whole years, months and days of the Gregorian calendar. */
export const epochDay = (date: LocalDate): number => {
  const year = yearOf(date);
  const month = monthOf(date);
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const leapThisYear = month > 2 && isLeapYear(year) ? 1 : 0;
  return before * 365 + leapDays + (cumulative[month - 1] ?? 0) + leapThisYear + dayOf(date) - 1 - 719162;
};

/** The date of a day number counted from 1970-01-01. */
export const fromEpochDay = (days: number): LocalDate => {
  // Days are counted from 0000-03-01, so that the leap day is the last of its year and months fall into a regular pattern.
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return localDate(year, month, day);
};

export const plusDays = (date: LocalDate, days: number): LocalDate => fromEpochDay(epochDay(date) + days);

/** Days from one date (inclusive) to another (exclusive); negative when the second is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

/** The same day of the month some months later, clamped to the month's end: 31 January plus 1 is 28 or 29 February. */
export const plusMonths = (date: LocalDate, months: number): LocalDate => {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return localDate(year, month, Math.min(dayOf(date), lengthOfMonth(year, month)));
};

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (date: LocalDate): number => ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;

export const earliest = (left: LocalDate, right: LocalDate): LocalDate => (left <= right ? left : right);
export const latest = (left: LocalDate, right: LocalDate): LocalDate => (left >= right ? left : right);
