import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absolute,
  Decimal,
  fitsDecimals,
  isNegative,
  isPositive,
  isZero,
  largest,
  minus,
  money,
  negated,
  plus,
  type RoundingMode,
  rounded,
  smallest,
  sum,
  times,
  zero,
} from './money.ts';

/** An amount with up to eight decimals, as exact text. */
const anyAmount = fc
  .tuple(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.nat(8))
  .map(([digits, decimals]) => money(new Decimal(digits.toString()).div(new Decimal(10).pow(decimals))));

describe('rounding', () => {
  test.each<[string, RoundingMode, string]>([
    ['916.665', 'HALF_UP', '916.67'],
    ['-916.665', 'HALF_UP', '-916.67'],
    ['916.665', 'HALF_EVEN', '916.66'],
    ['916.675', 'HALF_EVEN', '916.68'],
    ['916.661', 'UP', '916.67'],
    ['916.669', 'DOWN', '916.66'],
    ['-916.661', 'UP', '-916.67'],
    ['-916.669', 'DOWN', '-916.66'],
    // In binary floating point this is less than a tie.
    ['1.005', 'HALF_UP', '1.01'],
  ])('%s %s is %s', (amount, mode, expected) => {
    expect(rounded(money(amount), 2, mode).toFixed(2)).toBe(expected);
  });

  test.each([
    [0, '1235'],
    [2, '1234.57'],
    [3, '1234.568'],
    [8, '1234.5678'],
  ])('to %i decimals', (decimals, expected) => {
    expect(rounded(money('1234.5678'), decimals).toFixed()).toBe(expected);
  });

  test('is off by half a unit at most, fits, and changes nothing the second time', () => {
    fc.assert(
      fc.property(anyAmount, fc.nat(8), (amount, decimals) => {
        const result = rounded(amount, decimals);
        const half = new Decimal(10).pow(-decimals).div(2);
        expect(result.minus(amount).abs().lessThanOrEqualTo(half)).toBe(true);
        expect(fitsDecimals(result, decimals)).toBe(true);
        expect(rounded(result, decimals).equals(result)).toBe(true);
        expect(rounded(negated(amount), decimals).equals(negated(result))).toBe(true);
      }),
    );
  });
});

test('arithmetic is exact: what is added can be taken away, and the order of a sum does not matter', () => {
  fc.assert(
    fc.property(anyAmount, anyAmount, anyAmount, (one, two, three) => {
      expect(minus(plus(one, two), two).equals(one)).toBe(true);
      expect(sum([one, two, three]).equals(sum([three, one, two]))).toBe(true);
      expect(largest(one, two).plus(smallest(one, two)).equals(plus(one, two))).toBe(true);
      expect([isPositive(one), isZero(one), isNegative(one)].filter(Boolean)).toHaveLength(1);
      expect(isNegative(absolute(one))).toBe(false);
    }),
  );
  expect(plus(money('0.1'), money('0.2')).toFixed()).toBe('0.3');
  expect(times(money('0.07'), 100).toFixed()).toBe('7');
  expect(sum([]).equals(zero)).toBe(true);
});

test('an amount leaves as a JSON number with all its digits', () => {
  expect(JSON.stringify({ amount: money('12345678901234567890.12345678') })).toBe(
    '{"amount":12345678901234567890.12345678}',
  );
  expect(JSON.stringify([money('1e-20'), money('1e24'), money('-0.10')])).toBe(
    '[0.00000000000000000001,1000000000000000000000000,-0.1]',
  );
});

test('of every size, as its digits are', () => {
  const digits = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const few = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }).map(BigInt);
  // Where a double stops to tell numbers apart, and where it begins to write exponents.
  const edges = fc.constantFrom(
    0n,
    1n,
    9n,
    10n,
    11n,
    999_999_999_999_999n,
    10n ** 15n,
    10n ** 15n + 1n,
    2n ** 53n + 1n,
  );
  fc.assert(
    fc.property(fc.oneof(digits, few, edges), fc.nat(12), (whole, decimals) => {
      const amount = money(new Decimal(whole.toString()).div(new Decimal(10).pow(decimals)));
      expect(JSON.stringify(amount)).toBe(amount.toFixed());
    }),
    { numRuns: 2000 },
  );
  expect(JSON.stringify([money('-0'), money('0.0000001'), money('0.000001')])).toBe('[0,0.0000001,0.000001]');
});
