import { expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import type { LoanEvent, RedrawMoved } from './events.ts';
import type { LoanTerms } from './terms.ts';
import { disbursed, feeApplied, loanAt, on, paidOff, repaid } from './testLoan.ts';
import { withOverpayments } from './testRedraw.ts';
import { dynamicTermsOf, revolvingTermsOf, type TermsOf, termsOf } from './testTerms.ts';

// 1200 at 12 % on months of 30 days, lent on 1 January 2024: twelve times 100 from 1 February on, with interest of 12, 11, 10 and so on.

const given: TermsOf = { loanAmount: 1200, interest: { daysInYear: 'E30_360' } };
const fixed = termsOf(given);
const dynamic = dynamicTermsOf(given);
const redraw: LoanTerms = { ...dynamic, redraw: { restrictNextDueWithdrawal: false } };
const recalculating = dynamicTermsOf({
  ...given,
  payment: { prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' } },
});
const tranched: LoanTerms = {
  ...termsOf({ ...given, productType: 'TRANCHED_LOAN', loanAmount: 2300 }),
  tranches: [
    { key: 'first', amount: money(1200), disbursementFees: [], expectedDisbursementDate: on('2024-01-01') },
    { key: 'second', amount: money(1100), disbursementFees: [], expectedDisbursementDate: on('2024-02-15') },
  ],
};
/** 10 % of the balance falls due on each due date. */
const credit = revolvingTermsOf(given);
const billed = revolvingTermsOf({
  ...given,
  schedule: {
    dueDates: {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [15],
      shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH',
    },
  },
  revolving: { billingDays: [1] },
});
const penalised = termsOf({
  ...given,
  penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: rate(1) },
});
const tolerant = termsOf({ ...given, tolerancePeriod: 30 });
/** All of it due on 1 February, with interest after that day, too. */
const inOne = dynamicTermsOf({
  ...given,
  schedule: { repaymentInstallments: 1 },
  interest: { ...given.interest, accrueInterestAfterMaturity: true },
});

const lent = disbursed('2024-01-01', 1200);
let sequence = 9000;
const base = (date: string) => {
  sequence += 1;
  return { key: `p${sequence}`, sequence, valueDate: on(date), bookingDate: on(date) };
};
const moved = (date: string, as: RedrawMoved['as'], amount: number): LoanEvent => ({
  ...base(date),
  type: 'REDRAW_MOVED',
  as,
  amount: money(amount),
});
const overpaid = (date: string, amount: number): LoanEvent => ({
  ...base(date),
  type: 'PRINCIPAL_PAID',
  as: 'PRINCIPAL_OVERPAYMENT',
  amount: money(amount),
});
const locked: LoanEvent = { ...base('2024-01-15'), type: 'LOCKED', operations: ['APPLY_INTEREST'] };
const unlocked: LoanEvent = { ...base('2024-02-20'), type: 'UNLOCKED' };
const writtenOff: LoanEvent = { ...base('2024-04-11'), type: 'WRITTEN_OFF' };

/** What every transaction after the first one tells, as `day TYPE amount behind arrears ahead advance`. */
const told = (terms: LoanTerms, events: readonly LoanEvent[], date: string): string[] =>
  loanAt(terms, [lent, ...events], date)
    .transactions.slice(1)
    .map(({ valueDate, type, amount, positionsAfter: { arrears, advance } }) => {
      const [behind, ahead] = [`behind ${arrears.toFixed()}`, `ahead ${advance.toFixed()}`];
      return [valueDate.slice(5), type, amount.toFixed(), behind, ahead].join(' ');
    });

test.each<readonly [string, LoanTerms, readonly LoanEvent[], readonly string[]]>([
  [
    'paid on its due date it is neither behind nor ahead',
    fixed,
    [repaid('2024-02-01', 112)],
    ['02-01 INTEREST_APPLIED 12 behind 0 ahead 0', '02-01 REPAYMENT 112 behind 0 ahead 0'],
  ],
  [
    'paid late and in part it is behind with all that instalments of days before ask for, not with what is due today or later',
    fixed,
    [repaid('2024-02-11', 50), repaid('2024-03-05', 100), feeApplied('2024-03-06', 10)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-11 REPAYMENT 50 behind 62 ahead 0',
      '03-01 INTEREST_APPLIED 11 behind 62 ahead 0',
      '03-05 REPAYMENT 100 behind 73 ahead 0',
      '03-06 FEE_APPLIED 10 behind 73 ahead 0',
    ],
  ],
  [
    'what is tolerated is behind all the same',
    tolerant,
    [repaid('2024-02-11', 50)],
    ['02-01 INTEREST_APPLIED 12 behind 0 ahead 0', '02-11 REPAYMENT 50 behind 62 ahead 0'],
  ],
  [
    'penalties and fees of what is late count',
    penalised,
    [feeApplied('2024-02-03', 7, 1)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-02 PENALTY_APPLIED 1 behind 113 ahead 0',
      '02-03 PENALTY_APPLIED 1 behind 114 ahead 0',
      '02-03 FEE_APPLIED 7 behind 121 ahead 0',
    ],
  ],
  [
    'a fixed loan that pays the next instalment too is ahead with its principal; the interest applied for it tells the loan before',
    fixed,
    [repaid('2024-02-01', 223)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-01 INTEREST_APPLIED 11 behind 0 ahead 0',
      '02-01 REPAYMENT 223 behind 0 ahead 100',
    ],
  ],
  [
    'paid in part before its due date it is ahead until that day',
    fixed,
    [repaid('2024-01-20', 60), repaid('2024-02-01', 52)],
    [
      '01-20 INTEREST_APPLIED 12 behind 0 ahead 0',
      '01-20 REPAYMENT 60 behind 0 ahead 48',
      '02-01 REPAYMENT 52 behind 0 ahead 0',
    ],
  ],
  [
    'a prepayment that fills the next instalments is ahead, less with each of their due dates, also while interest is late',
    dynamic,
    [repaid('2024-02-01', 262), feeApplied('2024-03-02', 5)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-01 REPAYMENT 262 behind 0 ahead 150',
      '03-01 INTEREST_APPLIED 9.5 behind 0 ahead 50',
      '03-02 FEE_APPLIED 5 behind 9.5 ahead 50',
    ],
  ],
  [
    'one of a late loan that pays a later instalment leaves it behind and ahead',
    dynamic,
    [{ ...repaid('2024-02-11', 50), slot: '3' } as LoanEvent],
    ['02-01 INTEREST_APPLIED 12 behind 0 ahead 0', '02-11 REPAYMENT 50 behind 112 ahead 50'],
  ],
  [
    'a prepayment that a new schedule takes in leaves nobody ahead',
    recalculating,
    [repaid('2024-01-16', 106)],
    ['01-16 INTEREST_APPLIED 6 behind 0 ahead 0', '01-16 REPAYMENT 106 behind 0 ahead 0'],
  ],
  [
    'nor does a principal overpayment there',
    recalculating,
    [overpaid('2024-01-16', 100)],
    ['01-16 PRINCIPAL_OVERPAYMENT 100 behind 0 ahead 0'],
  ],
  [
    'money in the redraw balance is ahead until it is drawn, or pays what falls due',
    redraw,
    [moved('2024-01-10', 'PAYMENT_MADE', 200), moved('2024-01-20', 'WITHDRAWAL_REDRAW', 50), repaid('2024-02-11', 30)],
    [
      '01-10 PAYMENT_MADE 200 behind 0 ahead 200',
      '01-20 WITHDRAWAL_REDRAW 50 behind 0 ahead 150',
      '02-01 INTEREST_APPLIED 10.78 behind 0 ahead 150',
      '02-01 REDRAW_REPAYMENT 110.78 behind 0 ahead 39.22',
      '02-11 REPAYMENT 30 behind 0 ahead 69.22',
    ],
  ],
  [
    'money that comes to a late loan is ahead until it has paid what is late, the day after',
    redraw,
    [moved('2024-02-10', 'PAYMENT_MADE', 200)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-10 PAYMENT_MADE 200 behind 112 ahead 200',
      '02-11 REDRAW_REPAYMENT 112 behind 0 ahead 88',
    ],
  ],
  [
    'a later tranche makes nothing that was paid ahead less, and nothing late',
    tranched,
    [repaid('2024-02-01', 223), disbursed('2024-02-15', 1100), repaid('2024-03-11', 20)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-01 INTEREST_APPLIED 11 behind 0 ahead 0',
      '02-01 REPAYMENT 223 behind 0 ahead 100',
      '02-15 DISBURSEMENT 1100 behind 0 ahead 100',
      // 1100 for 16 of 30 days.
      '03-01 INTEREST_APPLIED 5.87 behind 0 ahead 0',
      '03-11 REPAYMENT 20 behind 85.87 ahead 0',
    ],
  ],
  [
    'a credit that pays principal nobody had asked for is not ahead; what it was asked for it is behind with',
    credit,
    [repaid('2024-01-11', 304), repaid('2024-02-11', 40)],
    [
      '01-11 INTEREST_APPLIED 4 behind 0 ahead 0',
      '01-11 REPAYMENT 304 behind 0 ahead 0',
      '02-01 INTEREST_APPLIED 6 behind 0 ahead 0',
      // 90 and 6 were due.
      '02-11 REPAYMENT 40 behind 56 ahead 0',
    ],
  ],
  [
    'a credit at which money lies is ahead by that',
    withOverpayments(credit),
    [repaid('2024-01-11', 1254), disbursed('2024-01-21', 30)],
    [
      '01-11 INTEREST_APPLIED 4 behind 0 ahead 0',
      '01-11 REPAYMENT 1254 behind 0 ahead 50',
      '01-21 DISBURSEMENT 30 behind 0 ahead 50',
      '01-21 REDRAW_REPAYMENT 30 behind 0 ahead 20',
    ],
  ],
  [
    'what a billing cycle asks for and gets before its due date is ahead, what the credit had paid before is not',
    billed,
    [repaid('2024-01-11', 204), repaid('2024-02-10', 60), repaid('2024-02-20', 10)],
    [
      '01-11 INTEREST_APPLIED 4 behind 0 ahead 0',
      '01-11 REPAYMENT 204 behind 0 ahead 0',
      '02-01 INTEREST_APPLIED 6.67 behind 0 ahead 0',
      '02-10 REPAYMENT 60 behind 0 ahead 53.33',
      // 106.67 less 60 and 10.
      '02-20 REPAYMENT 10 behind 36.67 ahead 0',
    ],
  ],
  [
    'interest that a lock keeps back is not behind before it is applied',
    dynamic,
    [locked, repaid('2024-02-01', 100), feeApplied('2024-02-10', 3), unlocked],
    [
      '01-15 INTEREST_LOCKED 0 behind 0 ahead 0',
      '02-01 REPAYMENT 100 behind 0 ahead 0',
      '02-10 FEE_APPLIED 3 behind 0 ahead 0',
      '02-20 INTEREST_UNLOCKED 0 behind 0 ahead 0',
      '02-20 INTEREST_APPLIED 12 behind 12 ahead 0',
    ],
  ],
  [
    'after the last due date everything is behind, interest that a payment brings before it is paid included',
    inOne,
    [repaid('2024-02-16', 1215)],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-16 INTEREST_APPLIED 6 behind 1218 ahead 0',
      '02-16 REPAYMENT 1215 behind 3 ahead 0',
    ],
  ],
  [
    'paid off it is neither',
    dynamic,
    [repaid('2024-02-01', 262), paidOff('2024-03-11', '962.67')],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-01 REPAYMENT 262 behind 0 ahead 150',
      '03-01 INTEREST_APPLIED 9.5 behind 0 ahead 50',
      '03-11 INTEREST_APPLIED 3.17 behind 9.5 ahead 50',
      '03-11 REPAYMENT 962.67 behind 0 ahead 0',
    ],
  ],
  [
    'nor written off',
    dynamic,
    [repaid('2024-02-01', 262), writtenOff],
    [
      '02-01 INTEREST_APPLIED 12 behind 0 ahead 0',
      '02-01 REPAYMENT 262 behind 0 ahead 150',
      '03-01 INTEREST_APPLIED 9.5 behind 0 ahead 50',
      '04-01 INTEREST_APPLIED 9.5 behind 9.5 ahead 0',
      '04-11 INTEREST_APPLIED 3.17 behind 69 ahead 0',
      '04-11 WRITE_OFF 972.17 behind 0 ahead 0',
    ],
  ],
])('%s', (_, terms, events, expected) => {
  expect(told(terms, events, `2024-${expected.at(-1)?.slice(0, 5)}`)).toEqual(expected);
});

test('of a day without a transaction they are as time has made them', () => {
  const positions = (date: string) => {
    const { arrears, advance } = loanAt(dynamic, [lent, repaid('2024-02-01', 262)], date).positions;
    return [Number(arrears), Number(advance)];
  };
  expect(['2024-02-28', '2024-03-01', '2024-03-02', '2024-04-02', '2025-02-01'].map(positions)).toEqual([
    [0, 150],
    [0, 50],
    [9.5, 50],
    // 9.50 twice and 50 of April's principal.
    [69, 0],
    [1054.5, 0],
  ]);
});
