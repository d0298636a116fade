import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { type Money, minus, money, plus, zero } from '../../../kernel/money.ts';
import { branchPair, type GlAccount, type GlAccounts } from './glAccount.ts';
import type { JournalLine, JournalSide } from './journal.ts';

/** A key that reads like its name: `keyOf('a1')`. */
export const keyOf = (name: string): EncodedKey => name.padStart(32, '0') as EncodedKey;

/** An account for tests: an active detail account unless said otherwise. */
export const testAccount = (glCode: string, more: Partial<GlAccount> = {}): GlAccount => ({
  encodedKey: keyOf(glCode),
  glCode,
  name: `Account ${glCode}`,
  description: null,
  type: 'ASSET',
  usage: 'DETAIL',
  activated: true,
  allowManualJournalEntries: true,
  stripTrailingZeros: false,
  currencyCode: 'EUR',
  creationDate: instant(0),
  lastModifiedDate: instant(0),
  ...more,
});

/** The reference data of a small ledger; `pairs` are custom inter-branch rules. */
export const testLedger = (
  accounts: readonly GlAccount[],
  more: Partial<Omit<GlAccounts, 'byKey' | 'byCode' | 'interBranch'>> & {
    readonly interBranch?: EncodedKey | null;
    readonly pairs?: readonly (readonly [EncodedKey, EncodedKey, EncodedKey])[];
  } = {},
): GlAccounts => ({
  byKey: new Map(accounts.map((account) => [account.encodedKey, account])),
  byCode: new Map(accounts.map((account) => [account.glCode, account])),
  interBranch: {
    defaultGlAccountKey: more.interBranch ?? null,
    byPair: new Map((more.pairs ?? []).map(([left, right, key]) => [branchPair(left, right), key])),
  },
  closures: more.closures ?? { allBranches: null, byBranch: new Map() },
  baseCurrency: more.baseCurrency ?? { code: 'EUR', decimals: 2 },
  accountingRates: more.accountingRates ?? new Map(),
});

/** A journal line in one row of a table. */
export const line = (
  side: JournalSide,
  glCode: string,
  amount: number | string,
  branch: string | null = null,
): JournalLine => ({
  glAccountKey: keyOf(glCode),
  side,
  amount: money(amount),
  branchKey: branch === null ? null : keyOf(branch),
});

/** Debits less credits, per branch. */
export const excessByBranch = (lines: readonly JournalLine[]): ReadonlyMap<EncodedKey | null, Money> => {
  const excess = new Map<EncodedKey | null, Money>();
  for (const { branchKey, side, amount } of lines) {
    const before = excess.get(branchKey) ?? zero;
    excess.set(branchKey, side === 'DEBIT' ? plus(before, amount) : minus(before, amount));
  }
  return excess;
};
