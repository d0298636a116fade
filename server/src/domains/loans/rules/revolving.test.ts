import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent, TermsChange } from './events.ts';
import { previewSchedule } from './foldLoan.ts';
import { withForeseen } from './foreseenRevolving.ts';
import { disbursed, dueOf, expectedOf, feeApplied, loanAt, on, paidOff, repaid, transactionsOf } from './testLoan.ts';
import { revolvingTermsOf, type TermsOf } from './testTerms.ts';

// 12 % a year by actual days over 365, due monthly from the first withdrawal on.

const terms = revolvingTermsOf({ loanAmount: 5000 });
const lines = (events: readonly LoanEvent[], date: string, given: TermsOf = {}): string[] =>
  loanAt(revolvingTermsOf({ loanAmount: 5000, ...given }), events, date).instalments.map(
    (one) => `${one.slot} ${one.dueDate} ${expectedOf(one)} due ${dueOf(one)} ${one.state}`,
  );

let sequence = 1000;
const changed = (date: string, change: TermsChange): LoanEvent => {
  sequence += 1;
  return { type: 'TERMS_CHANGED', key: `c${sequence}`, sequence, valueDate: on(date), bookingDate: on(date), change };
};

describe('instalments', () => {
  test('there are none before the first withdrawal', () => {
    expect(loanAt(terms, [], '2026-03-01')).toMatchObject({ instalments: [], liveState: 'APPROVED' });
    expect(previewSchedule(terms, on('2026-03-01'), everyDayWorks).instalments).toEqual([]);
  });

  test('one runs, and asks for principal and interest when its due date comes', () => {
    const life = [disbursed('2026-01-15', 1000)];
    expect(lines(life, '2026-01-15')).toEqual(['1 2026-02-15 0+0.00 due 0+0.00 PENDING']);
    expect(lines(life, '2026-01-25')).toEqual(['1 2026-02-15 0+3.29 due 0+3.29 PENDING']);
    expect(lines(life, '2026-02-15')).toEqual([
      '1 2026-02-15 100+10.19 due 100+10.19 PENDING',
      '2 2026-03-15 0+0.00 due 0+0.00 PENDING',
    ]);
    expect(transactionsOf(loanAt(terms, life, '2026-02-15'))).toEqual([
      '2026-01-15 DISBURSEMENT 1000.00',
      '2026-02-15 INTEREST_APPLIED 10.19',
    ]);
    expect(loanAt(terms, life, '2026-02-16')).toMatchObject({ daysLate: 1, liveState: 'ACTIVE_IN_ARREARS' });
  });

  test('come on the first repayment date of the first withdrawal, and follow it', () => {
    const [first] = [disbursed('2026-01-15', 1000)];
    const life = first?.type === 'DISBURSED' ? [{ ...first, firstRepaymentDate: on('2026-01-31') }] : [];
    expect(loanAt(terms, life, '2026-04-01').instalments.map(({ dueDate }) => dueDate)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
  });

  test('that asked for nothing are left out, and nothing is told of a credit that owes nothing', () => {
    const life = [disbursed('2026-01-15', 1000), repaid('2026-02-01', '1005.59')];
    expect(lines(life, '2026-02-01')).toEqual(['1 2026-02-15 1000+5.59 due 0+0.00 PAID']);
    expect(lines(life, '2026-06-01')).toEqual(['1 2026-02-15 1000+5.59 due 0+0.00 PAID']);
    const again = [...life, disbursed('2026-06-01', 500)];
    expect(lines(again, '2026-06-15')).toEqual([
      '1 2026-02-15 1000+5.59 due 0+0.00 PAID',
      '5 2026-06-15 50+2.30 due 50+2.30 PENDING',
      '6 2026-07-15 0+0.00 due 0+0.00 PENDING',
    ]);
  });

  test('ask each for a part of what nobody asked for yet', () => {
    const life = [disbursed('2026-01-15', 1000)];
    const flat = { revolving: { principalPaymentMethod: 'FLAT', amount: money(600) } } as const;
    expect(lines(life, '2026-03-15', flat).map((line) => line.split(' ')[2])).toEqual([
      '600+10.19',
      '400+9.21',
      '0+0.00',
    ]);
  });
});

describe('interest', () => {
  test('follows every withdrawal and payment by the day', () => {
    // 1000 for 10 days, 3000 for 10 days, 2500 for 11 days, at 12 % over 365.
    const life = [disbursed('2026-01-15', 1000), disbursed('2026-01-25', 2000), repaid('2026-02-04', 500)];
    const manual = { payment: { prepayment: { applyInterestOnPrepaymentMethod: 'MANUAL' } } } as const;
    expect(lines(life, '2026-02-15', manual)[0]).toBe('1 2026-02-15 750+22.19 due 250+22.19 PARTIALLY_PAID');
  });

  test('keeps what accrued before another rate', () => {
    const life = [
      disbursed('2026-01-15', 1000),
      changed('2026-02-01', { what: 'INTEREST_RATE', interestRate: rate(24) }),
    ];
    // 17 days at 12 % and 14 days at 24 %: 5.589 + 9.205.
    expect(lines(life, '2026-02-15')[0]).toContain('100+14.79');
  });
});

describe('repayments', () => {
  test('pay what is due, then principal at once, which can be drawn again', () => {
    const life = [disbursed('2026-01-15', 1000), repaid('2026-02-15', '310.19')];
    const loan = loanAt(terms, life, '2026-02-15');
    expect(loan.balances.principal.balance.toFixed()).toBe('700');
    expect(loan.balances.totalDue.toFixed()).toBe('0');
    expect(loanAt(terms, [...life, disbursed('2026-02-20', 4300)], '2026-02-20').overdrawn.toFixed()).toBe('0');
    expect(loanAt(terms, [...life, disbursed('2026-02-20', '4300.01')], '2026-02-20').overdrawn.toFixed()).toBe('0.01');
  });

  test('into a running period leave it open', () => {
    const life = [disbursed('2026-01-15', 1000), repaid('2026-01-25', 200)];
    expect(lines(life, '2026-01-25')).toEqual(['1 2026-02-15 196.71+3.29 due 0+0.00 PARTIALLY_PAID']);
  });

  test('of everything take principal that nobody asked for', () => {
    const life = [disbursed('2026-01-15', 1000), paidOff('2026-02-25', '1013.48')];
    const loan = loanAt(terms, life, '2026-02-25');
    expect([loan.balances.total.toFixed(), loan.overpaid.toFixed()]).toEqual(['0', '0']);
    expect(lines(life, '2026-02-25')).toEqual([
      '1 2026-02-15 100+10.19 due 0+0.00 PAID',
      '2 2026-03-15 900+3.29 due 0+0.00 PAID',
    ]);
  });
});

describe('what happens meanwhile', () => {
  test('a fee falls due with the running instalment, a written-off loan still tells what it lost', () => {
    const life = [disbursed('2026-01-15', 1000), feeApplied('2026-01-20', 7)];
    expect(loanAt(terms, life, '2026-02-14').balances.totalDue.toFixed()).toBe('0');
    expect(loanAt(terms, life, '2026-02-15').balances.totalDue.toFixed()).toBe('117.19');
    const lost: LoanEvent = { ...feeApplied('2026-02-25', 1), type: 'WRITTEN_OFF' } as LoanEvent;
    const written = loanAt(terms, [...life, lost], '2026-03-20');
    expect(written.balances.total.toFixed()).toBe('0');
    expect(written.instalments.map(expectedOf)).toEqual(['100+10.19', '900+3.29']);
  });

  test('a new percentage holds for the due dates after it', () => {
    const life = [
      disbursed('2026-01-15', 1000),
      changed('2026-02-20', { what: 'REPAYMENT_VALUE', percentage: rate(50) }),
    ];
    expect(loanAt(terms, life, '2026-03-15').instalments.map(expectedOf)).toEqual(['100+10.19', '500+9.21', '0+0.00']);
    expect(loanAt(terms, life, '2026-03-15').transactions.at(-2)).toMatchObject({
      type: 'TERMS_CHANGED',
      terms: { principalPaymentPercentage: rate(50) },
    });
  });

  test('due dates move to other days, the running one first', () => {
    const fixed = revolvingTermsOf({
      loanAmount: 5000,
      schedule: {
        dueDates: {
          scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
          fixedDaysOfMonth: [1],
          shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
        },
      },
    });
    const life = [disbursed('2026-01-15', 1000), changed('2026-02-10', { what: 'DUE_DATES', fixedDaysOfMonth: [20] })];
    expect(loanAt(fixed, life, '2026-03-25').instalments.map(({ dueDate }) => dueDate)).toEqual([
      '2026-02-01',
      '2026-02-20',
      '2026-03-20',
      '2026-04-20',
    ]);
  });
});

describe('billing cycles', () => {
  // Cycles begin on the first, what they ask for is due on the 20th.
  const cycles: TermsOf = {
    schedule: {
      dueDates: {
        scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
        fixedDaysOfMonth: [20],
        shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
      },
    },
    revolving: { billingDays: [1] },
  };

  test('ask for the balance and the interest of the cycle, due later', () => {
    const life = [disbursed('2026-01-15', 1000), disbursed('2026-02-10', 1000)];
    expect(lines(life.slice(0, 1), '2026-01-31', cycles)).toEqual(['1 2026-02-20 0+5.26 due 0+5.26 PENDING']);
    expect(lines(life, '2026-02-19', cycles)).toEqual([
      '1 2026-02-20 100+5.59 due 100+5.59 PENDING',
      '2 2026-03-20 0+8.88 due 0+8.88 PENDING',
    ]);
    const loan = (date: string) => loanAt(revolvingTermsOf({ loanAmount: 5000, ...cycles }), life, date);
    expect(loan('2026-02-19').balances).toMatchObject({ totalDue: money(0), interest: { balance: money('5.59') } });
    expect(loan('2026-02-20').balances.totalDue.toFixed()).toBe('105.59');
    expect(loan('2026-02-21')).toMatchObject({ daysLate: 1, liveState: 'ACTIVE_IN_ARREARS' });
    // 9 days on 1000 and 19 on 2000: 2.96 + 12.49; the principal asked for is of both withdrawals.
    expect(lines(life, '2026-03-01', cycles)[1]).toBe('2 2026-03-20 200+15.45 due 200+15.45 PENDING');
  });

  test('are paid before their due date, the oldest first, and let arrears end', () => {
    const life = [disbursed('2026-01-15', 1000), repaid('2026-02-10', '105.59')];
    expect(lines(life, '2026-02-10', cycles)[0]).toBe('1 2026-02-20 100+5.59 due 0+0.00 PAID');
    const late = [disbursed('2026-01-15', 1000), repaid('2026-03-05', '105.59')];
    const terms = revolvingTermsOf({ loanAmount: 5000, ...cycles });
    expect(loanAt(terms, late.slice(0, 1), '2026-03-04').liveState).toBe('ACTIVE_IN_ARREARS');
    const paid = loanAt(terms, late, '2026-03-05');
    expect(paid).toMatchObject({ liveState: 'ACTIVE', daysInArrears: 0, daysLate: 0 });
    // The next one became late anew.
    expect(loanAt(terms, late, '2026-03-22')).toMatchObject({
      daysLate: 2,
      daysInArrears: 2,
      arrearsSince: '2026-03-21',
    });
  });

  test('take fees into the running cycle', () => {
    const life = [disbursed('2026-01-15', 1000), feeApplied('2026-02-05', 7)];
    const { instalments } = loanAt(revolvingTermsOf({ loanAmount: 5000, ...cycles }), life, '2026-02-05');
    expect(instalments.map(({ fee }) => fee.expected.toFixed())).toEqual(['0', '7']);
  });
});

describe('a schedule that is foreseen', () => {
  const terms = revolvingTermsOf({ loanAmount: 5000, revolving: { previewed: 3 } });
  const foreseen = (life: readonly LoanEvent[], date: string) =>
    withForeseen(terms, life, loanAt(terms, life, date), everyDayWorks).map(
      (one) => `${one.number} ${one.dueDate} ${expectedOf(one)} ${one.state}`,
    );

  test('is what comes of paying on due dates without another withdrawal', () => {
    const life = [disbursed('2026-01-15', 1000)];
    const plan = ['1 2026-02-15 100+10.19 PENDING', '2 2026-03-15 90+8.28 PENDING', '3 2026-04-15 81+8.26 PENDING'];
    expect(foreseen(life, '2026-01-15')).toEqual(plan);
    expect(foreseen(life, '2026-01-25')).toEqual(plan);
    const paid = [...life, repaid('2026-02-15', '110.19')];
    expect(foreseen(paid, '2026-02-20')).toEqual([
      '1 2026-02-15 100+10.19 PAID',
      ...plan.slice(1),
      '4 2026-05-15 72.90+7.19 PENDING',
    ]);
  });

  test('ends with the debt, and is not told of a loan that owes nothing', () => {
    const all = [disbursed('2026-01-15', 1000), repaid('2026-01-20', '1001.64')];
    expect(foreseen(all, '2026-01-25')).toEqual(['1 2026-02-15 1000+1.64 PAID']);
    expect(foreseen([], '2026-01-25')).toEqual([]);
  });
});

test('interest can wait for the first due date', () => {
  const free: TermsOf = { revolving: { accruesSinceDueDate: true } };
  const life = [disbursed('2026-01-15', 1000)];
  expect(lines(life, '2026-03-15', free).map((line) => line.split(' ')[2])).toEqual(['100+0.00', '100+9.21', '0+0.00']);
});
