import { describe, expect, test } from 'vitest';
import type { Schemas } from '../../../generated/schemas.ts';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { loanTermsOf } from './accountTerms.ts';
import { everyDayWorks } from './calendar.ts';
import { decideRepaymentValueChange } from './decide/decideRepaymentValue.ts';
import { accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import { principalFormula } from './explanationTexts.ts';
import { withForeseen } from './foreseenRevolving.ts';
import { templateOf } from './loanProduct.ts';
import type { RevolvingTerms } from './revolvingTerms.ts';
import { termsOfJson, termsToJson } from './termsJson.ts';
import { disbursed, loanAt, on, repaid } from './testLoan.ts';
import { loanProduct, type ProductChanges } from './testProduct.ts';
import { type Row, refused } from './testProductRows.ts';
import { revolvingTermsOf } from './testTerms.ts';
import type { WantedLoan } from './wantedLoan.ts';

// Interest-free, so that tables show principal alone; due monthly from 15 January on.

const terms = (installments: number, more: Partial<RevolvingTerms> = {}) =>
  revolvingTermsOf({
    loanAmount: 5000,
    rate: 0,
    payment: { prepayment: { applyInterestOnPrepaymentMethod: 'MANUAL' } },
    revolving: { principalPaymentMethod: 'FLAT', sharesOut: true, installments, ...more },
  });

/** What each due date asks for, of those that ask for something. */
const asked = (given: ReturnType<typeof terms>, events: readonly LoanEvent[], date: string): string[] =>
  loanAt(given, events, date).instalments.flatMap(({ principal: { expected } }) =>
    expected.isZero() ? [] : [expected.toFixed(2)],
  );

describe('a balance that is shared out', () => {
  test('falls due in equal parts, the last one takes the rest', () => {
    expect(asked(terms(3), [disbursed('2026-01-15', 1000)], '2026-04-15')).toEqual(['333.33', '333.34', '333.33']);
    expect(asked(terms(1), [disbursed('2026-01-15', 1000)], '2026-02-15')).toEqual(['1000.00']);
  });

  test('is shared out anew with every withdrawal', () => {
    const life = [disbursed('2026-01-15', 1000), repaid('2026-02-15', 250), disbursed('2026-02-20', 600)];
    // 750 that are left and 600: four parts of 337.50.
    expect(asked(terms(4), life, '2026-06-15')).toEqual(['250.00', '337.50', '337.50', '337.50', '337.50']);
  });

  test('asks for less on all due dates to come after a prepayment, and nothing again of what is overdue', () => {
    const life = [disbursed('2026-01-15', 1200), repaid('2026-03-20', 900)];
    // Two parts of 300 were overdue and are paid, 300 are ahead: the other two share the rest of 300.
    expect(asked(terms(4), life, '2026-05-15')).toEqual(['300.00', '300.00', '450.00', '150.00']);
    expect(asked(terms(4), [disbursed('2026-01-15', 1200)], '2026-03-15').slice(0, 2)).toEqual(['300.00', '300.00']);
  });

  test('keeps to a floor and a ceiling; what is left of it falls due afterwards', () => {
    const life = [disbursed('2026-01-15', 1000)];
    expect(asked(terms(5, { principalFloor: money(400) }), life, '2026-04-15')).toEqual(['400.00', '400.00', '200.00']);
    expect(asked(terms(2, { principalCeiling: money(300) }), life, '2026-05-15')).toEqual([
      '300.00',
      '300.00',
      '300.00',
      '100.00',
    ]);
  });

  test('is foreseen to its end', () => {
    const given = terms(3, { previewed: 12 });
    const life = [disbursed('2026-01-15', 900)];
    const loan = loanAt(given, life, '2026-01-15');
    expect(
      withForeseen(given, life, loan, everyDayWorks).map(
        ({ dueDate, principal }) => `${dueDate} ${principal.expected}`,
      ),
    ).toEqual(['2026-02-15 300', '2026-03-15 300', '2026-04-15 300']);
    expect(principalFormula(given, loan)).toContain('3 due dates since the last withdrawal');
  });

  test('is asked for at the ends of billing cycles', () => {
    const given = terms(2, { billingDays: [1] });
    expect(
      loanAt(given, [disbursed('2026-01-15', 1000)], '2026-03-10').instalments.map(({ principal }) =>
        principal.expected.toFixed(2),
      ),
    ).toEqual(['500.00', '500.00', '0.00']);
  });

  test('is stored and copied', () => {
    const given = terms(7);
    expect(termsOfJson(JSON.parse(JSON.stringify(termsToJson(given)))).revolving).toEqual(given.revolving);
    expect(templateOf(given).revolving).not.toHaveProperty('installments');
    expect(templateOf(given).revolving).toHaveProperty('sharesOut', true);
  });

  test('takes no other value from a day on', () => {
    const account = accountOf({ terms: terms(4), events: [disbursed('2026-01-15', 1000)] });
    const limits = { min: null, max: null, default: null };
    for (const value of [{ amount: money(50) }, { percentage: rate(5) }]) {
      const change = decideRepaymentValueChange(
        account,
        { ...value, valueDate: on('2026-01-20') },
        { amount: limits, percentage: limits },
        contextOn('2026-01-20'),
      );
      expect(outcome(change)).toBe('PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT');
    }
  });
});

const shared = (
  settings: Schemas['PrincipalPaymentProductSettings'] = {},
  schedule: Partial<Schemas['LoanProductScheduleSettings']> = {},
): ProductChanges => ({
  type: 'REVOLVING_CREDIT',
  schedule: {
    repaymentScheduleMethod: 'DYNAMIC',
    repaymentMethod: 'INSTALLMENTS',
    numInstallments: { minValue: 2, maxValue: 24, defaultValue: 12 },
    ...schedule,
  },
  payment: { principalPaymentSettings: settings },
});

describe('a product that shares out', () => {
  test.each<[string, ProductChanges]>([
    ['a number of instalments', shared()],
    ['no number, which accounts then name', shared({}, { numInstallments: undefined })],
    ['a floor and a ceiling', shared({ principalFloorValue: 10, principalCeilingValue: 500 })],
    [
      'what clients send of settings that they do not use',
      shared({ principalPaymentMethod: 'FLAT', totalDuePayment: 'FLAT' }),
    ],
  ])('accepts %s', (_name, changes) => {
    expect(refused(changes)).toEqual({ reason: 'accepted', source: '' });
  });

  test.each<Row>([
    [
      'INVALID_PRINCIPAL_PAYMENT_METHOD',
      'principalPaymentMethod',
      shared({ principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE' }),
    ],
    ['INVALID_PRINCIPAL_PAYMENT_METHOD', 'totalDuePayment', shared({ totalDuePayment: 'TOTAL_BALANCE_PERCENTAGE' })],
    ['INVALID_REVOLVING_SETTINGS', 'amount', shared({ amount: { defaultValue: 50 } })],
    ['INVALID_REVOLVING_SETTINGS', 'percentage', shared({ percentage: { defaultValue: 5 } })],
    ['INVALID_INSTALLMENTS', 'numInstallments', shared({}, { numInstallments: { minValue: 5, maxValue: 2 } })],
    ['INVALID_INSTALLMENTS', 'numInstallments', shared({}, { numInstallments: { defaultValue: 100_000 } })],
    [
      'NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
      'numInstallments',
      shared({}, { repaymentMethod: 'AMOUNT' }),
    ],
  ])('refuses %s %s', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });
});

describe('an account that shares out', () => {
  const facts = { decimals: 2, today: on('2026-01-15'), calendar: everyDayWorks, taxSource: () => undefined };
  const agreed = (wanted: Partial<WantedLoan> = {}, changes: ProductChanges = shared()): string => {
    const result = loanTermsOf(loanProduct(changes), { loanAmount: money(1000), ...wanted }, facts);
    if (isRejection(result)) return `${result.errors[0]?.reason} ${result.errors[0]?.source?.split(/[: ]/)[0]}`;
    return String(result.terms.revolving?.installments);
  };
  test.each<[string, string, Partial<WantedLoan>, ProductChanges?]>([
    ['the default of the product', '12', {}],
    ['its own number', '6', { repaymentInstallments: 6 }],
    [
      'more than the product allows',
      'INVALID_INSTALLMENTS scheduleSettings.repaymentInstallments',
      { repaymentInstallments: 25 },
    ],
    ['none', 'INVALID_INSTALLMENTS scheduleSettings.repaymentInstallments', { repaymentInstallments: 0 }],
    [
      'less than none',
      'INVALID_INSTALLMENTS scheduleSettings.repaymentInstallments',
      { repaymentInstallments: -1 },
      shared({}, { numInstallments: undefined }),
    ],
    [
      'no number at all',
      'INVALID_INSTALLMENTS scheduleSettings.repaymentInstallments',
      {},
      shared({}, { numInstallments: undefined }),
    ],
    [
      'an amount',
      'PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT principalPaymentSettings.amount',
      { principalPaymentAmount: money(5) },
    ],
    [
      'a percentage',
      'PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT principalPaymentSettings.percentage',
      { principalPaymentPercentage: rate(5) },
    ],
  ])('has %s: %s', (_name, expected, wanted, changes) => {
    expect(agreed(wanted, changes)).toBe(expected);
  });
});
