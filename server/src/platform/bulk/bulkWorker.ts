import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { BulkWork } from './bulkOperation.ts';
import { beginBulk, openBulks, releaseBulkLock, tryBulkLock } from './bulkStore.ts';
import { type BulkRunOptions, workOffBulk } from './workOffBulk.ts';

/** Does what was asked for in bulk, one bulk after the other. */
export type BulkWorker = {
  /** Looks for work now, instead of in a few seconds. */
  wake(): void;
  /** Stops taking items; resolves when those that were taken are done. */
  stop(): Promise<void>;
};

export type BulkWorkerOptions = BulkRunOptions & { readonly works: readonly BulkWork[] };

/** How often it looks for what a process left behind that ended in the middle. */
const lookEveryMilliseconds = 5_000;

/** Starts the worker of a process. Several processes share the bulks: each is worked on by whoever holds its lock. */
export const startBulkWorker = (options: BulkWorkerOptions): BulkWorker => {
  const { tenant, log } = options;
  const works = new Map<string, BulkWork>(options.works.map((work) => [work.name, work]));
  let running: Promise<void> | undefined;
  let wanted = false;
  let stopping = false;

  /** Works on a bulk while this process holds its lock, which a lost connection gives up. */
  const take = async (key: EncodedKey): Promise<void> => {
    const holder = await tenant.pool.connect();
    let lost: Error | undefined;
    const onLost = (error: Error): void => {
      lost = error;
    };
    holder.on('error', onLost);
    try {
      if (!(await tryBulkLock(holder, key))) return;
      const bulk = await beginBulk(tenant.pool, key, tenant.clock.now());
      const work = bulk && works.get(bulk.operation);
      if (work) await workOffBulk(options, bulk, work, () => !stopping && lost === undefined);
      if (lost === undefined) await releaseBulkLock(holder, key);
    } catch (error) {
      // The lock must not outlive the work in a connection that goes back to the pool.
      lost ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      holder.off('error', onLost);
      holder.release(lost);
    }
  };

  const look = async (): Promise<void> => {
    while (wanted && !stopping) {
      wanted = false;
      for (const key of await openBulks(tenant.pool, [...works.keys()])) {
        if (stopping) return;
        await take(key).catch((error: unknown) =>
          log.error({ err: error, bulk: key }, 'a bulk was interrupted; it goes on in a few seconds'),
        );
      }
    }
  };

  const wake = (): void => {
    wanted = true;
    if (stopping) return;
    running ??= look()
      .catch((error: unknown) =>
        log.error({ err: error }, 'no bulk could be looked for; it is tried again in a few seconds'),
      )
      .finally(() => {
        running = undefined;
        // Asked for between the last look and now.
        if (wanted) wake();
      });
  };

  const timer = setInterval(wake, lookEveryMilliseconds);
  timer.unref();
  wake();
  return {
    wake,
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
};
