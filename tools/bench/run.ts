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
import { type Measure, measureRounds, pointsOf, type RawPoint, settle, toldPoint } from './points.ts';
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

const readWanted = () => {
  const wanted = readOptions(options, help);
  if (wanted.json) talkOn(process.stderr);
  if (wanted.yardstick !== undefined && !['pgbench', 'own'].includes(wanted.yardstick)) {
    throw new UsageError(`--yardstick is pgbench or own, not "${wanted.yardstick}".`);
  }
  return {
    ...wanted,
    seconds: wanted.quick ? 2 : wholeOption('seconds', wanted.seconds, 10),
    accounts: wholeOption('accounts', wanted.accounts, 10_000, 2),
  };
};

/** Deposits over few connections, one point after the other. */
const measureFew = async (measure: Measure, pool: DbPool, accounts: number): Promise<readonly RawPoint[]> => {
  const few: RawPoint[] = [];
  for (const spread of [accounts, 1]) {
    for (const connections of [1, 64]) {
      await settle(pool);
      const point = await measure({ kind: 'deposits', accounts: spread, connections });
      say(`  ${toldPoint(point)}\n`);
      few.push(point);
    }
  }
  return few;
};

/** The promised points, and what the yardstick came to beside them. */
const measurePromised = async (
  measure: Measure,
  again: () => Promise<YardstickMeasured>,
  pool: DbPool,
  accounts: number,
) => {
  const tries: YardstickMeasured[] = [];
  const yardstick = async (): Promise<YardstickPoint> => {
    const point = await again();
    tries.push(point);
    return point;
  };
  const rounds = await measureRounds(measure, yardstick, pool, [
    { kind: 'deposits', accounts, connections: CROWD },
    { kind: 'deposits', accounts: 1, connections: CROWD },
    { kind: 'cardPairs', accounts, connections: CROWD },
    { kind: 'repayments', accounts, connections: CROWD },
  ]);
  return { rounds, tries };
};

/** What is measured without the bank that takes postings: nights over banks of their own, and previews in this process. */
const measureApart = async (postgres: EmbeddedPostgres, folder: string, quick: boolean, defer: Defer) => {
  say('\nNights over accounts that bear interest\n');
  const nightOptions = { postgres, folder, accounts: quick ? 10_000 : 100_000 };
  const night = await measureNight(nightOptions, defer);

  say('\nNights over loans of which a thirtieth is due\n');
  const loanNight = await measureLoanNight(nightOptions, defer);

  say('\nSchedules of 360 monthly instalments\n');
  const previews = measurePreviews(quick ? 1 : 5);
  say(`  ${counted(previews.perSecond)} previews in a second of one core\n`);
  return { night, loanNight, previews };
};

/** What the generator was answered, all points together. */
const answersOf = (results: readonly LoadResult[]): Pick<BenchReport, 'created' | 'failed' | 'firstFailure'> => ({
  created: sumOf(results, (result) => result.created),
  failed: sumOf(results, (result) => result.failed),
  firstFailure: results.find(({ firstFailure }) => firstFailure !== null)?.firstFailure ?? null,
});

const bench = async (defer: Defer): Promise<number> => {
  const wanted = readWanted();
  const { seconds, accounts } = wanted;
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
  const few = await measureFew(measure, pool, accounts);

  const { connections } = bestOf(first.points);
  const again = () => costOf(postgres.pid, seconds, () => yardstick.measure(connections, seconds));
  say(`\nIn turns with the yardstick at ${connections} connections\n`);
  const { rounds, tries } = await measurePromised(measure, again, pool, accounts);
  const best: YardstickResult = { ...bestOf([...first.points, ...tries]), p50Alone: first.p50Alone };
  const points = [
    ...few.map((point) => ({ ...point, ofYardstick: point.perSecond / best.perSecond })),
    ...rounds.map(({ point }) => point),
  ];

  const { night, loanNight, previews } = await measureApart(postgres, folder, wanted.quick ?? false, defer);

  const verification = verificationReport(await bank.client.ok('verifyLedger'));
  say(`\n${verification.text}\n`);
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
    ...answersOf(Object.values(results).flat()),
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
