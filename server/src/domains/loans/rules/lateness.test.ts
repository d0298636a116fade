import { describe, expect, test } from 'vitest';
import { weekdayOf } from '../../../kernel/localDate.ts';
import { money, rate } from '../../../kernel/money.ts';
import { everyDayWorks, type LoanCalendar } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import type { PenaltyCalculationMethod } from './terms.ts';
import { disbursed, feeApplied, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const penalised = (method: PenaltyCalculationMethod, percent: number | string, grace = 0): TermsOf => ({
  penalty: { loanPenaltyCalculationMethod: method, penaltyRate: rate(percent), loanPenaltyGracePeriod: grace },
});

/** One instalment of 400 and 60 of interest, due on 10 May. */
const short = (more: TermsOf = {}): TermsOf => ({
  loanAmount: 400,
  rate: 15,
  schedule: { repaymentInstallments: 1 },
  ...more,
  interest: {
    interestCalculationMethod: 'FLAT',
    interestChargeFrequency: 'EVERY_MONTH',
    scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
    ...more.interest,
  },
});

const penaltiesOf = (terms: TermsOf, events: readonly LoanEvent[], date: string, calendar?: LoanCalendar) => {
  const loan = loanAt(termsOf(terms), events, date, calendar);
  return [loan.balances.penalty.balance.toFixed(2), loan.accruedPenalty.toFixed(4)];
};

const weekdays: LoanCalendar = { isWorkingDay: (date) => weekdayOf(date) <= 5 };

describe('penalties: overdue 400 principal, 60 interest, 10 fee, 12 days at 0.1 % a day', () => {
  test.each<[PenaltyCalculationMethod, string]>([
    ['NONE', '0.00'],
    ['OVERDUE_BALANCE', '4.80'],
    ['OVERDUE_BALANCE_AND_INTEREST', '5.52'],
    ['OVERDUE_BALANCE_INTEREST_AND_FEE', '5.64'],
  ])('%s: %s', (method, expected) => {
    const life = [disbursed('2024-04-10', 400), feeApplied('2024-04-20', 10, 1)];
    expect(penaltiesOf(short(penalised(method, '0.1')), life, '2024-05-22')[0]).toBe(expected);
  });

  test('every late day is charged by itself, and rounding loses nothing over the days', () => {
    const loan = loanAt(
      termsOf(short({ loanAmount: 333, ...penalised('OVERDUE_BALANCE', '0.1') })),
      [disbursed('2024-04-10', 333)],
      '2024-05-13',
    );
    expect(transactionsOf(loan).filter((line) => line.includes('PENALTY'))).toEqual([
      '2024-05-11 PENALTY_APPLIED 0.33',
      '2024-05-12 PENALTY_APPLIED 0.34',
      '2024-05-13 PENALTY_APPLIED 0.33',
    ]);
    expect(loan.instalments[0]).toMatchObject({ lastPenaltyAppliedDate: '2024-05-13', state: 'LATE' });
  });
});

describe('penalties on the outstanding principal: 3000 at 6 % a year ACT/365', () => {
  const terms = dynamicTermsOf({
    loanAmount: 3000,
    rate: 0,
    schedule: { repaymentInstallments: 3 },
    ...penalised('OUTSTANDING_PRINCIPAL', 6),
  });
  const life = [disbursed('2024-04-10', 3000)];

  test('12 days accrue 5.92, which the next payment applies and pays', () => {
    const late = loanAt(terms, life, '2024-05-22');
    expect([late.accruedPenalty.toFixed(2), late.penaltyToApply.toFixed(2)]).toEqual(['5.92', '5.92']);
    expect(late.balances.penalty.balance.toFixed(2)).toBe('0.00');
    const paid = loanAt(terms, [...life, repaid('2024-05-22', '1005.92')], '2024-05-22');
    expect(transactionsOf(paid).slice(1)).toEqual(['2024-05-22 PENALTY_APPLIED 5.92', '2024-05-22 REPAYMENT 1005.92']);
    expect([paid.daysLate, paid.balances.total.toFixed(2), paid.accruedPenalty.toFixed()]).toEqual([0, '2000.00', '0']);
  });

  test('the next due date applies what has accrued to it', () => {
    const loan = loanAt(terms, life, '2024-06-10');
    // 31 days of 3000 at 6 % on 365.
    expect(transactionsOf(loan).slice(1)).toEqual(['2024-06-10 PENALTY_APPLIED 15.29']);
  });
});

describe('penalties wait for the longer tolerance, and then charge all days since the due date', () => {
  const terms = short({ ...penalised('OVERDUE_BALANCE', '0.1', 40), tolerancePeriod: 32 });
  const life = [disbursed('2024-04-10', 400)];

  test('34 days late: nothing; 41 days late: 41 days', () => {
    expect(penaltiesOf(terms, life, '2024-06-13')).toEqual(['0.00', '13.6000']);
    expect(penaltiesOf(terms, life, '2024-06-19')).toEqual(['0.00', '16.0000']);
    expect(penaltiesOf(terms, life, '2024-06-20')).toEqual(['16.40', '0.0000']);
  });

  test('the arrears tolerance holds where it is the longer one', () => {
    const patient = short({ ...penalised('OVERDUE_BALANCE', '0.1', 3), tolerancePeriod: 5 });
    expect(penaltiesOf(patient, life, '2024-05-15')).toEqual(['0.00', '2.0000']);
    expect(penaltiesOf(patient, life, '2024-05-16')).toEqual(['2.40', '0.0000']);
  });

  test('who pays before the end of the tolerance pays none', () => {
    expect(penaltiesOf(terms, [...life, repaid('2024-06-19', 460)], '2024-12-31')).toEqual(['0.00', '0.0000']);
  });

  test('a part that is paid late no longer costs from the next day on', () => {
    const plain = short(penalised('OVERDUE_BALANCE', '0.1'));
    // 2 days of 400, then the 60 of interest, 0.80 of penalty and 200 of principal are paid; 3 days of 200.
    const paid = [...life, repaid('2024-05-12', '260.80')];
    expect(penaltiesOf(plain, paid, '2024-05-15')[0]).toBe('0.60');
  });
});

describe('days off do not count where the product excludes them', () => {
  // 10 May 2024 is a Friday.
  const life = [disbursed('2024-04-10', 400)];
  const terms = short({ ...penalised('OVERDUE_BALANCE', '0.1'), arrears: { nonWorkingDaysMethod: 'EXCLUDED' } });

  test.each([
    ['2024-05-11', 0, '0.00', 'ACTIVE'],
    ['2024-05-12', 0, '0.00', 'ACTIVE'],
    ['2024-05-13', 1, '0.40', 'ACTIVE_IN_ARREARS'],
    ['2024-05-17', 5, '2.00', 'ACTIVE_IN_ARREARS'],
    ['2024-05-19', 5, '2.00', 'ACTIVE_IN_ARREARS'],
    ['2024-05-20', 6, '2.40', 'ACTIVE_IN_ARREARS'],
  ])('%s: %i days late, penalty %s, %s', (date, days, penalty, state) => {
    const loan = loanAt(termsOf(terms), life, date, weekdays);
    expect([loan.daysLate, loan.balances.penalty.balance.toFixed(2), loan.liveState]).toEqual([days, penalty, state]);
  });
});

describe('arrears', () => {
  test('monthly tolerance day 10, due 28 January: tolerated to 10 February, arrears from the 11th', () => {
    const terms = termsOf(
      short({ arrears: { toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY', monthlyToleranceDay: 10 } }),
    );
    const life = [disbursed('2023-12-28', 400)];
    const seen = (date: string) => {
      const { daysLate, daysInArrears, liveState } = loanAt(terms, life, date);
      return [daysLate, daysInArrears, liveState];
    };
    expect(seen('2024-02-10')).toEqual([13, 0, 'ACTIVE']);
    expect(seen('2024-02-11')).toEqual([14, 14, 'ACTIVE_IN_ARREARS']);
  });

  test.each([
    ['2.99', 'ACTIVE'],
    ['3.01', 'ACTIVE_IN_ARREARS'],
  ])('outstanding 10000, 3 %%, floor 50: an overdue %s %% of it is %s', (percent, state) => {
    const terms = termsOf({
      loanAmount: 10_000,
      rate: percent,
      interest: { interestChargeFrequency: 'EVERY_MONTH', scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
      schedule: { gracePeriod: 3, gracePeriodType: 'PAY_INTEREST_ONLY' },
      arrears: { tolerancePercentage: rate(3), toleranceFloorAmount: money(50) },
    });
    expect(loanAt(terms, [disbursed('2024-04-10', 10_000)], '2024-05-20').liveState).toBe(state);
  });

  test('the floor holds where it is greater, and a part payment below it leaves the arrears', () => {
    const terms = termsOf(short({ arrears: { toleranceFloorAmount: money(100) } }));
    const life = [disbursed('2024-04-10', 400), repaid('2024-05-20', 360)];
    expect(loanAt(terms, life.slice(0, 1), '2024-05-19').liveState).toBe('ACTIVE_IN_ARREARS');
    const after = loanAt(terms, life, '2024-05-25');
    expect([after.liveState, after.daysLate, after.daysInArrears]).toEqual(['ACTIVE', 15, 0]);
    expect(after.instalments[0]?.state).toBe('PARTIALLY_PAID');
  });

  test('they end when everything overdue is paid, not when the oldest instalment is', () => {
    const terms = termsOf({ loanAmount: 300, rate: 0, schedule: { repaymentInstallments: 3 }, tolerancePeriod: 15 });
    const life = [disbursed('2024-04-10', 300), repaid('2024-06-12', 100)];
    const still = loanAt(terms, life, '2024-06-12');
    expect([still.liveState, still.daysLate]).toEqual(['ACTIVE_IN_ARREARS', 2]);
    expect(loanAt(terms, [...life, repaid('2024-06-13', 100)], '2024-06-13').liveState).toBe('ACTIVE');
  });

  test.each([
    ['ACCOUNT_FIRST_WENT_TO_ARREARS', 33],
    ['LAST_LATE_REPAYMENT', 2],
    ['ACCOUNT_FIRST_BREACHED_MATERIALITY_THRESHOLD', 33],
  ] as const)('%s: %i days in arrears after the oldest instalment is paid', (dateCalculationMethod, days) => {
    const terms = termsOf({
      loanAmount: 300,
      rate: 0,
      schedule: { repaymentInstallments: 3 },
      arrears: { dateCalculationMethod },
    });
    const life = [disbursed('2024-04-10', 300), repaid('2024-06-12', 100)];
    expect(loanAt(terms, life, '2024-06-12').daysInArrears).toBe(days);
  });

  test('the threshold is breached when a second instalment joins: days count from there', () => {
    const terms = termsOf({
      loanAmount: 300,
      rate: 0,
      schedule: { repaymentInstallments: 3 },
      arrears: {
        dateCalculationMethod: 'ACCOUNT_FIRST_BREACHED_MATERIALITY_THRESHOLD',
        toleranceFloorAmount: money(150),
      },
    });
    const loan = loanAt(terms, [disbursed('2024-04-10', 300)], '2024-06-15');
    expect([loan.daysLate, loan.daysInArrears, loan.arrearsSince]).toEqual([36, 5, '2024-06-11']);
  });
});

test('a penalty that is undone stays undone, and later days go on as before', () => {
  const terms = termsOf(short(penalised('OVERDUE_BALANCE', '0.1')));
  const waived: LoanEvent = {
    type: 'PENALTY_WAIVED',
    key: 'waived',
    sequence: 9_000_000,
    valueDate: on('2024-05-12'),
    bookingDate: on('2024-05-12'),
  };
  const loan = loanAt(terms, [disbursed('2024-04-10', 400), waived], '2024-05-13', everyDayWorks);
  expect(transactionsOf(loan).filter((line) => line.includes('PENALTY'))).toEqual([
    '2024-05-11 PENALTY_APPLIED 0.40',
    '2024-05-13 PENALTY_APPLIED 0.40',
  ]);
});
