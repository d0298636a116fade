import { setTimeout as sleep } from 'node:timers/promises';
import { errorCatalogue } from '../../generated/errors.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import { violatedConstraint } from '../db/pool.ts';
import { checkPathReach, type ReachedByPath } from '../http/pathReach.ts';
import { submitCommand } from '../posting/submitCommand.ts';
import type { Tenant } from '../tenant.ts';
import type { BulkWork, ItemInput } from './bulkOperation.ts';
import { type Bulk, type BulkResult, doneAlready, type OpenItem } from './bulkStore.ts';

/** What the items of one bulk are done with. */
export type ItemContext = {
  readonly tenant: Pick<Tenant, 'pool' | 'clock' | 'reference' | 'runner'>;
  readonly reachedByPath: ReachedByPath;
  readonly bulk: Bulk;
  readonly work: BulkWork;
  /** Who asked, with what he may do now; or why nothing of his is done any more. */
  readonly principal: Principal | Rejection;
  readonly onError: (error: unknown, position: number) => void;
};

const mostAttempts = 4;
const firstWaitMilliseconds = 50;

/** Does an item, and answers what it was refused with; nothing when it is done, for then the result is written with it. */
export const doItem = async (context: ItemContext, { position, input }: OpenItem): Promise<BulkResult | undefined> => {
  const { tenant, bulk, work } = context;
  const item = { bulkKey: bulk.key, position };
  const read = work.read(item, input, tenant.clock.zone);
  if (isRejection(read)) return refused({ ...item, externalId: null }, read);
  const outcome = await submitted(context, read, input);
  return outcome && refused(read.item, outcome);
};

const submitted = async (context: ItemContext, read: ItemInput, payload: string): Promise<Rejection | undefined> => {
  const { tenant, reachedByPath, principal, bulk, work } = context;
  if (isRejection(principal)) return principal;
  const origin = { ...bulk.origin, principal, method: 'POST', payload };
  for (let attempt = 1; ; attempt += 1) {
    try {
      // What a request for this item alone would be asked before it runs.
      const outOfReach = await checkPathReach(tenant.pool, principal, read.path, reachedByPath);
      if (outOfReach) return outOfReach;
      const result = await submitCommand(tenant, work.command, read, { origin, idempotency: null, successStatus: 202 });
      if (!isRejection(result)) return undefined;
      // Others hold the account: nobody is there to try again but us.
      if (result.errors[0]?.reason !== 'BLOCKING_OPERATION_IN_PROGRESS' || attempt === mostAttempts) return result;
    } catch (error) {
      if (violatedConstraint(error)?.name === doneAlready) return undefined;
      if (attempt === mostAttempts) {
        context.onError(error, read.item.position);
        return reject('INTERNAL_ERROR', `the log of the bank says why, under bulk ${bulk.key}`);
      }
    }
    await sleep(firstWaitMilliseconds * 4 ** (attempt - 1));
  }
};

/** A refused item as clients read refusals: by their first error. */
const refused = (item: ItemInput['item'], { errors }: Rejection): BulkResult => {
  const { reason, source = null } = errors[0] ?? { reason: 'INTERNAL_ERROR' as const };
  return { ...item, id: null, error: { code: errorCatalogue[reason].code, reason, source } };
};
