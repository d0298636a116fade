import type pg from 'pg';
import type { Clock } from '../clock/clock.ts';
import type { Reference, ReferenceCache } from './referenceCache.ts';

/**
 * Reads the version of the reference data and the clock's offset in the change's own transaction: nothing stale decides about money or terms,
 * whichever process changed it last.
 */
export const readTenantState = async (
  db: Pick<pg.Pool, 'query'>,
  tenant: { readonly clock: Clock; readonly reference: ReferenceCache },
): Promise<Reference> => {
  const { rows } = await db.query<{ reference_version: number; clock_offset_ms: number }>({
    name: 'tenant-state',
    text: 'SELECT reference_version, clock_offset_ms FROM tenant_state',
  });
  const [row] = rows;
  if (!row) throw new Error('tenant_state has no row; the database was not set up by the migrations');
  tenant.clock.setOffset(row.clock_offset_ms);
  return tenant.reference.at(row.reference_version, db);
};
