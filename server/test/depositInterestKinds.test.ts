import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Account, openRatesBank, type RatesBank } from './harness/ratesBank.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * Two days of 2027, the January and the February of a leap year, with interest applied on the first of each month. Every amount was worked out by
 * hand: a day is balance × rate × fraction, cut to 10 decimals; a month is the sum of its days, rounded.
 */
type Case = {
  readonly name: string;
  readonly rates: Body | ((of: RatesBank) => Promise<Body>);
  readonly settings?: Body;
  readonly deposit: number;
  /** What is applied on 1 January, 1 February and 1 March. */
  readonly applied: readonly number[];
};

const fixed = (defaultValue: number, more: Body = {}): Body => ({ interestRate: { defaultValue }, ...more });
const spread = (of: RatesBank, defaultValue: number, more: Body, ...values: readonly (readonly [string, number])[]) =>
  of.source('INTEREST_RATE', ...values).then((indexSourceKey) => ({
    interestRateSource: 'INDEX_INTEREST_RATE',
    indexSourceKey,
    interestRateReviewUnit: 'MONTHS',
    interestRateReviewCount: 1,
    interestRate: { defaultValue },
    ...more,
  }));

const cases: readonly Case[] = [
  // 3650 × 10 % is 1.00 a day of 2027 and 365/366 of it in 2028: 31 × 0.9978142076 on 3652.00, 29 × 1.0062650273 on 3682.93.
  {
    name: 'ACTUAL_ACTUAL_ISDA',
    rates: fixed(10),
    settings: { daysInYear: 'ACTUAL_ACTUAL_ISDA' },
    deposit: 3650,
    applied: [2, 30.93, 29.18],
  },
  // 7200 × 5 % is 1.00 a day. 30 December counts for nothing (the 31st is a 30th), every month has 30 days, 29 February counts twice.
  // 30 × 1.0001388888 on 7201.00; 28 × 1.0043055555 + 2.0086111111 on 7231.00.
  {
    name: 'E30_360',
    rates: fixed(5),
    settings: { daysInYear: 'E30_360' },
    deposit: 7200,
    applied: [1, 30, 30.13],
  },
  // 10000 × 3.6 % is 1.00 a day: 31 × 1.0002, 29 × 1.003301.
  {
    name: 'ACTUAL_360',
    rates: fixed(3.6),
    settings: { daysInYear: 'ACTUAL_360' },
    deposit: 10000,
    applied: [2, 31.01, 29.1],
  },
  // 2520 × 10 % is 1.00 a working day. January has 21 of them less the holiday of the 24th: 20 × 1.0007936507; February 21 × 1.0087380952.
  {
    name: 'BUS_252',
    rates: fixed(10),
    settings: { daysInYear: 'BUS_252' },
    deposit: 2520,
    applied: [2, 20.02, 21.18],
  },
  // 36500 × 1 % is 1.00 a day. The 5th day is 3 January, the 20th the 18th: 3 × 1.0000547945 + 15 × 2.0001095890 + 13 × 3.0001643835 on 36502.00.
  {
    name: 'tiers by period',
    rates: {
      interestRateTerms: 'TIERED_PERIOD',
      interestRateTiers: [{ endingDay: 5, interestRate: 1 }, { endingDay: 20, interestRate: 2 }, { interestRate: 3 }],
    },
    deposit: 36500,
    applied: [2, 72, 87.18],
  },
  // Reviewed on 30 January and 29 February: 3 % until then, 5 % for a month, 2 % on the last day.
  // 29 × 3.0004931506 + 2 × 5.0008219178 on 36506.00; 28 × 5.0141123287 + 2.0056449315 on 36603.02.
  {
    name: 'an index with a spread, reviewed monthly',
    rates: (of) => spread(of, 1, {}, ['2027-01-01', 2], ['2028-01-10', 4], ['2028-02-05', 1]),
    deposit: 36500,
    applied: [6, 97.02, 142.4],
  },
  { name: 'an index below zero', rates: (of) => spread(of, 1, {}, ['2027-01-01', -2]), deposit: 36500, applied: [] },
  // 36500 × -1 % is -1.00 a day: 31 × 0.9999452054, 29 × 0.9990958904.
  {
    name: 'an index below zero, which is allowed',
    rates: (of) => spread(of, 1, { allowNegativeInterestRate: true }, ['2027-01-01', -2]),
    deposit: 36500,
    applied: [-2, -31, -28.97],
  },
  // 1000 × 3.65 % is 0.10 a day: 31 × 0.09998, 29 × 0.09967.
  {
    name: 'a rate below zero',
    rates: fixed(-3.65, { allowNegativeInterestRate: true }),
    deposit: 1000,
    applied: [-0.2, -3.1, -2.89],
  },
  // Only 1000 of it bear interest, whatever is applied.
  {
    name: 'a maximum balance',
    rates: fixed(3.65),
    settings: { maximumBalance: 1000 },
    deposit: 5000,
    applied: [0.2, 3.1, 2.9],
  },
  // 1 % a month is 12 % a year: 31 × 1.2007890410, 29 × 1.2130257534.
  {
    name: 'a rate a month',
    rates: fixed(1, { interestChargeFrequency: 'EVERY_MONTH' }),
    deposit: 3650,
    applied: [2.4, 37.22, 35.18],
  },
  // 0.28 % in four weeks is 3.65 % a year: 31 × 0.10002, 29 × 0.10033.
  {
    name: 'a rate for four weeks',
    rates: fixed(0.28, { interestChargeFrequency: 'EVERY_FOUR_WEEKS' }),
    deposit: 1000,
    applied: [0.2, 3.1, 2.91],
  },
  // 0.3 % in thirty days is 3.65 % a year.
  {
    name: 'a rate for thirty days',
    rates: fixed(0.3, { interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 30 }),
    deposit: 1000,
    applied: [0.2, 3.1, 2.91],
  },
  // None on the ten days from 10 to 19 January: 21 × 0.10002, then 29 × 0.10023.
  {
    name: 'days without gains',
    rates: fixed(3.65),
    settings: { interestGainsProvidedStartDate: '2028-01-10', interestGainsProvidedEndDate: '2028-01-19' },
    deposit: 1000,
    applied: [0.2, 2.1, 2.91],
  },
];

