import type { RowSlot } from '../../platform/posting/command.ts';
import type { JournalDraft, JournalReversal } from './rules/journal.ts';

/** Postings that a decision appends: each becomes one row per line. */
export const journalRows: RowSlot<JournalDraft> = { name: 'journalRows' };

/** Postings that a decision takes back: each becomes the mirror of the original's rows. */
export const journalReversals: RowSlot<JournalReversal> = { name: 'journalReversals' };
