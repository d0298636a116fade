import { describe, expect, test } from 'vitest';
import { money, zero } from '../../../../kernel/money.ts';
import { diffTransactions } from '../diffTransactions.ts';
import type { LoanEvent } from '../events.ts';
import { disbursed, feeApplied, interestApplied, on, repaid } from '../testLoan.ts';
import { termsOf } from '../testTerms.ts';
import { type LoanAccountFacts, type LoanContext, loanOn } from './account.ts';
import { type AdjustableTransaction, type AdjustmentRequest, decideAdjustment } from './decideAdjustment.ts';
import { accepted, accountOf, contextOn, keyed, outcome } from './testAccount.ts';

const today = '2024-03-15';

const given = keyed(disbursed('2024-01-10', 6000), 'given');
const fee = keyed(feeApplied('2024-02-05', 20), 'fee');
const first = keyed(repaid('2024-02-10', 1080), 'first');
const second = keyed(repaid('2024-03-10', 1050), 'second');

const edit: LoanEvent = {
  type: 'SCHEDULE_EDITED',
  key: 'edit',
  sequence: 900_000,
  valueDate: on('2024-03-12'),
  bookingDate: on('2024-03-12'),
  instalments: [],
};

const life = (...events: readonly LoanEvent[]): LoanAccountFacts => accountOf({ events: [given, ...events] });

