import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { everything } from '../../platform/auth/reach.ts';
import { transaction } from '../../platform/db/pool.ts';
import type { Tenant } from '../../platform/tenant.ts';
import { type EndOfDayStep, endPassedDays, type RefusedStep } from './pipeline.ts';
import { tryEndOfDayLock } from './store/endOfDayStore.ts';

/** Who does the night's work: nobody who can sign in. */
export const systemPrincipal: Principal = {
  kind: 'SYSTEM',
  userKey: '00000000000000000000000000000000' as EncodedKey,
  username: 'end of day',
  keyId: null,
  administrator: true,
  roleKey: null,
  permissions: new Set(),
  branchKey: null,
  transactionLimits: new Map(),
  reach: everything,
};

const checkEveryMilliseconds = 60_000;

/** Ends each day soon after midnight, and days that were missed while the bank was closed. Answers how to stop. One process at a time does the work. */
export const startEndOfDayScheduler = (
  tenant: Tenant,
  steps: readonly EndOfDayStep[],
  onError: (error: unknown) => void,
  onRefused: (refused: RefusedStep) => void,
): (() => Promise<void>) => {
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = running.then(() =>
      transaction(tenant.pool, async (db) => {
        if (await tryEndOfDayLock(db))
          await endPassedDays(steps, tenant, systemPrincipal, tenant.clock.today(), onRefused);
      }).catch(onError),
    );
  };
  run();
  const timer = setInterval(run, checkEveryMilliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
};
