import { describe, expect, test } from 'vitest';
import { money, zero } from '../../../../kernel/money.ts';
import { loanJournal } from '../loanJournal.ts';
import { disbursed, on, repaid } from '../testLoan.ts';
import { revolvingTermsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { type CardDraw, decideCardDraw, decideCardReversal } from './decideCardDraw.ts';
import { decidePayOff } from './decidePayOff.ts';
import { decideWriteOff } from './decideWriteOff.ts';
import { heldCredit } from './heldCredit.ts';
import { accepted, accountOf, contextOn, keyed, outcome } from './testAccount.ts';

// A credit of 5000 without interest, of which 3000 was drawn on 10 January 2024, 500 of it by card ten days later; 400 is held.

const terms = revolvingTermsOf({ loanAmount: 5000, rate: '0' });
const drawn = keyed(disbursed('2024-01-10', 2500), 'first');
const byCard = { ...keyed(disbursed('2024-01-20', 500), 'card'), byCard: true as const };
const credit = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts =>
  accountOf({ terms, events: [drawn, byCard], held: money(400), ...given });
const now = contextOn('2024-01-31');

describe('a payment by card', () => {
  const draw = (amount: number | string, more: Partial<CardDraw> = {}): CardDraw => ({
    amount: money(amount),
    kept: zero,
    advice: false,
    ...more,
  });

  // 2000 are not drawn, 1600 of them not held.
  test.each<[string, LoanAccountFacts, CardDraw, LoanContext?]>([
    ['accepted', credit(), draw(1600)],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit(), draw('1600.01')],
    ['accepted', credit(), draw(2000, { kept: money(400) })],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit(), draw('2000.01', { kept: money(400) })],
    ['accepted', credit(), draw(2000, { advice: true })],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit(), draw('2000.01', { advice: true })],
    // An advice has held more than there is: what it kept is paid, and nothing beyond.
    ['accepted', credit({ held: money(2400) }), draw(1000, { kept: money(1000) })],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit({ held: money(2400) }), draw(1001, { kept: money(1000) })],
    ['INVALID_AMOUNT', credit(), draw(0)],
    ['INVALID_AMOUNT', credit(), draw('1.001')],
    ['CANNOT_DISBURSE_LOCKED_ACCOUNTS', credit({ subState: 'LOCKED' }), draw(1, { advice: true })],
    ['INVALID_ACCOUNT_STATE', credit({ state: 'CLOSED' }), draw(1, { advice: true })],
    ['INVALID_FIRST_REPAYMENT_DUE_DATE', credit(), draw(1, { firstRepaymentDate: on('2024-03-01') })],
    ['JOURNAL_ENTRY_BEFORE_CLOSURE', credit(), draw(1), contextOn('2024-01-31', { closedUntil: '2024-01-31' })],
    ['USER_TRANSACTION_LIMIT_EXCEEDED', credit(), draw(11), contextOn('2024-01-31', { limitOf: () => money(10) })],
  ])('%s', (expected, account, asked, context = now) => {
    expect(outcome(decideCardDraw(account, asked, context))).toBe(expected);
  });

  test('leaves what is held to whoever holds it, and charges no fee', () => {
    const { account, append } = accepted(decideCardDraw(credit(), draw(100), now));
    expect(account.held?.toFixed()).toBe('400');
    expect(append).toMatchObject([{ type: 'DISBURSED', amount: money(100), byCard: true, valueDate: '2024-01-31' }]);
    expect(append[0]).not.toHaveProperty('fees');
  });

  test('is not adjusted', () => {
    const transaction = {
      id: '7',
      eventKey: 'card',
      role: 'DISBURSEMENT',
      type: 'DISBURSEMENT',
      valueDate: on('2024-01-20'),
      bookingDate: on('2024-01-20'),
      reversed: false,
    };
    const request = { transaction, notes: 'a mistake' };
    expect(outcome(decideAdjustment(credit(), request, now))).toBe('CARD_TRANSACTION_CANNOT_BE_ADJUSTED');
    expect(
      outcome(decideAdjustment(credit(), { ...request, transaction: { ...transaction, eventKey: 'first' } }, now)),
    ).toBe('CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION');
  });
});

