import type pg from 'pg';
import type { OperationName } from '../../generated/operations.ts';
import type { instant } from '../../kernel/instant.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { type AuditRecord, insertAuditRecords } from '../audit/auditRecord.ts';
import type { Clock } from '../clock/clock.ts';
import { isConflict, transaction, withRetry } from '../db/pool.ts';
import type { OperationContext } from '../http/handler.ts';
import {
  type AnsweredKey,
  findAnswers,
  insertAnswers,
  isAnsweredKey,
  repeatedAnswer,
} from '../idempotency/idempotencyStore.ts';
import { readTenantState } from '../reference/readTenantState.ts';
import type { ReferenceCache } from '../reference/referenceCache.ts';
import { type BatchState, createBatchState } from './batchState.ts';
import type { Command, Decision, Touch } from './command.ts';
import { constraintRejection } from './constraints.ts';
import type { FinishedAnswer, Job } from './job.ts';
import type { AnyRowStore, AnyStateStore, RowStore, StateStore } from './store.ts';

/** The one door for everything that changes an account or the ledger. */
export type PostingRunner = {
  /** Takes a job into the next batch; the job is told when its answer is committed, or why it was refused. */
  submit(job: Job): void;
  /** Resolves when nothing is queued or being written any more: a graceful stop waits for it. */
  drained(): Promise<void>;
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

// A command's own types were forgotten where it was declared; the runner only passes values between functions of the same command.
type LooseCommand = Command<OperationName, unknown, unknown>;
type Decided = {
  readonly job: Job;
  readonly command: LooseCommand;
  readonly decision: Decision<unknown>;
  readonly context: OperationContext;
};
type Result = FinishedAnswer | Rejection;

const loose = (job: Job): LooseCommand => job.command as unknown as LooseCommand;
const inputOf = (job: Job): Parameters<LooseCommand['decide']>[0] => job.input as Parameters<LooseCommand['decide']>[0];

/** After this a batch counts as stuck; ordinary ones take a tenth to a half of it. */
const patienceMilliseconds = 100;

/** A runner over the registered stores. It gathers what arrives while earlier batches are written; an idle runner adds no wait. */
export const createPostingRunner = (options: RunnerOptions): PostingRunner => {
  const queue: Job[] = [];
  let active = 0;
  let waiters: (() => void)[] = [];

  // Postings share a commit, so few full batches are cheaper than many small ones: a further one begins beside only when it is full, or when
  // the one before it is stuck, perhaps behind somebody else's lock.
  let lastStart = 0;
  const mayStart = (): boolean =>
    active === 0 ||
    (active < options.concurrency &&
      (queue.length >= options.batchSize || performance.now() - lastStart >= patienceMilliseconds));

  const pump = (): void => {
    while (queue.length > 0 && mayStart()) {
      active += 1;
      const jobs = queue.splice(0, options.batchSize);
      const started = performance.now();
      lastStart = started;
      const stuck = setTimeout(pump, patienceMilliseconds);
      void settleBatch(options, jobs).finally(() => {
        clearTimeout(stuck);
        active -= 1;
        options.onBatch?.(jobs.length, (performance.now() - started) / 1000);
        if (active === 0 && queue.length === 0) {
          for (const wake of waiters) wake();
          waiters = [];
        }
        pump();
      });
    }
  };
  return {
    submit: (job) => {
      queue.push(job);
      pump();
    },
    drained: () =>
      active === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
  };
};

/** Runs a batch and tells every job its result. A batch that the database refuses is tried again one command at a time. */
const settleBatch = async (options: RunnerOptions, jobs: readonly Job[]): Promise<void> => {
  try {
    const results = await withRetry(() => transaction(options.pool, (db) => runBatch(options, db, jobs)), {
      attempts: jobs.length === 1 ? 8 : 2,
    });
    jobs.forEach((job, index) => {
      const result = results[index];
      if (result) job.settle(result);
    });
  } catch (error) {
    if (jobs.length > 1) {
      for (const job of jobs) await settleBatch(options, [job]);
      return;
    }
    const [job] = jobs;
    if (!job) return;
    if (isAnsweredKey(error)) {
      // Another process stored the same idempotency key first: its answer is there now.
      await settleBatch(options, [job]);
      return;
    }
    const known = isConflict(error)
      ? reject('BLOCKING_OPERATION_IN_PROGRESS', 'another operation holds the same accounts; please try again', 409)
      : constraintRejection(error, [...options.stateStores, ...options.rowStores]);
    if (known) job.settle(known);
    else job.fail(error);
  }
};

const runBatch = async (
  options: RunnerOptions,
  db: pg.PoolClient,
  jobs: readonly Job[],
): Promise<readonly Result[]> => {
  const keys = jobs.flatMap((job) => job.idempotency ?? []);
  const [reference, stored] = await Promise.all([readTenantState(db, options), findAnswers(db, keys)]);
  const results = new Map<Job, Result>();
  const state = createBatchState();
  const touched = new Map<string, Touch[]>();
  const now = options.clock.now();
  const contextOf = (job: Job): OperationContext => ({
    principal: job.origin.principal,
    now,
    today: options.clock.zone.localDateOf(now),
    clock: options.clock,
    reference,
  });

  const pending: { job: Job; context: OperationContext }[] = [];
  for (const job of jobs) {
    const repeated = job.idempotency ? stored.get(job.idempotency.key) : undefined;
    if (job.idempotency && repeated) {
      results.set(job, repeatedAnswer(job.idempotency, repeated));
      continue;
    }
    const context = contextOf(job);
    const touches = loose(job).touches(inputOf(job), context);
    if (isRejection(touches)) {
      results.set(job, touches);
      continue;
    }
    for (const touch of touches) {
      const known = touched.get(touch.slot.name);
      if (known) known.push(touch);
      else touched.set(touch.slot.name, [touch]);
    }
    pending.push({ job, context });
  }

  await loadStates(options, db, touched, state);
  const decided: Decided[] = [];
  for (const { job, context } of pending) {
    const command = loose(job);
    const decision = command.decide(inputOf(job), state, context);
    if (isRejection(decision)) {
      results.set(job, decision);
      continue;
    }
    state.apply(decision.changes, decision.rows);
    decided.push({ job, command, decision, context });
  }
  if (decided.length > 0) await writeEffects(options, db, state, decided, results, now);
  return jobs.map((job) => results.get(job) ?? reject('INTERNAL_ERROR'));
};

const loadStates = async (
  options: RunnerOptions,
  db: pg.PoolClient,
  touched: ReadonlyMap<string, readonly Touch[]>,
  state: BatchState,
): Promise<void> => {
  // Kinds are locked in the order of registration and rows in key order, so two batches never wait for each other in a circle.
  for (const store of options.stateStores) {
    const touches = touched.get(store.slot.name);
    if (!touches) continue;
    for (const loaded of await store.lockAndLoad(db, touches)) state.put(store.slot, loaded);
  }
};

const writeEffects = async (
  options: RunnerOptions,
  db: pg.PoolClient,
  state: BatchState,
  decided: readonly Decided[],
  results: Map<Job, Result>,
  now: ReturnType<typeof instant>,
): Promise<void> => {
  const writesOf = (chosen: (store: AnyRowStore) => boolean): (() => Promise<void>)[] =>
    options.rowStores.filter(chosen).flatMap((store) => {
      const rows = state.rowsOf(store.slot.name);
      return rows.length > 0 ? [() => (store as unknown as RowStore<unknown>).write(db, rows)] : [];
    });
  const stateWrites = options.stateStores.flatMap((store) => {
    const states = state.changedStates(store.slot.name);
    return states.length > 0 ? [() => (store as unknown as StateStore<unknown>).write(db, states)] : [];
  });
  for (const write of writesOf((store) => store.drawsNumbers === true)) await write();
  const answered: AnsweredKey[] = [];
  const audits: AuditRecord[] = [];
  for (const { job, command, decision, context } of decided) {
    const body = command.answer(decision.outcome, context) as unknown;
    const answer: FinishedAnswer = {
      status: job.successStatus,
      body: body === undefined ? null : JSON.stringify(body),
    };
    results.set(job, answer);
    if (job.idempotency) answered.push({ idempotency: job.idempotency, operation: command.name, answer });
    audits.push({
      occurredAt: now,
      operation: command.name,
      origin: job.origin,
      entityType: decision.subject.type,
      entityKey: decision.subject.key,
      before: undefined,
      after: undefined,
      status: answer.status,
    });
  }
  await together([
    ...writesOf((store) => store.drawsNumbers !== true && store.afterStates !== true),
    ...stateWrites,
    () => insertAnswers(db, now, answered),
    () => insertAuditRecords(db, audits),
  ]);
  for (const write of writesOf((store) => store.afterStates === true)) await write();
};

/**
 * Sends statements one behind the other without waiting for answers in between; the database runs them in this order. Throws what the first
 * of them that failed said, after all have been answered: nothing of theirs may arrive behind the rollback.
 */
const together = async (writes: readonly (() => Promise<void>)[]): Promise<void> => {
  const settled = await Promise.allSettled(writes.map((write) => write()));
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
};
