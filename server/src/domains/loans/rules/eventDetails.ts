import { notesOnLists } from '../../../kernel/notesOnLists.ts';
import type { DetailsOfEvent, LoanAccount } from './loanAccount.ts';

const indexes = notesOnLists<DetailsOfEvent, ReadonlyMap<string, DetailsOfEvent>>('details by event');

const indexOf = (details: readonly DetailsOfEvent[]): ReadonlyMap<string, DetailsOfEvent> => {
  const noted = indexes.of(details);
  if (noted) return noted;
  const index = new Map(details.map((one) => [one.eventKey, one]));
  indexes.put(details, index);
  return index;
};

/** What an account knows of an event besides what concerns the fold; undefined for what follows from no event. */
export const detailsOf = (
  { eventDetails }: Pick<LoanAccount, 'eventDetails'>,
  eventKey: string | null,
): DetailsOfEvent | undefined => {
  if (eventKey === null) return undefined;
  // Nearly always it is the newest. A correction that posts many transactions anew asks for those of many events.
  const newest = eventDetails.at(-1);
  return newest?.eventKey === eventKey ? newest : indexOf(eventDetails).get(eventKey);
};
