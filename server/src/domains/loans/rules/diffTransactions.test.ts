import { expect, test } from 'vitest';
import { money, zero } from '../../../kernel/money.ts';
import { diffTransactions } from './diffTransactions.ts';
import type { LoanTransactionDraft, TransactionFee } from './state.ts';
import { on } from './testLoan.ts';

const fee = (eventKey: string, amount: number, tax?: number): TransactionFee => ({
  eventKey,
  amount: money(amount),
  ...(tax === undefined ? {} : { tax: money(tax) }),
});

const payment = (...fees: readonly TransactionFee[]): LoanTransactionDraft => ({
  eventKey: 'paid',
  role: 'REPAYMENT',
  valueDate: on('2024-03-01'),
  bookingDate: on('2024-03-01'),
  type: 'REPAYMENT',
  amount: money(10),
  affectedAmounts: { principal: zero, interest: zero, fees: money(10), penalty: zero },
  balancesAfter: { total: zero, principal: zero },
  positionsAfter: { arrears: zero, advance: zero },
  fees,
});

test('a payment that pays other fees than before is posted anew, though its amounts are the same', () => {
  const before = payment(fee('survey', 10));
  for (const after of [
    payment(fee('legal', 10)),
    payment(fee('survey', 6), fee('legal', 4)),
    payment(fee('survey', 10, 1)),
  ])
    expect(diffTransactions([before], [after])).toEqual({ reverse: [before], post: [after] });
});

test('the same fees in another order are the same', () => {
  const before = payment(fee('survey', 6), fee('legal', 4));
  expect(diffTransactions([before], [payment(fee('legal', 4), fee('survey', 6))])).toEqual({ reverse: [], post: [] });
});

test('a payment that leaves the loan otherwise behind or ahead is posted anew, unless that was not kept when it was stored', () => {
  const before = payment();
  for (const positionsAfter of [
    { arrears: money(1), advance: zero },
    { arrears: zero, advance: money(1) },
  ]) {
    const after = { ...before, positionsAfter };
    expect(diffTransactions([before], [after])).toEqual({ reverse: [before], post: [after] });
    expect(diffTransactions([after], [after])).toEqual({ reverse: [], post: [] });
    expect(diffTransactions([{ ...before, positionsAfter: null }], [after])).toEqual({ reverse: [], post: [] });
  }
});
