import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, money, rate } from '../../../kernel/money.ts';
import type { Amortization, LoanTerms } from './terms.ts';
import { type LoanTermsJson, termsOfJson, termsToJson } from './termsJson.ts';
import { anyTerms } from './testLives.ts';
import { on } from './testLoan.ts';
import { termsOf } from './testTerms.ts';

const throughText = (terms: LoanTerms): LoanTerms =>
  termsOfJson(JSON.parse(JSON.stringify(termsToJson(terms))) as LoanTermsJson);

const amount = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([digits, decimals]) => money(new Decimal(digits.toString()).div(new Decimal(10).pow(decimals))));

const amortization: fc.Arbitrary<Amortization> = fc.oneof(
  fc.constant<Amortization>({ amortizationMethod: 'STANDARD_PAYMENTS' }),
  fc.boolean().map<Amortization>((keepInstallmentsEqualIfLongFirstPeriod) => ({
    amortizationMethod: 'OPTIMIZED_PAYMENTS',
    keepInstallmentsEqualIfLongFirstPeriod,
  })),
  amount.map<Amortization>((periodicPayment) => ({
    amortizationMethod: 'BALLOON_PAYMENTS',
    balloon: { periodicPayment },
  })),
  fc.integer({ min: 1, max: 500 }).map<Amortization>((amortizationPeriod) => ({
    amortizationMethod: 'BALLOON_PAYMENTS',
    balloon: { amortizationPeriod },
  })),
  fc
    .array(fc.record({ amount, toInstallment: fc.integer({ min: 1, max: 99 }) }), { maxLength: 4 })
    .map<Amortization>((paymentPlan) => ({ amortizationMethod: 'PAYMENT_PLAN', paymentPlan })),
);

describe('terms in a jsonb column', () => {
  test('come back as they were, every digit of them', () => {
    fc.assert(
      fc.property(anyTerms, amount, amount, amortization, (base, loanAmount, interestRate, amortised) => {
        const terms: LoanTerms = {
          ...base,
          loanAmount,
          interest: { ...base.interest, interestRate: rate(interestRate) },
          schedule: { ...base.schedule, amortization: amortised },
        };
        expect(throughText(terms)).toEqual(terms);
      }),
    );
  });

  test('keep what only some loans have', () => {
    const dueDates = {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [1, 31],
      shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
    } as const;
    const terms = termsOf({ schedule: { dueDates, firstRepaymentDate: on('2024-01-31') } });
    expect(throughText(terms)).toEqual(terms);
    expect(throughText(termsOf())).not.toHaveProperty('schedule.firstRepaymentDate');
  });

  test('hold amounts as texts, which no double can blur', () => {
    const json = termsToJson(termsOf({ loanAmount: '100000000000000000000.01', rate: '0.12345678901234567891' }));
    expect(json.loanAmount).toBe('100000000000000000000.01');
    expect(json.interest.interestRate).toBe('0.12345678901234567891');
  });
});
