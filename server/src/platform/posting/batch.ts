import type pg from 'pg';
import type { OperationName } from '../../generated/operations.ts';
import type { Instant } from '../../kernel/instant.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { type AuditRecord, insertAuditRecords } from '../audit/auditRecord.ts';
import type { Clock } from '../clock/clock.ts';
import { allAnswered, type Statement, send, sendAll } from '../db/statement.ts';
import type { OperationContext } from '../http/handler.ts';
import { type AnsweredKey, findAnswers, insertAnswers, repeatedAnswer } from '../idempotency/idempotencyStore.ts';
import { readTenantState } from '../reference/readTenantState.ts';
import type { Reference, ReferenceCache } from '../reference/referenceCache.ts';
import { relyOnReference } from '../reference/referenceLock.ts';
import { type BatchState, createBatchState } from './batchState.ts';
import type { Command, Decision, Touch, Unchanged } from './command.ts';
import type { FinishedAnswer, Job } from './job.ts';
import { assignNumbers, type DrawnNumbers, drawNumbers, missingNumbers } from './numbers.ts';
import { type BatchMemory, nameTransaction, type RowVersion, recognise, type StateMemory } from './rememberedStates.ts';
import type { AnyRowStore, AnyStateStore, RowStore, StateStore } from './store.ts';

/** What a batch works with. */
export type BatchOptions = {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly reference: ReferenceCache;
  readonly stateStores: readonly AnyStateStore[];
  readonly rowStores: readonly AnyRowStore[];
  readonly memory: BatchMemory;
};

// A command's own types were forgotten where it was declared; the batch only passes values between functions of the same command.
type LooseCommand = Command<OperationName, unknown, unknown>;
type Pending = { readonly job: Job; readonly command: LooseCommand; readonly context: OperationContext };
type Decided = Pending & { readonly decision: Decision<unknown> | Unchanged<unknown> };
type Result = FinishedAnswer | Rejection;

const loose = (job: Job): LooseCommand => job.command as unknown as LooseCommand;
const inputOf = (job: Job): Parameters<LooseCommand['decide']>[0] => job.input as Parameters<LooseCommand['decide']>[0];

const begin: Statement = { name: 'begin', text: 'BEGIN', values: [] };
const mostPlans = 10;

/**
 * Runs commands in one database transaction and two round trips: begin, read and lock; then write and commit. What they touch is
 * named from the reference data at hand, before the database said whether that is the newest: if it was not, the batch begins again.
 * `onRead` is told when the database has answered: it may be asked for the next batch, while this one is decided.
 */
export const runBatch = async (
  options: BatchOptions,
  jobs: readonly Job[],
  onRead: () => void = () => {},
): Promise<readonly Result[]> => {
  for (let plans = 1; ; plans += 1) {
    const results = await attempt(options, jobs, onRead);
    if (results) return results;
    if (plans === mostPlans) throw new Error('The reference data changed faster than a batch could be planned.');
  }
};

