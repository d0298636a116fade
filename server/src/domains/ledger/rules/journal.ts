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
  /** What was moved where that was another currency than the ledger's; `amount` is what it was worth. */
  readonly foreign?: ForeignPart;
};

/** The amount of a line in the currency of its account, and the accounting rate that turned it into the ledger's. */
export type ForeignPart = {
  readonly amount: Money;
  readonly currencyCode: string;
  readonly accountingRateKey: EncodedKey;
};

/**
 * What a posting comes from. An account transaction draws its id when its own row is written, before the journal is: keep the very
 * object in the draft, a copy would miss the id. Everything else (end of day) names its own transaction id.
 */
export type JournalSource =
  | { readonly encodedKey: EncodedKey; readonly id: number | null }
  | { readonly transactionId: string };

/** One balanced posting to be written: its lines become rows that share everything else. Take the lines from `bookedLines`. */
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
  /** The currency of what was posted; lines tell their part in it where it is not the ledger's. */
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
