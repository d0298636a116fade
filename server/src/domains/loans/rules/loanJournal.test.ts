import { describe, expect, test } from 'vitest';
import { type Money, money, zero } from '../../../kernel/money.ts';
import { type JournalledTransaction, type LoanAccountingMethod, loanJournal, mirrored } from './loanJournal.ts';
import type { AffectedAmounts, LoanTransactionType } from './state.ts';

const transaction = (
  type: LoanTransactionType,
  amount: number,
  affected: Partial<Record<keyof AffectedAmounts, number>> = {},
): JournalledTransaction => {
  const of = (element: keyof AffectedAmounts): Money => money(affected[element] ?? 0);
  const fees = of('fees');
  return {
    type,
    amount: money(amount),
    affectedAmounts: {
      principal: of('principal'),
      interest: of('interest'),
      fees,
      penalty: of('penalty'),
      ...(affected.ofHolidays ? { ofHolidays: of('ofHolidays') } : {}),
    },
    fees: fees.isZero() ? [] : [{ eventKey: 'fee', predefinedFeeKey: 'letter', amount: fees }],
  };
};

const lines = (method: LoanAccountingMethod, what: JournalledTransaction): string[] =>
  loanJournal(method, what).map(({ side, resource, amount }) => `${side} ${resource} ${amount.toFixed()}`);

const all = { principal: 700, interest: 30, fees: 5, penalty: 2 };

describe.each<[LoanTransactionType, JournalledTransaction, readonly string[], readonly string[]]>([
  [
    'DISBURSEMENT',
    transaction('DISBURSEMENT', 1000, { principal: 1000 }),
    ['DEBIT PORTFOLIO_CONTROL 1000', 'CREDIT FUND_SOURCE 1000'],
    ['DEBIT PORTFOLIO_CONTROL 1000', 'CREDIT FUND_SOURCE 1000'],
  ],
  [
    'INTEREST_APPLIED',
    transaction('INTEREST_APPLIED', 30, { interest: 30 }),
    [],
    ['DEBIT INTEREST_RECEIVABLE 30', 'CREDIT INTEREST_INCOME 30'],
  ],
  ['FEE_APPLIED', transaction('FEE_APPLIED', 5, { fees: 5 }), [], ['DEBIT FEE_RECEIVABLE 5', 'CREDIT FEE_INCOME 5']],
  [
    'REPAYMENT',
    transaction('REPAYMENT', 737, all),
    [
      'DEBIT FUND_SOURCE 737',
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_INCOME 30',
      'CREDIT FEE_INCOME 5',
      'CREDIT PENALTY_INCOME 2',
    ],
    [
      'DEBIT FUND_SOURCE 737',
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_RECEIVABLE 30',
      'CREDIT FEE_RECEIVABLE 5',
      'CREDIT PENALTY_RECEIVABLE 2',
    ],
  ],
  [
    'INTEREST_DUE_REDUCED',
    transaction('INTEREST_DUE_REDUCED', 30, { interest: 30 }),
    [],
    ['DEBIT INTEREST_INCOME 30', 'CREDIT INTEREST_RECEIVABLE 30'],
  ],
  [
    'FEES_DUE_REDUCED',
    transaction('FEES_DUE_REDUCED', 5, { fees: 5 }),
    [],
    ['DEBIT FEE_INCOME 5', 'CREDIT FEE_RECEIVABLE 5'],
  ],
  [
    'PENALTIES_DUE_REDUCED',
    transaction('PENALTIES_DUE_REDUCED', 2, { penalty: 2 }),
    [],
    ['DEBIT PENALTY_INCOME 2', 'CREDIT PENALTY_RECEIVABLE 2'],
  ],
  [
    'PENALTY_APPLIED',
    transaction('PENALTY_APPLIED', 2, { penalty: 2 }),
    [],
    ['DEBIT PENALTY_RECEIVABLE 2', 'CREDIT PENALTY_INCOME 2'],
  ],
  [
    'WRITE_OFF',
    transaction('WRITE_OFF', 735, { principal: 700, interest: 30, fees: 5 }),
    ['DEBIT WRITE_OFF_EXPENSE 700', 'CREDIT PORTFOLIO_CONTROL 700'],
    [
      'DEBIT WRITE_OFF_EXPENSE 735',
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_RECEIVABLE 30',
      'CREDIT FEE_RECEIVABLE 5',
    ],
  ],
])('%s', (_type, what, cash, accrual) => {
  test('CASH', () => expect(lines('CASH', what)).toEqual(cash));
  test('ACCRUAL', () => expect(lines('ACCRUAL', what)).toEqual(accrual));
  test('NONE', () => expect(lines('NONE', what)).toEqual([]));
});

test('published, CASH: 100,000 lent, 102,000 received: income of 2,000 with the money', () => {
  expect(lines('CASH', transaction('REPAYMENT', 102000, { principal: 100000, interest: 2000 }))).toEqual([
    'DEBIT FUND_SOURCE 102000',
    'CREDIT PORTFOLIO_CONTROL 100000',
    'CREDIT INTEREST_INCOME 2000',
  ]);
});

test('published, ACCRUAL: income with the interest, the repayment clears portfolio and receivable', () => {
  const months = [1000, 1000].map((interest) => transaction('INTEREST_APPLIED', interest, { interest }));
  const life = [...months, transaction('REPAYMENT', 102000, { principal: 100000, interest: 2000 })];
  const net = life
    .flatMap((what) => loanJournal('ACCRUAL', what))
    .filter(({ resource }) => resource === 'INTEREST_RECEIVABLE')
    .reduce((total, { side, amount }) => (side === 'DEBIT' ? total.plus(amount) : total.minus(amount)), zero.plus(0));
  expect(net.toFixed()).toBe('0');
});

