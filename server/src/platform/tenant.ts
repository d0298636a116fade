import type pg from 'pg';
import type { RefusedChanges } from './audit/refusedChanges.ts';
import type { Clock } from './clock/clock.ts';
import type { PostingRunner } from './posting/runner.ts';
import type { ReferenceCache } from './reference/referenceCache.ts';

/**
 * One bank: one database, one clock, one cache of reference data, one posting runner. Today every request belongs to the default tenant;
 * a directory from host names to tenants takes its place when a second one comes.
 */
export type Tenant = {
  readonly name: string;
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** Whether the clock may be moved. */
  readonly sandbox: boolean;
  readonly reference: ReferenceCache;
  readonly runner: PostingRunner;
  readonly refusedChanges: RefusedChanges;
};
