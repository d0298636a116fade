import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { disbursed, on } from '../testLoan.ts';
import { dynamicTermsOf } from '../testTerms.ts';
import { decidePrincipalOverpayment, decideRefund, type OverpaymentRequest } from './decidePrincipalPayment.ts';
import { decideRepayment } from './decideRepayment.ts';
import { accepted, accountOf, approved, contextOn, keyed, outcome } from './testAccount.ts';

const paidOut = keyed(disbursed('2024-01-10', 6000), 'paid-out');
const loan = accountOf({ events: [paidOut] });
const request = (amount: number | string, more: Partial<OverpaymentRequest> = {}) => ({
  amount: money(amount),
  ...more,
});

describe('a payment of principal alone', () => {
  test.each([
    ['is taken', loan, contextOn('2024-01-20'), 'accepted'],
    ['not before the disbursement', approved(), contextOn('2024-01-20'), 'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS'],
    [
      'not of a closed loan',
      accountOf({ state: 'CLOSED' }),
      contextOn('2024-01-20'),
      'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS',
    ],
    [
      'not of a locked loan without the permission',
      accountOf({ subState: 'LOCKED' }),
      contextOn('2024-01-20', { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
      'ACCOUNT_IS_LOCKED',
    ],
    [
      'not into closed books',
      loan,
      contextOn('2024-01-20', { closedUntil: '2024-01-31' }),
      'JOURNAL_ENTRY_BEFORE_CLOSURE',
    ],
    [
      'not above the limit of the user',
      loan,
      contextOn('2024-01-20', { limitOf: () => money(99) }),
      'USER_TRANSACTION_LIMIT_EXCEEDED',
    ],
  ])('%s', (_what, account, context, reason) => {
    expect(outcome(decidePrincipalOverpayment(account, request(100), context))).toBe(reason);
  });

  test('in the past, before another payment, takes two permissions', () => {
    const today = contextOn('2024-01-20');
    const paid = accepted(decideRepayment(loan, request(100), today)).account;
    const back = request(100, { valueDate: on('2024-01-15') });
    const without = (permission: 'BACKDATE_LOAN_TRANSACTIONS' | 'BULK_LOAN_CORRECTIONS') =>
      outcome(decidePrincipalOverpayment(paid, back, contextOn('2024-01-20', { without: [permission] })));
    expect(without('BACKDATE_LOAN_TRANSACTIONS')).toBe('INVALID_PERMISSIONS');
    expect(without('BULK_LOAN_CORRECTIONS')).toBe('BACKDATE_BEFORE_OTHER_OPERATION');
    expect(outcome(decidePrincipalOverpayment(paid, back, today))).toBe('accepted');
  });

  test('takes only ways of recalculation that go with the schedule', () => {
    const context = contextOn('2024-01-20');
    const reason = (recalculation: NonNullable<OverpaymentRequest['recalculation']>, method: string): string => {
      const terms = dynamicTermsOf({
        loanAmount: 6000,
        schedule: { repaymentInstallments: 6 },
        interest: { interestCalculationMethod: method as 'DECLINING_BALANCE' },
      });
      return outcome(decidePrincipalOverpayment({ ...loan, terms }, request(100, { recalculation }), context));
    };
    const refusal = 'PREPAYMENT_RECALCULATION_METHOD_NOT_SUPPORTED';
    expect(reason('REDUCE_AMOUNT_PER_INSTALLMENT', 'DECLINING_BALANCE_DISCOUNTED')).toBe('accepted');
    expect(reason('REDUCE_AMOUNT_PER_INSTALLMENT', 'DECLINING_BALANCE')).toBe(refusal);
    expect(reason('RESCHEDULE_REMAINING_REPAYMENTS', 'DECLINING_BALANCE')).toBe('accepted');
    expect(reason('RESCHEDULE_REMAINING_REPAYMENTS', 'DECLINING_BALANCE_DISCOUNTED')).toBe(refusal);
  });
});

describe('a refund', () => {
  const context = contextOn('2024-01-20');
  const refund = (amount: number, disbursement: string | undefined = 'paid-out', valueDate = on('2024-01-20')) =>
    decideRefund(loan, { amount: money(amount), disbursement, valueDate }, context);

  test('gives back a disbursement, once', () => {
    const once = accepted(refund(4000)).account;
    const again = (amount: number) =>
      outcome(decideRefund(once, { amount: money(amount), disbursement: 'paid-out' }, context));
    expect(again(2000)).toBe('accepted');
    expect(again(2001)).toBe('INVALID_AMOUNT');
  });

  test('of nothing that stands is refused', () => {
    expect(outcome(refund(1, 'nothing'))).toBe('TRANSACTION_NOT_FOUND');
    expect(outcome(refund(1, 'paid-out', on('2024-01-09')))).toBe('BACKDATE_BEFORE_ACTIVATION');
  });
});
