import type { LocalDate } from '../../../../kernel/localDate.ts';
import { minus, plus, zero } from '../../../../kernel/money.ts';
import { nextApplicationDay } from '../schedule/applicationDays.ts';
import { slotOn } from './revolving.ts';
import { currentInstalment, type Working, type WorkingInstalment } from './working.ts';

// Interest that is applied on days of the month: on the instalment that falls due on the day or next. What accrues after the
// last such day before a due date falls to the instalment after it. The last due date applies whatever is left.

/** The next day of the month on which interest is applied; undefined where due dates apply it. */
export const nextApplication = (loan: Working): LocalDate | undefined => {
  const days = loan.terms.interest.interestApplicationDays;
  if (!days || !loan.disbursed) return undefined;
  loan.applicationDay ??= nextApplicationDay(days, loan.disbursed);
  return loan.applicationDay;
};

/** Moves on to the application day after a day. */
export const advance = (loan: Working, day: LocalDate): void => {
  const days = loan.terms.interest.interestApplicationDays;
  if (days) loan.applicationDay = nextApplicationDay(days, day);
};

/** Whether an instalment's due date leaves its interest to a later day of the month. Its own day is over then. */
export const leavesToLater = (loan: Working, { dueDate }: WorkingInstalment, last: boolean): boolean => {
  const day = nextApplication(loan);
  if (day === undefined) return false;
  if (day === dueDate) advance(loan, dueDate);
  return day !== dueDate && !last;
};

/** What has accrued since the last application goes on with the next period; into a payment holiday it goes apart. */
export const carryOver = (loan: Working): void => {
  const { accrual } = loan;
  accrual.earlier = plus(accrual.earlier, accrual.cut);
  accrual.earlierApplied = plus(accrual.earlierApplied, accrual.applied);
  accrual.period = minus(accrual.period, accrual.cut);
  accrual.applied = zero;
  accrual.cut = zero;
  accrual.fromArrears = minus(accrual.fromArrears, accrual.fromArrearsCut);
  accrual.fromArrearsApplied = zero;
  accrual.fromArrearsCut = zero;
};

/** The slot of the instalment on which what accrues now will be applied. */
export const accruesFor = (loan: Working): string | undefined => {
  const day = nextApplication(loan);
  if (day === undefined) return currentInstalment(loan)?.slot;
  return slotOn(loan, day) ?? loan.instalments.slice(loan.passed).find(({ dueDate }) => dueDate >= day)?.slot;
};
