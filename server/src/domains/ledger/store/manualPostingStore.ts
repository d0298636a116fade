import type pg from 'pg';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { bareArray, momentArray, textArray } from '../../../platform/db/arrayLiteral.ts';
import { type Numbering, rowStore } from '../../../platform/posting/store.ts';
import { type ManualPosting, manualPostings, type NumberedPosting, numberedPostings } from '../journalSlots.ts';
import { insertNumberedJournalRows } from './journalRowStore.ts';

/** Whether a manual entry has that id already. A look ahead: two at once are told apart by the primary key. */
export const isTransactionIdTaken = async (db: Pick<pg.Pool, 'query'>, transactionId: string): Promise<boolean> => {
  const { rows } = await db.query('SELECT FROM manual_journal WHERE transaction_id = $1', [transactionId]);
  return rows.length > 0;
};

/** Numbers and keys of all rows of a posting. */
const entryNumbers: Numbering<NumberedPosting> = {
  sequence: 'journal_entry_entry_id_seq',
  countOf: ({ draft }) => draft.lines.length,
  assign: ({ written }, numbers) => {
    for (const entryId of numbers) written.push({ entryId, encodedKey: newEncodedKey() });
  },
};

/** How postings are written whose rows are named elsewhere. */
export const numberedPostingStore = rowStore<NumberedPosting>({
  slot: numberedPostings,
  leavesStates: true,
  numbering: entryNumbers,
  statements: (postings) => [insertNumberedJournalRows(postings)],
});

/** How manual entries are written. The primary key decides between two clients that use the same transactionId at once. */
export const manualPostingStore = rowStore<ManualPosting>({
  slot: manualPostings,
  numbering: entryNumbers,
  statements: (postings) => [
    {
      name: 'insert-manual-journals',
      text: `INSERT INTO manual_journal (transaction_id, encoded_key, creation_date)
             SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[])`,
      values: [
        textArray(postings, ({ transactionId }) => transactionId),
        bareArray(postings, ({ encodedKey }) => encodedKey),
        momentArray(postings, ({ draft }) => draft.creationDate),
      ],
    },
    insertNumberedJournalRows(postings),
  ],
  constraints: { manual_journal_transaction_id: 'DUPLICATE_JOURNAL_TRANSACTION_ID' },
});
