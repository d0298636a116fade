import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../kernel/localDate.ts';
import { minus, money, rate, sum, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { explainLoan } from './explainLoan.ts';
import { interestFormula } from './explanationTexts.ts';
import { foldLoan } from './foldLoan.ts';
import { scheduleRounding } from './schedule/rounding.ts';
import type { LoanTerms } from './terms.ts';
import { anySteps, anyTerms, lifeOf } from './testLives.ts';
import { disbursed, on, repaid } from './testLoan.ts';
import { dynamicTermsOf, termsOf } from './testTerms.ts';

const partsOf = (terms: LoanTerms, events: readonly LoanEvent[], day: string, number: number): string[] => {
  const { instalments } = explainLoan({ terms, events, expectedDisbursementDate: null }, on(day), everyDayWorks);
  const one = instalments[number - 1];
  if (!one) throw new Error(`there is no instalment ${number}`);
  const { interest } = one;
  return [
    ...interest.parts.map(
      ({ from, to, balance, rate, amount }) =>
        `${from} to ${to}: ${balance.toFixed()} at ${rate.toFixed()} is ${amount.toFixed(4)}`,
    ),
    `${interest.unrounded.toFixed(4)} is ${interest.rounded.toFixed(2)}, moved ${interest.moved.toFixed(2)}`,
  ];
};

const dynamic = dynamicTermsOf({ loanAmount: 6000, schedule: { repaymentInstallments: 6 } });
const fixed = termsOf({
  loanAmount: 1000,
  rate: 10,
  schedule: { repaymentInstallments: 4 },
  interest: {
    interestChargeFrequency: 'EVERY_MONTH',
    scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
  },
});

describe('the explanation of interest', () => {
  test('of a dynamic loan tells every balance and rate of the period, and what is still to come', () => {
    const events: LoanEvent[] = [
      disbursed('2024-01-10', 6000),
      repaid('2024-01-20', 500),
      {
        type: 'TERMS_CHANGED',
        key: 'rate',
        sequence: 1_000_000,
        valueDate: on('2024-01-30'),
        bookingDate: on('2024-01-30'),
        change: { what: 'INTEREST_RATE', interestRate: rate(24) },
      },
    ];
    // 500 pays the 19.73 that have accrued first.
    expect(partsOf(dynamic, events, '2024-02-05', 1)).toEqual([
      '2024-01-10 to 2024-01-20: 6000 at 12 is 19.7260',
      '2024-01-20 to 2024-01-30: 5519.73 at 12 is 18.1471',
      '2024-01-30 to 2024-02-10: 5519.73 at 24 is 39.9235',
      '77.7966 is 77.80, moved 0.00',
    ]);
  });

  test('of a fixed loan is that of its schedule', () => {
    const events = [disbursed('2011-01-23', 1000)];
    expect(partsOf(fixed, events, '2011-01-23', 2)).toEqual([
      '2011-02-23 to 2011-03-23: 784.53 at 10 is 78.4530',
      '78.4530 is 78.45, moved 0.00',
    ]);
    expect(partsOf(fixed, [], '2011-01-23', 4).at(-1)).toBe('28.6790 is 28.68, moved 0.00');
    expect(interestFormula(fixed)).toBe(
      'balance x rate / 100 x 12 x the share of a year that one repayment interval has',
    );
  });

  test('sums to what every instalment expects, on loans that are paid as planned', () => {
    for (const terms of [dynamic, fixed]) {
      const { instalments } = explainLoan(
        { terms, events: [disbursed('2024-01-10', terms.loanAmount.toFixed())], expectedDisbursementDate: null },
        on('2024-01-10'),
        everyDayWorks,
      );
      expect(instalments.map(({ interest }) => interest.moved.toFixed())).toEqual(instalments.map(() => '0'));
    }
  });
});

test('late days are explained by what was overdue', () => {
  const terms = dynamicTermsOf({
    loanAmount: 6000,
    schedule: { repaymentInstallments: 6 },
    penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: dynamic.interest.interestRate },
  });
  const events = [disbursed('2024-01-10', 6000)];
  const { instalments } = explainLoan(
    { terms, events, expectedDisbursementDate: null },
    on('2024-02-13'),
    everyDayWorks,
  );
  const penalty = instalments[0]?.penalty;
  expect(penalty?.parts.map(({ from, to, amount }) => `${from} to ${to}: ${amount.toFixed(2)}`)).toEqual([
    '2024-02-10 to 2024-02-13: 360.00',
  ]);
  expect([penalty?.amount.toFixed(2), penalty?.moved.toFixed(2)]).toEqual(['360.00', '0.00']);
});

