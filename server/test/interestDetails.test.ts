import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { endOfDaySteps } from '../src/registry.ts';
import { type InterestAccount, type InterestBank, openInterestBank } from './harness/interestBank.ts';

let house: InterestBank;

beforeAll(async () => {
  house = await openInterestBank('2026-06-01');
});
afterAll(async () => {
  await house.desk.verify();
  await house.bank.stop();
});

const overdraft = { overdraftSettings: { allowOverdraft: true, overdraftLimit: 2000 } };
const owed = (of: InterestAccount) => house.accrued(of, 'overdraft_interest_accrued');

/** Says from which day the closing balance counts. */
const closingBalanceFrom = (overdraftInterestEodBalanceDate: string | null) =>
  house.bank.ok('setEndOfDayBalanceDate', { body: { overdraftInterestEodBalanceDate } as never });

test('MINIMUM_TO_END_OF_DAY changes from the lowest to the closing balance on the day of the general setup, also of days gone by', async () => {
  const { desk, advance } = house;
  const fixed = { interestRateTerms: 'FIXED', interestRateSource: 'FIXED_INTEREST_RATE' };
  const product = await house.product('SWITCH', {
    overdraftInterestSettings: {
      daysInYear: 'ACTUAL_365_FIXED',
      interestCalculationBalance: 'MINIMUM_TO_END_OF_DAY',
      interestRateSettings: { ...fixed, interestRate: { minValue: 0, maxValue: 20, defaultValue: 14.6 } },
    },
  });
  const of = await house.account(product, overdraft);
  await desk.withdraw(of, 1000);
  await advance('2026-06-02');
  expect(await owed(of)).toBe('0.4');
  // A day on which most of the debt was paid back: the lowest balance is that of its morning.
  await desk.deposit(of, 900);
  await advance('2026-06-03');
  expect(await owed(of)).toBe('0.8');
  await closingBalanceFrom('2026-06-02T00:00:00+03:00');
  expect((await house.bank.ok('getGeneralSetup')).overdraftInterestEodBalanceDate).toBe('2026-06-02T00:00:00+03:00');
  await advance('2026-06-04');
  expect(await owed(of)).toBe('0.48');
  await closingBalanceFrom('2026-06-03T00:00:00+03:00');
  await advance('2026-06-05');
  expect(await owed(of)).toBe('0.88');
  expect(await closingBalanceFrom(null)).not.toHaveProperty('overdraftInterestEodBalanceDate');
  for (const overdraftInterestEodBalanceDate of ['2026-06-31T00:00:00+03:00', '2026-06-03', 7, { day: 3 }]) {
    const { status } = await house.bank.call('setEndOfDayBalanceDate', {
      body: { overdraftInterestEodBalanceDate } as never,
    });
    expect(status).toBe(400);
  }
  expect(await house.bank.ok('getGeneralSetup')).not.toHaveProperty('overdraftInterestEodBalanceDate');
});

test('applied interest tells what of it was earned and what is owed on the overdraft, and is found by both', async () => {
  const { bank, desk, advance } = house;
  const of = await house.account(await house.product('BOTH', {}), overdraft);
  await desk.deposit(of, 1000);
  await advance('2026-06-10');
  await desk.withdraw(of, 2000);
  await advance('2026-06-12');
  await bank.ok('applyDepositInterest', {
    path: { depositAccountId: of.id },
    body: { interestApplicationDate: '2026-06-12T00:00:00+03:00' },
  });
  const applied = (await house.transactions(of)).at(-1);
  expect(applied).toMatchObject({
    type: 'INTEREST_APPLIED',
    amount: -0.3,
    affectedAmounts: {
      interestAmount: 0.5,
      overdraftInterestAmount: -0.8,
      technicalOverdraftInterestAmount: 0,
      overdraftAmount: -0.3,
      fundsAmount: 0,
    },
  });
  const found = async (field: string, value: number): Promise<unknown[]> =>
    (
      await bank.ok('searchDepositTransactions', {
        body: {
          filterCriteria: [
            { field, operator: 'EQUALS', value },
            { field: 'parentAccountID', operator: 'EQUALS', value: of.id },
          ],
        },
      })
    ).map(({ encodedKey }) => encodedKey);
  expect(await found('affectedAmounts.interestAmount', 0.5)).toEqual([applied?.encodedKey]);
  expect(await found('affectedAmounts.overdraftInterestAmount', -0.8)).toEqual([applied?.encodedKey]);
  expect(await found('affectedAmounts.technicalOverdraftInterestAmount', 0)).toHaveLength(3);
});

test('what moves no money is no movement of the day: a mean is made of balances that were reached', async () => {
  const { bank, desk, advance } = house;
  const today = String((await bank.ok('getClock')).today);
  const product = await house.product('MEAN', {}, { interestCalculationBalance: 'AVERAGE' });
  const [plain, edited] = [await house.account(product), await house.account(product)];
  for (const of of [plain, edited]) await desk.deposit(of, 1000);
  await advance('2026-06-13');
  await bank.ok('changeDepositInterestRate', {
    path: { depositAccountId: edited.id },
    body: { interestRate: 3.65, valueDate: '2026-06-13', notes: 'as it was' },
  });
  const limit = await bank.call('patchDepositAccount', {
    path: { depositAccountId: edited.id },
    body: [
      { op: 'REPLACE', path: '/overdraftSettings/allowOverdraft', value: true },
      { op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value: 50 },
    ],
  });
  expect(limit.status).toBe(204);
  for (const of of [plain, edited]) await desk.deposit(of, 2000);
  await advance('2026-06-14');
  expect(today).toBe('2026-06-12');
  // 0.1 of the first day, and of the second the mean of 1,000 and 3,000.
  expect([await house.accrued(plain), await house.accrued(edited)]).toEqual(['0.3', '0.3']);
});

test('the night tells the statement of a rate that begins because a tier by period ended, once', async () => {
  const { bank, desk, advance } = house;
  const product = await house.product(
    'PERIODS',
    {},
    {
      interestRateSettings: {
        interestRateTerms: 'TIERED_PERIOD',
        interestRateSource: 'FIXED_INTEREST_RATE',
        interestRateTiers: [
          { endingDay: 2, interestRate: 3.65 },
          { endingDay: 3, interestRate: 3.65 },
          { endingDay: 4, interestRate: 7.3 },
        ],
      },
    },
  );
  const of = await house.account(product);
  await desk.deposit(of, 1000);
  const told = async () => (await house.transactions(of)).filter(({ type }) => type === 'INTEREST_RATE_CHANGED');
  await advance('2026-06-16');
  expect(await told()).toEqual([]);
  await advance('2026-06-17');
  expect(await told()).toMatchObject([
    { amount: 0, valueDate: '2026-06-17T00:00:00+03:00', terms: { interestSettings: { interestRate: 7.3 } } },
  ]);
  const step = endOfDaySteps.find(({ name }) => name === 'deposits: rates of the next tier by period');
  const night = { tenant: bank.app.tenant, day: '2026-06-16' as LocalDate, principal: systemPrincipal };
  expect(await step?.run(night)).toBe(0);
  await advance('2026-06-20');
  expect(await told()).toHaveLength(1);
  expect(await house.accrued(of)).toBe('0.9');
});
