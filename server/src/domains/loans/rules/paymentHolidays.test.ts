import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type LoanAccountFacts, loanOn, shownLoan } from './decide/account.ts';
import { decideHolidayInterest } from './decide/decideHolidayInterest.ts';
import { decidePayOff } from './decide/decidePayOff.ts';
import { decideScheduleEdit } from './decide/decideScheduleEdit.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { EditedInstalment, LoanEvent } from './events.ts';
import { disbursed, expectedOf, feeApplied, loanAt, on, repaid } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const thirty = { daysInYear: 'E30_360' } as const;
const equal = { ...thirty, interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } as const;
const extend = {
  repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS'],
  paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM',
} as const;
const keep = { ...extend, paymentHolidaysLoanTermOption: 'KEEP_THE_SAME_LOAN_TERM' } as const;

type Schedule = TermsOf['schedule'];

const declining = (schedule: Schedule) =>
  dynamicTermsOf({ loanAmount: 6000, interest: thirty, schedule: { repaymentInstallments: 6, ...schedule } });
const level = (schedule: Schedule) =>
  dynamicTermsOf({ loanAmount: 10_000, interest: equal, schedule: { repaymentInstallments: 6, ...schedule } });
const fixed = (schedule: Schedule) =>
  termsOf({ loanAmount: 6000, interest: thirty, schedule: { repaymentInstallments: 6, ...schedule } });

/** The schedule with holidays on some instalments, by number. */
const holidays = (account: LoanAccountFacts, today: string, ...numbers: number[]): EditedInstalment[] =>
  shownLoan(account, contextOn(today)).instalments.map(({ slot, number, dueDate, principal, interest, holiday }) => ({
    slot,
    dueDate,
    principal: principal.expected,
    interest: interest.expected,
    ...(holiday || numbers.includes(number) ? { holiday: true } : {}),
  }));

const withHolidays = (account: LoanAccountFacts, today: string, ...numbers: number[]): LoanAccountFacts =>
  accepted(decideScheduleEdit(account, holidays(account, today, ...numbers), contextOn(today))).account;

const told = (account: LoanAccountFacts, today: string): string[] =>
  loanOn(account, contextOn(today), on(today)).instalments.map(
    (instalment) =>
      `${instalment.dueDate.slice(5)} ${expectedOf(instalment)}${instalment.holiday ? ` ${instalment.state}` : ''}`,
  );

const paidTwice: readonly LoanEvent[] = [
  disbursed('2024-01-10', 10_000),
  repaid('2024-02-10', '1725.48'),
  repaid('2024-03-10', '1725.48'),
];