const attempt = async (
  options: BatchOptions,
  jobs: readonly Job[],
  onRead: () => void,
): Promise<readonly Result[] | undefined> => {
  const reference = await options.reference.current();
  const db = await options.pool.connect();
  let broken: Error | undefined;
  try {
    const plan = planBatch(options, jobs, reference);
    const offset = options.clock.offset();
    const [, , transaction, stored, current, loaded, numbers] = await allAnswered([
      send(db, begin),
      send(db, relyOnReference),
      nameTransaction(db),
      findAnswers(db, plan.keys),
      readTenantState(db, options),
      loadStates(options, db, plan.touched),
      drawNumbers(db, options.rowStores, plan.numbers),
    ]);
    onRead();
    const sameServer = recognise(options.memory, transaction.server);
    if (current.version !== reference.version || options.clock.offset() !== offset || !sameServer) {
      await db.query('ROLLBACK');
      return undefined;
    }
    const results = plan.results;
    const state = createBatchState();
    for (const { slot, states } of loaded) for (const each of states) state.put(slot, each);
    const decided = decideAll(plan.pending, stored, state, results);
    const work = { decided, state, results, numbers, now: plan.now, version: transaction.version };
    await finish(options, db, work);
    return jobs.map((job) => results.get(job) ?? reject('INTERNAL_ERROR'));
  } catch (error) {
    await db.query('ROLLBACK').catch((failure: unknown) => {
      // The connection is of no use any more; the pool closes it and the first error is the one that matters.
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    db.release(broken);
  }
};

type Plan = {
  readonly now: Instant;
  readonly pending: readonly Pending[];
  readonly touched: ReadonlyMap<string, readonly Touch[]>;
  /** How many rows of each kind are certain to be appended. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly keys: Parameters<typeof findAnswers>[1];
  /** Filled with what is known of each job. */
  readonly results: Map<Job, Result>;
};

const planBatch = (options: BatchOptions, jobs: readonly Job[], reference: Reference): Plan => {
  const now = options.clock.now();
  const today = options.clock.zone.localDateOf(now);
  const results = new Map<Job, Result>();
  const touched = new Map<string, Touch[]>();
  const numbers = new Map<string, number>();
  const pending: Pending[] = [];
  for (const job of jobs) {
    const command = loose(job);
    const context: OperationContext = { principal: job.origin.principal, now, today, clock: options.clock, reference };
    pending.push({ job, command, context });
    const touches = command.touches(inputOf(job), context);
    if (isRejection(touches)) {
      results.set(job, touches);
      continue;
    }
    for (const touch of touches) {
      const known = touched.get(touch.slot.name);
      if (known) known.push(touch);
      else touched.set(touch.slot.name, [touch]);
    }
    const { numbers: drawn = [] } = command;
    for (const { name } of typeof drawn === 'function' ? drawn(inputOf(job)) : drawn)
      numbers.set(name, (numbers.get(name) ?? 0) + 1);
  }
  return { now, pending, touched, numbers, keys: jobs.flatMap((job) => job.idempotency ?? []), results };
};

/** Decides one command after the other, each on what the ones before it left. A key that has its answer already gets that answer. */
const decideAll = (
  pending: readonly Pending[],
  stored: Awaited<ReturnType<typeof findAnswers>>,
  state: BatchState,
  results: Map<Job, Result>,
): readonly Decided[] => {
  const decided: Decided[] = [];
  for (const { job, command, context } of pending) {
    const repeated = job.idempotency ? stored.get(job.idempotency.key) : undefined;
    if (job.idempotency && repeated) {
      results.set(job, repeatedAnswer(job.idempotency, repeated));
      continue;
    }
    if (results.has(job)) continue;
    const decision = command.decide(inputOf(job), state, context);
    if (isRejection(decision)) {
      results.set(job, decision);
      continue;
    }
    state.apply(decision.changes, decision.rows);
    decided.push({ job, command, decision, context });
  }
  return decided;
};

const loadStates = (
  options: BatchOptions,
  db: pg.PoolClient,
  touched: ReadonlyMap<string, readonly Touch[]>,
): Promise<readonly { readonly slot: AnyStateStore['slot']; readonly states: readonly unknown[] }[]> =>
  // Kinds are locked in the order of registration and rows in key order, so two batches never wait for each other in a circle.
  allAnswered(
    options.stateStores.flatMap((store) => {
      const touches = touched.get(store.slot.name);
      const memory = memoryOf(options, store);
      return touches ? [store.lockAndLoad(db, touches, memory).then((states) => ({ slot: store.slot, states }))] : [];
    }),
  );

const memoryOf = (options: BatchOptions, store: AnyStateStore): StateMemory<never> => {
  const memory = options.memory.ofSlot.get(store.slot.name);
  if (!memory) throw new Error(`Nothing was prepared to remember states of ${store.slot.name}.`);
  // Only states of this very slot are remembered under its name.
  return memory as unknown as StateMemory<never>;
};

type Work = {
  readonly decided: readonly Decided[];
  readonly state: BatchState;
  readonly results: Map<Job, Result>;
  readonly numbers: DrawnNumbers;
  readonly now: Instant;
  readonly version: RowVersion;
};

/** Writes what was decided, and commits. */
const finish = async (options: BatchOptions, db: pg.PoolClient, work: Work): Promise<void> => {
  const { decided, state, results, now } = work;
  const missing = missingNumbers(options.rowStores, state, work.numbers);
  const more = missing.size > 0 ? await drawNumbers(db, options.rowStores, missing) : undefined;
  assignNumbers(options.rowStores, state, work.numbers, more);
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
    if (decision.subject === null) continue;
    audits.push({
      occurredAt: now,
      operation: command.name,
      origin: job.origin,
      entityType: decision.subject.type,
      entityKey: decision.subject.key,
      before: decision.subject.before,
      after: decision.subject.after,
      status: answer.status,
      response: null,
    });
  }
  // Statements are plain data, so the commit can travel right behind them: when one fails, the database makes a rollback of it.
  const statements = [
    ...rowStatements(options, state, (store) => store.afterStates !== true),
    ...stateStatements(options, state),
    ...(answered.length > 0 ? [insertAnswers(now, answered)] : []),
    ...(audits.length > 0 ? [insertAuditRecords(audits)] : []),
    ...rowStatements(options, state, (store) => store.afterStates === true),
  ];
  const written = allAnswered([sendAll(db, statements), commit(db)]);
  rememberStates(options, work);
  await written;
};

/** The next batch that locks these rows finds them in this version. Not where a row's statement may have changed them once more. */
const rememberStates = (options: BatchOptions, { state, version }: Work): void => {
  if (options.rowStores.some((store) => !store.leavesStates && state.rowsOf(store.slot.name).length > 0)) return;
  for (const store of options.stateStores) {
    // Only states of this very slot were kept under its name.
    const { remembered, slot } = store as unknown as StateStore<unknown>;
    if (!remembered) continue;
    const memory = options.memory.ofSlot.get(slot.name);
    for (const each of state.changedStates(slot.name)) memory?.remember(remembered(each), version);
  }
};

const commit = async (db: pg.PoolClient): Promise<void> => {
  const { command } = await db.query({ name: 'commit', text: 'COMMIT', values: [] });
  if (command !== 'COMMIT') throw new Error('The database rolled a batch back without saying why.');
};

const rowStatements = (
  options: BatchOptions,
  state: BatchState,
  chosen: (store: AnyRowStore) => boolean,
): readonly Statement[] =>
  options.rowStores.filter(chosen).flatMap((store) => {
    const rows = state.rowsOf(store.slot.name);
    // Only rows of this very slot were kept under its name.
    return rows.length > 0 ? (store as unknown as RowStore<unknown>).statements(rows) : [];
  });

const stateStatements = (options: BatchOptions, state: BatchState): readonly Statement[] =>
  options.stateStores.flatMap((store) => {
    const states = state.changedStates(store.slot.name);
    if (states.length === 0) return [];
    // Only states of this very slot were kept under its name.
    const { slot, statements } = store as unknown as StateStore<unknown>;
    return statements(states, (each) => state.loadedState(slot.name, slot.keyOf(each)));
  });
