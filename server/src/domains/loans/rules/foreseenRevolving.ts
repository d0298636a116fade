import type { LocalDate } from '../../../kernel/localDate.ts';
import { isPositive } from '../../../kernel/money.ts';
import type { LoanCalendar } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { mostPreviewed } from './revolvingTerms.ts';
import type { Instalment, LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';

// The instalments that a revolving credit would come to: nothing more is drawn, and what falls due is paid on its day.

/** The instalment that is foreseen next. */
type Next = { readonly slot: string; readonly dueDate: LocalDate };

/** What a foreseen instalment tells on the day of today: nothing of it is applied or paid yet. */
const asForeseen = ({ principal, interest, fee, penalty, ...one }: Instalment, running: Instalment): Instalment => {
  const first = one.slot === running.slot;
  return {
    ...one,
    state: first ? running.state : 'PENDING',
    principal: { ...principal, paid: first ? running.principal.paid : principal.paid },
    interest: { ...interest, applied: first ? running.interest.applied : interest.paid },
    fee,
    penalty,
    interestAccrued: first ? running.interestAccrued : interest.paid,
  };
};

/**
 * The schedule of a loan with the instalments ahead that its terms ask to foresee: the running one as it will fall due, and those after
 * it. Loans that foresee none, or owe nothing, tell their own.
 */
export const withForeseen = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  loan: Pick<LoanState, 'instalments' | 'asOf' | 'terms'>,
  calendar: LoanCalendar,
): readonly Instalment[] => {
  const count = loan.terms.revolving?.previewed ?? 0;
  const running = loan.instalments.at(-1);
  if (count === 0 || !running?.period || running.period.to <= loan.asOf) return loan.instalments;
  const before = loan.instalments.slice(0, -1);
  const life: LoanEvent[] = [...events];
  const foreseen: Instalment[] = [];
  let last: Next | undefined = running;
  while (last && foreseen.length < count) {
    const { slot, dueDate }: Next = last;
    const due = foldLoan(terms, life, dueDate, calendar);
    const index = due.instalments.findIndex((one) => one.slot === slot);
    const instalment = due.instalments[index];
    if (!instalment) break;
    foreseen.push({ ...asForeseen(instalment, running), number: before.length + foreseen.length + 1 });
    if (isPositive(due.balances.totalDue)) {
      const key = `foreseen-${foreseen.length}`;
      const sequence = Number.MAX_SAFE_INTEGER - mostPreviewed + foreseen.length;
      life.push({
        type: 'REPAID',
        key,
        sequence,
        valueDate: dueDate,
        bookingDate: dueDate,
        amount: due.balances.totalDue,
      });
    }
    last = foldLoan(terms, life, dueDate, calendar).instalments.find((one) => one.dueDate > dueDate);
  }
  return [...before, ...foreseen];
};
