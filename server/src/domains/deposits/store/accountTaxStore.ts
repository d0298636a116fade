import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';

type Queryable = Pick<pg.Pool, 'query'>;

const iso = (moment: Instant): string => new Date(moment).toISOString();

/** Ends what was the source of an account's tax until now, and begins with the one it has: nothing where it has none and had none. */
export const recordTaxSource = async (
  db: Queryable,
  {
    encodedKey,
    withholdingTaxSourceKey,
    lastModifiedDate,
  }: Pick<DepositAccount, 'encodedKey' | 'withholdingTaxSourceKey' | 'lastModifiedDate'>,
): Promise<void> => {
  const now = iso(lastModifiedDate);
  await db.query(
    'UPDATE deposit_account_tax SET to_date = $2, last_modified_date = $2 WHERE account_key = $1 AND to_date IS NULL',
    [encodedKey, now],
  );
  if (withholdingTaxSourceKey === null) return;
  await db.query(
    `INSERT INTO deposit_account_tax (encoded_key, account_key, withholding_tax_source_key, from_date, creation_date, last_modified_date)
     VALUES ($1, $2, $3, $4, $4, $4)`,
    [newEncodedKey(), encodedKey, withholdingTaxSourceKey, now],
  );
};

/** A source of an account's tax, and from when until when it was that; a null end is to come. */
export type AccountTax = {
  readonly sourceKey: EncodedKey;
  readonly fromDate: Instant;
  readonly toDate: Instant | null;
  readonly creationDate: Instant;
  readonly lastModifiedDate: Instant;
};

type TaxRow = {
  withholding_tax_source_key: EncodedKey;
  from_date: Instant;
  to_date: Instant | null;
  creation_date: Instant;
  last_modified_date: Instant;
};

/** The sources of an account's tax in a period, oldest first; a null end of the period is open. `to` is not included. */
export const taxSourcesOf = async (
  db: Queryable,
  accountKey: EncodedKey,
  { from, to }: { readonly from: Instant | null; readonly to: Instant | null },
): Promise<readonly AccountTax[]> => {
  const { rows } = await db.query<TaxRow>(
    `SELECT withholding_tax_source_key, from_date, to_date, creation_date, last_modified_date FROM deposit_account_tax
      WHERE account_key = $1 AND ($2::timestamptz IS NULL OR to_date IS NULL OR to_date > $2)
        AND ($3::timestamptz IS NULL OR from_date < $3)
      ORDER BY from_date, encoded_key`,
    [accountKey, from && iso(from), to && iso(to)],
  );
  return rows.map((row) => ({
    sourceKey: row.withholding_tax_source_key,
    fromDate: row.from_date,
    toDate: row.to_date,
    creationDate: row.creation_date,
    lastModifiedDate: row.last_modified_date,
  }));
};
