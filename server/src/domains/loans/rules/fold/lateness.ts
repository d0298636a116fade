import { daysBetween, earliest, type LocalDate, latest, plusDays } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, money, times } from '../../../../kernel/money.ts';
import { toleratedUntil } from '../schedule/tolerance.ts';
import { hasLateFees, hasPenalties } from '../terms.ts';
import { owedOf } from './owed.ts';
import { overdueOn } from './positions.ts';
import type { Working, WorkingInstalment } from './working.ts';

// Lateness: which instalments are late on a day, how many days that are, and when they are more than is tolerated.
// An instalment is late from the day after its due date. A day of the walk is judged at its start: before its payments.

/** The instalments whose due date is before a day and that still ask for something, oldest first. */
export const lateOn = (loan: Working, day: LocalDate): WorkingInstalment[] => {
  const late: WorkingInstalment[] = [];
  for (let index = loan.settled; index < loan.passed; index += 1) {
    const instalment = loan.instalments[index];
    if (instalment && instalment.dueDate < day && isPositive(owedOf(instalment))) late.push(instalment);
  }
  return late;
};

/** The oldest due date with something unpaid, of those the walk has passed. */
const oldestUnpaid = (loan: Working): LocalDate | undefined => {
  for (let index = loan.settled; index < loan.passed; index += 1) {
    const instalment = loan.instalments[index];
    if (instalment && isPositive(owedOf(instalment))) return instalment.dueDate;
  }
  return undefined;
};

/** Whether a day counts as a late day. */
export const counts = (loan: Working, day: LocalDate): boolean =>
  loan.terms.arrears.nonWorkingDaysMethod === 'INCLUDED' || loan.calendar.isWorkingDay(day);

/** Working days after the disbursement up to and including a day. */
const workingDaysTo = (loan: Working, start: LocalDate, day: LocalDate): number => {
  const { workingDays } = loan.lateness;
  const wanted = Math.max(0, daysBetween(start, day));
  for (let known = workingDays.length; known <= wanted; known += 1) {
    const before = workingDays[known - 1] ?? 0;
    workingDays.push(loan.calendar.isWorkingDay(plusDays(start, known)) ? before + 1 : before);
  }
  return workingDays[wanted] ?? 0;
};

/** Late days from a due date to a day, days off left out where the product excludes them. */
export const lateDays = (loan: Working, dueDate: LocalDate, day: LocalDate): number => {
  if (day <= dueDate) return 0;
  if (loan.terms.arrears.nonWorkingDaysMethod === 'INCLUDED' || !loan.disbursed) return daysBetween(dueDate, day);
  return workingDaysTo(loan, loan.disbursed, day) - workingDaysTo(loan, loan.disbursed, dueDate);
};

/** Whether lateness since a due date is more than the arrears tolerance lets pass. */
export const isBeyondTolerance = (loan: Working, dueDate: LocalDate, day: LocalDate): boolean => {
  const { toleranceCalculationMethod, tolerancePeriod, monthlyToleranceDay } = loan.terms.arrears;
  return toleranceCalculationMethod === 'MONTHLY_ARREARS_TOLERANCE_DAY'
    ? day > toleratedUntil(dueDate, monthlyToleranceDay)
    : lateDays(loan, dueDate, day) > tolerancePeriod;
};

/** The overdue amount that is tolerated: the greater of a share of the outstanding principal and the floor. */
const toleratedAmount = (loan: Working): Money => {
  const { tolerancePercentage, toleranceFloorAmount } = loan.terms.arrears;
  const share = times(loan.balance.principal, money(tolerancePercentage.div(100)));
  return share.greaterThan(toleranceFloorAmount) ? share : toleranceFloorAmount;
};

/** Whether the overdue amount on a day is more than is tolerated. */
export const isMaterial = (loan: Working, day: LocalDate): boolean =>
  overdueOn(loan, day).greaterThan(toleratedAmount(loan));

/** Looks at the arrears at the start of a day: whether the amount is material, and whether they begin. */
export const judgeArrears = (loan: Working, day: LocalDate): void => {
  const { lateness } = loan;
  const oldest = oldestUnpaid(loan);
  if (oldest === undefined || oldest >= day || day > lateness.asOf || !isMaterial(loan, day)) return;
  lateness.breachedAfter ??= plusDays(day, -1);
  if (!lateness.arrears && isBeyondTolerance(loan, oldest, day)) {
    lateness.arrears = { since: day, dueDate: oldest };
  }
};

/** Ends the arrears, and forgets penalties that wait, once what is overdue is paid or no more than is tolerated. */
export const reviewLateness = (loan: Working, day: LocalDate): void => {
  const { lateness } = loan;
  for (let index = loan.settled; hasPenalties(loan.terms) && index < loan.passed; index += 1) {
    const instalment = loan.instalments[index];
    if (instalment && !isPositive(owedOf(instalment))) instalment.late.accrued = instalment.late.charged;
  }
  const oldest = oldestUnpaid(loan);
  // What a billing cycle asks for may be due later.
  const overdue = oldest !== undefined && oldest <= day;
  if (!overdue) lateness.accrued = lateness.charged;
  if (!overdue || !isMaterial(loan, latest(day, plusDays(oldest, 1)))) {
    lateness.arrears = undefined;
    lateness.breachedAfter = undefined;
  }
};

/** The next day after those judged on which lateness has to be looked at; none while nothing is late or nothing can change. */
export const nextLateDay = (loan: Working): LocalDate | undefined => {
  const { arrears, to, asOf } = loan.lateness;
  const oldest = oldestUnpaid(loan);
  if (oldest === undefined) return undefined;
  const next = plusDays(to === undefined ? oldest : latest(to, oldest), 1);
  const costs = hasPenalties(loan.terms) || hasLateFees(loan.terms);
  // Arrears are those of `asOf`: on the way to a postdated payment nothing else is asked of a day that costs nothing.
  return costs || (!arrears && next <= asOf) ? next : undefined;
};

/** Days in the current arrears by the product's way of counting. */
export const daysInArrearsOf = (loan: Working, oldest: LocalDate, asOf: LocalDate): number => {
  const { arrears, breachedAfter } = loan.lateness;
  switch (loan.terms.arrears.dateCalculationMethod) {
    case 'ACCOUNT_FIRST_WENT_TO_ARREARS':
      return lateDays(loan, arrears ? earliest(arrears.dueDate, oldest) : oldest, asOf);
    case 'LAST_LATE_REPAYMENT':
      return lateDays(loan, oldest, asOf);
    case 'ACCOUNT_FIRST_BREACHED_MATERIALITY_THRESHOLD':
      return lateDays(loan, breachedAfter ?? oldest, asOf);
  }
};
