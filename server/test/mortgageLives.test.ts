import { afterAll, beforeAll, expect, test } from 'vitest';
import { reopen, undoLives } from './harness/livesUndone.ts';
import type { LoanProductChanges } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';
import { earlyRepaymentCharge } from './harness/loanFees.ts';
import {
  type Act,
  accruing,
  begin,
  byDays,
  changeRate,
  close,
  dated,
  dayAfter,
  due,
  dueNow,
  fee,
  figuresOf,
  interest,
  type LivingBank,
  liveThreeYears,
  lock,
  type More,
  note,
  nothingOf,
  openLives,
  pay,
  penalties,
  punctual,
  undo,
  undoWriteOff,
  unlock,
  writeOff,
} from './harness/loanLives.ts';
import type { Overpaid } from './harness/loanReferenceTypes.ts';

// Mortgages of both types through three years by the clock, each in 36 monthly instalments: two end paid, two written off. On the first of every month the
// books must agree, and on each day on which something happens the balances must be those that a plain loop over days comes to; then everything is undone.

let living: LivingBank;

const methods = {
  NEXT: 'NO_RECALCULATION',
  SMALLER: 'REDUCE_AMOUNT_PER_INSTALLMENT',
  FEWER: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW',
} as const satisfies Record<Overpaid, string>;

/** What a payment makes of the schedule, where it is not what the loan agreed on. */
const own = (overpaid?: Overpaid) => ({
  body: overpaid === undefined ? {} : { prepaymentRecalculationMethod: methods[overpaid] },
  event: overpaid === undefined ? {} : { overpaid },
});

/** Pays what is due and more, by a method of its own. */
const payMore =
  (extra: number, overpaid: Overpaid, name?: string): Act =>
  async (life) => {
    const amount = Number(((await dueNow(life)) + extra).toFixed(2));
    const { body, event } = own(overpaid);
    const { id } = await life.living.desk.repay(life.loan, amount, body);
    note(life, { day: life.living.today, type: 'REPAID', amount, ...event }, name, id);
  };
/** Pays principal outside the schedule. */
const overpay =
  (amount: number, more: More & { readonly overpaid?: Overpaid } = {}): Act =>
  async (life) => {
    const { bank, today } = life.living;
    const { body, event } = own(more.overpaid);
    const { id } = await bank.ok('makePrincipalOverpayment', {
      path: loanPath(life.loan),
      body: { amount, ...body, ...dated(more) },
    });
    note(life, { day: more.on ?? today, type: 'PRINCIPAL_PAID', amount, ...event }, more.name, id);
  };

