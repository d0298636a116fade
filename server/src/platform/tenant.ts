import type pg from 'pg';
import type { RefusedChanges } from './audit/refusedChanges.ts';
import type { BulkWorker } from './bulk/bulkWorker.ts';
import type { Clock } from './clock/clock.ts';
import type { PostingRunner } from './posting/runner.ts';
import type { ReferenceCache } from './reference/referenceCache.ts';

/** How long keys of API consumers live. */
export type ApiKeySettings = {
  /** How long a rotated API key and a used secret key stay good. */
  readonly graceSeconds: number;
  /** The life of API keys made by rotation, whatever the request says; null leaves it to the request. */
  readonly expirySeconds: number | null;
};

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
  readonly apiKeys: ApiKeySettings;
  readonly reference: ReferenceCache;
  readonly runner: PostingRunner;
  readonly refusedChanges: RefusedChanges;
  readonly bulk: BulkWorker;
};
