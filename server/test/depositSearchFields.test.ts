import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Account, openRatesBank, type RatesBank } from './harness/ratesBank.ts';

let of: RatesBank;
beforeEach(async () => {
  of = await openRatesBank('2026-06-01');
});
afterEach(async () => {
  await of.desk.verify();
  await of.bank.stop();
});

type Criterion = readonly [field: string, operator: string, value?: unknown, secondValue?: unknown];

const searched = (criteria: readonly Criterion[], sortingCriteria?: object) => ({
  filterCriteria: criteria.map(([field, operator, value, secondValue]) => ({ field, operator, value, secondValue })),
  ...(sortingCriteria ? { sortingCriteria } : {}),
});
const accounts = async (criteria: readonly Criterion[], sortingCriteria?: object): Promise<(string | undefined)[]> =>
  (await of.bank.ok('searchDepositAccounts', { body: searched(criteria, sortingCriteria) as never })).map(
    ({ id }) => id,
  );
const transactions = async (criteria: readonly Criterion[]): Promise<(string | undefined)[]> =>
  (await of.bank.ok('searchDepositTransactions', { body: searched(criteria) as never })).map(({ id }) => id);

const overdraft = (rates: object = { interestRateTerms: 'FIXED', interestRate: { defaultValue: 36.5 } }) => ({
  overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
  overdraftInterestSettings: {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationBalance: 'END_OF_DAY',
    interestRateSettings: rates,
  },
});
const limited = (overdraftLimit: number) => ({ overdraftSettings: { allowOverdraft: true, overdraftLimit } });
const funded = async (product: string, amount: number): Promise<Account> => {
  const account = await of.account(product);
  if (amount > 0) await of.desk.deposit(account, amount);
  return account;
};

describe('accounts by the tier they are in', () => {
  const tier = (column: string, value: unknown): Criterion => [`currentInterestTier.${column}`, 'EQUALS', value];

  test('of tiers by balance, limits included, and none above zero while overdrawn', async () => {
    const product = await of.product({
      interestRateTerms: 'TIERED',
      interestRateTiers: [
        { endingBalance: 1000, interestRate: 1 },
        { endingBalance: 5000, interestRate: 2 },
      ],
    });
    const [empty, low, high, above] = [
      await funded(product, 0),
      await funded(product, 1000),
      await funded(product, 1000.01),
      await funded(product, 9999),
    ];
    expect(await accounts([tier('index', 0)])).toEqual([empty.id, low.id]);
    expect(await accounts([tier('index', 1)])).toEqual([high.id, above.id]);
    expect(await accounts([tier('interestRate', 2)])).toEqual([high.id, above.id]);
    expect(await accounts([tier('startingBalance', 1000)])).toEqual([high.id, above.id]);
    expect(await accounts([tier('startingBalance', 0)])).toEqual([empty.id, low.id]);
    expect(await accounts([tier('endingBalance', 1000)])).toEqual([empty.id, low.id]);
    expect(await accounts([['currentOverdraftInterestTier.index', 'NOT_EMPTY']])).toEqual([]);
    expect(await accounts([], { field: 'currentInterestTier.index', order: 'DESC' })).toHaveLength(4);
    expect(
      (await of.bank.call('searchDepositAccounts', { body: searched([tier('index', 'second')]) as never })).status,
    ).toBe(400);
  });

  test('of tiers of the overdraft, by what is owed', async () => {
    const product = await of.product(
      { interestRate: { defaultValue: 1 } },
      {},
      overdraft({
        interestRateTerms: 'TIERED_BAND',
        interestRateTiers: [
          { endingBalance: 100, interestRate: 5 },
          { endingBalance: 1000, interestRate: 10 },
        ],
      }),
    );
    const account = await of.account(product, limited(500));
    const owed = (column: string): Criterion => [`currentOverdraftInterestTier.${column}`, 'NOT_EMPTY'];
    expect(await accounts([owed('index')])).toEqual([]);
    await of.desk.withdraw(account, 100);
    expect(await accounts([['currentOverdraftInterestTier.endingBalance', 'EQUALS', 100]])).toEqual([account.id]);
    await of.desk.withdraw(account, 1);
    expect(await accounts([['currentOverdraftInterestTier.interestRate', 'EQUALS', 10]])).toEqual([account.id]);
    expect(await accounts([['currentOverdraftInterestTier.startingBalance', 'BETWEEN', 100, 100]])).toEqual([
      account.id,
    ]);
    // A fixed rate has no tiers, and who owes is in none of what is earned.
    expect(await accounts([['currentInterestTier.index', 'NOT_EMPTY']])).toEqual([]);
  });

  test('of tiers by period, by the days since the activation', async () => {
    const product = await of.product({
      interestRateTerms: 'TIERED_PERIOD',
      interestRateTiers: [
        { endingDay: 2, interestRate: 1 },
        { endingDay: 4, interestRate: 2 },
      ],
    });
    await funded(product, 0);
    const account = await funded(product, 10);
    const at = async (index: number): Promise<unknown> => accounts([tier('index', index)]);
    expect(await at(0)).toEqual([account.id]);
    await of.advance('2026-06-02');
    expect(await at(0)).toEqual([account.id]);
    await of.advance('2026-06-03');
    expect(await at(1)).toEqual([account.id]);
    await of.advance('2026-06-09');
    expect(await at(1)).toEqual([account.id]);
    expect(await accounts([['currentInterestTier.endingBalance', 'NOT_EMPTY']])).toEqual([]);
  });
});

