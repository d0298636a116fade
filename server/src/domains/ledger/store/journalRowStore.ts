import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { bareArray, momentTexts, textElement } from '../../../platform/db/arrayLiteral.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import { rowStore } from '../../../platform/posting/store.ts';
import { journalRows, type WrittenEntry } from '../journalSlots.ts';
import type { JournalDraft, JournalSource } from '../rules/journal.ts';

/** The number or text that the journal shows as transactionId. Throws when the transaction was not written before its journal. */
export const transactionIdOf = (source: JournalSource): string => {
  if ('transactionId' in source) return source.transactionId;
  if (source.id === null)
    throw new Error(`transaction ${source.encodedKey} has no id yet; its rows must be written first`);
  return String(source.id);
};

export const transactionKeyOf = (source: JournalSource): string | null =>
  'transactionId' in source ? null : source.encodedKey;

/** An element of an array literal that needs no quotes: keys, numbers, booleans, moments. */
const bare = (value: string | null): string => value ?? 'NULL';

const columnNames = `encoded_key, is_debit, amount, gl_account_key, assigned_branch_key, transaction_id, transaction_key, booking_date,
  creation_date, account_key, product_key, product_type, user_key, notes`;
const columnTypes = `$1::uuid[], $2::boolean[], $3::numeric[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::timestamptz[],
  $9::timestamptz[], $10::uuid[], $11::uuid[], $12::text[], $13::uuid[], $14::text[]`;

/** The rows of the drafts, column by column, as array literals: what a batch of any size sends in one statement. */
const columnsOf = (drafts: readonly JournalDraft[], keyOf: (draft: number, line: number) => EncodedKey): string[] => {
  const columns: string[][] = Array.from({ length: 14 }, () => []);
  const bookingText = momentTexts();
  const creationText = momentTexts();
  drafts.forEach((draft, draftIndex) => {
    const shared = [
      textElement(transactionIdOf(draft.source)),
      bare(transactionKeyOf(draft.source)),
      bookingText(draft.bookingDate),
      creationText(draft.creationDate),
      bare(draft.accountKey),
      bare(draft.productKey),
      bare(draft.productType),
      draft.userKey,
      textElement(draft.notes ?? null),
    ];
    draft.lines.forEach((line, lineIndex) => {
      const own = [
        keyOf(draftIndex, lineIndex),
        line.side === 'DEBIT' ? 't' : 'f',
        line.amount.toFixed(),
        line.glAccountKey,
        bare(line.branchKey),
      ];
      for (let index = 0; index < 5; index += 1) columns[index]?.push(own[index] ?? '');
      for (let index = 0; index < 9; index += 1) columns[index + 5]?.push(shared[index] ?? '');
    });
  });
  return columns.map((column) => `{${column.join(',')}}`);
};

/** Writes postings, one row a line, in one statement, in the order of the drafts and their lines. */
const insertJournalRows = (drafts: readonly JournalDraft[]): Statement => ({
  name: 'insert-journal-entries',
  text: `INSERT INTO journal_entry (${columnNames}) SELECT * FROM unnest(${columnTypes})`,
  values: columnsOf(drafts, newEncodedKey),
});

/** The same for postings whose rows have got their numbers and keys already. */
export const insertNumberedJournalRows = (
  postings: readonly { readonly draft: JournalDraft; readonly written: readonly WrittenEntry[] }[],
): Statement => ({
  name: 'insert-numbered-journal-entries',
  text: `INSERT INTO journal_entry (${columnNames}, entry_id) OVERRIDING SYSTEM VALUE
         SELECT * FROM unnest(${columnTypes}, $15::bigint[])`,
  values: [
    ...columnsOf(
      postings.map(({ draft }) => draft),
      (draft, line) => writtenEntry(postings[draft]?.written[line]).encodedKey,
    ),
    bareArray(
      postings.flatMap(({ written }) => written),
      ({ entryId }) => entryId,
    ),
  ],
});

const writtenEntry = (entry: WrittenEntry | undefined): WrittenEntry => {
  if (!entry) throw new Error('a line of a manual entry has no number yet');
  return entry;
};

/** How postings are written: register after the stores of account transactions, whose ids the rows carry. */
export const journalRowStore = rowStore<JournalDraft>({
  slot: journalRows,
  statements: (drafts) => [insertJournalRows(drafts)],
});