describe('payment holidays', () => {
  test.each<[string, LoanAccountFacts, string, number[], string[]]>([
    [
      'extend a declining loan',
      accountOf({ terms: declining(extend) }),
      '2024-02-05',
      [3],
      [
        '02-10 1000+60.00',
        '03-10 1000+50.00',
        '04-10 0+0.00 GRACE',
        '05-10 1000+40.00',
        '06-10 1000+30.00',
        '07-10 1000+20.00',
        '08-10 1000+10.00',
      ],
    ],
    [
      'extend by two, the last one included',
      accountOf({ terms: declining(extend) }),
      '2024-02-05',
      [5, 6],
      [
        '02-10 1000+60.00',
        '03-10 1000+50.00',
        '04-10 1000+40.00',
        '05-10 1000+30.00',
        '06-10 0+0.00 GRACE',
        '07-10 0+0.00 GRACE',
        '08-10 1000+20.00',
        '09-10 1000+10.00',
      ],
    ],
    [
      'keep the term of a declining loan',
      accountOf({ terms: declining(keep) }),
      '2024-02-05',
      [3],
      [
        '02-10 1000+60.00',
        '03-10 1000+50.00',
        '04-10 0+0.00 GRACE',
        '05-10 1333.33+40.00',
        '06-10 1333.33+26.67',
        '07-10 1333.34+13.33',
      ],
    ],
    [
      'extend equal instalments, which stay as large',
      accountOf({ terms: level(extend), events: paidTwice }),
      '2024-03-10',
      [3],
      [
        '02-10 1625.48+100.00',
        '03-10 1641.73+83.75',
        '04-10 0+0.00 GRACE',
        '05-10 1658.15+67.33',
        '06-10 1674.73+50.75',
        '07-10 1691.48+34.00',
        '08-10 1708.43+17.08',
      ],
    ],
    [
      'keep the term of equal instalments, which become larger',
      accountOf({ terms: level(keep), events: paidTwice }),
      '2024-03-10',
      [3],
      [
        '02-10 1625.48+100.00',
        '03-10 1641.73+83.75',
        '04-10 0+0.00 GRACE',
        '05-10 2221.97+67.33',
        '06-10 2244.19+45.11',
        '07-10 2266.63+22.67',
      ],
    ],
    [
      'extend a fixed loan with its agreed interest',
      accountOf({ terms: fixed(extend) }),
      '2024-02-05',
      [2],
      [
        '02-10 1000+60.00',
        '03-10 0+0.00 GRACE',
        '04-10 1000+50.00',
        '05-10 1000+40.00',
        '06-10 1000+30.00',
        '07-10 1000+20.00',
        '08-10 1000+10.00',
      ],
    ],
    [
      'keep the term of a fixed loan and all its interest',
      accountOf({ terms: fixed(keep) }),
      '2024-02-05',
      [2],
      [
        '02-10 1000+60.00',
        '03-10 0+0.00 GRACE',
        '04-10 1250+52.50',
        '05-10 1250+42.50',
        '06-10 1250+32.50',
        '07-10 1250+22.50',
      ],
    ],
  ])('%s', (_what, account, today, numbers, schedule) => {
    expect(told(withHolidays(account, today, ...numbers), today)).toEqual(schedule);
  });

  test('are never late, and their interest accrues apart until somebody applies it', () => {
    const account = withHolidays(accountOf({ terms: declining(extend) }), '2024-01-25', 1);
    const after = loanOn(account, contextOn('2024-03-01'), on('2024-03-01'));
    expect([after.daysLate, after.liveState, after.balances.interest.balance.toFixed()]).toEqual([0, 'ACTIVE', '0']);
    // The whole first month, the days before the edit included.
    expect([after.holidayInterest.toFixed(2), after.accruedInterest.toFixed(2)]).toEqual(['60.00', '42.00']);
    const context = contextOn('2024-03-01');
    expect(outcome(decideHolidayInterest(account, {}, money('60.01'), context))).toBe(
      'ACCOUNT_HAS_LESS_PAYMENT_HOLIDAY_ACCRUED_INTEREST_THAN_THE_PROVIDED_AMOUNT_TO_APPLY',
    );
    const part = accepted(decideHolidayInterest(account, {}, money(25), context));
    expect(expectedOf(part.loan.instalments[1] ?? never())).toBe('1000+85.00');
    expect([part.loan.holidayInterest.toFixed(2), part.loan.balances.interest.balance.toFixed(2)]).toEqual([
      '35.00',
      '25.00',
    ]);
    const rest = accepted(decideHolidayInterest(part.account, {}, undefined, context));
    expect(expectedOf(rest.loan.instalments[1] ?? never())).toBe('1000+120.00');
    expect(outcome(decideHolidayInterest(rest.account, {}, undefined, context))).toBe(
      'ACCOUNT_HAS_NO_PAYMENT_HOLIDAYS_ACCRUED_INTEREST',
    );
    const due = loanOn(rest.account, contextOn('2024-03-10'), on('2024-03-10'));
    expect(due.balances.interest.due.toFixed(2)).toBe('120.00');
  });

  test('leave their interest to a pay-off', () => {
    const account = withHolidays(accountOf({ terms: declining(extend) }), '2024-01-25', 1);
    const paid = accepted(decidePayOff(account, {}, contextOn('2024-02-20')));
    expect(paid.loan.transactions.map(({ type, amount }) => `${type} ${amount.toFixed(2)}`)).toEqual([
      'DISBURSEMENT 6000.00',
      'INTEREST_APPLIED 20.00',
      'INTEREST_APPLIED 60.00',
      'REPAYMENT 6080.00',
    ]);
    expect(paid.loan.balances.total.toFixed()).toBe('0');
  });

  test('leave to a pay-off what it told, also where a part that is no whole unit was applied before', () => {
    const rounding = {
      roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
      repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT',
      repaymentElementsRoundingMethod: 'ROUND_ALL',
    } as const;
    const terms = dynamicTermsOf({
      loanAmount: 5970,
      interest: thirty,
      schedule: { repaymentInstallments: 6, ...extend, rounding },
    });
    const events = [disbursed('2024-01-10', 5970)];
    const account = withHolidays(accountOf({ terms, events }), '2024-01-25', 1);
    const context = contextOn('2024-02-10');
    // 59.70 has accrued in the holiday; of the 34.20 that are left 34 is what can be charged.
    const part = accepted(decideHolidayInterest(account, {}, money('25.5'), context));
    const paid = accepted(decidePayOff(part.account, {}, context));
    expect(paid.loan.transactions.at(-1)?.amount.toFixed()).toBe('6029.5');
    expect(paid.loan.balances.total.toFixed()).toBe('0');
  });

  const account = accountOf({ terms: declining(extend) });
  const late = accountOf({ terms: declining(extend), events: [disbursed('2024-01-10', 6000)] });
  test.each<[string, LoanAccountFacts, string, (lines: EditedInstalment[]) => EditedInstalment[]]>([
    ['EDITING_REPAYMENTS_NOT_ALLOWED', accountOf({ terms: declining({}) }), '2024-02-05', (lines) => lines],
    [
      'EDITING_REPAYMENTS_NOT_ALLOWED',
      accountOf({ terms: declining({ repaymentScheduleEditOptions: ['ADJUST_PAYMENT_DATES'] }) }),
      '2024-02-05',
      (lines) => lines,
    ],
    ['EDITING_REPAYMENTS_NOT_ALLOWED', account, '2024-02-05', (lines) => lines.slice(1)],
    [
      'EDITING_REPAYMENTS_NOT_ALLOWED',
      account,
      '2024-02-05',
      (lines) => lines.map((line, index) => (index === 0 ? { ...line, dueDate: on('2024-02-11') } : line)),
    ],
    ['PAYMENT_HOLIDAY_INVALID_INSTALLMENT_STATE', late, '2024-05-01', (lines) => lines],
    [
      'PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_FEE_APPLIED',
      accountOf({ terms: declining(extend), events: [...account.events, feeApplied('2024-03-20', 5)] }),
      '2024-03-21',
      (lines) => lines,
    ],
    [
      'PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_INTEREST_APPLIED',
      accountOf({
        terms: {
          ...fixed(extend),
          interest: { ...fixed(extend).interest, interestApplicationMethod: 'AFTER_DISBURSEMENT' },
        },
      }),
      '2024-02-05',
      (lines) => lines,
    ],
  ])('are refused: %s %#', (reason, facts, today, change) => {
    const edit = change(holidays(facts, today, 3));
    expect(outcome(decideScheduleEdit(facts, edit, contextOn(today)))).toBe(reason);
  });

  test('need an instalment that takes the principal where the term stays', () => {
    const facts = accountOf({ terms: declining(keep) });
    const decision = decideScheduleEdit(facts, holidays(facts, '2024-02-05', 6), contextOn('2024-02-05'));
    expect(isRejection(decision) && decision.errors[0]?.source).toContain('could take its principal');
  });
});

