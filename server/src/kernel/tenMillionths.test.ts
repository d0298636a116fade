import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, largest, minus, money, plus, type RoundingMode, rounded, roundedByWayOf, smallest } from './money.ts';
import { ofTenMillionths, tenMillionthsOf } from './tenMillionths.ts';

// What is computed with ten-millionths is digit for digit what the library computes.

/** Decimals of all sizes and signs; many at a tie or a hair beside one, where rounding is easily wrong. */
const anyDecimal = fc
  .oneof(
    fc.tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.nat(12)),
    fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(38)),
    fc
      .tuple(
        fc.integer({ min: -9999, max: 9999 }),
        fc.constantFrom(
          '',
          '49',
          '4999',
          '5',
          '50',
          '9999999',
          '49999999999999999999',
          '5000000',
          '00000000000000000000',
        ),
        fc.nat(25),
        fc.constantFrom('', '1', '4', '5', '9'),
      )
      .map(([whole, tie, zeros, more]) => [BigInt(`${whole}${tie}${'0'.repeat(zeros)}${more}`), zeros] as const),
  )
  .map(([digits, decimals]) => money(new Decimal(digits.toString()).div(new Decimal(10).pow(decimals))));

const parts = ({ s, e, d }: Decimal) => ({ s, e, d });
/** Nobody means a negative zero. */
const usual = (decimal: Decimal) => parts(decimal.isZero() ? new Decimal(0) : decimal);
const libraryModes: Record<RoundingMode, Decimal.Rounding> = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  UP: Decimal.ROUND_UP,
  DOWN: Decimal.ROUND_DOWN,
};
const modes = Object.keys(libraryModes) as RoundingMode[];

test.each([
  '0',
  '0.0000001',
  '0.01',
  '1',
  '12.5',
  '9999999',
  '9999999.9999999',
  '10000000',
  '123456789.25',
  '400000000',
])('%s is known as ten-millionths, and made of them as the library makes it', (text) => {
  for (const decimal of [new Decimal(text), new Decimal(text).negated()]) {
    const value = tenMillionthsOf(decimal);
    expect(value).toBe(decimal.times(10_000_000).toNumber());
    expect(parts(ofTenMillionths(value))).toEqual(usual(decimal));
  }
});

test.each(['0.00000001', '1.23456789', '400000000.0000001', '1e15', '1e24', 'Infinity', 'NaN'])(
  '%s is left to the library',
  (text) => {
    expect(tenMillionthsOf(new Decimal(text))).toBeNaN();
  },
);

test('sums, differences and comparisons are those of the library', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (left, right) => {
      expect(usual(plus(left, right))).toEqual(usual(left.plus(right)));
      expect(usual(minus(left, right))).toEqual(usual(left.minus(right)));
      expect(usual(smallest(left, right))).toEqual(usual(Decimal.min(left, right)));
      expect(usual(largest(left, right))).toEqual(usual(Decimal.max(left, right)));
    }),
    { numRuns: 2000 },
  );
});

test('so is rounding, at once and by way of twenty decimals', () => {
  fc.assert(
    fc.property(anyDecimal, fc.nat(8), fc.constantFrom(...modes), (amount, decimals, mode) => {
      const expected = amount.toDecimalPlaces(decimals, libraryModes[mode]);
      expect(usual(rounded(amount, decimals, mode))).toEqual(usual(expected));
      const twice = amount.toDecimalPlaces(20, Decimal.ROUND_HALF_UP).toDecimalPlaces(decimals, libraryModes[mode]);
      expect(usual(roundedByWayOf(20, amount, decimals, mode))).toEqual(usual(twice));
    }),
    { numRuns: 4000 },
  );
});

test('which of two is more, the sign of their difference tells', () => {
  const near = anyDecimal.chain((left) =>
    fc.tuple(fc.constant(left), fc.oneof(anyDecimal, fc.constantFrom(left, left.negated(), left.plus('1e-9')))),
  );
  fc.assert(
    fc.property(near, ([left, right]) => {
      expect(Math.sign(left.comparedTo(right))).toBe(
        Math.sign(Number(left.minus(right).s) * (left.minus(right).isZero() ? 0 : 1)),
      );
      expect(left.equals(right)).toBe(left.minus(right).isZero());
      expect(left.comparedTo(right.toString())).toBe(left.comparedTo(right));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['1', 2, -1],
  ['-0', '0', 0],
  ['0', new Decimal('-0'), 0],
  ['5', new Decimal('Infinity'), -1],
  ['Infinity', new Decimal('-Infinity'), 1],
  ['1', new Decimal('NaN'), Number.NaN],
])('%s compared to %s is %s', (text, other, expected) => {
  expect(new Decimal(text).comparedTo(other)).toEqual(expected);
});
