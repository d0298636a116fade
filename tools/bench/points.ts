import { setTimeout as sleep } from 'node:timers/promises';
import type { DbPool } from '../../server/src/platform/db/pool.ts';
import { counted, say } from '../client/progress.ts';
import { AMOUNTS } from './balances.ts';
import type { BankUnderTest } from './bankUnderTest.ts';
import type { LoadGenerator, LoadKind, LoadResult } from './load.ts';
import { processorSeconds } from './processorTime.ts';
import { medianRound, type Pair, type Rounds } from './rounds.ts';
import type { BenchPoint } from './targets.ts';
import type { YardstickPoint } from './yardstick.ts';

/** What is measured, in the words of the report. */
export const nameOf: Readonly<Record<LoadKind, string>> = {
  deposits: 'deposits',
  repayments: 'repayments',
  cardPairs: 'holds and payments',
};

/** How often the promised ratios are measured; odd, for there is a median. */
const ROUNDS = 5;
const WARM_UP = { seconds: 3, connections: 64 };
/** What a restless disk gets before every point. */
const SETTLE_MS = 1500;

/** Writes down what earlier work left in memory, so that no point pays for the one before it. */
export const settle = async (pool: DbPool): Promise<void> => {
  await pool.query('CHECKPOINT');
  await sleep(SETTLE_MS);
};

/** A point before anything was held against it. */
export type RawPoint = Omit<BenchPoint, 'ofYardstick'>;

/** What a point asks of the bank. */
export type Asked = { readonly kind: LoadKind; readonly accounts: number; readonly connections: number };

/** Measures a point. */
export type Measure = (asked: Asked) => Promise<RawPoint>;

/** Measures points of the bank, and keeps what the generator told of each. */
export const pointsOf = (
  bank: BankUnderTest,
  generator: LoadGenerator,
  databasePid: number,
  seconds: number,
): {
  readonly warmUp: (accounts: number) => Promise<void>;
  readonly measure: Measure;
  readonly results: Record<LoadKind, LoadResult[]>;
} => {
  const results: Record<LoadKind, LoadResult[]> = { deposits: [], repayments: [], cardPairs: [] };
  const load = async (asked: Asked, length: number): Promise<LoadResult> => {
    const result = await generator.send({ ...bank.target, ...asked, seconds: length, amount: AMOUNTS[asked.kind] });
    results[asked.kind].push(result);
    return result;
  };
  return {
    results,
    warmUp: async (accounts) => {
      for (const kind of ['deposits', 'repayments', 'cardPairs'] as const)
        await load({ kind, accounts, connections: WARM_UP.connections }, WARM_UP.seconds);
    },
    measure: async (asked) => {
      const before = await bank.batches();
      const [serverBefore, databaseBefore] = [bank.process.pid, databasePid].map(processorSeconds);
      const result = await load(asked, seconds);
      const [serverAfter, databaseAfter] = [bank.process.pid, databasePid].map(processorSeconds);
      const after = await bank.batches();
      const cost = (from = Number.NaN, to = Number.NaN): number => ((to - from) * 1000) / result.created;
      const batch = (after.commands - before.commands) / Math.max(1, after.batches - before.batches);
      const { p50, p99 } = result.latencies;
      return {
        ...{ ...asked, perSecond: result.perSecond, p50, p99, batch },
        serverCost: cost(serverBefore, serverAfter),
        databaseCost: cost(databaseBefore, databaseAfter),
      };
    },
  };
};

/** A point in a line of its own. */
export const toldPoint = ({ kind, accounts, connections, perSecond, p50 }: RawPoint): string =>
  `${nameOf[kind]}, ${counted(accounts)} accounts, ${connections} connections: ${counted(perSecond)} tx/s, p50 ${p50.toFixed(2)} ms`;

/** The points whose ratios are promised, each in turns with the yardstick at its best number of connections. */
export const measureRounds = async (
  measure: Measure,
  yardstick: () => Promise<YardstickPoint>,
  pool: DbPool,
  promised: readonly Asked[],
): Promise<readonly Rounds<BenchPoint>[]> => {
  const pairs = new Map<Asked, Pair<BenchPoint>[]>(promised.map((asked) => [asked, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [asked, measured] of pairs) {
      await settle(pool);
      const { perSecond: yardstickPerSecond } = await yardstick();
      await settle(pool);
      const point = await measure(asked);
      const ofYardstick = point.perSecond / yardstickPerSecond;
      measured.push({ yardstickPerSecond, point: { ...point, ofYardstick } });
      say(`  ${round}: ${toldPoint(point)}; ${ofYardstick.toFixed(2)} x of ${counted(yardstickPerSecond)}\n`);
    }
  }
  return [...pairs.values()].flatMap((measured) => medianRound(measured) ?? []);
};
