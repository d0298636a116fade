import { describe, expect, test } from 'vitest';
import { Decimal, money } from '../../../../kernel/money.ts';
import { regularPayment } from './annuity.ts';

describe('the level payment', () => {
  test.each([
    ['315.47', 1000, '0.1', 4],
    ['250.00', 1000, '0', 4],
    ['0.00', 0, '0', 0],
    ['0.00', 0, '0.1', 0],
  ])('is %s for %s at %s over %i instalments', (payment, balance, factor, count) => {
    expect(regularPayment(money(balance), new Decimal(factor), count).toFixed(2)).toBe(payment);
  });
});
