import type pg from 'pg';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { Clock } from '../clock/clock.ts';
import { isConflict, withRetry } from '../db/pool.ts';
import { isAnsweredKey } from '../idempotency/idempotencyStore.ts';
import type { ReferenceCache } from '../reference/referenceCache.ts';
import { type BatchOptions, runBatch } from './batch.ts';
import type { StateSlot } from './command.ts';
import { constraintRejection } from './constraints.ts';
import type { FinishedAnswer, Job } from './job.ts';
import { createJobQueue } from './jobQueue.ts';
import { createStateMemory, ofKilobytes, type StateMemory } from './rememberedStates.ts';
import type { AnyRowStore, AnyStateStore } from './store.ts';

/** The one door for everything that changes an account or the ledger. */
export type PostingRunner = {
  /** Takes a job into the next batch; the job is told when its answer is committed, or why it was refused. */
  submit(job: Job): void;
  /** Resolves when nothing is queued or being written any more: a graceful stop waits for it. */
  drained(): Promise<void>;
  /** What is remembered of one kind of state: for those who prove that it is what is stored. */
  memoryOf<State>(slot: StateSlot<State>): StateMemory<State> | undefined;
};

export type RunnerOptions = {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly reference: ReferenceCache;
  readonly stateStores: readonly AnyStateStore[];
  readonly rowStores: readonly AnyRowStore[];
  /** Most commands of one batch; 100 to 300 is the sweet spot. */
  readonly batchSize: number;
  /** Most batches in flight at once. */
  readonly concurrency: number;
  /** Told the size and seconds of every batch, for the metrics. */
  readonly onBatch?: (size: number, seconds: number) => void;
};

const memoryFor = ({ slot, kilobytesOf }: AnyStateStore): StateMemory<unknown> =>
  // Only states of this very slot are remembered under its name.
  createStateMemory<unknown>(slot as never, kilobytesOf && ofKilobytes<unknown>(kilobytesOf as never));

/** Tells a job what became of it. */
type Told = () => void;

/** After this a batch counts as stuck; ordinary ones take a tenth to a half of it. */
const patienceMilliseconds = 100;

/** A batch of so few is not made smaller. */
const smallestShare = 8;

/** A runner over the registered stores. It gathers what arrives while earlier batches are written; an idle runner adds no wait. */
export const createPostingRunner = (given: RunnerOptions): PostingRunner => {
  const memory = {
    server: '',
    ofSlot: new Map(given.stateStores.map((store) => [store.slot.name, memoryFor(store)])),
  };
  const options = { ...given, memory };
  const queue = createJobQueue();
  let active = 0;
  /** Batches that are written, and whose jobs are not told so yet. */
  let untold = 0;
  let waiters: (() => void)[] = [];

  // Like a bucket chain: while the database writes one batch, we decide the next, and it looks up what the one behind that needs. Postings share a commit, so few full batches are
  // cheaper than many small ones: the next one begins when at least half as many wait as are being written, or nothing is; and two are read
  // side by side only when the second is full, or the first is stuck, perhaps behind somebody else's lock. But a batch takes no more than
  // half of all that is under way: with everything in one, we would wait for the database, and then the database for us.
  let written = 0;
  let reading = 0;
  let lastStart = 0;
  let willPump = false;
  const worthwhile = (): boolean => reading === 0 && queue.length() >= written / 2;
  const isStuck = (): boolean => performance.now() - lastStart >= patienceMilliseconds;
  const mayStart = (): boolean =>
    active < options.concurrency && (worthwhile() || queue.length() >= options.batchSize || isStuck());

  const share = (): number =>
    Math.min(options.batchSize, Math.max(smallestShare, Math.ceil((queue.length() + written) / 2)));

  const pump = (): void => {
    while (queue.length() > 0 && mayStart()) {
      active += 1;
      reading += 1;
      const jobs = queue.take(share());
      written += jobs.length;
      const started = performance.now();
      lastStart = started;
      const stuck = setTimeout(pump, patienceMilliseconds);
      let read = false;
      const onRead = (): void => {
        if (read) return;
        read = true;
        reading -= 1;
        pump();
      };
      void settleBatch(options, jobs, onRead).then((told) => {
        clearTimeout(stuck);
        active -= 1;
        untold += 1;
        queue.release(jobs);
        written -= jobs.length;
        onRead();
        options.onBatch?.(jobs.length, (performance.now() - started) / 1000);
        // The next batch goes to the database first: it is busy with it while we write the answers of this one.
        pump();
        setImmediate(() => {
          for (const tell of told) tell();
          untold -= 1;
          if (active === 0 && untold === 0 && queue.length() === 0) {
            for (const wake of waiters) wake();
            waiters = [];
          }
        });
      });
    }
  };
  return {
    submit: (job) => {
      queue.add(job);
      if (willPump) return;
      willPump = true;
      // Whatever else this turn of the event loop brings belongs to the same batch.
      setImmediate(() => {
        willPump = false;
        pump();
      });
    },
    drained: () =>
      active === 0 && untold === 0 && queue.length() === 0
        ? Promise.resolve()
        : new Promise((resolve) => waiters.push(resolve)),
    // Only states of this very slot are remembered under its name.
    memoryOf: <State>(slot: StateSlot<State>) =>
      memory.ofSlot.get(slot.name) as unknown as StateMemory<State> | undefined,
  };
};

/** Runs a batch and answers what to tell each job. A batch that the database refuses is tried again one command at a time. */
const settleBatch = async (
  options: RunnerOptions & BatchOptions,
  jobs: readonly Job[],
  onRead: () => void,
): Promise<readonly Told[]> => {
  try {
    const results = await withRetry(() => runBatch(options, jobs, onRead), { attempts: jobs.length === 1 ? 8 : 2 });
    return jobs.flatMap((job, index) => {
      const result = results[index];
      return result ? [() => job.settle(result)] : [];
    });
  } catch (error) {
    if (jobs.length > 1) {
      const told: Told[] = [];
      for (const job of jobs) told.push(...(await settleBatch(options, [job], onRead)));
      return told;
    }
    const [job] = jobs;
    if (!job) return [];
    // Another process stored the same idempotency key first: its answer is there now.
    if (isAnsweredKey(error)) return settleBatch(options, [job], onRead);
    const result = refusalOf(options, error);
    return [() => (result ? job.settle(result) : job.fail(error))];
  }
};

const refusalOf = (options: RunnerOptions, error: unknown): FinishedAnswer | Rejection | undefined =>
  isConflict(error)
    ? reject('BLOCKING_OPERATION_IN_PROGRESS', 'another operation holds the same accounts; please try again', 409)
    : constraintRejection(error, [...options.stateStores, ...options.rowStores]);
