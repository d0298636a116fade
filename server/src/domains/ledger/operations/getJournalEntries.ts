import { parseLocalDate } from '../../../kernel/localDate.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { journalWithinReach } from '../../../platform/auth/reach.ts';
import { read } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { runListing } from '../../../platform/resources/listing.ts';
import { checkDateRange } from '../rules/balance.ts';
import { findBranchKey } from '../store/branches.ts';
import { endOfDay, startOfDay } from '../store/dayBounds.ts';
import { findGlAccount } from '../store/glAccounts.ts';
import { journalListing } from '../store/journalListing.ts';
import { journalAnswers } from './journalAnswers.ts';

// By booking date, not by entry: the order of the index, so that a page of an old month does not read everything before it.
const listing = { ...journalListing, defaultOrder: 'j.booking_date, j.entry_id' };

/** GET /gljournalentries: what was booked between two days, of one branch or account if asked for. */
export const getJournalEntries = read('getJournalEntries', async ({ query }, context) => {
  const { zone } = context.clock;
  const from = parseLocalDate(query.from);
  const to = parseLocalDate(query.to);
  if (from === undefined || to === undefined)
    return reject('INVALID_ACCOUNTING_DATE_RANGE', 'from and to must be days');
  const wrongRange = checkDateRange(from, to);
  if (wrongRange) return wrongRange;
  const where: Condition[] = [
    ...journalWithinReach(context.principal, 'j'),
    ({ bind }) => `j.booking_date >= ${bind(startOfDay(zone, from))}::timestamptz`,
    ({ bind }) => `j.booking_date < ${bind(endOfDay(zone, to))}::timestamptz`,
  ];
  if (query.branchId !== undefined) {
    const branchKey = await findBranchKey(context.db, query.branchId, context.principal);
    if (isRejection(branchKey)) return branchKey;
    where.push(({ bind }) => `j.assigned_branch_key = ${bind(branchKey)}::uuid`);
  }
  if (query.glAccountId !== undefined) {
    const account = await findGlAccount(context.db, query.glAccountId);
    if (!account) {
      return reject('INVALID_GL_ACCOUNT_ID', `glAccountId ${query.glAccountId.slice(0, 80)} does not exist`, 400);
    }
    where.push(({ bind }) => `j.gl_account_key = ${bind(account.encodedKey)}::uuid`);
  }
  const page = await runListing(context.db, listing, { ...query, where }, { zone, today: context.today });
  if (isRejection(page)) return page;
  return { body: await journalAnswers(page.rows, context), headers: page.headers };
});
