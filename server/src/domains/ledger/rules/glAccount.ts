import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimal } from '../../../kernel/money.ts';

export type GlAccountType = 'ASSET' | 'LIABILITY' | 'EQUITY' | 'INCOME' | 'EXPENSE';
export type GlAccountUsage = 'DETAIL' | 'HEADER';

/** An account of the chart of accounts. Only DETAIL accounts hold postings; HEADER accounts group them. */
export type GlAccount = {
  readonly encodedKey: EncodedKey;
  readonly glCode: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: GlAccountType;
  readonly usage: GlAccountUsage;
  /** Inactive accounts keep their history and take no new postings. */
  readonly activated: boolean;
  readonly allowManualJournalEntries: boolean;
  readonly stripTrailingZeros: boolean;
  readonly currencyCode: string;
  readonly creationDate: Instant;
  readonly lastModifiedDate: Instant;
};

/** Which account takes the counter lines of a posting that touches two branches. */
export type InterBranchRules = {
  /** For any two branches; null when none is set. Does not cover lines without a branch. */
  readonly defaultGlAccountKey: EncodedKey | null;
  /** For one unordered pair of branches, by `branchPair`; wins over the default. */
  readonly byPair: ReadonlyMap<string, EncodedKey>;
};

/** Up to which day, inclusive, the books are closed. */
export type AccountingClosures = {
  readonly allBranches: LocalDate | null;
  readonly byBranch: ReadonlyMap<EncodedKey, LocalDate>;
};

/** What one unit of a foreign currency is worth in the ledger's from a moment on, until the next rate starts. */
export type AccountingRate = { readonly encodedKey: EncodedKey; readonly rate: Decimal; readonly startDate: Instant };

/** What postings need to know about the ledger: the chart of accounts, inter-branch rules, closures and rates, in one version. */
export type GlAccounts = {
  readonly byKey: ReadonlyMap<EncodedKey, GlAccount>;
  readonly byCode: ReadonlyMap<string, GlAccount>;
  readonly interBranch: InterBranchRules;
  readonly closures: AccountingClosures;
  /** The currency of the ledger; null while the organisation has none. */
  readonly baseCurrency: { readonly code: string; readonly decimals: number } | null;
  /** By foreign currency, the latest first. */
  readonly accountingRates: ReadonlyMap<string, readonly AccountingRate[]>;
};

/** Names an unordered pair of branches. */
export const branchPair = (left: EncodedKey, right: EncodedKey): string =>
  left < right ? `${left}${right}` : `${right}${left}`;

/** Whether debits increase the account's balance. */
export const isDebitNatured = (type: GlAccountType): boolean => type === 'ASSET' || type === 'EXPENSE';

/** Whether the account takes postings that the system makes. */
export const takesPostings = (account: GlAccount): boolean => account.usage === 'DETAIL' && account.activated;
