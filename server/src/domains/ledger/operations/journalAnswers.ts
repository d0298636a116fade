import type { ResponseBody } from '../../../generated/operations.ts';
import type { ReadContext } from '../../../platform/http/handler.ts';
import { type JournalEntryRow, journalEntryAnswer } from '../answers.ts';
import { accountsOfEntries } from '../store/journalListing.ts';

/** A page of journal entries in the contract's shape, each with its account. */
export const journalAnswers = async (
  rows: readonly JournalEntryRow[],
  context: ReadContext,
): Promise<ResponseBody<'getJournalEntries'>> => {
  const accounts = await accountsOfEntries(context.db, rows);
  return rows.map((row) => {
    const account = accounts.get(row.gl_account_key);
    if (!account) throw new Error(`journal entry ${row.entry_id} names a GL account that does not exist`);
    return journalEntryAnswer(row, account, context.clock.zone);
  });
};
