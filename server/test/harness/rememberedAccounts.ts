import type pg from 'pg';
import { expect } from 'vitest';
import { accountOfRow, depositAccounts } from '../../src/domains/deposits/store/depositAccountStore.ts';
import { findLoanAccount, loanAccounts } from '../../src/domains/loans/store/loanAccountStore.ts';
import type { EncodedKey } from '../../src/kernel/encodedKey.ts';
import type { DbPool } from '../../src/platform/db/pool.ts';
import type { StateSlot } from '../../src/platform/posting/command.ts';
import type { PostingRunner } from '../../src/platform/posting/runner.ts';

/** A state as plain JSON, maps as objects: what two of them have to have in common. */
const plain = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value)));

const stored: readonly {
  readonly slot: StateSlot<never>;
  readonly table: string;
  readonly stateOf: (row: pg.QueryResultRow, db: DbPool) => unknown;
}[] = [
  {
    slot: depositAccounts as unknown as StateSlot<never>,
    table: 'deposit_account',
    stateOf: accountOfRow,
  },
  {
    slot: loanAccounts as unknown as StateSlot<never>,
    table: 'loan_account',
    stateOf: ({ encoded_key }, db) => findLoanAccount(db, encoded_key, { parts: true }),
  },
];

/**
 * What the runner remembers of accounts must be what reading them again would give, whatever a test file did to them: asked when a bank stops.
 * Answers how many accounts were remembered.
 */
export const expectRememberedAsStored = async (runner: PostingRunner, db: DbPool): Promise<number> => {
  let compared = 0;
  for (const { slot, table, stateOf } of stored) {
    const memory = runner.memoryOf(slot as StateSlot<unknown>);
    const { rows } = await db.query<{ readonly encoded_key: EncodedKey; readonly row_version: string }>(
      `SELECT *, xmin::text AS row_version FROM ${table} ORDER BY encoded_key`,
    );
    for (const row of rows) {
      const remembered = memory?.recall(row.encoded_key, row.row_version);
      if (!remembered) continue;
      expect(plain(remembered), `a remembered row of ${table}`).toEqual(plain(await stateOf(row, db)));
      compared += 1;
    }
  }
  return compared;
};
