import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive } from '../../../../kernel/money.ts';
import { withTax } from '../taxes.ts';
import { accrueTo, applyAccrued, cutOff } from './accrual.ts';
import { applicable, forfeitAccrued } from './applicable.ts';
import { advance } from './applicationDay.ts';
import { interestRefusedByCap } from './cap.ts';
import { isStopped, type Origin, type Working } from './working.ts';

/** Lets a day of the month come on which interest is applied. */
export const passApplicationDay = (loan: Working, day: LocalDate): void => {
  accrueTo(loan, day);
  advance(loan, day);
  if (interestRefusedByCap(loan, withTax(loan.terms, 'interest', applicable(loan)), day)) {
    forfeitAccrued(loan);
    return;
  }
  if (isStopped(loan, 'APPLY_INTEREST')) {
    loan.applicationMissed = true;
    return;
  }
  // Less than the smallest amount is not charged later either: it is rounded away as on a due date.
  if (!isPositive(applicable(loan))) cutOff(loan);
  const role = `INTEREST_APPLIED#${day}`;
  applyAccrued(loan, { eventKey: null, role, valueDate: day, bookingDate: day });
};

/** Applies what a lock kept from being applied on days of the month, up to the day it is lifted. */
export const applyMissed = (loan: Working, origin: Origin): void => {
  if (!loan.applicationMissed) return;
  loan.applicationMissed = false;
  applyAccrued(loan, origin);
};
