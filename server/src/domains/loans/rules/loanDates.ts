import { daysBetween, type LocalDate, yearOf } from '../../../kernel/localDate.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { mostDays } from './productSchedule.ts';

// Outside of these years no bank disburses, and a schedule could run into the ends of the calendar.
const firstYear = 1900;
const lastYear = 3000;

/** Refuses days on which no loan can begin or first be repaid; a disbursement has to ask, too. */
export const checkLoanDates = (disbursement: LocalDate, firstRepaymentDate?: LocalDate): Rejection | undefined => {
  const year = yearOf(disbursement);
  if (year < firstYear || year > lastYear) {
    return reject('INVALID_ANTICIPATED_DISBURSEMENT', `a disbursement in the year ${year} is out of the question`);
  }
  return firstRepaymentDate !== undefined && Math.abs(daysBetween(disbursement, firstRepaymentDate)) > mostDays
    ? reject('INVALID_FIRST_REPAYMENT_DUE_DATE', `firstRepaymentDate is ${mostDays} days from the disbursement at most`)
    : undefined;
};
