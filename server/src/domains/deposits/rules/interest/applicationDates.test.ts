import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../../kernel/localDate.ts';
import {
  applicationDatesBetween,
  type InterestPaymentPoint,
  isApplicationDate,
  nextApplicationDate,
  type PaymentSchedule,
  previousApplicationDate,
} from './applicationDates.ts';
import { day } from './testInterest.ts';

const schedule = (
  interestPaymentPoint: InterestPaymentPoint,
  activationDate: string,
  changes: Partial<PaymentSchedule> = {},
): PaymentSchedule => ({
  interestPaymentPoint,
  interestPaymentDates: [],
  activationDate: day(activationDate),
  maturityDate: null,
  ...changes,
});

const fixedDays = {
  interestPaymentDates: [
    { month: 9, day: 30 },
    { month: 2, day: 30 },
  ],
};

const dates = (of: PaymentSchedule, through: string): readonly string[] =>
  applicationDatesBetween(of, of.activationDate, day(through));

describe('application dates', () => {
  test.each<readonly [PaymentSchedule, string, readonly string[]]>([
    [schedule('DAILY', '2024-02-27'), '2024-03-01', ['2024-02-28', '2024-02-29', '2024-03-01']],
    [schedule('EVERY_WEEK', '2024-02-20'), '2024-03-06', ['2024-02-27', '2024-03-05']],
    [schedule('EVERY_OTHER_WEEK', '2024-02-20'), '2024-03-31', ['2024-03-05', '2024-03-19']],
    [schedule('EVERY_MONTH', '2024-01-31'), '2024-05-31', ['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']],
    [schedule('EVERY_3_MONTHS', '2023-11-30'), '2024-08-30', ['2024-02-29', '2024-05-30', '2024-08-30']],
    [schedule('BI_ANNUALLY', '2023-08-31'), '2024-08-31', ['2024-02-29', '2024-08-31']],
    [schedule('ANNUALLY', '2024-02-29'), '2028-02-29', ['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    [schedule('FIRST_DAY_OF_MONTH', '2024-05-03'), '2024-07-01', ['2024-06-01', '2024-07-01']],
    [schedule('FIRST_DAY_OF_MONTH', '2024-05-01'), '2024-06-30', ['2024-06-01']],
    [schedule('ON_FIXED_DATES', '2023-09-30', fixedDays), '2025-02-28', ['2024-02-29', '2024-09-30', '2025-02-28']],
    [schedule('ON_FIXED_DATES', '2024-01-01'), '2030-01-01', []],
    [schedule('ON_ACCOUNT_MATURITY', '2024-01-10'), '2030-01-01', []],
    [schedule('ON_ACCOUNT_MATURITY', '2024-01-10', { maturityDate: day('2025-01-10') }), '2030-01-01', ['2025-01-10']],
    [
      schedule('EVERY_MONTH', '2024-01-10', { maturityDate: day('2024-02-20') }),
      '2024-03-10',
      ['2024-02-10', '2024-02-20', '2024-03-10'],
    ],
  ])('%j through %s', (of, through, expected) => {
    expect(dates(of, through)).toEqual(expected);
  });

  test('a date before the activation looks from the activation on', () => {
    const monthly = schedule('EVERY_MONTH', '2024-01-10');
    expect(nextApplicationDate(monthly, day('2020-01-01'))).toBe('2024-02-10');
    expect(previousApplicationDate(monthly, day('2024-02-09'))).toBeNull();
    expect(previousApplicationDate(monthly, day('2024-01-10'))).toBeNull();
    expect(previousApplicationDate(monthly, day('2024-02-10'))).toBe('2024-02-10');
    expect(isApplicationDate(monthly, day('2024-01-10'))).toBe(false);
    expect(isApplicationDate(monthly, day('2024-02-10'))).toBe(true);
  });

  test('the next date is the first one, and the previous the last one, that is an application date', () => {
    const points: readonly InterestPaymentPoint[] = [
      'EVERY_WEEK',
      'EVERY_MONTH',
      'EVERY_3_MONTHS',
      'BI_ANNUALLY',
      'FIRST_DAY_OF_MONTH',
      'ON_FIXED_DATES',
      'ON_ACCOUNT_MATURITY',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...points), fc.nat(400), fc.nat(200), fc.nat(500), (point, first, look, term) => {
        const activation = plusDays(day('2023-06-01'), first);
        const of = schedule(point, activation, { ...fixedDays, maturityDate: plusDays(activation, term) });
        const from = plusDays(activation, look);
        const next = nextApplicationDate(of, from);
        for (let date = plusDays(from, 1); date < (next ?? plusDays(from, 250)); date = plusDays(date, 1)) {
          expect(isApplicationDate(of, date)).toBe(false);
        }
        if (next === null) return;
        expect(isApplicationDate(of, next)).toBe(true);
        expect(previousApplicationDate(of, next)).toBe(next);
      }),
      { numRuns: 200 },
    );
  });
});
