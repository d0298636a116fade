import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { loanTermsOf } from '../accountTerms.ts';
import type { LoanProduct } from '../loanProduct.ts';
import type { LoanTerms } from '../terms.ts';
import { on } from '../testLoan.ts';
import { loanProduct } from '../testProduct.ts';
import type { WantedLoan } from '../wantedLoan.ts';
import type { OfferedRate } from './adjustableProduct.ts';
import { checkFirstPeriod, limitsFor, type WantedPeriod } from './agreedPeriods.ts';
import { euribor, withIndex } from './testRates.ts';

const open = { min: null, max: null, default: null };
const fixedOffer: OfferedRate = {
  interestRateSource: 'FIXED_INTEREST_RATE',
  limits: { min: rate(1), max: rate(20), default: rate(9) },
};
const indexOffer: OfferedRate = {
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: euribor,
  interestRateFloorValue: rate(2),
  interestRateCeilingValue: rate(10),
  review: { unit: 'MONTHS', count: 3 },
  limits: { ...open, max: rate(4) },
};
const offering = (...periodRates: OfferedRate[]): LoanProduct => ({ ...loanProduct(), periodRates });
const product = offering(fixedOffer, indexOffer);

const fixed = (validFrom: string, interestRate?: number): WantedPeriod => ({
  interestRateSource: 'FIXED_INTEREST_RATE',
  validFrom: on(validFrom),
  ...(interestRate === undefined ? {} : { interestRate: rate(interestRate) }),
});
const following = (validFrom: string, more: Partial<WantedPeriod> = {}): WantedPeriod => ({
  interestRateSource: 'INDEX_INTEREST_RATE',
  validFrom: on(validFrom),
  interestSpread: rate(1),
  ...more,
});

const facts = {
  decimals: 2,
  today: on('2026-01-15'),
  calendar: withIndex(['2026-01-01', 3]),
  taxSource: () => undefined,
};
const agree = (of: LoanProduct, wanted: Partial<WantedLoan>, before?: LoanTerms) =>
  loanTermsOf(of, { loanAmount: money(1000), ...wanted }, facts, before);
const agreed = (
  ratePeriods: readonly WantedPeriod[],
  more: Partial<WantedLoan> = {},
  before?: LoanTerms,
): LoanTerms => {
  const result = agree(product, { ratePeriods, ...more }, before);
  if (isRejection(result)) throw new Error(JSON.stringify(result.errors));
  return result.terms;
};

