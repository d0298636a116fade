import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { handlers } from './operations.ts';
import { createRefusedChanges } from './platform/audit/refusedChanges.ts';
import { accessVersion } from './platform/auth/accessVersion.ts';
import { createAuthentication } from './platform/auth/authentication.ts';
import { blockedAddresses } from './platform/auth/blockedAddresses.ts';
import { startBulkWorker } from './platform/bulk/bulkWorker.ts';
import { settleTimeZone } from './platform/clock/bankZone.ts';
import { createClock } from './platform/clock/clock.ts';
import { createZone } from './platform/clock/zone.ts';
import type { DbPool } from './platform/db/pool.ts';
import { mountDocumentation } from './platform/http/mountDocumentation.ts';
import { mountHealth } from './platform/http/mountHealth.ts';
import { mountOperations } from './platform/http/mountOperations.ts';
import type { RateLimits } from './platform/http/rateLimits.ts';
import { createServer } from './platform/http/server.ts';
import { createMetrics } from './platform/metrics/metrics.ts';
import { createPostingRunner } from './platform/posting/runner.ts';
import { createReferenceCache } from './platform/reference/referenceCache.ts';
import type { Tenant } from './platform/tenant.ts';
import { bulkWorks, constraints, reachedByPath, referenceSlots, rowStores, stateStores } from './registry.ts';

export type AppOptions = {
  readonly pool: DbPool;
  /** The zone asked for; null for the one the bank has. */
  readonly timeZone: string | null;
  readonly sandbox: boolean;
  readonly auditTrail: boolean;
  readonly postingBatch: number;
  readonly postingConcurrency: number;
  readonly keyGraceSeconds: number;
  readonly keyExpirySeconds: number | null;
  readonly blockAfter: number;
  readonly lockAfter: number;
  readonly trustProxy: readonly string[];
  readonly rateLimits: RateLimits;
  readonly log: FastifyBaseLogger;
};

export type App = {
  readonly server: FastifyInstance;
  readonly tenant: Tenant;
  /** Refuses new connections, lets running requests and postings finish. The pool is its maker's to close. */
  close(): Promise<void>;
};

/** Puts a bank together over a migrated database: the composition root. */
export const createApp = async (options: AppOptions): Promise<App> => {
  const metrics = createMetrics();
  const authentication = createAuthentication({
    blockAfter: options.blockAfter,
    onBlocked: (address) => options.log.warn({ address }, 'an address is blocked after too many wrong credentials'),
    lockAfter: options.lockAfter,
    onLocked: (username) => options.log.warn({ username }, 'a user is locked after too many wrong passwords'),
  });
  const clock = createClock(createZone(await settleTimeZone(options.pool, options.timeZone)));
  const { rows } = await options.pool.query<{ clock_offset_ms: number }>('SELECT clock_offset_ms FROM tenant_state');
  clock.setOffset(rows[0]?.clock_offset_ms ?? 0);
  const reference = createReferenceCache(
    options.pool,
    [...referenceSlots, accessVersion, blockedAddresses],
    (before, after) => {
      authentication.forget(before.get(accessVersion), after.get(accessVersion));
    },
  );
  const runner = createPostingRunner({
    pool: options.pool,
    clock,
    reference,
    stateStores,
    rowStores,
    batchSize: options.postingBatch,
    concurrency: options.postingConcurrency,
    onBatch: metrics.batch,
  });
  const refusedChanges = createRefusedChanges(options.pool);
  const { pool, sandbox, auditTrail, keyGraceSeconds, keyExpirySeconds } = options;
  const apiKeys = { graceSeconds: keyGraceSeconds, expirySeconds: keyExpirySeconds };
  const bulk = startBulkWorker({
    tenant: { pool, clock, reference, runner },
    works: bulkWorks,
    reachedByPath,
    log: options.log,
    onItems: metrics.bulkItems,
  });
  const tenant: Tenant = { name: 'default', pool, clock, sandbox, apiKeys, reference, runner, refusedChanges, bulk };
  const server = await createServer(options.log, options.trustProxy);
  server.addHook('onResponse', (request, reply, done) => {
    metrics.request(request.routeOptions.url ?? 'none', request.method, reply.statusCode, reply.elapsedTime / 1000);
    const line = { reqId: request.id, method: request.method, url: request.url, status: reply.statusCode };
    if (reply.statusCode >= 500) request.log.error(line, 'failed');
    else request.log.debug(line, 'answered');
    done();
  });
  mountHealth(server, tenant, metrics);
  const tenantOf = (): Tenant => tenant;
  mountDocumentation(server, { tenantOf, authentication, implemented: new Set(Object.keys(handlers)) });
  mountOperations(server, {
    tenantOf,
    authentication,
    handlers,
    constraints,
    reachedByPath,
    auditTrail,
    rateLimits: options.rateLimits,
  });
  return {
    server,
    tenant,
    close: async () => {
      await server.close();
      await bulk.stop();
      await runner.drained();
    },
  };
};
