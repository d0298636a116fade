import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tells a process from a later one with the same number: an opaque text that stays the same while the process lives, or null
 * when no such process runs (one that ended and only waits to be collected counts as gone).
 */
export function processStamp(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    if (stat === null) return null;
    // The name in parentheses may contain anything, so the fields are counted from its end: state, …, start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  }
  if (process.platform === 'win32') return attempt(() => (process.kill(pid, 0) ? 'running' : null));
  const started = attempt(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  return started === '' ? null : started;
}

/** Whether process `pid` is a PostgreSQL server that works on the data directory `cluster` (an absolute real path). */
export function isServerOf(pid: number, cluster: string): boolean {
  if (processStamp(pid) === null) return false;
  if (process.platform === 'linux') return attempt(() => readlinkSync(`/proc/${pid}/cwd`)) === cluster;
  if (process.platform === 'win32') return true;
  const command = attempt(() => execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }));
  return command?.includes(cluster) ?? false;
}

/**
 * Processes that still work on the data directory `cluster`, such as the children of a killed server. Only Linux can tell;
 * elsewhere the list is empty and PostgreSQL's own check of its shared memory decides.
 */
export function processesIn(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isServerOf(pid, cluster));
}

/** Waits until `done` answers true, looking every 20 ms. Answers whether it did so within `milliseconds`. */
export async function waitUntil(done: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!done()) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
