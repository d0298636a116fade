import { describe, expect, test } from 'vitest';
import type { LoanTerms } from './terms.ts';
import { disbursed, dueOf, expectedOf, loanAt, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf } from './testTerms.ts';

const thirty = { daysInYear: 'E30_360' } as const;
const discounted = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', ...thirty } as const;

describe('prepayment, declining balance: 6000 at 12 % 30/360, 1050 due and 1500 more on 10 March', () => {
  const terms = (method: LoanTerms['payment']['prepayment']['prepaymentRecalculationMethod']) =>
    dynamicTermsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 6 },
      interest: thirty,
      payment: { prepayment: { prepaymentRecalculationMethod: method } },
    });
  const life = [disbursed('2024-01-10', 6000), repaid('2024-02-10', 1060), repaid('2024-03-10', 2550)];
  const ahead = (method: LoanTerms['payment']['prepayment']['prepaymentRecalculationMethod']) =>
    loanAt(terms(method), life, '2024-03-10').instalments.slice(2);

  test('same number of terms', () => {
    expect(ahead('RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS').map(expectedOf)).toEqual([
      '625+25.00',
      '625+18.75',
      '625+12.50',
      '625+6.25',
    ]);
  });

  test('same principal amount', () => {
    const instalments = ahead('RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT');
    expect(instalments.map(expectedOf)).toEqual(['1000+25.00', '1000+15.00', '500+5.00', '0+0.00']);
    expect(instalments.map(({ state }) => state)).toEqual(['PENDING', 'PENDING', 'PENDING', 'PAID']);
  });

  test('no recalculation', () => {
    const instalments = ahead('NO_RECALCULATION');
    expect(instalments.map(expectedOf)).toEqual(['1000+40.00', '1000+30.00', '1000+20.00', '1000+10.00']);
    expect(instalments.map(({ principal }) => principal.paid.toFixed())).toEqual(['1000', '500', '0', '0']);
    const later = loanAt(terms('NO_RECALCULATION'), life, '2024-04-10').instalments[2];
    expect(later && expectedOf(later)).toBe('1000+25.00');
  });

  test('the paid instalment shows the prepaid principal, so that principal sums to the loan', () => {
    const loan = loanAt(terms('RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS'), life, '2024-03-10');
    expect(loan.instalments.slice(0, 2).map(expectedOf)).toEqual(['1000+60.00', '2500+50.00']);
    expect(loan.instalments.slice(0, 2).map(({ state }) => state)).toEqual(['PAID', 'PAID']);
    expect(loan.balances.principal.balance.toFixed()).toBe('2500');
  });
});

describe('prepayment, equal instalments: 10,000 at 12 % 30/360, 2000 more on the second due date', () => {
  const life = [disbursed('2024-01-10', 10000), repaid('2024-02-10', '1725.48'), repaid('2024-03-10', '3725.48')];
  const ahead = (method: LoanTerms['payment']['prepayment']['prepaymentRecalculationMethod']) =>
    loanAt(
      dynamicTermsOf({
        loanAmount: 10000,
        schedule: { repaymentInstallments: 6 },
        interest: discounted,
        payment: { prepayment: { prepaymentRecalculationMethod: method } },
      }),
      life,
      '2024-03-10',
    );

  test('reduce the amount', () => {
    const loan = ahead('REDUCE_AMOUNT_PER_INSTALLMENT');
    expect(loan.payment?.toFixed(2)).toBe('1212.92');
    expect(loan.instalments.slice(2).map(expectedOf)).toEqual([
      '1165.59+47.33',
      '1177.25+35.67',
      '1189.02+23.90',
      '1200.93+12.01',
    ]);
  });

  test('reduce the number', () => {
    const loan = ahead('REDUCE_NUMBER_OF_INSTALLMENTS_NEW');
    expect(loan.payment?.toFixed(2)).toBe('1725.48');
    expect(loan.instalments.slice(2).map(expectedOf)).toEqual(['1678.15+47.33', '1694.93+30.55', '1359.71+13.60']);
  });
});