describe('a reversal by card', () => {
  const back = (amount: number | string) => ({ payment: 'card', amount: money(amount) });
  const most = 'CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED';
  const half = accepted(decideCardReversal(credit(), back(200), now)).account;
  const poor = credit({ events: [drawn, byCard, keyed(repaid('2024-01-25', 2900), 'paid')] });

  test.each<[string, LoanAccountFacts, number | string, LoanContext?]>([
    ['accepted', credit(), 500],
    [most, credit(), '500.01'],
    ['accepted', half, 300],
    [most, half, '300.01'],
    ['accepted', poor, 100],
    ['EXCESS_REPAYMENT_ERROR', poor, '100.01'],
    ['CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT', credit(), 0],
    ['CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT', credit({ state: 'CLOSED' }), -1],
    ['INVALID_AMOUNT', credit(), '0.001'],
    ['INVALID_ACCOUNT_STATE', credit({ state: 'CLOSED' }), 1],
    [
      'ACCOUNT_IS_LOCKED',
      credit({ subState: 'LOCKED' }),
      1,
      contextOn('2024-01-31', { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
    ],
    ['JOURNAL_ENTRY_BEFORE_CLOSURE', credit(), 1, contextOn('2024-01-31', { closedUntil: '2024-01-31' })],
  ])('%s', (expected, account, amount, context = now) => {
    expect(outcome(decideCardReversal(account, back(amount), context))).toBe(expected);
  });

  test('lowers the principal and is booked as money that comes in', () => {
    const { loan, account } = accepted(decideCardReversal(credit(), back(200), now));
    expect(loan.balances.principal.balance.toFixed()).toBe('2800');
    const reversal = loan.transactions.at(-1);
    expect(reversal).toMatchObject({ type: 'CARD_TRANSACTION_REVERSAL', amount: money(200), valueDate: '2024-01-31' });
    for (const method of ['CASH', 'ACCRUAL'] as const) {
      const lines = reversal ? loanJournal(method, reversal) : [];
      expect(lines.map(({ side, resource, amount }) => `${side} ${resource} ${amount.toFixed()}`)).toEqual([
        'DEBIT FUND_SOURCE 200',
        'CREDIT PORTFOLIO_CONTROL 200',
      ]);
    }
    const transaction = {
      id: '8',
      eventKey: account.events.at(-1)?.key ?? '',
      role: 'CARD_TRANSACTION_REVERSAL',
      type: 'CARD_TRANSACTION_REVERSAL',
      valueDate: on('2024-01-31'),
      bookingDate: on('2024-01-31'),
      reversed: false,
    };
    expect(outcome(decideAdjustment(account, { transaction, notes: 'a mistake' }, now))).toBe(
      'CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED',
    );
  });
});

test('a credit of which something is held is neither paid off nor written off', () => {
  expect(outcome(decidePayOff(credit(), {}, now))).toBe('ACCOUNT_HAS_REMAINING_BALANCE');
  expect(outcome(decideWriteOff(credit(), { arrearsDaysBeforeWriteOff: null }, now))).toBe(
    'ACCOUNT_HAS_REMAINING_BALANCE',
  );
  expect(outcome(decidePayOff(credit({ held: zero }), {}, now))).toBe('accepted');
});

test('what is not drawn can be held', () => {
  const { available, undrawn, checkOpen } = heldCredit(credit(), now);
  expect([undrawn(), available()].map(Number)).toEqual([2000, 1600]);
  expect(checkOpen()).toBeUndefined();
  expect(heldCredit(credit({ state: 'PENDING_APPROVAL' }), now).checkOpen()?.errors[0]?.reason).toBe(
    'INVALID_ACCOUNT_STATE',
  );
});
