import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { type Column, decimal, insertion, moment, plain, text } from '../../../platform/db/rowSource.ts';
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

/** A row to write: one line of a draft. */
type JournalRow = {
  readonly encodedKey: EncodedKey;
  readonly entryId: number | null;
  readonly line: JournalDraft['lines'][number];
  readonly draft: JournalDraft;
  readonly transactionId: string;
};

const columns: readonly Column<JournalRow>[] = [
  plain('encoded_key', 'uuid', (row) => row.encodedKey),
  plain('is_debit', 'boolean', ({ line }) => line.side === 'DEBIT'),
  decimal('amount', ({ line }) => line.amount),
  plain('gl_account_key', 'uuid', ({ line }) => line.glAccountKey),
  plain('assigned_branch_key', 'uuid', ({ line }) => line.branchKey),
  text('transaction_id', 'text', (row) => row.transactionId),
  plain('transaction_key', 'uuid', ({ draft }) => transactionKeyOf(draft.source)),
  moment('booking_date', ({ draft }) => draft.bookingDate),
  moment('creation_date', ({ draft }) => draft.creationDate),
  plain('account_key', 'uuid', ({ draft }) => draft.accountKey),
  plain('product_key', 'uuid', ({ draft }) => draft.productKey),
  plain('product_type', 'text', ({ draft }) => draft.productType),
  plain('user_key', 'uuid', ({ draft }) => draft.userKey),
  text('notes', 'text', ({ draft }) => draft.notes ?? null),
  decimal('foreign_amount', ({ line }) => line.foreign?.amount ?? null),
  plain('foreign_currency_code', 'text', ({ line }) => line.foreign?.currencyCode ?? null),
  plain('accounting_rate_key', 'uuid', ({ line }) => line.foreign?.accountingRateKey ?? null),
];

const insertRows = insertion<JournalRow>('journal_entry', columns);
const insertNumberedRows = insertion<JournalRow>(
  'journal_entry',
  [...columns, plain('entry_id', 'bigint', (row) => row.entryId)],
  'OVERRIDING SYSTEM VALUE',
);

const rowsOf = (draft: JournalDraft, writtenOf: (line: number) => Partial<WrittenEntry>): readonly JournalRow[] => {
  const transactionId = transactionIdOf(draft.source);
  return draft.lines.map((line, index) => {
    const { encodedKey = newEncodedKey(), entryId = null } = writtenOf(index);
    return { encodedKey, entryId, line, draft, transactionId };
  });
};

const unwritten: Partial<WrittenEntry> = {};

/** Writes postings whose rows have got their numbers and keys already, in the order of the drafts and their lines. */
export const insertNumberedJournalRows = (
  postings: readonly { readonly draft: JournalDraft; readonly written: readonly WrittenEntry[] }[],
): Statement =>
  insertNumberedRows(postings.flatMap(({ draft, written }) => rowsOf(draft, (line) => written[line] ?? unwritten)));

/** What writes postings: for changes outside the posting runner, which have their transaction's id already. */
export const journalStatements = (drafts: readonly JournalDraft[]): readonly Statement[] =>
  drafts.length === 0 ? [] : [insertRows(drafts.flatMap((draft) => rowsOf(draft, () => unwritten)))];

/** How postings are written: register after the stores of account transactions, whose ids the rows carry. */
export const journalRowStore = rowStore<JournalDraft>({
  slot: journalRows,
  leavesStates: true,
  statements: (drafts) => journalStatements(drafts),
});
