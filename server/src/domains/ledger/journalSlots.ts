import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { RowSlot } from '../../platform/posting/command.ts';
import type { JournalDraft, JournalReversal } from './rules/journal.ts';

/** Postings that a decision appends: each becomes one row per line. */
export const journalRows: RowSlot<JournalDraft> = { name: 'journalRows' };

/** Postings that a decision takes back: each becomes the mirror of the original's rows. */
export const journalReversals: RowSlot<JournalReversal> = { name: 'journalReversals' };

/** A posting whose rows somebody will name: their numbers and keys are known before they are written. */
export type NumberedPosting = {
  readonly draft: JournalDraft;
  /** Filled when the rows are written, in the order of the draft's lines. */
  readonly written: WrittenEntry[];
};
export const numberedPostings: RowSlot<NumberedPosting> = { name: 'numberedPostings' };

/** A manual entry: its id is unique among manual ones, and its rows are told in the answer. */
export type ManualPosting = NumberedPosting & { readonly transactionId: string; readonly encodedKey: EncodedKey };
export type WrittenEntry = { readonly entryId: number; readonly encodedKey: EncodedKey };

export const manualPostings: RowSlot<ManualPosting> = { name: 'manualPostings' };
