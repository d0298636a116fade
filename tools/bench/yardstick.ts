import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { latenciesOf } from './percentiles.ts';
import { loadTpcB, runTpcB } from './tpcB.ts';

const execute = promisify(execFile);

/** One measurement of the yardstick. */
export type YardstickPoint = { readonly connections: number; readonly perSecond: number };

/** Transactions of the kind TPC-B describes, one commit each, on the same server: what a plain application could reach at best. */
export type Yardstick = {
  /** The program that measures, for the report. */
  readonly name: string;
  measure(connections: number, seconds: number): Promise<YardstickPoint>;
  /** One connection: its rate, and its median latency in milliseconds. */
  measureAlone(seconds: number): Promise<YardstickPoint & { readonly p50: number }>;
};

/** `tps = 1234.5 (without initial connection time)` of pgbench's report. */
export const tpsOf = (report: string): number => {
  const found = /^tps = ([\d.]+)/m.exec(report);
  if (found === null) throw new Error(`pgbench told no tps:\n${report}`);
  return Number(found[1]);
};

/** The third column of pgbench's log: the microseconds of every transaction. */
export const microsecondsOf = (log: string): Uint32Array =>
  Uint32Array.from(
    log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number(line.split(' ')[2])),
  );

const environmentOf = (connectionString: string): NodeJS.ProcessEnv => {
  const url = new URL(connectionString);
  return {
    ...process.env,
    PGHOST: url.hostname,
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
  };
};

/** Where pgbench is installed, its version; null elsewhere. */
export const pgbenchVersion = async (): Promise<string | null> =>
  execute('pgbench', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );

const SCALE = 10;

const pgbenchYardstick = async (version: string, connectionString: string, folder: string): Promise<Yardstick> => {
  const env = environmentOf(connectionString);
  const pgbench = async (...args: string[]): Promise<string> =>
    (await execute('pgbench', args, { env, cwd: folder, maxBuffer: 10_000_000 })).stdout;
  await pgbench('-i', '-q', '-s', String(SCALE));
  const run = (connections: number, seconds: number, ...more: string[]): Promise<string> => {
    const threads = Math.min(2, connections);
    return pgbench('-M', 'prepared', '-T', String(seconds), '-c', String(connections), '-j', String(threads), ...more);
  };
  return {
    name: `${version}, -M prepared -s ${SCALE}`,
    measure: async (connections, seconds) => ({ connections, perSecond: tpsOf(await run(connections, seconds)) }),
    measureAlone: async (seconds) => {
      const report = await run(1, seconds, '-l', '--log-prefix=alone');
      const logs = (await readdir(folder)).filter((name) => name.startsWith('alone.'));
      const texts = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
      await Promise.all(logs.map((name) => rm(join(folder, name))));
      return { connections: 1, perSecond: tpsOf(report), p50: latenciesOf(microsecondsOf(texts.join('\n'))).p50 };
    },
  };
};

const ownYardstick = async (connectionString: string): Promise<Yardstick> => {
  await loadTpcB(connectionString, SCALE);
  const run = (connections: number, seconds: number) =>
    runTpcB(connectionString, { scale: SCALE, connections, seconds });
  return {
    name: `the five statements of TPC-B over the driver pg (pgbench is not installed), scale ${SCALE}`,
    measure: async (connections, seconds) => ({ connections, perSecond: (await run(connections, seconds)).perSecond }),
    measureAlone: async (seconds) => {
      const { perSecond, latencies } = await run(1, seconds);
      return { connections: 1, perSecond, p50: latencies.p50 };
    },
  };
};

/** Prepares the yardstick in an empty database: with pgbench where it is installed and `own` does not forbid it. */
export const prepareYardstick = async (connectionString: string, folder: string, own: boolean): Promise<Yardstick> => {
  const version = own ? null : await pgbenchVersion();
  return version === null ? ownYardstick(connectionString) : pgbenchYardstick(version, connectionString, folder);
};
