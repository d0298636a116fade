import { describe, expect, it } from 'vitest';
import { medianRound } from './rounds.ts';

const round = (yardstickPerSecond: number, perSecond: number) => ({ yardstickPerSecond, point: { perSecond } });

describe('the rounds of a comparison', () => {
  it('count as the one whose ratio is in the middle, whatever the machine did to both of its rates', () => {
    const rounds = medianRound([round(1000, 1500), round(4000, 6400), round(1000, 100)]);
    expect(rounds).toEqual({ point: { perSecond: 1500 }, ratio: 1.5, ratios: [1.5, 1.6, 0.1] });
  });

  it('are nothing where none was measured', () => {
    expect(medianRound([])).toBeUndefined();
  });
});
