import { describe, expect, test } from 'vitest';
import { money, type Rate, rate } from '../../../../kernel/money.ts';
import type { LoanEvent } from '../events.ts';
import { disbursed, expectedOf, on, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../testTerms.ts';
import { type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import {
  decideArrearsChange,
  decideDueDatesChange,
  decidePaymentChange,
  decideRateChange,
} from './decideTermsChange.ts';
import { accepted, accountOf, contextOn, outcome } from './testAccount.ts';

const thirty = { daysInYear: 'E30_360' } as const;
const equal = { ...thirty, interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } as const;
const six = { repaymentInstallments: 6 };

const level = (more: TermsOf = {}) => dynamicTermsOf({ loanAmount: 10_000, interest: equal, schedule: six, ...more });
const paidTwice: readonly LoanEvent[] = [
  disbursed('2024-01-10', 10_000),
  repaid('2024-02-10', '1725.48'),
  repaid('2024-03-10', '1725.48'),
];
const third = accountOf({ terms: level(), events: paidTwice });
const anyRate = { min: null, max: rate(60), default: null };
const anyDays = { min: null, max: 60, default: null };

const expected = ({ loan }: { loan: { instalments: readonly Parameters<typeof expectedOf>[0][] } }): string =>
  loan.instalments.map(expectedOf).join(' ');

const changeRate = (
  account: LoanAccountFacts,
  interestRate: number | Rate,
  date: string,
  context: LoanContext = contextOn(date),
) => decideRateChange(account, { interestRate: rate(interestRate), valueDate: on(date) }, anyRate, context);

const changePayment = (account: LoanAccountFacts, payment: number | string, date: string, context = contextOn(date)) =>
  decidePaymentChange(account, { periodicPayment: money(payment), valueDate: on(date) }, context);

describe('another interest rate', () => {
  test('gives equal instalments another payment over the same count', () => {
    const changed = accepted(changeRate(third, 18, '2024-03-10'));
    expect(expected(changed)).toBe(
      '1625.48+100.00 1641.73+83.75 1645.80+100.99 1670.49+76.30 1695.54+51.25 1720.96+25.81',
    );
    expect([changed.loan.payment?.toFixed(2), changed.loan.terms.interest.interestRate.toFixed()]).toEqual([
      '1746.79',
      '18',
    ]);
    expect(changed.loan.transactions.at(-1)).toMatchObject({ type: 'INTEREST_RATE_CHANGED' });
    expect(changed.loan.transactions.at(-1)?.terms?.interestRate?.toFixed()).toBe('18');
  });

  test('keeps what has accrued at the old one, and a declining loan its principal', () => {
    const changed = accepted(changeRate(accountOf(), 24, '2024-01-25'));
    expect(expected(changed)).toBe('1000+90.00 1000+100.00 1000+80.00 1000+60.00 1000+40.00 1000+20.00');
    const due = loanOn(changed.account, contextOn('2024-02-10'), on('2024-02-10'));
    expect(transactionsOf(due).at(-1)).toBe('2024-02-10 INTEREST_APPLIED 90.00');
  });

  test('can follow another one, which gives a payment of its own for what is left', () => {
    const there = accepted(changeRate(third, 18, '2024-03-10')).account;
    const back = accepted(changeRate(there, 12, '2024-03-10'));
    expect(expected(back)).toBe('1625.48+100.00 1641.73+83.75 1658.16+67.33 1674.74+50.75 1691.49+34.00 1708.40+17.08');
  });

  const early = { lastInterest: accountOf({ terms: level(), events: paidTwice.slice(0, 1) }) };
  test.each<[string, () => ReturnType<typeof changeRate>]>([
    ['INVALID_ACCOUNT_STATE', () => changeRate({ ...third, state: 'APPROVED' }, 18, '2024-03-10')],
    ['ACCOUNT_IS_LOCKED', () => changeRate({ ...third, subState: 'LOCKED' }, 18, '2024-03-10')],
    [
      'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_LOAN_PRODUCT_TYPE',
      () => changeRate(accountOf({ terms: termsOf({ loanAmount: 6000 }) }), 18, '2024-03-10'),
    ],
    [
      'INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED',
      () =>
        changeRate(
          accountOf({
            terms: dynamicTermsOf({
              loanAmount: 6000,
              payment: {
                prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' },
              },
            }),
          }),
          18,
          '2024-03-10',
        ),
    ],
    ['INVALID_INTEREST_RATE', () => changeRate(third, -1, '2024-03-10')],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS', () => changeRate(third, 61, '2024-03-10')],
    ['INVALID_DATE', () => changeRate(third, 18, '2024-03-11', contextOn('2024-03-10'))],
    ['BACKDATE_BEFORE_ACTIVATION', () => changeRate(third, 18, '2024-01-09', contextOn('2024-03-10'))],
    ['ENTRY_DATE_BEFORE_OTHER_TRANSACTION', () => changeRate(third, 18, '2024-03-09', contextOn('2024-03-10'))],
    [
      'INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE',
      () => changeRate(early.lastInterest, 18, '2024-02-09', contextOn('2024-02-12')),
    ],
  ])('is refused: %s', (reason, decide) => {
    expect(outcome(decide())).toBe(reason);
  });
});

describe('another periodic payment', () => {
  test('is what every instalment ahead pays; the last one takes the rest', () => {
    const changed = accepted(changePayment(third, 2000, '2024-03-10'));
    expect(expected(changed)).toBe('1625.48+100.00 1641.73+83.75 1932.67+67.33 1952+48.00 1971.52+28.48 876.60+8.77');
    expect(changed.loan.transactions.at(-1)).toMatchObject({ type: 'TERMS_CHANGED' });
  });

  test('of a balloon is part of its terms', () => {
    const terms = dynamicTermsOf({
      loanAmount: 10_000,
      interest: equal,
      schedule: {
        repaymentInstallments: 3,
        amortization: { amortizationMethod: 'BALLOON_PAYMENTS', balloon: { periodicPayment: money(500) } },
      },
    });
    const account = accountOf({ terms, events: [disbursed('2024-01-10', 10_000)] });
    const changed = accepted(changePayment(account, 300, '2024-01-10'));
    expect(expected(changed)).toBe('200+100.00 202+98.00 9598+95.98');
    expect(changed.loan.terms.schedule.amortization).toMatchObject({ balloon: { periodicPayment: money(300) } });
  });

  test.each<[string, LoanAccountFacts, number | string]>([
    ['INVALID_PMT_VALUE', accountOf(), 500],
    ['INVALID_PMT_VALUE', third, 60],
    ['INVALID_PMT_VALUE', third, 7000],
    ['INVALID_AMOUNT', third, 0],
    ['INVALID_AMOUNT', third, '0.001'],
    ['ACCOUNT_IS_LOCKED', { ...third, subState: 'LOCKED' }, 2000],
  ])('is refused: %s %#', (reason, account, payment) => {
    expect(outcome(changePayment(account, payment, '2024-03-10'))).toBe(reason);
  });
});

describe('other days of the month', () => {
  const fixedDays = (days: readonly number[]) =>
    accountOf({
      terms: dynamicTermsOf({
        loanAmount: 6000,
        interest: thirty,
        schedule: {
          repaymentInstallments: 3,
          dueDates: {
            scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
            fixedDaysOfMonth: days,
            shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
          },
        },
      }),
    });
  const move = (account: LoanAccountFacts, days: readonly number[], date: string) =>
    decideDueDatesChange(account, { fixedDaysOfMonth: days, valueDate: on(date) }, contextOn(date));

  test('move what is due after the change, with the interest of the days', () => {
    const changed = accepted(move(fixedDays([1]), [16], '2024-02-05'));
    expect(changed.loan.instalments.map(({ dueDate }) => dueDate)).toEqual(['2024-02-01', '2024-02-16', '2024-03-16']);
    // 15 days at 12 % on 6000 of which nothing is paid, then a month on what the plan leaves.
    expect(changed.loan.instalments.map(({ interest }) => interest.expected.toFixed(2))).toEqual([
      '42.00',
      '22.67',
      '20.00',
    ]);
    const transaction = changed.loan.transactions.at(-1);
    expect(transaction).toMatchObject({ type: 'DUE_DATE_CHANGED', role: 'DUE_DATE_CHANGED' });
    const undone = decideAdjustment(
      changed.account,
      {
        transaction: {
          id: '1',
          eventKey: transaction?.eventKey ?? null,
          role: 'DUE_DATE_CHANGED',
          type: 'DUE_DATE_CHANGED',
          valueDate: on('2024-02-05'),
          bookingDate: on('2024-02-05'),
          reversed: false,
        },
        notes: 'wrong day',
      },
      contextOn('2024-02-05'),
    );
    expect(accepted(undone).loan.instalments.map(({ dueDate }) => dueDate)).toEqual([
      '2024-02-01',
      '2024-03-01',
      '2024-04-01',
    ]);
  });

  test.each<[string, LoanAccountFacts, readonly number[]]>([
    ['FIXED_DAYS_OF_MONTH_NOT_ALLOWED', accountOf(), [16]],
    ['MISSING_FIXED_DAYS_OF_MONTH', fixedDays([1]), []],
    ['INVALID_FIXED_DAYS_OF_MONTH', fixedDays([1]), [1, 16]],
    ['INVALID_FIXED_DAYS_OF_MONTH', fixedDays([1, 16]), [3, 3]],
    ['INVALID_REPAYMENT_DUE_DAY', fixedDays([1]), [32]],
    ['INVALID_ACCOUNT_STATE', { ...fixedDays([1]), state: 'APPROVED' }, [16]],
  ])('are refused: %s %#', (reason, account, days) => {
    expect(outcome(move(account, days, '2024-02-05'))).toBe(reason);
  });
});

describe('another arrears tolerance', () => {
  const change = (account: LoanAccountFacts, days: number, date: string) =>
    decideArrearsChange(account, { tolerancePeriod: days, entryDate: on(date) }, anyDays, contextOn(date));

  test('holds from its day on', () => {
    const changed = accepted(change(accountOf(), 20, '2024-02-05'));
    const at = (day: string) => loanOn(changed.account, contextOn(day), on(day)).liveState;
    expect([at('2024-02-11'), at('2024-03-01'), at('2024-03-02')]).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE_IN_ARREARS']);
    expect(changed.loan.transactions.map(({ type }) => type)).toEqual(['DISBURSEMENT']);
  });

  test.each<[string, LoanAccountFacts, number]>([
    ['NEGATIVE_ARREARS_TOLERANCE_PERIOD', accountOf(), -1],
    ['ARREARS_TOLERANCE_PERIOD_OUTSIDE_CONSTRAINTS', accountOf(), 61],
    [
      'INCONSISTENT_ARREARS_TOLERANCE_VALUES_WITH_ARREARS_TOLERANCE_METHOD',
      accountOf({
        terms: dynamicTermsOf({
          loanAmount: 6000,
          arrears: { toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY', monthlyToleranceDay: 3 },
        }),
      }),
      5,
    ],
    ['INVALID_ACCOUNT_STATE', { ...accountOf(), state: 'CLOSED' }, 5],
  ])('is refused: %s', (reason, account, days) => {
    expect(outcome(change(account, days, '2024-02-05'))).toBe(reason);
  });
});
