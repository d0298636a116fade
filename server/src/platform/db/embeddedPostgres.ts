import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, realpath, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './embedded/binaries.ts';
import {
  type ClusterContext,
  DATABASE_USER,
  ensureCluster,
  exitOf,
  prepareFolder,
  run,
  sizeOf,
  spawnOptions,
} from './embedded/cluster.ts';
import { EmbeddedPostgresError } from './embedded/errors.ts';
import { lockFolder } from './embedded/folderLock.ts';
import { isServerOf, processesIn, processStamp, waitUntil } from './embedded/processes.ts';
import { checkReach, chooseServerUser } from './embedded/serverUser.ts';

export { EmbeddedPostgresError } from './embedded/errors.ts';

export type EmbeddedPostgres = {
  /** Address of the database `florin`, or of another one on the same server, with its password. */
  connectionString(database?: string): string;
  readonly port: number;
  readonly pid: number;
  /** Ends open connections, writes everything down and gives the data folder back. `immediate` skips the writing, for tests. */
  stop(options?: { readonly immediate?: boolean }): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Florin's data folder; the database lives in `postgres` inside it. */
  readonly dataDir: string;
  /** Told what takes long or was repaired, one sentence each. */
  readonly log?: (message: string) => void;
  /** Told when the server ends without `stop` having been called. */
  readonly onUnexpectedExit?: (message: string) => void;
  /** No crash safety, for tests only. */
  readonly disposable?: boolean;
};

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_completion_target: '0.9',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
};
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
const DISPOSABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_compression: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  min_wal_size: '64MB',
};

/** Above this size the log file of the last runs is put aside as `postgres.log.1`. */
const LOG_LIMIT_BYTES = 10_000_000;
const STOP_LIMIT_MS = 60_000;

/**
 * Starts the PostgreSQL that npm brought, in `<dataDir>/postgres`, and creates the database `florin` there on first use. A server
 * that outlived a killed Florin is stopped first. Throws `EmbeddedPostgresError` with a remedy when it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  await prepareFolder(options.dataDir);
  const dataDir = await realpath(options.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    const cluster = join(dataDir, 'postgres');
    const binaries = await findBinaries();
    const user = await chooseServerUser(cluster);
    if (user !== null) checkReach(user, dataDir, binaries.postgres);
    const context: ClusterContext = { dataDir, cluster, binaries, user, disposable: options.disposable ?? false };
    await stopSurvivors(context, log);
    const password = await ensureCluster(context);
    const server = await launch(context, log);
    const address = (database: string = DATABASE_USER): string =>
      `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${server.port}/${database}`;

    let stopping: Promise<void> | null = null;
    // Last resort for an exit that skips stop(): a fast shutdown that nobody has to wait for.
    const onExit = (): void => void server.child.kill('SIGINT');
    process.once('exit', onExit);
    server.child.once('exit', () => {
      process.off('exit', onExit);
      if (stopping !== null) return;
      void lock.release();
      options.onUnexpectedExit?.(`The embedded PostgreSQL ended by itself; its last words are in ${logFile(context)}.`);
    });
    const stop = async (immediate: boolean): Promise<void> => {
      await stopServer(context, server.pid, immediate);
      await lock.release();
    };
    const handle: EmbeddedPostgres = {
      connectionString: address,
      port: server.port,
      pid: server.pid,
      stop(how = {}) {
        stopping ??= stop(how.immediate ?? false);
        return stopping;
      },
    };
    try {
      await ensureDatabase(address);
    } catch (error) {
      await handle.stop();
      throw error;
    }
    return handle;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function logFile(context: ClusterContext): string {
  return join(context.dataDir, 'postgres.log');
}

/** The server that a killed Florin left behind has no clients any more: a fast shutdown keeps all it acknowledged. */
async function stopSurvivors(context: ClusterContext, log: (message: string) => void): Promise<void> {
  const pidFile = join(context.cluster, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isServerOf(pid, context.cluster)) {
    log(`The database server of an earlier run (process ${pid}) is still there; stopping it first.`);
    await stopServer(context, pid, false);
  }
  // Children of a killed server notice its death by themselves; a second server beside them would damage the data.
  const gone = await waitUntil(() => processesIn(context.cluster).length === 0, 10_000);
  if (!gone) {
    throw new EmbeddedPostgresError(
      `Processes of an earlier database server still work on ${context.cluster}: ${processesIn(context.cluster).join(', ')}. ` +
        'Please end them (kill), then start again.',
    );
  }
  // PostgreSQL judges by the number alone, which may belong to somebody else by now. A number nobody has is left to
  // PostgreSQL: it also checks the shared memory before it cleans up.
  if (process.platform === 'linux' || (processStamp(pid) !== null && !isServerOf(pid, context.cluster))) {
    await rm(pidFile, { force: true });
  }
}

