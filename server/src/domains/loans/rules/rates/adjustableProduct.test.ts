import { describe, expect, test } from 'vitest';
import type { Schemas } from '../../../../generated/schemas.ts';
import { rate } from '../../../../kernel/money.ts';
import { checkLoanProduct, checkProductChange } from '../productSettings.ts';
import { completed, facts, type ProductChanges, productBody } from '../testProduct.ts';
import { dynamic } from '../testProductRows.ts';
import { offeredRates } from './adjustableProduct.ts';

const index = '4'.padEnd(32, '0');
const other = '7'.padEnd(32, '0');

type Offer = Schemas['ProductInterestRateSettings'];

const fixed: Offer = {
  interestRateSource: 'FIXED_INTEREST_RATE',
  interestRate: { minValue: 1, maxValue: 20, defaultValue: 9 },
};
const following: Offer = {
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: index,
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount: 3,
  interestRateFloorValue: 1,
  interestRate: { maxValue: 4 },
};
const offering = (...interestRateSettings: Offer[]): ProductChanges => ({
  interest: { interestRateSettings, indexRateSettings: { interestChargeFrequency: 'ANNUALIZED' } },
});
const complete = (changes: ProductChanges) => completed(productBody(changes));
const refusal = (changes: ProductChanges): string => {
  const error = checkLoanProduct(complete(changes), facts)?.errors[0];
  return error ? `${error.reason} ${error.source}` : 'accepted';
};

describe('a product with rates by periods', () => {
  test('offers each way with its limits', () => {
    const { interestSettings } = complete(offering(fixed, following));
    expect(refusal(offering(fixed, following))).toBe('accepted');
    expect(offeredRates(interestSettings)).toEqual([
      { interestRateSource: 'FIXED_INTEREST_RATE', limits: { min: rate(1), max: rate(20), default: rate(9) } },
      {
        interestRateSource: 'INDEX_INTEREST_RATE',
        indexSourceKey: index,
        interestRateFloorValue: rate(1),
        interestRateCeilingValue: null,
        review: { unit: 'MONTHS', count: 3 },
        limits: { min: null, max: rate(4), default: null },
      },
    ]);
    expect(offeredRates(complete({}).interestSettings)).toEqual([]);
  });

  test('names its indexes by key, and each way keeps its key while it is offered', () => {
    const before = complete(offering(fixed, { ...following, indexSourceKey: 'EURIBOR' }));
    const [, named] = before.interestSettings.interestRateSettings ?? [];
    expect(named?.indexSourceKey).toBe(other);
    const swapped = productBody(offering({ ...following, indexSourceKey: 'EURIBOR' }, following, fixed));
    const [again, added, kept] = completed(swapped, before).interestSettings.interestRateSettings ?? [];
    expect([again?.encodedKey, kept?.encodedKey]).toEqual([
      named?.encodedKey,
      before.interestSettings.interestRateSettings?.[0]?.encodedKey,
    ]);
    expect(added?.encodedKey).not.toBe(named?.encodedKey);
  });

  const at = 'interestSettings.interestRateSettings';
  test.each<[string, string, ProductChanges]>([
    [
      'INTEREST_SPREAD_SHOULD_BE_ZERO_OR_EMPTY',
      at,
      { type: 'INTEREST_FREE_LOAN', interest: { interestRateSettings: [fixed], indexRateSettings: {} } },
    ],
    [
      'INVALID_PARAMETERS',
      at,
      {
        type: 'DYNAMIC_TERM_LOAN',
        payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' },
        interest: {
          interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
          interestRateSettings: [fixed],
          indexRateSettings: {},
        },
      },
    ],
    [
      'INVALID_PARAMETERS',
      'indexRateSettings.interestRateSource',
      {
        interest: {
          interestRateSettings: [fixed],
          indexRateSettings: { interestRateSource: 'INDEX_INTEREST_RATE', indexSourceKey: index },
        },
      },
    ],
    ['INVALID_PARAMETERS', 'indexRateSettings.interestRate:', { interest: { interestRateSettings: [fixed] } }],
    ['INVALID_PARAMETERS', at, offering(fixed, fixed)],
    ['INVALID_PARAMETERS', at, offering(following, following)],
    ['INVALID_INDEX_RATE_SOURCE', `${at}[1].indexSourceKey`, offering(fixed, { ...following, indexSourceKey: 'x' })],
    [
      'INVALID_INDEX_RATE_SOURCE',
      `${at}[0].indexSourceKey`,
      offering({ ...following, indexSourceKey: '3'.padEnd(32, '0') }),
    ],
    ['INVALID_INDEX_RATE_SOURCE', `${at}[0].indexSourceKey`, offering({ ...fixed, indexSourceKey: index })],
    [
      'INVALID_PARAMETERS',
      `${at}[0].interestRateReviewUnit`,
      offering({ ...following, interestRateReviewUnit: undefined }),
    ],
    [
      'INVALID_PARAMETERS',
      `${at}[0].interestRateReviewCount`,
      offering({ ...following, interestRateReviewCount: 1_000_000 }),
    ],
    [
      'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      `${at}[0].interestRateReviewUnit`,
      offering({ ...fixed, interestRateReviewUnit: 'DAYS' }),
    ],
    [
      'FLOOR_VALUE_GREATER_THAN_CEILING_VALUE_ERROR',
      `${at}[0].interestRateFloorValue`,
      offering({ ...following, interestRateFloorValue: 87, interestRateCeilingValue: 45 }),
    ],
    [
      'NOT_ALLOW_NEGATIVE_FLOOR_OR_CEILING_VALUE',
      `${at}[0].interestRateFloorValue`,
      offering({ ...following, interestRateFloorValue: -1 }),
    ],
    [
      'NEGATIVE_MIN_INTEREST_RATE',
      `${at}[1].interestRate.minValue`,
      offering(fixed, { ...following, interestRate: { minValue: -1 } }),
    ],
    [
      'INVALID_INTEREST_RATE_MIN_MAX_DEFAULT_TUPLE',
      `${at}[0].interestRate`,
      offering({ ...fixed, interestRate: { minValue: 3, maxValue: 2 } }),
    ],
  ])('is refused with %s for %s', (reason, property, changes) => {
    const told = refusal(changes);
    expect(told.split(' ')[0]).toBe(reason);
    expect(told).toContain(property);
  });

  test('is no revolving credit', () => {
    expect(refusal({ ...offering(fixed), type: 'REVOLVING_CREDIT' })).not.toBe('accepted');
  });

  test('keeps what periods of its accounts follow', () => {
    const before = complete({ ...offering(fixed, following), type: dynamic });
    const change = (after: ProductChanges, hasAccounts = true): string =>
      checkProductChange(before, complete({ ...after, type: dynamic }), hasAccounts)?.errors[0]?.reason ?? 'accepted';
    expect(change(offering(fixed, { ...following, interestRateFloorValue: 2 }))).toBe('accepted');
    expect(change(offering(fixed, following, { ...following, indexSourceKey: other }))).toBe('accepted');
    expect(change(offering(fixed))).toBe('FIELD_IS_NOT_EDITABLE');
    expect(change(offering(following))).toBe('FIELD_IS_NOT_EDITABLE');
    expect(change({})).toBe('FIELD_IS_NOT_EDITABLE');
    expect(change({}, false)).toBe('accepted');
  });
});
