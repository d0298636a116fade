import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { type BilledOn, billedPrincipal, type RevolvingTerms } from './revolvingTerms.ts';
import type { RoundingTerms } from './terms.ts';
import { termsOfJson, termsToJson } from './termsJson.ts';
import { revolvingTermsOf } from './testTerms.ts';

type Day = { readonly [P in keyof BilledOn]?: number };

const billed = (revolving: Partial<RevolvingTerms>, day: Day = {}, rounding?: RoundingTerms): string => {
  const { principal = 1500, interest = 20, fees = 5, penalty = 0 } = day;
  const terms = revolvingTermsOf({ loanAmount: 5000, revolving, ...(rounding ? { schedule: { rounding } } : {}) });
  return billedPrincipal(terms, {
    principal: money(principal),
    unbilled: money(day.unbilled ?? principal),
    afterWithdrawal: money(day.afterWithdrawal ?? 2000),
    sinceWithdrawal: day.sinceWithdrawal ?? 0,
    total: money(day.total ?? principal + interest + fees + penalty),
    interest: money(interest),
    fees: money(fees),
    penalty: money(penalty),
  }).toFixed(2);
};

describe('the principal that a due date asks for', () => {
  test.each<[string, Partial<RevolvingTerms>, string]>([
    ['10 % of the balance', {}, '150.00'],
    ['no less than the floor', { principalFloor: money(200) }, '200.00'],
    ['no more than the ceiling', { principalCeiling: money(120) }, '120.00'],
    ['a flat amount', { principalPaymentMethod: 'FLAT', amount: money(300) }, '300.00'],
    ['never more than the balance', { principalPaymentMethod: 'FLAT', amount: money(2000) }, '1500.00'],
    ['10 % of the last withdrawal’s balance', { principalPaymentMethod: 'PRINCIPAL_PERCENTAGE_LAST_DISB' }, '200.00'],
    ['10 % of the limit', { principalPaymentMethod: 'TOTAL_PRINCIPAL_PERCENTAGE' }, '500.00'],
    ['10 % of all that is owed, less charges', { principalPaymentMethod: 'TOTAL_BALANCE_PERCENTAGE' }, '127.50'],
    ['an amount in all', { principalPaymentMethod: 'TOTAL_BALANCE_FLAT', amount: money(100) }, '75.00'],
    ['charges beyond the amount in all', { principalPaymentMethod: 'TOTAL_BALANCE_FLAT', amount: money(10) }, '0.00'],
    ['the least in all', { percentage: rate(1), totalDueFloor: money(100) }, '75.00'],
    ['a floor with interest', { principalFloor: money(200), includeInterestInFloor: true }, '180.00'],
    ['a floor with fees', { principalFloor: money(200), includeFeesInFloor: true }, '195.00'],
    ['a ceiling below a floor wins', { principalFloor: money(200), principalCeiling: money(90) }, '90.00'],
    ['the total wins', { totalDuePayment: 'OUTSTANDING_PRINCIPAL_PERCENTAGE' }, '125.00'],
    ['a third of a cent is rounded', { percentage: rate('3.33335') }, '50.00'],
  ])('%s', (_name, revolving, expected) => {
    expect(billed(revolving)).toBe(expected);
  });

  test('makes whole units of all that is asked for, where the product rounds the payment', () => {
    const whole = (repaymentCurrencyRounding: RoundingTerms['repaymentCurrencyRounding'], revolving = {}, day = {}) => {
      const rounding: RoundingTerms = {
        roundingRepaymentScheduleMethod: 'NO_ROUNDING',
        repaymentCurrencyRounding,
        repaymentElementsRoundingMethod: 'PAYMENT_DUE',
      };
      return billed(revolving, { principal: 1503, interest: 20.3, ...day }, rounding);
    };
    // 150.30 of principal with 20.30 of interest and 5 of fees: 175.60.
    expect(whole('ROUND_TO_NEAREST_WHOLE_UNIT')).toBe('150.70');
    expect(whole('ROUND_UP_TO_NEAREST_WHOLE_UNIT', { percentage: rate(0) })).toBe('0.70');
    expect(whole('ROUND_TO_NEAREST_WHOLE_UNIT', { principalCeiling: money(100) })).toBe('99.70');
    expect(whole('ROUND_UP_TO_NEAREST_WHOLE_UNIT', { principalCeiling: money(100) })).toBe('100.00');
    expect(whole('ROUND_TO_NEAREST_WHOLE_UNIT', {}, { unbilled: 10 })).toBe('10.00');
  });

  test('is at most what no instalment asks for, and nothing of nothing', () => {
    expect(billed({}, { unbilled: 40 })).toBe('40.00');
    expect(billed({ principalFloor: money(50) }, { principal: 0, interest: 0, fees: 0 })).toBe('0.00');
  });
});

test('the terms come back from the database as they were', () => {
  const terms = revolvingTermsOf({
    revolving: {
      amount: money('12.34'),
      principalPaymentMethod: 'FLAT',
      totalDuePayment: 'FLAT',
      percentage: rate('1.5'),
      principalFloor: money(1),
      principalCeiling: money(2),
      totalDueFloor: money(3),
    },
  });
  const stored: unknown = JSON.parse(JSON.stringify(termsToJson(terms)));
  expect(termsOfJson(stored as ReturnType<typeof termsToJson>)).toEqual(terms);
});
