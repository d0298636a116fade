import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import type { LoanEvent } from '../events.ts';
import { loanJournal } from '../loanJournal.ts';
import { disbursed, expectedOf, loanAt, on, repaid } from '../testLoan.ts';
import { taxOf } from '../testTaxes.ts';
import { revolvingTermsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { decideCardReturn } from './decideCardReturn.ts';
import { accepted, accountOf, contextOn, keyed, outcome } from './testAccount.ts';

// A credit of 5000, 10 % of the principal due each month, 1000 of it drawn on 15 January 2026. On 15 February 100 of principal and 10.19 of interest fall
// due; a payment by card on the 20th pays them, with what has accrued in five days, and 200 ahead.

const terms = revolvingTermsOf({ loanAmount: 5000 });
const drawn = keyed(disbursed('2026-01-15', 1000), 'drawn');
const paid = { ...keyed(repaid('2026-02-20', '311.83'), 'card'), byCard: true as const };
const credit = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts =>
  accountOf({ terms, events: [drawn, paid], ...given });
const now = contextOn('2026-02-25');
const back = (amount: number | string, payment = 'card') => ({ payment, amount: money(amount) });

const returned = (amount: number | string, account = credit()) =>
  accepted(decideCardReturn(account, back(amount), now));
const told = (events: readonly LoanEvent[], date = '2026-02-25'): string[] =>
  loanAt(terms, events, date).instalments.map(
    (one) => `${one.slot} ${expectedOf(one)} paid ${one.principal.paid}+${one.interest.paid} ${one.state}`,
  );

describe('a payment by card that comes back', () => {
  test('lets what it paid be owed again, what it paid last first', () => {
    expect(told([drawn, paid])).toEqual(['1 100+10.19 paid 100+10.19 PAID', '2 200+2.79 paid 200+1.64 PARTIALLY_PAID']);
    // 200 ahead, then the interest that it had come with, then what was due.
    const some = returned(250);
    expect(told(some.account.events)).toEqual(['1 100+10.19 paid 51.64+10.19 LATE', '2 0+2.79 paid 0+0 PENDING']);
    expect(some.loan.balances.principal.balance.toFixed()).toBe('948.36');
    expect(some.account.state).toBe('ACTIVE_IN_ARREARS');
    const all = returned('61.83', some.account);
    expect(told(all.account.events)).toEqual(['1 100+10.19 paid 0+0 LATE', '2 0+2.79 paid 0+0 PENDING']);
    expect(outcome(decideCardReturn(all.account, back('0.01'), now))).toBe(
      'CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
    );
    // From then on interest runs on everything again.
    expect(loanAt(terms, all.account.events, '2026-03-15').balances.principal.balance.toFixed()).toBe('1000');
    const { transactions } = all.loan;
    expect(
      transactions
        .slice(-2)
        .map(({ type, amount, affectedAmounts: { principal, interest }, balancesAfter }) => [
          type,
          ...[amount, principal, interest, balancesAfter.principal].map(Number),
        ]),
    ).toEqual([
      ['CARD_TRANSACTION_REVERSAL', -250, -248.36, -1.64, 948.36],
      ['CARD_TRANSACTION_REVERSAL', -61.83, -51.64, -10.19, 1000],
    ]);
  });

  test.each(['CASH', 'ACCRUAL'] as const)('is booked as the repayment was, the other way round: %s', (method) => {
    for (const each of [terms, { ...terms, tax: taxOf() }]) {
      const account = credit({ terms: each });
      const [repayment, whole] = returned('311.83', account).loan.transactions.filter(({ type }) =>
        ['REPAYMENT', 'CARD_TRANSACTION_REVERSAL'].includes(type),
      );
      if (!repayment || !whole) throw new Error('a transaction is missing');
      const lines = (one: typeof whole) =>
        loanJournal(method, one).map(({ side, resource, amount }) => `${side} ${resource} ${amount.toFixed()}`);
      const swapped = lines(repayment).map((line) =>
        line.startsWith('DEBIT') ? line.replace('DEBIT', 'CREDIT') : line.replace('CREDIT', 'DEBIT'),
      );
      expect(lines(whole)).toEqual(swapped);
    }
  });

  test.each<[string, LoanAccountFacts, ReturnType<typeof back>, LoanContext?]>([
    ['accepted', credit(), back('311.83')],
    ['CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED', credit(), back('311.84')],
    ['CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT', credit(), back(0)],
    ['INVALID_AMOUNT', credit(), back('1.001')],
    ['INVALID_ACCOUNT_STATE', credit({ state: 'CLOSED' }), back(1)],
    [
      'ACCOUNT_IS_LOCKED',
      credit({ subState: 'LOCKED' }),
      back(1),
      contextOn('2026-02-25', { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
    ],
    ['JOURNAL_ENTRY_BEFORE_CLOSURE', credit(), back(1), contextOn('2026-02-25', { closedUntil: '2026-02-25' })],
    ['USER_TRANSACTION_LIMIT_EXCEEDED', credit(), back(11), contextOn('2026-02-25', { limitOf: () => money(10) })],
    // What it freed was drawn, or is held, since.
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit({ held: money(4299) }), back(2)],
    ['accepted', credit({ held: money(4299) }), back(1)],
    [
      'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
      credit({ events: [drawn, paid, disbursed('2026-02-21', 4200)] }),
      back(101),
    ],
  ])('%s', (expected, account, asked, context = now) => {
    expect(outcome(decideCardReturn(account, asked, context))).toBe(expected);
  });

  test('is not adjusted, nor is the payment', () => {
    const { account } = returned(10);
    const event = account.events.at(-1);
    const base = { id: '1', valueDate: on('2026-02-20'), bookingDate: on('2026-02-20'), reversed: false };
    const adjust = (type: string, eventKey: string) =>
      outcome(
        decideAdjustment(account, { transaction: { ...base, type, role: type, eventKey }, notes: 'a mistake' }, now),
      );
    expect(adjust('REPAYMENT', 'card')).toBe('CARD_TRANSACTION_CANNOT_BE_ADJUSTED');
    expect(adjust('CARD_TRANSACTION_REVERSAL', event?.key ?? '')).toBe('CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED');
  });
});
