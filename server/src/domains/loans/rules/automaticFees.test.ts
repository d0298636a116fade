import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import type { LoanEvent } from './events.ts';
import type { AutomaticFee } from './terms.ts';
import { disbursed, loanAt, on, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const feeOf = (trigger: AutomaticFee['trigger'], given: Partial<AutomaticFee>): AutomaticFee => ({
  predefinedFeeKey: 'f',
  name: 'Fee',
  trigger,
  amountCalculationMethod: 'FLAT',
  ...given,
});

const eight: TermsOf = { loanAmount: 12_000, rate: 0, schedule: { repaymentInstallments: 8 } };
const life = [disbursed('2024-01-10', 12_000)];

describe('payment due: loan 12000, 8 instalments', () => {
  test.each<[string, Partial<AutomaticFee>, string]>([
    ['FLAT 40', { amount: money(40) }, '40'],
    ['FLAT 400', { amountCalculationMethod: 'FLAT_NUMBER_OF_INSTALLMENTS', amount: money(400) }, '50'],
    ['0.5 % of the loan', { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE', percentageAmount: rate('0.5') }, '60'],
    [
      '2 % of the loan over all',
      { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS', percentageAmount: rate(2) },
      '30',
    ],
    [
      '1 % of the principal',
      { amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE', percentageAmount: rate(1) },
      '15',
    ],
  ])('%s: on every instalment of a fixed loan with the disbursement', (_what, given, each) => {
    const loan = loanAt(termsOf({ ...eight, fees: [feeOf('PAYMENT_DUE', given)] }), life, '2024-01-10');
    expect(loan.instalments.map(({ fee }) => fee.expected.toFixed())).toEqual(Array(8).fill(each));
    expect(loan.balances.fees.balance.toFixed()).toBe(money(each).times(8).toFixed());
    expect(loan.balances.fees.due.toFixed()).toBe('0');
  });

  test('a dynamic loan gets it with each due date, and shows before what will come', () => {
    const terms = dynamicTermsOf({ ...eight, fees: [feeOf('PAYMENT_DUE', { amount: money(40) })] });
    const loan = loanAt(terms, life, '2024-03-10');
    expect(transactionsOf(loan).slice(1)).toEqual(['2024-02-10 FEE_APPLIED 40.00', '2024-03-10 FEE_APPLIED 40.00']);
    expect(loan.instalments.map(({ fee }) => fee.expectedUnapplied.toFixed())).toEqual([
      '0',
      '0',
      ...Array(6).fill('40'),
    ]);
  });

  test('applied on due dates: so does a fixed one, and what is paid before has none', () => {
    const terms = termsOf({ ...eight, fees: [feeOf('PAYMENT_DUE_APPLIED_ON_DUE_DATES', { amount: money(40) })] });
    const loan = loanAt(terms, [...life, repaid('2024-02-01', 1500)], '2024-03-10');
    expect(transactionsOf(loan).slice(2)).toEqual(['2024-03-10 FEE_APPLIED 40.00']);
  });
});

describe('a late fee', () => {
  const late = feeOf('LATE_REPAYMENT', { amount: money(7) });
  const terms = termsOf({ ...eight, tolerancePeriod: 5, fees: [late] });

  test('comes once to each instalment, when it is late beyond the tolerance', () => {
    expect(transactionsOf(loanAt(terms, life, '2024-02-15')).slice(1)).toEqual([]);
    expect(transactionsOf(loanAt(terms, life, '2024-03-16')).slice(1)).toEqual([
      '2024-02-16 FEE_APPLIED 7.00',
      '2024-03-16 FEE_APPLIED 7.00',
    ]);
  });

  test('goes when the payment was dated on time', () => {
    expect(transactionsOf(loanAt(terms, [...life, repaid('2024-02-10', 1500)], '2024-03-01')).slice(2)).toEqual([]);
  });

  test('that is undone does not come again', () => {
    const waived: LoanEvent = {
      type: 'FEE_WAIVED',
      key: 'waived',
      sequence: 9_000_000,
      valueDate: on('2024-02-16'),
      bookingDate: on('2024-02-16'),
      role: 'FEE_APPLIED#f#1',
    };
    expect(transactionsOf(loanAt(terms, [...life, waived], '2024-03-16')).slice(1)).toEqual([
      '2024-03-16 FEE_APPLIED 7.00',
    ]);
  });

  test('is percent of the principal of its instalment', () => {
    const given = { amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE', percentageAmount: rate('0.5') };
    const loan = loanAt(termsOf({ ...eight, fees: [feeOf('LATE_REPAYMENT', given)] }), life, '2024-02-11');
    expect(loan.balances.fees.due.toFixed()).toBe('7.5');
  });
});
