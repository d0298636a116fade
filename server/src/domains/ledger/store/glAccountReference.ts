import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimal } from '../../../kernel/money.ts';
import { referenceSlot } from '../../../platform/reference/referenceCache.ts';
import {
  type AccountingClosures,
  type AccountingRate,
  branchPair,
  type GlAccount,
  type GlAccounts,
  type GlAccountType,
  type GlAccountUsage,
  type InterBranchRules,
} from '../rules/glAccount.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** A row of gl_account as the driver reads it. */
export type GlAccountRow = {
  readonly encoded_key: EncodedKey;
  readonly gl_code: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: GlAccountType;
  readonly usage: GlAccountUsage;
  readonly activated: boolean;
  readonly allow_manual_journal_entries: boolean;
  readonly strip_trailing_zeros: boolean;
  readonly currency_code: string;
  readonly creation_date: Instant;
  readonly last_modified_date: Instant;
};

/** The account of a row. */
export const glAccountOf = (row: GlAccountRow): GlAccount => ({
  encodedKey: row.encoded_key,
  glCode: row.gl_code,
  name: row.name,
  description: row.description,
  type: row.type,
  usage: row.usage,
  activated: row.activated,
  allowManualJournalEntries: row.allow_manual_journal_entries,
  stripTrailingZeros: row.strip_trailing_zeros,
  currencyCode: row.currency_code,
  creationDate: row.creation_date,
  lastModifiedDate: row.last_modified_date,
});

const loadInterBranchRules = async (db: Queryable): Promise<InterBranchRules> => {
  const { rows } = await db.query<{
    left_branch_key: EncodedKey | null;
    right_branch_key: EncodedKey | null;
    gl_account_key: EncodedKey;
  }>('SELECT left_branch_key, right_branch_key, gl_account_key FROM inter_branch_rule');
  let defaultGlAccountKey: EncodedKey | null = null;
  const byPair = new Map<string, EncodedKey>();
  for (const { left_branch_key: left, right_branch_key: right, gl_account_key: key } of rows) {
    if (left === null || right === null) defaultGlAccountKey = key;
    else byPair.set(branchPair(left, right), key);
  }
  return { defaultGlAccountKey, byPair };
};

const loadClosures = async (db: Queryable): Promise<AccountingClosures> => {
  const { rows } = await db.query<{ branch_key: EncodedKey | null; closed: LocalDate }>(
    'SELECT branch_key, max(closing_date) AS closed FROM gl_account_closure GROUP BY branch_key',
  );
  let allBranches: LocalDate | null = null;
  const byBranch = new Map<EncodedKey, LocalDate>();
  for (const { branch_key: branch, closed } of rows) {
    if (branch === null) allBranches = closed;
    else byBranch.set(branch, closed);
  }
  return { allBranches, byBranch };
};

const loadBaseCurrency = async (db: Queryable): Promise<GlAccounts['baseCurrency']> => {
  const { rows } = await db.query<{ code: string; decimals: number }>(
    'SELECT code, digits_after_decimal AS decimals FROM currency WHERE base_currency',
  );
  return rows[0] ?? null;
};

const loadAccountingRates = async (db: Queryable): Promise<GlAccounts['accountingRates']> => {
  const { rows } = await db.query<{ code: string; encoded_key: EncodedKey; rate: Decimal; start_date: Instant }>(
    'SELECT to_currency_code AS code, encoded_key, rate, start_date FROM accounting_rate ORDER BY start_date DESC',
  );
  const rates = new Map<string, AccountingRate[]>();
  for (const { code, encoded_key: encodedKey, rate, start_date: startDate } of rows) {
    const known = rates.get(code) ?? [];
    known.push({ encodedKey, rate, startDate });
    rates.set(code, known);
  }
  return rates;
};

/** Everything postings read of the ledger: `context.reference.get(glAccountReference)`. */
export const glAccountReference = referenceSlot<GlAccounts>('glAccounts', async (db) => {
  const { rows } = await db.query<GlAccountRow>('SELECT * FROM gl_account');
  const accounts = rows.map(glAccountOf);
  return {
    byKey: new Map(accounts.map((account) => [account.encodedKey, account])),
    byCode: new Map(accounts.map((account) => [account.glCode, account])),
    interBranch: await loadInterBranchRules(db),
    closures: await loadClosures(db),
    baseCurrency: await loadBaseCurrency(db),
    accountingRates: await loadAccountingRates(db),
  };
});
