import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestBank } from './harness/bank.ts';
import { startBank } from './harness/bank.ts';

let bank: TestBank;
const today = '2026-05-20';

type Account = { readonly encodedKey: string; readonly glCode: string };
const gl: Record<string, Account> = {};

const account = (
  glCode: string,
  name: string,
  type: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  glCode,
  name,
  type,
  usage: 'DETAIL',
  allowManualJournalEntries: true,
  ...more,
});

const reasonsOf = (body: unknown): string[] =>
  (body as { errors: { errorReason: string }[] }).errors.map((error) => error.errorReason);
const sourceOf = (body: unknown): string =>
  (body as { errors: { errorSource: string }[] }).errors[0]?.errorSource ?? '';

const entry = (
  debit: string,
  credit: string,
  amount: unknown,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  date: `${today}T09:00:00+00:00`,
  debits: [{ glAccount: debit, amount }],
  credits: [{ glAccount: credit, amount }],
  ...more,
});

const branchKeys: Record<string, string> = {};

beforeAll(async () => {
  bank = await startBank({ today });
  const created = await bank.ok('createGlAccounts', {
    body: [
      account('1000', 'Cash', 'ASSET'),
      account('1010', 'Bank', 'ASSET', { description: 'our account at the central bank' }),
      account('2000', 'Deposits', 'LIABILITY'),
      account('3000', 'Capital', 'EQUITY'),
      account('4000', 'Fees', 'INCOME'),
      account('5000', 'Rent', 'EXPENSE', { stripTrailingZeros: true }),
      account('9000', 'Assets', 'ASSET', { usage: 'HEADER' }),
      account('9100', 'Automatic only', 'ASSET', { allowManualJournalEntries: false }),
      account('9200', 'Retired', 'ASSET'),
    ],
  });
  for (const one of created) gl[one.glCode ?? ''] = one as Account;
  await bank.ok('patchGlAccount', {
    path: { glAccountId: '9200' },
    body: [{ op: 'REPLACE', path: '/activated', value: false }],
  });
  for (const id of ['north', 'south']) {
    const { rows } = await bank.db.query<{ encoded_key: string }>(
      `INSERT INTO branch (encoded_key, id, name, state, creation_date, last_modified_date)
       VALUES (gen_random_uuid(), $1, $1, 'ACTIVE', now(), now()) RETURNING encoded_key`,
      [id],
    );
    branchKeys[id] = rows[0]?.encoded_key ?? '';
  }
});

afterAll(async () => {
  // Whatever the tests posted or tried to post, the ledger is sound.
  const verification = await bank.ok('verifyLedger');
  expect(verification.differences).toEqual([]);
  await bank.stop();
});