const of = (
  eventKey: string | null,
  role: string,
  more: Partial<AdjustableTransaction> = {},
): AdjustmentRequest & { readonly transaction: AdjustableTransaction } => ({
  notes: 'a mistake',
  transaction: {
    id: '17',
    eventKey,
    role,
    type: role.replace(/#.*/, ''),
    valueDate: on('2024-02-10'),
    bookingDate: on('2024-02-10'),
    reversed: false,
    ...more,
  },
});

type Row = readonly [reason: string, account: LoanAccountFacts, request: AdjustmentRequest, context?: LoanContext];

const noBulk = contextOn(today, { without: ['BULK_LOAN_CORRECTIONS'] });

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE', accountOf({ state: 'CLOSED', subState: 'REPAID' }), { ...of('x', 'REPAYMENT'), notes: '' }],
  [
    'ACCOUNT_IS_LOCKED',
    accountOf({ subState: 'LOCKED' }),
    { ...of('x', 'REPAYMENT'), notes: '' },
    contextOn(today, { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
  ],
  ['INVALID_NOTES', life(first), { ...of('first', 'REPAYMENT', { reversed: true }), notes: ' ' }],
  ['INVALID_NOTES', life(first), { transaction: of('first', 'REPAYMENT').transaction }],
  ['TRANSACTION_ALREADY_REVERSED', life(first), of('gone', 'REPAYMENT', { reversed: true })],
  [
    'CANNOT_REVERSE_INTEREST_ON_DISBURSEMENT',
    accountOf({ events: [given], terms: termsOf({ interest: { interestApplicationMethod: 'AFTER_DISBURSEMENT' } }) }),
    of('given', 'INTEREST_APPLIED'),
  ],
  ['TRANSACTION_TYPE_IS_IRREVERSIBLE', life(first), of(null, 'INTEREST_APPLIED#1')],
  ['TRANSACTION_TYPE_IS_IRREVERSIBLE', life(first), of('first', 'INTEREST_APPLIED')],
  ['TRANSACTION_TYPE_IS_IRREVERSIBLE', life(first), of('unknown', 'REPAYMENT')],
  ['UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', life(first, second), of('first', 'REPAYMENT'), noBulk],
  ['UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', life(first), of('given', 'DISBURSEMENT'), noBulk],
  ['CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION', life(first), of('given', 'DISBURSEMENT')],
  ['UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', life(first, edit), of('first', 'REPAYMENT')],
  [
    'INVALID_PERMISSIONS',
    life(first),
    { ...of('first', 'REPAYMENT'), bookingDate: on('2024-02-09') },
    contextOn(today, { without: ['BOOKING_DATE_LOANS_GL'] }),
  ],
  ['BOOKING_DATE_BEFORE_VALUE_DATE', life(first), { ...of('first', 'REPAYMENT'), bookingDate: on('2024-02-09') }],
  ['INVALID_BOOKING_DATE', life(first), { ...of('first', 'REPAYMENT'), bookingDate: on('2024-03-16') }],
  [
    'JOURNAL_ENTRY_BEFORE_CLOSURE',
    life(first),
    of('first', 'REPAYMENT'),
    contextOn(today, { closedUntil: '2024-02-29' }),
  ],
  [
    'EXCESS_REPAYMENT_ERROR',
    life(fee, keyed(repaid('2024-02-10', 6080), 'all')),
    of('fee', 'FEE_APPLIED', { valueDate: on('2024-02-05') }),
  ],
  ['accepted', life(first, second), of('second', 'REPAYMENT'), noBulk],
  ['accepted', life(first, second), of('first', 'REPAYMENT')],
  ['accepted', life(edit), of('given', 'DISBURSEMENT'), noBulk],
  ['accepted', life(keyed(interestApplied('2024-03-15'), 'interest')), of('interest', 'INTEREST_APPLIED')],
  [
    'accepted',
    life(first),
    { ...of('first', 'REPAYMENT'), bookingDate: on('2024-03-01') },
    contextOn(today, { closedUntil: '2024-02-29' }),
  ],
];

describe('refusals in order of precedence', () => {
  for (const [reason, account, request, context = contextOn(today)] of rows) {
    test(reason, () => {
      expect(outcome(decideAdjustment(account, request, context))).toBe(reason);
    });
  }
});

describe('what an adjustment does', () => {
  const context = contextOn(today);

  test('of the only disbursement: the account is approved again and has nothing left', () => {
    const { account, loan } = accepted(decideAdjustment(life(edit), of('given', 'DISBURSEMENT'), context));
    expect([account.state, account.events.length, loan.transactions.length]).toEqual(['APPROVED', 0, 0]);
  });

  test('of a repayment: as if it had never been, arrears included', () => {
    const { account, loan } = accepted(decideAdjustment(life(fee, first), of('first', 'REPAYMENT'), context));
    expect(account.state).toBe('ACTIVE_IN_ARREARS');
    expect(loan).toEqual(loanOn(life(fee), context, context.today));
  });

  test('of an earlier repayment: it and what follows differently are reversed, latest first, and posted anew', () => {
    const before = life(fee, first, second);
    const stored = loanOn(before, context, context.today).transactions;
    const { loan } = accepted(decideAdjustment(before, of('first', 'REPAYMENT'), context));
    const { reverse, post } = diffTransactions(stored, loan.transactions);
    const named = ({ role, amount }: (typeof stored)[number]): string => `${role} ${amount.toFixed()}`;
    expect(reverse.map(named)).toEqual(['REPAYMENT 1050', 'INTEREST_APPLIED#2 50', 'REPAYMENT 1080']);
    expect(post.map(named)).toEqual(['INTEREST_APPLIED#2 60', 'REPAYMENT 1050']);
  });

  test('transactions that come out the same stay', () => {
    const before = life(first, keyed(feeApplied('2024-03-01', 5), 'late fee'));
    const stored = loanOn(before, context, context.today).transactions;
    const { loan } = accepted(
      decideAdjustment(before, of('late fee', 'FEE_APPLIED', { valueDate: on('2024-03-01') }), context),
    );
    const { reverse, post } = diffTransactions(stored, loan.transactions);
    // The interest of 10 March stays the same; its balance afterwards does not.
    expect(reverse.map(({ role }) => role)).toEqual(['INTEREST_APPLIED#2', 'FEE_APPLIED']);
    expect(post.map(({ role }) => role)).toEqual(['INTEREST_APPLIED#2']);
  });

  test('of a pay-off, after the closure was undone', () => {
    const paid: LoanEvent = {
      type: 'PAID_OFF',
      key: 'paid',
      sequence: 900_001,
      valueDate: on('2024-02-10'),
      bookingDate: on('2024-02-10'),
      amount: money(6060),
      reduced: { interest: zero, fees: zero, penalty: zero },
    };
    const { loan } = accepted(decideAdjustment(life(paid), of('paid', 'REPAYMENT'), context));
    expect(loan.balances.principal.balance.toFixed()).toBe('6000');
  });
});
