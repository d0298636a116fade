import { describe, expect, test } from 'vitest';
import { rate } from '../../../../kernel/money.ts';
import {
  applyAccrued,
  balanceEffect,
  checkApplicationDate,
  checkApplies,
  type InterestApplication,
} from './application.ts';
import { account, accruedBy, amounts, day, fixedAt, period, refusal, terms, text } from './testInterest.ts';

const apply = (
  accruedBefore: Parameters<typeof amounts>[0],
  { decimals = 2, tax = null as string | null, since = {} as Parameters<typeof amounts>[0] } = {},
): InterestApplication =>
  applyAccrued({
    accruedBefore: amounts(accruedBefore),
    accruedSince: amounts(since),
    currencyDecimals: decimals,
    withholdingTaxRate: tax === null ? null : rate(tax),
  });

const applied = (application: InterestApplication): string | null =>
  application.outcome === 'APPLIED' ? application.amount.toFixed() : null;

describe('what an application date applies', () => {
  test.each<readonly [Parameters<typeof amounts>[0], number, string]>([
    [{ interestAccrued: '25.4246575323' }, 2, '25.42'],
    [{ interestAccrued: '54.2465753412' }, 2, '54.25'],
    [{ interestAccrued: '37.583333331' }, 2, '37.58'],
    [{ interestAccrued: '0.005' }, 2, '0.01'],
    [{ interestAccrued: '1.5' }, 0, '2'],
    [{ interestAccrued: '1.2345' }, 3, '1.235'],
    [{ interestAccrued: '0.000000005' }, 8, '0.00000001'],
    [{ overdraftInterestAccrued: '1.1506849312' }, 2, '-1.15'],
    [{ negativeInterestAccrued: '0.125' }, 2, '-0.13'],
  ])('%j in a currency of %d decimals is %s', (accrued, decimals, expected) => {
    expect(applied(apply(accrued, { decimals }))).toBe(expected);
  });

  test('one amount nets the buckets, each rounded for itself', () => {
    const application = apply({
      interestAccrued: '10.004',
      negativeInterestAccrued: '1.004',
      overdraftInterestAccrued: '2.004',
      technicalOverdraftInterestAccrued: '3.006',
    });
    expect(applied(application)).toBe('3.99');
    expect(application.outcome === 'APPLIED' && text(application.interestAccruedAmounts)).toEqual({
      interestAccrued: '10',
      negativeInterestAccrued: '1',
      overdraftInterestAccrued: '2',
      technicalOverdraftInterestAccrued: '3.01',
    });
  });

  test('the residual is dropped, and later days go on accruing', () => {
    const application = apply(
      { interestAccrued: '1.004' },
      { since: { interestAccrued: '0.3', overdraftInterestAccrued: '0.1' } },
    );
    expect(text(application.remaining)).toMatchObject({ interestAccrued: '0.3', overdraftInterestAccrued: '0.1' });
  });

  test('the next month bears interest on what was applied', () => {
    const june = accruedBy(account(terms(fixedAt(4))), '8025.42', period('2024-06-01', '2024-07-01'));
    expect(june.interestAccrued.toFixed()).toBe('26.384942463');
  });

  test('nothing accrued and nothing left after rounding are two things; neither loses anything', () => {
    const nothing = apply({}, { since: { interestAccrued: '0.2' } });
    expect([nothing.outcome, text(nothing.remaining).interestAccrued]).toEqual(['NOTHING_ACCRUED', '0.2']);
    const small = apply({ interestAccrued: '0.0049' }, { since: { interestAccrued: '0.2' } });
    expect([small.outcome, text(small.remaining).interestAccrued]).toEqual(['ZERO', '0.2049']);
    const even = apply({ interestAccrued: '1', overdraftInterestAccrued: '1.001' });
    expect([even.outcome, text(even.remaining).overdraftInterestAccrued]).toEqual(['ZERO', '1.001']);
    expect([nothing, small, apply({ interestAccrued: '1' })].map((each) => refusal(checkApplies(each)))).toEqual([
      'ACCOUNT_HAS_NO_ACCRUED_INTEREST',
      'INTEREST_APPLIED_WITH_NULL_AMOUNT',
      undefined,
    ]);
  });
});

describe('withholding tax', () => {
  test.each<readonly [Parameters<typeof amounts>[0], string, string, string]>([
    [{ interestAccrued: '36.53' }, '20', '7.31', '29.22'],
    [{ interestAccrued: '36.53' }, '0', '0', '36.53'],
    [{ interestAccrued: '10', overdraftInterestAccrued: '4' }, '20', '2', '4'],
    [{ interestAccrued: '10', overdraftInterestAccrued: '40' }, '20', '2', '-32'],
    [{ overdraftInterestAccrued: '40' }, '20', '0', '-40'],
    [{ negativeInterestAccrued: '40' }, '20', '0', '-40'],
  ])('of %j at %s %% is %s, and the balance moves by %s', (accrued, tax, expected, effect) => {
    const application = apply(accrued, { tax });
    expect(application.outcome === 'APPLIED' && application.withholdingTax.toFixed()).toBe(expected);
    expect(balanceEffect(application).toFixed()).toBe(effect);
  });

  test('nothing is taken of what is not applied', () => {
    expect(balanceEffect(apply({ interestAccrued: '0.001' }, { tax: '20' })).toFixed()).toBe('0');
  });
});

test.each([
  ['2024-03-01', undefined],
  ['2024-03-10', undefined],
  ['2024-02-29', 'INVALID_DATE'],
  ['2024-03-11', 'INVALID_DATE'],
  ['2023-12-31', 'INVALID_DATE'],
])('by hand on %s: %s', (date, expected) => {
  const facts = { activationDate: day('2024-01-01'), lastApplied: day('2024-03-01'), today: day('2024-03-10') };
  expect(refusal(checkApplicationDate(day(date), facts))).toBe(expected);
  expect(refusal(checkApplicationDate(day('2024-01-01'), { ...facts, lastApplied: null }))).toBeUndefined();
});
