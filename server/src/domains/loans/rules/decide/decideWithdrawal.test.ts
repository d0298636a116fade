import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../../kernel/money.ts';
import type { LoanProductFee } from '../loanProduct.ts';
import { disbursed, on, repaid } from '../testLoan.ts';
import { revolvingTermsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { closesOfItself } from './closesOfItself.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import type { DisbursementRequest } from './decideDisbursement.ts';
import { decideRepayment } from './decideRepayment.ts';
import { decideRepaymentValueChange } from './decideRepaymentValue.ts';
import { decideWithdrawal } from './decideWithdrawal.ts';
import { accepted, accountOf, contextOn, keyed, outcome } from './testAccount.ts';

// A credit of 5000, of which 3000 was drawn on 10 January 2024 and 1000 paid back ten days later.

const terms = revolvingTermsOf({ loanAmount: 5000 });
const drawn = keyed(disbursed('2024-01-10', 3000), 'first');
const paid = keyed(repaid('2024-01-20', 1000), 'paid');
const credit = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts =>
  accountOf({ terms, events: [drawn, paid], ...given });
const now = contextOn('2024-01-31');
const draw = (amount: number | string, more: Partial<DisbursementRequest> = {}): DisbursementRequest => ({
  amount: money(amount),
  ...more,
});

describe('a withdrawal', () => {
  test('takes what is left of the credit, and what was paid back', () => {
    const first = accepted(decideWithdrawal(credit({ state: 'APPROVED', events: [] }), draw(5000), now));
    expect(first.account.state).toBe('ACTIVE');
    const owed = accepted(decideWithdrawal(credit(), draw('2990.14'), now)).loan.balances.principal.balance;
    expect(owed.toFixed()).toBe('5000');
  });

  test('charges percentages of what is withdrawn', () => {
    const fee: LoanProductFee = {
      encodedKey: 'advance' as LoanProductFee['encodedKey'],
      id: 'ADVANCE',
      required: true,
      name: 'Cash advance',
      state: 'ACTIVE',
      trigger: 'CAPITALIZED_DISBURSEMENT',
      amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE',
      percentageAmount: rate(2),
      accountingRules: new Map(),
      amortization: null,
    };
    const request = draw(500, { fees: [{ key: 'ADVANCE' }], productFees: new Map([['ADVANCE', fee]]) });
    const { loan } = accepted(decideWithdrawal(credit(), request, now));
    expect(loan.transactions.at(-1)).toMatchObject({ type: 'DISBURSEMENT', amount: money(510) });
    expect(outcome(decideWithdrawal(credit(), { ...request, amount: money(2990) }, now))).toBe(
      'AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
    );
    expect(outcome(decideWithdrawal(credit(), { ...request, fees: [] }, now))).toBe('REQUIRED_FEE_MISSING');
  });

  type Refused = readonly [string, LoanAccountFacts, DisbursementRequest, LoanContext?];
  const rows: readonly Refused[] = [
    ['CANNOT_DISBURSE_LOCKED_ACCOUNTS', credit({ subState: 'LOCKED' }), draw(1)],
    ['INVALID_ACCOUNT_STATE', credit({ state: 'PENDING_APPROVAL', events: [] }), draw(1)],
    ['INVALID_ACCOUNT_STATE', credit({ state: 'CLOSED', subState: 'REPAID' }), draw(1)],
    ['BACKDATE_BEFORE_ACTIVATION', credit(), draw(1, { valueDate: on('2024-01-09') })],
    ['INVALID_DISBURSEMENT_DATE', credit(), draw(1, { valueDate: on('2024-02-01') })],
    ['INVALID_AMOUNT', credit(), {}],
    ['INVALID_AMOUNT', credit(), draw(0)],
    ['INVALID_AMOUNT', credit(), draw('0.001')],
    ['INVALID_FIRST_REPAYMENT_DUE_DATE', credit(), draw(1, { firstRepaymentDate: on('2024-03-01') })],
    [
      'INVALID_FIRST_REPAYMENT_DUE_DATE',
      credit({ state: 'APPROVED', events: [] }),
      draw(1, { firstRepaymentDate: on('2024-01-31') }),
    ],
    [
      'BACKDATE_BEFORE_OTHER_OPERATION',
      credit(),
      draw(1, { valueDate: on('2024-01-15') }),
      contextOn('2024-01-31', { without: ['BULK_LOAN_CORRECTIONS'] }),
    ],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit(), draw('2990.15')],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit(), draw(2500, { valueDate: on('2024-01-15') })],
    ['AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT', credit({ held: money(2990) }), draw(1)],
    [
      'USER_TRANSACTION_LIMIT_EXCEEDED',
      credit(),
      draw(11),
      contextOn('2024-01-31', { limitOf: (kind) => (kind === 'DISBURSEMENT' ? money(10) : undefined) }),
    ],
  ];
  test.each(rows.map(([reason, account, request, context = now]) => ({ reason, account, request, context })))(
    'is refused: $reason',
    ({ reason, account, request, context }) => {
      expect(outcome(decideWithdrawal(account, request, context))).toBe(reason);
    },
  );
});

