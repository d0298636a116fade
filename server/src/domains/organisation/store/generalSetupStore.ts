import type pg from 'pg';

/** Writes settings of the general setup in the contract's shape; undefined removes one. */
export const storeGeneralSetup = async (
  db: pg.PoolClient,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const removed = Object.keys(changes).filter((name) => changes[name] === undefined);
  await db.query('UPDATE general_setup SET settings = (settings || $1::jsonb) - $2::text[]', [
    JSON.stringify(changes),
    removed,
  ]);
};