/**
 * 36.5 % are a thousandth a day. On the first day 1000 come and 500 go; on 1 January 300 come after the interest.
 * AVERAGE: 0.75 + 0.50; (500 + 501.25 + 801.25)/3 and 30 × 801.25; (801.25 + 825.89)/2 and 28 × 825.89.
 * MINIMUM: 0.50 + 0.50; 500 and 30 × 801; 801 and 28 × 825.53.
 * END_OF_DAY: 0.50 + 0.50; 31 × 801; 29 × 825.83.
 */
const balances: readonly (readonly [string, readonly number[]])[] = [
  ['AVERAGE', [1.25, 24.64, 23.94]],
  ['MINIMUM', [1, 24.53, 23.92]],
  ['END_OF_DAY', [1, 24.83, 23.95]],
];

describe('interest of every kind, by the clock', () => {
  const opened = new Map<string, Account>();
  let of: RatesBank;
  const openedAs = (name: string): Account => {
    const account = opened.get(name);
    if (!account) throw new Error(`no account for ${name}`);
    return account;
  };

  beforeAll(async () => {
    of = await openRatesBank('2027-12-30');
    await of.bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SATURDAY', 'SUNDAY'] } });
    await of.bank.ok('createHolidays', { body: [{ name: 'Union', date: '2028-01-24', isAnnuallyRecurring: false }] });
    for (const { name, rates, settings = {}, deposit } of cases) {
      const account = await of.account(
        await of.product(typeof rates === 'function' ? await rates(of) : rates, settings),
      );
      opened.set(name, account);
      await of.desk.deposit(account, deposit);
    }
    for (const [interestCalculationBalance] of balances) {
      const account = await of.account(await of.product(fixed(36.5), { interestCalculationBalance }));
      opened.set(interestCalculationBalance, account);
      await of.desk.deposit(account, 1000);
      await of.desk.withdraw(account, 500);
    }
    await of.advance('2028-01-01');
    for (const [name] of balances) await of.desk.deposit(openedAs(name), 300);
    await of.advance('2028-03-01');
  }, 120_000);
  afterAll(async () => {
    await of.desk.verify();
    await of.bank.stop();
  });

  const dates = ['2028-01-01', '2028-02-01', '2028-03-01'];
  const appliedTo = async (name: string): Promise<unknown[]> =>
    (await of.transactions(openedAs(name)))
      .filter(({ type }) => type === 'INTEREST_APPLIED')
      .map(({ valueDate, amount }) => [String(valueDate).slice(0, 10), amount]);
  const expected = (amounts: readonly number[]): unknown[] => amounts.map((amount, index) => [dates[index], amount]);

  test.each(cases)('$name', async ({ name, applied }) => {
    expect(await appliedTo(name)).toEqual(expected(applied));
  });

  test.each(balances)('on the balance by %s', async (name, applied) => {
    expect(await appliedTo(name)).toEqual(expected(applied));
  });

  test('below zero is income of the bank', async () => {
    const [, applied] = await of.transactions(openedAs('a rate below zero'));
    expect(applied?.interestAccruedAmounts).toMatchObject({ interestAccrued: 0, negativeInterestAccrued: 0.2 });
    expect(await of.desk.journal(applied ?? {})).toEqual(['DEBIT 2000 0.2 -', 'CREDIT 4300 0.2 -']);
  });
});
