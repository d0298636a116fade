import { describe, expect, test } from 'vitest';
import { completed, type ProductChanges, productBody } from './testProduct.ts';
import { dynamic, equal, type Row, refused } from './testProductRows.ts';

const otherTotals = { others: { adjustTotalDueForInstallmentsWithDifferentInterval: true } };
const allowance = (ercFreeAllowance: number): ProductChanges => ({ prepayment: { ercFreeAllowance } });

describe('repayment settings that are refused', () => {
  test.each<Row>([
    ['INVALID_PARAMETERS', 'DECLINING_BALANCE_DISCOUNTED', otherTotals],
    [
      'INVALID_PARAMETERS',
      'amortizationMethod',
      { ...otherTotals, interest: equal, payment: { amortizationMethod: 'BALLOON_PAYMENTS' } },
    ],
    [
      'INVALID_PARAMETERS',
      'interestApplicationMethod',
      {
        ...otherTotals,
        type: dynamic,
        interest: {
          ...equal,
          interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
          interestApplicationDays: { daysInMonth: [1] },
        },
      },
    ],
    ['INVALID_PARAMETERS', 'ercFreeAllowance', allowance(-1)],
    ['INVALID_PARAMETERS', 'ercFreeAllowance', allowance(100.5)],
    ['INVALID_PARAMETERS', 'ercFreeAllowance', allowance(1e300)],
  ])('%s %s %#', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });
});

describe('repayment settings that are accepted', () => {
  test.each<[string, ProductChanges]>([
    ['totals that differ, fixed', { ...otherTotals, interest: equal }],
    ['totals that differ, dynamic', { ...otherTotals, type: dynamic, interest: equal }],
    ['an allowance', allowance(10)],
    ['no allowance', allowance(0)],
  ])('%s', (_name, changes) => {
    expect(refused(changes)).toEqual({ reason: 'accepted', source: '' });
    expect(completed(productBody(changes)).id).toBe('LOAN');
  });
});
