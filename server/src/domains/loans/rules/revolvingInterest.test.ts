import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { explainLoan } from './explainLoan.ts';
import { withForeseen } from './foreseenRevolving.ts';
import type { InterestTerms } from './terms.ts';
import { disbursed, expectedOf, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { revolvingTermsOf } from './testTerms.ts';

// A credit of 5,000 at 36.5 % by actual days over 365, a day of 1,000 costs 1.00; drawn on 15 January 2026, due on the 15th of each month.

const termsOf = (interest: Partial<InterestTerms>, revolving = {}) =>
  revolvingTermsOf({
    loanAmount: 5000,
    rate: '36.5',
    interest: { daysInYear: 'ACTUAL_365_FIXED', ...interest },
    revolving,
  });
const days = (...daysInMonth: number[]): Partial<InterestTerms> => ({
  interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
  interestApplicationDays: { daysInMonth, shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
});
const drawn = disbursed('2026-01-15', 1000);
const told = (events: readonly LoanEvent[], date: string, terms = termsOf(days(1))): string[] =>
  loanAt(terms, events, date).instalments.map((one) => `${one.slot} ${one.dueDate} ${expectedOf(one)}`);
const applied = (events: readonly LoanEvent[], date: string, terms = termsOf(days(1))): string[] =>
  transactionsOf(loanAt(terms, events, date)).filter((line) => line.includes('INTEREST'));
const explained = (events: readonly LoanEvent[], date: string, terms = termsOf(days(1))): string[] =>
  explainLoan({ terms, events, expectedDisbursementDate: null }, on(date), everyDayWorks).instalments.map(
    ({ interest: { amount, unrounded, moved } }) => `${amount} of ${unrounded}, moved ${moved}`,
  );

describe('interest on days of the month', () => {
  test('is applied on them, to the instalment that falls due next', () => {
    expect(applied([drawn], '2026-03-15')).toEqual([
      '2026-02-01 INTEREST_APPLIED 17.00',
      '2026-03-01 INTEREST_APPLIED 28.00',
    ]);
    expect(told([drawn], '2026-03-15')).toEqual([
      '1 2026-02-15 100+17.00',
      '2 2026-03-15 100+28.00',
      '3 2026-04-15 0+14.00',
    ]);
    expect(explained([drawn], '2026-03-15')).toEqual(['17 of 17, moved 0', '28 of 28, moved 0', '14 of 14, moved 0']);
  });

  test('that accrues after the last such day is foreseen on the instalment that will ask for it', () => {
    expect(told([drawn], '2026-01-25')).toEqual(['1 2026-02-15 0+10.00']);
    expect(told([drawn], '2026-02-10')).toEqual(['1 2026-02-15 0+17.00']);
    expect(loanAt(termsOf(days(1)), [drawn], '2026-02-10').accruedInterest.toFixed()).toBe('9');
    expect(told([drawn], '2026-02-20')).toEqual(['1 2026-02-15 100+17.00', '2 2026-03-15 0+19.00']);
  });

  test('on a due date is applied by it, once', () => {
    const terms = termsOf(days(15));
    expect(applied([drawn], '2026-02-15', terms)).toEqual(['2026-02-15 INTEREST_APPLIED 31.00']);
    expect(told([drawn], '2026-02-15', terms)[0]).toBe('1 2026-02-15 100+31.00');
    expect(applied([drawn], '2026-02-01', termsOf(days(1, 15)))).toEqual(['2026-02-01 INTEREST_APPLIED 17.00']);
  });

  test('that is paid early goes to the running instalment, and is explained there', () => {
    const life = [drawn, repaid('2026-02-10', 226)];
    // 17.00 that were applied, 9.00 since, and 200 of principal.
    expect(applied(life, '2026-02-15')).toEqual([
      '2026-02-01 INTEREST_APPLIED 17.00',
      '2026-02-10 INTEREST_APPLIED 9.00',
    ]);
    expect(told(life, '2026-02-15')[0]).toBe('1 2026-02-15 280+26.00');
    expect(explained(life, '2026-02-15')[0]).toBe('26 of 26, moved 0');
    // 800 bear interest from then on: 5 days of 0.80, then 720 are still drawn.
    expect(applied([...life, repaid('2026-02-15', 80)], '2026-03-01').at(-1)).toBe('2026-03-01 INTEREST_APPLIED 14.08');
  });

  test('waits for its day when no principal is owed any more', () => {
    const last = disbursed('2026-02-10', 1000);
    const returned: LoanEvent = { ...last, type: 'PRINCIPAL_PAID', as: 'REFUND', amount: money(1000) } as LoanEvent;
    expect(told([drawn, returned], '2026-02-12')).toEqual(['1 2026-02-15 1000+17.00']);
    expect(applied([drawn, returned], '2026-03-01').at(-1)).toBe('2026-03-01 INTEREST_APPLIED 9.00');
  });

  test('is foreseen so for the instalments ahead', () => {
    const terms = termsOf(days(1), { previewed: 3 });
    const loan = loanAt(terms, [drawn], '2026-01-20');
    expect(withForeseen(terms, [drawn], loan, everyDayWorks).map((one) => `${one.dueDate} ${expectedOf(one)}`)).toEqual(
      ['2026-02-15 100+17.00', '2026-03-15 90+26.60', '2026-04-15 81+26.37'],
    );
  });
});

describe('compounding interest', () => {
  test('grows on what has accrued and is not applied, by the day', () => {
    const terms = termsOf({ interestType: 'COMPOUNDING_INTEREST' });
    // 1,000 x (1.365^(31/365) - 1).
    expect(told([drawn], '2026-02-15', terms)[0]).toBe('1 2026-02-15 100+26.78');
    expect(explained([drawn], '2026-02-15', terms)[0]).toMatch(/^26\.78 of 26\.779\d+, moved 0$/);
    const twice = [drawn, disbursed('2026-01-25', 1000)];
    const whole = 1000 * (1.365 ** (31 / 365) - 1);
    const second = 1000 * (1.365 ** (21 / 365) - 1);
    expect(told(twice, '2026-02-15', terms)[0]).toBe(`1 2026-02-15 200+${(whole + second).toFixed(2)}`);
  });

  test('twice a year, and on what waits over a due date for its day of the month', () => {
    const half = termsOf({ interestType: 'COMPOUNDING_INTEREST', compoundingFrequency: 'SEMI_ANNUALLY' });
    expect(told([drawn], '2026-02-15', half)[0]).toBe(
      `1 2026-02-15 100+${(1000 * (1.1825 ** ((2 * 31) / 365) - 1)).toFixed(2)}`,
    );
    const waits = termsOf({ interestType: 'COMPOUNDING_INTEREST', ...days(1) });
    const growth = (1000 * (1.365 ** (28 / 365) - 1)).toFixed(2);
    expect(applied([drawn], '2026-03-01', waits).at(-1)).toBe(`2026-03-01 INTEREST_APPLIED ${growth}`);
  });
});
