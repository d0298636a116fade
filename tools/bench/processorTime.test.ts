import { describe, expect, it } from 'vitest';
import { timesOf } from './processorTime.ts';

describe('the times of a process', () => {
  it('are counted from the end of its name, which may hold anything', () => {
    const stat = '42 (a (strange) name) S 7 42 42 0 -1 4194304 100 200 0 0 150 50 1000 500 20 0 1 0 12345 0 0';
    expect(timesOf(stat)).toEqual({ parent: 7, own: 2, gone: 15 });
  });
});
