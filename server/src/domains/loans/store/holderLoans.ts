import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { HolderLoan } from '../rules/decide/checkOneLoan.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** A holder's loans that are not closed, as committed; complete where the holder is locked. */
export const openLoansOf = async (db: Queryable, holderKey: EncodedKey): Promise<readonly HolderLoan[]> => {
  const { rows } = await db.query<{ id: string; account_state: HolderLoan['accountState'] }>(
    `SELECT id, account_state FROM loan_account
      WHERE account_holder_key = $1::uuid AND account_state NOT LIKE 'CLOSED%' ORDER BY creation_date, encoded_key`,
    [holderKey],
  );
  return rows.map((row) => ({ id: row.id, accountState: row.account_state }));
};

/** Keys of the other loans of a loan's holder, closed ones too, because those may be opened again meanwhile. */
export const otherLoansOfHolder = async (db: Queryable, loanRef: string): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `SELECT o.encoded_key FROM loan_account a JOIN loan_account o ON o.account_holder_key = a.account_holder_key
      WHERE (a.encoded_key = $1::uuid OR a.id = $2) AND o.encoded_key <> a.encoded_key ORDER BY o.encoded_key`,
    [asEncodedKey(loanRef) ?? null, loanRef],
  );
  return rows.map((row) => row.encoded_key);
};
