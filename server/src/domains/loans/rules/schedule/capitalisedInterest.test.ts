import { describe, expect, test } from 'vitest';
import { isRejection } from '../../../../kernel/rejection.ts';
import { everyDayWorks } from '../calendar.ts';
import { checkTerms } from '../checkTerms.ts';
import type { LoanEvent } from '../events.ts';
import { explainLoan } from '../explainLoan.ts';
import { loanJournal } from '../loanJournal.ts';
import { hasEqualTotals } from '../terms.ts';
import {
  disbursed,
  expectedOf,
  interestApplied,
  loanAt,
  on,
  paidOff,
  plannedOn,
  repaid,
  transactionsOf,
} from '../testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../testTerms.ts';

const capitalised = (more: TermsOf = {}) =>
  dynamicTermsOf({
    loanAmount: 100_000,
    rate: 1,
    ...more,
    interest: {
      interestChargeFrequency: 'EVERY_MONTH',
      daysInYear: 'E30_360',
      interestType: 'CAPITALIZED_INTEREST',
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
      ...more.interest,
    },
    schedule: { repaymentInstallments: 3, ...more.schedule },
  });

const declining = { interest: { interestCalculationMethod: 'DECLINING_BALANCE' } } as const;

describe('capitalised interest', () => {
  test('100000 at 1 % a month, nothing paid: no interest and 101000 of principal after the first due date, 269.33 eight days on', () => {
    for (const terms of [capitalised(), capitalised(declining)]) {
      const loan = loanAt(terms, [disbursed('2026-01-10', 100_000)], '2026-02-18');
      expect(loan.balances.interest.balance.toFixed()).toBe('0');
      expect(loan.balances.principal.balance.toFixed()).toBe('101000');
      expect(loan.accruedInterest.toFixed(2)).toBe('269.33');
    }
  });

  test('with equal instalments falls due as principal of its instalment: what is paid in all is planned as ever', () => {
    // The level payment of 100000 over 3 months at 1 %: 34002.21.
    expect(plannedOn(capitalised(), '2026-01-10')).toEqual(['33002.21+1000.00', '33332.23+669.98', '33665.56+336.66']);
    const life = [disbursed('2026-01-10', 100_000), repaid('2026-02-10', '34002.21')];
    const loan = loanAt(capitalised(), life, '2026-02-10');
    expect(loan.instalments.map(expectedOf)).toEqual(['34002.21+0.00', '33332.23+669.98', '33665.56+336.66']);
    expect(loan.instalments[0]?.state).toBe('PAID');
    expect(transactionsOf(loan)).toEqual([
      '2026-01-10 DISBURSEMENT 100000.00',
      '2026-02-10 INTEREST_APPLIED 1000.00',
      '2026-02-10 REPAYMENT 34002.21',
    ]);
    expect(loan.transactions[1]?.affectedAmounts).toMatchObject({ principal: expect.objectContaining({}) });
    expect(loan.transactions[1]?.affectedAmounts.principal.toFixed()).toBe('1000');
    expect(loan.transactions[2]?.affectedAmounts.principal.toFixed()).toBe('34002.21');
  });

  test('with a declining balance everything falls due at the end', () => {
    // 100000 x 1.01 ^ 3 = 103030.10.
    expect(plannedOn(capitalised(declining), '2026-01-10')).toEqual(['0+0.00', '0+0.00', '100000+3030.10']);
    const later = loanAt(capitalised(declining), [disbursed('2026-01-10', 100_000)], '2026-03-10');
    expect(later.instalments.map(expectedOf)).toEqual(['0+0.00', '0+0.00', '102010+1020.10']);
    const end = loanAt(capitalised(declining), [disbursed('2026-01-10', 100_000)], '2026-04-10');
    expect(end.instalments.map(expectedOf)).toEqual(['0+0.00', '0+0.00', '103030.10+0.00']);
    expect(end.balances.total.toFixed(2)).toBe('103030.10');
  });

  test('a prepayment takes accrued interest into the principal first, and the rest of the plan follows', () => {
    const terms = capitalised({
      ...declining,
      payment: { prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' } },
    });
    // 15 days: 500.00 becomes principal, 50500 is paid: 50000 x 1.005 x 1.01 ^ 2 is left for the end.
    const loan = loanAt(terms, [disbursed('2026-01-10', 100_000), repaid('2026-01-25', 50_500)], '2026-01-25');
    expect(loan.balances.principal.balance.toFixed(2)).toBe('50000.00');
    const last = loan.instalments.at(-1);
    expect(last && expectedOf(last)).toBe('50000+1260.03');
  });

  test('by hand becomes principal on its day and bears interest from then on', () => {
    const life = [disbursed('2026-01-10', 100_000), interestApplied('2026-01-25')];
    const loan = loanAt(capitalised(declining), life, '2026-02-10');
    // 500.00 after 15 days, then 15 days of 100500: 502.50.
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2026-01-25 INTEREST_APPLIED 500.00',
      '2026-02-10 INTEREST_APPLIED 502.50',
    ]);
    expect(loan.balances.principal.balance.toFixed(2)).toBe('101002.50');
  });

  test('on days of the month becomes principal on those days', () => {
    const terms = capitalised({
      interest: {
        interestCalculationMethod: 'DECLINING_BALANCE',
        interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
        interestApplicationDays: { daysInMonth: [25], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
      },
    });
    // 25 January 500.00, 25 February 1005.00, 25 March 1015.05, and 15 days of 102520.05 at the end.
    expect(plannedOn(terms, '2026-01-10').at(-1)).toBe('100000+3032.65');
    const end = loanAt(terms, [disbursed('2026-01-10', 100_000)], '2026-04-10');
    expect(transactionsOf(end).slice(1)).toEqual([
      '2026-01-25 INTEREST_APPLIED 500.00',
      '2026-02-25 INTEREST_APPLIED 1005.00',
      '2026-03-25 INTEREST_APPLIED 1015.05',
      '2026-04-10 INTEREST_APPLIED 512.60',
    ]);
  });

  test('a pay-off applies the last interest as interest and takes it at once', () => {
    const life = [disbursed('2026-01-10', 100_000), paidOff('2026-01-25', 100_500)];
    const loan = loanAt(capitalised(declining), life, '2026-05-01');
    expect([loan.balances.total.toFixed(), loan.overpaid.toFixed()]).toEqual(['0', '0']);
    expect(loan.balances.interest.paid.toFixed(2)).toBe('500.00');
  });

  test('a late instalment goes on: interest of late principal becomes principal, too', () => {
    const loan = loanAt(capitalised(), [disbursed('2026-01-10', 100_000)], '2026-03-11');
    // 101000 bears 1010.00 in the second month where 669.98 was planned.
    expect(loan.balances.principal.balance.toFixed(2)).toBe('102010.00');
    expect(loan.instalments.map(expectedOf)).toEqual(['34002.21+0.00', '34342.23+0.00', '33665.56+336.66']);
    expect(loan.liveState).toBe('ACTIVE_IN_ARREARS');
  });

  test('is booked on the portfolio against income, in cash and accrual books alike', () => {
    const loan = loanAt(capitalised(), [disbursed('2026-01-10', 100_000)], '2026-02-10');
    const applied = loan.transactions[1];
    if (!applied) throw new Error('no interest was applied');
    for (const method of ['CASH', 'ACCRUAL'] as const) {
      expect(
        loanJournal(method, applied).map(({ resource, side, amount }) => `${side} ${resource} ${amount.toFixed(2)}`),
      ).toEqual(['DEBIT PORTFOLIO_CONTROL 1000.00', 'CREDIT INTEREST_INCOME 1000.00']);
    }
  });

  test.each([capitalised(), capitalised(declining)])(
    'every amount is explained, before and after it became principal %#',
    (terms) => {
      const explained = (events: readonly LoanEvent[], day: string) =>
        explainLoan({ terms, events, expectedDisbursementDate: null }, on(day), everyDayWorks).instalments;
      // Without recalculation a prepayment leaves what is asked for later as it was planned.
      const payments = hasEqualTotals(terms) ? [repaid('2026-02-10', '34002.21')] : [];
      const life = [disbursed('2026-01-10', 100_000), ...payments];
      for (const day of ['2026-01-10', '2026-01-14', '2026-02-09', '2026-02-10']) {
        const past = life.filter(({ valueDate }) => valueDate <= on(day));
        expect(explained(past, day).map(({ interest }) => interest.moved.toFixed())).toEqual(['0', '0', '0']);
      }
      const [first] = explained([disbursed('2026-01-10', 100_000), interestApplied('2026-01-15')], '2026-02-10');
      expect(first?.interest.amount.toFixed(2)).toBe('1001.39');
      expect(first?.interest.moved.toFixed()).toBe('0');
    },
  );
});

test.each([
  [
    'a fixed schedule',
    termsOf({ interest: { interestType: 'CAPITALIZED_INTEREST' } }),
    'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
  ],
  [
    'principal on every second equal instalment',
    capitalised({ schedule: { principalRepaymentInterval: 2, repaymentInstallments: 4 } }),
    'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
  ],
])('%s makes no schedule', (_what, terms, reason) => {
  const refusal = checkTerms(terms, on('2026-01-10'), everyDayWorks);
  expect(refusal && isRejection(refusal) && refusal.errors[0]?.reason).toBe(reason);
});
