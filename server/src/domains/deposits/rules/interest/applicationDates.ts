import {
  daysBetween,
  earliest,
  type LocalDate,
  latest,
  lengthOfMonth,
  localDate,
  monthOf,
  plusDays,
  plusMonths,
  yearOf,
} from '../../../../kernel/localDate.ts';

/** When accrued interest becomes part of the balance. */
export type InterestPaymentPoint =
  | 'DAILY'
  | 'EVERY_WEEK'
  | 'EVERY_OTHER_WEEK'
  | 'EVERY_MONTH'
  | 'EVERY_3_MONTHS'
  | 'BI_ANNUALLY'
  | 'ANNUALLY'
  | 'FIRST_DAY_OF_MONTH'
  | 'ON_FIXED_DATES'
  | 'ON_ACCOUNT_MATURITY';

export type PaymentSchedule = {
  readonly interestPaymentPoint: InterestPaymentPoint;
  /** Of ON_FIXED_DATES: days of each year; one that its month does not have is the month's last. */
  readonly interestPaymentDates: readonly { readonly month: number; readonly day: number }[];
  /** What intervals are counted from; interest is applied after it, never on it. */
  readonly activationDate: LocalDate;
  /** An application date of every schedule; null while no term runs. */
  readonly maturityDate: LocalDate | null;
};

/** The dates of a payment point around a day: the last one on or before it, and the first one after it. */
type Around = { readonly before: LocalDate | null; readonly after: LocalDate | null };

const none: Around = { before: null, after: null };

const aroundByDays = (start: LocalDate, days: number, date: LocalDate): Around => {
  const passed = Math.floor(daysBetween(start, date) / days);
  return { before: plusDays(start, passed * days), after: plusDays(start, (passed + 1) * days) };
};

/** Each date is counted from the start, not from the one before it: a short month moves no other. */
const aroundByMonths = (start: LocalDate, months: number, date: LocalDate): Around => {
  const calendarMonths = (yearOf(date) - yearOf(start)) * 12 + monthOf(date) - monthOf(start);
  const guess = Math.floor(calendarMonths / months);
  const passed = plusMonths(start, guess * months) <= date ? guess : guess - 1;
  return { before: plusMonths(start, passed * months), after: plusMonths(start, (passed + 1) * months) };
};

const fixedDatesOf = (schedule: PaymentSchedule, year: number): readonly LocalDate[] =>
  schedule.interestPaymentDates
    .map(({ month, day }) => localDate(year, month, Math.min(day, lengthOfMonth(year, month))))
    .sort();

const aroundByFixedDates = (schedule: PaymentSchedule, date: LocalDate): Around => {
  const year = yearOf(date);
  const dates = [year - 1, year, year + 1].flatMap((each) => fixedDatesOf(schedule, each));
  return { before: dates.findLast((each) => each <= date) ?? null, after: dates.find((each) => each > date) ?? null };
};

const around = (schedule: PaymentSchedule, date: LocalDate): Around => {
  const { activationDate: start } = schedule;
  switch (schedule.interestPaymentPoint) {
    case 'DAILY':
      return aroundByDays(start, 1, date);
    case 'EVERY_WEEK':
      return aroundByDays(start, 7, date);
    case 'EVERY_OTHER_WEEK':
      return aroundByDays(start, 14, date);
    case 'EVERY_MONTH':
      return aroundByMonths(start, 1, date);
    case 'EVERY_3_MONTHS':
      return aroundByMonths(start, 3, date);
    case 'BI_ANNUALLY':
      return aroundByMonths(start, 6, date);
    case 'ANNUALLY':
      return aroundByMonths(start, 12, date);
    case 'FIRST_DAY_OF_MONTH':
      return aroundByMonths(localDate(yearOf(start), monthOf(start), 1), 1, date);
    case 'ON_FIXED_DATES':
      return aroundByFixedDates(schedule, date);
    case 'ON_ACCOUNT_MATURITY':
      return none;
  }
};

/** The first day after a date on which interest is applied; null when there is none, as on maturity without a term. */
export const nextApplicationDate = (schedule: PaymentSchedule, date: LocalDate): LocalDate | null => {
  const { activationDate, maturityDate } = schedule;
  const from = latest(date, activationDate);
  const { after } = around(schedule, from);
  if (maturityDate === null || maturityDate <= from) return after;
  return after === null ? maturityDate : earliest(after, maturityDate);
};

/** The last day on or before a date on which interest was to be applied; null before the first. */
export const previousApplicationDate = (schedule: PaymentSchedule, date: LocalDate): LocalDate | null => {
  const { activationDate, maturityDate } = schedule;
  if (date <= activationDate) return null;
  const matured = maturityDate !== null && activationDate < maturityDate && maturityDate <= date ? maturityDate : null;
  const { before } = around(schedule, date);
  if (before === null || before <= activationDate) return matured;
  return matured === null ? before : latest(before, matured);
};

/** Whether interest is applied on a day. */
export const isApplicationDate = (schedule: PaymentSchedule, date: LocalDate): boolean =>
  previousApplicationDate(schedule, date) === date;

/** All application dates after one day up to another, which is included: what a night has to catch up with. */
export const applicationDatesBetween = (
  schedule: PaymentSchedule,
  after: LocalDate,
  through: LocalDate,
): readonly LocalDate[] => {
  const dates: LocalDate[] = [];
  let date = nextApplicationDate(schedule, after);
  while (date !== null && date <= through) {
    dates.push(date);
    date = nextApplicationDate(schedule, date);
  }
  return dates;
};