test('accounts in arrears are found by how much they owe beyond their limit and for how long, and by their age', async () => {
  const product = await of.product({ interestRate: { defaultValue: 1 } }, {}, overdraft());
  const account = await of.account(product, limited(500));
  const other = await of.account(product, limited(500));
  await of.desk.withdraw(account, 400);
  await of.desk.withdraw(other, 400);
  expect(await accounts([['overdraftInArrears', 'MORE_THAN', 0]])).toEqual([]);
  await of.bank.ok('patchDepositAccount', {
    path: { depositAccountId: account.id },
    body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value: 150 }],
  });
  expect(await accounts([['overdraftInArrears', 'EQUALS', 250]])).toEqual([account.id]);
  expect(await accounts([['overdraftDaysInArrears', 'MORE_THAN', 0]])).toEqual([]);
  await of.advance('2026-06-04');
  expect(await accounts([['overdraftDaysInArrears', 'EQUALS', 3]])).toEqual([account.id]);
  expect(await accounts([['overdraftInArrears', 'EQUALS', 0]])).toEqual([other.id]);
  await of.desk.changeState(account, 'LOCK');
  expect(await accounts([['overdraftInArrears', 'EQUALS', 250]])).toEqual([account.id]);
  expect((await accounts([['lengthInDays', 'EQUALS', 3]])).toSorted()).toEqual([account.id, other.id].toSorted());
  expect(await accounts([['overdraftRiskLevelKey', 'NOT_EMPTY']])).toEqual([]);
  await of.desk.changeState(account, 'UNLOCK');
  await of.desk.deposit(account, 300);
  expect(await accounts([['overdraftDaysInArrears', 'MORE_THAN', 0]])).toEqual([]);
});

test('a fee that is paid from the overdraft is told and found as such, and so is what takes it back', async () => {
  const product = await of.product(
    { interestRate: { defaultValue: 1 } },
    {},
    { ...overdraft(), feesSettings: { allowArbitraryFees: true } },
  );
  const account = await of.account(product, limited(500));
  await of.desk.deposit(account, 10);
  const applied = await of.bank.ok('applyDepositFee', {
    path: { depositAccountId: account.id },
    body: { amount: 30 } as never,
  });
  expect(applied.affectedAmounts).toMatchObject({ fundsAmount: -10, overdraftAmount: -20, overdraftFeesAmount: -20 });
  const found = (value: number) => transactions([['affectedAmounts.overdraftFeesAmount', 'EQUALS', value]]);
  expect(await found(-20)).toEqual([applied.id]);
  const { body } = await of.desk.adjust(applied);
  expect(body).toMatchObject({ affectedAmounts: { overdraftFeesAmount: 20 } });
  expect(await found(20)).toHaveLength(1);
});

test('the adjustment of an application tells the interest that it takes back', async () => {
  const product = await of.product({ interestRate: { defaultValue: 36.5 } });
  const account = await funded(product, 1000);
  await of.advance('2026-07-01');
  const [applied] = (await of.transactions(account)).filter(({ type }) => type === 'INTEREST_APPLIED');
  expect(applied?.affectedAmounts).toMatchObject({ interestAmount: 30 });
  expect(applied?.interestAccruedAmounts).toMatchObject({ interestAccrued: 30 });
  const { body } = await of.desk.adjust({ id: applied?.id });
  expect(body).toMatchObject({
    type: 'INTEREST_APPLIED_ADJUSTMENT',
    amount: -30,
    affectedAmounts: { interestAmount: -30, overdraftInterestAmount: 0 },
  });
  expect(body).not.toHaveProperty('interestAccruedAmounts');
  expect(await transactions([['affectedAmounts.interestAmount', 'LESS_THAN', 0]])).toHaveLength(1);
});

test('a spread that changes is told with the index it stands on', async () => {
  const indexSourceKey = await of.source('INTEREST_RATE', ['2026-01-01', 3]);
  const product = await of.product(
    { interestRate: { defaultValue: 1 } },
    {},
    overdraft({
      interestRateTerms: 'FIXED',
      interestRateSource: 'INDEX_INTEREST_RATE',
      indexSourceKey,
      interestRateReviewUnit: 'MONTHS',
      interestRateReviewCount: 1,
      interestRate: { minValue: 0, maxValue: 20, defaultValue: 5 },
    }),
  );
  const account = await of.account(product, limited(500));
  await of.desk.withdraw(account, 1);
  await of.bank.ok('patchDepositAccount', {
    path: { depositAccountId: account.id },
    body: [{ op: 'REPLACE', path: '/overdraftInterestSettings/interestRateSettings/interestSpread', value: 7 }],
  });
  const [trace] = (await of.transactions(account)).filter(({ type }) => type === 'OVERDRAFT_INTEREST_RATE_CHANGED');
  expect(trace?.terms).toEqual({ overdraftInterestSettings: { interestRate: 10, indexInterestRate: 3 } });
  expect(await transactions([['terms.overdraftInterestSettings.indexInterestRate', 'EQUALS', 3]])).toEqual([trace?.id]);
});
