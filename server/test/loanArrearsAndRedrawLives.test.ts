import { afterAll, beforeAll, test } from 'vitest';
import { loanRules } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';
import {
  type Act,
  accruing,
  begin,
  byDays,
  changeRate,
  dated,
  dayAfter,
  due,
  dueNow,
  endLives,
  fee,
  interest,
  type LivingBank,
  liveThreeYears,
  type More,
  note,
  openLives,
  pay,
  penalties,
  punctual,
  undo,
  undoWriteOff,
  writeOff,
} from './harness/loanLives.ts';
import { moment } from './harness/loanTranches.ts';

// Loans with a redraw balance, and loans that tell interest from arrears apart, through three years by the clock, each in 36 monthly instalments. Every
// month the books must agree, and on each day on which something happens the balances must be those that a plain loop over days comes to.

let living: LivingBank;

/** Leaves money at the loan. */
const payIn =
  (amount: number, more: More = {}): Act =>
  async (life) => {
    const { bank, today } = life.living;
    const body = { amount, ...dated(more) };
    const { id } = await bank.ok('applyLoanPaymentMade', { path: loanPath(life.loan), body });
    note(life, { day: more.on ?? today, type: 'PAID_IN', amount }, more.name, id);
  };
/** Draws money that lies at the loan. */
const drawAgain =
  (amount: number, more: More = {}): Act =>
  async (life) => {
    const { bank, today } = life.living;
    const body = { amount, ...dated(more) };
    const { id } = await bank.ok('makeLoanWithdrawal', { path: loanPath(life.loan), body });
    note(life, { day: more.on ?? today, type: 'WITHDRAWN', amount }, more.name, id);
  };
/** Lets money that lies at the loan pay what is due. */
const payFromThere = (): Act => async (life) => {
  const amount = await dueNow(life);
  await life.living.bank.ok('makeRedrawRepayment', { path: loanPath(life.loan), body: {} });
  note(life, { day: life.living.today, type: 'REDRAW_PAID', amount });
};
/** Applies what has accrued from arrears. */
const interestFromArrears: Act = async (life) => {
  const { bank, today } = life.living;
  await bank.ok('applyLoanInterest', {
    path: loanPath(life.loan),
    body: { interestApplicationDate: moment(today), isInterestFromArrears: true },
  });
  note(life, { day: today, type: 'ARREARS_INTEREST' });
};

const own = [
  ['1115', 'ASSET', 'INTEREST_FROM_ARREARS_RECEIVABLE'],
  ['4110', 'INCOME', 'INTEREST_FROM_ARREARS_INCOME'],
  ['5010', 'EXPENSE', 'INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE'],
] as const;

/** Rules with accounts of their own for interest from arrears. */
const rulesApart = async () => {
  const rules = loanRules(living.lender.gl);
  for (const [glCode, type, financialResource] of own) {
    const [made] = await living.bank.ok('createGlAccounts', {
      body: [{ glCode, name: financialResource, type, usage: 'DETAIL' }],
    });
    rules.push({ financialResource, glAccountKey: String(made?.encodedKey) });
  }
  return rules;
};

const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };
const declining = { ...byDays, interestCalculationMethod: 'DECLINING_BALANCE' };
const unrecalculated = { latePaymentsRecalculationMethod: 'NO_RECALCULATION' };

beforeAll(async () => {
  living = await openLives();
  const redrawable = { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } };
  await begin(
    living,
    'REDRAW',
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...declining, daysInYear: 'ACTUAL_365_FIXED' },
      payment: unrecalculated,
      others: { ...redrawable, ...penalties, ...accruing(living, 'DAILY') },
    },
    { type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', redraw: true, penalty: { rate: '0.1', grace: 3 } },
    punctual([3, 4, 6, 7, 9, 14, 15, 18, 19, 20, 25, 28], {
      // What is paid too early pays the next instalments, and what is left of it is drawn again.
      [due(2, 14)]: [pay({ amount: 900 })],
      [due(4, 3)]: [drawAgain(100)],
      [due(6, -10)]: [payIn(1000, { name: 'savings' })],
      [due(7, 5)]: [undo('savings')],
      [due(7, 9)]: [pay()],
      [due(9, 2)]: [payIn(150)],
      [due(9, 8)]: [payIn(400), payFromThere()],
      [due(11, -5)]: [fee(20)],
      [due(13, -3)]: [changeRate({ interestRate: 9.5 }, '9.5')],
      [due(14, 6)]: [payIn(2000, { on: due(14, -2) })],
      [due(16)]: [drawAgain(500)],
      [due(17, 3)]: [drawAgain(200, { on: due(17, 1), name: 'too much' })],
      [due(17, 8)]: [undo('too much')],
      [due(20, 12)]: [pay({ extra: 600, name: 'bounced' })],
      [due(20, 15)]: [undo('bounced'), pay()],
      [due(25, 4)]: [pay({ on: due(25) })],
      [due(27, 10)]: [payIn(1200)],
      [due(28, 3)]: [writeOff],
      [due(28, 20)]: [undoWriteOff],
    }),
  );
  await begin(
    living,
    'FROM-ARREARS',
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...declining, daysInYear: 'E30_360', decoupleInterestFromArrears: true },
      payment: unrecalculated,
      others: { ...penalties, ...accruing(living, 'END_OF_MONTH', await rulesApart()) },
    },
    {
      type: 'DYNAMIC',
      method: 'DECLINING',
      year: '30/360',
      overpaid: 'NEXT',
      apart: true,
      penalty: { rate: '0.1', grace: 3 },
    },
    punctual([3, 4, 5, 8, 9, 12, 15, 16, 20, 21, 22, 27, 28], {
      [due(2, 14)]: [pay({ amount: 300 })],
      [due(4, 9)]: [pay({ amount: 100 })],
      [due(5, 6)]: [pay({ amount: 400.5 }), pay()],
      [due(8, 11)]: [interestFromArrears],
      [due(8, 13)]: [interest, fee(7.5)],
      [due(9, 3)]: [pay({ on: due(9, 1) })],
      [due(12, 20)]: [pay({ name: 'bounced' })],
      [due(13, 2)]: [undo('bounced')],
      [due(13, 9)]: [pay()],
      [due(15, 4)]: [changeRate({ interestRate: 14 }, '14')],
      [due(16, 15)]: [pay({ amount: 250 }), interestFromArrears, pay()],
      [due(21, 10)]: [writeOff],
      [due(22, 5)]: [undoWriteOff, pay()],
      [due(24)]: [pay({ extra: 500 })],
      [due(28, 12)]: [pay({ on: due(28, 2) }), pay()],
    }),
  );
});
afterAll(() => living.bank.stop());

test('live through three years as the reference does', async () => {
  await liveThreeYears(living);
  await endLives(living);
  await living.desk.advanceTo(dayAfter(living.today, 1));
  await living.desk.verify();
}, 300_000);
