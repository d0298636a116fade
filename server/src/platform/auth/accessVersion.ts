import { type ReferenceSlot, referenceSlot } from '../reference/referenceCache.ts';

/**
 * The count of changes of what users may do, as part of the reference data: it is read with every new version of that. The database counts by
 * itself (`0009_access_version.sql`).
 */
export const accessVersion: ReferenceSlot<number> = referenceSlot('access version', async (db) => {
  const { rows } = await db.query<{ access_version: number }>('SELECT access_version FROM tenant_state');
  return Number(rows[0]?.access_version ?? 0);
});
