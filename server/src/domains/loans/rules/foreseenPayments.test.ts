import { expect, test } from 'vitest';
import { isPositive, money, plus, rate } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { previewSchedule } from './foldLoan.ts';
import { changing, named } from './rates/testRates.ts';
import type { Instalment } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { disbursed, expectedOf, loanAt, on, repaid } from './testLoan.ts';
import { taxOf } from './testTaxes.ts';
import { dynamicTermsOf } from './testTerms.ts';

// Whoever pays what the preview says, each instalment on its due date, is asked for nothing else. Dynamic loans in equal payments, whose interest is applied
// on days of the month.

const onDays = (...daysInMonth: number[]) =>
  ({
    daysInYear: 'E30_360',
    interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
    interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
    interestApplicationDays: { daysInMonth, shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
  }) as const;
const becomesPrincipal = { interestType: 'CAPITALIZED_INTEREST' } as const;
const tranche = (key: string, amount: number, day: string) => ({
  key,
  amount: money(amount),
  disbursementFees: [],
  expectedDisbursementDate: on(day),
});

type Case = {
  readonly what: string;
  readonly terms: LoanTerms;
  readonly draws: readonly LoanEvent[];
  readonly plan: readonly string[];
};

const cases: readonly Case[] = [
  {
    // 1004 at 1 % a month are 260.17 with the tax in it. The days until 20 January bear 3.35, until 1 February 3.68: with 16 % each, 3.89 and 4.27.
    what: 'what was applied counts with the tax that each application has had',
    terms: dynamicTermsOf({
      loanAmount: 1004,
      interest: { ...onDays(20, 1), rates: changing(named(12, '2024-01-10'), named(15, '2024-03-05')) },
      schedule: { repaymentInstallments: 4 },
      tax: taxOf(),
    }),
    draws: [disbursed('2024-01-10', 1004)],
    plan: ['250.16+8.16', '248.99+9.61', '250.49+8.11', '254.36+5.88'],
  },
  {
    // 1000 over six at 50 % a month is 548.12. Principal is paid by the second payment; its interest becomes principal on the day after, and bears 50 %
    // until the leap day, on which that becomes principal, too.
    what: 'interest that becomes principal once all else is paid bears interest of its own',
    terms: dynamicTermsOf({
      loanAmount: 1000,
      interest: { ...onDays(31), ...becomesPrincipal, interestRate: rate(600) },
      schedule: { repaymentInstallments: 6 },
      payment: { latePaymentsRecalculationMethod: 'LAST_INSTALLMENT_INCREASE' },
    }),
    draws: [disbursed('2023-11-30', 1000)],
    plan: ['548.12+0.00', '48.12+500.00', '0+901.13', '403.76+0.00', '0+312.91', '0+0.00'],
  },
  {
    // The second payment repays the first tranche. Of the interest of its last days less than a cent is left: the second one has 0.02 for 10 days at 7.25 %
    // a month, not 0.03.
    what: 'less than the smallest amount is let go of while nothing is owed, before the next tranche',
    terms: {
      ...dynamicTermsOf({
        productType: 'TRANCHED_LOAN',
        loanAmount: 2,
        interest: { ...onDays(1), interestRate: rate(87) },
        schedule: {
          repaymentInstallments: 4,
          rounding: {
            roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
            repaymentCurrencyRounding: 'ROUND_UP_TO_NEAREST_WHOLE_UNIT',
            repaymentElementsRoundingMethod: 'PAYMENT_DUE',
          },
        },
      }),
      tranches: [tranche('first', 1, '2024-01-10'), tranche('second', 1, '2024-03-21')],
    },
    draws: [disbursed('2024-01-10', 1), disbursed('2024-03-21', 1)],
    plan: ['0.95+0.05', '0.05+0.02', '0.98+0.02', '0.02+0.02'],
  },
  {
    // 10000 over 24 at 10 % a month are 1113; at 1 % a payment of some 500. What became principal on 1 March, 992.09, falls due all the same.
    what: 'a lower rate puts nothing off that has become principal already',
    terms: dynamicTermsOf({
      loanAmount: 10_000,
      interest: {
        ...onDays(1),
        ...becomesPrincipal,
        rates: changing(named(120, '2024-01-10'), named(12, '2024-03-05')),
      },
      schedule: { repaymentInstallments: 24 },
    }),
    draws: [disbursed('2024-01-10', 10_000)],
    plan: ['413+700.00', '0+992.09', '291.37+225.80', '422.66+94.51', '426.89+90.28', '431.16+86.01'],
  },
];

const totalOf = ({ principal, interest }: Instalment) => plus(principal.expected, interest.expected);

test.each(cases)('$what', ({ terms, draws, plan }) => {
  const preview = previewSchedule(terms, draws[0]?.valueDate ?? on('2024-01-10'), everyDayWorks).instalments;
  expect(preview.slice(0, 6).map(expectedOf)).toEqual(plan);
  const payments = preview
    .filter((one) => isPositive(totalOf(one)))
    .map((one) => repaid(one.dueDate, totalOf(one).toFixed()));
  const loan = loanAt(terms, [...draws, ...payments], '2026-12-31');
  expect(loan.instalments.map((one) => totalOf(one).toFixed(2))).toEqual(preview.map((one) => totalOf(one).toFixed(2)));
  expect([loan.balances.total.toFixed(), loan.overpaid.toFixed()]).toEqual(['0', '0']);
});
