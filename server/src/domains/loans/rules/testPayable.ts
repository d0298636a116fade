import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, minus, plus, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanTerms } from './terms.ts';

/** What can be paid at most: accrued interest only where a prepayment applies it. */
export const payable = (terms: LoanTerms, events: readonly LoanEvent[], day: LocalDate): Money => {
  const loan = foldLoan(terms, events, day, everyDayWorks);
  if (terms.redraw) return minus(plus(loan.balances.total, loan.penaltyToApply), loan.balances.redraw);
  const manual = terms.payment.prepayment.applyInterestOnPrepaymentMethod === 'MANUAL';
  const dynamic = terms.schedule.repaymentScheduleMethod === 'DYNAMIC';
  // Interest of payment holidays waits until somebody applies it; only a pay-off does that by itself.
  const applicable = payOffAmounts(terms, { ...loan, holidayInterest: zero, earlyRepaymentCharge: zero }).total;
  // What a lock keeps back can't be paid, save the interest of a fixed schedule.
  if (loan.lock) {
    return dynamic ? loan.balances.total : payOffAmounts(terms, { ...loan, waitingPenalty: zero }).total;
  }
  return dynamic && manual ? plus(loan.balances.total, loan.penaltyToApply) : applicable;
};
