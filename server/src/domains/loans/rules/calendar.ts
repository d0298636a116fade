import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { type DaysOff, workingDaysOf } from '../../organisation/rules/calendar.ts';
import type { IndexRate } from '../../organisation/rules/indexRates.ts';
import type { LoanTerms } from './terms.ts';

/** What the days of the organisation are like: on which of them it and the account's branch work, and from which on an index says what. */
export type LoanCalendar = {
  readonly isWorkingDay: (date: LocalDate) => boolean;
  /** The rates of a source, by their first days, as they are known now. */
  readonly indexRates?: (sourceKey: EncodedKey) => readonly IndexRate[];
};

/** A calendar without days off. */
export const everyDayWorks: LoanCalendar = { isWorkingDay: () => true };

/** The calendar of days off that a loan was disbursed with. */
export const agreedCalendar = (daysOff: DaysOff, calendar: LoanCalendar): LoanCalendar => ({
  ...calendar,
  isWorkingDay: workingDaysOf(daysOff),
});

/** Whether working days move due dates of these terms, count for their interest or for their late days. */
export const dependsOnCalendar = ({ schedule, interest, arrears }: LoanTerms): boolean =>
  schedule.repaymentReschedulingMethod !== 'NONE' ||
  interest.daysInYear === 'BUS_252' ||
  arrears.nonWorkingDaysMethod === 'EXCLUDED';

// A calendar without any working day in a year is a configuration error; dates then stay where they are.
const searchDays = 366;

/** The date itself if it is a working day, else the nearest one after (step 1) or before (step -1). */
export const workingDayFrom = (calendar: LoanCalendar, date: LocalDate, step: 1 | -1): LocalDate => {
  let day = date;
  for (let tried = 0; tried < searchDays; tried += 1) {
    if (calendar.isWorkingDay(day)) return day;
    day = plusDays(day, step);
  }
  return date;
};
