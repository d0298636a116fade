import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DbPool } from '../../server/src/platform/db/pool.ts';

const execute = promisify(execFile);
const home = fileURLToPath(new URL('../..', import.meta.url));

/** Where and with what something was measured: figures mean nothing without it. */
export type Surroundings = {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly florin: string;
  readonly node: string;
  readonly postgres: string;
  /** Settings of the server that decide what a commit costs. */
  readonly durability: string;
  readonly command: string;
  readonly date: string;
  /** Processes that wanted a core before anything was measured, on average of a minute. */
  readonly loadBefore: number;
};

const gitCommit = async (): Promise<string> => {
  const git = async (...args: string[]): Promise<string> => (await execute('git', args, { cwd: home })).stdout.trim();
  try {
    const changed = (await git('status', '--porcelain', '--', 'server')) !== '';
    return ` (${await git('rev-parse', '--short', 'HEAD')}${changed ? ', server changed since' : ''})`;
  } catch {
    // Unpacked from an archive: the version says enough.
    return '';
  }
};

const setting = async (pool: DbPool, name: string): Promise<string> => {
  const { rows } = await pool.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
  return rows[0]?.value ?? 'unknown';
};

/** Describes this machine, the versions and the command. */
export const surroundings = async (pool: DbPool, script: string, loadBefore: number): Promise<Surroundings> => {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
  const options = process.argv.slice(2);
  const durability = ['fsync', 'synchronous_commit', 'full_page_writes'];
  const values = await Promise.all(durability.map((name) => setting(pool, name)));
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    florin: `${version}${await gitCommit()}`,
    node: process.version,
    postgres: await setting(pool, 'server_version'),
    durability: durability.map((name, index) => `${name}=${values[index]}`).join(' '),
    command: `npm run ${script}${options.length > 0 ? ` -- ${options.join(' ')}` : ''}`,
    date: new Date().toISOString().slice(0, 10),
    loadBefore,
  };
};
