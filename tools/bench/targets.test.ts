import { describe, expect, it } from 'vitest';
import { type BenchPoint, targetsOf } from './targets.ts';

const yardstick = { perSecond: 1000, connections: 32, p50Alone: 1.5 };

const point = (
  accounts: number,
  connections: number,
  perSecond: number,
  p50: number,
  kind: BenchPoint['kind'] = 'deposits',
): BenchPoint => ({
  kind,
  accounts,
  connections,
  perSecond,
  p50,
  p99: p50 * 4,
  batch: 1,
  serverCost: 0.1,
  databaseCost: 0.1,
  ofYardstick: perSecond / yardstick.perSecond,
});

const night = (nightSeconds: number) => ({ accounts: 100_000, updateSeconds: 0.5, nightSeconds });

const previews = (perSecond: number) => ({ instalments: 360, perSecond });

describe('the targets of a run', () => {
  it('are met by ratios on the right side of their limits', () => {
    const points = [
      point(10_000, 1, 300, 6),
      point(10_000, 256, 1500, 100),
      point(1, 256, 1200, 100),
      point(10_000, 256, 1600, 90, 'cardPairs'),
      point(10_000, 256, 1000, 95, 'repayments'),
    ];
    expect(
      targetsOf(yardstick, points, night(3), previews(1000), night(5)).map(({ measured, met }) => [measured, met]),
    ).toEqual([
      [1.5, true],
      [1.2, true],
      [1.6, true],
      [1, true],
      [4, true],
      [6, true],
      [1000, true],
      [10, true],
    ]);
  });

  it('are missed below or above', () => {
    const points = [
      point(500, 1, 300, 6.1),
      point(500, 256, 1499, 100),
      point(1, 256, 1100, 100),
      point(500, 256, 1400, 90, 'cardPairs'),
      point(500, 256, 999, 95, 'repayments'),
    ];
    expect(targetsOf(yardstick, points, night(3.1), previews(999), night(5.1)).map(({ met }) => met)).toEqual(
      Array(8).fill(false),
    );
  });

  it('stay open without their point', () => {
    expect(targetsOf(yardstick, [], null, null, null).map(({ met }) => met)).toEqual(Array(8).fill(null));
  });
});
