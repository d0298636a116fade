import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bulkKeyOf, completedBulk } from './harness/bulk.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type InterestAccount, type InterestBank, openInterestBank } from './harness/interestBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Availability = { readonly encodedKey?: string | undefined };

let at: InterestBank;
let day = '2026-05-31';

beforeAll(async () => {
  at = await openInterestBank(day);
  await at.product('PAYS', {}, { interestPaymentSettings: { interestPaymentPoint: 'EVERY_3_MONTHS' } });
  await at.product('TECHNICAL', {
    overdraftSettings: { allowOverdraft: true, allowTechnicalOverdraft: true, maxOverdraftLimit: 5000 },
  });
});
afterEach(() => at.desk.verify());
afterAll(() => at.bank.stop());

const path = (account: InterestAccount) => ({ depositAccountId: account.id });
const named = (account: InterestAccount, { encodedKey }: Availability) => ({
  ...path(account),
  interestAvailabilityKey: String(encodedKey),
});
const fixed = (interestRate: unknown) => ({ interestRateSettings: { interestRate } });
const schedule = (account: InterestAccount, startDate: unknown, rate: unknown, more: Body = {}, user?: string) =>
  at.bank.call('createInterestAvailability', {
    path: path(account),
    body: { type: 'INTEREST', startDate, ...fixed(rate), ...more },
    ...(user ? { user } : {}),
  });
const scheduled = async (account: InterestAccount, startDate: string, rate: number, more: Body = {}) => {
  const reply = await schedule(account, startDate, rate, more);
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body;
};
const listed = (account: InterestAccount, query: Record<string, string | number> = {}) =>
  at.bank.ok('getInterestAvailabilities', { path: path(account), query });
const starts = async (account: InterestAccount, query: Record<string, string | number> = {}) =>
  (await listed(account, query)).map(({ startDate }) => startDate);
const nightsUntil = async (to: string): Promise<void> => {
  day = to;
  await at.advance(to);
};
/** An account that bears a tenth of a unit a day on 1,000 at 3.65 %. */
const paying = async (more: Body = {}, amount = 1000): Promise<InterestAccount> => {
  const account = await at.account('PAYS', more);
  if (amount > 0) await at.desk.deposit(account, amount);
  return account;
};
const rateToday = async (account: InterestAccount): Promise<unknown> =>
  (await at.desk.account(account)).interestSettings?.interestRateSettings?.interestRate;

