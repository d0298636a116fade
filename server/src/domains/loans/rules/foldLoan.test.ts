import { describe, expect, test } from 'vitest';
import type { LoanEvent } from './events.ts';
import type { LoanTerms } from './terms.ts';
import {
  disbursed,
  expectedOf,
  feeApplied,
  interestApplied,
  lastAllocation,
  loanAt,
  on,
  paidOff,
  repaid,
  transactionsOf,
} from './testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const thirty = { daysInYear: 'E30_360' } as const;
const discounted = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', ...thirty } as const;

describe('accrual', () => {
  test('17 days of 10,000 at 12 % ACT/365', () => {
    const loan = loanAt(dynamicTermsOf({ loanAmount: 10000 }), [disbursed('2024-01-10', 10000)], '2024-01-27');
    expect(loan.accruedInterest.toFixed()).toBe('55.89041095890410958904');
  });

  test('30E/360: the 31st adds nothing, the end of February adds three', () => {
    const terms = dynamicTermsOf({ loanAmount: 36000, interest: thirty });
    const accrued = (date: string) => loanAt(terms, [disbursed('2025-01-20', 36000)], date).accruedInterest.toFixed(2);
    expect([accrued('2025-01-30'), accrued('2025-01-31'), accrued('2025-02-01')]).toEqual([
      '120.00',
      '120.00',
      '132.00',
    ]);
    const later = (date: string) => loanAt(terms, [disbursed('2025-02-20', 36000)], date).accruedInterest.toFixed(2);
    expect([later('2025-02-28'), later('2025-03-01')]).toEqual(['96.00', '132.00']);
  });

  test('a fixed loan accrues the scheduled interest of the running instalment; FLAT does not', () => {
    const terms = termsOf({ schedule: { repaymentInstallments: 2 } });
    const events = [disbursed('2024-01-10', 1000)];
    expect(loanAt(terms, events, '2024-01-25').accruedInterest.toFixed(4)).toBe('4.9306');
    expect(loanAt(terms, events, '2024-02-10').accruedInterest.toFixed(2)).toBe('0.00');
    const flat = termsOf({ interest: { interestCalculationMethod: 'FLAT' } });
    expect(loanAt(flat, events, '2024-01-25').accruedInterest.toFixed(2)).toBe('0.00');
  });

  test('interest on principal and unpaid interest', () => {
    const terms = dynamicTermsOf({
      loanAmount: 100000,
      rate: 1,
      schedule: { repaymentInstallments: 2 },
      interest: {
        ...discounted,
        interestChargeFrequency: 'EVERY_MONTH',
        interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST',
      },
    });
    const loan = loanAt(terms, [disbursed('2024-01-10', 100000)], '2024-03-10');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-02-10 INTEREST_APPLIED 1000.00',
      '2024-03-10 INTEREST_APPLIED 1010.00',
    ]);
    expect(loan.balances.interest.balance.toFixed(2)).toBe('2010.00');
  });
});

describe('application', () => {
  test('after disbursement: the whole interest at once', () => {
    const terms = termsOf({
      rate: 10,
      schedule: { repaymentInstallments: 4 },
      interest: { interestChargeFrequency: 'EVERY_MONTH', interestApplicationMethod: 'AFTER_DISBURSEMENT' },
    });
    const loan = loanAt(terms, [disbursed('2011-01-23', 1000)], '2011-01-23');
    expect(transactionsOf(loan)).toEqual(['2011-01-23 DISBURSEMENT 1000.00', '2011-01-23 INTEREST_APPLIED 246.58']);
    expect(loan.balances.total.toFixed(2)).toBe('1246.58');
  });

  test('on due dates: each instalment has its interest applied, as the schedule says', () => {
    const terms = termsOf({ schedule: { repaymentInstallments: 3 } });
    const loan = loanAt(terms, [disbursed('2024-01-10', 1000)], '2024-03-31');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-02-10 INTEREST_APPLIED 10.19',
      '2024-03-10 INTEREST_APPLIED 6.36',
    ]);
    expect(loan.instalments.map(({ state }) => state)).toEqual(['LATE', 'LATE', 'PENDING']);
  });

  test('balances: principal paid 100, interest applied 20 and 15 of it paid, fee 10 unpaid', () => {
    const terms = dynamicTermsOf({
      rate: 24,
      schedule: { repaymentInstallments: 10 },
      interest: thirty,
      payment: { repaymentAllocationOrder: ['PRINCIPAL', 'INTEREST', 'FEE', 'PENALTY'] },
    });
    const loan = loanAt(
      terms,
      [disbursed('2024-01-10', 1000), feeApplied('2024-02-01', 10), repaid('2024-02-10', 115)],
      '2024-02-10',
    );
    const { principal, interest, fees, total } = loan.balances;
    expect([principal.balance, interest.balance, fees.balance, total].map(String)).toEqual(['900', '5', '10', '915']);
  });
});

