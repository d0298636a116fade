import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Money, minus, money, plus, rounded, sum, zero } from '../../../../kernel/money.ts';
import type { EditedInstalment, LoanEvent } from '../events.ts';
import { loanJournal } from '../loanJournal.ts';
import type { LoanState } from '../state.ts';
import { disbursed, feeApplied, loanAt, on, repaid } from '../testLoan.ts';
import { taxOf } from '../testTaxes.ts';
import { dynamicTermsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { type AdjustmentRequest, decideAdjustment } from './decideAdjustment.ts';
import { accepted, accountOf, contextOn, keyed, outcome } from './testAccount.ts';

// 6000 in six monthly instalments from 10 January 2024 on, with fees of 20 and 15 on the first; nothing was paid, so that penalties of it run from 11 February on.
// On 20 February an edit leaves 12 of the fees and 1 of the penalties.

const terms = dynamicTermsOf({
  loanAmount: 6000,
  schedule: { repaymentInstallments: 6 },
  interest: { daysInYear: 'E30_360' },
  penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: money('0.1') as never },
});
const taxed = { ...terms, tax: taxOf() };
const before = [
  disbursed('2024-01-10', 6000),
  keyed(feeApplied('2024-01-20', 20), 'fee-20'),
  keyed(feeApplied('2024-01-21', 15), 'fee-15'),
];
const edited = (given = terms): LoanEvent => {
  const lines = loanAt(given, before, '2024-02-20').instalments.map(
    ({ slot, dueDate, principal, interest }, index): EditedInstalment => ({
      slot,
      dueDate,
      principal: principal.expected,
      interest: interest.expected,
      ...(index === 0 ? { fees: money(12), penalty: money(1) } : {}),
    }),
  );
  const day = { valueDate: on('2024-02-20'), bookingDate: on('2024-02-20') };
  return { type: 'SCHEDULE_EDITED', key: 'edit', sequence: 900, ...day, instalments: lines };
};
const account = (given = terms, more: Partial<LoanAccountFacts> = {}, later: readonly LoanEvent[] = []) =>
  accountOf({ terms: given, events: [...before, edited(given), ...later], ...more });
const now = contextOn('2024-02-25');

const undo = (
  role: 'FEES_DUE_REDUCED' | 'PENALTIES_DUE_REDUCED',
  installments?: AdjustmentRequest['installments'],
): AdjustmentRequest => ({
  notes: 'a mistake',
  transaction: {
    id: '7',
    eventKey: 'edit',
    role,
    type: role,
    valueDate: on('2024-02-20'),
    bookingDate: on('2024-02-20'),
    reversed: false,
  },
  ...(installments ? { installments } : {}),
});
const part = (slot: string | undefined, amount: number | string) => ({ slot, amount: money(amount) });
const reduced = (loan: LoanState, type: string): Money =>
  sum(loan.transactions.flatMap((one) => (one.type === type ? [one.amount] : [])));
const charges = ({ instalments }: LoanState, which: 'fee' | 'penalty'): string[] =>
  instalments.slice(0, 4).map((one) => one[which].expected.toFixed(2));

