import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { type DaysOff, workingDaysOf } from '../../organisation/rules/calendar.ts';
import type { LoanTerms } from './terms.ts';

/** Which days the organisation and the account's branch work. */
export type LoanCalendar = { readonly isWorkingDay: (date: LocalDate) => boolean };

/** A calendar without days off. */
export const everyDayWorks: LoanCalendar = { isWorkingDay: () => true };

/** The calendar of days off that a loan was disbursed with. */
export const agreedCalendar = (daysOff: DaysOff): LoanCalendar => ({ isWorkingDay: workingDaysOf(daysOff) });

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
