import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { everyDayWorks } from '../calendar.ts';
import type { LoanEvent } from '../events.ts';
import { foldLoan } from '../foldLoan.ts';
import { disbursed, on, transactionsOf } from '../testLoan.ts';
import { termsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { type DisbursementRequest, decideDisbursement } from './decideDisbursement.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-03-15';

const edited = (...dates: readonly string[]): LoanEvent => ({
  type: 'SCHEDULE_EDITED',
  key: 'edit',
  sequence: 1,
  valueDate: on('2024-01-02'),
  bookingDate: on('2024-01-02'),
  instalments: dates.map((date, index) => ({
    slot: String(index + 1),
    dueDate: on(date),
    principal: money(6000 / dates.length),
    interest: money(0),
  })),
});

const fixedDays = (firstRepaymentDate?: string): LoanAccountFacts => {
  const account = approved();
  const { schedule } = account.terms;
  return {
    ...account,
    terms: {
      ...account.terms,
      schedule: {
        ...schedule,
        dueDates: {
          scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
          fixedDaysOfMonth: [15],
          shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
        },
        ...(firstRepaymentDate === undefined ? {} : { firstRepaymentDate: on(firstRepaymentDate) }),
      },
    },
  };
};

const wrong = { amount: money(1), valueDate: on('2024-03-16'), firstRepaymentDate: on('2024-01-01') };

type Row = readonly [reason: string, account: LoanAccountFacts, request: DisbursementRequest, context?: LoanContext];

const rows: readonly Row[] = [
  ['CANNOT_DISBURSE_LOCKED_ACCOUNTS', accountOf({ subState: 'LOCKED' }), wrong],
  ['ACCOUNT_ALREADY_DISBURSED', accountOf(), wrong],
  ['ACCOUNT_ALREADY_DISBURSED', accountOf({ state: 'ACTIVE_IN_ARREARS' }), wrong],
  ['INVALID_ACCOUNT_STATE', approved({ state: 'PENDING_APPROVAL' }), wrong],
  ['INVALID_ACCOUNT_STATE', approved({ state: 'CLOSED', subState: 'WITHDRAWN' }), wrong],
  ['INVALID_DISBURSEMENT_DATE', approved(), wrong],
  [
    'INVALID_PERMISSIONS',
    approved(),
    { ...wrong, valueDate: on('2024-03-14') },
    contextOn(today, { without: ['BACKDATE_LOAN_TRANSACTIONS'] }),
  ],
  [
    'INVALID_PERMISSIONS',
    approved(),
    { ...wrong, valueDate: on('2024-03-14'), bookingDate: on('2024-03-13') },
    contextOn(today, { without: ['BOOKING_DATE_LOANS_GL'] }),
  ],
  [
    'BOOKING_DATE_BEFORE_VALUE_DATE',
    approved(),
    { ...wrong, valueDate: on('2024-03-14'), bookingDate: on('2024-03-13') },
  ],
  ['INVALID_BOOKING_DATE', approved(), { ...wrong, valueDate: on(today), bookingDate: on('2024-03-16') }],
  [
    'JOURNAL_ENTRY_BEFORE_CLOSURE',
    approved(),
    { ...wrong, valueDate: on('2024-02-29') },
    contextOn(today, { closedUntil: '2024-02-29' }),
  ],
  ['DISBURSEMENT_WITH_ZERO_LOAN_AMOUNT_NOT_ALLOWED', approved({ terms: termsOf({ loanAmount: 0 }) }), {}],
  ['INVALID_AMOUNT', approved(), { ...wrong, valueDate: on(today) }],
  ['INVALID_FIRST_REPAYMENT_DUE_DATE', approved(), { firstRepaymentDate: on(today) }],
  ['FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE', fixedDays('2024-03-15'), {}],
  ['INCONSISTENT_WITH_FIXED_DAYS_OF_MONTH', fixedDays(), { firstRepaymentDate: on('2024-04-16') }],
  ['DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE', approved({ events: [edited('2024-02-10', '2024-03-15')] }), {}],
  ['RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE', approved({ events: [edited('2024-02-10', '2024-03-16')] }), {}],
  [
    'USER_TRANSACTION_LIMIT_EXCEEDED',
    approved(),
    {},
    contextOn(today, { limitOf: (kind) => (kind === 'DISBURSEMENT' ? money(5999) : undefined) }),
  ],
  ['accepted', approved(), {}],
  ['accepted', approved(), { amount: money('6000.00'), firstRepaymentDate: on('2024-05-01') }],
  ['accepted', fixedDays(), { firstRepaymentDate: on('2024-05-15') }],
  ['accepted', approved({ events: [edited('2024-04-10', '2024-06-15')] }), {}],
];

describe('refusals in order of precedence; each row breaks what the rows below it break, where it can', () => {
  for (const [reason, account, request, context = contextOn(today)] of rows) {
    test(reason, () => {
      expect(outcome(decideDisbursement(account, request, context))).toBe(reason);
    });
  }
});

describe('what a disbursement does', () => {
  test('the account becomes active and its schedule starts on the value date', () => {
    const { account, loan, append } = accepted(decideDisbursement(approved(), {}, contextOn(today)));
    expect([account.state, append.length, account.events.length]).toEqual(['ACTIVE', 1, 1]);
    expect(loan.disbursedOn).toBe(today);
    expect(loan.instalments[0]?.dueDate).toBe('2024-04-15');
  });

  test('backdated, it is brought to today at once: interest, arrears', () => {
    const request = { valueDate: on('2024-01-10'), bookingDate: on('2024-03-01') };
    const { account, loan } = accepted(decideDisbursement(approved(), request, contextOn(today)));
    expect(account.state).toBe('ACTIVE_IN_ARREARS');
    expect(transactionsOf(loan)).toEqual([
      '2024-01-10 DISBURSEMENT 6000.00',
      '2024-02-10 INTEREST_APPLIED 60.00',
      '2024-03-10 INTEREST_APPLIED 60.00',
    ]);
    expect(loan.transactions[0]?.bookingDate).toBe('2024-03-01');
  });

  test('its first repayment date moves the schedule', () => {
    const request = { firstRepaymentDate: on('2024-05-31') };
    const { loan } = accepted(decideDisbursement(approved(), request, contextOn(today)));
    expect(loan.instalments.slice(0, 2).map(({ dueDate }) => dueDate)).toEqual(['2024-05-31', '2024-06-30']);
  });

  test('keeps the days off where due dates depend on them, and they hold against any later calendar', () => {
    const daysOff = { weekdays: [], once: [on('2024-04-15')], everyYear: [] };
    const context = contextOn(today, { daysOff: () => daysOff });
    expect(accepted(decideDisbursement(approved(), {}, context)).append[0]).not.toHaveProperty('daysOff');
    const { terms } = approved();
    const schedule = { ...terms.schedule, repaymentReschedulingMethod: 'NEXT_WORKING_DAY' as const };
    const decision = accepted(decideDisbursement(approved({ terms: { ...terms, schedule } }), {}, context));
    expect(decision.append[0]).toMatchObject({ daysOff });
    const later = foldLoan(decision.account.terms, decision.append, on('2024-05-01'), everyDayWorks);
    expect(later.instalments[0]?.dueDate).toBe('2024-04-16');
  });

  test('a second one is refused', () => {
    const account = approved({ events: [disbursed('2024-03-01', 6000)], state: 'ACTIVE' });
    expect(outcome(decideDisbursement(account, {}, contextOn(today)))).toBe('ACCOUNT_ALREADY_DISBURSED');
  });
});