describe('interest of payment holidays', () => {
  test('is told on the holiday that it accrued in, and on the instalment that it was applied to', () => {
    // 6,000 at 12 %: the holiday bears 60.00 by months of 30 days, the instalment after it too, and half of the first is applied there.
    const terms = dynamicTermsOf({
      loanAmount: 6000,
      rate: 12,
      interest: { daysInYear: 'E30_360' },
      schedule: { repaymentInstallments: 6, repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS'] },
    });
    const base = (key: string, day: string, sequence: number) => ({
      key,
      sequence,
      valueDate: on(day),
      bookingDate: on(day),
    });
    const lent = disbursed('2024-01-10', 6000);
    const { instalments: before } = foldLoan(terms, [lent], on('2024-01-20'), everyDayWorks);
    const edited: LoanEvent = {
      type: 'SCHEDULE_EDITED',
      ...base('edit', '2024-01-20', 1),
      instalments: before.map(({ slot, dueDate, principal, interest }, index) => ({
        slot,
        dueDate,
        ...(index === 0
          ? { principal: money(0), interest: money(0), holiday: true as const }
          : { principal: index === 1 ? money(2000) : principal.expected, interest: interest.expected }),
      })),
    };
    const applied: LoanEvent = {
      type: 'HOLIDAY_INTEREST_APPLIED',
      ...base('applied', '2024-02-20', 2),
      amount: money(30),
    };
    const { instalments } = explainLoan(
      { terms, events: [lent, edited, applied], expectedDisbursementDate: null },
      on('2024-03-10'),
      everyDayWorks,
    );
    expect(
      instalments
        .slice(0, 3)
        .map(({ holiday, interest }) => [
          holiday?.accrued.toFixed(2),
          holiday?.parts.map(({ from, to, balance }) => `${from} to ${to}: ${balance.toFixed()}`),
          holiday?.applied.toFixed(2),
          interest.amount.toFixed(2),
          interest.rounded.toFixed(2),
          interest.moved.toFixed(2),
        ]),
    ).toEqual([
      ['60.00', ['2024-01-10 to 2024-02-10: 6000'], '0.00', '0.00', '0.00', '0.00'],
      ['0.00', [], '30.00', '90.00', '60.00', '0.00'],
      [undefined, undefined, undefined, '40.00', '40.00', '0.00'],
    ]);
  });

  test('takes over the days that waited for the next day of the month, also where an edit leaves that day to another instalment', () => {
    // Interest is applied on the first of each month. What has accrued since 1 March waits for 1 April, and for the instalment of 10 April; the edit makes that one due before.
    const terms = dynamicTermsOf({
      loanAmount: 6000,
      rate: 12,
      interest: {
        daysInYear: 'E30_360',
        interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
        interestApplicationDays: { daysInMonth: [1], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
      },
      schedule: { repaymentInstallments: 6, repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS'] },
    });
    const lent = disbursed('2024-01-10', 6000);
    const { instalments: before } = foldLoan(terms, [lent], on('2024-03-05'), everyDayWorks);
    const edited: LoanEvent = {
      type: 'SCHEDULE_EDITED',
      key: 'edit',
      sequence: 1,
      valueDate: on('2024-03-05'),
      bookingDate: on('2024-03-05'),
      instalments: before.map(({ slot, dueDate, principal, interest }, index) => ({
        slot,
        dueDate: index === 2 ? on('2024-03-28') : dueDate,
        ...(index === 1
          ? { principal: money(0), interest: interest.applied, holiday: true as const }
          : { principal: index === 2 ? money(2000) : principal.expected, interest: interest.expected }),
      })),
    };
    const { instalments } = explainLoan(
      { terms, events: [lent, edited], expectedDisbursementDate: null },
      on('2024-03-10'),
      everyDayWorks,
    );
    const { accrued, parts = [] } = instalments[1]?.holiday ?? {};
    expect([
      accrued?.toFixed(2),
      ...parts.map(({ from, to, amount }) => `${from} to ${to}: ${amount.toFixed(2)}`),
    ]).toEqual(['18.00', '2024-03-01 to 2024-03-10: 18.00']);
  });

  test('adds up on any loan: what accrued less what was applied is what waits', () => {
    let told = 0;
    const holidays = anySteps.map((steps) =>
      steps.map((step, index) => (index % 3 === 1 ? { ...step, what: 'HOLIDAY' as const } : step)),
    );
    fc.assert(
      fc.property(anyTerms, holidays, fc.integer({ min: 0, max: 90 }), (terms, steps, days) => {
        const events = lifeOf(terms, steps);
        const day = plusDays(events.at(-1)?.valueDate ?? on('2023-11-30'), days);
        const { loan, instalments } = explainLoan(
          { terms, events, expectedDisbursementDate: null },
          day,
          everyDayWorks,
        );
        const of = (what: 'accrued' | 'applied') => sum(instalments.map(({ holiday }) => holiday?.[what] ?? zero));
        if (!of('applied').isZero()) told += 1;
        const waits = minus(of('accrued'), of('applied'));
        // Less than nothing by less than that is nothing, too, which a negative zero would hide.
        expect(waits.toDecimalPlaces(15).equals(loan.holidayInterest.toDecimalPlaces(15))).toBe(true);
        // What rounding left of the days before, or took of these, waits with them: half a cent, or half a unit where interest is in whole units.
        const inCents = scheduleRounding(terms).element(money('0.37')).equals('0.37');
        for (const { holiday } of instalments) {
          const days = sum((holiday?.parts ?? []).map(({ amount }) => amount));
          expect(
            minus(days, holiday?.accrued ?? zero)
              .abs()
              .toNumber(),
          ).toBeLessThanOrEqual(inCents ? 0.006 : 0.501);
        }
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(0);
  }, 60_000);
});