describe('allocation: order FEE, PENALTY, INTEREST, PRINCIPAL; 130 paid', () => {
  // Instalment 1: fee 5, interest 20, principal 100. Instalment 2: interest 15, principal 100.
  const given = (paymentMethod: LoanTerms['payment']['paymentMethod']): TermsOf => ({
    loanAmount: 200,
    rate: 10,
    schedule: {
      repaymentInstallments: 2,
      firstRepaymentDate: on('2024-02-09'),
      dueDates: {
        scheduleDueDatesMethod: 'INTERVAL',
        repaymentPeriodCount: 45,
        repaymentPeriodUnit: 'DAYS',
        firstRepaymentDueDateOffset: 0,
      },
    },
    interest: { interestChargeFrequency: 'EVERY_MONTH', daysInYear: 'ACTUAL_360', accrueLateInterest: false },
    payment: { paymentMethod },
  });
  const life = (installmentNumber?: number) => [
    disbursed('2024-01-10', 200),
    feeApplied('2024-02-01', 5, installmentNumber),
    repaid('2024-03-25', 130),
  ];

  test.each([
    ['horizontal, fixed', termsOf(given('HORIZONTAL')), life(1), 'principal 100, interest 25, fee 5'],
    ['horizontal, dynamic', dynamicTermsOf(given('HORIZONTAL')), life(), 'principal 100, interest 25, fee 5'],
    ['vertical, dynamic', dynamicTermsOf(given('VERTICAL')), life(), 'principal 90, interest 35, fee 5'],
  ] as const)('%s', (_name, terms, events, expected) => {
    expect(lastAllocation(loanAt(terms, events, '2024-03-25'))).toBe(expected);
  });
});

describe('late payment of equal instalments: instalment 1 unpaid until the date of 2', () => {
  const life = [disbursed('2024-01-10', 10000)];
  const two = (method: LoanTerms['payment']['latePaymentsRecalculationMethod']) =>
    loanAt(
      dynamicTermsOf({
        loanAmount: 10000,
        schedule: { repaymentInstallments: 6 },
        interest: discounted,
        payment: { latePaymentsRecalculationMethod: method },
      }),
      life,
      '2024-03-10',
    );

  test('both months bear interest on 10,000', () => {
    expect(transactionsOf(two('NO_RECALCULATION')).slice(1)).toEqual([
      '2024-02-10 INTEREST_APPLIED 100.00',
      '2024-03-10 INTEREST_APPLIED 100.00',
    ]);
  });

  test.each([
    ['NO_RECALCULATION', ['1625.48+100.00', '1641.73+100.00']],
    ['OVERDUE_INSTALLMENTS_INCREASE', ['1625.48+116.25', '1641.73+83.75']],
    ['LAST_INSTALLMENT_INCREASE', ['1625.48+100.00', '1625.48+100.00']],
  ] as const)('%s', (method, expected) => {
    expect(two(method).instalments.slice(0, 2).map(expectedOf)).toEqual(expected);
  });

  test('the last instalment takes the principal that the others lack, and those between the interest on it', () => {
    // 6749.04 are left for four instalments: the first asks for 67.49 of interest, not for 67.33, and the last one for 1742.41 in all.
    expect(two('LAST_INSTALLMENT_INCREASE').instalments.slice(2).map(expectedOf)).toEqual([
      '1657.99+67.49',
      '1674.57+50.91',
      '1691.32+34.16',
      '1725.16+17.25',
    ]);
  });

  test('without late interest, principal past its due date bears none', () => {
    const terms = dynamicTermsOf({
      loanAmount: 10000,
      schedule: { repaymentInstallments: 6 },
      interest: { ...discounted, accrueLateInterest: false },
    });
    expect(transactionsOf(loanAt(terms, life, '2024-03-10')).at(-1)).toBe('2024-03-10 INTEREST_APPLIED 83.75');
  });
});

