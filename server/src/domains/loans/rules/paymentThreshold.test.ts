import { describe, expect, test } from 'vitest';
import { rate } from '../../../kernel/money.ts';
import type { LoanEvent } from './events.ts';
import { thresholdDay } from './schedule/paymentThreshold.ts';
import type { PaymentThreshold } from './terms.ts';
import { disbursed, loanAt, on, repaid } from './testLoan.ts';
import { dynamicTermsOf } from './testTerms.ts';

const termsOf = (pmtAdjustmentThreshold?: PaymentThreshold) =>
  dynamicTermsOf({
    loanAmount: 10000,
    schedule: { repaymentInstallments: 6 },
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
      ...(pmtAdjustmentThreshold ? { pmtAdjustmentThreshold } : {}),
    },
    payment: { prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' } },
  });
const tenDays: PaymentThreshold = { method: 'CALENDAR_DAYS', numberOfDays: 10 };

describe('the threshold day', () => {
  const workdays = { isWorkingDay: (day: string) => ![6, 0].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) };
  test.each([
    [undefined, '2024-06-20'],
    [tenDays, '2024-06-10'],
    // Thursday the 20th: the 19th, 18th, 17th, 14th and 13th work.
    [{ method: 'WORKING_DAYS' as const, numberOfDays: 5 }, '2024-06-13'],
  ])('of 20 June with %o is %s', (threshold, expected) => {
    expect(thresholdDay(termsOf(threshold), on('2024-06-20'), workdays)).toBe(expected);
  });

  test('a calendar without working days has one, too', () => {
    const never = { isWorkingDay: () => false };
    expect(thresholdDay(termsOf({ method: 'WORKING_DAYS', numberOfDays: 1 }), on('2024-06-20'), never) < '2024').toBe(
      true,
    );
  });
});

/** What instalments ask for besides what was prepaid: their totals. */
const totals = (threshold: PaymentThreshold | undefined, event: LoanEvent): string[] => {
  const loan = loanAt(termsOf(threshold), [disbursed('2024-01-20', 10000), event], '2024-02-19');
  return loan.instalments.map(({ principal, interest }, index) => {
    const prepaid = index === 0 ? principal.paid : rate(0);
    return principal.expected.minus(prepaid).plus(interest.expected).toFixed(2);
  });
};

const raised = (date: string): LoanEvent => ({
  key: 'raised',
  sequence: 1000,
  valueDate: on(date),
  bookingDate: on(date),
  type: 'TERMS_CHANGED',
  change: { what: 'INTEREST_RATE', interestRate: rate(24) },
});

describe('with a threshold of ten days, due on 20 February', () => {
  test.each([
    ['overpaid on the 9th, the payment of the upcoming instalment is computed anew', repaid('2024-02-09', 2000), false],
    ['overpaid on the 10th, it is kept', repaid('2024-02-10', 2000), true],
    ['another rate on the 9th changes it', raised('2024-02-09'), false],
    ['another rate on the 10th leaves it', raised('2024-02-10'), true],
  ])('%s', (_name, event, kept) => {
    const [first, second, third] = totals(tenDays, event);
    expect(first === '1725.48').toBe(kept);
    // Those after it are equal, and another payment.
    expect(second).toBe(third);
    expect(second).not.toBe('1725.48');
    if (!kept) expect(totals(tenDays, event)).toEqual(totals(undefined, event));
  });

  test('another rate leaves all payments whose threshold it has reached, and each later day leaves one more', () => {
    const fortyDays: PaymentThreshold = { method: 'CALENDAR_DAYS', numberOfDays: 40 };
    // Forty days before 20 March is 9 February.
    const kept = ['2024-02-08', '2024-02-09'].map(
      (date) => totals(fortyDays, raised(date)).filter((total) => total === '1725.48').length,
    );
    expect(kept).toEqual([1, 2]);
    const [, , third, fourth] = totals(fortyDays, raised('2024-02-09'));
    expect(third).toBe(fourth);
  });
});
