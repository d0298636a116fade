import { setTimeout as sleep } from 'node:timers/promises';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { createBusyMap } from '../busyMap.ts';
import type { FinishedAnswer, IdempotencyKey } from '../posting/job.ts';
import { repeatedAnswer } from './idempotencyStore.ts';

type Running = { readonly requestHash: Buffer; readonly result: Promise<FinishedAnswer | Rejection> };

/** Requests with a key that this process is executing right now. */
export type InFlightKeys = {
  /**
   * Runs the work, unless a request with the same key runs already: then waits shortly for that one's answer, and gives up with 409.
   * A request whose predecessor was refused runs as new, since refusals are not stored.
   */
  guard(
    key: IdempotencyKey | null,
    work: () => Promise<FinishedAnswer | Rejection>,
  ): Promise<FinishedAnswer | Rejection>;
};

const longestWaitMilliseconds = 5000;

/** An empty register of running keys. */
export const createInFlightKeys = (): InFlightKeys => {
  const running = createBusyMap<string, Running>();
  const guarded = async (
    key: IdempotencyKey,
    work: () => Promise<FinishedAnswer | Rejection>,
  ): Promise<FinishedAnswer | Rejection> => {
    const deadline = performance.now() + longestWaitMilliseconds;
    for (let earlier = running.get(key.key); earlier; earlier = running.get(key.key)) {
      const abort = new AbortController();
      const timeLeft = Math.max(0, deadline - performance.now());
      const outcome = await Promise.race([
        earlier.result.catch(() => undefined),
        sleep(timeLeft, 'late' as const, { signal: abort.signal }).catch(() => 'late' as const),
      ]);
      abort.abort();
      if (outcome === 'late') {
        return reject(
          'BLOCKING_OPERATION_IN_PROGRESS',
          'a request with this Idempotency-Key is still being processed, try again later',
          409,
        );
      }
      if (outcome !== undefined && !isRejection(outcome)) {
        return repeatedAnswer(key, { ...outcome, requestHash: earlier.requestHash });
      }
    }
    const result = work();
    running.set(key.key, { requestHash: key.requestHash, result });
    try {
      return await result;
    } finally {
      running.delete(key.key);
    }
  };
  return { guard: (key, work) => (key === null ? work() : guarded(key, work)) };
};
