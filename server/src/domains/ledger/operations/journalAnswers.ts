import type { ResponseBody } from '../../../generated/operations.ts';
import type { ReadContext } from '../../../platform/http/handler.ts';
import { type JournalEntryRow, journalEntryAnswer } from '../answers.ts';
import { accountsOfEntries, ratesOfEntries } from '../store/journalListing.ts';

/** A page of journal entries in the contract's shape, each with its account and, of a foreign amount, its rate. */
export const journalAnswers = async (
  rows: readonly JournalEntryRow[],
  context: ReadContext,
): Promise<ResponseBody<'getJournalEntries'>> => {
  const accounts = await accountsOfEntries(context.db, rows);
  const rates = await ratesOfEntries(context.db, rows);
  return rows.map((row) => {
    const account = accounts.get(row.gl_account_key);
    if (!account) throw new Error(`journal entry ${row.entry_id} names a GL account that does not exist`);
    const rate = row.accounting_rate_key === null ? undefined : rates.get(row.accounting_rate_key);
    return journalEntryAnswer(row, account, context.clock.zone, rate);
  });
};
