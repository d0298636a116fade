import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexReadings } from '../src/domains/deposits/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { errorsOf } from './harness/configuration.ts';
import { type Account, openRatesBank, type RatesBank } from './harness/ratesBank.ts';

// An index that is read anew at a review leaves its trace in the statement.

let at: RatesBank;
let indexSourceKey: string;
beforeAll(async () => {
  at = await openRatesBank('2026-01-15');
  indexSourceKey = await at.source('INTEREST_RATE', ['2026-01-01', 2], ['2026-02-10', 3], ['2026-03-10', 3]);
});
afterAll(async () => {
  await at.desk.verify();
  await at.bank.stop();
});

const indexed = (more: object = {}) => ({
  interestRateTerms: 'FIXED',
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey,
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount: 1,
  interestRate: { defaultValue: 1 },
  ...more,
});
const value = (startDay: string, rate: number) => {
  const { zone } = at.bank.app.tenant.clock;
  return {
    path: { indexRateSourceId: indexSourceKey },
    body: { startDate: zone.format(zone.startOf(startDay as LocalDate)), rate },
  };
};
const addValue = (startDay: string, rate: number) => at.bank.ok('createIndexRate', value(startDay, rate));
const told = async (of: Account, type = 'INTEREST_RATE_CHANGED') =>
  (await at.transactions(of))
    .filter((posted) => posted.type === type)
    .map(({ valueDate, amount, terms }) => [String(valueDate).slice(0, 10), amount, terms]);
const on = (date: string, interestRate: number, indexInterestRate: number) => [
  date,
  0,
  { interestSettings: { interestRate, indexInterestRate } },
];

