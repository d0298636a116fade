import { type LocalDate, latest } from '../../../kernel/localDate.ts';
import { notesOnLists } from '../../../kernel/notesOnLists.ts';
import { type Disbursed, inOrder, type LoanEvent } from './events.ts';

// What the checks of every posting ask of all events of a loan. It is found once for a list, and for one that is a list and some more from what is known of that.

type Known = {
  /** How many events it is known of: a list that somebody still fills is looked through again. */
  readonly count: number;
  readonly latestDay: LocalDate | undefined;
  readonly highestSequence: number;
  readonly disbursements: readonly Disbursed[];
  readonly paysSingles: boolean;
};

const nothing: Known = { count: 0, latestDay: undefined, highestSequence: 0, disbursements: [], paysSingles: false };

const notes = notesOnLists<LoanEvent, Known>('what is known of these events');

const isDisbursed = (event: LoanEvent): event is Disbursed => event.type === 'DISBURSED';

const extended = (known: Known, more: readonly LoanEvent[]): Known => {
  let { latestDay, highestSequence, paysSingles } = known;
  for (const event of more) {
    latestDay = latestDay === undefined ? event.valueDate : latest(latestDay, event.valueDate);
    highestSequence = Math.max(highestSequence, event.sequence);
    paysSingles ||= event.type === 'REPAID' && event.slot !== undefined;
  }
  const disbursed = more.filter(isDisbursed);
  const disbursements = disbursed.length > 0 ? inOrder([...known.disbursements, ...disbursed]) : known.disbursements;
  return { count: known.count + more.length, latestDay, highestSequence, disbursements, paysSingles };
};

const knownOf = (events: readonly LoanEvent[]): Known => {
  const noted = notes.of(events);
  if (noted?.count === events.length) return noted;
  const known = extended(nothing, events);
  notes.put(events, known);
  return known;
};

/** Events and more of them behind. */
export const withEvents = (events: readonly LoanEvent[], more: readonly LoanEvent[]): readonly LoanEvent[] => {
  if (more.length === 0) return events;
  // A list of exactly this length: one that is filled bit by bit has room for half as much again, and loans are remembered by the thousand.
  const all = events.concat(more);
  notes.put(all, extended(knownOf(events), more));
  return all;
};

/** Whether an event takes effect after a day. */
export const hasLaterThan = (events: readonly LoanEvent[], day: LocalDate): boolean => {
  const { latestDay } = knownOf(events);
  return latestDay !== undefined && latestDay > day;
};

/** The highest sequence of all events; 0 where there are none. */
export const highestSequenceOf = (events: readonly LoanEvent[]): number => knownOf(events).highestSequence;

/** The disbursements in the order in which they take effect; the first one is the loan's activation. */
export const disbursementsOf = (events: readonly LoanEvent[]): readonly Disbursed[] => knownOf(events).disbursements;

/** Whether a payment said which instalment it pays. */
export const paysSingleInstalments = (events: readonly LoanEvent[]): boolean => knownOf(events).paysSingles;
