import { describe, expect, test } from 'vitest';
import { weekdayOf } from '../../../../kernel/localDate.ts';
import { everyDayWorks, type LoanCalendar } from '../calendar.ts';
import type { LoanTerms } from '../terms.ts';
import { on } from '../testLoan.ts';
import { type TermsOf, termsOf } from '../testTerms.ts';
import { buildSchedule } from './buildSchedule.ts';

/** `date interest` of every instalment. */
const dated = (terms: LoanTerms, disbursed: string, calendar: LoanCalendar = everyDayWorks): string[] =>
  buildSchedule(terms, terms.loanAmount, on(disbursed), calendar).instalments.map(
    ({ dueDate, interest }) => `${dueDate} ${interest.toFixed(2)}`,
  );

const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY', daysInYear: 'E30_360' } as const;

type Row = readonly [name: string, terms: TermsOf, disbursed: string, expected: string];

const fixedDays = (
  days: readonly number[],
  shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' | 'FIRST_DAY_OF_NEXT_MONTH',
) => ({ scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH', fixedDaysOfMonth: days, shortMonthHandlingMethod }) as const;

describe('due dates with their interest', () => {
  test.each<Row>([
    [
      'the day of the first date comes back after a short month',
      { loanAmount: 3000, schedule: { repaymentInstallments: 4, firstRepaymentDate: on('2025-01-31') } },
      '2025-01-05',
      '2025-01-31 25.64 | 2025-02-28 20.71 | 2025-03-31 15.29 | 2025-04-30 7.40',
    ],
    [
      'fixed days 1 and 15',
      {
        loanAmount: 4000,
        schedule: { repaymentInstallments: 4, dueDates: fixedDays([15, 1], 'LAST_DAY_IN_MONTH') },
      },
      '2026-01-12',
      '2026-01-15 3.95 | 2026-02-01 16.77 | 2026-02-15 9.21 | 2026-03-01 4.60',
    ],
    [
      'day 30, last day of a short month',
      {
        loanAmount: 3000,
        schedule: { repaymentInstallments: 3, dueDates: fixedDays([30], 'LAST_DAY_IN_MONTH') },
        interest: { daysInYear: 'E30_360' },
      },
      '2025-01-10',
      '2025-01-30 20.00 | 2025-02-28 18.67 | 2025-03-30 10.67',
    ],
    [
      'day 30, first day after a short month',
      {
        loanAmount: 3000,
        schedule: { repaymentInstallments: 3, dueDates: fixedDays([30], 'FIRST_DAY_OF_NEXT_MONTH') },
        interest: { daysInYear: 'E30_360' },
      },
      '2025-01-10',
      '2025-01-30 20.00 | 2025-03-01 20.67 | 2025-03-30 9.67',
    ],
  ])('%s', (_name, terms, disbursed, expected) => {
    expect(dated(termsOf(terms), disbursed).join(' | ')).toBe(expected);
  });
});

const holidays: LoanCalendar = { isWorkingDay: (date) => weekdayOf(date) <= 5 && date !== '2024-04-02' };

describe('days off', () => {
  const terms = (method: LoanTerms['schedule']['repaymentReschedulingMethod'], interest: TermsOf['interest'] = {}) =>
    termsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 4, repaymentReschedulingMethod: method },
      interest,
    });

  test.each([
    ['NONE', '2024-03-02 57.21 | 2024-04-02 45.86 | 2024-05-02 29.59 | 2024-06-02 15.29'],
    ['NEXT_WORKING_DAY', '2024-03-04 61.15 | 2024-04-03 44.38 | 2024-05-02 28.60 | 2024-06-03 15.78'],
    ['PREVIOUS_WORKING_DAY', '2024-03-01 55.23 | 2024-04-01 45.86 | 2024-05-02 30.58 | 2024-05-31 14.30'],
  ] as const)('%s', (method, expected) => {
    expect(dated(terms(method), '2024-02-02', holidays).join(' | ')).toBe(expected);
  });

  test('EXTEND_SCHEDULE moves the date and all later ones by an interval', () => {
    expect(dated(terms('EXTEND_SCHEDULE'), '2024-02-02', holidays).map((line) => line.slice(0, 10))).toEqual([
      '2024-05-02',
      '2024-07-02',
      '2024-08-02',
      '2024-09-02',
    ]);
  });

  test('interest of REPAYMENT_PERIODICITY does not follow the moved dates', () => {
    const moved = dated(terms('NEXT_WORKING_DAY', periodic), '2024-02-02', holidays);
    expect(moved.map((line) => line.slice(11))).toEqual(['60.00', '45.00', '30.00', '15.00']);
  });
});

