import { setImmediate as endOfTurn } from 'node:timers/promises';
import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;
type Waiting<Value> = { readonly found: (value: Value | undefined) => void; readonly failed: (error: unknown) => void };
type Queue<Value> = { waiting: Map<string, Waiting<Value>[]>; busy: boolean };

/**
 * One look-up for many callers: what is asked in one turn of the event loop, or while a query is under way, is found by one query together, so
 * that hundreds of simultaneous requests cost a few queries, and a single one does not wait. Nothing is remembered: every answer was read after its question.
 * `find` leaves out keys that name nothing; when it throws, so does the look-up of each who waited for it.
 */
export const gatheredLookup = <Value>(
  find: (db: Queryable, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): ((db: Queryable, key: string) => Promise<Value | undefined>) => {
  const queues = new WeakMap<Queryable, Queue<Value>>();
  const ask = async (db: Queryable, queue: Queue<Value>): Promise<void> => {
    queue.busy = true;
    await endOfTurn();
    while (queue.waiting.size > 0) {
      const round = queue.waiting;
      queue.waiting = new Map();
      try {
        const values = await find(db, [...round.keys()]);
        for (const [key, callers] of round) for (const { found } of callers) found(values.get(key));
      } catch (error) {
        for (const callers of round.values()) for (const { failed } of callers) failed(error);
      }
    }
    queue.busy = false;
  };
  return (db, key) =>
    new Promise((found, failed) => {
      const queue = queues.get(db) ?? { waiting: new Map<string, Waiting<Value>[]>(), busy: false };
      queues.set(db, queue);
      queue.waiting.set(key, [...(queue.waiting.get(key) ?? []), { found, failed }]);
      if (!queue.busy) void ask(db, queue);
    });
};
