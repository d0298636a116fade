import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../../kernel/money.ts';
import { disbursed, on, repaid } from '../testLoan.ts';
import { termsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { decideFee, type FeeRequest, type ManualFee } from './decideFee.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-02-15';

const fixedTerms = termsOf({
  loanAmount: 12000,
  schedule: { repaymentInstallments: 8 },
  interest: { daysInYear: 'E30_360' },
});

const fixed = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts =>
  accountOf({ terms: fixedTerms, events: [disbursed('2024-01-10', 12000)], ...given });

const fee = (given: Partial<ManualFee> = {}): ManualFee => ({
  encodedKey: 'fee-1',
  name: 'Letter',
  state: 'ACTIVE',
  trigger: 'MANUAL',
  amountCalculationMethod: 'FLAT',
  ...given,
});

const apply = (given: Partial<FeeRequest> = {}): FeeRequest => ({ allowArbitraryFees: true, ...given });

type Row = readonly [reason: string, account: LoanAccountFacts, request: FeeRequest, context?: LoanContext];

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE', accountOf({ state: 'CLOSED', subState: 'REPAID' }), apply({ allowArbitraryFees: false })],
  ['INVALID_ACCOUNT_STATE', accountOf({ state: 'CLOSED_REJECTED', subState: 'REJECTED' }), apply()],
  ['ARBITRARY_FEE_NOT_ALLOWED', approved(), apply({ allowArbitraryFees: false })],
  ['INVALID_ACCOUNT_STATE', approved(), apply({ fee: fee({ trigger: 'DISBURSEMENT' }) })],
  ['FEE_NOT_ALLOWED', accountOf(), apply({ fee: fee({ trigger: 'DISBURSEMENT', state: 'INACTIVE' }) })],
  ['FEE_NOT_ACTIVE', accountOf({ subState: 'LOCKED' }), apply({ fee: fee({ state: 'INACTIVE' }) })],
  [
    'ACCOUNT_IS_LOCKED',
    accountOf({ subState: 'LOCKED' }),
    apply({ installmentNumber: 1 }),
    contextOn(today, { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
  ],
  ['INSTALLMENT_NUMBER_NOT_ALLOWED_FOR_DYNAMIC_ACCOUNTS', accountOf(), apply({ installmentNumber: 1 })],
  ['INSTALLMENT_NUMBER_MANDATORY_FOR_FIXED_ACCOUNTS', fixed(), apply()],
  ['INVALID_INSTALLMENT_NUMBER', fixed(), apply({ installmentNumber: 9 })],
  [
    'CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT',
    fixed({ events: [disbursed('2024-01-10', 12000), repaid('2024-02-10', 1620)] }),
    apply({ installmentNumber: 1 }),
  ],
  ['MANDATORY_FEE_AMOUNT', accountOf(), apply({ fee: fee() })],
  ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', accountOf(), apply({ amount: money(0), valueDate: on('2024-01-01') })],
  [
    'INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE',
    accountOf(),
    apply({ fee: fee({ amount: money(10) }), amount: money(11), valueDate: on('2024-01-01') }),
  ],
  ['INVALID_AMOUNT', accountOf(), apply({ amount: money('0.001'), valueDate: on('2024-01-01') })],
  ['BACKDATE_SET_IN_THE_FUTURE', accountOf(), apply({ amount: money(1), valueDate: on('2024-02-16') })],
  ['BACKDATE_BEFORE_ACTIVATION', accountOf(), apply({ amount: money(1), valueDate: on('2024-01-09') })],
  ['accepted', accountOf(), apply({ fee: fee(), amount: money(10) })],
  ['accepted', fixed(), apply({ fee: fee({ amount: money(10) }), amount: money('10.00'), installmentNumber: 8 })],
  ['accepted', approved({ state: 'PENDING_APPROVAL' }), apply({ amount: money(10) })],
];

describe('refusals in order of precedence', () => {
  for (const [reason, account, request, context = contextOn(today)] of rows) {
    test(reason, () => {
      expect(outcome(decideFee(account, request, context))).toBe(reason);
    });
  }
});

describe('the amount of a fee of the product: loan 12,000, 8 instalments, instalment 1,500', () => {
  test.each<[string, Partial<ManualFee>, string]>([
    ['FLAT', { amount: money(40) }, '40'],
    ['FLAT_NUMBER_OF_INSTALLMENTS', { amount: money(400) }, '50'],
    ['LOAN_AMOUNT_PERCENTAGE', { percentageAmount: rate('0.5') }, '60'],
    ['LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS', { percentageAmount: rate(2) }, '30'],
    ['REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE', { percentageAmount: rate(1) }, '15'],
  ])('%s', (amountCalculationMethod, given, expected) => {
    const request = apply({ fee: fee({ amountCalculationMethod, ...given }), installmentNumber: 3 });
    const { loan } = accepted(decideFee(fixed(), request, contextOn(today)));
    expect(loan.instalments[2]?.fee.expected.toFixed()).toBe(expected);
  });
});

describe('where a fee goes', () => {
  const target = (account: LoanAccountFacts, date: string): number | undefined => {
    const { loan } = accepted(decideFee(account, apply({ amount: money(5), valueDate: on(date) }), contextOn(today)));
    return loan.instalments.find(({ feeDetails }) => feeDetails.length > 0)?.number;
  };

  test('dynamic: the next unpaid instalment due on or after the value date', () => {
    expect(target(accountOf(), '2024-02-10')).toBe(1);
    expect(target(accountOf(), '2024-02-11')).toBe(2);
    const paid = accountOf({ events: [disbursed('2024-01-10', 6000), repaid('2024-02-09', 6058)] });
    expect(target(paid, '2024-02-15')).toBe(6);
  });

  test('before the disbursement it is owed, and waits for the schedule', () => {
    const { loan, account } = accepted(decideFee(approved(), apply({ amount: money(5) }), contextOn(today)));
    expect([loan.balances.total.toFixed(), account.state, loan.instalments.length]).toEqual(['5', 'APPROVED', 0]);
    const active = accountOf({ events: [...account.events, disbursed(today, 6000)] });
    const after = accepted(decideFee(active, apply({ amount: money(2) }), contextOn(today)));
    expect(after.loan.instalments[0]?.feeDetails.map(({ expected }) => expected.toFixed())).toEqual(['5', '2']);
  });
});
