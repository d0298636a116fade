import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Money } from '../../../kernel/money.ts';

export type JournalSide = 'DEBIT' | 'CREDIT';

/** One line of a posting. Amounts are positive; the side tells the direction. */
export type JournalLine = {
  readonly glAccountKey: EncodedKey;
  readonly side: JournalSide;
  readonly amount: Money;
  /** The branch whose books the line belongs to; null is unassigned. */
  readonly branchKey: EncodedKey | null;
};

/**
 * What a posting comes from. An account transaction draws its id when its own row is written, before the journal is: keep the very
 * object in the draft, a copy would miss the id. Everything else (end of day) names its own transaction id.
 */
export type JournalSource =
  | { readonly encodedKey: EncodedKey; readonly id: number | null }
  | { readonly transactionId: string };

/** One balanced posting to be written: its lines become rows that share everything else. Take the lines from `balancedLines`. */
export type JournalDraft = {
  readonly source: JournalSource;
  readonly lines: readonly JournalLine[];
  readonly bookingDate: Instant;
  readonly creationDate: Instant;
  readonly accountKey: EncodedKey | null;
  readonly productKey: EncodedKey | null;
  readonly productType: 'LOAN' | 'SAVINGS' | null;
  readonly userKey: EncodedKey;
  readonly notes?: string | null;
  /** The currency of the amounts; only the base currency so far (`requireBaseCurrency`). */
  readonly currencyCode: string;
};

/** The exact mirror of everything an account transaction has in the ledger and that is not reversed yet. */
export type JournalReversal = {
  readonly originalTransactionKey: EncodedKey;
  /** The adjusting transaction. */
  readonly source: JournalSource;
  readonly bookingDate: Instant;
  readonly creationDate: Instant;
  readonly userKey: EncodedKey;
};
