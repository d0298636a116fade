import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositTransactionType } from '../rules/depositTransaction.ts';

/** A change of terms that the statement of an active account shows as a transaction without money. */
export type TermsChange = {
  readonly encodedKey: EncodedKey;
  readonly account: DepositAccount;
  readonly type: DepositTransactionType;
  readonly userKey: EncodedKey;
  readonly now: Instant;
  /** The new terms in the contract's shape, where the type tells them. */
  readonly details: Readonly<Record<string, unknown>> | null;
};

/** Appends the trace of a change of terms, and answers its id. */
export const insertTermsChange = async (db: Pick<pg.Pool, 'query'>, change: TermsChange): Promise<number> => {
  const now = new Date(change.now).toISOString();
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO deposit_transaction (encoded_key, account_key, type, amount, funds_amount, overdraft_amount, fees_amount, total_balance,
        value_date, booking_date, creation_date, currency_code, user_key, branch_key, details)
     VALUES ($1, $2, $3, 0, 0, 0, 0, $4, $5, $5, $5, $6, $7, $8, $9) RETURNING id`,
    [
      change.encodedKey,
      change.account.encodedKey,
      change.type,
      change.account.totalBalance.toFixed(),
      now,
      change.account.currencyCode,
      change.userKey,
      change.account.assignedBranchKey,
      change.details === null ? null : JSON.stringify(change.details),
    ],
  );
  const [row] = rows;
  if (!row) throw new Error(`the change of terms of ${change.account.id} was not written`);
  return row.id;
};
