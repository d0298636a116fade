import { afterAll, beforeAll, test } from 'vitest';
import {
  begin,
  changeRate,
  draw,
  due,
  endLives,
  fee,
  type LivingBank,
  lifeStart,
  liveThreeYears,
  openLives,
  pay,
  punctual,
  undo,
  undoWriteOff,
  writeOff,
} from './harness/loanLives.ts';
import { inTranches, tranche, tranchedProduct } from './harness/loanTranches.ts';

// Loans that are paid out in tranches, and one without interest, through three years by the clock, each in 36 monthly instalments. Every month the
// books must agree, and on each day on which something happens the balances must be those that a plain loop over days comes to.

let living: LivingBank;

beforeAll(async () => {
  living = await openLives();
  await begin(
    living,
    'TRANCHES-DYNAMIC',
    { ...tranchedProduct, others: inTranches(3) },
    { principal: '4000', rate: '12', type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT' },
    punctual([7, 9, 15, 19, 25, 26], {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5, -10)]: [draw(3000, { name: 'too soon' })],
      [due(5, -8)]: [undo('too soon')],
      [due(5, -6)]: [draw(2500, { on: due(5, -10) })],
      [due(7, 9)]: [pay({ amount: 50 }), pay()],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(12, 6)]: [draw(3000, { on: due(12) })],
      [due(14, 4)]: [fee(20)],
      [due(15, 3)]: [pay()],
      [due(17, 6)]: [changeRate({ interestRate: 9 }, '9')],
      [due(19)]: [pay({ extra: 1000, name: 'bounced' })],
      [due(20, 11)]: [undo('bounced'), pay()],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    }),
    { tranches: [tranche(4000, lifeStart), tranche(3000, due(5, -10)), tranche(3000, due(12))] },
  );
  await begin(
    living,
    'TRANCHES-FIXED',
    {
      type: 'TRANCHED_LOAN',
      interest: { interestCalculationMethod: 'DECLINING_BALANCE' },
      others: inTranches(3),
    },
    { principal: '4000', rate: '12', type: 'FIXED', method: 'DECLINING', year: '30/360' },
    punctual([4, 6, 10, 14, 20], {
      [due(3, 12)]: [pay({ amount: 400 })],
      [due(4)]: [pay(), draw(3000)],
      [due(6, 8)]: [pay({ amount: 60 }), pay()],
      [due(10)]: [draw(3000, { name: 'twice' }), undo('twice'), draw(2000)],
      [due(10, 5)]: [pay({ on: due(10) })],
      [due(13, -1)]: [fee(12.5, 14)],
      [due(14, 20)]: [pay()],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(28, 8)]: [writeOff],
      [due(28, 20)]: [undoWriteOff],
    }),
    { tranches: [tranche(4000, lifeStart), tranche(3000, due(4)), tranche(3000, due(10))] },
  );
  await begin(
    living,
    'FREE',
    {
      type: 'INTEREST_FREE_LOAN',
      rate: { interestRate: { minValue: 0, maxValue: 0, defaultValue: 0 } },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE' },
    },
    { principal: '10000', rate: '0', type: 'FIXED', method: 'DECLINING', year: '30/360' },
    punctual([3, 6, 8, 15, 20], {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(8, 15)]: [pay({ on: due(8, 1) })],
      [due(10, 12)]: [pay({ amount: 300 })],
      [due(12, -1)]: [fee(9.99, 12)],
      [due(15)]: [pay({ extra: 500, name: 'too much' })],
      [due(15, 2)]: [undo('too much')],
      [due(15, 3)]: [pay()],
      [due(20, 40)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 20)]: [undoWriteOff],
    }),
  );
});
afterAll(() => living.bank.stop());

test('live through three years as the reference does', async () => {
  await liveThreeYears(living);
  await endLives(living);
  await living.desk.verify();
}, 180_000);
