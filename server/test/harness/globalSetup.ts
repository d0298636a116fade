import { chmod, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isServerOf, processStamp, waitUntil } from '../../src/platform/db/embedded/processes.ts';
import { startEmbeddedPostgres } from '../../src/platform/db/embeddedPostgres.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { createPool } from '../../src/platform/db/pool.ts';
import { TEMPLATE } from './template.ts';

const PREFIX = 'florin-test-';

/** Starts one PostgreSQL for the whole test run, with a migrated database to copy from; answers how to stop it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Started by its path, vitest runs on whichever Node the machine has; npm puts the project's own first.
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(`The tests need Node 24, and this is ${process.version}. Please start them with "npm test".`);
  }
  const home = await fastFolder();
  await sweep(home);
  const dataDir = await mkdtemp(join(home, PREFIX));
  // PostgreSQL may run as another user (if we are root), who must be able to pass.
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, disposable: true });
  const admin = createPool(postgres.connectionString(), { max: 1 });
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = createPool(postgres.connectionString(TEMPLATE), { max: 1 });
  await migrate(template);
  await template.end();
  project.provide('postgresUrl', postgres.connectionString());
  return async () => {
    await postgres.stop({ immediate: true });
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** Memory where the machine offers enough of it as a folder: copying a database is several times faster there. */
async function fastFolder(): Promise<string> {
  const memory = '/dev/shm';
  const found = await statfs(memory).catch(() => null);
  return found !== null && found.bavail * found.bsize > 4e9 ? memory : tmpdir();
}

/** Cleans up after test runs that were killed: their servers would otherwise run on forever. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(PREFIX)) continue;
    const dataDir = join(home, name);
    const holder: unknown = await readFile(join(dataDir, 'florin.lock'), 'utf8').then(JSON.parse, () => null);
    // Without a lock it may belong to a run that starts right now.
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('stamp' in holder)) continue;
    if (processStamp(Number(holder.pid)) === holder.stamp) continue;
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
    if (pid > 0 && isServerOf(pid, join(dataDir, 'postgres'))) {
      process.kill(pid, 'SIGQUIT');
      await waitUntil(() => processStamp(pid) === null, 5_000);
    }
    await rm(dataDir, { recursive: true, force: true });
  }
}