describe('GL accounts', () => {
  test('are told as they were created, in the order of their codes', async () => {
    const { status, body } = await bank.call('getGlAccounts', { query: { type: 'ASSET', balanceExcluded: true } });
    expect(status).toBe(200);
    expect(body.map((one) => one.glCode)).toEqual(['1000', '1010', '9000', '9100', '9200']);
    expect(body[1]).toMatchObject({
      name: 'Bank',
      description: 'our account at the central bank',
      type: 'ASSET',
      usage: 'DETAIL',
      activated: true,
      allowManualJournalEntries: true,
      stripTrailingZeros: false,
      currency: { code: 'EUR', currencyCode: 'EUR' },
    });
    expect(body[0]).not.toHaveProperty('balance');
  });

  test('are paged', async () => {
    const { body, headers } = await bank.call('getGlAccounts', {
      query: { type: 'ASSET', offset: 1, limit: 2, paginationDetails: 'ON', balanceExcluded: true },
    });
    expect(body.map((one) => one.glCode)).toEqual(['1010', '9000']);
    expect(headers).toMatchObject({ 'items-total': '5', 'items-limit': '2', 'items-offset': '1' });
  });

  test('need a type to be listed', async () => {
    expect(reasonsOf((await bank.call('getGlAccounts')).body)).toEqual(['MISSING_REQUIRED_PARAMETER']);
    expect((await bank.call('getGlAccounts', { query: { type: 'MONEY' } })).status).toBe(400);
  });

  test('are found by code and by key', async () => {
    const byCode = await bank.ok('getGlAccount', { path: { glAccountId: '5000' } });
    const byKey = await bank.ok('getGlAccount', { path: { glAccountId: gl['5000']?.encodedKey ?? '' } });
    expect(byKey).toEqual(byCode);
    expect(byCode).toMatchObject({ name: 'Rent', balance: 0, stripTrailingZeros: true });
    const unknown = await bank.call('getGlAccount', { path: { glAccountId: '1000x' } });
    expect([unknown.status, reasonsOf(unknown.body)]).toEqual([404, ['INVALID_GL_ACCOUNT_ID']]);
    expect((await bank.request('GET', '/api/glaccounts/%00')).status).toBeLessThan(500);
  });

  test.each<[string, unknown, string, string]>([
    ['an empty list', [], 'INVALID_PARAMETERS', 'at least one'],
    ['no list', account('1', 'x', 'ASSET'), 'INVALID_PARAMETERS', ''],
    ['a missing code', [{ name: 'x', type: 'ASSET', usage: 'DETAIL' }], 'INVALID_PARAMETERS', 'glCode'],
    ['a blank code', [account(' ', 'x', 'ASSET')], 'INVALID_PARAMETERS', '[0].glCode'],
    ['a code with spaces around', [account('1 ', 'x', 'ASSET')], 'INVALID_PARAMETERS', '[0].glCode'],
    ['a blank name', [account('77', ' ', 'ASSET')], 'INVALID_PARAMETERS', '[0].name'],
    ['a name with NUL', [account('77', 'a\u0000b', 'ASSET')], 'INVALID_PARAMETERS', '[0].name'],
    ['a huge name', [account('77', 'x'.repeat(300), 'ASSET')], 'INVALID_PARAMETERS', '[0].name'],
    ['an unknown type', [account('77', 'x', 'MONEY')], 'INVALID_PARAMETERS', '[0].type'],
    ['an unknown property', [account('77', 'x', 'ASSET', { colour: 'red' })], 'INVALID_PARAMETERS', 'colour'],
    [
      'a code in use',
      [account('77', 'x', 'ASSET'), account('1000', 'x', 'ASSET')],
      'GL_ACCOUNT_CODE_IS_NOT_UNIQUE',
      '[1].glCode',
    ],
    [
      'a code twice',
      [account('77', 'x', 'ASSET'), account('77', 'x', 'ASSET')],
      'GL_ACCOUNT_CODE_IS_NOT_UNIQUE',
      '[1].glCode',
    ],
    [
      'a foreign currency',
      [account('77', 'x', 'ASSET', { currency: { code: 'USD' } })],
      'FOREIGN_CURRENCY_IS_NOT_ALLOWED',
      '[0].currency',
    ],
  ])('are not created from %s', async (_, body, reason, source) => {
    const reply = await bank.call('createGlAccounts', { body: body as Record<string, unknown>[] });
    expect(reply.status).toBe(400);
    expect(reasonsOf(reply.body)).toEqual([reason]);
    expect(sourceOf(reply.body)).toContain(source);
    expect((await bank.call('getGlAccount', { path: { glAccountId: '77' } })).status).toBe(404);
  });

  test('take the base currency when it is named', async () => {
    const [one] = await bank.ok('createGlAccounts', {
      body: [account('1020', 'Vault', 'EQUITY', { currency: { code: 'EUR' } })],
    });
    expect(one?.currency).toEqual({ code: 'EUR', currencyCode: 'EUR' });
  });

  test('of two clients that use a code at once, one gets it', async () => {
    const replies = await Promise.all(
      [1, 2, 3].map(() => bank.call('createGlAccounts', { body: [account('1500', 'Race', 'INCOME')] })),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 400, 400]);
    for (const { body, status } of replies)
      if (status === 400) expect(reasonsOf(body)).toEqual(['GL_ACCOUNT_CODE_IS_NOT_UNIQUE']);
  });

  test('change by PATCH what may change', async () => {
    await bank.ok('createGlAccounts', { body: [account('6000', 'Old', 'EXPENSE', { description: 'soon gone' })] });
    const patched = await bank.call('patchGlAccount', {
      path: { glAccountId: '6000' },
      body: [
        { op: 'REPLACE', path: '/name', value: 'New' },
        { op: 'REMOVE', path: '/description' },
        { op: 'REPLACE', path: '/activated', value: false },
        { op: 'REPLACE', path: '/allowManualJournalEntries', value: 'false' },
        { op: 'REPLACE', path: '/glCode', value: '6001' },
      ],
    });
    expect(patched.status).toBe(204);
    const after = await bank.ok('getGlAccount', { path: { glAccountId: '6001' } });
    expect(after).toMatchObject({ name: 'New', activated: false, allowManualJournalEntries: false });
    expect(after).not.toHaveProperty('description');
  });

  test.each<[string, unknown, string, number]>([
    ['its type', [{ op: 'REPLACE', path: '/type', value: 'INCOME' }], 'FIELD_IS_NOT_EDITABLE', 400],
    ['its usage', [{ op: 'REPLACE', path: '/usage', value: 'HEADER' }], 'FIELD_IS_NOT_EDITABLE', 400],
    ['its currency', [{ op: 'REPLACE', path: '/currency/code', value: 'USD' }], 'FIELD_IS_NOT_EDITABLE', 400],
    ['its balance', [{ op: 'ADD', path: '/balance', value: 5 }], 'FIELD_IS_NOT_EDITABLE', 400],
    ['its key', [{ op: 'REPLACE', path: '/encodedKey', value: 'a' }], 'FIELD_IS_NOT_EDITABLE', 400],
    ['its name to nothing', [{ op: 'REMOVE', path: '/name' }], 'INVALID_PARAMETERS', 400],
    ['its name to a blank', [{ op: 'REPLACE', path: '/name', value: '  ' }], 'INVALID_PARAMETERS', 400],
    ['its name to NUL', [{ op: 'REPLACE', path: '/name', value: '\u0000' }], 'INVALID_PARAMETERS', 400],
    ['its name to a number list', [{ op: 'REPLACE', path: '/name', value: [1] }], 'INVALID_PARAMETERS', 400],
    ['its code to nothing', [{ op: 'REMOVE', path: '/glCode' }], 'INVALID_PARAMETERS', 400],
    [
      'its code to one in use',
      [{ op: 'REPLACE', path: '/glCode', value: '1000' }],
      'GL_ACCOUNT_CODE_IS_NOT_UNIQUE',
      400,
    ],
    ['what does not exist', [{ op: 'ADD', path: '/colour', value: 'red' }], 'FIELD_NOT_ALLOWED', 400],
  ])('refuse a PATCH of %s', async (_, body, reason, status) => {
    const before = await bank.ok('getGlAccount', { path: { glAccountId: '1010' } });
    const reply = await bank.call('patchGlAccount', {
      path: { glAccountId: '1010' },
      body: body as Record<string, unknown>[],
    });
    expect([reply.status, reasonsOf(reply.body)]).toEqual([status, [reason]]);
    expect(await bank.ok('getGlAccount', { path: { glAccountId: '1010' } })).toEqual(before);
  });

  test('that do not exist are not patched', async () => {
    const reply = await bank.call('patchGlAccount', {
      path: { glAccountId: 'nope' },
      body: [{ op: 'REPLACE', path: '/name', value: 'x' }],
    });
    expect([reply.status, reasonsOf(reply.body)]).toEqual([404, ['INVALID_GL_ACCOUNT_ID']]);
  });
});

