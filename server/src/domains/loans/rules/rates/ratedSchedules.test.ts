import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../../kernel/money.ts';
import type { LoanEvent } from '../events.ts';
import { previewSchedule } from '../foldLoan.ts';
import { disbursed, expectedOf, loanAt, on, repaid } from '../testLoan.ts';
import { type TermsOf, termsOf } from '../testTerms.ts';
import { changing, indexed, withIndex } from './testRates.ts';

// Fixed loans of 6000 or 10,000 over an index: 10 plus 2 is 12 %, 18 % from the second due date on, 6 % from the fourth one on.

const rates = changing(indexed({ interestSpread: rate(2) }));
const calendar = withIndex(['2023-12-01', 10], ['2024-02-20', 16], ['2024-04-20', 4]);
const known = withIndex(['2023-12-01', 10]);

const atOnce = termsOf({
  loanAmount: 6000,
  schedule: { repaymentInstallments: 6 },
  interest: {
    daysInYear: 'E30_360',
    interestCalculationMethod: 'FLAT',
    interestApplicationMethod: 'AFTER_DISBURSEMENT',
    rates,
  },
});
const start = disbursed('2024-01-10', 6000);

describe('interest that is applied after the disbursement', () => {
  test('is that of the rate in force, whatever the index will say; each review brings the difference', () => {
    const ahead = Array.from({ length: 6 }, () => '1000+60.00');
    expect(previewSchedule(atOnce, on('2024-01-10'), calendar).instalments.map(expectedOf)).toEqual(ahead);
    const { transactions, instalments } = loanAt(atOnce, [start], '2024-06-30', calendar);
    expect(
      transactions
        .filter(({ type }) => type === 'INTEREST_APPLIED' || type === 'INTEREST_DUE_REDUCED')
        .map(({ type, valueDate, amount }) => `${type} ${valueDate} ${amount.toFixed()}`),
    ).toEqual([
      'INTEREST_APPLIED 2024-01-10 360',
      'INTEREST_APPLIED 2024-03-10 120',
      'INTEREST_DUE_REDUCED 2024-05-10 120',
    ]);
    expect(instalments.map(({ interest }) => interest.expected.toNumber())).toEqual([60, 60, 90, 90, 30, 30]);
  });

  const spreadTo = (day: string, spread: number): LoanEvent => ({
    type: 'TERMS_CHANGED',
    key: `spread-${day}`,
    sequence: 50,
    valueDate: on(day),
    bookingDate: on(day),
    change: { what: 'INTEREST_SPREAD', interestSpread: rate(spread) },
  });
  const changed = (events: readonly LoanEvent[], until: string) => {
    const { transactions, balances } = loanAt(atOnce, events, until, known);
    return [
      ...transactions
        .filter(({ type }) => type === 'INTEREST_APPLIED' || type === 'INTEREST_DUE_REDUCED')
        .map(({ type, valueDate, amount }) => `${type} ${valueDate} ${amount.toFixed()}`),
      balances.interest.balance.toFixed(),
    ];
  };

  test('is applied again by what another rate puts on it', () => {
    // 18 % from the second due date on: 30 more on each of four instalments.
    expect(changed([start, spreadTo('2024-03-10', 8)], '2024-03-10')).toEqual([
      'INTEREST_APPLIED 2024-01-10 360',
      'INTEREST_APPLIED 2024-03-10 120',
      '480',
    ]);
  });

  test('is let off by what another rate takes from it, but on instalments that money has reached', () => {
    expect(changed([start, spreadTo('2024-03-10', -4)], '2024-03-10')).toEqual([
      'INTEREST_APPLIED 2024-01-10 360',
      'INTEREST_DUE_REDUCED 2024-03-10 120',
      '240',
    ]);
    const ahead = { ...repaid('2024-03-10', 2500), sequence: 40 };
    expect(changed([start, ahead, spreadTo('2024-03-10', -4)], '2024-03-10')).toEqual([
      'INTEREST_APPLIED 2024-01-10 360',
      'INTEREST_DUE_REDUCED 2024-03-10 90',
      '90',
    ]);
  });
});

describe('a payment plan', () => {
  const plan = {
    loanAmount: 10_000,
    schedule: {
      repaymentInstallments: 6,
      amortization: {
        amortizationMethod: 'PAYMENT_PLAN',
        paymentPlan: [
          { amount: money(500), toInstallment: 2 },
          { amount: money(2000), toInstallment: 4 },
          { amount: money(3000), toInstallment: 6 },
        ],
      },
    },
    interest: {
      daysInYear: 'E30_360',
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
      scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
      rates,
    },
  } as const satisfies TermsOf;
  const rising = withIndex(['2023-12-01', 10], ['2024-02-20', 16]);
  const expected = [
    '400.00+100.00',
    '404.00+96.00',
    '1862.06+137.94',
    '1889.99+110.01',
    '2918.34+81.66',
    '2525.61+37.88',
  ];

  test('keeps its amounts when the rate changes; the last instalment takes the rest', () => {
    const events = [disbursed('2024-01-10', 10_000), repaid('2024-02-10', 500), repaid('2024-03-10', 500)];
    const numbers = (lines: readonly string[]) => lines.map((line) => line.split('+').map(Number));
    expect(numbers(previewSchedule(termsOf(plan), on('2024-01-10'), rising).instalments.map(expectedOf))).toEqual(
      numbers(expected),
    );
    expect(numbers(loanAt(termsOf(plan), events, '2024-03-10', rising).instalments.map(expectedOf))).toEqual(
      numbers(expected),
    );
  });
});
