import { describe, expect, it } from 'vitest';
import { latenciesOf, percentile } from './percentiles.ts';

describe('percentiles', () => {
  const tens = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

  it.each([
    [0, 10],
    [0.1, 10],
    [0.11, 20],
    [0.5, 50],
    [0.51, 60],
    [0.9, 90],
    [0.99, 100],
    [1, 100],
  ])('at %s of ten values is %s', (share, expected) => {
    expect(percentile(tens, share)).toBe(expected);
  });

  it('of one value are that value, of none NaN', () => {
    expect([percentile([7], 0), percentile([7], 0.5), percentile([7], 1)]).toEqual([7, 7, 7]);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('sort what comes in any order and tell milliseconds', () => {
    const measured = Uint32Array.from({ length: 1000 }, (_, index) => ((index * 7919) % 1000) + 1);
    expect(latenciesOf(measured)).toEqual({ p50: 0.5, p95: 0.95, p99: 0.99, worst: 1 });
    expect(measured[1]).toBe(920);
  });
});
