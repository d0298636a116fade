import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import type { LoanEvent } from './events.ts';
import type { LoanTerms } from './terms.ts';
import { disbursed, interestApplied, loanAt, on, paidOff, repaid } from './testLoan.ts';
import { taxOf } from './testTaxes.ts';
import { dynamicTermsOf, type TermsOf } from './testTerms.ts';

// 10,000 at 12 % 30/360 in six equal payments of 1725.48: instalment 1 is left unpaid, so 1625.48 of principal is overdue from 10 February on.

const termsOf = (interest: TermsOf['interest'] = {}, given: TermsOf = {}): LoanTerms =>
  dynamicTermsOf({
    loanAmount: 10000,
    schedule: { repaymentInstallments: 6 },
    ...given,
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
      interestRate: rate(12),
      decoupleInterestFromArrears: true,
      ...interest,
    },
  });

const life = [disbursed('2024-01-10', 10000)];

const moved = (terms: LoanTerms, events: readonly LoanEvent[], date: string): string[] =>
  loanAt(terms, events, date).transactions.map(({ type, affectedAmounts }) => {
    const { interest, fromArrears } = affectedAmounts;
    return `${type} ${interest.toFixed(2)} of it ${(fromArrears ?? money(0)).toFixed(2)}`;
  });

const figures = (terms: LoanTerms, events: readonly LoanEvent[], date: string): string[] => {
  const { balances, accruedInterest, accruedFromArrears } = loanAt(terms, events, date);
  const { balance, due, paid } = balances.fromArrears;
  return [balance, due, paid, accruedInterest, accruedFromArrears].map((amount) => amount.toFixed(2));
};

