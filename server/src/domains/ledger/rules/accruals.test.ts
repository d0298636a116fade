import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, plus, sum, zero } from '../../../kernel/money.ts';
import { amountToBook } from './accruals.ts';

describe('an accrual journal', () => {
  test('is the sum of what accounts accrued, rounded once', () => {
    const accrued = sum(['0.3333333333', '1.2544444444', '0.0088888888'].map(money));
    expect(amountToBook(accrued, zero, 2).toFixed(2)).toBe('1.60');
  });

  test.each([
    ['0.504', '0.004', '0.51'],
    ['0.504', '-0.001', '0.5'],
    ['-0.005', '0', '0'],
    ['-0.0051', '0', '-0.01'],
    ['1.5', '0', '1.5'],
  ])('of %s with %s left over is %s', (accrued, carried, expected) => {
    expect(amountToBook(money(accrued), money(carried), 2).toString()).toBe(String(Number(expected)));
  });

  test('keeps all journals together at the rounded sum of all accruals, whatever is taken out meanwhile', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-(10n ** 12n), 10n ** 12n), { maxLength: 60 }), (days) => {
        let accrued = zero;
        let booked = zero;
        for (const units of days.map((unit) => money(unit.toString()).times('1e-10'))) {
          const carried = accrued.minus(booked) as typeof zero;
          booked = plus(booked, amountToBook(money(units), carried, 2));
          accrued = plus(accrued, money(units));
        }
        expect(booked.toString()).toBe(amountToBook(accrued, zero, 2).toString());
      }),
    );
  });
});
