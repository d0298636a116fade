import { expect } from 'vitest';
import { accountOfRow, depositAccounts } from '../../src/domains/deposits/store/depositAccountStore.ts';
import type { DbPool } from '../../src/platform/db/pool.ts';
import type { PostingRunner } from '../../src/platform/posting/runner.ts';

/**
 * What the runner remembers of accounts must be what reading them again would give, whatever a test file did to them: asked when a bank stops.
 * Answers how many accounts were remembered.
 */
export const expectRememberedAsStored = async (runner: PostingRunner, db: DbPool): Promise<number> => {
  const memory = runner.memoryOf(depositAccounts);
  const { rows } = await db.query('SELECT *, xmin::text AS row_version FROM deposit_account');
  let compared = 0;
  for (const row of rows) {
    const stored = accountOfRow(row);
    const remembered = memory?.recall(stored.encodedKey, row.row_version);
    if (!remembered) continue;
    expect(JSON.parse(JSON.stringify(remembered)), 'a remembered deposit account').toEqual(
      JSON.parse(JSON.stringify(stored)),
    );
    compared += 1;
  }
  return compared;
};
