import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { processStamp } from './processes.ts';

/** Holds a data folder for one process. */
export type FolderLock = {
  /** Gives the folder back; safe to call twice. */
  release(): Promise<void>;
};

type Holder = { pid: number; stamp: string; host: string; user: string; since: string };

const HEARTBEAT_MS = 5_000;
/** A holder on another machine (or in another container) cannot be looked at; this silence says that it is gone. */
const SILENCE_MS = 20_000;

/**
 * Takes the data folder for this process. A lock whose process is gone is taken over. Throws `EmbeddedPostgresError` naming
 * the holder when somebody else uses the folder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'florin.lock');
  const self: Holder = {
    pid: process.pid,
    stamp: processStamp(process.pid) ?? '',
    host: hostname(),
    user: userInfo().username,
    since: new Date().toISOString(),
  };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await writeFile(file, JSON.stringify(self), { flag: 'wx', mode: 0o644 });
      return hold(file, self);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw notWritable(folder, error);
    }
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (await isHeld(file, holder)) throw new EmbeddedPostgresError(describe(folder, holder));
    await removeStale(file, text);
  }
  throw new EmbeddedPostgresError(
    `Several processes are trying to use ${folder} at the same moment. Please start one.`,
  );
}

/** Turns a refusal of the file system into words; any other error comes back as it is. */
export function notWritable(folder: string, error: unknown): unknown {
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].some((code) => hasCode(error, code))) return error;
  return new EmbeddedPostgresError(
    `Florin runs as ${userInfo().username} and cannot write to its data folder ${folder}. Please give the folder to this user (chown), ` +
      'or choose another one with FLORIN_DATA_DIR.',
    { cause: error },
  );
}

function hold(file: string, self: Holder): FolderLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed beat does no harm, and a folder that vanished is noticed by PostgreSQL.
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      clearInterval(heartbeat);
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === JSON.stringify(self)) await rm(file, { force: true });
    },
  };
}

async function isHeld(file: string, holder: Holder | null): Promise<boolean> {
  if (holder !== null && holder.host === hostname()) return processStamp(holder.pid) === holder.stamp;
  // Written by another machine, or just being written: only its age tells.
  const age = await stat(file).then(
    (found) => Date.now() - found.mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  return age < (holder === null ? 1_000 : SILENCE_MS);
}

/** Moves the lock aside before deleting it, so that of several processes only one removes what all of them found stale. */
async function removeStale(file: string, expected: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  // Somebody was faster and this is already the new holder's lock: give it back.
  if ((await readFile(aside, 'utf8')) === expected) await rm(aside, { force: true });
  else await rename(aside, file);
}

function describe(folder: string, holder: Holder | null): string {
  const other = 'or give this one a folder of its own with FLORIN_DATA_DIR';
  if (holder === null) return `Another Florin is just starting on ${folder}. Please use that one, ${other}.`;
  const who = `process ${holder.pid}, started by ${holder.user} at ${holder.since}`;
  if (holder.host === hostname()) {
    return `Florin is already running on the data folder ${folder} (${who}). Please stop it first (kill ${holder.pid}), ${other}.`;
  }
  return (
    `Florin is already running on the data folder ${folder}, on the machine ${holder.host} (${who}). Please stop it there, ${other}. ` +
    `If that machine is gone, try again in ${SILENCE_MS / 1000} seconds.`
  );
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, stamp, host, user, since } = value as Record<keyof Holder, unknown>;
    if (typeof pid !== 'number' || typeof stamp !== 'string' || typeof host !== 'string') return null;
    return { pid, stamp, host, user: String(user), since: String(since) };
  } catch {
    return null;
  }
}

/** Whether an error of the file system has this code, such as ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
