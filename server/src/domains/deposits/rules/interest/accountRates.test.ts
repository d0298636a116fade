import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../../kernel/money.ts';
import {
  decideAccountRates,
  type InterestKind,
  type ProductRates,
  type Tier,
  type WantedRates,
} from './accountRates.ts';
import { decideRateChange, type RateChangeFacts } from './rateChange.ts';
import { accepted, day, refusal } from './testInterest.ts';

const fixed: ProductRates = {
  interestRateSource: 'FIXED_INTEREST_RATE',
  interestRateTerms: 'FIXED',
  interestRate: { minValue: rate(1), maxValue: rate(5), defaultValue: rate(2) },
  interestRateTiers: [],
  allowNegativeInterestRate: false,
};
const free: ProductRates = { ...fixed, interestRate: { minValue: null, maxValue: null, defaultValue: null } };
const indexed: ProductRates = {
  ...fixed,
  interestRateSource: 'INDEX_INTEREST_RATE',
  interestRate: { minValue: rate(-1), maxValue: rate(1), defaultValue: null },
};
const byBalance = (...ends: readonly (number | null)[]): readonly Tier[] =>
  ends.map((end) => ({ endingBalance: end === null ? null : money(end), endingDay: null, interestRate: rate(1) }));
const byDays = (...ends: readonly (number | null)[]): readonly Tier[] =>
  ends.map((endingDay) => ({ endingBalance: null, endingDay, interestRate: rate(1) }));
const tiered: ProductRates = { ...fixed, interestRateTerms: 'TIERED', interestRateTiers: byBalance(100, null) };

const wants = (
  interestRate: number | string | null,
  interestSpread: number | null = null,
  interestRateTiers: readonly Tier[] | null = null,
): WantedRates => ({
  interestRate: interestRate === null ? null : rate(interestRate),
  interestSpread: interestSpread === null ? null : rate(interestSpread),
  interestRateTiers,
});

const outcome = (product: ProductRates | null, wanted: WantedRates, kind: InterestKind = 'INTEREST'): unknown => {
  const rates = decideAccountRates(product, wanted, kind);
  const reason = refusal(rates);
  if (reason !== undefined) return reason;
  const decided = accepted(rates);
  if (decided === null) return null;
  return decided.terms === 'FIXED' ? decided.rate.toNumber() : decided.tiers.length;
};

