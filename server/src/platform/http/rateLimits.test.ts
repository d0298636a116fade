import { describe, expect, test } from 'vitest';
import { createRateLimiter, limiterOf, parseRateLimits, standardLimits } from './rateLimits.ts';

describe('a limiter', () => {
  /** How many of some requests per moment are let in: `[milliseconds, requests]` in, `[admitted, …]` out. */
  const admitted = (perSecond: number, moments: readonly (readonly [number, number])[], caller = 'ann'): number[] => {
    let now = 0;
    const limiter = createRateLimiter(perSecond, () => now);
    return moments.map(([at, requests]) => {
      now = at;
      return Array.from({ length: requests }, () => limiter.admits(caller)).filter(Boolean).length;
    });
  };

  test.each([
    ['a whole second at once, and no more', 10, [[0, 15]], [10]],
    [
      'one',
      1,
      [
        [0, 3],
        [999, 1],
        [1000, 2],
      ],
      [1, 0, 1],
    ],
    [
      'a second later all again',
      10,
      [
        [0, 10],
        [1000, 15],
      ],
      [10, 10],
    ],
    [
      'after a long rest no more than a second’s',
      10,
      [
        [0, 10],
        [3_600_000, 15],
      ],
      [10, 10],
    ],
    [
      'steadily as many as come back',
      10,
      [
        [0, 10],
        [100, 2],
        [200, 2],
        [350, 2],
      ],
      [10, 1, 1, 1],
    ],
    [
      'at the pace of the limit all',
      4,
      [
        [0, 1],
        [250, 1],
        [500, 1],
        [750, 1],
        [1000, 1],
        [1250, 1],
      ],
      [1, 1, 1, 1, 1, 1],
    ],
    [
      'with fractions of milliseconds',
      35,
      [
        [0, 40],
        [1000, 40],
        [2000, 40],
      ],
      [35, 35, 35],
    ],
    [
      'refused ones do not lengthen the wait',
      2,
      [
        [0, 100],
        [500, 1],
      ],
      [2, 1],
    ],
  ] as const)('lets in %s', (_case, perSecond, moments, expected) => {
    expect(admitted(perSecond, moments)).toEqual(expected);
  });

  test('counts each caller by himself', () => {
    const limiter = createRateLimiter(1, () => 0);
    expect(['ann', 'bob', 'ann'].map((caller) => limiter.admits(caller))).toEqual([true, true, false]);
  });

  test('forgets callers whose buckets are full again, and none else', () => {
    let now = 0;
    const limiter = createRateLimiter(1, () => now);
    for (let caller = 0; caller < 10_000; caller += 1) limiter.admits(`early ${caller}`);
    now = 500;
    limiter.admits('late');
    now = 1000;
    limiter.admits('one more');
    expect(limiter.admits('late')).toBe(false);
    expect(limiter.admits('early 1')).toBe(true);
  });
});

describe('the setting', () => {
  const told = (text: string): unknown => {
    const limits = parseRateLimits(text);
    return 'misread' in limits ? limits : { ...Object.fromEntries(limits.perOperation), '*': limits.others };
  };

  test.each([
    ['', { '*': 0 }],
    ['off', { '*': 0 }],
    ['standard', { ...standardLimits, '*': 0 }],
    ['makeDeposit=200', { makeDeposit: 200, '*': 0 }],
    ['standard, makeDeposit = 200 ,*=500', { ...standardLimits, makeDeposit: 200, '*': 500 }],
    ['makeDeposit=200,standard', { ...standardLimits, '*': 0 }],
    ['makeDeposit=0,*=5', { makeDeposit: 0, '*': 5 }],
    ['normal', { misread: 'normal' }],
    ['makeDeposits=5', { misread: 'makeDeposits=5' }],
    ['toString=5', { misread: 'toString=5' }],
    ['makeDeposit=many', { misread: 'makeDeposit=many' }],
    ['makeDeposit=-1', { misread: 'makeDeposit=-1' }],
    ['makeDeposit=1.5', { misread: 'makeDeposit=1.5' }],
    ['makeDeposit=9999999', { misread: 'makeDeposit=9999999' }],
    ['standard;makeDeposit=5', { misread: 'standard;makeDeposit=5' }],
  ])('"%s"', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('gives no limiter to an operation without a limit', () => {
    const limits = { perOperation: new Map([['makeDeposit', 0]]), others: 5 };
    expect(limiterOf('makeDeposit', limits)).toBeUndefined();
    expect(limiterOf('getClock', limits)).toBeDefined();
    expect(limiterOf('getClock', { ...limits, others: 0 })).toBeUndefined();
  });
});