describe('agreed periods', () => {
  test('take from the product what they leave out, and the loan begins with the first', () => {
    const terms = agreed([fixed('2026-02-01'), following('2026-08-01')]);
    expect(terms.interest.interestRate).toEqual(rate(9));
    expect(terms.interest.rates).toMatchObject({
      adjustable: true,
      settings: [
        { interestRateSource: 'FIXED_INTEREST_RATE', interestRate: rate(9), validFrom: '2026-02-01' },
        {
          interestRateSource: 'INDEX_INTEREST_RATE',
          indexSourceKey: euribor,
          interestSpread: rate(1),
          interestRateFloorValue: rate(2),
          interestRateCeilingValue: rate(10),
          review: { unit: 'MONTHS', count: 3 },
          validFrom: '2026-08-01',
        },
      ],
    });
  });

  test('may narrow the limits of an index, and read it at other times', () => {
    const own = following('2026-02-01', {
      indexSourceKey: euribor,
      interestRateFloorValue: rate(5),
      interestRateCeilingValue: rate(6),
      interestRateReview: { unit: 'WEEKS', count: 2 },
    });
    const terms = agreed([own]);
    expect(terms.interest.interestRate).toEqual(rate(5));
    expect(terms.interest.rates?.settings[0]).toMatchObject({ review: { unit: 'WEEKS', count: 2 } });
  });

  test('keep their keys while they stay in their place', () => {
    const before = agreed([fixed('2026-02-01', 5), fixed('2026-05-01', 6)]);
    const after = agreed([fixed('2026-02-01', 5), fixed('2026-05-01', 7), fixed('2026-06-01', 8)], {}, before);
    const keys = ({ interest }: LoanTerms) => interest.rates?.settings.map(({ encodedKey }) => encodedKey);
    expect(keys(after)?.slice(0, 2)).toEqual(keys(before));
    expect(new Set(keys(after)).size).toBe(3);
  });

  const at = 'accountInterestRateSettings';
  test.each<[string, string, LoanProduct, Partial<WantedLoan>]>([
    ['MISSING_ADJUSTABLE_RATES', at, product, {}],
    ['MISSING_ADJUSTABLE_RATES', at, product, { ratePeriods: [] }],
    ['PRODUCT_DOES_NOT_SUPPORT_ADJUSTABLE_RATES', at, loanProduct(), { ratePeriods: [fixed('2026-02-01')] }],
    [
      'INVALID_INTEREST_RATE',
      'interestSettings.interestRate',
      product,
      { ratePeriods: [fixed('2026-02-01')], interestRate: rate(5) },
    ],
    [
      'INVALID_INTEREST_SPREAD',
      'interestSettings.interestSpread',
      product,
      { ratePeriods: [fixed('2026-02-01')], interestSpread: rate(5) },
    ],
    [
      'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      'interestRateReviewUnit',
      product,
      { ratePeriods: [fixed('2026-02-01')], interestRateReview: { count: 3 } },
    ],
    ['INVALID_PARAMETERS', `${at}[1].validFrom`, product, { ratePeriods: [fixed('2026-02-01'), fixed('2026-02-01')] }],
    [
      'INVALID_PARAMETERS',
      `${at}[2].validFrom`,
      product,
      { ratePeriods: [fixed('2026-02-01'), fixed('2026-03-01'), fixed('2026-02-15')] },
    ],
    [
      'INVALID_PARAMETERS',
      'at most 1200',
      product,
      {
        ratePeriods: Array.from({ length: 1201 }, (_, index) => fixed(`${2026 + index}-02-01`.slice(0, 10), 5)),
      },
    ],
    [
      'INCONSISTENT_FIXED_INTEREST_RATE_SOURCE_SETUP_ON_ACCOUNT_LEVEL',
      `${at}[0].interestRateSource`,
      offering(indexOffer),
      { ratePeriods: [fixed('2026-02-01')] },
    ],
    [
      'INVALID_INTEREST_RATE',
      `${at}[0].interestRate`,
      offering({ ...fixedOffer, limits: open }),
      { ratePeriods: [fixed('2026-02-01')] },
    ],
    ['INVALID_INTEREST_RATE', `${at}[0].interestRate`, product, { ratePeriods: [fixed('2026-02-01', -1)] }],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS', `${at}[0].interestRate`, product, { ratePeriods: [fixed('2026-02-01', 21)] }],
    [
      'INVALID_INDEX_RATE_SOURCE',
      `${at}[0].indexSourceKey`,
      product,
      { ratePeriods: [{ ...fixed('2026-02-01'), indexSourceKey: euribor }] },
    ],
    [
      'INTEREST_RATE_REVIEW_COUNT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      `${at}[0].interestRateReviewCount`,
      product,
      { ratePeriods: [{ ...fixed('2026-02-01'), interestRateReview: { count: 2 } }] },
    ],
    [
      'INVALID_PARAMETERS',
      `${at}[0].interestRateFloorValue`,
      product,
      { ratePeriods: [{ ...fixed('2026-02-01'), interestRateFloorValue: rate(2) }] },
    ],
    [
      'INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
      `${at}[0].interestSpread`,
      product,
      { ratePeriods: [{ ...fixed('2026-02-01'), interestSpread: rate(2) }] },
    ],
    [
      'INCONSISTENT_INDEX_SOURCE_KEY_ON_ACCOUNT_LEVEL',
      `${at}[1].indexSourceKey`,
      product,
      { ratePeriods: [fixed('2026-02-01'), following('2026-03-01', { indexSourceKey: 'nobody' })] },
    ],
    [
      'INCONSISTENT_INDEX_SOURCE_KEY_ON_ACCOUNT_LEVEL',
      `${at}[0].indexSourceKey`,
      offering(fixedOffer),
      { ratePeriods: [following('2026-02-01')] },
    ],
    [
      'INTEREST_RATE_NOT_AVAILABLE_FOR_INDEXED_RATES',
      `${at}[0].interestRate`,
      product,
      { ratePeriods: [following('2026-02-01', { interestRate: rate(5) })] },
    ],
    [
      'MISSING_INTEREST_RATE_SPREAD_ON_PRODUCT',
      `${at}[0].interestSpread`,
      product,
      { ratePeriods: [following('2026-02-01', { interestSpread: undefined })] },
    ],
    [
      'ACCOUNT_INTEREST_SPREAD_IS_NOT_BETWEEN_LIMITS',
      `${at}[0].interestSpread`,
      product,
      { ratePeriods: [following('2026-02-01', { interestSpread: rate(5) })] },
    ],
    [
      'INVALID_PARAMETERS',
      `${at}[0].interestRateReviewCount`,
      product,
      { ratePeriods: [following('2026-02-01', { interestRateReview: { count: -1 } })] },
    ],
    [
      'INVALID_PARAMETERS',
      `${at}[0].interestRateFloorValue`,
      product,
      { ratePeriods: [following('2026-02-01', { interestRateFloorValue: rate(1) })] },
    ],
    [
      'INVALID_PARAMETERS',
      `${at}[0].interestRateCeilingValue`,
      product,
      { ratePeriods: [following('2026-02-01', { interestRateCeilingValue: rate(11) })] },
    ],
    [
      'FLOOR_VALUE_GREATER_THAN_CEILING_VALUE_ERROR',
      `${at}[0].interestRateFloorValue`,
      product,
      {
        ratePeriods: [following('2026-02-01', { interestRateFloorValue: rate(6), interestRateCeilingValue: rate(5) })],
      },
    ],
    [
      'ANTICIPATED_DISBURSEMENT_DATE_NOT_EQUAL_WITH_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
      'expectedDisbursementDate',
      product,
      { ratePeriods: [fixed('2026-02-01')], expectedDisbursementDate: on('2026-02-02') },
    ],
    [
      'INTEREST_VALID_FROM_DATE_BEFORE_INDEX_INTEREST_RATE_DATE',
      at,
      product,
      { ratePeriods: [following('2025-12-31')] },
    ],
    ['INVALID_PARAMETERS', `${at}[1].validFrom`, product, { ratePeriods: [fixed('2026-02-01'), fixed('2126-03-01')] }],
    ['INVALID_ANTICIPATED_DISBURSEMENT', '9999', product, { ratePeriods: [fixed('9999-01-01')] }],
  ])('are refused with %s for %s', (reason, property, of, wanted) => {
    const result = agree(of, wanted);
    const error = isRejection(result) ? result.errors[0] : undefined;
    expect(error?.reason).toBe(reason);
    expect(error?.source).toContain(property);
  });

  test('of a loan in tranches begin with the first of them', () => {
    const inTranches: LoanProduct = {
      ...loanProduct({
        type: 'TRANCHED_LOAN',
        others: { loanAmountSettings: { trancheSettings: { maxNumberOfTranches: 2 } } },
      }),
      periodRates: [fixedOffer],
    };
    const paidOut = (day: string) => [{ key: 'one', amount: money(1000), expectedDisbursementDate: on(day) }];
    const reason = (day: string) => {
      const result = agree(inTranches, { ratePeriods: [fixed('2026-02-01')], tranches: paidOut(day) });
      return isRejection(result) ? result.errors[0]?.reason : 'accepted';
    };
    expect(reason('2026-02-01')).toBe('accepted');
    expect(reason('2026-02-02')).toBe(
      'ANTICIPATED_DISBURSEMENT_DATE_NOT_EQUAL_WITH_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
    );
  });

  test('begin with the disbursement, or move with it', () => {
    const terms = agreed([fixed('2026-02-01')]);
    expect(checkFirstPeriod(terms, on('2026-02-01'), false)).toBeUndefined();
    expect(checkFirstPeriod(terms, on('2026-02-02'), true)).toBeUndefined();
    expect(checkFirstPeriod(terms, on('2026-02-02'), false)?.errors[0]?.reason).toBe(
      'DISBURSEMENT_DATE_DIFFERENT_THAN_FIRST_INTEREST_RATE_SETTINGS_VALID_FROM_DATE',
    );
  });

  test('change later within the limits of what they are', () => {
    const [first, second] = agreed([fixed('2026-02-01'), following('2026-03-01')]).interest.rates?.settings ?? [];
    expect([limitsFor(product, first), limitsFor(product, second)]).toEqual([fixedOffer.limits, indexOffer.limits]);
    const plain = loanProduct();
    expect(limitsFor(plain, undefined)).toEqual(plain.interestRate);
  });
});