test('a fee keeps its key, so that its own accounting rules can be found', () => {
  const keys = loanJournal('ACCRUAL', transaction('FEE_APPLIED', 5, { fees: 5 })).map((line) => line.predefinedFeeKey);
  expect(keys).toEqual(['letter', 'letter']);
});

test('an adjustment is the mirror', () => {
  const original = loanJournal('CASH', transaction('DISBURSEMENT', 1000, { principal: 1000 }));
  expect(mirrored(original).map(({ side, resource }) => `${side} ${resource}`)).toEqual([
    'CREDIT PORTFOLIO_CONTROL',
    'DEBIT FUND_SOURCE',
  ]);
  expect(mirrored(mirrored(original))).toEqual(original);
});

test.each([
  [
    'the rest is booked',
    transaction('INTEREST_APPLIED', 30, { interest: 30 }),
    20,
    ['DEBIT INTEREST_RECEIVABLE 10', 'CREDIT INTEREST_INCOME 10'],
  ],
  ['nothing is left to book', transaction('INTEREST_APPLIED', 30, { interest: 30 }), 30, []],
  [
    'what becomes principal leaves the receivable',
    transaction('INTEREST_APPLIED', 30, { principal: 30 }),
    20,
    ['DEBIT PORTFOLIO_CONTROL 30', 'CREDIT INTEREST_RECEIVABLE 20', 'CREDIT INTEREST_INCOME 10'],
  ],
  [
    'a write-off loses it',
    transaction('WRITE_OFF', 707, { principal: 700, fees: 5, penalty: 2 }),
    8,
    [
      'DEBIT WRITE_OFF_EXPENSE 715',
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_RECEIVABLE 8',
      'CREDIT FEE_RECEIVABLE 5',
      'CREDIT PENALTY_RECEIVABLE 2',
    ],
  ],
] as const)('of interest that the books held already, %s', (_, what, held, expected) => {
  expect(lines('ACCRUAL', { ...what, interestFromBooks: money(held) })).toEqual(expected);
});

const holidayReceivable = 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE';
const holidayIncome = 'PAYMENT_HOLIDAY_INTEREST_INCOME';

test.each<[string, 'CASH' | 'ACCRUAL', JournalledTransaction, number, string[]]>([
  [
    'is income of its own when it is applied',
    'ACCRUAL',
    transaction('INTEREST_APPLIED', 40, { interest: 40, ofHolidays: 40 }),
    0,
    [`DEBIT ${holidayReceivable} 40`, `CREDIT ${holidayIncome} 40`],
  ],
  [
    'is income once where nights had booked it',
    'ACCRUAL',
    transaction('INTEREST_APPLIED', 40, { interest: 40, ofHolidays: 40 }),
    30,
    [`DEBIT ${holidayReceivable} 10`, `CREDIT ${holidayIncome} 10`],
  ],
  [
    'leaves its receivable where it becomes principal',
    'ACCRUAL',
    transaction('INTEREST_APPLIED', 40, { principal: 40, ofHolidays: 40 }),
    30,
    ['DEBIT PORTFOLIO_CONTROL 40', `CREDIT ${holidayReceivable} 30`, `CREDIT ${holidayIncome} 10`],
  ],
  [
    'is income of its own where it becomes principal, in cash books, too',
    'CASH',
    transaction('INTEREST_APPLIED', 40, { principal: 40, ofHolidays: 40 }),
    0,
    ['DEBIT PORTFOLIO_CONTROL 40', `CREDIT ${holidayIncome} 40`],
  ],
  [
    'waits for its payment in cash books',
    'CASH',
    transaction('INTEREST_APPLIED', 40, { interest: 40, ofHolidays: 40 }),
    0,
    [],
  ],
  [
    'is income when it is paid in cash books',
    'CASH',
    transaction('REPAYMENT', 50, { interest: 50, ofHolidays: 40 }),
    0,
    ['DEBIT FUND_SOURCE 50', 'CREDIT INTEREST_INCOME 10', `CREDIT ${holidayIncome} 40`],
  ],
  [
    'comes off its receivable when it is paid',
    'ACCRUAL',
    transaction('REPAYMENT', 50, { interest: 50, ofHolidays: 40 }),
    0,
    ['DEBIT FUND_SOURCE 50', 'CREDIT INTEREST_RECEIVABLE 10', `CREDIT ${holidayReceivable} 40`],
  ],
  [
    'is less income when it is let off',
    'ACCRUAL',
    transaction('INTEREST_DUE_REDUCED', 50, { interest: 50, ofHolidays: 40 }),
    0,
    [
      'DEBIT INTEREST_INCOME 10',
      'CREDIT INTEREST_RECEIVABLE 10',
      `DEBIT ${holidayIncome} 40`,
      `CREDIT ${holidayReceivable} 40`,
    ],
  ],
  [
    'is lost with a write-off, what nights had booked of it, too',
    'ACCRUAL',
    transaction('WRITE_OFF', 750, { principal: 700, interest: 50, ofHolidays: 40 }),
    3,
    [
      'DEBIT WRITE_OFF_EXPENSE 753',
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_RECEIVABLE 10',
      `CREDIT ${holidayReceivable} 43`,
    ],
  ],
])('interest of payment holidays %s', (_, method, what, held, expected) => {
  const books = { interestFromBooks: money(held), holidaysFromBooks: money(held) };
  expect(lines(method, { ...what, ...books })).toEqual(expected);
});
