import { type ReferenceSlot, referenceSlot } from '../reference/referenceCache.ts';

/** How often the access of users, and that of API consumers with their keys, has changed. */
export type AccessVersion = { readonly users: number; readonly consumers: number };

/**
 * The counts of changes of what users and API consumers may do, as part of the reference data: they are read with every new version of that.
 * The database counts by itself (`0009_access_version.sql`, `0013_api_consumers.sql`).
 */
export const accessVersion: ReferenceSlot<AccessVersion> = referenceSlot('access version', async (db) => {
  const { rows } = await db.query<{ access_version: number; key_access_version: number }>(
    'SELECT access_version, key_access_version FROM tenant_state',
  );
  const [row] = rows;
  return { users: Number(row?.access_version ?? 0), consumers: Number(row?.key_access_version ?? 0) };
});