const charging = { feesSettings: { allowArbitraryFees: true, fees: [earlyRepaymentCharge] } };
const mortgage = (overpaid: Overpaid, changes: LoanProductChanges): LoanProductChanges => ({
  type: 'DYNAMIC_MORTGAGE',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  ...changes,
  interest: { ...byDays, ...changes.interest, interestCalculationMethod: 'EQUAL_INSTALLMENTS' },
  prepayment: { prepaymentRecalculationMethod: methods[overpaid], ...changes.prepayment },
});
const interestOnly = (overpaid: Overpaid, changes: LoanProductChanges): LoanProductChanges =>
  mortgage(overpaid, {
    type: 'INTEREST_ONLY_EQUAL_INSTALLMENTS',
    ...changes,
    interest: { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' },
  });

const penalty = { rate: '0.1', grace: 3 };

beforeAll(async () => {
  living = await openLives();
  await begin(
    living,
    'MORTGAGE',
    mortgage('SMALLER', {
      interest: { daysInYear: 'ACTUAL_365_FIXED' },
      prepayment: { ercFreeAllowance: 10 },
      others: { ...charging, ...accruing(living, 'DAILY') },
    }),
    {
      ...{ type: 'DYNAMIC', method: 'EQUAL', year: 'ACT/365', overpaid: 'SMALLER', onInterest: true },
      charge: { percent: '2', free: '1000' },
    },
    punctual([4, 5, 8, 10, 15, 16, 18, 20, 21, 27, 28], {
      // Within what the first year lets free, then beyond it.
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(4)]: [pay({ extra: 800 })],
      [due(5)]: [pay({ amount: 150 })],
      [due(5, 9)]: [pay()],
      [due(6, 10)]: [interest],
      [due(8, 12)]: [pay()],
      [due(10, 6)]: [pay({ on: due(10, -3) })],
      [due(11, -5)]: [overpay(300, { overpaid: 'FEWER' })],
      [due(13, -3)]: [changeRate({ interestRate: 9.5 }, '9.5')],
      [due(14, 20)]: [fee(5.55)],
      [due(16, 3)]: [pay()],
      [due(18)]: [payMore(400, 'FEWER')],
      // What was paid too much comes back, and the charge for it goes.
      [due(20)]: [pay({ extra: 2000, name: 'too much' })],
      [due(22, 6)]: [undo('too much'), pay()],
      [due(23)]: [pay(), changeRate({ interestRate: 14 }, '14')],
      [due(24, 9)]: [overpay(500, { on: due(24, 2), name: 'bounced' })],
      [due(25, 2)]: [undo('bounced')],
      [due(27, 3)]: [writeOff],
      [due(28, 3)]: [undoWriteOff, pay()],
    }),
  );
  await begin(
    living,
    'MORTGAGE-FEWER',
    mortgage('FEWER', {
      interest: { daysInYear: 'E30_360' },
      payment: { latePaymentsRecalculationMethod: 'NO_RECALCULATION' },
      others: { ...penalties, ...accruing(living, 'END_OF_MONTH') },
    }),
    {
      ...{ type: 'DYNAMIC', method: 'EQUAL', year: '30/360', overpaid: 'FEWER', onInterest: true, lateStays: true },
      penalty,
    },
    punctual([3, 6, 7, 9, 12, 17, 29, 30, 31, 32, 33, 34, 35, 36], {
      [due(2)]: [pay({ extra: 600 })],
      [due(3, 8)]: [pay({ amount: 100 })],
      [due(3, 15)]: [pay()],
      [due(5, -12)]: [pay({ amount: 250.25 })],
      [due(7, 2)]: [pay()],
      [due(9, 6)]: [pay({ on: due(9) })],
      [due(12)]: [payMore(700, 'SMALLER', 'too much')],
      [due(14, 2)]: [undo('too much'), pay()],
      [due(15, 3)]: [lock],
      [due(16, 5)]: [unlock],
      [due(17, 5)]: [payMore(150, 'NEXT')],
      [due(19)]: [changeRate({ interestRate: 15 }, '15')],
      [due(22, 4)]: [overpay(333.33)],
      [due(26, 8)]: [fee(20)],
      [due(28, 2)]: [changeRate({ interestRate: 8 }, '8')],
      [due(31, 9)]: [writeOff],
    }),
  );
  await begin(
    living,
    'ONLY',
    interestOnly('SMALLER', {
      prepayment: { ercFreeAllowance: 5 },
      others: { ...charging, ...accruing(living, 'DAILY') },
    }),
    {
      ...{ type: 'DYNAMIC', method: 'INTEREST_ONLY', year: 'MONTHS', overpaid: 'SMALLER', onInterest: true },
      charge: { percent: '2', free: '500' },
    },
    punctual([3, 4, 7, 9, 14, 15, 20, 21, 30, 31], {
      [due(2, 11)]: [pay({ amount: 1000 })],
      [due(4, 3)]: [pay()],
      [due(6, 10)]: [interest],
      [due(7)]: [pay({ amount: 30 })],
      [due(7, 9)]: [pay()],
      [due(9, 6)]: [pay({ on: due(9) })],
      [due(11, -5)]: [overpay(1500)],
      [due(12)]: [pay(), changeRate({ interestRate: 15 }, '15')],
      [due(15, 8)]: [pay({ amount: 100 })],
      [due(15, 16)]: [pay()],
      [due(17, 12)]: [fee(20)],
      [due(20)]: [pay({ extra: 900, name: 'too much' })],
      [due(22, 4)]: [undo('too much'), pay()],
      [due(25, 5)]: [overpay(250, { on: due(25, 1), overpaid: 'NEXT', name: 'bounced' })],
      [due(27, 2)]: [undo('bounced')],
      [due(28)]: [pay(), changeRate({ interestRate: 7 }, '7')],
      [due(30, 8)]: [writeOff],
      [due(31, 8)]: [undoWriteOff, pay()],
    }),
  );
  await begin(
    living,
    'ONLY-NEXT',
    interestOnly('NEXT', { others: { ...penalties, ...accruing(living, 'END_OF_MONTH') } }),
    { type: 'DYNAMIC', method: 'INTEREST_ONLY', year: 'MONTHS', overpaid: 'NEXT', onInterest: true, penalty },
    punctual([3, 6, 8, 10, 18, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36], {
      [due(3, 12)]: [pay()],
      [due(5, 7)]: [pay({ amount: 800 })],
      [due(6)]: [pay({ amount: 12.34 })],
      [due(6, 20)]: [pay()],
      [due(8, 5)]: [pay({ on: due(8, 1) })],
      [due(10)]: [pay({ extra: 2000, name: 'too much' })],
      [due(11, 9)]: [undo('too much'), pay()],
      [due(13, 4)]: [overpay(1200)],
      [due(16)]: [pay(), changeRate({ interestRate: 10 }, '10')],
      [due(18, 30)]: [pay()],
      [due(21, 3)]: [lock],
      [due(22, 2)]: [unlock],
      [due(24, 6)]: [fee(12.5)],
      [due(29, 4)]: [pay({ amount: 200 })],
      [due(33, 6)]: [writeOff],
    }),
  );
}, 60_000);
afterAll(() => living.bank.stop());

test('live through three years as the reference does, end, and leave nothing when all is undone', async () => {
  await liveThreeYears(living);
  for (const life of living.lives) {
    const { name, terms, loan, writtenOff } = life;
    expect({ name, ...(await figuresOf(life)) }).toEqual({ name, ...nothingOf(terms) });
    if (!writtenOff) await close(life);
    expect(await living.desk.account(loan)).toMatchObject(
      writtenOff
        ? { accountState: 'CLOSED_WRITTEN_OFF', accountSubState: 'WRITTEN_OFF' }
        : { accountState: 'CLOSED', accountSubState: 'REPAID' },
    );
  }
  const { lives } = living;
  expect(lives.map(({ writtenOff }) => writtenOff)).toEqual([false, true, false, true]);
  const tomorrow = dayAfter(living.today, 1);
  const [lost, paid] = [true, false].map((how) => lives.filter(({ writtenOff }) => writtenOff === how));
  for (const life of lost ?? []) await reopen(life);
  await undoLives(paid ?? [], tomorrow);
  await living.desk.verify();
}, 600_000);
