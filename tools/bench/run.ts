import { mkdir, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { money } from '../../server/src/kernel/money.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/src/platform/db/embeddedPostgres.ts';
import { createPool, type DbPool } from '../../server/src/platform/db/pool.ts';
import { readOptions, runCommand, UsageError, wholeOption } from '../client/commandLine.ts';
import { temporaryFolder } from '../client/folders.ts';
import { counted, say, talkOn } from '../client/progress.ts';
import { type Defer, scoped } from '../client/scope.ts';
import { verificationReport } from '../client/verificationReport.ts';
import { balancesRight } from './balances.ts';
import { LOAN_AMOUNT, OPENING_AMOUNT, startBankUnderTest } from './bankUnderTest.ts';
import { type LoadGenerator, type LoadResult, ownGenerator } from './load.ts';
import { measureLoanNight } from './loanNight.ts';
import { surroundings } from './machine.ts';
import { measureNight } from './night.ts';
import { measureRounds, pointsOf, type RawPoint, settle, toldPoint } from './points.ts';
import { measurePreviews } from './previews.ts';
import { processorSeconds } from './processorTime.ts';
import { type BenchReport, reportText } from './report.ts';
import { targetsOf, type YardstickResult } from './targets.ts';
import { wrkGenerator } from './wrk.ts';
import { prepareYardstick, type Yardstick, type YardstickPoint } from './yardstick.ts';

const help = `
Measures postings per second over HTTP against a yardstick on the same PostgreSQL, in one run.

  npm run bench
  npm run bench -- --quick

  --seconds    per measured point; default 10
  --quick      2 seconds per point: for a look, not for a figure
  --accounts   to spread the deposits over; default 10000
  --generator  wrk, or own (this repository's); default wrk where it is installed
  --yardstick  pgbench, or own (the same statements over the driver); default pgbench where it is installed
  --set        a setting of the server, e.g. --set FLORIN_POSTING_CONCURRENCY=1; may be repeated
  --json       the result as JSON on standard output, everything else on standard error
`;

const options = {
  seconds: { type: 'string' },
  quick: { type: 'boolean' },
  accounts: { type: 'string' },
  generator: { type: 'string' },
  yardstick: { type: 'string' },
  set: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

/** The connections of those points. */
const CROWD = 256;

const openDatabase = async (
  defer: Defer,
): Promise<{ readonly postgres: EmbeddedPostgres; readonly folder: string }> => {
  const folder = await temporaryFolder('florin-bench-');
  defer(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'database');
  await mkdir(dataDir, { mode: 0o711 });
  const postgres = await startEmbeddedPostgres({ dataDir });
  defer(() => postgres.stop());
  return { postgres, folder };
};

/** The server takes a limited number of connections, and this program needs two of them itself. */
const yardstickConnections = async (pool: DbPool): Promise<readonly number[]> => {
  const { rows } = await pool.query<{ most: number }>("SELECT current_setting('max_connections')::int AS most");
  const most = (rows[0]?.most ?? 60) - 4;
  return [8, 32, Math.min(64, most)];
};

type YardstickMeasured = YardstickPoint & { readonly databaseCost: number };

/** Milliseconds of a process's time per transaction of what `work` does. */
const costOf = async <T extends { readonly perSecond: number }>(
  pid: number,
  seconds: number,
  work: () => Promise<T>,
): Promise<T & { readonly databaseCost: number }> => {
  const before = processorSeconds(pid);
  const point = await work();
  return { ...point, databaseCost: ((processorSeconds(pid) - before) * 1000) / (point.perSecond * seconds) };
};

const measureYardstick = async (yardstick: Yardstick, pool: DbPool, pid: number, seconds: number) => {
  const points: YardstickMeasured[] = [];
  await settle(pool);
  const alone = await costOf(pid, seconds, () => yardstick.measureAlone(seconds));
  say(`  1 connection: ${counted(alone.perSecond)} tx/s, p50 ${alone.p50.toFixed(2)} ms\n`);
  points.push(alone);
  for (const connections of await yardstickConnections(pool)) {
    await settle(pool);
    const point = await costOf(pid, seconds, () => yardstick.measure(connections, seconds));
    say(`  ${connections} connections: ${counted(point.perSecond)} tx/s\n`);
    points.push(point);
  }
  return { points, p50Alone: alone.p50 };
};

const bestOf = <Point extends YardstickPoint>(points: readonly Point[]): Point =>
  points.reduce((best, point) => (point.perSecond > best.perSecond ? point : best));

const sumOf = (results: readonly LoadResult[], of: (result: LoadResult) => number): number =>
  results.reduce((total, result) => total + of(result), 0);

const serverSettings = (pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--set is written NAME=value, not "${pair}".`);
      return [name, value];
    }),
  );

const chooseGenerator = async (wanted: string | undefined, folder: string): Promise<LoadGenerator> => {
  if (wanted !== undefined && !['wrk', 'own'].includes(wanted))
    throw new UsageError(`--generator is wrk or own, not "${wanted}".`);
  const wrk = wanted === 'own' ? null : await wrkGenerator(folder);
  if (wanted === 'wrk' && wrk === null)
    throw new UsageError('wrk is not installed; leave --generator out to use our own.');
  return wrk ?? ownGenerator;
};

const bench = async (defer: Defer): Promise<number> => {
  const wanted = readOptions(options, help);
  if (wanted.json) talkOn(process.stderr);
  if (wanted.yardstick !== undefined && !['pgbench', 'own'].includes(wanted.yardstick)) {
    throw new UsageError(`--yardstick is pgbench or own, not "${wanted.yardstick}".`);
  }
  const seconds = wanted.quick ? 2 : wholeOption('seconds', wanted.seconds, 10);
  const accounts = wholeOption('accounts', wanted.accounts, 10_000, 2);
  const [loadBefore = 0] = loadavg();
  const { postgres, folder } = await openDatabase(defer);
  const pool = createPool(postgres.connectionString(), { max: 1, statementTimeoutMs: 0 });
  defer(() => pool.end());
  const generator = await chooseGenerator(wanted.generator, folder);

  await pool.query('CREATE DATABASE yardstick');
  const yardstick = await prepareYardstick(postgres.connectionString('yardstick'), folder, wanted.yardstick === 'own');
  say(`Yardstick: ${yardstick.name}\n`);
  const first = await measureYardstick(yardstick, pool, postgres.pid, seconds);

  say('\nA bank on the same server\n');
  const bank = await startBankUnderTest(
    {
      dataDir: folder,
      databaseUrl: postgres.connectionString(),
      accounts,
      settings: serverSettings(wanted.set ?? []),
    },
    defer,
  );
  // pgbench does the same after loading its tables.
  await pool.query('VACUUM ANALYZE');
  say(`\nDeposits; generator: ${generator.name}\n`);
  const { warmUp, measure, results } = pointsOf(bank, generator, postgres.pid, seconds);
  await warmUp(accounts);
  const few: RawPoint[] = [];
  for (const spread of [accounts, 1]) {
    for (const connections of [1, 64]) {
      await settle(pool);
      const point = await measure({ kind: 'deposits', accounts: spread, connections });
      say(`  ${toldPoint(point)}\n`);
      few.push(point);
    }
  }

  const { connections } = bestOf(first.points);
  const tries: YardstickMeasured[] = [];
  const again = async (): Promise<YardstickPoint> => {
    const point = await costOf(postgres.pid, seconds, () => yardstick.measure(connections, seconds));
    tries.push(point);
    return point;
  };
  say(`\nIn turns with the yardstick at ${connections} connections\n`);
  const rounds = await measureRounds(measure, again, pool, [
    { kind: 'deposits', accounts, connections: CROWD },
    { kind: 'deposits', accounts: 1, connections: CROWD },
    { kind: 'cardPairs', accounts, connections: CROWD },
    { kind: 'repayments', accounts, connections: CROWD },
  ]);
  const best: YardstickResult = { ...bestOf([...first.points, ...tries]), p50Alone: first.p50Alone };
  const points = [
    ...few.map((point) => ({ ...point, ofYardstick: point.perSecond / best.perSecond })),
    ...rounds.map(({ point }) => point),
  ];

  say('\nNights over accounts that bear interest\n');
  const nightOptions = { postgres, folder, accounts: wanted.quick ? 10_000 : 100_000 };
  const night = await measureNight(nightOptions, defer);

  say('\nNights over loans of which a thirtieth is due\n');
  const loanNight = await measureLoanNight(nightOptions, defer);

  say('\nSchedules of 360 monthly instalments\n');
  const previews = measurePreviews(wanted.quick ? 1 : 5);
  say(`  ${counted(previews.perSecond)} previews in a second of one core\n`);

  const verification = verificationReport(await bank.client.ok('verifyLedger'));
  say(`\n${verification.text}\n`);
  const all = Object.values(results).flat();
  const report: BenchReport = {
    surroundings: await surroundings(pool, 'bench', loadBefore),
    yardstickName: yardstick.name,
    generatorName: generator.name,
    secondsPerPoint: seconds,
    yardstickPoints: [...first.points, bestOf(tries)],
    yardstick: best,
    points,
    rounds,
    targets: targetsOf(best, points, night, previews, loanNight),
    created: sumOf(all, (result) => result.created),
    failed: sumOf(all, (result) => result.failed),
    firstFailure: all.find(({ firstFailure }) => firstFailure !== null)?.firstFailure ?? null,
    balancesRight: balancesRight(
      { held: money(accounts * OPENING_AMOUNT), owed: money(accounts * LOAN_AMOUNT) },
      { held: await bank.total(), owed: await bank.owed() },
      results,
    ),
    verificationClean: verification.clean,
  };
  say(reportText(report));
  if (wanted.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  // Speed depends on the machine and fails nobody; wrong books do.
  return report.balancesRight && report.verificationClean && report.failed === 0 ? 0 : 1;
};

await runCommand(() => scoped(bench));