describe('undoing', () => {
  const second = keyed(disbursed('2024-01-25', 2500), 'second');
  const all = credit({ events: [drawn, paid, second] });
  const adjust = (eventKey: string, role: string, account = all) =>
    decideAdjustment(
      account,
      {
        notes: 'wrong',
        transaction: {
          id: '1',
          eventKey,
          role,
          type: role,
          valueDate: on('2024-01-10'),
          bookingDate: on('2024-01-10'),
          reversed: false,
        },
      },
      now,
    );

  test('a later withdrawal takes nothing else with it', () => {
    const { remove, account } = accepted(adjust('second', 'DISBURSEMENT'));
    expect(remove).toEqual(['second']);
    expect(account.state).toBe('ACTIVE');
  });

  test('the payment that a later withdrawal rests on is refused, and so is the first withdrawal', () => {
    expect(outcome(adjust('paid', 'REPAYMENT'))).toBe('AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    expect(outcome(adjust('first', 'DISBURSEMENT'))).toBe('CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION');
    expect(accepted(adjust('first', 'DISBURSEMENT', credit({ events: [drawn] }))).account.state).toBe('APPROVED');
  });
});

test('a credit that owes nothing stays open', () => {
  const { account } = accepted(decideRepayment(credit(), { amount: money('2007.12') }, contextOn('2024-01-31')));
  expect(account.state).toBe('ACTIVE');
  expect(closesOfItself(account, 0, contextOn('2034-01-31'))).toBe(false);
});

describe('another value', () => {
  const limits = {
    amount: { min: null, max: null, default: null },
    percentage: { min: rate(5), max: null, default: null },
  };
  const change = (account: LoanAccountFacts, value: { percentage?: number; amount?: number }, day = '2024-01-31') =>
    decideRepaymentValueChange(
      account,
      {
        valueDate: on(day),
        percentage: value.percentage === undefined ? undefined : rate(value.percentage),
        amount: value.amount === undefined ? undefined : money(value.amount),
      },
      limits,
      now,
    );

  test('holds from its day on', () => {
    expect(accepted(change(credit(), { percentage: 20 })).loan.terms.revolving?.percentage?.toFixed()).toBe('20');
  });

  test.each<[string, LoanAccountFacts, { percentage?: number; amount?: number }, string?]>([
    ['INVALID_ACCOUNT_STATE', credit({ state: 'APPROVED', events: [] }), { percentage: 20 }],
    ['ACCOUNT_IS_LOCKED', credit({ subState: 'LOCKED' }), { percentage: 20 }],
    ['SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS', accountOf(), { percentage: 20 }],
    ['PERCENTAGE_REQUIRED_FOR_PRINCIPAL_PAYMENT_PERCENTAGE_METHOD', credit(), {}],
    ['AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD', credit(), { amount: 5, percentage: 20 }],
    ['INCONSISTENT_PERCENTANGE_WITH_PRODUCT_CONSTRAINTS', credit(), { percentage: 4 }],
    ['INVALID_DATE', credit(), { percentage: 20 }, '2024-02-01'],
    ['BACKDATE_BEFORE_ACTIVATION', credit(), { percentage: 20 }, '2024-01-09'],
    ['ENTRY_DATE_BEFORE_OTHER_TRANSACTION', credit(), { percentage: 20 }, '2024-01-15'],
  ])('is refused: %s', (reason, account, value, day) => {
    expect(outcome(change(account, value, day))).toBe(reason);
  });
});
