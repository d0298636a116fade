import { counted } from '../client/progress.ts';
import type { LoadKind } from './load.ts';
import type { NightResult } from './night.ts';
import type { PreviewResult } from './previews.ts';

/** One measured point of the bank. */
export type BenchPoint = {
  readonly kind: LoadKind;
  readonly accounts: number;
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Commands of one batch on average. */
  readonly batch: number;
  /** Processor milliseconds per posting: of the server, and of PostgreSQL. NaN where the system does not tell. */
  readonly serverCost: number;
  readonly databaseCost: number;
  /** How many times the yardstick's rate: its neighbour's in time where the point was measured in rounds, else the best of the run. */
  readonly ofYardstick: number;
};

/** The yardstick's best rate and its median latency alone, in milliseconds. */
export type YardstickResult = { readonly perSecond: number; readonly connections: number; readonly p50Alone: number };

/** What the project promises itself of one run, and what came of it. */
export type Target = {
  readonly what: string;
  readonly wanted: string;
  readonly measured: number | null;
  readonly met: boolean | null;
};

const target = (what: string, wanted: string, measured: number | null, meets: (value: number) => boolean): Target => ({
  what,
  wanted,
  measured,
  met: measured === null ? null : meets(measured),
});

/** Holds the points against the promises. A point that was not measured leaves its promise open. */
export const targetsOf = (
  yardstick: YardstickResult,
  points: readonly BenchPoint[],
  night: NightResult | null,
  previews: PreviewResult | null,
  loanNight: NightResult | null,
): readonly Target[] => {
  const pointOf = (kind: LoadKind, connections: number, is: (accounts: number) => boolean): BenchPoint | undefined =>
    points.find((point) => point.kind === kind && point.connections === connections && is(point.accounts));
  const isMany = (count: number): boolean => count > 1;
  const many = pointOf('deposits', 256, isMany);
  const hot = pointOf('deposits', 256, (count) => count === 1);
  const alone = pointOf('deposits', 1, isMany);
  const cards = pointOf('cardPairs', 256, isMany);
  const repayments = pointOf('repayments', 256, isMany);
  const accounts = counted(many?.accounts ?? 10_000);
  return [
    target(
      `${accounts} accounts, 256 connections: times the yardstick`,
      'at least 1.5',
      many?.ofYardstick ?? null,
      (value) => value >= 1.5,
    ),
    target(
      'one account, 256 connections: times the yardstick',
      'at least 1.2',
      hot?.ofYardstick ?? null,
      (value) => value >= 1.2,
    ),
    target(
      'holds and the payments that settle them, 256 connections: calls, times the yardstick',
      'at least 1.5',
      cards?.ofYardstick ?? null,
      (value) => value >= 1.5,
    ),
    target(
      'repayments of loans, 256 connections: times the yardstick',
      'at least 1.0',
      repayments?.ofYardstick ?? null,
      (value) => value >= 1,
    ),
    target(
      "one connection: p50 in multiples of the yardstick's own",
      'at most 4',
      alone ? alone.p50 / yardstick.p50Alone : null,
      (value) => value <= 4,
    ),
    target(
      `end of day over ${counted(night?.accounts ?? 100_000)} accounts with interest: times a bare UPDATE of them`,
      'at most 6',
      night ? night.nightSeconds / night.updateSeconds : null,
      (value) => value <= 6,
    ),
    target(
      `previews of ${previews?.instalments ?? 360} monthly instalments a second, on one core`,
      'at least 1,000',
      previews?.perSecond ?? null,
      (value) => value >= 1000,
    ),
    target(
      `end of day over ${counted(loanNight?.accounts ?? 100_000)} loans, a thirtieth due: times a bare UPDATE of them`,
      'at most 10',
      loanNight ? loanNight.nightSeconds / loanNight.updateSeconds : null,
      (value) => value <= 10,
    ),
  ];
};
