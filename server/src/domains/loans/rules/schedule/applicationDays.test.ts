import { describe, expect, test } from 'vitest';
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
import { dynamicTermsOf, type TermsOf } from '../testTerms.ts';
import { nextApplicationDay, stretchesOf } from './applicationDays.ts';

const days = (daysInMonth: readonly number[], short = 'LAST_DAY_IN_MONTH' as const) => ({
  daysInMonth,
  shortMonthHandlingMethod: short as 'LAST_DAY_IN_MONTH' | 'FIRST_DAY_OF_NEXT_MONTH',
});

describe('the next application day', () => {
  test.each([
    ['15', [15], 'LAST_DAY_IN_MONTH', '2026-01-14', '2026-01-15'],
    ['15, from one to the next', [15], 'LAST_DAY_IN_MONTH', '2026-01-15', '2026-02-15'],
    ['31 in February', [31], 'LAST_DAY_IN_MONTH', '2026-01-31', '2026-02-28'],
    ['31 after February', [31], 'LAST_DAY_IN_MONTH', '2026-02-28', '2026-03-31'],
    ['30, moved into March', [30], 'FIRST_DAY_OF_NEXT_MONTH', '2026-01-30', '2026-03-01'],
    ['30, after the moved one', [30], 'FIRST_DAY_OF_NEXT_MONTH', '2026-03-01', '2026-03-30'],
    ['two days, unordered', [25, 10], 'LAST_DAY_IN_MONTH', '2026-01-10', '2026-01-25'],
    ['two days, next month', [25, 10], 'LAST_DAY_IN_MONTH', '2026-12-25', '2027-01-10'],
  ] as const)('%s', (_what, daysInMonth, shortMonthHandlingMethod, after, next) => {
    expect(nextApplicationDay({ daysInMonth, shortMonthHandlingMethod }, on(after))).toBe(next);
  });

  test('cuts a period into stretches; the last one may leave its interest to the next period', () => {
    expect(stretchesOf(days([15]), on('2026-01-20'), on('2026-03-20'))).toEqual([
      { from: '2026-01-20', to: '2026-02-15', applies: true },
      { from: '2026-02-15', to: '2026-03-15', applies: true },
      { from: '2026-03-15', to: '2026-03-20', applies: false },
    ]);
    expect(stretchesOf(days([20]), on('2026-01-20'), on('2026-02-20'))).toEqual([
      { from: '2026-01-20', to: '2026-02-20', applies: true },
    ]);
    expect(stretchesOf(days([1]), on('2026-01-05'), on('2026-01-12'))).toEqual([
      { from: '2026-01-05', to: '2026-01-12', applies: false },
    ]);
  });
});

// 3650 at 10 % on 365 days: a day of the whole amount costs 1.00.
const loan = (daysInMonth: readonly number[], more: TermsOf = {}) =>
  dynamicTermsOf({
    loanAmount: 3650,
    rate: 10,
    ...more,
    interest: {
      interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
      interestApplicationDays: days(daysInMonth),
      ...more.interest,
    },
    schedule: { repaymentInstallments: 2, ...more.schedule },
  });

