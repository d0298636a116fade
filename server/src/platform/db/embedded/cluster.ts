import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { notWritable } from './folderLock.ts';
import type { ServerUser } from './serverUser.ts';

/** Name of the superuser and of the database. */
export const DATABASE_USER = 'florin';

/** What the programs of PostgreSQL need to run: where, with which programs, and as whom (null: as ourselves). */
export type ClusterContext = {
  readonly dataDir: string;
  /** Real path of PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser | null;
  /** Trades crash safety for speed; for tests only. */
  readonly disposable: boolean;
};

/** Options of `spawn` for a PostgreSQL program: the right user, and nothing of our environment, which may hold secrets. */
export function spawnOptions(context: ClusterContext) {
  const env = process.platform === 'win32' ? process.env : { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  return {
    cwd: context.dataDir,
    env,
    ...(context.user === null ? {} : { uid: context.user.uid, gid: context.user.gid }),
  };
}

/**
 * Makes the data folder. Other users may pass through it (PostgreSQL may be one of them), but not list it; what is inside
 * protects itself.
 */
export async function prepareFolder(dataDir: string): Promise<void> {
  const made = await mkdir(dataDir, { recursive: true }).catch((error: unknown) => {
    throw notWritable(dataDir, error);
  });
  if (made !== undefined && process.getuid?.() === 0) await chmod(dataDir, 0o711);
}

/**
 * Creates the database cluster if there is none yet and answers its password. An earlier attempt that was interrupted is
 * cleaned up; the new cluster appears under its name only when it is complete.
 */
export async function ensureCluster(context: ClusterContext): Promise<string> {
  const { dataDir, cluster } = context;
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('postgres.new')) await rm(join(dataDir, name), { recursive: true, force: true });
  }
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    await checkVersion(context, version.trim());
    return (await readPassword(context)) ?? (await resetPassword(context));
  }
  if ((await readdir(cluster).catch(() => [])).length > 0) {
    throw new EmbeddedPostgresError(
      `${cluster} exists but holds no PostgreSQL database. Please move it away, or choose another folder with FLORIN_DATA_DIR.`,
    );
  }
  const password = (await readPassword(context)) ?? (await writePassword(context));
  const fresh = join(dataDir, 'postgres.new');
  await mkdir(fresh, { mode: 0o700 });
  if (context.user !== null) await chown(fresh, context.user.uid, context.user.gid);
  await run(context, context.binaries.initdb, [
    `--pgdata=${fresh}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile(context)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point like C, yet knows upper and lower case of all letters; the same on every machine.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(context.disposable ? ['--no-sync'] : []),
  ]);
  await rm(cluster, { recursive: true, force: true });
  await rename(fresh, cluster);
  return password;
}

async function checkVersion(context: ClusterContext, version: string): Promise<void> {
  const output = await run(context, context.binaries.postgres, ['--version']);
  const major = /\) (\d+)/.exec(output)?.[1];
  if (major === version) return;
  throw new EmbeddedPostgresError(
    `The database in ${context.cluster} was made by PostgreSQL ${version}, and this Florin brings PostgreSQL ${major ?? 'unknown'}. ` +
      'Please export it with the earlier Florin (pg_dump) and import it into a new data folder, or keep using the earlier one.',
  );
}

function passwordFile(context: ClusterContext): string {
  return join(context.dataDir, 'postgres-password');
}

async function readPassword(context: ClusterContext): Promise<string | null> {
  const text = await readFile(passwordFile(context), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}

async function writePassword(context: ClusterContext): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const file = passwordFile(context);
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  if (context.user !== null) await chown(file, context.user.uid, context.user.gid);
  return password;
}

/** For a cluster whose password file was lost: sets a new one without a server, which needs no password. */
async function resetPassword(context: ClusterContext): Promise<string> {
  const password = await writePassword(context);
  const sql = `ALTER ROLE ${DATABASE_USER} PASSWORD '${password}'\n`;
  await run(context, context.binaries.postgres, ['--single', '-D', context.cluster, 'postgres'], sql);
  return password;
}

/** Runs a program of PostgreSQL to its end and answers what it printed; throws with its words when it fails. */
export async function run(context: ClusterContext, program: string, args: string[], input = ''): Promise<string> {
  const child = spawn(program, args, { ...spawnOptions(context), stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const code = await exitOf(child);
  if (code === 0) return output;
  throw new EmbeddedPostgresError(
    `PostgreSQL could not be prepared (${program} ended with ${code}): ${errors.trim() || output.trim()}`,
  );
}

/** Resolves with the exit code or the signal that ended the process; rejects when it could not be started. */
export function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new EmbeddedPostgresError(`PostgreSQL could not be started: ${error.message}`, { cause: error })),
    );
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}

/** Size of a file in bytes; 0 when there is none. */
export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}