describe('principal that moves between instalments on a due date', () => {
  const terms = (payment: NonNullable<TermsOf['payment']>) =>
    dynamicTermsOf({ loanAmount: 10000, schedule: { repaymentInstallments: 6 }, interest: discounted, payment });
  const paidOn = (given: LoanTerms, events: readonly LoanEvent[], day: string): LoanEvent[] => {
    const { totalDue } = loanAt(given, events, day).balances;
    return totalDue.isZero() ? [...events] : [...events, repaid(day, totalDue.toFixed(2))];
  };
  test.each<[string, NonNullable<TermsOf['payment']>, LoanEvent]>([
    [
      'after a late payment',
      { latePaymentsRecalculationMethod: 'LAST_INSTALLMENT_INCREASE' },
      repaid('2024-03-01', '1725.48'),
    ],
    [
      'after a payment of far too little',
      { latePaymentsRecalculationMethod: 'LAST_INSTALLMENT_INCREASE' },
      repaid('2024-02-10', '10.00'),
    ],
    [
      'after a prepayment under fixed totals',
      { prepayment: { elementsRecalculationMethod: 'TOTAL_EXPECTED_FIXED' } },
      repaid('2024-02-10', '3000.00'),
    ],
    [
      'after a prepayment of several instalments under fixed totals',
      { prepayment: { elementsRecalculationMethod: 'TOTAL_EXPECTED_FIXED' } },
      repaid('2024-02-10', '6000.00'),
    ],
  ])('leaves a schedule that holds when all is paid on its days: %s', (_, payment, first) => {
    const given = terms(payment);
    let events = paidOn(given, [disbursed('2024-01-10', 10000), first], '2024-03-10');
    const shown = loanAt(given, events, '2024-03-10').instalments.map(expectedOf);
    for (const day of ['2024-04-10', '2024-05-10', '2024-06-10', '2024-07-10']) events = paidOn(given, events, day);
    const ended = loanAt(given, events, '2024-07-10');
    expect(ended.instalments.map(expectedOf)).toEqual(shown);
    const totals = ended.instalments.map(({ principal, interest }) => principal.expected.plus(interest.expected));
    expect(totals.slice(0, -1).map((total) => total.toFixed(2))).toEqual(Array(5).fill('1725.48'));
    expect(ended.balances.total.isZero()).toBe(true);
  });
});

test('principal that moves to the last instalment leaves what was agreed by hand on one that carries none', () => {
  const given = dynamicTermsOf({
    loanAmount: 10000,
    schedule: { repaymentInstallments: 6, principalRepaymentInterval: 2 },
    interest: discounted,
    payment: { latePaymentsRecalculationMethod: 'LAST_INSTALLMENT_INCREASE' },
  });
  const life = [disbursed('2024-01-10', 10000)];
  const lines = loanAt(given, life, '2024-01-10').instalments;
  const moved = [0, 0, 0, 0, 500, -500];
  const byHand = {
    ...repaid('2024-01-11', 1),
    type: 'SCHEDULE_EDITED',
    instalments: lines.map(({ slot, dueDate, principal, interest }, index) => ({
      ...{ slot, dueDate, interest: interest.expected },
      principal: principal.expected.plus(moved[index] ?? 0),
    })),
  } as unknown as LoanEvent;
  const after = (day: string) => loanAt(given, [...life, byHand], day).instalments.map(expectedOf);
  const [before, later] = [after('2024-03-10'), after('2024-04-10')];
  // The third instalment falls due while the second is late, and has nothing to give; the fourth does when the next month is late as well.
  expect(later.slice(4)).toEqual(before.slice(4));
  expect(Number(after('2024-05-10')[4]?.split('+')[0])).toBeGreaterThan(450);
});

