import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import { checkTerms } from './checkTerms.ts';
import { decideRateChange } from './decide/decideTermsChange.ts';
import { accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import { checkLoanProduct } from './productSettings.ts';
import type { LoanTerms } from './terms.ts';
import { disbursed, expectedOf, loanAt, on, plannedOn, repaid } from './testLoan.ts';
import { interestOnlyTermsOf } from './testMortgages.ts';
import { completed, facts, loanProduct, type ProductChanges, productBody } from './testProduct.ts';
import type { TermsOf } from './testTerms.ts';

// 100,000 at 6 % in six months from 15 January 2024: 500.00 of interest each, whatever days a month has, and all principal with the last.

const lent = disbursed('2024-01-15', 100_000);
const overpaid = (date: string, amount: number): LoanEvent =>
  ({ ...repaid(date, amount), type: 'PRINCIPAL_PAID', as: 'PRINCIPAL_OVERPAYMENT' }) as unknown as LoanEvent;
const closingOf = (events: readonly LoanEvent[], asOf: string): string[] =>
  loanAt(interestOnlyTermsOf(), events, asOf).instalments.map(({ closing }) => closing?.toFixed(2) ?? 'none');

describe('instalments that pay interest only', () => {
  test('are equal, and the last one repays everything', () => {
    expect(plannedOn(interestOnlyTermsOf(), '2024-01-15')).toEqual([...Array(5).fill('0+500.00'), '100000+500.00']);
    expect(closingOf([lent], '2024-01-15')).toEqual([...Array(5).fill('100000.00'), '0.00']);
  });

  test('are smaller after a payment of principal, by the days that are left', () => {
    const events = [lent, overpaid('2024-01-25', 20_000)];
    // Ten of 31 days on 100,000 and 21 on 80,000: 161.29 + 270.97.
    const loan = loanAt(interestOnlyTermsOf(), events, '2024-02-15');
    expect(loan.instalments.map(expectedOf)).toEqual(['20000+432.26', ...Array(4).fill('0+400.00'), '80000+400.00']);
    expect(closingOf(events, '2024-02-15')).toEqual([...Array(5).fill('80000.00'), '0.00']);
  });

  test('are paid ahead where nothing is computed anew, and the balance tells it', () => {
    const method = { prepayment: { prepaymentRecalculationMethod: 'NO_RECALCULATION' as const } };
    const events = [lent, overpaid('2024-01-25', 20_000)];
    const loan = loanAt(interestOnlyTermsOf({ payment: method }), events, '2024-01-25');
    expect(loan.instalments.at(-1)?.principal.paid.toFixed(2)).toBe('20000.00');
    expect(loan.instalments[0]?.closing?.toFixed(2)).toBe('80000.00');
  });

  test('bear interest on what of it is not paid', () => {
    const loan = loanAt(interestOnlyTermsOf(), [lent], '2024-03-15');
    expect(loan.instalments[1]?.interest.expected.toFixed(2)).toBe('502.50');
  });

  test('follow another rate, whatever prepayments do to them', () => {
    const account = accountOf({ terms: interestOnlyTermsOf(), events: [lent, repaid('2024-02-15', 500)] });
    const request = { interestRate: rate(9), valueDate: on('2024-02-15') };
    const decided = decideRateChange(
      account,
      request,
      { min: null, max: null, default: null },
      contextOn('2024-02-15'),
    );
    expect(outcome(decided)).toBe('accepted');
    if (isRejection(decided)) return;
    expect(decided.loan.instalments.map(expectedOf)).toEqual([
      '0+500.00',
      ...Array(4).fill('0+750.00'),
      '100000+750.00',
    ]);
  });

  test('carry no principal in between by agreement either', () => {
    const given = interestOnlyTermsOf({ schedule: { principalRepaymentInterval: 3 } });
    expect(outcome(checkTerms(given, on('2024-01-15'), everyDayWorks) as never)).toBe(
      'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
    );
  });

  test('leave no balance to tell on other loans', () => {
    const others = loanAt(interestOnlyTermsOf({ productType: 'DYNAMIC_MORTGAGE' }), [lent], '2024-01-15');
    expect(others.instalments.some(({ closing }) => closing !== undefined)).toBe(false);
    expect(others.payment?.equals(money(0))).toBe(false);
  });
});

describe('instalments that pay the interest of their own days', () => {
  // 16.438356 a day: 31, 29, 31, 30, 31 and 30 days.
  const byDays = (given: TermsOf = {}): LoanTerms =>
    interestOnlyTermsOf({
      ...given,
      interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', ...given.interest },
    });
  const amounts = (terms: LoanTerms, events: readonly LoanEvent[], asOf: string): string[] =>
    loanAt(terms, events, asOf).instalments.map(expectedOf);

  test.each<[string, TermsOf, string[]]>([
    ['actual days of a fixed year', {}, ['0+509.59', '0+476.71', '0+509.59', '0+493.15', '0+509.59', '100000+493.15']],
    [
      'actual days of 360',
      { interest: { daysInYear: 'ACTUAL_360' } },
      ['0+516.67', '0+483.33', '0+516.67', '0+500.00', '0+516.67', '100000+500.00'],
    ],
    ['months of 30 days', { interest: { daysInYear: 'E30_360' } }, [...Array(5).fill('0+500.00'), '100000+500.00']],
    [
      'days of its year, of which 2024 has 366',
      { interest: { daysInYear: 'ACTUAL_ACTUAL_ISDA' } },
      ['0+508.20', '0+475.41', '0+508.20', '0+491.80', '0+508.20', '100000+491.80'],
    ],
    [
      'a first interval of 45 days',
      { schedule: { repaymentInstallments: 3, firstRepaymentDate: on('2024-02-29') } },
      ['0+739.73', '0+476.71', '100000+509.59'],
    ],
    [
      // What accrued until the first of each month; the last due date applies the rest, 44 days.
      'interest applied on the first of each month',
      {
        interest: {
          interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
          interestApplicationDays: { daysInMonth: [1], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
          // What is applied on the first waits for its due date, and would bear interest until then.
          interestBalanceCalculationMethod: 'ONLY_PRINCIPAL',
        },
      },
      ['0+279.45', '0+476.71', '0+509.59', '0+493.15', '0+509.59', '100000+723.29'],
    ],
  ])('%s', (_what, given, expected) => {
    const terms = byDays(given);
    expect(plannedOn(terms, '2024-01-15')).toEqual(expected);
    expect(amounts(terms, [lent], '2024-01-15')).toEqual(expected);
  });

  test('are what the due dates charge, and paying each leaves the others as they were', () => {
    const expected = plannedOn(byDays(), '2024-01-15');
    const paid = [lent, repaid('2024-02-15', '509.59'), repaid('2024-03-15', '476.71')];
    expect(amounts(byDays(), paid, '2024-04-20').slice(0, 3)).toEqual(expected.slice(0, 3));
    expect(amounts(byDays(), paid, '2024-03-20')).toEqual(expected);
  });

  test('are smaller after a payment of principal, each by its own days', () => {
    // Ten days of 100,000 and 21 of 80,000: 164.38 + 276.16.
    expect(amounts(byDays(), [lent, overpaid('2024-01-25', 20_000)], '2024-02-15')).toEqual([
      '20000+440.55',
      '0+381.37',
      '0+407.67',
      '0+394.52',
      '0+407.67',
      '80000+394.52',
    ]);
  });
});

describe('a product of such loans', () => {
  const made: ProductChanges = {
    type: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
    interest: {
      interestCalculationMethod: 'EQUAL_INSTALLMENTS',
      scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
    },
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  };
  const merged = (changes: ProductChanges): ProductChanges => ({
    ...made,
    ...changes,
    interest: { ...made.interest, ...changes.interest },
    schedule: { ...made.schedule, ...changes.schedule },
  });
  const refused = (changes: ProductChanges): string => {
    const refusal = checkLoanProduct(completed(productBody(changes)), facts);
    return isRejection(refusal) ? `${refusal.errors[0]?.reason}: ${refusal.errors[0]?.source}` : 'accepted';
  };

  test.each<[string, ProductChanges]>([
    ['accepted', merged({})],
    ['accepted', merged({ prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' } })],
    ['accepted', merged({ interest: { interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' } })],
    ['accepted', merged({ interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' } })],
    [
      'accepted',
      merged({
        interest: { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH', interestApplicationDays: { daysInMonth: [1] } },
      }),
    ],
    [
      'MISSING_FIXED_DAYS_OF_MONTH',
      merged({ interest: { interestApplicationMethod: 'FIXED_DAYS_OF_MONTH', interestApplicationDays: {} } }),
    ],
    [
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      merged({ prepayment: { prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' } }),
    ],
    ['INTEREST_TYPE_NOT_ALLOWED', merged({ interest: { interestType: 'CAPITALIZED_INTEREST' } })],
    [
      'INVALID_PARAMETERS: scheduleSettings.interestAccrualSince',
      merged({ schedule: { interestAccrualSince: 'DUE_DATE' } }),
    ],
    [
      'INVALID_GRACE_PERIOD: gracePeriodSettings.gracePeriodType must be NONE',
      merged({ others: { gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY' } } }),
    ],
    [
      'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
      merged({ payment: { principalPaymentSettings: { defaultPrincipalRepaymentInterval: 2 } } }),
    ],
    [
      'INVALID_PARAMETERS: paymentSettings.amortizationMethod BALLOON_PAYMENTS',
      merged({ payment: { amortizationMethod: 'BALLOON_PAYMENTS' } }),
    ],
    [
      'INVALID_PARAMETERS: adjustTotalDue',
      merged({ others: { adjustTotalDueForInstallmentsWithDifferentInterval: true } }),
    ],
    [
      'INVALID_PARAMETERS: interestSettings.pmtAdjustmentThreshold',
      merged({ interest: { pmtAdjustmentThreshold: { method: 'CALENDAR_DAYS', numberOfDays: 5 } } }),
    ],
  ])('%s %#', (expected, changes) => {
    expect(refused(changes)).toContain(expected);
  });

  test('makes loans on which unpaid interest bears interest', () => {
    expect(loanProduct(made).template.interest.interestBalanceCalculationMethod).toBe('PRINCIPAL_AND_INTEREST');
  });
});
