import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../kernel/localDate.ts';
import { money, plus } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { explainLoan } from './explainLoan.ts';
import { foldLoan, previewSchedule } from './foldLoan.ts';
import { changing, named, withForeseenRates } from './rates/testRates.ts';
import type { Instalment } from './state.ts';
import { isTranched, type LoanTerms } from './terms.ts';
import { anyTerms, start } from './testLives.ts';
import { disbursed, dueOf, expectedOf, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { taxOf, withOneRate } from './testTaxes.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';
import { plannedDisbursements } from './tranches.ts';

// Loans in tranches with what other loans can have, too: 1000 on 1 March 2024 and 2000 on 17 April in four monthly instalments, at 12 % on
// months of 30 days.

const tranches = [
  { key: 'first', amount: money(1000), disbursementFees: [], expectedDisbursementDate: on('2024-03-01') },
  { key: 'second', amount: money(2000), disbursementFees: [], expectedDisbursementDate: on('2024-04-17') },
];
const given = (interest: TermsOf['interest'], more: TermsOf = {}): TermsOf => ({
  ...more,
  productType: 'TRANCHED_LOAN',
  loanAmount: 3000,
  interest: { daysInYear: 'E30_360', ...interest },
  schedule: { repaymentInstallments: 4 },
});
const dynamic = (interest: TermsOf['interest'] = {}, more: TermsOf = {}): LoanTerms => ({
  ...dynamicTermsOf(given(interest, more)),
  tranches,
});
const fixed = (interest: TermsOf['interest'] = {}, more: TermsOf = {}): LoanTerms => ({
  ...termsOf(given(interest, more)),
  tranches,
});
const paidOut = [disbursed('2024-03-01', 1000), disbursed('2024-04-17', 2000)];
/** 12 % at first, 24 % from five days after the second tranche on. */
const doubling = { rates: changing(named(12, '2024-03-01'), named(24, '2024-04-22')) };

describe('a rate that changes within the period of a later tranche', () => {
  test('counts for each amount from its own day on, on a fixed loan', () => {
    const loan = loanAt(fixed(doubling), paidOut, '2024-04-23');
    // 750: 21 days at 12 % and 9 at 24 %, 5.25 + 4.50. 2000: 5 days and 9, 3.33 + 12.00. Then 2 % of 1833.33 and 916.66.
    expect(loan.instalments.map(expectedOf)).toEqual(['250+10.00', '916.67+25.08', '916.67+36.67', '916.66+18.33']);
    // Two days before the due date of 1 May both have accrued but for those: 26 of 28 days evenly.
    const accrued = Number(loanAt(fixed(doubling), paidOut, '2024-04-30').accruedInterest);
    expect(accrued).toBeGreaterThan(22);
    expect(accrued).toBeLessThan(25.08);
  });

  test('changes nothing of a fixed schedule that was made with it in sight: each part stays rounded by itself', () => {
    const later = { rates: changing(named(12, '2024-03-01'), named(24, '2024-05-01')) };
    const draws = [disbursed('2024-03-01', '1000.40'), disbursed('2024-04-17', '2000.55')];
    // In May 500.20 bear 10.004 and 1333.70 bear 26.674: 10.00 + 26.67. Computed together they would bear 36.68.
    for (const day of ['2024-04-17', '2024-05-02']) {
      const { instalments } = loanAt(fixed(later), draws, day);
      expect(instalments.slice(2, 3).map(expectedOf)).toEqual(['916.95+36.67']);
    }
  });

  test('is told by the explanation, amount by amount and rate by rate', () => {
    const account = { terms: fixed(doubling), events: paidOut, expectedDisbursementDate: on('2024-03-01') };
    const { instalments } = explainLoan(account, on('2024-04-23'), everyDayWorks);
    expect(
      instalments[1]?.interest.parts.map(({ from, to, balance, rate }) => `${from} ${to} ${balance} ${rate}`),
    ).toEqual([
      '2024-04-01 2024-04-22 750 12',
      '2024-04-22 2024-05-01 750 24',
      '2024-04-17 2024-04-22 2000 12',
      '2024-04-22 2024-05-01 2000 24',
    ]);
    for (const { interest } of instalments) expect(Math.abs(Number(interest.moved))).toBeLessThan(0.006);
  });

  test('counts on the balance of a dynamic loan', () => {
    const loan = loanAt(dynamic(doubling), [...paidOut, repaid('2024-04-01', 260)], '2024-04-23');
    // 750: 16 days at 12 %, 4.00; 2750: 5 days at 12 % and 9 at 24 %, 4.58 + 16.50.
    expect(loan.instalments[1] && expectedOf(loan.instalments[1])).toBe('916.67+25.08');
  });

  test('is asked for again by a tranche that comes when nothing is owed', () => {
    const rates = { rates: changing(named(12, '2024-03-01'), named(24, '2024-04-02')) };
    const events = [disbursed('2024-03-01', 1000), repaid('2024-03-11', '1003.33'), disbursed('2024-04-17', 2000)];
    const loan = loanAt(dynamic(rates), events, '2024-04-17');
    expect(transactionsOf(loan).slice(-2)).toEqual([
      '2024-04-17 INTEREST_RATE_CHANGED 0.00',
      '2024-04-17 DISBURSEMENT 2000.00',
    ]);
    // 14 days of 2000 at 24 %.
    expect(loan.instalments.map(dueOf)).toEqual(['0+0.00', '666.67+18.67', '666.67+26.67', '666.66+13.33']);
  });
});

test('a tranche is taxed with its interest, and accrues without the tax', () => {
  const loan = loanAt(fixed({}, { tax: taxOf() }), paidOut, '2024-04-24');
  // 7.50 + 9.33 and 1.20 + 1.49 of tax on top.
  expect(loan.instalments[1] && expectedOf(loan.instalments[1])).toBe('916.67+19.52');
  // 23 of 30 days of 7.50 and 7 of 14 days of 9.33.
  expect(loan.accruedInterest.toFixed(3)).toBe('10.415');
});

describe('whatever a loan in tranches has besides', () => {
  const punctual = anyTerms
    .filter((terms) => isTranched(terms) && (terms.tranches?.length ?? 0) > 1)
    .map((any): LoanTerms => {
      const settled = (any.tranches ?? []).map((one) => ({
        ...one,
        disbursementFees: one.disbursementFees.filter(({ trigger }) => trigger !== 'UPFRONT_DISBURSEMENT'),
      }));
      return { ...withForeseenRates(withOneRate(any), start), fees: [], plannedFees: [], tranches: settled };
    });

  test('its preview is what punctual payments make of it, with its taxes', () => {
    fc.assert(
      fc.property(punctual, (terms) => {
        const plan = previewSchedule(terms, start, everyDayWorks).instalments;
        const payments = plan.flatMap(({ dueDate, principal, interest }, index): LoanEvent[] => {
          const amount = plus(principal.expected, interest.expected);
          const base = { key: `p${index}`, sequence: index + 1, valueDate: dueDate, bookingDate: dueDate };
          return amount.isZero() ? [] : [{ type: 'REPAID', ...base, amount }];
        });
        const draws = plannedDisbursements(terms, [], start).map((draw, index) => ({
          ...draw,
          sequence: 1000 + index,
        }));
        const end = plusDays(plan.at(-1)?.dueDate ?? start, 1);
        const loan = foldLoan(terms, [...draws, ...payments], end, everyDayWorks);
        // Where one instalment's interest is applied in parts, each of them is taxed and rounded by itself.
        const { interestType, interestApplicationMethod } = terms.interest;
        const capitalised = interestType === 'CAPITALIZED_INTEREST';
        const whole = interestApplicationMethod === 'REPAYMENT_DUE_DATE';
        const told = ({ principal, interest, tax }: Instalment): string[] => [
          ...(capitalised
            ? [plus(principal.expected, interest.expected).toFixed()]
            : [principal.expected.toFixed(), interest.expected.toFixed()]),
          ...(tax && whole ? [tax.interest.expected.toFixed()] : []),
        ];
        expect(loan.instalments.map(told)).toEqual(plan.map(told));
        expect([loan.balances.total, loan.overpaid, loan.balances.tax.balance].map(String)).toEqual(['0', '0', '0']);
      }),
      { numRuns: 60 },
    );
  });

  test('its explanation accounts for every cent of what it shows before it begins', () => {
    fc.assert(
      fc.property(punctual, (any) => {
        const rounding = { ...any.schedule.rounding, repaymentElementsRoundingMethod: 'NO_ROUNDING' as const };
        const terms: LoanTerms = { ...any, schedule: { ...any.schedule, rounding } };
        const account = { terms, events: [], expectedDisbursementDate: start };
        const { instalments } = explainLoan(account, start, everyDayWorks);
        // Each amount that was rounded by itself may have moved a cent: those of tranches, and each that became principal.
        for (const { interest } of instalments) {
          const most = 0.011 * ((terms.tranches?.length ?? 1) + 1 + interest.parts.length);
          expect(Math.abs(Number(interest.moved))).toBeLessThan(most);
        }
      }),
      { numRuns: 60 },
    );
  });
});
