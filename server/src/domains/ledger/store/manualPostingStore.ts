import type pg from 'pg';
import { rowStore } from '../../../platform/posting/store.ts';
import { type ManualPosting, manualPostings } from '../journalSlots.ts';
import { insertNumberedJournalRows } from './journalRowStore.ts';

/** Whether a manual entry has that id already. A look ahead: two at once are told apart by the primary key. */
export const isTransactionIdTaken = async (db: Pick<pg.Pool, 'query'>, transactionId: string): Promise<boolean> => {
  const { rows } = await db.query('SELECT FROM manual_journal WHERE transaction_id = $1', [transactionId]);
  return rows.length > 0;
};

const insertManualPostings = async (db: pg.PoolClient, postings: readonly ManualPosting[]): Promise<void> => {
  await db.query(
    `INSERT INTO manual_journal (transaction_id, encoded_key, creation_date)
     SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[])`,
    [
      postings.map((posting) => posting.transactionId),
      postings.map((posting) => posting.encodedKey),
      postings.map((posting) => new Date(posting.draft.creationDate).toISOString()),
    ],
  );
  const drafts = postings.map((posting) => posting.draft);
  const written = await insertNumberedJournalRows(db, drafts);
  let next = 0;
  for (const { draft, written: own } of postings) {
    own.push(...written.slice(next, next + draft.lines.length));
    next += draft.lines.length;
  }
};

/** How manual entries are written. The primary key decides between two clients that use the same transactionId at once. */
export const manualPostingStore = rowStore({
  slot: manualPostings,
  drawsNumbers: true,
  write: insertManualPostings,
  constraints: { manual_journal_transaction_id: 'DUPLICATE_JOURNAL_TRANSACTION_ID' },
});
