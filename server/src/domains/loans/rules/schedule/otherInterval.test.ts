import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { everyDayWorks, type LoanCalendar } from '../calendar.ts';
import type { LoanEvent } from '../events.ts';
import { explainLoan } from '../explainLoan.ts';
import { principalFormula } from '../explanationTexts.ts';
import type { FixedDaysDueDates, LoanTerms } from '../terms.ts';
import { disbursed, expectedOf, loanAt, on, repaid } from '../testLoan.ts';
import { taxOf } from '../testTaxes.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../testTerms.ts';
import { buildSchedule } from './buildSchedule.ts';
import { regularInstead } from './otherInterval.ts';

const equal = (adjusts: boolean, more: Partial<LoanTerms['interest']> = {}): TermsOf => ({
  loanAmount: 10000,
  schedule: { repaymentInstallments: 6, firstRepaymentDate: on('2024-02-20') },
  interest: {
    daysInYear: 'E30_360',
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    ...(adjusts ? { adjustTotalDueForInstallmentsWithDifferentInterval: true } : {}),
    ...more,
  },
});

const lines = (terms: LoanTerms, day: string, calendar: LoanCalendar = everyDayWorks): string[] =>
  buildSchedule(terms, terms.loanAmount, on(day), calendar).instalments.map(
    ({ principal, interest }) => `${principal.toFixed(2)}+${interest.toFixed(2)}`,
  );

/** A regular loan of 10,000: each total is 1,725.48. */
const regular = ['1625.48+100.00', '1641.73+83.75', '1658.15+67.33', '1674.73+50.75', '1691.48+34.00', '1708.43+17.08'];

describe('a first period of 45 days', () => {
  test('bears 150.00 instead of 100.00: the first total is more by that, and principal is as of a regular schedule', () => {
    for (const make of [termsOf, dynamicTermsOf]) {
      expect(lines(make(equal(true)), '2024-01-05')).toEqual(['1625.48+150.00', ...regular.slice(1)]);
    }
  });

  test('principal is to the cent that of a regular schedule', () => {
    // 199.1256 of 51 days instead of 117.1327 of a month: 199.13 and 117.13, which is 82.00 apart and not 81.99.
    const given = (dates: object) =>
      termsOf({
        ...equal(true),
        loanAmount: 29222.29,
        rate: 4.81,
        schedule: { repaymentInstallments: 8, ...dates },
      });
    expect(lines(given({ firstRepaymentDate: on('2024-05-25') }), '2024-04-04')[0]).toBe('3601.85+199.13');
    expect(lines(given({}), '2024-04-25')[0]).toBe('3601.85+117.13');
  });

  test('without the setting its total is that of the others, and the last one takes the rest', () => {
    const [first, ...others] = lines(termsOf(equal(false)), '2024-01-05');
    expect([first, others[0], others.at(-1)]).toEqual(['1575.48+150.00', '1641.23+84.25', '1760.45+17.60']);
  });

  test('prorated by periodicity it is 100.00 and half of it again', () => {
    const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' } as const;
    const prorated = { ...periodic, modifyInterestForFirstInstallment: true };
    // 46 days of January and February over the 31 of a regular month.
    expect(lines(termsOf(equal(true, prorated)), '2024-01-05')[0]).toBe('1625.48+148.39');
    expect(lines(termsOf(equal(true, periodic)), '2024-01-05')).toEqual(regular);
  });

  test('a shorter one of 15 days lacks 50.00', () => {
    expect(lines(termsOf(equal(true)), '2024-02-05')).toEqual(['1625.48+50.00', ...regular.slice(1)]);
  });

  test('the explanation says so', () => {
    const terms = termsOf(equal(true));
    const { loan } = explainLoan(
      { terms, events: [], expectedDisbursementDate: on('2024-01-05') },
      on('2024-01-05'),
      everyDayWorks,
    );
    expect(principalFormula(terms, loan)).toContain('the payment of 1725.48 less interest, of another interval');
  });
});

describe('a due date moved by days off', () => {
  // 20 April 2024 is a Saturday: the 22nd has two days more, the next period two days less.
  const calendar: LoanCalendar = {
    isWorkingDay: (day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()),
  };
  const terms = termsOf({
    ...equal(true),
    schedule: { repaymentInstallments: 6, repaymentReschedulingMethod: 'NEXT_WORKING_DAY' },
  });
  test('makes two totals differ, and leaves principal alone', () => {
    // 6,732.79 for 32 days and 5,074.64 for 28, whose total is 3.39 less; July's 20th is a Saturday, too.
    expect(lines(terms, '2024-01-20', calendar)).toEqual([
      ...regular.slice(0, 2),
      '1658.15+71.82',
      '1674.73+47.36',
      '1691.48+34.00',
      '1708.43+18.22',
    ]);
  });
});

