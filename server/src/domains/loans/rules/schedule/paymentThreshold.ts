import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import type { LoanCalendar } from '../calendar.ts';
import type { LoanTerms } from '../terms.ts';

// From when on an instalment keeps its payment, whatever happens: so many days before its due date (loans.md 3.12).

/** The farthest a threshold may lie before a due date. */
export const farthestThreshold = 366;

/** The first day on which an event does not change the payment of an instalment any more; its due date where the product has no threshold. */
export const thresholdDay = ({ interest }: LoanTerms, dueDate: LocalDate, calendar: LoanCalendar): LocalDate => {
  const { pmtAdjustmentThreshold: threshold } = interest;
  if (!threshold) return dueDate;
  if (threshold.method === 'CALENDAR_DAYS') return plusDays(dueDate, -threshold.numberOfDays);
  let day = dueDate;
  // A calendar without working days ends somewhere, too.
  for (let left = threshold.numberOfDays, steps = 0; left > 0 && steps < 10 * farthestThreshold; steps += 1) {
    day = plusDays(day, -1);
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return day;
};
