import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** Deposit accounts of a holder as far as a loan could be linked to them: of a product, or of any, in a currency and in some states. */
export type LinkableAccounts = {
  readonly holderKey: EncodedKey;
  /** Null for accounts of any product. */
  readonly productKey: EncodedKey | null;
  readonly currencyCode: string;
  readonly states: readonly string[];
};

/** The only such account of a holder; undefined where there is none, or more than one. */
export const onlyAccountToLink = async (
  db: Pick<pg.Pool, 'query'>,
  { holderKey, productKey, currencyCode, states }: LinkableAccounts,
): Promise<EncodedKey | undefined> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT encoded_key FROM deposit_account
      WHERE account_holder_key = $1 AND ($2::uuid IS NULL OR product_key = $2) AND currency_code = $3
        AND account_state = ANY($4::text[]) LIMIT 2`,
    [holderKey, productKey, currencyCode, states],
  );
  return rows.length === 1 ? rows[0]?.encoded_key : undefined;
};

/** Whether a holder has an account of a product in a currency that is not closed, in whatever other state. */
export const hasAccountOf = async (
  db: Pick<pg.Pool, 'query'>,
  { holderKey, productKey, currencyCode }: Omit<LinkableAccounts, 'states'>,
): Promise<boolean> => {
  const { rowCount } = await db.query(
    `SELECT FROM deposit_account
      WHERE account_holder_key = $1 AND product_key = $2 AND currency_code = $3
        AND account_state NOT LIKE 'CLOSED%' AND account_state <> 'WITHDRAWN' LIMIT 1`,
    [holderKey, productKey, currencyCode],
  );
  return rowCount === 1;
};
