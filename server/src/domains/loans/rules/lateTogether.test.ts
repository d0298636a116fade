import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import type { LoanEvent, RedrawMoved } from './events.ts';
import type { CappingTerms } from './terms.ts';
import { disbursed, feeApplied, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf } from './testTerms.ts';

// Instalments that are late together, and lateness that ends and begins again.

/** 10,000 in twelve equal instalments of 888.49 at 12 % 30/360, due on the 10th from February on; 0.1 % a day of overdue principal and interest. */
const equal = (grace: number) =>
  dynamicTermsOf({
    loanAmount: 10_000,
    interest: { daysInYear: 'E30_360', interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
    payment: { latePaymentsRecalculationMethod: 'OVERDUE_INSTALLMENTS_INCREASE' },
    penalty: {
      loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST',
      penaltyRate: rate('0.1'),
      loanPenaltyGracePeriod: grace,
    },
  });

const base = (date: string) => ({ key: `at ${date}`, sequence: 1e6, valueDate: on(date), bookingDate: on(date) });

// The interest of March is 7.88 beyond the plan, all of it of the first instalment; that of April 15.85, in the ratio of 788.49 and 796.37 unpaid.
//   #1, 888.49 for 28 days, 896.37 for 31, 904.26 for 6: 24.87772 + 27.78747 + 5.42556 = 58.09075
//   #2, 888.49 for 30 days, 896.45 for 6: 26.6547 + 5.3787 = 32.0334
//   #3, 888.49 for 5 days: 4.44245
describe('three instalments late at once, as of 15 April', () => {
  const life = [disbursed('2024-01-10', 10_000)];
  const penalties = (grace: number, events: readonly LoanEvent[]) =>
    loanAt(equal(grace), events, '2024-04-15')
      .instalments.slice(0, 3)
      .map(({ interest, penalty }) => `${interest.applied.toFixed(2)} ${penalty.expected.toFixed(2)}`);

  test('each pays for its own late days, rounded once over all of them', () => {
    expect(penalties(0, life)).toEqual(['115.77 58.09', '100.08 32.03', '84.15 4.44']);
  });

  test('one that is within the grace period pays nothing yet, and the others all their days', () => {
    expect(penalties(4, life)).toEqual(['115.77 58.09', '100.08 32.03', '84.15 4.44']);
    expect(penalties(5, life)).toEqual(['115.77 58.09', '100.08 32.03', '84.15 0.00']);
  });

  test('an undone penalty lets the day go for all of them, and no other', () => {
    // 55.37797 less 54.47371, 29.34405 less 28.4476 and 1.77698 less 0.88849, each rounded: 0.91, 0.89 and 0.89.
    const waived: LoanEvent = { ...base('2024-04-12'), type: 'PENALTY_WAIVED' };
    expect(penalties(0, [...life, waived])).toEqual(['115.77 57.18', '100.08 31.14', '84.15 3.55']);
  });

  test('a lock only delays them', () => {
    const locked: LoanEvent = { ...base('2024-03-11'), type: 'LOCKED', operations: ['APPLY_PENALTIES'] };
    const lifted: LoanEvent = { ...base('2024-04-15'), type: 'UNLOCKED' };
    expect(penalties(0, [...life, locked])).toEqual(['115.77 26.67', '100.08 0.89', '84.15 0.00']);
    expect(penalties(0, [...life, locked, lifted])).toEqual(['115.77 58.09', '100.08 32.03', '84.15 4.44']);
  });

  // On 11 April 300 of interest and 83.81 of penalties are owed, and 12 April costs 2.69: one charge, for all three.
  test.each([
    ['HARD_CAP', ['54.47', '28.45', '0.89']],
    ['SOFT_CAP', ['55.38', '29.34', '1.78']],
  ] as const)('a cap of 385 takes the charge of a day whole: %s', (cappingConstraintType, expected) => {
    const capping: CappingTerms = {
      cappingConstraintType,
      cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE',
      cappingPercentage: rate('3.85'),
    };
    const { instalments, lock } = loanAt({ ...equal(0), capping }, life, '2024-04-15');
    expect(instalments.slice(0, 3).map(({ penalty }) => penalty.expected.toFixed(2))).toEqual(expected);
    expect(lock).toMatchObject({ capped: true, since: '2024-04-12' });
  });

  test('the penalties of a payment that pays one of them begin with what is left', () => {
    // On 12 March #1 asks for 896.37 and 28 days of 888.49 with 3 of 896.37 of penalties, 27.57; then #1 is paid, and #2 late since 10 March.
    const paid = [...life, repaid('2024-03-12', '923.94')];
    const loan = loanAt(equal(0), paid, '2024-03-20');
    expect(loan.instalments.slice(0, 2).map(({ penalty }) => penalty.expected.toFixed(2))).toEqual(['27.57', '8.88']);
    expect([loan.instalments[0]?.state, loan.daysLate]).toEqual(['PAID', 10]);
  });
});

describe('money of the borrower that pays everything overdue ends the lateness as any payment does', () => {
  const late = (penalty: TermsOf['penalty']) => ({
    ...dynamicTermsOf({
      loanAmount: 3000,
      rate: 0,
      schedule: { repaymentInstallments: 3 },
      penalty: { loanPenaltyGracePeriod: 40, ...penalty },
    }),
    redraw: { restrictNextDueWithdrawal: false },
  });
  const paidIn: RedrawMoved = { ...base('2024-05-20'), type: 'REDRAW_MOVED', as: 'PAYMENT_MADE', amount: money(1000) };
  // The instalment of 10 May is late until 21 May, that of 10 June from 11 June on.
  const life = [disbursed('2024-04-10', 3000), paidIn];
  const somethingElse = feeApplied('2024-05-25', 1, 3);

  test.each([
    // 5 days of 2000 at 6 % a year; 5 days of 1000 at 0.1 %.
    ['OUTSTANDING_PRINCIPAL', 6, '1.64'],
    ['OVERDUE_BALANCE', '0.1', '5.00'],
  ] as const)(
    '%s: what waited is forgotten, and arrears begin anew',
    (loanPenaltyCalculationMethod, percent, waits) => {
      const terms = late({ loanPenaltyCalculationMethod, penaltyRate: rate(percent) });
      for (const events of [life, [...life, somethingElse]]) {
        const loan = loanAt(terms, events, '2024-06-15');
        expect(transactionsOf(loan)).toContain('2024-05-21 REDRAW_REPAYMENT 1000.00');
        const { accruedPenalty, daysInArrears, arrearsSince } = loan;
        expect([accruedPenalty.toFixed(2), daysInArrears, arrearsSince]).toEqual([waits, 5, '2024-06-11']);
      }
    },
  );
});
