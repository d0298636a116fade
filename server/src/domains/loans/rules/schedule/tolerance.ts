import { dayOf, type LocalDate, lengthOfMonth, localDate, monthOf, yearOf } from '../../../../kernel/localDate.ts';

/**
 * The day until which lateness is tolerated under MONTHLY_ARREARS_TOLERANCE_DAY: the first such day of a month after the
 * due date, the last day of a month that is too short for it. Due on 28 January with day 10: until 10 February.
 */
export const toleratedUntil = (dueDate: LocalDate, toleranceDay: number): LocalDate => {
  const inMonth = (year: number, month: number): LocalDate =>
    localDate(year, month, Math.min(toleranceDay, lengthOfMonth(year, month)));
  const [year, month] = [yearOf(dueDate), monthOf(dueDate)];
  if (dayOf(inMonth(year, month)) > dayOf(dueDate)) return inMonth(year, month);
  return month === 12 ? inMonth(year + 1, 1) : inMonth(year, month + 1);
};
