import type { LocalDate } from '../../../kernel/localDate.ts';
import { notesOnLists } from '../../../kernel/notesOnLists.ts';
import type { LoanCalendar } from './calendar.ts';
import { hasLaterThan, highestSequenceOf } from './eventList.ts';
import type { LoanEvent } from './events.ts';
import { summarise } from './fold/summarise.ts';
import type { Working } from './fold/working.ts';
import { takeIn, walked, walkTo } from './foldLoan.ts';
import { rest, shareAmounts, wake } from './restingWalk.ts';
import type { Instalment, LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';

// Most events are payments of today, and come behind all others. The walk to today need not begin with the disbursement for each of them: it
// goes on where the one before ended.

/** A walk that has ended, and with what it was begun. */
type Walk = {
  readonly loan: Working;
  readonly terms: LoanTerms;
  readonly asOf: LocalDate;
  readonly calendar: LoanCalendar;
  /** What it told of its instalments. */
  readonly told: readonly Instalment[];
};

/** The last walk over a list of events, none of which is later than its day. */
const walks = notesOnLists<LoanEvent, Walk>('last walk');

/** The walk over events and one more, if the one over the events can go on; it is taken, for it becomes another. */
const goOn = (
  before: readonly LoanEvent[],
  event: LoanEvent,
  terms: LoanTerms,
  asOf: LocalDate,
  calendar: LoanCalendar,
): (Pick<Walk, 'loan' | 'told'> & { readonly awake: number }) | undefined => {
  const walk = walks.of(before);
  if (!walk || event.type !== 'REPAID' || event.valueDate !== asOf) return undefined;
  if (
    event.sequence <= highestSequenceOf(before) ||
    walk.terms !== terms ||
    walk.asOf !== asOf ||
    walk.calendar !== calendar
  )
    return undefined;
  walks.put(before, undefined);
  const { loan, told } = walk;
  const awake = wake(loan, event.amount);
  // The walk has passed the days up to this one and accrued to it, which is what a payment begins with. From here on it is that of `foldLoan`.
  try {
    takeIn(loan, event);
    walkTo(loan, asOf);
  } catch (error) {
    // It reached an instalment that rests. This walk is given up; whatever else was wrong is met again on the one from the beginning.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return { loan, told, awake };
};

/** The walk over events from the beginning, to be kept. */
const begun = (terms: LoanTerms, events: readonly LoanEvent[], asOf: LocalDate, calendar: LoanCalendar): Working => {
  const loan = walked(terms, events, asOf, calendar);
  shareAmounts(loan);
  return loan;
};

/** Keeps a walk that has passed all its events. */
const keep = (events: readonly LoanEvent[], walk: Walk, awake: number): void => {
  if (hasLaterThan(events, walk.asOf)) return;
  rest(walk.loan, awake);
  walks.put(events, walk);
};

/**
 * The fold of `events`, which are those of `before` and `event`: what `foldLoan` answers, sooner where the same loan was folded over `before`, as of the
 * same day with the very same terms and calendar, and the event is a payment of that day.
 */
export const foldAppended = (
  terms: LoanTerms,
  before: readonly LoanEvent[],
  event: LoanEvent,
  events: readonly LoanEvent[],
  asOf: LocalDate,
  calendar: LoanCalendar,
): LoanState => {
  const { loan, told, awake } = goOn(before, event, terms, asOf, calendar) ?? {
    loan: begun(terms, events, asOf, calendar),
    told: [],
    awake: Number.POSITIVE_INFINITY,
  };
  // The walk that goes on adds to its own list of transactions.
  const state = { ...summarise(loan, asOf, told), transactions: [...loan.transactions] };
  keep(events, { loan, terms, asOf, calendar, told: state.instalments }, awake);
  return state;
};