describe('the first due date', () => {
  const first = (terms: TermsOf, disbursed: string): string[] =>
    dated(termsOf({ ...terms, schedule: { repaymentInstallments: 2, ...terms.schedule } }), disbursed).map((line) =>
      line.slice(0, 10),
    );
  const monthly = {
    scheduleDueDatesMethod: 'INTERVAL',
    repaymentPeriodCount: 1,
    repaymentPeriodUnit: 'MONTHS',
  } as const;

  test('one interval after the disbursement, and the offset moves all', () => {
    expect(first({}, '2015-12-01')).toEqual(['2016-01-01', '2016-02-01']);
    const offset = { dueDates: { ...monthly, firstRepaymentDueDateOffset: 10 } };
    expect(first({ schedule: offset }, '2015-12-01')).toEqual(['2016-01-11', '2016-02-11']);
  });

  test.each([
    ['DAYS', '2024-03-02'],
    ['WEEKS', '2024-03-14'],
    ['MONTHS', '2024-04-29'],
    ['YEARS', '2026-02-28'],
  ] as const)('two %s after 29 February', (repaymentPeriodUnit, expected) => {
    const dueDates = { ...monthly, repaymentPeriodUnit, repaymentPeriodCount: 2, firstRepaymentDueDateOffset: 0 };
    expect(first({ schedule: { dueDates } }, '2024-02-29')[0]).toBe(expected);
  });

  test('two fixed days that meet in a short month are one due date', () => {
    const dueDates = fixedDays([29, 30], 'LAST_DAY_IN_MONTH');
    expect(first({ schedule: { dueDates, repaymentInstallments: 4 } }, '2025-01-29')).toEqual([
      '2025-01-30',
      '2025-02-28',
      '2025-03-29',
      '2025-03-30',
    ]);
  });

  test('a day that a short month pushes over its end is found from the day before', () => {
    const dueDates = fixedDays([31], 'FIRST_DAY_OF_NEXT_MONTH');
    expect(first({ schedule: { dueDates } }, '2025-04-30')).toEqual(['2025-05-01', '2025-05-31']);
  });

  test('fixed days start at the first repayment date', () => {
    const dueDates = fixedDays([1, 15], 'LAST_DAY_IN_MONTH');
    expect(first({ schedule: { dueDates, firstRepaymentDate: on('2026-02-15') } }, '2026-01-12')).toEqual([
      '2026-02-15',
      '2026-03-01',
    ]);
  });
});

test('a weekly loan due on days off settles for the next working day when whole intervals never meet one', () => {
  const terms = termsOf({
    schedule: {
      repaymentInstallments: 2,
      repaymentReschedulingMethod: 'EXTEND_SCHEDULE',
      dueDates: {
        scheduleDueDatesMethod: 'INTERVAL',
        repaymentPeriodCount: 1,
        repaymentPeriodUnit: 'WEEKS',
        firstRepaymentDueDateOffset: 0,
      },
    },
  });
  expect(dated(terms, '2024-03-03', holidays).map((line) => line.slice(0, 10))).toEqual(['2024-03-11', '2024-03-18']);
});
