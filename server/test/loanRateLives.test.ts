import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Act,
  begin,
  byDays,
  changeRate,
  due,
  endLives,
  fee,
  interest,
  type LivingBank,
  type LoanLife,
  lifeStart,
  liveThreeYears,
  openLives,
  pay,
  penalties,
  punctual,
  undo,
  undoWriteOff,
  writeOff,
} from './harness/loanLives.ts';
import { moment } from './harness/loanTranches.ts';

// Loans whose rates change, through three years by the clock, each in 36 monthly instalments: two follow an index, two agreed on their rates by periods. On
// the first of every month the books must agree, and on each day on which something happens the balances must be those of a plain loop over days.

let living: LivingBank;

/** What the index says from a day on, entered by somebody. */
const says = (from: string, rate: number) =>
  living.bank.ok('createIndexRate', {
    path: { indexRateSourceId: 'EURIBOR' },
    body: { startDate: moment(from), rate },
  });
const enter =
  (from: string, rate: number): Act =>
  async () => {
    await says(from, rate);
  };

const index = (interestRateReviewCount: number) => ({
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: 'EURIBOR',
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount,
  interestRate: { minValue: 0, maxValue: 5, defaultValue: 2 },
});
const byPeriods = {
  indexRateSettings: { interestChargeFrequency: 'ANNUALIZED' },
  interestRateSettings: [
    { interestRateSource: 'FIXED_INTEREST_RATE', interestRate: { minValue: 1, maxValue: 30 } },
    index(1),
  ],
};
const fixed = (validFrom: string, interestRate: number) => ({
  interestRateSource: 'FIXED_INTEREST_RATE',
  validFrom: moment(validFrom),
  interestRate,
});
const following = (validFrom: string) => ({ interestRateSource: 'INDEX_INTEREST_RATE', validFrom: moment(validFrom) });

const dynamic = { type: 'DYNAMIC_TERM_LOAN', schedule: { repaymentScheduleMethod: 'DYNAMIC' } };

