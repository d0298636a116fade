import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processesIn, processStamp, waitUntil } from './embedded/processes.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts';

let home: string;
let dataDir: string;
let children: ChildProcess[];
let servers: EmbeddedPostgres[];
let log: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'florin-embedded-'));
  await chmod(home, 0o711);
  dataDir = join(home, 'data');
  children = [];
  servers = [];
  log = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) await server.stop({ immediate: true });
  const left = await postmasterPid();
  if (left !== null && processStamp(left) !== null) process.kill(left, 'SIGQUIT');
  await waitUntil(() => processesIn(join(dataDir, 'postgres')).length === 0, 5_000);
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: (message) => log.push(message) });
  servers.push(server);
  return server;
}

/** Starts the database in a process of its own, which prints the server's address and can be killed. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embeddedPostgres.ts', import.meta.url).href)};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, onUnexpectedExit: () => process.exit(3) });
    console.log(server.connectionString());
    process.once('SIGTERM', () => server.stop().then(() => process.exit(0)));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line]: unknown[] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  return { child, url: String(line).trim() };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number(text.split('\n')[0]);
}

test('starts, is durable and private, stops, and starts again with what was written', async () => {
  const first = await start();
  expect(await query(first.connectionString(), 'CREATE TABLE kept AS SELECT 42 AS answer')).toEqual([]);
  const settings = `SELECT current_setting(name) FROM unnest(array['fsync', 'synchronous_commit', 'full_page_writes',
    'data_checksums', 'server_encoding', 'listen_addresses']) name`;
  expect(await query(first.connectionString(), settings)).toEqual(['on', 'on', 'on', 'on', 'UTF8', '127.0.0.1']);
  expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
  const wrong = first.connectionString().replace(/florin:[^@]+/, 'florin:guess');
  await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
  await first.stop();
  expect(processStamp(first.pid)).toBeNull();

  // A lost password file is replaced: whoever may read the folder owns the database anyway.
  await rm(join(dataDir, 'postgres-password'));
  const second = await start();
  expect(await query(second.connectionString(), 'SELECT answer FROM kept')).toEqual([42]);
});

test('a second start on the same folder says who has it and what to do', async () => {
  await start();
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    new RegExp(`already running on the data folder .*process ${process.pid}, .*Please stop it first .*FLORIN_DATA_DIR`),
  );
});

test('a killed Florin: its server is stopped and the next start has everything', async () => {
  const { child, url } = await startElsewhere();
  await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const survivor = await postmasterPid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await start();
  expect(log.join()).toContain(`process ${survivor}) is still there; stopping it first`);
  expect(server.pid).not.toBe(survivor);
  expect(await query(server.connectionString(), 'SELECT answer FROM kept')).toEqual([42]);
});

test('a killed PostgreSQL: Florin is told, and the next start recovers', async () => {
  const { child, url } = await startElsewhere();
  await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill((await postmasterPid()) ?? 0, 'SIGKILL');
  expect(await once(child, 'exit')).toEqual([3, null]);
  const server = await start();
  expect(await query(server.connectionString(), 'SELECT answer FROM kept')).toEqual([42]);
});

test('both killed at once, and the number of the dead server belongs to somebody else by now', async () => {
  const { child, url } = await startElsewhere();
  await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill((await postmasterPid()) ?? 0, 'SIGKILL');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [String(process.ppid), ...lines.slice(1)].join('\n'));
  const server = await start();
  expect(await query(server.connectionString(), 'SELECT answer FROM kept')).toEqual([42]);
});

test('an interrupted first start is cleaned up', async () => {
  await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
  const server = await start();
  expect(await query(server.connectionString(), 'SELECT 1')).toEqual([1]);
});

test('a folder held on another machine is refused until that one has been silent for a while', async () => {
  await mkdir(dataDir, { recursive: true });
  const holder = { pid: 1, stamp: '1', host: `not-${hostname()}`, user: 'ann', since: 'yesterday' };
  await writeFile(join(dataDir, 'florin.lock'), JSON.stringify(holder));
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/on the machine not-.*try again in 20 seconds/);
});

test('a folder of a newer PostgreSQL is refused in words', async () => {
  await mkdir(join(dataDir, 'postgres'), { recursive: true });
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '99\n');
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'nobody', join(dataDir, 'postgres')]);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('was made by PostgreSQL 99');
});

test.runIf(process.getuid?.() === 0)('root in a closed folder is told what to open', async () => {
  await chmod(home, 0o700);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`chmod o+x ${home}`);
});

test('a stop during open connections is quick', async () => {
  const server = await start();
  const client = new pg.Client({ connectionString: server.connectionString() });
  client.on('error', () => undefined);
  await client.connect();
  const sleeping = client.query('SELECT pg_sleep(60)').catch(() => 'ended');
  await sleep(50);
  const before = performance.now();
  await server.stop();
  expect(performance.now() - before).toBeLessThan(3_000);
  expect(await sleeping).toBe('ended');
});