describe('fixed loans', () => {
  test('a larger payment reaches the next instalments with their scheduled interest, applied with it', () => {
    const terms = termsOf({ loanAmount: 3000, schedule: { repaymentInstallments: 3 }, interest: thirty });
    const loan = loanAt(terms, [disbursed('2024-01-10', 3000), repaid('2024-02-10', 1045)], '2024-03-10');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-02-10 INTEREST_APPLIED 30.00',
      '2024-02-10 INTEREST_APPLIED 15.00',
      '2024-02-10 REPAYMENT 1045.00',
      '2024-03-10 INTEREST_APPLIED 5.00',
    ]);
    expect(lastAllocation({ ...loan, transactions: loan.transactions.slice(0, -1) })).toBe(
      'principal 1000, interest 45, fee 0',
    );
  });

  test('states: paid on time, part of the next, late after its due date', () => {
    const terms = termsOf({ loanAmount: 3000, schedule: { repaymentInstallments: 3 }, interest: thirty });
    const life = [disbursed('2024-01-10', 3000), repaid('2024-02-10', 1100)];
    expect(loanAt(terms, life, '2024-03-10').instalments.map(({ state }) => state)).toEqual([
      'PAID',
      'PARTIALLY_PAID',
      'PENDING',
    ]);
    const late = loanAt(terms, life, '2024-03-11');
    expect(late.instalments.map(({ state }) => state)).toEqual(['PAID', 'LATE', 'PENDING']);
    expect([late.daysLate, late.liveState]).toEqual([1, 'ACTIVE_IN_ARREARS']);
  });

  test('tolerance 5, due 10 May: late on the 11th, in arrears from the 16th', () => {
    const terms = termsOf({ tolerancePeriod: 5 });
    const seen = (date: string) => {
      const { daysLate, liveState, arrearsSince } = loanAt(terms, [disbursed('2024-04-10', 1000)], date);
      return [daysLate, liveState, arrearsSince];
    };
    expect(seen('2024-05-10')).toEqual([0, 'ACTIVE', undefined]);
    expect(seen('2024-05-11')).toEqual([1, 'ACTIVE', undefined]);
    expect(seen('2024-05-15')).toEqual([5, 'ACTIVE', undefined]);
    expect(seen('2024-05-16')).toEqual([6, 'ACTIVE_IN_ARREARS', '2024-05-16']);
  });
});

describe('pay-off', () => {
  test('10,000 and 17 days of interest at 12 % ACT/365', () => {
    const terms = dynamicTermsOf({ loanAmount: 10000 });
    const loan = loanAt(terms, [disbursed('2024-01-10', 10000), paidOff('2024-01-27', '10055.89')], '2024-01-27');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-01-27 INTEREST_APPLIED 55.89',
      '2024-01-27 REPAYMENT 10055.89',
    ]);
    expect([loan.balances.total.toFixed(2), loan.overpaid.toFixed(2)]).toEqual(['0.00', '0.00']);
    expect(new Set(loan.instalments.map(({ state }) => state))).toEqual(new Set(['PAID']));
  });
});

describe('interest applied by hand', () => {
  test('the due date applies the rest of the period, so that the period is rounded once', () => {
    const terms = dynamicTermsOf({ loanAmount: 10000 });
    const loan = loanAt(terms, [disbursed('2024-01-10', 10000), interestApplied('2024-01-27')], '2024-02-10');
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-01-27 INTEREST_APPLIED 55.89',
      '2024-02-10 INTEREST_APPLIED 46.03',
    ]);
    expect(loan.instalments[0]?.interest.expected.toFixed(2)).toBe('101.92');
  });
});
