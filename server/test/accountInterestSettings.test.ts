import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type Account, openRatesBank, type RatesBank } from './harness/ratesBank.ts';

type Body = Readonly<Record<string, unknown>>;
let of: RatesBank;
let fixed: string;
let indexed: string;

type Case = readonly [name: string, product: () => string, body: Body, reason: string, source: string];

const rates = (interestRateSettings: Body): Body => ({ interestSettings: { interestRateSettings } });
const payment = (interestPaymentSettings: Body): Body => ({ interestSettings: { interestPaymentSettings } });
const owes = (interestRateSettings: Body): Body => ({ overdraftInterestSettings: { interestRateSettings } });
const at = (account: Account) => ({ depositAccountId: account.id });
const create = async (productTypeKey: string, more: Body) =>
  of.bank.call('createDepositAccount', {
    body: {
      accountHolderKey: (await of.open.client()).encodedKey,
      accountHolderType: 'CLIENT',
      name: 'A',
      productTypeKey,
      ...more,
    },
  });

beforeAll(async () => {
  of = await openRatesBank('2026-06-01');
  fixed = await of.product(
    { interestRate: { defaultValue: 3.65 } },
    {},
    {
      overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
      overdraftInterestSettings: {
        daysInYear: 'ACTUAL_365_FIXED',
        interestCalculationBalance: 'END_OF_DAY',
        interestRateSettings: { interestRateTerms: 'FIXED', interestRate: { defaultValue: 10 } },
      },
    },
  );
  indexed = await of.product({
    interestRateSource: 'INDEX_INTEREST_RATE',
    indexSourceKey: await of.source('INTEREST_RATE', ['2026-01-01', 2], ['2026-06-05', 4]),
    interestRateReviewUnit: 'MONTHS',
    interestRateReviewCount: 1,
    interestRate: { defaultValue: 1 },
  });
});
afterAll(async () => {
  await of.desk.verify();
  await of.bank.stop();
});