describe('after a prepayment', () => {
  const terms = (method: 'REDUCE_AMOUNT_PER_INSTALLMENT' | 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW'): LoanTerms =>
    dynamicTermsOf({ ...equal(true), payment: { prepayment: { prepaymentRecalculationMethod: method } } });
  const totals = (loanTerms: LoanTerms, events: readonly LoanEvent[]): string[] =>
    loanAt(loanTerms, events, '2024-02-21').instalments.map(({ principal, interest }) =>
      principal.expected.plus(interest.expected).toFixed(2),
    );

  test('of its whole interval, the running instalment still asks for the extra days', () => {
    // 100.00 of interest and 2,000 of principal: 8,000 get the payment 1,380.39, and 15 days of them, 40.00, come on top.
    const events = [disbursed('2024-01-05', 10000), repaid('2024-02-05', 2100)];
    const loan = loanAt(terms('REDUCE_AMOUNT_PER_INSTALLMENT'), events, '2024-02-05');
    const [first, second, third] = loan.instalments.map(expectedOf);
    expect([first, second, third]).toEqual(['3280.39+140.00', '1313.19+67.20', '1326.33+54.06']);
  });

  test('paid on its dates nothing changes', () => {
    const events = [disbursed('2024-01-05', 10000), repaid('2024-02-20', '1775.48')];
    expect(totals(terms('REDUCE_NUMBER_OF_INSTALLMENTS_NEW'), events)).toEqual([
      '1775.48',
      ...Array(4).fill('1725.48'),
      '1725.51',
    ]);
  });
});

describe('which intervals are regular', () => {
  const byMonth = termsOf();
  const fixed = (days: readonly number[], moved: LoanTerms['schedule']['repaymentReschedulingMethod'] = 'NONE') => {
    const dueDates: FixedDaysDueDates = {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: days,
      shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
    };
    return termsOf({ schedule: { dueDates, repaymentReschedulingMethod: moved } });
  };
  test.each<[string, LoanTerms, string, string, string]>([
    ['a month', byMonth, '2024-01-20', '2024-02-20', 'regular'],
    ['to the end of a short month', byMonth, '2024-01-31', '2024-02-29', 'regular'],
    ['from the end of a short month', byMonth, '2024-02-29', '2024-03-31', 'regular'],
    ['a month and ten days', byMonth, '2024-01-20', '2024-03-01', '2024-02-01 2024-03-01'],
    ['from the 1st to the 15th', fixed([1, 15]), '2024-03-01', '2024-03-15', 'regular'],
    ['from the 15th to the 1st', fixed([15, 1]), '2024-03-15', '2024-04-01', 'regular'],
    ['from the 12th to the 15th', fixed([1, 15]), '2024-03-12', '2024-03-15', '2024-03-01 2024-03-15'],
    ['two months', fixed([1]), '2024-01-01', '2024-03-01', '2024-02-01 2024-03-01'],
    [
      'to the 17th for the 15th',
      fixed([1, 15], 'NEXT_WORKING_DAY'),
      '2024-06-03',
      '2024-06-17',
      '2024-06-01 2024-06-15',
    ],
    [
      'to the 14th for the 15th',
      fixed([1, 15], 'PREVIOUS_WORKING_DAY'),
      '2024-06-01',
      '2024-06-14',
      '2024-06-01 2024-06-15',
    ],
    ['over the end of a year', fixed([20]), '2023-12-20', '2024-01-20', 'regular'],
  ])('%s', (_name, terms, from, to, expected) => {
    const regularOne = regularInstead(terms, { from: on(from), to: on(to) });
    expect(regularOne ? `${regularOne.from} ${regularOne.to}` : 'regular').toBe(expected);
  });
});

test('the tax on the interest of the other days is on top of the payment, too', () => {
  const taxed = (first: string) =>
    buildSchedule(
      termsOf({ ...equal(true), tax: taxOf(), schedule: { repaymentInstallments: 6, firstRepaymentDate: on(first) } }),
      money(10000),
      on('2024-01-05'),
      everyDayWorks,
    ).instalments.map(({ principal }) => principal.toFixed(2));
  // 150.00 and 24.00 instead of 100.00 and 16.00: principal is the same.
  expect(taxed('2024-02-20')).toEqual(taxed('2024-02-05'));
});
