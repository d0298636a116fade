import type { LocalDate } from '../../../kernel/localDate.ts';
import type { LoanCalendar } from './calendar.ts';
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
  /** The highest sequence of its events, none of which is later than `asOf`. */
  readonly sequence: number;
};

// The last walk over a list of events lies at the list itself, as long as somebody keeps that. A weak map would say the same, but the collector of garbage
// has to look at each of its thousands of entries once more.
const lastWalk = Symbol('last walk');
type WithWalk = readonly LoanEvent[] & { [lastWalk]?: Walk | undefined };

/** The walk over events and one more, if the one over the events can go on; it is taken, for it becomes another. */
const goOn = (
  before: WithWalk,
  event: LoanEvent,
  terms: LoanTerms,
  asOf: LocalDate,
  calendar: LoanCalendar,
): (Pick<Walk, 'loan' | 'told'> & { readonly awake: number }) | undefined => {
  const walk = before[lastWalk];
  if (!walk || event.type !== 'REPAID' || event.valueDate !== asOf || event.sequence <= walk.sequence) return undefined;
  if (walk.terms !== terms || walk.asOf !== asOf || walk.calendar !== calendar) return undefined;
  before[lastWalk] = undefined;
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
const keep = (events: readonly LoanEvent[], walk: Omit<Walk, 'sequence'>, awake: number): void => {
  if (events.some(({ valueDate }) => valueDate > walk.asOf)) return;
  const sequence = events.reduce((highest, one) => Math.max(highest, one.sequence), 0);
  rest(walk.loan, awake);
  // Not to be seen by who compares or copies lists.
  Object.defineProperty(events, lastWalk, { value: { ...walk, sequence }, writable: true, configurable: true });
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
