import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { movedLines, ownLines, receivablesOf, standingInBooks } from './branchMove.ts';
import type { JournalledTransaction } from './loanJournal.ts';

const transaction = (
  type: JournalledTransaction['type'],
  amount: number,
  affected: Partial<Record<'principal' | 'interest' | 'fees' | 'penalty' | 'fromArrears' | 'ofHolidays', number>> = {},
  fromBooks = 0,
): JournalledTransaction => ({
  type,
  amount: money(amount),
  affectedAmounts: {
    principal: money(affected.principal ?? 0),
    interest: money(affected.interest ?? 0),
    fees: money(affected.fees ?? 0),
    penalty: money(affected.penalty ?? 0),
    ...(affected.fromArrears ? { fromArrears: money(affected.fromArrears) } : {}),
    ...(affected.ofHolidays ? { ofHolidays: money(affected.ofHolidays) } : {}),
  },
  fees: affected.fees ? [{ eventKey: 'e', predefinedFeeKey: 'letter', amount: money(affected.fees) }] : [],
  interestFromBooks: money(fromBooks),
});

const told = (held: readonly { resource: string; predefinedFeeKey?: string; amount: { toString(): string } }[]) =>
  held.map(
    ({ resource, predefinedFeeKey, amount }) =>
      `${resource}${predefinedFeeKey ? ` ${predefinedFeeKey}` : ''} ${amount}`,
  );

const life = [
  transaction('DISBURSEMENT', 1000, { principal: 1000 }),
  transaction('FEE_APPLIED', 5, { fees: 5 }),
  transaction('INTEREST_APPLIED', 30, { interest: 30 }, 20),
  transaction('PENALTY_APPLIED', 2, { penalty: 2 }),
  transaction('REPAYMENT', 127, { principal: 100, interest: 25, penalty: 2 }),
];

describe('what a loan has in the books of its branch', () => {
  test.each([
    ['ACCRUAL', ['PORTFOLIO_CONTROL 900', 'INTEREST_RECEIVABLE 5', 'FEE_RECEIVABLE letter 5']],
    ['CASH', ['PORTFOLIO_CONTROL 900']],
    ['NONE', []],
  ] as const)('under %s', (method, expected) => {
    const transactions = method === 'ACCRUAL' ? life : life.map((one) => ({ ...one, interestFromBooks: money(0) }));
    expect(told(standingInBooks(method, transactions))).toEqual(expected);
  });

  test('is nothing any more when all of it is written off', () => {
    const lost = transaction('WRITE_OFF', 910, { principal: 900, interest: 5, fees: 5 });
    expect(told(standingInBooks('ACCRUAL', [...life, lost]))).toEqual([]);
  });

  test('parts accrued interest by its receivables', () => {
    const accrued = { all: money(10), fromArrears: money(3), ofHolidays: money(2) };
    expect(told(receivablesOf(accrued))).toEqual([
      'INTEREST_RECEIVABLE 5',
      'INTEREST_FROM_ARREARS_RECEIVABLE 3',
      'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE 2',
    ]);
  });
});

test('what moves leaves one branch and comes to the other, on the same accounts', () => {
  const held = ownLines([
    { resource: 'PORTFOLIO_CONTROL', side: 'DEBIT', amount: money(7) },
    { resource: 'FUND_SOURCE', side: 'CREDIT', amount: money(4) },
    { resource: 'DEFERRED_FEE_INCOME', side: 'CREDIT', amount: money(3), predefinedFeeKey: 'letter' },
  ]);
  expect(
    movedLines(held, 'A', 'B').map(
      ({ branchKey, side, resource, amount }) => `${branchKey} ${side} ${resource} ${amount}`,
    ),
  ).toEqual([
    'A CREDIT PORTFOLIO_CONTROL 7',
    'B DEBIT PORTFOLIO_CONTROL 7',
    'A DEBIT DEFERRED_FEE_INCOME 3',
    'B CREDIT DEFERRED_FEE_INCOME 3',
  ]);
});
