import { describe, expect, test } from 'vitest';
import { plus, rate } from '../../../../kernel/money.ts';
import type { LoanEvent } from '../events.ts';
import { explainLoan } from '../explainLoan.ts';
import { previewSchedule } from '../foldLoan.ts';
import { disbursed, expectedOf, loanAt, on, repaid } from '../testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../testTerms.ts';
import { changing, indexed, named, withIndex } from './testRates.ts';

// What another rate does to a loan: an index of 10 plus 2 is 12 %, which becomes 18 % at the review on the second due date.

const rates = changing(indexed({ interestSpread: rate(2) }));
const six = {
  loanAmount: 10_000,
  schedule: { repaymentInstallments: 6 },
  interest: { daysInYear: 'E30_360', interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', rates },
} as const satisfies TermsOf;
const before = withIndex(['2023-12-01', 10]);
const after = withIndex(['2023-12-01', 10], ['2024-02-20', 16]);
const start = disbursed('2024-01-10', 10_000);
const punctual: readonly LoanEvent[] = [start, repaid('2024-02-10', 1725.48), repaid('2024-03-10', 1725.48)];

describe('a dynamic loan with equal instalments', () => {
  const terms = dynamicTermsOf(six);
  const rest = ['1645.80+100.99', '1670.49+76.30', '1695.54+51.25', '1720.96+25.81'];

  test('gets a new payment at the review', () => {
    const loan = loanAt(terms, punctual, '2024-03-10', after);
    expect(loan.instalments.map(expectedOf).slice(2)).toEqual(rest);
    expect(loan.terms.interest.interestRate.toFixed()).toBe('18');
    expect(loan.payment?.toFixed()).toBe('1746.79');
    expect(loan.transactions.filter(({ type }) => type === 'INTEREST_RATE_CHANGED')).toMatchObject([
      {
        valueDate: '2024-03-10',
        amount: rate(0),
        eventKey: null,
        terms: { interestRate: rate(18), indexInterestRate: rate(16) },
      },
    ]);
  });

  test('foresees a rate that is known already, and nothing else', () => {
    const foreseen = previewSchedule(terms, on('2024-01-10'), after).instalments.map(expectedOf);
    expect(foreseen.slice(2)).toEqual(rest);
    expect(loanAt(terms, punctual, '2024-03-09', before).instalments.map(expectedOf)).toEqual(
      previewSchedule(
        dynamicTermsOf({ ...six, interest: { ...six.interest, rates: changing(named(12)) } }),
        on('2024-01-10'),
        before,
      ).instalments.map(expectedOf),
    );
  });

  test('accrues at each rate for its days', () => {
    // Read on the 25th of each month: 6732.79 at 12 % for 15 days and at 18 % for 15 days of 30.
    const twentyFifth = { ...indexed({ interestSpread: rate(2) }), reviewedFrom: on('2023-12-25') };
    const reviewed = dynamicTermsOf({ ...six, interest: { ...six.interest, rates: changing(twentyFifth) } });
    const loan = loanAt(reviewed, punctual, '2024-04-10', withIndex(['2023-12-01', 10], ['2024-03-11', 16]));
    expect(loan.instalments[2]?.interest.applied.toFixed(2)).toBe('84.16');
  });

  test('leaves those alone that a prepayment has emptied', () => {
    const terms2 = dynamicTermsOf({
      ...six,
      payment: { prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT' } },
    });
    const loan = loanAt(terms2, [start, repaid('2024-02-10', 1725.48 + 4000)], '2024-03-10', after);
    expect(loan.instalments.slice(-2).map(expectedOf)).toEqual(['0+0.00', '0+0.00']);
  });

  test.each([
    { often: 'once', changes: [named('6.97', '2023-12-08')] },
    { often: 'twice', changes: [named('6.97', '2023-12-08'), named(5, '2024-02-10')] },
  ])('counts the last one that payments in whole units leave empty, when the rate changes $often', ({ changes }) => {
    const whole = dynamicTermsOf({
      loanAmount: 15_209,
      interest: {
        interestChargeFrequency: 'EVERY_MONTH',
        interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
        rates: changing(named(0, '2023-11-30'), ...changes),
      },
      schedule: {
        repaymentInstallments: 24,
        rounding: {
          roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
          repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT',
          repaymentElementsRoundingMethod: 'PAYMENT_DUE',
        },
      },
    });
    const plan = previewSchedule(whole, on('2023-11-30'), withIndex()).instalments;
    const payments = plan
      .slice(0, 3)
      .map(({ dueDate, principal, interest }) => repaid(dueDate, principal.expected.plus(interest.expected).toFixed()));
    // The payment of 15209 over 24 months at 6.97 % is 1322.57: 1323, and 22 days of the first month bear 766.73.
    expect(plan.slice(0, 1).map(expectedOf)).toEqual(['556.27+766.73']);
    const loan = loanAt(whole, [disbursed('2023-11-30', 15_209), ...payments], '2024-03-01', withIndex());
    expect(loan.instalments.map(expectedOf)).toEqual(plan.map(expectedOf));
  });

  test.each([
    {
      who: 'ask for interest alone, since it is applied after the last principal',
      schedule: {},
      application: {
        interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
        interestApplicationDays: { daysInMonth: [1], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
      },
      from: '2024-02-05',
      // 1000 over 24 at 10 % a month is 111.30; on the first of February 21 days at 1 % have borne 7.00.
      first: ['104.30+7.00', '30.60+80.70'],
      last: ['18.21+4.73', '0+0.55', '0+0.00', '0+0.00', '0+0.00', '0+0.00'],
    },
    {
      who: 'carry no principal',
      schedule: { principalRepaymentInterval: 2 },
      application: {},
      from: '2024-03-05',
      // 1000 over twelve at 10 % a month is 146.76; 25 days at 1 % and five at 10 % have borne 25.00.
      first: ['0+10.00', '121.76+25.00'],
      last: ['0+20.43', '126.33+20.43', '0+7.79', '77.92+7.79', '0+0.00', '0+0.00'],
    },
  ] as const)('counts those at the end that $who', ({ schedule, application, from, first, last }) => {
    const agreed = dynamicTermsOf({
      loanAmount: 1000,
      interest: { ...six.interest, ...application, rates: changing(named(12, '2024-01-10'), named(120, from)) },
      schedule: { repaymentInstallments: 24, ...schedule },
    });
    const plan = previewSchedule(agreed, on('2024-01-10'), withIndex()).instalments;
    expect([plan.slice(0, 2).map(expectedOf), plan.slice(-6).map(expectedOf)]).toEqual([first, last]);
    const payments = plan.map(({ dueDate, principal, interest }) =>
      repaid(dueDate, plus(principal.expected, interest.expected).toFixed()),
    );
    const loan = loanAt(agreed, [disbursed('2024-01-10', 1000), ...payments], '2026-01-11', withIndex());
    expect(loan.instalments.map(expectedOf)).toEqual(plan.map(expectedOf));
  });

  test('asks nobody once nothing is owed', () => {
    const loan = loanAt(terms, [start, repaid('2024-01-10', 10_000)], '2024-06-10', after);
    expect(loan.transactions.map(({ type }) => type)).not.toContain('INTEREST_RATE_CHANGED');
  });
});

test('a declining loan keeps its principal and bears the new interest', () => {
  const terms = dynamicTermsOf({
    ...six,
    loanAmount: 6000,
    interest: { ...six.interest, interestCalculationMethod: 'DECLINING_BALANCE' },
  });
  const loan = loanAt(
    terms,
    [disbursed('2024-01-10', 6000), repaid('2024-02-10', 1060), repaid('2024-03-10', 1050)],
    '2024-03-10',
    after,
  );
  expect(loan.instalments.map(expectedOf)).toEqual([
    '1000+60.00',
    '1000+50.00',
    '1000+60.00',
    '1000+45.00',
    '1000+30.00',
    '1000+15.00',
  ]);
});

describe('a fixed loan', () => {
  const byPeriod = { ...six.interest, scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' } as const;

  test('is rescheduled after the review, where nothing was paid ahead of time', () => {
    const terms = termsOf({ ...six, interest: byPeriod });
    const loan = loanAt(terms, punctual, '2024-03-10', after);
    expect(loan.instalments.map(expectedOf).slice(2)).toEqual([
      '1645.80+100.99',
      '1670.49+76.30',
      '1695.54+51.25',
      '1720.96+25.81',
    ]);
    const ahead = [...punctual, repaid('2024-03-09', 100)].map((event, index) => ({ ...event, sequence: index + 1 }));
    const kept = loanAt(terms, ahead, '2024-03-10', before).instalments[1];
    expect(loanAt(terms, ahead, '2024-03-10', after).instalments[1]).toEqual(kept);
  });

  test('of flat interest bears it on the whole amount', () => {
    const terms = termsOf({ ...six, loanAmount: 6000, interest: { ...byPeriod, interestCalculationMethod: 'FLAT' } });
    const loan = loanAt(terms, [disbursed('2024-01-10', 6000)], '2024-03-10', after);
    expect(loan.instalments.map(expectedOf).slice(1, 4)).toEqual(['1000+60.00', '1000+90.00', '1000+90.00']);
  });

  test('splits the period that a review falls into', () => {
    // 31 days of February and March: 11 at 12 %, 20 at 18 %.
    const shifted = changing({ ...indexed({ interestSpread: rate(2) }), reviewedFrom: on('2023-12-20') });
    const terms = termsOf({
      ...six,
      loanAmount: 6000,
      interest: { ...byPeriod, interestCalculationMethod: 'FLAT', rates: shifted },
    });
    const loan = loanAt(
      terms,
      [disbursed('2024-01-10', 6000)],
      '2024-04-10',
      withIndex(['2023-12-01', 10], ['2024-03-20', 16]),
    );
    expect(loan.instalments[2]?.interest.expected.toFixed(2)).toBe('80.32');
  });
});

test.each([
  ['dynamic', dynamicTermsOf],
  ['fixed', termsOf],
])(
  'the explanation of compounding interest of a %s loan counts what has grown at one rate at the next one',
  (_, make) => {
    const periods = changing(named(12, '2024-01-10'), named(48, '2024-01-25'));
    const interestType = 'COMPOUNDING_INTEREST';
    const terms = make({ loanAmount: 100_000, interest: { rates: periods, interestType } });
    const account = { terms, events: [], expectedDisbursementDate: on('2024-01-10') };
    const [first] = explainLoan(account, on('2024-01-10'), withIndex()).instalments;
    // 100000 for 15 days at 12 % a year in effect, 1.12^(15/365): 100466.82 for 16 days at 48 %.
    expect(first?.interest.parts.map(({ balance, rate: at }) => `${balance.toFixed(2)} at ${at}`)).toEqual([
      '100000.00 at 12',
      '100466.82 at 48',
    ]);
    expect(first?.interest.moved.toFixed()).toBe('0');
  },
);

test('agreed periods are foreseen and kept by whoever pays as agreed', () => {
  const periods = changing(named(12, '2024-01-10'), named(18, '2024-03-10'));
  const terms = dynamicTermsOf({ ...six, interest: { ...six.interest, rates: periods } });
  const foreseen = previewSchedule(terms, on('2024-01-10'), withIndex()).instalments.map(expectedOf);
  expect(foreseen.slice(2)).toEqual(['1645.80+100.99', '1670.49+76.30', '1695.54+51.25', '1720.96+25.81']);
  expect(loanAt(terms, punctual, '2024-05-20', withIndex()).instalments.map(expectedOf).slice(0, 3)).toEqual(
    foreseen.slice(0, 3),
  );
});

test.each([
  [[15], '2024-02-25'],
  [[5, 20], '2024-02-20'],
  [[12], '2024-03-05'],
])(
  'where interest became principal on days %j before the rate changes on %s, the preview foresees the payments that this makes',
  (daysInMonth, day) => {
    const terms = dynamicTermsOf({
      ...six,
      loanAmount: 999_999,
      interest: {
        ...six.interest,
        interestType: 'CAPITALIZED_INTEREST',
        interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
        interestApplicationDays: { daysInMonth, shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
        rates: changing(named(12), named(24, day)),
      },
    });
    const plan = previewSchedule(terms, on('2024-01-10'), withIndex()).instalments;
    const totals = plan.map(({ principal, interest }) => plus(principal.expected, interest.expected).toFixed(2));
    const payments = plan.map(({ dueDate }, index) => repaid(dueDate, totals[index] ?? 0));
    const loan = loanAt(terms, [disbursed('2024-01-10', 999_999), ...payments], '2024-07-10', withIndex());
    expect(
      loan.instalments.map(({ principal, interest }) => plus(principal.expected, interest.expected).toFixed(2)),
    ).toEqual(totals);
    expect(loan.balances.total.toFixed()).toBe('0');
  },
);
