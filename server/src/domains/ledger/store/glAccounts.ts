import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { GlAccount } from '../rules/glAccount.ts';
import { type GlAccountRow, glAccountOf } from './glAccountReference.ts';

type Queryable = Pick<pg.Pool, 'query'>;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The account that a code or key names; `forUpdate` locks it until the transaction ends. */
export const findGlAccount = async (
  db: Queryable,
  ref: string,
  options: { readonly forUpdate?: boolean } = {},
): Promise<GlAccount | undefined> => {
  const { rows } = await db.query<GlAccountRow>(
    `SELECT * FROM gl_account WHERE gl_code = $1 OR encoded_key = $2::uuid
     ORDER BY encoded_key = $2::uuid DESC NULLS LAST LIMIT 1${options.forUpdate ? ' FOR UPDATE' : ''}`,
    [ref, asEncodedKey(ref) ?? null],
  );
  return rows[0] && glAccountOf(rows[0]);
};

/** The accounts of the keys, as they are now. */
export const glAccountsOfKeys = async (
  db: Queryable,
  keys: readonly EncodedKey[],
): Promise<ReadonlyMap<EncodedKey, GlAccount>> => {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<GlAccountRow>('SELECT * FROM gl_account WHERE encoded_key = ANY($1::uuid[])', [keys]);
  return new Map(rows.map((row) => [row.encoded_key, glAccountOf(row)]));
};

/** Inserts accounts in one statement; the unique code is the database's to promise. */
export const insertGlAccounts = async (db: Queryable, accounts: readonly GlAccount[]): Promise<void> => {
  const column = <T>(value: (account: GlAccount) => T): T[] => accounts.map(value);
  await db.query(
    `INSERT INTO gl_account (encoded_key, gl_code, name, description, type, usage, activated, allow_manual_journal_entries,
       strip_trailing_zeros, currency_code, creation_date, last_modified_date)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::boolean[],
       $9::boolean[], $10::text[], $11::timestamptz[], $12::timestamptz[])`,
    [
      column((account) => account.encodedKey),
      column((account) => account.glCode),
      column((account) => account.name),
      column((account) => account.description),
      column((account) => account.type),
      column((account) => account.usage),
      column((account) => account.activated),
      column((account) => account.allowManualJournalEntries),
      column((account) => account.stripTrailingZeros),
      column((account) => account.currencyCode),
      column((account) => iso(account.creationDate)),
      column((account) => iso(account.lastModifiedDate)),
    ],
  );
};

/** Stores what may change of an account; its type, usage and currency are for ever. */
export const updateGlAccount = async (db: Queryable, account: GlAccount): Promise<void> => {
  await db.query(
    `UPDATE gl_account SET gl_code = $2, name = $3, description = $4, activated = $5, allow_manual_journal_entries = $6,
       strip_trailing_zeros = $7, last_modified_date = $8::timestamptz WHERE encoded_key = $1::uuid`,
    [
      account.encodedKey,
      account.glCode,
      account.name,
      account.description,
      account.activated,
      account.allowManualJournalEntries,
      account.stripTrailingZeros,
      iso(account.lastModifiedDate),
    ],
  );
};
