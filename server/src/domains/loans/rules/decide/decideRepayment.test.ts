import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import type { LoanEvent } from '../events.ts';
import type { PrepaymentTerms } from '../terms.ts';
import { disbursed, on, paidOff, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, termsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { decideRepayment, type RepaymentRequest } from './decideRepayment.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-02-10';

const pay = (amount: number | string, more: Omit<RepaymentRequest, 'amount'> = {}): RepaymentRequest => ({
  amount: money(amount),
  ...more,
});

const withPrepayment = (prepayment: Partial<PrepaymentTerms>, given: Partial<LoanAccountFacts> = {}) =>
  accountOf({
    terms: dynamicTermsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 6 },
      interest: { daysInYear: 'E30_360' },
      payment: { prepayment },
    }),
    ...given,
  });

const edit: LoanEvent = {
  type: 'SCHEDULE_EDITED',
  key: 'edit',
  sequence: 900_000,
  valueDate: on('2024-02-05'),
  bookingDate: on('2024-02-05'),
  instalments: [{ slot: '1', dueDate: on('2024-06-10'), principal: money(6000), interest: money(0) }],
};

const life = (...events: readonly LoanEvent[]): LoanAccountFacts =>
  accountOf({ events: [disbursed('2024-01-10', 6000), ...events] });

