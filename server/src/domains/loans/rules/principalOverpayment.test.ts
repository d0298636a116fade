import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { decideRepayment, type RepaymentRequest } from './decide/decideRepayment.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import type { LoanTerms, PrepaymentTerms } from './terms.ts';
import { disbursed, expectedOf, lastAllocation, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, revolvingTermsOf, termsOf } from './testTerms.ts';

// 6,000 in six instalments of 1,000 at 12 % on 30/360 from 10 January, the first one paid on its day.

const terms = (prepayment: Partial<PrepaymentTerms> = {}): LoanTerms =>
  dynamicTermsOf({
    loanAmount: 6000,
    schedule: { repaymentInstallments: 6 },
    interest: { daysInYear: 'E30_360' },
    payment: {
      prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS', ...prepayment },
    },
  });

const outside = (date: string, amount: number, principalOverpayment: number): LoanEvent => ({
  ...repaid(date, amount),
  type: 'REPAID',
  amount: money(amount),
  principalOverpayment: money(principalOverpayment),
});

const life = (event: LoanEvent, given = terms(), asOf = event.valueDate as string) =>
  loanAt(given, [disbursed('2024-01-10', 6000), repaid('2024-02-10', 1060), event], asOf);

describe('a repayment with a part outside the schedule', () => {
  test('pays what is due with the rest, and principal ahead with the part', () => {
    const loan = life(outside('2024-03-10', 2550, 1500));
    expect(lastAllocation(loan)).toBe('principal 2500, interest 50, fee 0');
    expect(loan.instalments.slice(2).map(expectedOf)).toEqual(['625+25.00', '625+18.75', '625+12.50', '625+6.25']);
    // As one payment of everything, since nothing had accrued besides what was due.
    expect(life(repaid('2024-03-10', 2550)).instalments.map(expectedOf)).toEqual(loan.instalments.map(expectedOf));
  });

  test('neither applies nor pays interest with that part', () => {
    const loan = life(outside('2024-02-20', 1500, 1500));
    // Ten days of 5,000 have accrued and wait: 16.67. A plain repayment would have paid them first.
    expect(lastAllocation(loan)).toBe('principal 1500, interest 0, fee 0');
    expect(loan.accruedInterest.toFixed(2)).toBe('16.67');
    expect(lastAllocation(life(repaid('2024-02-20', 1500)))).toBe('principal 1483.33, interest 16.67, fee 0');
  });

  test('pays principal that is due before any that is ahead', () => {
    const loan = life(outside('2024-03-20', 600, 500), terms(), '2024-03-20');
    // The rest of 100 pays 50.00 of interest and 50.00 of principal; 500 of the 950 that are still due follow.
    expect(lastAllocation(loan)).toBe('principal 550, interest 50, fee 0');
    expect(loan.balances.principal.due.toFixed(2)).toBe('450.00');
  });

  test('where the rest is a prepayment itself, the schedule is computed anew once, over all that was prepaid', () => {
    const loan = life(outside('2024-03-10', 2550, 500));
    expect(loan.instalments.slice(2).map(expectedOf)).toEqual(['625+25.00', '625+18.75', '625+12.50', '625+6.25']);
  });

  test('fills the next instalments without recalculation', () => {
    const loan = life(outside('2024-03-10', 2550, 1500), terms({ prepaymentRecalculationMethod: 'NO_RECALCULATION' }));
    expect(loan.instalments.map(({ principal }) => principal.paid.toFixed())).toEqual([
      '1000',
      '1000',
      '1000',
      '500',
      '0',
      '0',
    ]);
  });

  test('is one transaction of its whole amount', () => {
    expect(transactionsOf(life(outside('2024-03-10', 2550, 1500))).at(-1)).toBe('2024-03-10 REPAYMENT 2550.00');
  });

  test('pays principal of a revolving credit at once', () => {
    const loan = loanAt(
      revolvingTermsOf({ loanAmount: 6000 }),
      [disbursed('2024-01-10', 1000), outside('2024-01-20', 300, 300)],
      '2024-01-20',
    );
    expect(loan.balances.principal.balance.toFixed()).toBe('700');
  });
});

describe('refusals', () => {
  const today = '2024-02-20';
  const paid = [disbursed('2024-01-10', 6000), repaid('2024-02-10', 1060)];
  const asked = (given: Partial<RepaymentRequest>, prepayment?: Partial<PrepaymentTerms>, fixed = false): string =>
    outcome(
      decideRepayment(
        accountOf({ terms: fixed ? termsOf({ loanAmount: 6000 }) : terms(prepayment), events: paid }),
        { amount: money(1000), principalOverpayment: money(500), ...given },
        contextOn(today),
      ),
    );
  test.each<[string, string, Partial<RepaymentRequest>, Partial<PrepaymentTerms>?, boolean?]>([
    ['accepted', 'a part of the amount', {}],
    ['accepted', 'all of it', { principalOverpayment: money(1000) }],
    ['accepted', 'nothing of it', { principalOverpayment: money(0) }],
    ['INVALID_AMOUNT', 'more than the amount', { principalOverpayment: money('1000.01') }],
    ['INVALID_AMOUNT', 'less than nothing', { principalOverpayment: money(-1) }],
    ['INVALID_AMOUNT', 'parts of a cent', { principalOverpayment: money('0.001') }],
    ['INVALID_PARAMETERS', 'other parts, too', { parts: [{ type: 'PRINCIPAL', amount: money(1000) }] }],
    ['INVALID_PARAMETERS', 'one instalment only', { slot: '2' }],
    ['INVALID_PARAMETERS', 'a fixed schedule', {}, {}, true],
    ['PREPAYMENT_NOT_ALLOWED_ERROR', 'no prepayments', {}, { prepaymentAcceptance: 'NO_PREPAYMENTS' }],
    [
      'EXCESS_REPAYMENT_ERROR',
      'more principal than is owed',
      { amount: money(5001), principalOverpayment: money(5001) },
    ],
    ['EXCESS_REPAYMENT_ERROR', 'less is left of it', { amount: money(5018), principalOverpayment: money(4999) }],
  ])('%s: %s', (expected, _name, given, prepayment, fixed) => {
    expect(asked(given, prepayment, fixed)).toBe(expected);
  });

  test('all of the principal: what has accrued waits to be paid', () => {
    const decision = accepted(
      decideRepayment(
        accountOf({ terms: terms(), events: paid }),
        { amount: money(5000), principalOverpayment: money(5000), valueDate: on(today) },
        contextOn(today),
      ),
    );
    expect(decision.loan.balances.principal.balance.isZero()).toBe(true);
    expect(decision.loan.accruedInterest.toFixed(2)).toBe('16.67');
  });
});
