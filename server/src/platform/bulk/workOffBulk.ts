import type { FastifyBaseLogger } from 'fastify';
import { operations } from '../../generated/operations.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import { authorise } from '../auth/authorise.ts';
import type { Principal } from '../auth/principal.ts';
import { findPrincipal } from '../auth/storedPrincipal.ts';
import { doItem, type ItemContext } from './bulkItem.ts';
import type { BulkWork } from './bulkOperation.ts';
import { type Bulk, completeBulk, insertRefusals, openItems } from './bulkStore.ts';

export type BulkRunOptions = Pick<ItemContext, 'tenant' | 'reachedByPath'> & {
  readonly log: FastifyBaseLogger;
  /** Told the number of items done and refused, for the metrics. */
  readonly onItems: (operation: string, done: number, refused: number) => void;
};

/** Items handed to the runner at a time, so that a long bulk does not fill the queue in front of requests. */
const chunk = 500;

/** Does the items of a bulk that have no result yet, until all have one or `mayGoOn` says no. */
export const workOffBulk = async (
  options: BulkRunOptions,
  bulk: Bulk,
  work: BulkWork,
  mayGoOn: () => boolean,
): Promise<void> => {
  const { tenant, log } = options;
  const began = performance.now();
  const onError = (error: unknown, position: number): void =>
    log.error({ err: error, bulk: bulk.key, position }, 'an item of a bulk failed for a reason that is ours');
  let [done, refused, after] = [0, 0, -1];
  while (mayGoOn()) {
    const items = await openItems(tenant.pool, bulk.key, after, chunk);
    const last = items.at(-1);
    if (!last) {
      await completeBulk(tenant.pool, bulk.key, tenant.clock.now());
      const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
      log.info({ bulk: bulk.key, operation: bulk.operation, done, refused, seconds }, 'a bulk is complete');
      return;
    }
    const principal = await principalOf(tenant.pool, bulk, work);
    const context: ItemContext = { ...options, bulk, work, principal, onError };
    const results = await Promise.all(items.map((item) => doItem(context, item)));
    const refusals = results.filter((result) => result !== undefined);
    await insertRefusals(tenant.pool, refusals);
    options.onItems(work.name, items.length - refusals.length, refusals.length);
    [done, refused, after] = [done + items.length - refusals.length, refused + refusals.length, last.position];
  }
};

/** Who asked, with what he may do now: somebody who may no longer come in, or ask for such a bulk, has nothing done any more. */
const principalOf = async (
  pool: BulkRunOptions['tenant']['pool'],
  bulk: Bulk,
  work: BulkWork,
): Promise<Principal | Rejection> => {
  const principal = await findPrincipal(pool, bulk.principal);
  if (isRejection(principal)) return principal;
  return authorise(principal, operations[work.name]) ?? principal;
};