type Row = readonly [reason: string, account: LoanAccountFacts, request: RepaymentRequest, context?: LoanContext];

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE_FOR_REPAYMENTS', approved({ subState: 'LOCKED' }), pay(0)],
  ['INVALID_ACCOUNT_STATE_FOR_REPAYMENTS', accountOf({ state: 'CLOSED', subState: 'REPAID' }), pay(0)],
  [
    'ACCOUNT_IS_LOCKED',
    accountOf({ subState: 'LOCKED' }),
    pay(0),
    contextOn(today, { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
  ],
  ['INVALID_AMOUNT', accountOf(), pay(0, { valueDate: on('2024-01-09') })],
  ['INVALID_AMOUNT', accountOf(), pay(-1)],
  ['INVALID_AMOUNT', accountOf(), pay('0.001')],
  ['INVALID_AMOUNT', accountOf(), pay('1e30')],
  ['BACKDATE_BEFORE_ACTIVATION', accountOf(), pay(10, { valueDate: on('2024-01-09'), bookingDate: on('2024-01-01') })],
  ['REPAYMENT_DATE_IN_THE_FUTURE_ERROR', accountOf(), pay(10, { valueDate: on('2024-02-11') })],
  [
    'INVALID_PERMISSIONS',
    accountOf(),
    pay(10, { valueDate: on('2024-02-09'), bookingDate: on('2024-01-01') }),
    contextOn(today, { without: ['BACKDATE_LOAN_TRANSACTIONS'] }),
  ],
  [
    'INVALID_PERMISSIONS',
    accountOf(),
    pay(10, { bookingDate: on('2024-01-01') }),
    contextOn(today, { without: ['BOOKING_DATE_LOANS_GL'] }),
  ],
  ['BOOKING_DATE_BEFORE_VALUE_DATE', accountOf(), pay(10, { bookingDate: on('2024-02-09') })],
  ['INVALID_BOOKING_DATE', accountOf(), pay(10, { bookingDate: on('2024-02-11') })],
  ['JOURNAL_ENTRY_BEFORE_CLOSURE', accountOf(), pay(10), contextOn(today, { closedUntil: today })],
  ['BACKDATE_BEFORE_OTHER_OPERATION', life(edit, repaid('2024-02-08', 10)), pay(10, { valueDate: on('2024-02-04') })],
  [
    'CANNOT_BULK_REAPPLY_POSTDATED_REPAYMENTS',
    life(repaid('2024-03-08', 10)),
    pay(9999),
    contextOn(today, { without: ['BULK_LOAN_CORRECTIONS'] }),
  ],
  [
    'BACKDATE_BEFORE_OTHER_OPERATION',
    life(repaid('2024-02-08', 10)),
    pay(9999, { valueDate: on('2024-02-07') }),
    contextOn(today, { without: ['BULK_LOAN_CORRECTIONS'] }),
  ],
  ['CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT', life(paidOff(today, 6060)), pay(9999)],
  ['PREPAYMENT_NOT_ALLOWED_ERROR', withPrepayment({ prepaymentAcceptance: 'NO_PREPAYMENTS' }), pay('1060.01')],
  ['EXCESS_REPAYMENT_ERROR', accountOf(), pay('6060.01')],
  [
    'EXCESS_REPAYMENT_ERROR',
    withPrepayment({ applyInterestOnPrepaymentMethod: 'MANUAL' }),
    pay('6000.01', { valueDate: on('2024-01-25') }),
  ],
  [
    'EXCESS_REPAYMENT_ERROR',
    accountOf({
      terms: termsOf({
        loanAmount: 6000,
        schedule: { repaymentInstallments: 6 },
        interest: { daysInYear: 'E30_360' },
      }),
    }),
    pay('6210.01'),
  ],
  ['USER_TRANSACTION_LIMIT_EXCEEDED', accountOf(), pay(1060), contextOn(today, { limitOf: () => money(1000) })],
  ['accepted', accountOf(), pay(6060)],
  ['accepted', accountOf({ subState: 'LOCKED' }), pay(10)],
  ['accepted', withPrepayment({ prepaymentAcceptance: 'NO_PREPAYMENTS' }), pay(1060)],
  ['accepted', life(repaid('2024-02-08', 10)), pay(10, { valueDate: on('2024-02-07') })],
  [
    'accepted',
    withPrepayment({ futurePaymentsAcceptance: 'ACCEPT_FUTURE_PAYMENTS' }),
    pay(10, { valueDate: on('2024-03-11') }),
  ],
  ...(
    [
      ['accepted', '2025-06-30'],
      ['REPAYMENT_DATE_IN_THE_FUTURE_ERROR', '2026-01-01'],
      ['REPAYMENT_DATE_IN_THE_FUTURE_ERROR', '9999-12-31'],
    ] as const
  ).map(
    ([outcome, day]) =>
      [
        outcome,
        withPrepayment({ futurePaymentsAcceptance: 'ACCEPT_FUTURE_PAYMENTS' }),
        pay(10, { valueDate: on(day) }),
      ] as const,
  ),
  [
    'accepted',
    accountOf({
      terms: termsOf({
        loanAmount: 6000,
        schedule: { repaymentInstallments: 6 },
        interest: { daysInYear: 'E30_360' },
      }),
    }),
    pay(6210),
  ],
];

describe('refusals in order of precedence', () => {
  for (const [reason, account, request, context = contextOn(today)] of rows) {
    test(reason, () => {
      expect(outcome(decideRepayment(account, request, context))).toBe(reason);
    });
  }
});

describe('what a repayment does', () => {
  test('the last overdue amount paid brings the account back to ACTIVE at once', () => {
    const account = accountOf({ state: 'ACTIVE_IN_ARREARS' });
    const context = contextOn('2024-02-20');
    expect(accepted(decideRepayment(account, pay('1059.99'), context)).account.state).toBe('ACTIVE_IN_ARREARS');
    expect(accepted(decideRepayment(account, pay(1060), context)).account.state).toBe('ACTIVE');
  });

  test('with a balance of 0 the account stays ACTIVE', () => {
    const { account, loan } = accepted(decideRepayment(accountOf(), pay(6060), contextOn(today)));
    expect([account.state, loan.balances.total.toFixed()]).toEqual(['ACTIVE', '0']);
    expect(loan.instalments.every(({ state }) => state === 'PAID')).toBe(true);
  });

  test('backdated, it changes the interest after it', () => {
    const account = life(repaid('2024-03-10', 1050));
    const { loan } = accepted(
      decideRepayment(account, pay(1060, { valueDate: on('2024-02-10') }), contextOn('2024-03-12')),
    );
    expect(transactionsOf(loan)).toEqual([
      '2024-01-10 DISBURSEMENT 6000.00',
      '2024-02-10 INTEREST_APPLIED 60.00',
      '2024-02-10 REPAYMENT 1060.00',
      '2024-03-10 INTEREST_APPLIED 50.00',
      '2024-03-10 REPAYMENT 1050.00',
    ]);
  });

  test('postdated, it is there with the interest of the due dates before it; what is due is as of today', () => {
    const account = withPrepayment({ futurePaymentsAcceptance: 'ACCEPT_FUTURE_PAYMENTS' });
    const request = pay(1060, { valueDate: on('2024-02-10') });
    const { loan } = accepted(decideRepayment(account, request, contextOn('2024-01-20')));
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-02-10 INTEREST_APPLIED 60.00',
      '2024-02-10 REPAYMENT 1060.00',
    ]);
    expect([loan.balances.totalDue.toFixed(), loan.daysLate]).toEqual(['0', 0]);
  });
});
