import { isPositive, largest, type Money, minus, plus, smallest, zero } from '../../../../kernel/money.ts';
import type { LoanEvent } from '../events.ts';
import { withTax } from '../taxes.ts';
import { noteHoliday, putOn } from './accrual.ts';
import { forfeitAccrued } from './applicable.ts';
import { currentInstalment, originOf, type Working } from './working.ts';

// Interest of payment holidays: it accrues apart and is owed only when somebody applies it; it is told and booked apart from then on, too.

/** What of it could be applied now, rounded: what is left, as decisions and pay-offs tell it, however much somebody applied by hand before. */
const applicable = ({ accrual, rounding }: Working): Money =>
  largest(rounding.element(minus(accrual.holiday, accrual.holidayApplied)), zero);

/** Applies it, all unless less is wanted, on top of what the next instalment that is no holiday asks for. */
export const applyHolidayInterest = (loan: Working, event: LoanEvent, wanted?: Money): void => {
  const all = applicable(loan);
  const amount = wanted ? smallest(wanted, all) : all;
  const ahead = loan.instalments.slice(loan.passed);
  const target = ahead.find(({ holiday, grace }) => !holiday && !grace) ?? loan.instalments.at(-1);
  if (!target || !isPositive(amount)) return;
  loan.accrual.holidayApplied = plus(loan.accrual.holidayApplied, amount);
  loan.trace?.holidays.push({ slot: target.slot, accrued: zero, applied: amount });
  const owed = withTax(loan.terms, 'interest', amount);
  target.interest.expected = plus(target.interest.expected, owed);
  putOn(loan, target, owed, originOf(event, 'HOLIDAY_INTEREST_APPLIED'), 'ofHolidays');
};

/** What has accrued in a period that becomes a payment holiday belongs to the holiday. */
export const beginHoliday = (loan: Working): void => {
  const { accrual } = loan;
  const current = currentInstalment(loan);
  if (!current?.holiday) return;
  const taken = minus(accrual.period, accrual.applied);
  noteHoliday(loan, current, taken);
  accrual.holiday = plus(accrual.holiday, taken);
  forfeitAccrued(loan);
};