describe('interest applied on days of the month', () => {
  test('falls due with the next instalment; what accrues after the day falls to the one after, the last takes all', () => {
    // Disbursed 20 January, due 20 February and 20 March. 26 days to 15 February; 5 days of 1.00 and 28 of 0.50 after it.
    expect(plannedOn(loan([15]), '2026-01-20')).toEqual(['1825+26.00', '1825+19.00']);
    // On the due date itself nothing is left over: 31 days, then 28 halves.
    expect(plannedOn(loan([20]), '2026-01-20')).toEqual(['1825+31.00', '1825+14.00']);
    // The 19th takes all but a day.
    expect(plannedOn(loan([19]), '2026-01-20')).toEqual(['1825+30.00', '1825+15.00']);
    // Two days in each period: 10 February and 25 January.
    expect(plannedOn(loan([25, 10]), '2026-01-20')).toEqual(['1825+21.00', '1825+24.00']);
  });

  test('an instalment without such a day in its period has none', () => {
    const weekly = loan([1], {
      schedule: {
        repaymentInstallments: 3,
        dueDates: {
          scheduleDueDatesMethod: 'INTERVAL',
          repaymentPeriodCount: 1,
          repaymentPeriodUnit: 'WEEKS',
          firstRepaymentDueDateOffset: 0,
        },
      },
    });
    // Due 15, 22 and 29 January: 7 days of 1.00, of 0.67 and of 0.33 with the last one.
    expect(plannedOn(weekly, '2026-01-08')).toEqual(['1216.67+0.00', '1216.67+0.00', '1216.66+14.00']);
  });

  test('is a transaction of that day, and paying as planned leaves nothing', () => {
    const terms = loan([15]);
    const life = [disbursed('2026-01-20', 3650), repaid('2026-02-20', 1851), repaid('2026-03-20', 1844)];
    const end = loanAt(terms, life, '2026-03-21');
    expect(transactionsOf(end)).toEqual([
      '2026-01-20 DISBURSEMENT 3650.00',
      '2026-02-15 INTEREST_APPLIED 26.00',
      '2026-02-20 REPAYMENT 1851.00',
      '2026-03-15 INTEREST_APPLIED 16.50',
      '2026-03-20 INTEREST_APPLIED 2.50',
      '2026-03-20 REPAYMENT 1844.00',
    ]);
    expect(end.balances.total.toFixed()).toBe('0');
    expect(end.instalments.map(expectedOf)).toEqual(['1825+26.00', '1825+19.00']);
  });

  test('accrues in between, and is in the balance from that day on', () => {
    const at = (day: string) => {
      const { accruedInterest, balances } = loanAt(loan([15]), [disbursed('2026-01-20', 3650)], day);
      return `${accruedInterest.toFixed(2)} ${balances.interest.balance.toFixed(2)} ${balances.interest.due.toFixed(2)}`;
    };
    expect(at('2026-02-14')).toBe('25.00 0.00 0.00');
    expect(at('2026-02-15')).toBe('0.00 26.00 0.00');
    expect(at('2026-02-20')).toBe('5.00 26.00 26.00');
  });

  test('by hand and with a prepayment is applied between those days, and none of it twice', () => {
    const terms = loan([15]);
    const manual = loanAt(terms, [disbursed('2026-01-20', 3650), interestApplied('2026-02-17')], '2026-02-20');
    expect(manual.instalments.map(expectedOf)[0]).toBe('1825+28.00');
    expect(manual.accruedInterest.toFixed(2)).toBe('3.00');
    const early = loanAt(terms, [disbursed('2026-01-20', 3650), repaid('2026-02-17', 1853)], '2026-02-20');
    // 28 days of 1.00 paid with 1825 of principal: the instalment asks for no more.
    expect(early.instalments.map(expectedOf)[0]).toBe('1825+28.00');
    expect(early.accruedInterest.toFixed(2)).toBe('1.50');
    const off = loanAt(terms, [disbursed('2026-01-20', 3650), paidOff('2026-02-18', 3679)], '2026-04-01');
    expect([off.balances.total.toFixed(), off.overpaid.toFixed()]).toEqual(['0', '0']);
  });

  test('waits for a lock and comes with its end', () => {
    const base = (key: string, sequence: number, day: string) => ({
      key,
      sequence,
      valueDate: on(day),
      bookingDate: on(day),
    });
    const life = [
      disbursed('2026-01-20', 3650),
      { type: 'LOCKED' as const, ...base('lock', 1000, '2026-02-01'), operations: ['APPLY_INTEREST' as const] },
      { type: 'UNLOCKED' as const, ...base('unlock', 1001, '2026-02-18') },
    ];
    expect(transactionsOf(loanAt(loan([15]), life, '2026-02-19')).slice(1)).toEqual([
      '2026-02-01 INTEREST_LOCKED 0.00',
      '2026-02-18 INTEREST_UNLOCKED 0.00',
      '2026-02-18 INTEREST_APPLIED 29.00',
    ]);
  });
});

test('compounding interest that waits over a due date grows on', () => {
  const terms = loan([15], { interest: { interestType: 'COMPOUNDING_INTEREST' } });
  // 3650 x (1.1^(26/365) - 1); then 3650 x (1.1^(5/365) - 1) = 4.77 that grows with 1825 of principal for 23 days, and 5 days of 1825.
  expect(plannedOn(terms, '2026-01-20')).toEqual(['1825+24.86', '1825+18.18']);
});

test('unpaid interest bears interest from the day it was applied where the product says so', () => {
  const terms = loan([5], {
    interest: {
      interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST',
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    },
  });
  // 16 days to 5 February: 16.00, the level payment is 1847.84; then 15 days of 3666.00 are 15.07, 13 days of 1818.16 are 6.48; applied on
  // 5 March, these 21.54 bear with it for 15 days: 7.56.
  expect(plannedOn(terms, '2026-01-20')).toEqual(['1831.84+16.00', '1818.16+29.10']);
});
