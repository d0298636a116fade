import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accruing,
  begin,
  byDays,
  dayAfter,
  due,
  endLives,
  fee,
  interest,
  type LivingBank,
  liveThreeYears,
  lock,
  openLives,
  pay,
  penalties,
  punctual,
  undo,
  undoWriteOff,
  unlock,
  writeOff,
} from './harness/loanLives.ts';

// Loans through three years by the clock, each in 36 monthly instalments. On the first of every month the books must agree, and on each day on which
// something happens the balances of the loan must be those that a plain loop over days comes to.

let living: LivingBank;

const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };

beforeAll(async () => {
  living = await openLives();
  await begin(
    living,
    'FIXED',
    {},
    { type: 'FIXED', method: 'EQUAL', year: '30/360' },
    punctual([3, 6, 9, 12, 15, 20, 30, 31], {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(8, 15)]: [pay({ amount: 332.14 })],
      [due(12, 5)]: [pay({ on: due(12) })],
      [due(15)]: [pay({ extra: 500, name: 'too much' })],
      [due(15, 2)]: [undo('too much')],
      [due(15, 3)]: [pay()],
      [due(18, -1)]: [fee(12.5, 18)],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 40)]: [undoWriteOff, pay()],
    }),
  );
  await begin(
    living,
    'FLAT',
    {
      interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' },
      others: penalties,
    },
    { type: 'FIXED', method: 'FLAT', year: '30/360', atOnce: true, penalty: { rate: '0.1', grace: 3 } },
    punctual([4, 5, 7, 8, 13, 24, 25, 26], {
      [due(4, 3)]: [pay()],
      [due(5, 4)]: [pay()],
      [due(7)]: [pay({ amount: 200 })],
      [due(8, 12)]: [pay({ amount: 300 }), fee(7, 10)],
      [due(8, 20)]: [pay()],
      [due(13, 25)]: [pay({ on: due(13, 1) })],
      [due(24, 50)]: [pay({ name: 'mistaken' })],
      [due(24, 60)]: [undo('mistaken'), pay({ amount: 400, on: due(24, 55) })],
      [due(24, 70)]: [pay()],
    }),
  );
  await begin(
    living,
    'DECLINING',
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'ACTUAL_365_FIXED', interestCalculationMethod: 'DECLINING_BALANCE' },
      others: accruing(living, 'DAILY'),
    },
    { type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT' },
    punctual([5, 9, 14, 15, 16, 19, 25, 26], {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5)]: [pay({ amount: 150 })],
      [due(5, 9)]: [pay()],
      [due(7, 10)]: [interest],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(11, -5)]: [fee(20)],
      [due(14, 4)]: [lock],
      [due(15)]: [pay()],
      [due(16, 5)]: [unlock],
      [due(16, 7)]: [pay()],
      [due(19)]: [pay({ extra: 1000, name: 'too much' })],
      [due(20, 11)]: [undo('too much'), pay()],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    }),
  );
  await begin(
    living,
    'EQUAL',
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'E30_360' },
      prepayment: {
        prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT',
      },
      others: { ...penalties, ...accruing(living, 'END_OF_MONTH') },
    },
    {
      type: 'DYNAMIC',
      method: 'EQUAL',
      year: '30/360',
      overpaid: 'SMALLER',
      penalty: { rate: '0.1', grace: 3 },
    },
    punctual([5, 8, 10, 14, 15, 20, 27], {
      [due(5)]: [pay({ extra: 1000 })],
      [due(8, 12)]: [pay()],
      [due(10, 4)]: [pay({ on: due(10) })],
      [due(13, 30)]: [fee(5.55)],
      [due(15, 3)]: [pay()],
      [due(20)]: [pay({ extra: 2000, name: 'too much' })],
      [due(22, 6)]: [undo('too much'), pay()],
      [due(27)]: [pay({ amount: 40 })],
      [due(27, 9)]: [pay({ amount: 60 })],
      [due(27, 18)]: [pay()],
    }),
  );
});
afterAll(() => living.bank.stop());

test('live through three years as the reference does', async () => {
  await liveThreeYears(living);
  await endLives(living);
  await living.desk.advanceTo(dayAfter(living.today, 1));
  const { rows } = await living.bank.db.query<{ held: string; owed: string }>(
    `SELECT (SELECT sum(abs(booked_interest))::text FROM loan_account) AS held,
            (SELECT sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text FROM journal_entry j
              WHERE j.gl_account_key = $1::uuid) AS owed`,
    [living.lender.gl['1110']],
  );
  expect(rows.map(({ held, owed }) => [Number(held), Number(owed)])).toEqual([[0, 0]]);
  await living.desk.verify();
}, 300_000);
