import { describe, expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import { decideAdjustment } from './decide/decideAdjustment.ts';
import { decideDisbursement } from './decide/decideDisbursement.ts';
import { decideFee } from './decide/decideFee.ts';
import { accepted, approved, contextOn, outcome } from './decide/testAccount.ts';
import { checkDisbursementFees, deductedOf, disbursementFeesOf, type WantedFee } from './disbursementFees.ts';
import { foldLoan } from './foldLoan.ts';
import { loanJournal } from './loanJournal.ts';
import type { LoanProductFee } from './loanProduct.ts';
import type { DisbursementFee, LoanTerms } from './terms.ts';
import { on, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, termsOf } from './testTerms.ts';

const day = '2024-01-10';

const percent = (trigger: DisbursementFee['trigger'], share: number): DisbursementFee => ({
  predefinedFeeKey: `${trigger}-%`,
  name: 'share',
  trigger,
  amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE',
  percentageAmount: rate(share),
});

const flat = (trigger: DisbursementFee['trigger'], amount: number): DisbursementFee => ({
  predefinedFeeKey: `${trigger}-flat`,
  name: 'flat',
  trigger,
  amountCalculationMethod: 'FLAT',
  amount: money(amount),
});

const threeFees = [
  percent('DISBURSEMENT', 2),
  flat('CAPITALIZED_DISBURSEMENT', 500),
  percent('UPFRONT_DISBURSEMENT', 1),
];

const approvedWith = (terms: LoanTerms) => approved({ terms });

const disburse = (terms: LoanTerms) => accepted(decideDisbursement(approvedWith(terms), {}, contextOn(day)));

// The worked example of 100,000: 2 % deducted, 500 capitalised, 1 % owed.
describe.each([
  ['fixed', termsOf],
  ['dynamic', dynamicTermsOf],
] as const)('the fees of a disbursement of a %s loan', (_kind, of) => {
  const { loan, append } = disburse(of({ loanAmount: 100_000, disbursementFees: threeFees }));
  const [event] = append;

  test('are deducted, capitalised and owed', () => {
    expect(event?.type === 'DISBURSED' && event.amount.minus(deductedOf(event)).toFixed()).toBe('98000');
    expect(transactionsOf(loan)).toEqual([`${day} DISBURSEMENT 100500.00`, `${day} FEE_APPLIED 1000.00`]);
    expect(loan.balances.principal.balance.toFixed()).toBe('100500');
    expect(loan.balances.fees.balance.toFixed()).toBe('1000');
    expect(loan.instalments[0]?.fee.expected.toFixed()).toBe('1000');
    expect(loan.instalments.reduce((all, { principal }) => all + Number(principal.expected), 0)).toBeCloseTo(
      100_500,
      6,
    );
  });

  test.each(['CASH', 'ACCRUAL'] as const)('are booked under %s', (method) => {
    const [disbursement, owed] = loan.transactions.map((transaction) =>
      loanJournal(method, transaction).map(({ side, resource, amount }) => `${side} ${resource} ${amount.toFixed()}`),
    );
    expect(disbursement).toEqual([
      'DEBIT PORTFOLIO_CONTROL 100500',
      'CREDIT FUND_SOURCE 98000',
      'CREDIT FEE_INCOME 2000',
      'CREDIT FEE_INCOME 500',
    ]);
    expect(owed).toEqual(method === 'CASH' ? [] : ['DEBIT FEE_RECEIVABLE 1000', 'CREDIT FEE_INCOME 1000']);
  });
});

describe('after the disbursement', () => {
  const share = {
    encodedKey: 'share',
    name: 'share',
    state: 'ACTIVE',
    trigger: 'MANUAL',
    amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE',
    percentageAmount: rate(10),
  } as const;

  // Published: 1000 less deducted 100 is a base of 1000, 1000 plus capitalised 100 one of 1100.
  test.each([
    ['DISBURSEMENT', '100'],
    ['CAPITALIZED_DISBURSEMENT', '110'],
  ] as const)('percentages of the loan amount count a fee with %s as %s', (trigger, amount) => {
    const { account } = disburse(dynamicTermsOf({ loanAmount: 1000, disbursementFees: [flat(trigger, 100)] }));
    const { append } = accepted(decideFee(account, { fee: share, allowArbitraryFees: false }, contextOn(day)));
    expect(append[0]?.type === 'FEE_APPLIED' && append[0].amount.toFixed()).toBe(amount);
  });

  test('late fees count capitalised fees, too', () => {
    const terms = termsOf({
      disbursementFees: [flat('CAPITALIZED_DISBURSEMENT', 100)],
      fees: [
        {
          predefinedFeeKey: 'late',
          name: 'late',
          trigger: 'LATE_REPAYMENT',
          amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE',
          percentageAmount: rate(1),
        },
      ],
    });
    const { account } = disburse(terms);
    const later = foldLoan(terms, account.events, on('2024-02-12'), everyDayWorks);
    expect(transactionsOf(later).at(-1)).toBe('2024-02-11 FEE_APPLIED 11.00');
  });

  test('a fee that came with it is not undone by itself', () => {
    const { account, loan } = disburse(termsOf({ disbursementFees: [flat('UPFRONT_DISBURSEMENT', 5)] }));
    const [, fee] = loan.transactions;
    if (!fee) throw new Error('the fee is missing');
    const transaction = { ...fee, id: '2', reversed: false };
    expect(outcome(decideAdjustment(account, { transaction, notes: 'n' }, contextOn(day)))).toBe(
      'TRANSACTION_MADE_BY_A_DISBURSEMENT_FEE',
    );
  });
});

const inProduct = (key: string, more: Partial<LoanProductFee>): LoanProductFee => ({
  encodedKey: key as EncodedKey,
  id: null,
  name: key,
  required: false,
  state: 'ACTIVE',
  trigger: 'DISBURSEMENT',
  amountCalculationMethod: 'FLAT',
  accountingRules: new Map(),
  amortization: null,
  ...more,
});

const product = new Map(
  [
    inProduct('must', { required: true, amount: money(10) }),
    inProduct('open', { trigger: 'UPFRONT_DISBURSEMENT' }),
    inProduct('share', { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE' }),
    inProduct('old', { state: 'INACTIVE', amount: money(1), required: true }),
    inProduct('manual', { trigger: 'MANUAL', amount: money(1), required: true }),
  ].map((fee) => [fee.encodedKey as string, fee]),
);

describe('what a request says of fees', () => {
  const told = (wanted: readonly WantedFee[] | undefined): string => {
    const agreed = disbursementFeesOf(wanted, product);
    return isRejection(agreed)
      ? (agreed.errors[0]?.reason ?? '')
      : agreed.map(({ name, amount, percentageAmount }) => `${name} ${(amount ?? percentageAmount)?.toFixed()}`).join();
  };
  const must = { key: 'must' };

  test.each<[string, readonly WantedFee[] | undefined]>([
    ['must 10', undefined],
    ['must 10', [must]],
    ['must 10', [{ ...must, amount: money('10.00') }]],
    ['must 10,open 3,share 2', [must, { key: 'open', amount: money(3) }, { key: 'share', percentage: rate(2) }]],
    ['REQUIRED_FEE_MISSING', []],
    ['REQUIRED_FEE_MISSING', [{ key: 'open', amount: money(3) }]],
    ['MISSING_FEE_KEY', [{ key: undefined }]],
    ['INVALID_FEE_KEY', [{ key: 'nothing' }]],
    ['FEE_NOT_ALLOWED', [{ key: 'manual' }]],
    ['FEE_NOT_ACTIVE', [{ key: 'old' }]],
    ['INVALID_FEES_DETAILS', [{ ...must, percentage: rate(1) }]],
    ['INVALID_FEES_DETAILS', [{ key: 'share', amount: money(1) }]],
    ['INVALID_FEES_DETAILS', [{ key: 'share', percentage: rate('1e30') }]],
    ['INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE', [{ ...must, amount: money(11) }]],
    ['MANDATORY_FEE_AMOUNT', [must, { key: 'open' }]],
    ['DUPLICATE_DISBURSEMENT_FEE', [must, must]],
  ])('%s', (expected, wanted) => {
    expect(told(wanted)).toBe(expected);
  });
});

test.each<[string, readonly DisbursementFee[], Partial<LoanTerms['schedule']['rounding']>?]>([
  ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', [flat('DISBURSEMENT', 0)]],
  ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', [flat('UPFRONT_DISBURSEMENT', -1)]],
  ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', [percent('DISBURSEMENT', 0.0001)]],
  ['INVALID_AMOUNT', [flat('DISBURSEMENT', 1.001)]],
  ['INVALID_AMOUNT', [flat('UPFRONT_DISBURSEMENT', 1e30)]],
  ['DEDUCTED_FEES_TOTAL_MORE_THAN_LOAN_AMOUNT', [flat('DISBURSEMENT', 600), percent('DISBURSEMENT', 40)]],
  ['DISBURSEMENT_FEES_EXCEED_LOAN_AMOUNT', [flat('CAPITALIZED_DISBURSEMENT', 1000.01)]],
  [
    'LOAN_AMOUNT_DECIMALS_NOT_ALLOWED_WITH_ROUNDING',
    [flat('CAPITALIZED_DISBURSEMENT', 0.5)],
    { repaymentCurrencyRounding: 'ROUND_TO_NEAREST_WHOLE_UNIT', repaymentElementsRoundingMethod: 'ROUND_ALL' },
  ],
])('%s: fees that a loan of 1000 can’t bear', (reason, disbursementFees, rounding = {}) => {
  const plain = termsOf({ disbursementFees });
  const terms = {
    ...plain,
    schedule: { ...plain.schedule, rounding: { ...plain.schedule.rounding, ...rounding } },
  };
  expect(checkDisbursementFees(terms)?.errors[0]?.reason).toBe(reason);
});
