import { isRejection } from '../../../kernel/rejection.ts';
import { journalWithinReach } from '../../../platform/auth/reach.ts';
import { read } from '../../../platform/http/handler.ts';
import { runListing } from '../../../platform/resources/listing.ts';
import { indexConditions, journalListing } from '../store/journalListing.ts';
import { journalAnswers } from './journalAnswers.ts';

/** POST /gljournalentries:search, with entryId as its cursor. */
export const searchJournalEntries = read('searchJournalEntries', async ({ query, body }, context) => {
  const page = await runListing(
    context.db,
    journalListing,
    {
      ...query,
      ...body,
      where: [...indexConditions(body.filterCriteria ?? []), ...journalWithinReach(context.principal, 'j')],
    },
    { zone: context.clock.zone, today: context.today },
  );
  if (isRejection(page)) return page;
  return { body: await journalAnswers(page.rows, context), headers: page.headers };
});