test('each review that finds another value is told once, with the rate and its index', async () => {
  const of = await at.account(await at.product(indexed()));
  await at.desk.deposit(of, 1000);
  await at.advance('2026-02-14');
  expect(await told(of)).toEqual([]);
  await at.advance('2026-02-15');
  expect(await told(of)).toEqual([on('2026-02-15', 4, 3)]);
  const night = { tenant: at.bank.app.tenant, day: '2026-02-14' as LocalDate, principal: systemPrincipal };
  expect(await indexReadings.run(night)).toBe(0);
  // A value like the one before changes nothing.
  await at.advance('2026-03-20');
  expect(await told(of)).toHaveLength(1);
  const { rows } = await at.bank.db.query(
    `SELECT count(*)::int AS count FROM audit_record WHERE operation = 'readIndex' AND entity_key = $1`,
    [of.encodedKey],
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test('of overdrafts, of tiers, of accounts with reviews of their own, and of locked accounts', async () => {
  const debtor = await at.account(
    await at.product(
      { interestRate: { defaultValue: 1 } },
      {},
      {
        overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 5000 },
        overdraftInterestSettings: {
          daysInYear: 'ACTUAL_365_FIXED',
          interestRateSettings: indexed({ interestRate: { defaultValue: 9 } }),
        },
      },
    ),
    { overdraftSettings: { allowOverdraft: true, overdraftLimit: 1000 } },
  );
  const tiers = { interestRateTiers: [{ endingBalance: 500, interestRate: 0.5 }, { interestRate: 1 }] };
  const tiered = await at.account(
    await at.product(indexed({ interestRateTerms: 'TIERED', interestRate: undefined, ...tiers })),
  );
  const own = await at.account(await at.product(indexed({ interestRateReviewCount: 6 })), {
    interestSettings: { interestRateSettings: { interestRateReviewUnit: 'WEEKS', interestRateReviewCount: 1 } },
  });
  const locked = await at.account(await at.product(indexed({ interestRateReviewUnit: 'DAYS' })));
  await at.desk.withdraw(debtor, 100);
  for (const of of [tiered, own, locked]) await at.desk.deposit(of, 1000);
  expect((await at.desk.changeState(locked, 'LOCK')).status).toBe(200);
  await at.advance('2026-03-21');
  await addValue('2026-03-25', 5);
  await at.advance('2026-04-20');
  expect(await told(debtor, 'OVERDRAFT_INTEREST_RATE_CHANGED')).toEqual([
    ['2026-04-20', 0, { overdraftInterestSettings: { interestRate: 14, indexInterestRate: 5 } }],
  ]);
  expect(await told(tiered)).toEqual([['2026-04-20', 0, { interestSettings: { indexInterestRate: 5 } }]]);
  expect(await told(own)).toEqual([on('2026-03-27', 6, 5)]);
  expect(await told(locked)).toEqual([on('2026-03-25', 6, 5)]);
});

test('a value of a day that was reviewed, or of one before it, is refused and changes nothing', async () => {
  const of = await at.account(await at.product(indexed({ interestRateReviewUnit: 'DAYS' })));
  await at.desk.deposit(of, 36500);
  await at.advance('2026-04-25');
  expect(await at.accrued(of)).toBe('30');
  for (const late of ['2026-04-23', '2026-04-25']) {
    const { status, body } = await at.bank.call('createIndexRate', value(late, 6));
    expect([status, body]).toMatchObject([
      400,
      { errors: [{ errorReason: 'START_DATE_BEFORE_LAST_INDEX_REVIEWD_DATE' }] },
    ]);
  }
  await addValue('2026-04-26', 6);
  await at.advance('2026-04-27');
  expect(await told(of)).toEqual([on('2026-04-26', 7, 6)]);
  expect(await at.accrued(of)).toBe('43');
});

test('an account that was activated in the past is told of what it read, and of tiers by period that it left behind', async () => {
  const daily = await at.product(indexed({ interestRateReviewUnit: 'DAYS' }));
  const periods = await at.product({
    interestRateTerms: 'TIERED_PERIOD',
    interestRateTiers: [
      { endingDay: 2, interestRate: 1 },
      { endingDay: 4, interestRate: 2 },
      { endingDay: 9, interestRate: 3 },
    ],
  });
  const [reading, tiered] = [await at.account(daily), await at.account(periods)];
  for (const of of [reading, tiered]) await at.desk.deposit(of, 1000, { valueDate: '2026-04-22T10:00:00+03:00' });
  await at.advance('2026-04-28');
  expect(await told(reading)).toEqual([on('2026-04-26', 7, 6)]);
  const changes = [
    ['2026-04-24', 0, { interestSettings: { interestRate: 2 } }],
    ['2026-04-26', 0, { interestSettings: { interestRate: 3 } }],
  ];
  expect(await told(tiered)).toEqual(changes);
  await at.advance('2026-05-03');
  expect(await told(tiered)).toEqual(changes);
});

test('a value that comes late is read where nobody read one before', async () => {
  const unread = await at.source('INTEREST_RATE');
  const of = await at.account(await at.product(indexed({ indexSourceKey: unread, interestRateReviewUnit: 'DAYS' })));
  await at.desk.deposit(of, 36500);
  await at.advance('2026-05-06');
  expect(await at.accrued(of)).toBe('0');
  const late = { ...value('2026-05-01', 9), path: { indexRateSourceId: unread } };
  await at.bank.ok('createIndexRate', late);
  await at.advance('2026-05-07');
  expect(await at.accrued(of)).toBe('40');
  const { body } = await at.bank.call('createIndexRate', {
    ...late,
    body: { ...late.body, startDate: value('2026-05-05', 1).body.startDate },
  });
  expect(JSON.stringify(body)).toContain('START_DATE_BEFORE_LAST_INDEX_REVIEWD_DATE');
});

test('a document adds no value of a reviewed day either', async () => {
  const { text: before } = await at.bank.call('getIndexRatesConfiguration');
  const added = (day: string) =>
    before
      .replace(`- id: "${indexSourceKey}"`, (source) => `${source}@`)
      .replace(/@([^@]*?indexRates:\n)/, `$1  - id: "late"\n    startDate: "${day}T00:00:00+03:00"\n    rate: 9\n`);
  const put = async (day: string) =>
    errorsOf(await at.bank.call('updateIndexRatesConfiguration', { body: added(day) }));
  expect(await put('2026-05-07')).toEqual([
    expect.stringMatching(/^INDEX_RATE_START_DATE_BEFORE_REVIEWED_DATE .* must be after 2026-05-07/),
  ]);
  expect((await at.bank.call('getIndexRatesConfiguration')).text).toBe(before);
  expect((await at.bank.call('updateIndexRatesConfiguration', { body: added('2026-05-08') })).body).toEqual({
    warnings: [],
  });
});