describe('the rates of an account', () => {
  test.each<readonly [ProductRates | null, WantedRates, unknown]>([
    [fixed, wants(3), 3],
    [fixed, wants(null), 2],
    [fixed, wants(1), 1],
    [fixed, wants(5), 5],
    [fixed, wants(0.99), 'INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
    [fixed, wants(5.01), 'INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
    [fixed, wants(3, 1), 'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES'],
    [fixed, wants(3, null, byBalance(1)), 'INVALID_INTEREST_RATE_TIERS'],
    [fixed, wants(3, null, []), 3],
    [free, wants(null), 'REQUIRED_INTEREST_RATE'],
    [free, wants(-1), 'INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
    [{ ...free, allowNegativeInterestRate: true }, wants(-1), -1],
    [free, wants('1e30'), 'INVALID_INTEREST_RATE'],
    [free, wants('0.000000000000000000001'), 'INVALID_INTEREST_RATE'],
    [indexed, wants(null, -1), -1],
    [indexed, wants(null, 1.5), 'ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS'],
    [indexed, wants(null), 'REQUIRED_INTEREST_RATE'],
    [indexed, wants(1), 'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES'],
    [null, wants(null), null],
    [null, wants(null, null, []), null],
    [null, wants(1), 'INTEREST_RATE_SHOULD_BE_NULL'],
    [null, wants(null, 1), 'INTEREST_SPREAD_SHOULD_BE_ZERO_OR_EMPTY'],
    [null, wants(null, null, byBalance(1)), 'INVALID_INTEREST_RATE_TIERS'],
    [tiered, wants(null), 2],
    [tiered, wants(1), 'INTEREST_RATE_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES'],
    [tiered, wants(null, 1), 'INTEREST_SPREAD_CANNOT_BE_EDITED_FOR_TIERED_INTEREST_RATES'],
    [tiered, wants(null, null, byBalance(10, 20, null)), 3],
    [tiered, wants(null, null, byBalance(10, 20)), 2],
    [tiered, wants(null, null, []), 'INVALID_INTEREST_RATE_TIERS'],
    [tiered, wants(null, null, byBalance(0, 20)), 'INVALID_INTEREST_RATE_TIERS'],
    [tiered, wants(null, null, byBalance(20, 20)), 'INVALID_INTEREST_RATE_TIERS'],
    [tiered, wants(null, null, byBalance(20, 10)), 'INVALID_INTEREST_RATE_TIERS'],
    [tiered, wants(null, null, byBalance(null, 10)), 'INVALID_INTEREST_RATE_TIERS'],
    [tiered, wants(null, null, byDays(10, 20)), 'INVALID_INTEREST_RATE_TIERS'],
    [{ ...tiered, interestRateTerms: 'TIERED_PERIOD' }, wants(null, null, byDays(10, 20)), 2],
    [
      { ...tiered, interestRateTerms: 'TIERED_PERIOD' },
      wants(null, null, byBalance(10, 20)),
      'INVALID_INTEREST_RATE_TIERS',
    ],
    [{ ...tiered, interestRateTerms: 'TIERED_BAND' }, wants(null), 2],
    [
      { ...tiered, interestRateTiers: [{ endingBalance: null, endingDay: null, interestRate: rate(-1) }] },
      wants(null),
      'INTEREST_RATE_OUTSIDE_CONSTRAINTS',
    ],
  ])('%j with %j: %s', (product, wanted, expected) => {
    expect(outcome(product, wanted)).toBe(expected);
  });

  test.each<readonly [ProductRates | null, WantedRates, unknown]>([
    [free, wants(null), 'REQUIRED_OVERDRAFT_INTEREST_RATE'],
    [null, wants(1), 'OVERDRAFT_INTEREST_RATE_SHOULD_BE_NULL'],
    [null, wants(null, 1), 'OVERDRAFT_INTEREST_SPREAD_SHOULD_BE_NULL'],
    [tiered, wants(null, null, byBalance(2, 1)), 'INVALID_OVERDRAFT_INTEREST_RATE_TIERS'],
  ])('of an overdraft, %j with %j: %s', (product, wanted, expected) => {
    expect(outcome(product, wanted, 'OVERDRAFT')).toBe(expected);
  });
});

describe('a changed rate', () => {
  const facts: RateChangeFacts = {
    product: fixed,
    activationDate: day('2024-01-01'),
    lastApplied: day('2024-03-01'),
    today: day('2024-03-20'),
  };

  test.each<readonly [number, string, Partial<RateChangeFacts>, string | undefined]>([
    [4, '2024-03-11', {}, undefined],
    [4, '2024-03-01', {}, undefined],
    [4, '2024-03-20', {}, undefined],
    [4, '2024-03-21', {}, 'BACKDATE_SET_IN_THE_FUTURE'],
    [4, '2024-02-29', {}, 'INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE'],
    [4, '2024-02-29', { lastApplied: null }, undefined],
    [4, '2023-12-31', { lastApplied: null }, 'BACKDATE_BEFORE_ACTIVATION'],
    [4, '2024-03-11', { activationDate: null }, 'INVALID_DEPOSIT_ACCOUNT_STATE'],
    [6, '2024-03-11', {}, 'INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
    [4, '2024-03-11', { product: null }, 'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_DEPOSIT_PRODUCT_SETTINGS'],
    [
      4,
      '2024-03-11',
      { product: indexed },
      'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_DEPOSIT_PRODUCT_SETTINGS',
    ],
    [
      4,
      '2024-03-11',
      { product: tiered },
      'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_DEPOSIT_PRODUCT_SETTINGS',
    ],
  ])('to %d from %s with %j: %s', (to, valueDate, changes, expected) => {
    const decided = decideRateChange(rate(to), day(valueDate), { ...facts, ...changes });
    expect(refusal(decided)).toBe(expected);
    if (expected === undefined) expect(decided).toEqual({ terms: 'FIXED', rate: rate(to) });
  });
});
