import type { LocalDate } from '../../../kernel/localDate.ts';
import { plus } from '../../../kernel/money.ts';
import type { LoanCalendar } from './calendar.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import type { Trace } from './explanation.ts';
import { foldLoan } from './foldLoan.ts';
import type { Instalment, LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';

// A loan that waits for its tranches, on the day of the last one: every tranche came on its day, and what fell due until then was paid.

/** That loan, by the schedule that it has today; a trace takes what its interest until then is made of. */
export const onLastTranche = (
  terms: LoanTerms,
  draws: readonly Disbursed[],
  schedule: readonly Instalment[],
  until: LocalDate,
  calendar: LoanCalendar,
  trace: Trace,
): LoanState => {
  const payments = schedule
    .filter(({ dueDate }) => dueDate <= until)
    .map(({ slot, dueDate, principal, interest }, index) => ({
      type: 'REPAID' as const,
      key: `paid-${slot}`,
      sequence: index,
      valueDate: dueDate,
      bookingDate: dueDate,
      amount: plus(principal.expected, interest.expected),
    }))
    .filter(({ amount }) => !amount.isZero());
  const paidOut = draws.map((draw, index) => ({
    ...draw,
    sequence: payments.length + index,
    fees: draw.fees?.filter(({ trigger }) => trigger !== 'UPFRONT_DISBURSEMENT') ?? [],
  }));
  const events: LoanEvent[] = [...payments, ...paidOut];
  return foldLoan({ ...terms, fees: [], plannedFees: [] }, events, until, calendar, trace);
};