async function stopServer(context: ClusterContext, pid: number, immediate: boolean): Promise<void> {
  const stamp = processStamp(pid);
  if (stamp === null) return;
  if (process.platform === 'win32') {
    await run(context, context.binaries.pgCtl, ['stop', '-D', context.cluster, '-m', immediate ? 'immediate' : 'fast']);
    return;
  }
  const ended = (): boolean => processStamp(pid) !== stamp;
  signal(pid, immediate ? 'SIGQUIT' : 'SIGINT');
  if (await waitUntil(ended, STOP_LIMIT_MS)) return;
  // Loses nothing: the next start replays the log.
  signal(pid, 'SIGQUIT');
  if (await waitUntil(ended, 10_000)) return;
  throw new EmbeddedPostgresError(
    `The database server (process ${pid}) does not stop. Please end it (kill -9 ${pid}).`,
  );
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in this very moment, which is what we want.
  }
}

type Server = { child: ChildProcess; pid: number; port: number };

async function launch(context: ClusterContext, log: (message: string) => void): Promise<Server> {
  if ((await sizeOf(logFile(context))) > LOG_LIMIT_BYTES) {
    await rename(logFile(context), `${logFile(context)}.1`);
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const before = await sizeOf(logFile(context));
    const child = spawnServer(context, port);
    let ended: number | string | Error | null = null;
    exitOf(child).then(
      (code) => {
        ended = code;
      },
      (error: unknown) => {
        ended = error instanceof Error ? error : new Error(String(error));
      },
    );
    const started = performance.now();
    let reported = false;
    while (ended === null) {
      if (await isReady(context, child)) return { child, pid: child.pid ?? 0, port };
      if (!reported && performance.now() - started > 5_000) {
        reported = true;
        log('The database is repairing itself after an unclean end; this can take a while. Nothing is lost.');
      }
      await sleep(10);
    }
    const words = (await readFile(logFile(context), 'utf8').catch(() => '')).slice(before).trim();
    // Somebody else may take the port between our look and PostgreSQL's.
    if (attempt < 4 && words.includes('could not bind')) continue;
    const reason: unknown = ended;
    throw new EmbeddedPostgresError(
      `PostgreSQL did not start: ${reason instanceof Error ? reason.message : words.split('\n').slice(-12).join('\n')}`,
    );
  }
}

function spawnServer(context: ClusterContext, port: number): ChildProcess {
  const settings = { ...SETTINGS, ...(context.disposable ? DISPOSABLE : DURABLE), port: String(port) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(logFile(context), 'a', 0o600);
  try {
    const child = spawn(context.binaries.postgres, ['-D', context.cluster, ...flags], {
      ...spawnOptions(context),
      // A group of its own: Ctrl-C in the terminal is for Florin, which stops PostgreSQL after its last request.
      detached: true,
      stdio: ['ignore', output, output],
      windowsHide: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/** PostgreSQL writes its state into the eighth line of this file, which costs less to ask than a connection. */
async function isReady(context: ClusterContext, child: ChildProcess): Promise<boolean> {
  const lines = (await readFile(join(context.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function ensureDatabase(address: (database?: string) => string): Promise<void> {
  const client = new pg.Client({ connectionString: address('postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_USER]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_USER}`);
  } finally {
    await client.end();
  }
}
