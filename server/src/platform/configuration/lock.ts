import type pg from 'pg';

// Any number will do, as long as nobody else locks by it: the first half of the word "configuration" in ASCII.
const configurationLock = '0x636f6e66';

/** Lets only one update of a configuration happen at a time, until the end of the transaction; false when another one is under way. */
export const lockConfiguration = async (db: pg.PoolClient): Promise<boolean> => {
  const { rows } = await db.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_xact_lock(${configurationLock}::bigint) AS locked`,
  );
  return rows[0]?.locked ?? false;
};