describe('rates that are agreed ahead', () => {
  test('hold from their day until the next, and the account tells which holds', async () => {
    const account = await paying();
    const first = await scheduled(account, '2026-06-03', 7.3);
    expect(first).toMatchObject({
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      type: 'INTEREST',
      startDate: '2026-06-03',
      interestRateSettings: {
        interestRate: 7.3,
        interestRateTerms: 'FIXED',
        interestRateSource: 'FIXED_INTEREST_RATE',
      },
    });
    await scheduled(account, '2026-06-05', 0);
    expect(await rateToday(account)).toBe(3.65);
    await nightsUntil('2026-06-04');
    // 31 May, 1 and 2 June at 3.65 %, 3 June at 7.3 %.
    expect(await at.accrued(account)).toBe('0.5');
    expect(await rateToday(account)).toBe(7.3);
    const found = await at.bank.ok('searchDepositAccounts', {
      body: { filterCriteria: [{ field: 'interestSettings.interestRate', operator: 'EQUALS', value: '7.3' }] } as never,
    });
    expect(found.map(({ id }) => id)).toEqual([account.id]);
    await nightsUntil('2026-06-08');
    expect(await at.accrued(account)).toBe('0.7');
    expect(await rateToday(account)).toBe(0);
  });

  test('of days gone by price these anew at once, and taking them away undoes it', async () => {
    const account = await paying();
    await nightsUntil('2026-06-12');
    expect(await at.accrued(account)).toBe('0.4');
    const agreed = await scheduled(account, '2026-06-10', 7.3);
    expect(await at.accrued(account)).toBe('0.6');
    const body = fixed(10.95);
    const changed = await at.bank.ok('updateInterestAvailability', { path: named(account, agreed), body });
    expect(changed).toMatchObject({ encodedKey: agreed.encodedKey, startDate: '2026-06-10', ...body });
    expect(await at.accrued(account)).toBe('0.8');
    expect(await at.bank.ok('getInterestAvailability', { path: named(account, agreed) })).toEqual(changed);
    const deleted = await at.bank.call('deleteInterestAvailability', { path: named(account, agreed) });
    expect([deleted.status, await at.accrued(account)]).toEqual([204, '0.4']);
    expect(await starts(account)).toEqual([]);
    await nightsUntil('2026-06-13');
    expect(await at.accrued(account)).toBe('0.5');
  });

  test('stand beside a change of the rate by hand: each holds until the day of the next', async () => {
    const account = await paying();
    const change = (valueDate: string, interestRate: number) =>
      at.bank.call('changeDepositInterestRate', { path: path(account), body: { interestRate, valueDate } });
    await scheduled(account, day, 7.3);
    await nightsUntil('2026-06-15');
    expect(reasonOf(await change('2026-06-13', 1))).toBe('400 INVALID_DATE');
    expect(reasonOf(await change('2026-06-14', 3.65))).toBe('204');
    expect(await at.accrued(account)).toBe('0.3');
  });

  test('are for overdrafts too, and an edit of the same day is refused', async () => {
    const account = await paying({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 2000 } }, 0);
    await at.desk.withdraw(account, 1000);
    const from = day;
    await scheduled(account, from, 7.3, { type: 'OVERDRAFT' });
    const edit = (value: number) =>
      at.bank.call('patchDepositAccount', {
        path: path(account),
        body: [{ op: 'REPLACE', path: '/overdraftInterestSettings/interestRateSettings/interestRate', value }],
      });
    expect(reasonOf(await edit(10))).toBe('400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE');
    // What it tells may be sent back.
    expect(reasonOf(await edit(7.3))).toBe('204');
    await nightsUntil('2026-06-16');
    expect(await at.accrued(account, 'overdraft_interest_accrued')).toBe('0.2');
    expect(reasonOf(await edit(10))).toBe('204');
    expect(await starts(account)).toEqual([from]);
  });

  test('of technical overdraft count for what is owed beyond the limit alone', async () => {
    const account = await at.account('TECHNICAL', {
      overdraftSettings: { allowOverdraft: true, overdraftLimit: 2000 },
    });
    await at.desk.withdraw(account, 2000);
    await at.bank.ok('patchDepositAccount', {
      path: path(account),
      body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value: 1000 }],
    });
    await nightsUntil('2026-06-17');
    // A limit that falls counts from its day: half of the debt is technical at 14.6 %.
    expect(await at.accrued(account, 'technical_overdraft_interest_accrued')).toBe('0.4');
    await scheduled(account, '2026-06-17', 7.3, { type: 'TECHNICAL_OVERDRAFT' });
    await nightsUntil('2026-06-18');
    expect(await at.accrued(account, 'technical_overdraft_interest_accrued')).toBe('0.6');
    expect(await at.accrued(account, 'overdraft_interest_accrued')).toBe('0.8');
  });

  test('are taken by an application, and wait for the activation of a new account', async () => {
    const account = await paying({}, 0);
    await scheduled(account, '2026-01-01', 7.3);
    await at.desk.deposit(account, 1000);
    await nightsUntil('2026-06-20');
    expect(await at.accrued(account)).toBe('0.4');
    await at.bank.ok('applyDepositInterest', {
      path: path(account),
      body: { interestApplicationDate: `2026-06-20T00:00:00+03:00` } as never,
    });
    expect(await at.desk.balance(account)).toBe('1000.4');
    const [first] = await listed(account);
    const late = '400 INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE';
    const where = { path: named(account, first ?? {}) };
    expect(reasonOf(await at.bank.call('updateInterestAvailability', { ...where, body: fixed(1) }))).toBe(late);
    expect(reasonOf(await at.bank.call('deleteInterestAvailability', where))).toBe(late);
    expect(reasonOf(await schedule(account, '2026-06-19', 1))).toBe(late);
    expect(reasonOf(await schedule(account, '2026-06-20', 1))).toBe('201');
  });

  test('are listed by type and by day, page by page', async () => {
    const account = await paying({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 10 } });
    for (const start of ['2027-03-01', '2027-01-01', '2027-02-01']) await scheduled(account, start, 1);
    await scheduled(account, '2027-01-15', 9, { type: 'OVERDRAFT' });
    expect(await starts(account)).toEqual(['2027-01-01', '2027-01-15', '2027-02-01', '2027-03-01']);
    expect(await starts(account, { type: 'INTEREST', from: '2027-01-02' })).toEqual(['2027-02-01', '2027-03-01']);
    expect(await starts(account, { from: '2027-01-15', to: '2027-02-01' })).toEqual(['2027-01-15', '2027-02-01']);
    expect(await starts(account, { offset: 1, limit: 1 })).toEqual(['2027-01-15']);
    const paged = { path: path(account), query: { paginationDetails: 'ON', limit: 2 } };
    const { headers } = await at.bank.call('getInterestAvailabilities', paged);
    expect(headers['items-total']).toBe('4');
    const wrong = { path: path(account), query: { from: '2027-02-01', to: '2027-01-01' } };
    expect(await at.desk.reason('getInterestAvailabilities', wrong)).toBe('400 START_DATE_AFTER_END_DATE');
  });

  test('of one day are made once, however many ask at the same time', async () => {
    const account = await paying();
    const replies = await Promise.all(Array.from({ length: 8 }, () => schedule(account, '2027-01-01', 5)));
    expect(replies.map(reasonOf).toSorted()).toEqual(['201', ...Array(7).fill('400 DUPLICATE_RATE_START_DATE')]);
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { type: 'INTEREST', startDate: '2027-02-01', ...fixed(5) };
    const repeat = () => at.bank.call('createInterestAvailability', { path: path(account), body, headers });
    expect([(await repeat()).text, await starts(account)]).toEqual([
      (await repeat()).text,
      ['2027-01-01', '2027-02-01'],
    ]);
  });
});