// The index says 10 at first, 13 from June 2027, 9 from 10 February 2028 and 8 from 31 January 2029; the last two are entered during the lives.
beforeAll(async () => {
  living = await openLives();
  await living.bank.ok('createIndexRateSource', { body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' } });
  await says('2027-01-01', 10);
  await says('2027-06-15', 13);
  // Reviewed every three months, between its due dates.
  await begin(
    living,
    'INDEX-DECLINING',
    {
      ...dynamic,
      rate: index(3),
      interest: { ...byDays, daysInYear: 'ACTUAL_365_FIXED', interestCalculationMethod: 'DECLINING_BALANCE' },
    },
    {
      type: 'DYNAMIC',
      method: 'DECLINING',
      year: 'ACT/365',
      overpaid: 'NEXT',
      rates: [
        ['2027-07-31', '15'],
        ['2028-04-30', '11'],
        ['2029-01-31', '12'],
      ],
    },
    punctual([5, 9, 14, 15, 16, 19, 25, 26], {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5)]: [pay({ amount: 150 })],
      [due(5, 9)]: [pay()],
      [due(7, 10)]: [interest],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(11, -5)]: [fee(20)],
      '2028-02-12': [enter('2028-02-10', 9)],
      [due(14, 4)]: [pay()],
      [due(15)]: [pay()],
      [due(16)]: [pay({ amount: 90 })],
      [due(16, 7)]: [pay()],
      [due(19)]: [pay({ extra: 1000, name: 'too much' })],
      [due(21, 11)]: [undo('too much'), pay()],
      // 9 + 4 is 13, and 8 + 4 is 12 at the review in January.
      [due(22)]: [pay(), changeRate({ interestSpread: 4 }, '13')],
      '2029-01-20': [enter('2029-01-31', 8)],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    }),
    { interestSettings: { interestSpread: 2 } },
  );
  // Reviewed every half year: on 31 July and 31 January, between its due dates.
  await begin(
    living,
    'INDEX-EQUAL',
    {
      ...dynamic,
      rate: index(6),
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
      rates: [
        ['2027-07-31', '15'],
        ['2028-07-31', '11'],
        ['2029-01-31', '10'],
      ],
    },
    punctual([5, 8, 10, 14, 15, 18, 24, 27], {
      [due(5)]: [pay({ extra: 1000 })],
      [due(8, 12)]: [pay()],
      [due(10, 4)]: [pay({ on: due(10) })],
      [due(13, 30)]: [fee(5.55)],
      [due(15, 3)]: [pay()],
      // Late over the review of July 2028, and paid in parts.
      [due(18)]: [pay({ amount: 100 })],
      [due(18, 8)]: [pay()],
      // Undone after the review of January.
      [due(24)]: [pay({ extra: 2000, name: 'too much' })],
      [due(26, 2)]: [undo('too much'), pay()],
      [due(27)]: [pay({ amount: 40 })],
      [due(27, 18)]: [pay()],
      [due(28)]: [pay(), changeRate({ interestSpread: 1 }, '9')],
    }),
    { interestSettings: { interestSpread: 2 } },
  );
  // 12 %, the index and 2, 14 % with 16 % for a while, 8 %: each from a due date on.
  await begin(
    living,
    'PERIODS-EQUAL',
    {
      ...dynamic,
      interest: { ...byDays, daysInYear: 'E30_360', ...byPeriods },
      prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
      others: penalties,
    },
    {
      type: 'DYNAMIC',
      method: 'EQUAL',
      year: '30/360',
      overpaid: 'SMALLER',
      penalty: { rate: '0.1', grace: 3 },
      rates: [
        [due(7), '15'],
        [due(13), '11'],
        [due(20), '14'],
        [due(30), '8'],
      ],
    },
    punctual([5, 7, 10, 13, 17, 19, 30, 31], {
      [due(5)]: [pay({ extra: 1000 })],
      [due(7, 12)]: [pay()],
      [due(10, 4)]: [pay({ on: due(10) })],
      [due(11, 20)]: [fee(7.5)],
      [due(13, 2)]: [pay()],
      [due(17)]: [pay({ amount: 60 })],
      [due(17, 9)]: [pay()],
      // Undone after the next period has begun.
      [due(19)]: [pay({ extra: 500, name: 'too much' })],
      [due(21, 2)]: [undo('too much'), pay()],
      [due(24)]: [pay(), changeRate({ interestRate: 16 }, '16')],
      [due(30, 8)]: [writeOff],
      [due(30, 40)]: [undoWriteOff, pay()],
    }),
    {
      interestSettings: {
        accountInterestRateSettings: [fixed(lifeStart, 12), following(due(7)), fixed(due(20), 14), fixed(due(30), 8)],
      },
    },
  );
  // A fixed schedule over 12 %, 18 % and 9 %.
  await begin(
    living,
    'PERIODS-FIXED',
    { interest: byPeriods, others: penalties },
    {
      type: 'FIXED',
      method: 'EQUAL',
      year: '30/360',
      penalty: { rate: '0.1', grace: 3 },
      rates: [
        [due(12), '18'],
        [due(24), '9'],
      ],
    },
    punctual([3, 6, 9, 12, 15, 20, 30, 31], {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(9)]: [pay({ extra: 500, name: 'too much' })],
      [due(9, 2)]: [undo('too much'), pay()],
      [due(12, 5)]: [pay({ on: due(12) })],
      [due(15, 9)]: [fee(12.5, 16), pay()],
      [due(17, 12)]: [pay({ amount: 250 })],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 40)]: [undoWriteOff, pay()],
    }),
    {
      interestSettings: { accountInterestRateSettings: [fixed(lifeStart, 12), fixed(due(12), 18), fixed(due(24), 9)] },
    },
  );
}, 60_000);
afterAll(() => living.bank.stop());

/** The rates that a loan tells to have had, each with its first day; one that a correction took back and posted anew is told again without them. */
const told = async ({ loan }: LoanLife): Promise<string[]> => {
  const all = await living.desk.transactions(loan);
  return all
    .filter((one) => one.type === 'INTEREST_RATE_CHANGED' && one.terms?.interestSettings?.interestRate !== undefined)
    .map(({ valueDate, terms }) => `${String(valueDate).slice(0, 10)} ${String(terms?.interestSettings?.interestRate)}`)
    .toSorted();
};

test('live through three years as the reference does', async () => {
  await liveThreeYears(living);
  for (const life of living.lives) {
    const { name, terms, events } = life;
    const changes = events.flatMap((event) => (event.type === 'RATE' ? [[event.day, event.rate] as const] : []));
    const rates = [...(terms.rates ?? []), ...changes].map(([day, rate]) => `${day} ${rate}`).toSorted();
    expect({ name, rates: [...new Set(await told(life))] }).toEqual({ name, rates });
  }
  await endLives(living);
  await living.desk.verify();
}, 600_000);
