import { afterAll, beforeAll, test } from 'vitest';
import {
  begin,
  byDays,
  due,
  endLives,
  fee,
  interest,
  type LivingBank,
  liveThreeYears,
  openLives,
  pay,
  penalties,
  punctual,
  undo,
  undoWriteOff,
  writeOff,
} from './harness/loanLives.ts';

// Loans whose rates follow their balance, through three years by the clock: 18 % up to 4000, 14 % up to 8000 and 9 % above, of all of it or slice by slice.

let living: LivingBank;

const tiers = (interestRateTerms: 'TIERED' | 'TIERED_BAND') => ({
  interestRateTerms,
  interestRateTiers: [
    { endingBalance: 4000, interestRate: 18 },
    { endingBalance: 8000, interestRate: 14 },
    { interestRate: 9 },
  ],
  interestRate: undefined,
});
const known = (sliced: boolean) => ({
  tiers: {
    sliced,
    rates: [
      ['4000', '18'],
      ['8000', '14'],
      ['Infinity', '9'],
    ],
  } as const,
});

const dynamic = { type: 'DYNAMIC_TERM_LOAN', schedule: { repaymentScheduleMethod: 'DYNAMIC' } };

beforeAll(async () => {
  living = await openLives();
  await begin(
    living,
    'TIERED-DECLINING',
    {
      ...dynamic,
      rate: tiers('TIERED'),
      interest: { ...byDays, daysInYear: 'ACTUAL_365_FIXED', interestCalculationMethod: 'DECLINING_BALANCE' },
    },
    { type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT', ...known(false) },
    punctual([5, 9, 14, 15, 16, 19, 25, 26], {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5)]: [pay({ amount: 150 })],
      [due(5, 9)]: [pay()],
      [due(7, 10)]: [interest],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(11, -5)]: [fee(20)],
      [due(14, 4)]: [pay()],
      [due(15)]: [pay()],
      [due(16)]: [pay({ amount: 90 })],
      [due(16, 7)]: [pay()],
      // Into the lowest tier, and back out of it.
      [due(19)]: [pay({ extra: 1500, name: 'too much' })],
      [due(21, 11)]: [undo('too much'), pay()],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    }),
    { interestSettings: {} },
  );
  await begin(
    living,
    'BANDS-EQUAL',
    {
      ...dynamic,
      rate: tiers('TIERED_BAND'),
      interest: { ...byDays, daysInYear: 'E30_360' },
      prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
      others: penalties,
    },
    {
      type: 'DYNAMIC',
      method: 'EQUAL',
      year: '30/360',
      overpaid: 'SMALLER',
      penalty: { rate: '0.1', grace: 3 },
      ...known(true),
    },
    punctual([5, 8, 10, 14, 15, 24, 27], {
      [due(5)]: [pay({ extra: 1000 })],
      [due(8, 12)]: [pay()],
      [due(10, 4)]: [pay({ on: due(10) })],
      [due(13, 30)]: [fee(5.55)],
      [due(15, 3)]: [pay()],
      [due(24)]: [pay({ extra: 1000, name: 'too much' })],
      [due(26, 2)]: [undo('too much'), pay()],
      [due(27)]: [pay({ amount: 40 })],
      [due(27, 18)]: [pay()],
    }),
    { interestSettings: {} },
  );
  await begin(
    living,
    'BANDS-FIXED',
    { rate: tiers('TIERED_BAND'), others: penalties },
    { type: 'FIXED', method: 'EQUAL', year: '30/360', penalty: { rate: '0.1', grace: 3 }, ...known(true) },
    punctual([3, 6, 9, 20, 30, 31], {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(9)]: [pay({ extra: 500, name: 'too much' })],
      [due(9, 2)]: [undo('too much'), pay()],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 40)]: [undoWriteOff, pay()],
    }),
    { interestSettings: {} },
  );
  await begin(
    living,
    'TIERED-FLAT',
    {
      rate: tiers('TIERED'),
      interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' },
    },
    { type: 'FIXED', method: 'FLAT', year: '30/360', atOnce: true, ...known(false) },
    punctual([7], { [due(7, 5)]: [pay()] }),
    { interestSettings: {} },
  );
}, 60_000);
afterAll(() => living.bank.stop());

test('live through three years as the reference does', async () => {
  await liveThreeYears(living);
  await endLives(living);
  await living.desk.verify();
}, 600_000);