describe('an account decides for itself', () => {
  test.each([
    [
      'terms',
      () => fixed,
      rates({ interestRateTerms: 'TIERED' }),
      'INTEREST_RATE_TERMS_ARE_READONLY',
      'interestRateTerms',
    ],
    [
      'X days without X',
      () => fixed,
      rates({ interestChargeFrequency: 'EVERY_X_DAYS' }),
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
      'interestSettings.interestRateSettings.interestChargeFrequencyCount',
    ],
    [
      'no days',
      () => fixed,
      rates({ interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 0 }),
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
      'interestChargeFrequencyCount',
    ],
    [
      'five weeks',
      () => fixed,
      rates({ interestChargeFrequency: 'EVERY_WEEK', interestChargeFrequencyCount: 5 }),
      'INVALID_INTEREST_CHARGE_FREQUENCY_COUNT',
      'interestChargeFrequencyCount',
    ],
    [
      'five weeks of overdraft',
      () => fixed,
      owes({ interestChargeFrequency: 'EVERY_WEEK', interestChargeFrequencyCount: 5 }),
      'INVALID_OVERDRAFT_INTEREST_CHARGE_FREQUENCY_COUNT',
      'overdraftInterestSettings.interestRateSettings',
    ],
    [
      'a count that nobody can count',
      () => fixed,
      rates({ interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 1e30 }),
      'INVALID_PARAMETERS',
      'interestChargeFrequencyCount',
    ],
    ['a frequency', () => fixed, rates({ interestChargeFrequency: 'HOURLY' }), 'INVALID_PARAMETERS', 'Frequency'],
    [
      'reviews without an index',
      () => fixed,
      rates({ interestRateReviewUnit: 'DAYS' }),
      'INTEREST_RATE_REVIEW_UNIT_NOT_AVAILABLE_FOR_FIXED_INTEREST_SOURCE',
      'interestRateReviewUnit',
    ],
    [
      'reviews that never come',
      () => indexed,
      rates({ interestRateReviewCount: 0 }),
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_INTEREST_REVIEW_COUNT',
      'interestRateReviewCount',
    ],
    [
      'the maturity of an account without one',
      () => fixed,
      payment({ interestPaymentPoint: 'ON_ACCOUNT_MATURITY' }),
      'INVALID_INTEREST_PAYMENT_POINT',
      'interestPaymentPoint',
    ],
    [
      'fixed dates without dates',
      () => fixed,
      payment({ interestPaymentPoint: 'ON_FIXED_DATES' }),
      'INVALID_INTEREST_PAYMENT_DATES',
      'interestPaymentDates',
    ],
    [
      'dates of every day',
      () => fixed,
      payment({ interestPaymentPoint: 'DAILY', interestPaymentDates: [{ day: 1, month: 1 }] }),
      'INVALID_INTEREST_PAYMENT_DATES',
      'interestPaymentDates',
    ],
    [
      'a day that is none',
      () => fixed,
      payment({ interestPaymentPoint: 'ON_FIXED_DATES', interestPaymentDates: [{ day: 31, month: 2 }] }),
      'INVALID_INTEREST_PAYMENT_DATES',
      'interestPaymentDates[0]',
    ],
    [
      'dates of interest that it is not paid',
      () => 'SAVINGS',
      payment({ interestPaymentPoint: 'DAILY' }),
      'INVALID_PARAMETERS',
      'interestPaymentSettings',
    ],
    [
      'the frequency of interest that it does not owe',
      () => indexed,
      owes({ interestChargeFrequency: 'EVERY_DAY' }),
      'INVALID_PARAMETERS',
      'overdraftInterestSettings',
    ],
  ] satisfies readonly Case[])('not: %s', async (_case, product, body, reason, source) => {
    const reply = await create(product(), body);
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(source);
  });

  test('until it is active, and then no longer', async () => {
    const account = await of.account(fixed);
    const settings = async () => (await of.desk.account(account)).interestSettings;
    const patch = (path: string, value: unknown) =>
      of.desk.reason('patchDepositAccount', { path: at(account), body: [{ op: 'REPLACE', path, value }] });
    const own = { interestPaymentPoint: 'ON_FIXED_DATES', interestPaymentDates: [{ day: 15, month: 6 }] };
    expect(await patch('/interestSettings/interestPaymentSettings', own)).toBe('204');
    expect(await patch('/interestSettings/interestRateSettings/interestChargeFrequency', 'EVERY_MONTH')).toBe('204');
    expect(await settings()).toMatchObject({
      interestPaymentSettings: own,
      interestRateSettings: { interestChargeFrequency: 'EVERY_MONTH', interestChargeFrequencyCount: 1 },
    });
    expect(await patch('/name', 'Other')).toBe('204');
    expect(await settings()).toMatchObject({ interestPaymentSettings: own });
    expect(await patch('/interestSettings/interestPaymentSettings', { interestPaymentPoint: 'DAILY' })).toBe('204');
    expect((await settings())?.interestPaymentSettings).toEqual({ interestPaymentPoint: 'DAILY' });
    await of.desk.deposit(account, 10);
    for (const [path, value] of [
      ['/interestSettings/interestPaymentSettings', { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' }],
      ['/interestSettings/interestRateSettings/interestChargeFrequency', 'ANNUALIZED'],
      ['/interestSettings/interestRateSettings/interestChargeFrequency', 'EVERY_WEEK'],
    ] as const) {
      expect(await patch(path, value), path).toBe('400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE');
    }
    expect(await patch('/name', 'Another')).toBe('204');
    expect(await patch('/overdraftInterestSettings', { interestRateSettings: { interestRate: 5 } })).toBe('204');
    expect((await settings())?.interestPaymentSettings).toEqual({ interestPaymentPoint: 'DAILY' });
    const told = await of.desk.account(account);
    expect((await of.bank.call('updateDepositAccount', { path: at(account), body: { ...told } })).status).toBe(200);
  });
});

/**
 * 1000 at 3.65 % bear 0.10 a day, and so they do at 0.3 % in 30 days; 36500 at 1 % bear 1.00.
 * On fixed dates: 14 days until 15 June, then 35 × 0.10014 until 20 July. Every day: 0.10 each.
 * Of the index: 3 % from the first review on, and where it is read every ten days 5 % from 11 June.
 */
test('what an account decided is how its interest comes about', async () => {
  const plain = await of.account(fixed);
  const dated = await of.account(
    fixed,
    payment({
      interestPaymentPoint: 'ON_FIXED_DATES',
      interestPaymentDates: [
        { day: 15, month: 6 },
        { day: 20, month: 7 },
      ],
    }),
  );
  const daily = await of.account(fixed, payment({ interestPaymentPoint: 'DAILY' }));
  const thirty = await of.account(
    await of.product({ interestRate: { defaultValue: 9 } }),
    rates({ interestRate: 0.3, interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 30 }),
  );
  const owing = await of.account(fixed, {
    overdraftSettings: { allowOverdraft: true, overdraftLimit: 500 },
    ...owes({ interestRate: 0.1, interestChargeFrequency: 'EVERY_DAY' }),
  });
  const [monthly, often] = [
    await of.account(indexed),
    await of.account(indexed, rates({ interestRateReviewUnit: 'DAYS', interestRateReviewCount: 10 })),
  ];
  for (const account of [plain, dated, daily, thirty]) await of.desk.deposit(account, 1000);
  for (const account of [monthly, often]) await of.desk.deposit(account, 36500);
  await of.desk.withdraw(owing, 100);
  await of.advance('2026-06-15');
  expect(await of.postings(dated)).toEqual(['2026-06-15 INTEREST_APPLIED 1.4 1001.4']);
  expect((await of.postings(daily)).slice(0, 2)).toEqual([
    '2026-06-02 INTEREST_APPLIED 0.1 1000.1',
    '2026-06-03 INTEREST_APPLIED 0.1 1000.2',
  ]);
  expect(await of.postings(daily)).toHaveLength(14);
  expect(await of.accrued(plain)).toBe('1.4');
  expect(await of.accrued(thirty)).toBe('1.4');
  expect(await of.accrued(owing, 'overdraftInterestAccrued')).toBe('1.4');
  expect([await of.accrued(monthly), await of.accrued(often)]).toEqual(['42', '50']);
  expect((await of.desk.account(often)).interestSettings?.interestRateSettings).toMatchObject({
    interestSpread: 1,
    interestRateReviewUnit: 'DAYS',
    interestRateReviewCount: 10,
  });
  const reviewed = async (account: Account) => (await of.desk.account(account)).lastInterestReviewDate;
  expect([await reviewed(monthly), await reviewed(often), await reviewed(plain)]).toEqual([
    '2026-06-01T00:00:00+03:00',
    '2026-06-11T00:00:00+03:00',
    undefined,
  ]);
  await of.advance('2026-07-20');
  expect(await of.postings(plain)).toEqual(['2026-07-01 INTEREST_APPLIED 3 1003']);
  expect((await of.postings(dated)).slice(1)).toEqual(['2026-07-20 INTEREST_APPLIED 3.5 1004.9']);
});