describe('early payment before a due date', () => {
  const terms = (applyInterestOnPrepaymentMethod: 'AUTOMATIC' | 'MANUAL') =>
    dynamicTermsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 6 },
      interest: thirty,
      payment: {
        prepayment: {
          applyInterestOnPrepaymentMethod,
          prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS',
        },
      },
    });
  const life = [disbursed('2024-01-10', 6000), repaid('2024-01-25', 630)];

  test('automatic: accrued interest is applied and paid, then principal', () => {
    const loan = loanAt(terms('AUTOMATIC'), life, '2024-02-10');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-01-25 INTEREST_APPLIED 30.00',
      '2024-01-25 REPAYMENT 630.00',
      '2024-02-10 INTEREST_APPLIED 27.00',
    ]);
    expect(loan.instalments.slice(0, 2).map(expectedOf)).toEqual(['1500+57.00', '900+45.00']);
    expect(loan.instalments.slice(0, 2).map(dueOf)).toEqual(['900+27.00', '900+45.00']);
  });

  test('manual: only principal is paid, the interest waits for its due date', () => {
    const loan = loanAt(terms('MANUAL'), life, '2024-02-10');
    expect(transactionsOf(loan).slice(1)).toEqual(['2024-01-25 REPAYMENT 630.00', '2024-02-10 INTEREST_APPLIED 56.85']);
    expect(loan.instalments.slice(0, 1).map(expectedOf)).toEqual(['1525+56.85']);
  });
});

describe('without recalculation, equal instalments: interest saved by a prepayment', () => {
  const life = [disbursed('2024-01-10', 10000), repaid('2024-02-10', '3725.48')];
  const second = (elementsRecalculationMethod: LoanTerms['payment']['prepayment']['elementsRecalculationMethod']) => {
    const terms = dynamicTermsOf({
      loanAmount: 10000,
      schedule: { repaymentInstallments: 6 },
      interest: discounted,
      payment: { prepayment: { elementsRecalculationMethod } },
    });
    return loanAt(terms, life, '2024-03-10').instalments;
  };

  test('shortens the total where principal is fixed', () => {
    expect(second('PRINCIPAL_EXPECTED_FIXED')[1]).toMatchObject({ state: 'PARTIALLY_PAID' });
    expect(second('PRINCIPAL_EXPECTED_FIXED').map(expectedOf)[1]).toBe('1641.73+63.75');
  });

  test('becomes principal where the total is fixed, and the last instalment has less', () => {
    const instalments = second('TOTAL_EXPECTED_FIXED').map(expectedOf);
    // 6354.52 are left when the second is paid: what those between bear on it leaves 1684.17 to the last one.
    expect(instalments.slice(1)).toEqual([
      '1661.73+63.75',
      '1661.93+63.55',
      '1674.97+50.51',
      '1691.72+33.76',
      '1684.17+16.84',
    ]);
  });
});

describe('the state of an instalment whose principal is prepaid', () => {
  test.each([
    ['PARTIALLY_PAID', 'PARTIALLY_PAID'],
    ['PAID', 'PAID'],
    ['ORIGINAL_TOTAL_EXPECTED_PAID', 'PARTIALLY_PAID'],
  ] as const)('%s', (principalPaidInstallmentStatus, expected) => {
    const terms = dynamicTermsOf({
      loanAmount: 6000,
      schedule: { repaymentInstallments: 6 },
      interest: thirty,
      payment: { prepayment: { principalPaidInstallmentStatus } },
    });
    const life = [disbursed('2024-01-10', 6000), repaid('2024-02-10', 2060)];
    const [, next] = loanAt(terms, life, '2024-02-10').instalments;
    expect([next?.state, next && dueOf(next)]).toEqual([expected, '0+50.00']);
  });
});