test('fees and penalties can be let off by an edit, with a transaction of what was', () => {
  const options = ['ADJUST_FEE_PAYMENT_SCHEDULE', 'ADJUST_PENALTY_PAYMENT_SCHEDULE'] as const;
  const terms = declining({ repaymentScheduleEditOptions: options });
  const facts = accountOf({
    terms,
    events: [disbursed('2024-01-10', 6000), feeApplied('2024-01-20', 20), feeApplied('2024-01-21', 15)],
  });
  const context = contextOn('2024-02-05');
  const edit = (fees: number) =>
    holidays(facts, '2024-02-05').map((line, index) => (index === 0 ? { ...line, fees: money(fees) } : line));
  const lowered = accepted(decideScheduleEdit(facts, edit(12), context)).loan;
  expect(lowered.balances.fees.balance.toFixed()).toBe('12');
  expect(lowered.transactions.at(-1)).toMatchObject({ type: 'FEES_DUE_REDUCED' });
  expect(lowered.transactions.at(-1)?.fees.map(({ amount }) => amount.toFixed())).toEqual(['15', '8']);
  expect(lowered.instalments[0]?.feeDetails.map(({ reduced }) => reduced.toFixed())).toEqual(['8', '15']);
  expect(outcome(decideScheduleEdit(facts, edit(36), context))).toBe('INVALID_AMOUNT');
  expect(outcome(decideScheduleEdit(facts, edit(-1), context))).toBe('INVALID_AMOUNT');
  const plain = { ...facts, terms: declining(extend) };
  expect(outcome(decideScheduleEdit(plain, edit(12), context))).toBe('EDITING_REPAYMENTS_NOT_ALLOWED');
  expect(loanAt(terms, facts.events, '2024-02-05').balances.fees.balance.toFixed()).toBe('35');
});

const never = (): never => {
  throw new Error('there is no such instalment');
};
