import type pg from 'pg';
import type { Statement } from '../db/statement.ts';

// Any number will do, as long as nobody else locks by it: "referenc" in ASCII.
const referenceLock = '0x7265666572656e63::bigint';

/**
 * Sent first in every transaction that decides by the reference data: until it ends, nothing of that is taken away which it may have looked up.
 * Many hold it side by side.
 */
export const relyOnReference: Statement = {
  name: 'rely-on-reference',
  text: `SELECT pg_advisory_xact_lock_shared(${referenceLock})`,
  values: [],
};

/** Everybody waits meanwhile, so a search for what is in use may not take as long as others. */
const patience = '3s';

/**
 * Waits until nobody relies on the reference data any more, and keeps everybody from doing so until the transaction ends: then it is asked whether
 * something is in use, and removed. Whoever named it before has committed; whoever comes after finds it gone. Ask for it before the version of
 * the reference data is read. Throws when others do not come to an end.
 */
export const ownReference = async (db: pg.PoolClient): Promise<void> => {
  await db.query(
    `SELECT set_config('lock_timeout', '${patience}', true), set_config('statement_timeout', '${patience}', true)`,
  );
  await db.query(`SELECT pg_advisory_xact_lock(${referenceLock})`);
};
