import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { sameValue } from './sameValue.ts';

describe('two values are stored alike', () => {
  test.each([
    ['amounts of one value', { paid: money('1.50') }, { paid: money('1.5') }, true],
    ['another amount', { paid: money('1.50') }, { paid: money('1.51') }, false],
    ['an amount and a number', { paid: money('1.50') }, { paid: 1.5 }, false],
    ['another order', { a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
    ['something inside', { a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 3 }], a: 1 }, false],
    ['left out and undefined', { a: 1, b: undefined }, { a: 1 }, true],
    ['null and left out', { a: 1, b: null }, { a: 1 }, false],
    ['one more', { a: 1 }, { a: 1, b: 2 }, false],
    ['another name', { a: 1 }, { b: 1 }, false],
    ['a list and an object', [1], { 0: 1 }, false],
    ['a shorter list', [1, 2], [1], false],
    ['nothing and something', undefined, { a: 1 }, false],
  ])('%s', (_, left, right, alike) => {
    expect([sameValue(left, right), sameValue(right, left)]).toEqual([alike, alike]);
  });
});
