import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import {
  act,
  at,
  disburse,
  edit,
  fee,
  holiday,
  on,
  opened,
  type Posted,
  refund,
  repay,
  type Step,
  undo,
} from './harness/loanSteps.ts';
import { inTranches, tranche, tranchedProduct } from './harness/loanTranches.ts';
import { revolvingProduct } from './harness/revolving.ts';

// Undoing what later events depend on: everything that hangs on it changes with it, and the loan is what it would be if it had never been; or it
// is refused, and nothing changes. Each row is a life, of which one step is undone.

const kinds = [
  'fixed',
  'flat',
  'dynamic',
  'declining',
  'redraw',
  'tranched',
  'revolving',
  'holidays',
  'days',
  'late',
] as const;
type Kind = (typeof kinds)[number];

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let products: Readonly<Record<Kind, string>>;

const penaltySettings = {
  loanPenaltyCalculationMethod: 'OVERDUE_BALANCE',
  loanPenaltyGracePeriod: 0,
  penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
};
const days = { daysInYear: 'ACTUAL_365_FIXED', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };
const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };

beforeAll(async () => {
  bank = await startBank({ today: '2026-06-20', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  const made = (kind: Kind, changes: Parameters<LoanBank['loanProduct']>[1] = {}) =>
    lender.loanProduct(`UNDO-${kind.toUpperCase()}`, changes);
  const term = { type: 'DYNAMIC_TERM_LOAN', schedule: dynamic, interest: days };
  const byDeclining = { ...days, interestCalculationMethod: 'DECLINING_BALANCE' };
  products = {
    fixed: await made('fixed'),
    late: await made('late', { others: { penaltySettings } }),
    flat: await made('flat', {
      interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' },
    }),
    dynamic: await made('dynamic', term),
    declining: await made('declining', { ...term, interest: byDeclining }),
    redraw: await made('redraw', {
      ...term,
      interest: byDeclining,
      others: { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } },
    }),
    tranched: await made('tranched', { ...tranchedProduct, others: inTranches(2) }),
    revolving: await made('revolving', revolvingProduct()),
    holidays: await made('holidays', {
      ...term,
      interest: byDeclining,
      schedule: {
        ...dynamic,
        repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS', 'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'],
        scheduleEditOptionDetails: { paymentHolidaysSettings: { paymentHolidaysLoanTermOption: 'EXTEND_LOAN_TERM' } },
      },
    }),
    days: await made('days', {
      schedule: {
        scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
        fixedDaysOfMonth: [10],
        defaultRepaymentPeriodCount: undefined,
        repaymentPeriodUnit: undefined,
      },
    }),
  };
}, 60_000);
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const isFixed = (kind: Kind): boolean => ['fixed', 'flat', 'days', 'late'].includes(kind);

const approved = (kind: Kind): Promise<LoanRef> =>
  lender.approvedLoan(products[kind], {
    ...(kind === 'tranched' ? { tranches: [tranche(6000, '2026-01-10'), tranche(4000, '2026-03-01')] } : {}),
    ...(kind === 'revolving' ? { scheduleSettings: { gracePeriod: 0 } } : {}),
  });

const picture = async (loan: LoanRef) => {
  const { accountState, accountSubState, balances, daysLate, accruedInterest, accruedPenalty } =
    await desk.account(loan);
  const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
  return {
    account: { accountState, accountSubState, balances, daysLate, accruedInterest, accruedPenalty },
    schedule: installments.map(({ encodedKey: _key, parentAccountKey: _parent, ...line }) => JSON.stringify(line)),
    standing: (await desk.standing(loan)).toSorted(),
  };
};

/** A life, which of its steps is undone, and what is answered: `gone`, after which the loan is as if the step had not been, or a refusal. */
type Row = readonly [
  what: string,
  kind: Kind,
  undone: number,
  answer: string,
  steps: readonly Step[],
  twin?: readonly Step[],
];

const begun = disburse('2026-01-10');
const term: readonly Kind[] = ['fixed', 'flat', 'dynamic', 'declining'];

const rows: readonly Row[] = [
  ...term.flatMap((kind): Row[] => {
    const fees = isFixed(kind) ? { installmentNumber: 2 } : {};
    const life = [
      begun,
      repay('2026-02-10', 800),
      fee('2026-02-20', 30, fees),
      repay('2026-03-10', 1200),
      repay('2026-04-20', 500),
    ];
    return [
      [`a repayment that later ones of ${kind} follow`, kind, 1, 'gone', life],
      [`a fee of ${kind} that was paid`, kind, 2, 'gone', life],
      [`the last repayment of ${kind}`, kind, 4, 'gone', life],
      [`the disbursement of ${kind} with repayments`, kind, 0, 'CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION', life],
      [
        `the disbursement of ${kind}, repayments undone`,
        kind,
        0,
        'gone',
        [begun, repay('2026-02-10', 800), undo('REPAYMENT')],
      ],
      [
        `a repayment before the loan of ${kind} was written off`,
        kind,
        1,
        'INVALID_ACCOUNT_STATE',
        [...life, act('writeOffLoan')],
      ],
      [
        `the same once the write-off of ${kind} is undone`,
        kind,
        1,
        'gone',
        [...life, act('writeOffLoan'), act('undoWriteOffLoan')],
      ],
      [`a repayment before ${kind} was paid off`, kind, 1, 'INVALID_ACCOUNT_STATE', [...life, act('payOffLoan')]],
      [`the pay-off of ${kind}, opened again`, kind, 5, 'gone', [...life, act('payOffLoan', 'REPAYMENT'), opened]],
      [`a repayment of ${kind} that was locked since`, kind, 1, 'gone', [...life, act('lockLoan')]],
      [`the lock of ${kind}`, kind, 5, 'TRANSACTION_TYPE_IS_IRREVERSIBLE', [...life, act('lockLoan', 'FEE_LOCKED')]],
      [
        `a repayment of ${kind} before a lock came and went`,
        kind,
        3,
        'gone',
        [...life, act('lockLoan'), repay('2026-06-20', 900), act('unlockLoan')],
      ],
    ];
  }),
  [
    'a repayment before a pay-off that was undone',
    'dynamic',
    1,
    'gone',
    [begun, repay('2026-02-10', 800), repay('2026-03-10', 1200), act('payOffLoan'), opened, undo('REPAYMENT')],
    [begun, repay('2026-03-10', 1200)],
  ],
  [
    'a rate before later interest',
    'dynamic',
    1,
    'TRANSACTION_TYPE_IS_IRREVERSIBLE',
    [
      begun,
      act('changeLoanInterestRate', 'INTEREST_RATE_CHANGED', { ...on('2026-06-15'), interestRate: 18 }),
      act('applyLoanInterest', 'INTEREST_APPLIED', { interestApplicationDate: at('2026-06-18') }),
    ],
  ],
  [
    'a repayment before another rate',
    'dynamic',
    1,
    'gone',
    [
      begun,
      repay('2026-06-12', 5000),
      act('changeLoanInterestRate', 'INTEREST_RATE_CHANGED', { ...on('2026-06-15'), interestRate: 18 }),
      act('applyLoanInterest', 'INTEREST_APPLIED', { interestApplicationDate: at('2026-06-18') }),
    ],
  ],
  [
    'interest by hand that was paid since',
    'declining',
    1,
    'gone',
    [
      begun,
      act('applyLoanInterest', 'INTEREST_APPLIED', { interestApplicationDate: at('2026-06-15') }),
      repay('2026-06-18', 7000),
    ],
  ],
  [
    'other due dates with a repayment since',
    'days',
    1,
    'gone',
    [
      begun,
      act('changeLoanDueDates', 'DUE_DATE_CHANGED', { fixedDaysOfMonth: [25], ...on('2026-04-01') }),
      repay('2026-05-26', 950),
    ],
  ],
  [
    'the first tranche under the second',
    'tranched',
    0,
    'CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION',
    [begun, disburse('2026-03-01')],
  ],
  [
    'a tranche without which later payments are too much',
    'tranched',
    1,
    'EXCESS_REPAYMENT_ERROR',
    [begun, disburse('2026-03-01'), repay('2026-03-10', 7000)],
  ],
  [
    'a tranche with payments that are covered without it',
    'tranched',
    1,
    'gone',
    [begun, disburse('2026-03-01'), (loan) => desk.repay(loan, 2000, on('2026-03-01'))],
  ],
  [
    'a refunded disbursement',
    'dynamic',
    0,
    'UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE',
    [begun, refund('2026-02-01', 500)],
  ],
  [
    'a principal overpayment under later payments',
    'declining',
    1,
    'gone',
    [
      begun,
      act('makePrincipalOverpayment', 'PRINCIPAL_OVERPAYMENT', { amount: 1000, ...on('2026-01-20') }),
      repay('2026-03-10', 1000),
    ],
  ],
  [
    'money left at the loan that was drawn again',
    'redraw',
    1,
    'INSUFFICIENT_REDRAW_BALANCE',
    [
      disburse('2026-06-01'),
      act('applyLoanPaymentMade', 'PAYMENT_MADE', { amount: 2000, ...on('2026-06-05') }),
      act('makeLoanWithdrawal', 'WITHDRAWAL_REDRAW', { amount: 1500, ...on('2026-06-15') }),
    ],
  ],
  [
    'the same once the withdrawal is undone',
    'redraw',
    1,
    'gone',
    [
      disburse('2026-06-01'),
      act('applyLoanPaymentMade', 'PAYMENT_MADE', { amount: 2000, ...on('2026-06-05') }),
      act('makeLoanWithdrawal', 'WITHDRAWAL_REDRAW', { amount: 1500, ...on('2026-06-15') }),
      undo('WITHDRAWAL_REDRAW'),
    ],
    [disburse('2026-06-01')],
  ],
  [
    'money left at the loan that has paid due dates',
    'redraw',
    1,
    'gone',
    [
      begun,
      act('applyLoanPaymentMade', 'PAYMENT_MADE', { amount: 3000, ...on('2026-01-20') }),
      repay('2026-05-15', 400),
    ],
  ],
  [
    'a draw that a later repayment rests on',
    'revolving',
    1,
    'EXCESS_REPAYMENT_ERROR',
    [disburse('2026-02-10', { amount: 500 }), disburse('2026-03-15', { amount: 3000 }), repay('2026-04-12', 2500)],
  ],
  [
    'a draw with repayments since',
    'revolving',
    1,
    'gone',
    [disburse('2026-02-10', { amount: 3000 }), disburse('2026-03-15', { amount: 500 }), repay('2026-04-12', 700)],
  ],
  [
    'a repayment before a payment holiday',
    'holidays',
    1,
    'UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE',
    [begun, repay('2026-02-10', 900), holiday],
  ],
  [
    'a fee before an edit of the schedule',
    'holidays',
    1,
    'UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE',
    [begun, fee('2026-02-10', 20), edit],
  ],
  ...(
    [
      ['a repayment of a late loan', 1],
      ['a repayment that paid penalties', 2],
    ] as const
  ).map(
    ([what, undone]): Row => [
      what,
      'late',
      undone,
      'gone',
      [disburse('2026-05-10'), repay('2026-06-05', 300), repay('2026-06-14', 400), repay('2026-06-18', 100)],
    ],
  ),
  [
    'a repayment of a loan that was locked and let go since, with the penalties that waited',
    'late',
    2,
    'gone',
    [
      disburse('2026-05-10'),
      repay('2026-06-05', 300),
      repay('2026-06-14', 400),
      act('lockLoan'),
      repay('2026-06-20', 700),
      act('unlockLoan'),
    ],
  ],
  ['the disbursement, and the payment holiday with it', 'holidays', 0, 'gone', [begun, holiday]],
  ['the disbursement, and the edit of its schedule with it', 'holidays', 0, 'gone', [begun, edit]],
  ['a repayment after an edit of the schedule', 'holidays', 2, 'gone', [begun, edit, repay('2026-06-20', 300)]],
];

/** What falls with the step besides itself: corrections of it, and edits that name the schedule of the disbursement. */
const withoutStep = (steps: readonly Step[], undone: number): readonly Step[] =>
  undone === 0 ? [] : steps.filter((step, index) => index !== undone && step !== opened);

describe('undoing', () => {
  const named = rows.map(([what, kind, undone, answer, steps, twin]) => ({ what, kind, undone, answer, steps, twin }));
  test.each(named)('$what ($kind)', async ({ kind, undone, answer, steps, twin: twinSteps }) => {
    const loan = await approved(kind);
    const posted: (Posted | undefined)[] = [];
    for (const step of steps) posted.push(await step(loan, { bank, desk }));
    const call = {
      path: { loanTransactionId: String(posted[undone]?.id) },
      body: { notes: 'a mistake' },
    };
    if (answer !== 'gone') {
      expect(await desk.refused('adjustLoanTransaction', loan, call)).toMatch(new RegExp(`^400 ${answer}:`));
      return;
    }
    expect(reasonOf(await bank.call('adjustLoanTransaction', call))).toBe('200');
    const twin = await approved(kind);
    for (const step of twinSteps ?? withoutStep(steps, undone)) await step(twin, { bank, desk });
    expect(await picture(loan)).toEqual(await picture(twin));
  });
});