describe('a reduction of an edit that is undone', () => {
  test('is owed where it was', () => {
    for (const given of [terms, taxed]) {
      const facts = account(given);
      const without = loanAt(given, before, '2024-02-25');
      const fees = accepted(decideAdjustment(facts, undo('FEES_DUE_REDUCED'), now));
      expect(charges(fees.loan, 'fee')).toEqual(charges(without, 'fee'));
      expect(fees.loan.instalments[0]?.feeDetails).toEqual(without.instalments[0]?.feeDetails);
      expect(reduced(fees.loan, 'FEES_DUE_REDUCED').toFixed()).toBe('0');
      expect(reduced(fees.loan, 'PENALTIES_DUE_REDUCED').isZero()).toBe(false);
      const both = accepted(decideAdjustment(fees.account, undo('PENALTIES_DUE_REDUCED'), now));
      expect(both.loan.balances.penalty.balance.toFixed()).toBe(without.balances.penalty.balance.toFixed());
      expect(both.loan.balances.tax.balance.toFixed()).toBe(without.balances.tax.balance.toFixed());
    }
  });

  test('is owed on the instalments that are named, with its tax', () => {
    for (const given of [terms, taxed]) {
      const facts = account(given);
      const lowered = loanAt(given, facts.events, '2024-02-25');
      const without = loanAt(given, before, '2024-02-25');
      const back = (role: 'FEES_DUE_REDUCED' | 'PENALTIES_DUE_REDUCED') =>
        accepted(decideAdjustment(facts, undo(role), now)).loan.balances.tax.balance.toFixed();
      const off = reduced(lowered, 'FEES_DUE_REDUCED');
      const { loan } = accepted(
        decideAdjustment(facts, undo('FEES_DUE_REDUCED', [part('3', off.minus(5).toFixed()), part('2', 5)]), now),
      );
      expect(charges(loan, 'fee')).toEqual(['12.00', '5.00', off.minus(5).toFixed(2), '0.00']);
      expect(loan.balances.fees.balance.toFixed()).toBe(without.balances.fees.balance.toFixed());
      expect(loan.balances.tax.balance.toFixed()).toBe(back('FEES_DUE_REDUCED'));
      expect(sum(loan.instalments.flatMap((one) => one.feeDetails.map((fee) => fee.reduced))).toFixed()).toBe('0');
      const late = reduced(lowered, 'PENALTIES_DUE_REDUCED').toFixed();
      const moved = accepted(decideAdjustment(facts, undo('PENALTIES_DUE_REDUCED', [part('4', late)]), now)).loan;
      expect(moved.instalments[3]?.penalty.expected.toFixed()).toBe(late);
      expect(moved.balances.penalty.balance.toFixed()).toBe(without.balances.penalty.balance.toFixed());
      expect(moved.balances.tax.balance.toFixed()).toBe(back('PENALTIES_DUE_REDUCED'));
    }
  });

  test('however it is shared out, as much is owed, and the ledger has it', () => {
    const shares = fc.uniqueArray(
      fc.record({ slot: fc.constantFrom('1', '2', '3', '4', '5', '6'), weight: fc.integer({ min: 1, max: 100 }) }),
      { minLength: 1, selector: ({ slot }) => slot },
    );
    fc.assert(
      fc.property(fc.constantFrom(terms, taxed), shares, fc.integer({ min: 1, max: 4000 }), (given, parts, paid) => {
        const facts = account(given);
        const off = reduced(loanAt(given, facts.events, '2024-02-25'), 'FEES_DUE_REDUCED');
        const whole = parts.reduce((all, { weight }) => all + weight, 0);
        let left = off;
        const onto = parts.map(({ slot, weight }, index) => {
          const share = index === parts.length - 1 ? left : rounded(money(off.times(weight).div(whole)), 2);
          left = minus(left, share);
          return { slot, amount: share };
        });
        if (onto.some(({ amount }) => !amount.greaterThan(0))) return;
        const { account: after, loan } = accepted(decideAdjustment(facts, undo('FEES_DUE_REDUCED', onto), now));
        const without = accepted(decideAdjustment(facts, undo('FEES_DUE_REDUCED'), now)).loan;
        for (const each of ['fees', 'tax', 'penalty'] as const)
          expect(loan.balances[each].balance.toFixed()).toBe(without.balances[each].balance.toFixed());
        const later = loanAt(given, [...after.events, keyed(repaid('2024-02-26', paid), 'paid')], '2024-06-20');
        const lines = later.transactions.flatMap((transaction) => loanJournal('ACCRUAL', transaction));
        const net = (resource: string): string =>
          lines
            .filter((line) => line.resource === resource)
            .reduce<Money>((all, { side, amount }) => (side === 'DEBIT' ? plus(all, amount) : minus(all, amount)), zero)
            .toFixed();
        const { fees: fee, tax } = later.balances;
        const ofFees = sum(
          later.instalments.map((one) => (one.tax ? minus(one.tax.fee.expected, one.tax.fee.paid) : zero)),
        );
        expect(net('FEE_RECEIVABLE')).toBe(minus(fee.balance, ofFees).toFixed());
        expect(net('TAXES_RECEIVABLE')).toBe(tax.balance.toFixed());
        for (const { fee: one } of later.instalments) expect(one.paid.greaterThan(one.expected)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  const fees = (...onto: readonly ReturnType<typeof part>[]) => undo('FEES_DUE_REDUCED', onto);
  const permitted = contextOn('2024-02-25');
  const forbidden = contextOn('2024-02-25', { without: ['BULK_LOAN_CORRECTIONS'] });
  const paid = account(terms, {}, [repaid('2024-02-22', 100)]);
  const again = account(terms, {}, [{ ...edited(), key: 'again', sequence: 950 }]);

  test.each<[string, LoanAccountFacts, AdjustmentRequest, LoanContext]>([
    ['accepted', account(), fees(part('2', 23)), permitted],
    ['INVALID_AMOUNT', account(), fees(part('2', 22)), permitted],
    ['INVALID_AMOUNT', account(), fees(part('2', 24)), permitted],
    ['INVALID_AMOUNT', account(), fees(part('2', 23), part('3', 0)), permitted],
    ['INVALID_AMOUNT', account(), fees(part('2', '22.995'), part('3', '0.005')), permitted],
    ['INSTALLMENT_NOT_FOUND', account(), fees(part(undefined, 23)), permitted],
    ['INSTALLMENT_DUPLICATED', account(), fees(part('2', 20), part('2', 3)), permitted],
    ['UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', again, fees(part('2', 23)), permitted],
    ['UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', paid, undo('FEES_DUE_REDUCED'), forbidden],
    ['INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED_BULK', paid, fees(part('2', 23)), permitted],
    ['accepted', paid, undo('FEES_DUE_REDUCED'), permitted],
    [
      'JOURNAL_ENTRY_BEFORE_CLOSURE',
      account(),
      fees(part('2', 23)),
      contextOn('2024-02-25', { closedUntil: '2024-02-21' }),
    ],
  ])('%s %#', (expected, facts, request, context) => {
    expect(outcome(decideAdjustment(facts, request, context))).toBe(expected);
  });

  test('is no other transaction', () => {
    const request = { ...fees(part('2', 20)), transaction: { ...undo('FEES_DUE_REDUCED').transaction } };
    const fee = { ...request, transaction: { ...request.transaction, eventKey: 'fee-20', role: 'FEE_APPLIED' } };
    expect(outcome(decideAdjustment(accountOf({ terms, events: before }), fee, now))).toBe(
      'INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED',
    );
    const undone = { ...request, transaction: { ...request.transaction, reversed: true } };
    const { installments: _, ...plain } = undone;
    expect(outcome(decideAdjustment(account(), plain, now))).toBe('TRANSACTION_ALREADY_REVERSED');
  });
});
