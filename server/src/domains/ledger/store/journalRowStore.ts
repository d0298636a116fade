import type pg from 'pg';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { rowStore } from '../../../platform/posting/store.ts';
import { journalRows, type WrittenEntry } from '../journalSlots.ts';
import type { JournalDraft, JournalSource } from '../rules/journal.ts';
import { textLiteral } from './arrayLiterals.ts';

/** The number or text that the journal shows as transactionId. Throws when the transaction was not written before its journal. */
export const transactionIdOf = (source: JournalSource): string => {
  if ('transactionId' in source) return source.transactionId;
  if (source.id === null)
    throw new Error(`transaction ${source.encodedKey} has no id yet; its rows must be written first`);
  return String(source.id);
};

export const transactionKeyOf = (source: JournalSource): string | null =>
  'transactionId' in source ? null : source.encodedKey;

/** Moments as the database reads them; most of a batch share one, so the last text is kept. */
const momentTexts = (): ((moment: Instant) => string) => {
  let last: Instant | undefined;
  let text = '';
  return (moment) => {
    if (moment !== last) {
      last = moment;
      text = new Date(moment).toISOString();
    }
    return text;
  };
};

/** An element of an array literal that needs no quotes: keys, numbers, booleans, moments. */
const bare = (value: string | null): string => value ?? 'NULL';

const insertion = `INSERT INTO journal_entry (encoded_key, is_debit, amount, gl_account_key, assigned_branch_key, transaction_id,
    transaction_key, booking_date, creation_date, account_key, product_key, product_type, user_key, notes)
  SELECT * FROM unnest($1::uuid[], $2::boolean[], $3::numeric[], $4::uuid[], $5::uuid[], $6::text[],
    $7::uuid[], $8::timestamptz[], $9::timestamptz[], $10::uuid[], $11::uuid[], $12::text[], $13::uuid[], $14::text[])`;

/** The rows of the drafts, column by column, as array literals: what a batch of any size sends in one statement. */
const columnsOf = (drafts: readonly JournalDraft[]): string[] => {
  const columns: string[][] = Array.from({ length: 14 }, () => []);
  const bookingText = momentTexts();
  const creationText = momentTexts();
  for (const draft of drafts) {
    const shared = [
      textLiteral(transactionIdOf(draft.source)),
      bare(transactionKeyOf(draft.source)),
      bookingText(draft.bookingDate),
      creationText(draft.creationDate),
      bare(draft.accountKey),
      bare(draft.productKey),
      bare(draft.productType),
      draft.userKey,
      textLiteral(draft.notes ?? null),
    ];
    for (const line of draft.lines) {
      const own = [
        newEncodedKey(),
        line.side === 'DEBIT' ? 't' : 'f',
        line.amount.toFixed(),
        line.glAccountKey,
        bare(line.branchKey),
      ];
      for (let index = 0; index < 5; index += 1) columns[index]?.push(own[index] ?? '');
      for (let index = 0; index < 9; index += 1) columns[index + 5]?.push(shared[index] ?? '');
    }
  }
  return columns.map((column) => `{${column.join(',')}}`);
};

/** Writes postings, one row a line, in one statement, in the order of the drafts and their lines. */
export const insertJournalRows = async (db: pg.PoolClient, drafts: readonly JournalDraft[]): Promise<void> => {
  await db.query({ name: 'insert-journal-entries', text: insertion, values: columnsOf(drafts) });
};

/** The same, and answers what the rows were numbered, in the same order. */
export const insertNumberedJournalRows = async (
  db: pg.PoolClient,
  drafts: readonly JournalDraft[],
): Promise<readonly WrittenEntry[]> => {
  const { rows } = await db.query<{ entry_id: number; encoded_key: EncodedKey }>({
    name: 'insert-numbered-journal-entries',
    text: `${insertion} RETURNING entry_id, encoded_key`,
    values: columnsOf(drafts),
  });
  return rows.map((row) => ({ entryId: row.entry_id, encodedKey: row.encoded_key }));
};

/** How postings are written: register after the stores of account transactions, whose ids the rows carry. */
export const journalRowStore = rowStore({ slot: journalRows, write: insertJournalRows });
