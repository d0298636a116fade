import { type LocalDate, latest } from '../../../kernel/localDate.ts';
import { type Money, sum } from '../../../kernel/money.ts';
import { chargedFees, principalOf } from './disbursementFees.ts';
import { disbursementsOf } from './eventList.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import { taxedOn } from './taxes.ts';
import { isTranched, type LoanTerms, type Tranche } from './terms.ts';

// The parts in which a loan is paid out. They are paid out in their order, so the n-th disbursement is that of the n-th tranche.

/** The terms as the disbursement of one tranche sees them. */
export const trancheTerms = (terms: LoanTerms, { amount, disbursementFees }: Tranche): LoanTerms => ({
  ...terms,
  loanAmount: amount,
  disbursementFees,
});

/** The tranches that wait for their disbursement. */
export const waitingTranches = ({ tranches = [] }: LoanTerms, events: readonly LoanEvent[]): readonly Tranche[] =>
  tranches.slice(disbursementsOf(events).length);

/** Whether some of the loan, but not all of it, is paid out. */
export const isPartlyDisbursed = (terms: LoanTerms, events: readonly LoanEvent[]): boolean =>
  isTranched(terms) && disbursementsOf(events).length > 0 && waitingTranches(terms, events).length > 0;

/** What the tranches come to: those that are paid out with what was paid, the others with what was agreed. */
export const trancheTotal = (terms: LoanTerms, events: readonly LoanEvent[]): Money =>
  sum([...disbursementsOf(events), ...waitingTranches(terms, events)].map(({ amount }) => amount));

/** The principal that was paid out before a day, capitalised fees included: what interest of the days until then was on. */
export const disbursedBefore = (events: readonly Disbursed[], day: LocalDate): Money =>
  sum(events.filter(({ valueDate }) => valueDate < day).map(principalOf));

/** Taken last on its day. */
const afterAll = Number.MAX_SAFE_INTEGER;

/**
 * The disbursements that are still to come if everything goes as agreed: the next one on the day it is expected, or on `from` where that has
 * passed or none was agreed, and so on. A loan without tranches has one, of the whole loan amount.
 */
export const plannedDisbursements = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  from: LocalDate,
): readonly Disbursed[] => {
  const done = disbursementsOf(events);
  const base = { type: 'DISBURSED', sequence: afterAll } as const;
  if (!terms.tranches?.length) {
    if (done.length > 0) return [];
    const { loanAmount: amount } = terms;
    return [{ ...base, key: '', valueDate: from, bookingDate: from, amount, fees: chargedFees(taxedOn(terms, from)) }];
  }
  let day = done.reduce((last, { valueDate }) => latest(last, valueDate), from);
  return waitingTranches(terms, events).map((tranche, index): Disbursed => {
    // The first one makes the schedule: it is foreseen on the day that was asked for.
    if (done.length + index > 0) day = latest(day, tranche.expectedDisbursementDate ?? day);
    const fees = chargedFees(taxedOn(trancheTerms(terms, tranche), day));
    return {
      ...base,
      key: `planned-${done.length + index + 1}`,
      valueDate: day,
      bookingDate: day,
      amount: tranche.amount,
      fees,
    };
  });
};