describe('interest from arrears', () => {
  test('month two: 100.00 on 10,000, of which 16.25 runs on what is overdue', () => {
    expect(moved(termsOf(), life, '2024-03-10').slice(1)).toEqual([
      'INTEREST_APPLIED 100.00 of it 0.00',
      'INTEREST_APPLIED 100.00 of it 16.25',
    ]);
    expect(figures(termsOf(), life, '2024-03-10')).toEqual(['16.25', '16.25', '0.00', '0.00', '0.00']);
  });

  test('it accrues from the due date on: ten days of 1625.48', () => {
    expect(figures(termsOf(), life, '2024-02-10')).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00']);
    expect(figures(termsOf(), life, '2024-02-20')).toEqual(['0.00', '0.00', '0.00', '33.33', '5.42']);
  });

  test('with interest that bears interest, overdue interest counts: 16.25 and a hundredth of 100', () => {
    const terms = termsOf({ interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' });
    expect(moved(terms, life, '2024-03-10').at(-1)).toBe('INTEREST_APPLIED 101.00 of it 17.25');
  });

  test('paying what is overdue ends it', () => {
    const paid = [...life, repaid('2024-02-20', '1725.48')];
    expect(moved(termsOf(), paid, '2024-03-10').at(-1)).toBe('INTEREST_APPLIED 89.16 of it 5.42');
  });

  test('after the last due date all interest is from arrears', () => {
    const terms = termsOf({ accrueInterestAfterMaturity: true });
    const { accruedInterest, accruedFromArrears } = loanAt(terms, life, '2024-08-10');
    expect([accruedInterest.toFixed(2), accruedFromArrears.toFixed(2)]).toEqual(['100.00', '100.00']);
  });

  test('where the surplus goes to the overdue instalment, interest from arrears goes with it', () => {
    const terms = termsOf({}, { payment: { latePaymentsRecalculationMethod: 'OVERDUE_INSTALLMENTS_INCREASE' } });
    const paid = [...life, repaid('2024-03-10', '1741.73')];
    expect(moved(terms, paid, '2024-03-10').at(-1)).toBe('REPAYMENT 116.25 of it 16.25');
  });

  test('a payment takes the regular interest of an instalment first', () => {
    const terms = termsOf({}, { payment: { paymentMethod: 'VERTICAL' } });
    expect(moved(terms, [...life, repaid('2024-03-10', 190)], '2024-03-10').at(-1)).toBe('REPAYMENT 190.00 of it 6.25');
  });

  test('parts that a payment names pay one kind each', () => {
    const [event] = [repaid('2024-03-10', 20)];
    if (event?.type !== 'REPAID') throw new Error('no repayment');
    const named = (type: 'INTEREST' | 'INTEREST_FROM_ARREARS') => [
      ...life,
      { ...event, parts: [{ type, amount: event.amount }] },
    ];
    expect(moved(termsOf(), named('INTEREST'), '2024-03-10').at(-1)).toBe('REPAYMENT 20.00 of it 0.00');
    const late = loanAt(termsOf(), named('INTEREST_FROM_ARREARS'), '2024-03-10');
    expect([late.transactions.at(-1)?.affectedAmounts.fromArrears?.toFixed(2), late.overpaid.toFixed(2)]).toEqual([
      '16.25',
      '3.75',
    ]);
  });

  // Of the 100.00 of month two 19.35 are tax, of the 16.25 in it 3.15: 83.75 of 100.00 would have 16.21 and leave it a cent less. At 19 % it would leave one more.
  test.each([
    [24, '16.20', '3.15'],
    [19, '13.38', '2.59'],
  ])('each kind has the tax of its own at %i %, whatever share it is of all', (percent, ofRegular, ofLate) => {
    const terms = termsOf({}, { tax: taxOf({ taxCalculationMethod: 'INCLUSIVE' }, [['2020-01-01', percent]]) });
    const named = (date: string, type: 'INTEREST' | 'INTEREST_FROM_ARREARS', amount: string): LoanEvent => {
      const event = repaid(date, amount);
      return event.type === 'REPAID' ? { ...event, parts: [{ type, amount: event.amount }] } : event;
    };
    const before = [...life, named('2024-02-10', 'INTEREST', '100')];
    const kinds = [
      { type: 'INTEREST', amount: '83.75', tax: ofRegular },
      { type: 'INTEREST_FROM_ARREARS', amount: '16.25', tax: ofLate },
    ] as const;
    for (const order of [kinds, kinds.toReversed()]) {
      const payments = order.map(({ type, amount }) => named('2024-03-10', type, amount));
      const { transactions, balances } = loanAt(terms, [...before, ...payments], '2024-03-10');
      expect(transactions.slice(-2).map(({ taxes }) => taxes?.interest.toFixed(2))).toEqual(
        order.map(({ tax }) => tax),
      );
      expect(balances.tax.balance.toFixed()).toBe('0');
    }
  });

  test('where it moves to overdue instalments, its tax moves with it, and is paid with it', () => {
    const terms = dynamicTermsOf({
      loanAmount: 36_545,
      interest: { ...termsOf().interest, daysInYear: 'ACTUAL_365_FIXED', interestRate: rate('2.05') },
      schedule: {
        repaymentInstallments: 6,
        dueDates: {
          scheduleDueDatesMethod: 'INTERVAL',
          repaymentPeriodCount: 2,
          repaymentPeriodUnit: 'DAYS',
          firstRepaymentDueDateOffset: 0,
        },
      },
      payment: { latePaymentsRecalculationMethod: 'OVERDUE_INSTALLMENTS_INCREASE' },
      tax: taxOf({ taxCalculationMethod: 'INCLUSIVE' }),
    });
    const events = [disbursed('2023-11-30', 36_545), repaid('2023-12-08', '36561.44')];
    const { transactions } = loanAt(terms, events, '2023-12-08');
    // Eight days in which a sixth, two and three of the principal were overdue: 0.68, 1.37 and 2.05, each with 16 % in it.
    expect(
      transactions.flatMap(({ type, taxes }) =>
        taxes?.fromArrears ? [`${type} ${taxes.fromArrears.toFixed(2)}`] : [],
      ),
    ).toEqual(['INTEREST_APPLIED 0.09', 'INTEREST_APPLIED 0.19', 'INTEREST_APPLIED 0.28', 'REPAYMENT 0.56']);
  });

  test('each kind is applied by itself by hand, and the due date applies the rest of both', () => {
    const only = (kind: 'REGULAR' | 'FROM_ARREARS', date: string): LoanEvent => {
      const event = interestApplied(date);
      return event.type === 'INTEREST_APPLIED' ? { ...event, only: kind } : event;
    };
    const events = [...life, only('FROM_ARREARS', '2024-02-20'), only('REGULAR', '2024-02-25')];
    expect(moved(termsOf(), events, '2024-03-10').slice(2)).toEqual([
      'INTEREST_APPLIED 5.42 of it 5.42',
      'INTEREST_APPLIED 41.87 of it 0.00',
      'INTEREST_APPLIED 52.71 of it 10.83',
    ]);
  });

  test('a pay-off that lets some of it off', () => {
    const event = paidOff('2024-03-10', '10190');
    if (event.type !== 'PAID_OFF') throw new Error('no pay-off');
    const reduced = { ...event.reduced, interest: money(10), fromArrears: money(10) };
    const loan = loanAt(termsOf(), [...life, { ...event, reduced }], '2024-03-10');
    expect(moved(termsOf(), [...life, { ...event, reduced }], '2024-03-10').slice(-2)).toEqual([
      'INTEREST_DUE_REDUCED 10.00 of it 10.00',
      'REPAYMENT 190.00 of it 6.25',
    ]);
    expect([loan.balances.total.toFixed(2), loan.balances.fromArrears.balance.toFixed(2)]).toEqual(['0.00', '0.00']);
  });

  test('a write-off gives up what was applied of it', () => {
    const event: LoanEvent = {
      key: 'write-off',
      sequence: 1000,
      valueDate: on('2024-02-20'),
      bookingDate: on('2024-02-20'),
      type: 'WRITTEN_OFF',
    };
    expect(moved(termsOf(), [...life, event], '2024-02-20').slice(-2)).toEqual([
      'INTEREST_APPLIED 33.33 of it 5.42',
      'WRITE_OFF 133.33 of it 5.42',
    ]);
  });
});
