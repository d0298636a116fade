import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { typeParsers } from './typeParsers.ts';

/** Connections to one tenant's database. */
export type DbPool = pg.Pool;
/** One connection inside `transaction`: everything it does is committed or rolled back together. */
export type DbTransaction = pg.PoolClient;
/** Whatever can run a query: store functions take this, so that they work inside and outside a transaction. */
export type Db = DbPool | DbTransaction;

export type PoolOptions = {
  /** Most connections open at once. */
  readonly max: number;
  /** Shown in `pg_stat_activity`; default `florin`. */
  readonly applicationName?: string;
  /** Milliseconds after which PostgreSQL gives up a statement; 0 is never; default 30,000. */
  readonly statementTimeoutMs?: number;
  /** Told when an idle connection breaks. The pool opens a new one by itself, so this is for the log only. */
  readonly onIdleError?: (error: Error) => void;
};

/**
 * A pool whose connections speak UTC and read columns as `typeParsers` says. Opens no connection by itself.
 * `connectionString` is a postgresql:// address; its own parameters win over ours.
 */
export function createPool(connectionString: string, options: PoolOptions): DbPool {
  const { url, settings } = splitSettings(connectionString);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.applicationName ?? 'florin',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    // A transaction that nobody drives any more must not keep its row locks.
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 15_000,
    // Statements that do not wait for each other's answers travel together: a batch of postings waits twice instead of eleven times.
    pipeline: true,
    stream: gatheringSocket,
    options: `-c TimeZone=UTC -c DateStyle=ISO -c jit=off ${settings}`.trim(),
    types: typeParsers,
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // Nor may one that breaks in somebody's hands: his next statement tells him.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * A socket that hands over at the end of a step what was written during it: the driver holds back what it writes for one statement, here
 * the statements of a whole batch wake the database once.
 */
function gatheringSocket(): Socket {
  const socket = new Socket();
  const uncork = socket.uncork.bind(socket);
  socket.uncork = () => process.nextTick(uncork);
  return socket;
}

/** `pg` lets the address replace our session settings as a whole; taking them out first lets us keep both. */
function splitSettings(connectionString: string): { url: string; settings: string } {
  if (!URL.canParse(connectionString)) return { url: connectionString, settings: '' };
  const url = new URL(connectionString);
  const settings = url.searchParams.get('options') ?? '';
  if (settings === '') return { url: connectionString, settings };
  url.searchParams.delete('options');
  return { url: url.href, settings };
}

/**
 * Runs `work` in one database transaction: commits what it did when it returns, rolls back when it throws (and throws the
 * same error on). Throws as well when PostgreSQL answers COMMIT with a rollback, which happens after an error was swallowed.
 */
export async function transaction<T>(pool: DbPool, work: (tx: DbTransaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    const commit = await client.query('COMMIT');
    if (commit.command !== 'COMMIT') {
      throw new Error('The database rolled the transaction back: a statement in it had failed and was not reported.');
    }
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      // The connection is of no use any more; the pool closes it and the first error is the one that matters.
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

export type RetryOptions = {
  /** How often the work is tried at all; default 5. */
  readonly attempts?: number;
  /** Longest wait before the second attempt in milliseconds; doubles from then on; default 5. */
  readonly firstWaitMs?: number;
};

/**
 * Repeats `work` when the database refused it only because of others working at the same time (serialization failure or
 * deadlock). `work` must be safe to repeat, so put a whole `transaction` in it. Throws the last error when all attempts failed.
 */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const attempts = options.attempts ?? 5;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isConflict(error)) throw error;
      // A random share of the wait keeps two rivals from meeting again.
      await sleep((options.firstWaitMs ?? 5) * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }
}

/** Whether the error is a serialization failure (40001), a deadlock (40P01) or a lock that others kept too long (55P03), which a repetition cures. */
export function isConflict(error: unknown): boolean {
  const code = databaseErrorCode(error);
  return code === '40001' || code === '40P01' || code === '55P03';
}

/** The five-character SQLSTATE of an error that PostgreSQL reported, or null for any other error. */
export function databaseErrorCode(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}

/** The constraint that a statement violated, with PostgreSQL's own detail; null for any other error. */
export function violatedConstraint(error: unknown): { readonly name: string; readonly detail: string | null } | null {
  return error instanceof pg.DatabaseError && error.constraint !== undefined
    ? { name: error.constraint, detail: error.detail ?? null }
    : null;
}
