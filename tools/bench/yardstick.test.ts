import { describe, expect, it } from 'vitest';
import { latenciesOf } from './percentiles.ts';
import { microsecondsOf, tpsOf } from './yardstick.ts';

describe("pgbench's words", () => {
  it('hold the transactions per second', () => {
    const report =
      'latency average = 1.234 ms\ninitial connection time = 12.3 ms\ntps = 810.372664 (without initial connection time)\n';
    expect(tpsOf(report)).toBe(810.372664);
    expect(() => tpsOf('FATAL: too many clients')).toThrow('FATAL');
  });

  it('hold the time of every transaction in the third column of the log', () => {
    const log = '0 1 900 0 1700000000 1\n0 2 1100 0 1700000000 2\n0 3 5000 0 1700000000 3\n';
    expect([...microsecondsOf(log)]).toEqual([900, 1100, 5000]);
    expect(latenciesOf(microsecondsOf(log)).p50).toBe(1.1);
  });
});
