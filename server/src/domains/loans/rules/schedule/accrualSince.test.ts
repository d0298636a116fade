import { describe, expect, test } from 'vitest';
import { everyDayWorks } from '../calendar.ts';
import { explainLoan } from '../explainLoan.ts';
import { disbursed, expectedOf, loanAt, on, plannedOn, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, termsOf } from '../testTerms.ts';
import { effectiveRate } from './periodRate.ts';

// 3650 at 10 % on 365 days: a day of the whole amount costs 1.00.
const terms = dynamicTermsOf({
  loanAmount: 3650,
  rate: 10,
  schedule: { repaymentInstallments: 2, interestAccrualSince: 'DUE_DATE' },
});

describe('interest that runs from the first due date', () => {
  test('asks for none before it', () => {
    expect(plannedOn(terms, '2026-01-20')).toEqual(['1825+0.00', '1825+14.00']);
    const life = [disbursed('2026-01-20', 3650)];
    expect(loanAt(terms, life, '2026-02-20').accruedInterest.toFixed()).toBe('0');
    // Nothing was paid: the whole principal bears from that day on.
    expect(loanAt(terms, life, '2026-02-25').accruedInterest.toFixed()).toBe('5');
  });

  test('is paid as planned, prepaid without interest, and explained', () => {
    const paid = loanAt(
      terms,
      [disbursed('2026-01-20', 3650), repaid('2026-02-20', 1825), repaid('2026-03-20', 1839)],
      '2026-03-20',
    );
    expect([paid.balances.total.toFixed(), paid.overpaid.toFixed()]).toEqual(['0', '0']);
    const early = loanAt(terms, [disbursed('2026-01-20', 3650), repaid('2026-01-30', 3650)], '2026-01-30');
    expect(transactionsOf(early).slice(1)).toEqual(['2026-01-30 REPAYMENT 3650.00']);
    expect(early.instalments.map(expectedOf)).toEqual(['1825+0.00', '1825+0.00']);
    const account = { terms, events: [disbursed('2026-01-20', 3650)], expectedDisbursementDate: null };
    const { instalments } = explainLoan(account, on('2026-01-25'), everyDayWorks);
    expect(instalments.map(({ interest }) => interest.moved.toFixed())).toEqual(['0', '0']);
  });
});

test('a rate that compounds twice a year is told as what a year costs', () => {
  const compound = { interestType: 'COMPOUNDING_INTEREST', compoundingFrequency: 'SEMI_ANNUALLY' } as const;
  expect(effectiveRate(termsOf({ rate: 12, interest: compound }).interest)?.toFixed()).toBe('12.36');
  expect(
    effectiveRate(termsOf({ rate: 12, interest: { ...compound, compoundingFrequency: 'DAILY' } }).interest),
  ).toBeUndefined();
  expect(effectiveRate(termsOf({ rate: 12 }).interest)).toBeUndefined();
});
