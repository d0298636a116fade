import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { bulkKeyOf, completedBulk } from './harness/bulk.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;

const rateSettings = (rates: Body) => ({
  interestRateTerms: 'FIXED',
  interestRateSource: 'FIXED_INTEREST_RATE',
  ...rates,
});
const fixed = (defaultValue: number | null) => ({
  interestRate: { minValue: 0, maxValue: 20, ...(defaultValue === null ? {} : { defaultValue }) },
});
const product = (id: string, rates: Body | null) =>
  bank.ok('createDepositProduct', {
    body: {
      id,
      name: id,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
      ...(rates === null
        ? {}
        : {
            interestSettings: {
              interestPaidIntoAccount: true,
              daysInYear: 'ACTUAL_365_FIXED',
              interestCalculationBalance: 'END_OF_DAY',
              interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
              interestRateSettings: rateSettings(rates),
            },
          }),
    },
  });
const setRate = (id: string, value: unknown, property = 'interestRate/defaultValue') =>
  bank.ok('patchDepositProduct', {
    path: { depositProductId: id },
    body: [{ op: 'REPLACE', path: `/interestSettings/interestRateSettings/${property}`, value }],
  });
const update = (id: string, more: { user?: string; body?: unknown } = {}) =>
  bank.call('batchUpdateDepositProduct', {
    path: { depositProductId: id },
    body: (more.body ?? { action: 'UPDATE_INTEREST_SETTINGS' }) as { action: 'UPDATE_INTEREST_SETTINGS' },
    ...(more.user === undefined ? {} : { user: more.user }),
  });
const updated = async (id: string) => {
  const reply = await update(id);
  expect([reply.status, reply.body]).toEqual([202, { state: 'QUEUED' }]);
  return completedBulk(bank, bulkKeyOf(reply));
};
const advance = (to: string) => bank.ok('advanceClock', { body: { to } });
const rateOf = async (account: Account) => {
  const { interestSettings } = await desk.account(account);
  const settings = interestSettings?.interestRateSettings;
  return settings?.interestRate ?? settings?.interestRateTiers?.map(({ interestRate }) => interestRate);
};
const accrued = async (account: Account): Promise<string> =>
  Number((await desk.account(account)).accruedAmounts?.interestAccrued).toFixed(10);

beforeAll(async () => {
  bank = await startBank({ today: '2026-06-01' });
  open = await openBank(bank);
  desk = openDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('new rates of a product', () => {
  test('re-price what its open accounts accrued since the last application, at the next night', async () => {
    await product('SAVER', fixed(2));
    await product('OTHER', fixed(2));
    const [active, other] = [
      await open.depositAccount({ productTypeKey: 'SAVER' }),
      await open.depositAccount({ productTypeKey: 'OTHER' }),
    ];
    const pending = await open.depositAccount({ productTypeKey: 'SAVER' });
    const closed = await open.depositAccount({ productTypeKey: 'SAVER' });
    await desk.deposit(active, 5000);
    await desk.deposit(other, 5000);
    await desk.deposit(closed, 1);
    await desk.withdraw(closed, 1);
    await desk.changeState(closed, 'CLOSE');
    await advance('2026-06-15');
    await setRate('SAVER', 4);
    expect(await rateOf(active)).toBe(2);
    const { processedItems, errors } = await updated('SAVER');
    expect([processedItems?.length, errors]).toEqual([2, []]);
    expect(await Promise.all([active, pending, closed, other].map(rateOf))).toEqual([4, 4, 2, 2]);
    await advance('2026-06-21');
    // The worked example: 20 * 0.5479452054.
    expect(await accrued(active)).toBe('10.9589041080');
    expect(await accrued(other)).toBe('5.4794520540');
    // What was applied stays: the next change is of June's interest no more.
    await advance('2026-07-01');
    const applied = await desk.balance(active);
    await setRate('SAVER', 1);
    await updated('SAVER');
    await advance('2026-07-02');
    expect(await desk.balance(active)).toBe(applied);
    expect(await accrued(active)).toBe((Math.floor(((Number(applied) * 1) / 36500) * 1e10) / 1e10).toFixed(10));
  });

  test('take the place of the rates that an account was given, of its tiers too, and leave a record', async () => {
    const tiers = (...rates: number[]) =>
      rates.map((interestRate, index) => ({ interestRate, endingBalance: (index + 1) * 1000 }));
    await product('TIERS', { interestRateTerms: 'TIERED_BAND', interestRateTiers: tiers(1, 2) });
    const account = await open.depositAccount({
      productTypeKey: 'TIERS',
      interestSettings: { interestRateSettings: { interestRateTiers: tiers(3, 4) } },
    });
    await desk.deposit(account, 10);
    await setRate('TIERS', tiers(5, 6, 7), 'interestRateTiers');
    await updated('TIERS');
    expect(await rateOf(account)).toEqual([5, 6, 7]);
    const { rows } = await bank.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_record WHERE entity_key = $1::uuid AND operation = 'batchUpdateDepositProduct'`,
      [account.encodedKey],
    );
    expect(rows[0]?.count).toBe(1);
    await updated('TIERS');
    expect(await rateOf(account)).toEqual([5, 6, 7]);
  });

  test('with no account to update are done at once', async () => {
    await product('LONELY', fixed(1));
    expect(await updated('LONELY')).toMatchObject({ status: 'COMPLETE' });
  });
});

describe('is refused', () => {
  const refused = async (id: string, more: { user?: string; body?: unknown } = {}): Promise<string> => {
    const reply = await update(id, more);
    return `${reasonOf(reply)}: ${sourceOf(reply)}`;
  };
  test('for a product that does not exist, bears no interest or names no rate', async () => {
    await product('PLAIN', null);
    await product('ASKS', fixed(null));
    expect(await refused('nothing')).toMatch(/^404 INVALID_PRODUCT_ID: .*nothing/);
    expect(await refused('PLAIN')).toMatch(/^400 INVALID_PARAMETERS: interestSettings: product PLAIN/);
    expect(await refused('ASKS')).toMatch(/^400 REQUIRED_INTEREST_RATE: /);
  });

  test('for another action, or none', async () => {
    await product('STILL', fixed(1));
    expect(await refused('STILL', { body: { action: 'EVERYTHING' } })).toMatch(/^400 INVALID_PARAMETERS: .*action/);
    expect(await refused('STILL', { body: {} })).toMatch(/^400 INVALID_PARAMETERS: .*action/);
    expect(await refused('STILL', { body: [] })).toMatch(/^400 INVALID_PARAMETERS/);
  });

  test('without the permission to edit products', async () => {
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    await bank.ok('createUser', {
      body: {
        username: 'teller',
        firstName: 'T',
        password: 'long enough',
        access: { ...access, permissions: ['VIEW_SAVINGS_ACCOUNT_DETAILS'] },
      },
    });
    expect(await refused('STILL', { user: 'teller:long enough' })).toMatch(/^403 INVALID_PERMISSIONS/);
  });
});