describe('balances', () => {
  const post = (debit: string, credit: string, amount: unknown, day: string, branchId?: string): Promise<unknown> =>
    bank.ok('createJournalEntries', {
      body: entry(debit, credit, amount, { date: `${day}T23:59:59+00:00`, ...(branchId ? { branchId } : {}) }),
    });
  const balance = async (glAccountId: string, query: Record<string, string | boolean> = {}): Promise<unknown> =>
    (await bank.ok('getGlAccount', { path: { glAccountId }, query })).balance;

  beforeAll(async () => {
    await bank.ok('createGlAccounts', {
      body: [account('1100', 'Example', 'ASSET'), account('2100', 'Other side', 'LIABILITY')],
    });
    await post('1100', '2100', 100, '2024-05-03', 'north');
    await post('1100', '2100', 40, '2024-05-10', 'south');
    await post('2100', '1100', 30, '2024-05-12', 'south');
  });

  test('are the net change between two days, and the closing balance otherwise', async () => {
    expect(await balance('1100', { from: '2024-05-05', to: '2024-05-31' })).toBe(10);
    expect(await balance('1100', { to: '2024-05-31' })).toBe(110);
    expect(await balance('1100')).toBe(110);
    expect(await balance('1100', { from: '2024-05-11' })).toBe(110);
    expect(await balance('1100', { from: '2024-05-10', to: '2024-05-10' })).toBe(40);
    expect(await balance('1100', { from: '2024-05-12', to: '2024-05-12' })).toBe(-30);
    expect(await balance('1100', { to: '2024-05-02' })).toBe(0);
  });

  test('are told on the natural side', async () => {
    expect(await balance('2100', { to: '2024-05-31' })).toBe(110);
  });

  test('are told for a branch by id and by key', async () => {
    expect(await balance('1100', { branchId: 'south' })).toBe(10);
    expect(await balance('1100', { branchId: branchKeys.north ?? '' })).toBe(100);
    expect(await balance('1100', { branchId: 'north', from: '2024-05-05', to: '2024-05-31' })).toBe(0);
  });

  test('are told in lists and left out when excluded', async () => {
    const list = await bank.ok('getGlAccounts', { query: { type: 'LIABILITY', from: '2024-05-05', to: '2024-05-31' } });
    expect(list.find((one) => one.glCode === '2100')?.balance).toBe(10);
    expect(list.every((one) => typeof one.balance === 'number')).toBe(true);
    expect(await balance('1100', { balanceExcluded: true })).toBeUndefined();
  });

  test.each<[Record<string, string>, string]>([
    [{ from: '2024-06-01', to: '2024-05-31' }, 'INVALID_ACCOUNTING_DATE_RANGE'],
    [{ from: '2024-02-30' }, 'INVALID_PARAMETERS'],
    [{ to: 'yesterday' }, 'INVALID_PARAMETERS'],
    [{ branchId: 'nowhere' }, 'INVALID_BRANCH_ID'],
    [{ balanceExcluded: 'maybe' }, 'INVALID_PARAMETERS'],
    [{ color: 'red' }, 'PARAMETER_NOT_ALLOWED'],
  ])('refuse %j', async (query, reason) => {
    const one = await bank.call('getGlAccount', { path: { glAccountId: '1100' }, query });
    const many = await bank.call('getGlAccounts', { query: { type: 'ASSET', ...query } });
    expect([one.status, reasonsOf(one.body)]).toEqual([400, [reason]]);
    expect([many.status, reasonsOf(many.body)]).toEqual([400, [reason]]);
  });

  test('reach to the ends of the calendar', async () => {
    expect(await balance('1100', { from: '0001-01-01', to: '9999-12-31' })).toBe(110);
  });
});