describe('bad input', () => {
  let account: InterestAccount;
  beforeAll(async () => {
    account = await paying();
    await scheduled(account, '2027-01-01', 5);
  });

  test.each<[string, Body, string]>([
    ['the same day', { startDate: '2027-01-01' }, '400 DUPLICATE_RATE_START_DATE'],
    ['a day before the activation', { startDate: '2026-01-01' }, '400 BACKDATE_BEFORE_ACTIVATION'],
    ['no day', { startDate: undefined }, '400 INVALID_PARAMETERS'],
    ['a day that is none', { startDate: '2027-02-30' }, '400 INVALID_PARAMETERS'],
    ['a type that is none', { type: 'PROFIT' }, '400 INVALID_PARAMETERS'],
    ['a type the account has not', { type: 'OVERDRAFT' }, '400 INVALID_PARAMETERS'],
    ['technical overdraft', { type: 'TECHNICAL_OVERDRAFT' }, '400 TECHNICAL_OVERDRAFT_IS_NOT_ALLOWED_FOR_PRODUCT'],
    ['no rates', { interestRateSettings: undefined }, '400 INVALID_PARAMETERS'],
    ['empty rates', { interestRateSettings: {} }, '400 REQUIRED_INTEREST_RATE'],
    ['above the limit of the product', fixed(20.01), '400 INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
    ['below it', fixed(-1), '400 INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
    ['a rate in words', fixed('much'), '400 INVALID_PARAMETERS'],
    ['a huge rate', fixed('1e99'), '400 INVALID_INTEREST_RATE'],
    [
      'a spread without index',
      { interestRateSettings: { interestSpread: 1 } },
      '400 INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES',
    ],
    [
      'tiers',
      { interestRateSettings: { interestRateTiers: [{ endingBalance: 5, interestRate: 1 }] } },
      '400 INVALID_INTEREST_RATE_TIERS',
    ],
    ['an end', { endDate: '2027-06-01' }, '400 INVALID_PARAMETERS'],
  ])('is refused: %s', async (_case, more, expected) => {
    expect(reasonOf(await schedule(account, '2027-05-01', 5, more))).toBe(expected);
    expect(await starts(account)).toEqual(['2027-01-01']);
  });

  test('names what does not exist, or may not be done', async () => {
    const nobody = { id: 'nobody', encodedKey: '' };
    const [known] = await listed(account);
    const other = await paying();
    expect(reasonOf(await schedule(nobody, '2027-05-01', 5))).toMatch(/^40\d INVALID_DEPOSIT_ACCOUNT_ID$/);
    for (const where of [named(account, { encodedKey: 'x' }), named(other, known ?? {})]) {
      expect(await at.desk.reason('getInterestAvailability', { path: where })).toBe('404 OBJECT_NOT_FOUND');
      expect(await at.desk.reason('updateInterestAvailability', { path: where, body: fixed(1) })).toBe(
        '404 OBJECT_NOT_FOUND',
      );
      expect(await at.desk.reason('deleteInterestAvailability', { path: where })).toBe('404 OBJECT_NOT_FOUND');
    }
    const put = (body: Body) =>
      at.desk.reason('updateInterestAvailability', { path: named(account, known ?? {}), body });
    expect(await put({})).toBe('400 REQUIRED_INTEREST_RATE');
    expect(await put(fixed(21))).toBe('400 INTEREST_RATE_OUTSIDE_CONSTRAINTS');
    expect(await at.desk.reason('getInterestAvailabilities', { path: path(nobody) })).toMatch(/^404/);
    await at.bank.ok('createUser', {
      body: {
        username: 'clerk',
        firstName: 'C',
        password: 'long enough',
        access: {
          apiAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['MAKE_DEPOSIT'],
        },
      },
    });
    const clerk = 'clerk:long enough';
    expect(reasonOf(await schedule(account, '2027-05-01', 5, {}, clerk))).toMatch(/^403/);
    expect(await at.desk.reason('getInterestAvailabilities', { path: path(account), user: clerk })).toMatch(/^403/);
    const bulk = {
      accountFilter: { ids: [account.id] },
      interestAvailability: { type: 'INTEREST', startDate: '2027-05-01', ...fixed(5) },
    };
    expect(await at.desk.reason('createBulkInterestAvailabilities', { body: bulk, user: clerk })).toMatch(/^403/);
    await at.desk.withdraw(other, 1000);
    await at.desk.changeState(other, 'CLOSE');
    expect(reasonOf(await schedule(other, '2027-05-01', 5))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
  });
});

describe('in bulk', () => {
  const interestAvailability = { type: 'INTEREST', startDate: '2028-01-01', ...fixed(6) };
  const ask = (accountFilter: Body, more: Body = {}) =>
    at.bank.call('createBulkInterestAvailabilities', { body: { accountFilter, interestAvailability, ...more } });

  test('each account takes the rates, or says why not', async () => {
    const [one, two] = [await paying(), await paying()];
    await scheduled(two, '2028-01-01', 1);
    const bulk = await completedBulk(at.bank, bulkKeyOf(await ask({ ids: [one.id, two.encodedKey, 'nobody'] })));
    const [made] = await listed(one);
    expect(bulk.processedItems).toEqual([{ indexInRequest: 0, id: made?.encodedKey }]);
    expect(bulk.errors?.map(({ indexInRequest, errorReason }) => `${indexInRequest} ${errorReason}`)).toEqual([
      '1 DUPLICATE_RATE_START_DATE',
      '2 INVALID_DEPOSIT_ACCOUNT_ID',
    ]);
  });

  test('all open accounts of a product are meant, or those with some ids', async () => {
    await at.product('BULK');
    const [one, two, closed] = [await at.account('BULK'), await at.account('BULK'), await at.account('BULK')];
    await at.desk.changeState(closed, 'CLOSE_WITHDRAW');
    const some = await completedBulk(
      at.bank,
      bulkKeyOf(await ask({ productId: 'BULK', ids: [one.id, (await paying()).id] })),
    );
    expect([some.processedItems?.length, some.errors]).toEqual([1, []]);
    const later = { interestAvailability: { ...interestAvailability, startDate: '2029-01-01' } };
    const all = await completedBulk(at.bank, bulkKeyOf(await ask({ productId: 'BULK' }, later)));
    expect([all.processedItems?.length, all.errors]).toEqual([2, []]);
    expect([await starts(one), await starts(two)]).toEqual([['2028-01-01', '2029-01-01'], ['2029-01-01']]);
  });

  test.each<[string, Body, Body, string]>([
    ['nobody', {}, {}, '400 INVALID_PARAMETERS'],
    ['an empty list', { ids: [] }, {}, '400 INVALID_PARAMETERS'],
    ['an unknown product', { productId: 'NONE' }, {}, '400 INVALID_PRODUCT_ID'],
    ['no rates', { ids: ['x'] }, { interestAvailability: undefined }, '400 INVALID_PARAMETERS'],
    [
      'a type that is none',
      { ids: ['x'] },
      { interestAvailability: { ...interestAvailability, type: 'X' } },
      '400 INVALID_PARAMETERS',
    ],
  ])('is refused whole: %s', async (_case, filter, more, expected) => {
    expect(reasonOf(await ask(filter, more))).toBe(expected);
  });
});
