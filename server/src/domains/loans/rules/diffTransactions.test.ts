import { expect, test } from 'vitest';
import { money, zero } from '../../../kernel/money.ts';
import { diffTransactions, noteDrafts } from './diffTransactions.ts';
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
    expect(diffTransactions([before], [after])).toEqual({ reverse: [before], post: [after], goesOn: false });
});

test('the same fees in another order are the same', () => {
  const before = payment(fee('survey', 6), fee('legal', 4));
  expect(diffTransactions([before], [payment(fee('legal', 4), fee('survey', 6))])).toEqual({
    reverse: [],
    post: [],
    goesOn: true,
  });
});

test('a payment that leaves the loan otherwise behind or ahead is posted anew, unless that was not kept when it was stored', () => {
  const before = payment();
  for (const positionsAfter of [
    { arrears: money(1), advance: zero },
    { arrears: zero, advance: money(1) },
  ]) {
    const after = { ...before, positionsAfter };
    expect(diffTransactions([before], [after])).toEqual({ reverse: [before], post: [after], goesOn: false });
    expect(diffTransactions([after], [after])).toEqual({ reverse: [], post: [], goesOn: true });
    expect(diffTransactions([{ ...before, positionsAfter: null }], [after])).toEqual({
      reverse: [],
      post: [],
      goesOn: true,
    });
  }
});

test('what was made of these very drafts is not compared with them again; with any other it is', () => {
  const [first, second, more] = [
    payment(),
    { ...payment(), eventKey: 'paid again' },
    { ...payment(), eventKey: 'more' },
  ];
  // Not what the drafts say, so that comparing would be seen.
  const stored = [{ ...first, amount: money(1) }, second];
  noteDrafts(stored, [first, second, more]);
  expect(diffTransactions(stored, [first, second, more])).toEqual({ reverse: [], post: [more], goesOn: true });
  const told = { ...first };
  expect(diffTransactions(stored, [told, second])).toMatchObject({ reverse: [stored[0]], post: [told] });
  expect(diffTransactions([...stored], [first, second])).toMatchObject({ reverse: [stored[0]], post: [first] });
  expect(diffTransactions(stored, [first])).toMatchObject({ reverse: [second, stored[0]], goesOn: false });
});
