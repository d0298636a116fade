import { everyDayWorks } from './calendar.ts';
import type { Disbursed, LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanTerms } from './terms.ts';
import { plannedDisbursements } from './tranches.ts';

/** The next tranche, where one waits and an instalment is still to come. */
export const drawOn = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  base: Omit<Disbursed, 'type' | 'amount'>,
): LoanEvent[] => {
  // Whatever day was agreed: fees are taxed at the rate of the day on which they are charged.
  const tranches = terms.tranches?.map(({ expectedDisbursementDate: _, ...tranche }) => tranche);
  const [next] = plannedDisbursements(tranches ? { ...terms, tranches } : terms, events, base.valueDate);
  const end = foldLoan(terms, events, base.valueDate, everyDayWorks).instalments.at(-1)?.dueDate ?? base.valueDate;
  return next && base.valueDate < end ? [{ ...next, ...base }] : [];
};
