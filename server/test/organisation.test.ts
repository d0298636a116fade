import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status, reason and source of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason, error.errorSource ?? ''] : [status];
};

/** Lets rows that were inserted by SQL be seen by rules. */
const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};

const told = { encodedKey: expect.any(String), creationDate: expect.stringMatching(/\+00:00$/) };
const stamp = { creationDate: expect.any(String), lastModifiedDate: expect.any(String) };

describe('branches', () => {
  test('are created, listed, paged, sorted and found by id or key', async () => {
    const { body: created } = await bank.call('createBranch', {
      body: {
        id: 'Zürich 1',
        name: 'Zürich ✓',
        phoneNumber: '+41 1',
        emailAddress: 'zh@example.com',
        notes: 'main',
        addresses: [{ line1: 'Bahnhofstrasse 1', city: 'Zürich', latitude: '47.376888', longitude: 8.541694 }],
      },
    });
    expect(created).toMatchObject({ id: 'Zürich 1', state: 'ACTIVE', ...stamp });
    expect(created.addresses).toMatchObject([
      { latitude: 47.376888, parentKey: created.encodedKey, indexInList: 0, encodedKey: expect.any(String) },
    ]);
    await bank.ok('createBranch', { body: { id: 'A2', name: 'Aarau', state: 'INACTIVE' } });
    for (const branchId of ['Zürich 1', String(created.encodedKey), String(created.encodedKey).toUpperCase()]) {
      const { body } = await bank.call('getBranch', { path: { branchId }, query: { detailsLevel: 'FULL' } });
      expect(body).toEqual(created);
    }
    const { addresses: _addresses, ...basic } = created;
    expect((await bank.call('getBranch', { path: { branchId: 'Zürich 1' } })).body).toEqual(basic);
    const page = await bank.call('getBranches', { query: { sortBy: 'name:DESC', limit: 1, paginationDetails: 'ON' } });
    expect(page.body).toEqual([basic]);
    expect(page.headers).toMatchObject({ 'items-limit': '1', 'items-offset': '0', 'items-total': '2' });
    const ids = (await bank.call('getBranches', { query: { sortBy: 'id:ASC,name:ASC' } })).body.map(({ id }) => id);
    expect(ids).toEqual(['A2', 'Zürich 1']);
    expect((await bank.call('getBranches', { query: { offset: 5 } })).body).toEqual([]);
  });

  test('have holidays of their own', async () => {
    const created = await bank.ok('createBranch', {
      body: {
        id: 'Maputo',
        name: 'Maputo',
        branchHolidays: [
          { id: 12, name: 'Only here', date: '2020-07-30', isAnnuallyRecurring: true },
          { name: 'Fair', date: '2020-07-29' },
        ],
      },
    });
    expect(created.branchHolidays).toEqual([
      { id: 13, name: 'Fair', date: '2020-07-29', isAnnuallyRecurring: false, ...told },
      { id: 12, name: 'Only here', date: '2020-07-30', isAnnuallyRecurring: true, ...told },
    ]);
    const path = { branchId: 'Maputo' };
    expect(await bank.ok('getBranch', { path, query: { detailsLevel: 'FULL' } })).toEqual(created);
    expect(await bank.ok('getBranch', { path })).not.toHaveProperty('branchHolidays');
    const listed = await bank.ok('getBranches', { query: { detailsLevel: 'FULL' } });
    expect(listed.find(({ id }) => id === 'Maputo')).toEqual(created);
    await bank.db.query(`DELETE FROM branch_holiday WHERE id = 13`);
  });

  test.each([
    ['no name', { id: 'X' }, 'INVALID_PARAMETERS', 'name'],
    ['a number as name', { id: 'X', name: 5 }, 'INVALID_PARAMETERS', 'name'],
    ['a blank name', { id: 'X', name: '  ' }, 'BLANK_BRANCH_NAME', 'name'],
    ['a blank id', { id: ' ', name: 'X' }, 'BLANK_BRANCH_ID', 'id'],
    ['a long id', { id: 'x'.repeat(65), name: 'X' }, 'BRANCH_ID_LENGTH', 'id'],
    ['a long name', { id: 'X', name: 'x'.repeat(256) }, 'INVALID_PARAMETERS', 'name'],
    ['a zero character', { id: 'X', name: 'a\u0000b' }, 'INVALID_PARAMETERS', 'name'],
    ['half a character', { id: 'X', name: 'a\ud800' }, 'INVALID_PARAMETERS', 'name'],
    ['an unknown property', { id: 'X', name: 'X', colour: 'red' }, 'INVALID_PARAMETERS', 'colour'],
    ['an unknown state', { id: 'X', name: 'X', state: 'OPEN' }, 'INVALID_PARAMETERS', 'state'],
    ['no mail address', { id: 'X', name: 'X', emailAddress: 'x' }, 'BRANCH_EMAIL_FORMAT', 'emailAddress'],
    [
      'a holiday without a date',
      { id: 'X', name: 'X', branchHolidays: [{ name: 'x' }] },
      'HOLIDAY_VALID_DATE_ERROR',
      'branchHolidays[0].date',
    ],
    [
      'a holiday id of another branch',
      { id: 'X', name: 'X', branchHolidays: [{ id: 12, name: 'x', date: '2026-05-01' }] },
      'DUPLICATE_HOLIDAY_ID',
      '',
    ],
    ['a place off the globe', { id: 'X', name: 'X', addresses: [{ latitude: 91 }] }, 'INVALID_PARAMETERS', 'latitude'],
    [
      'a huge number',
      { id: 'X', name: 'X', addresses: [{ longitude: '1e400000' }] },
      'INVALID_PARAMETERS',
      'longitude',
    ],
    [
      'an index out of range',
      { id: 'X', name: 'X', addresses: [{ indexInList: 1e12 }] },
      'INVALID_PARAMETERS',
      'indexInList',
    ],
    ['a list', [], 'INVALID_PARAMETERS', 'body'],
  ])('with %s are refused', async (_case, body, reason, named) => {
    const [status, given, source] = await refusal('createBranch', { body });
    expect([status, given]).toEqual([400, reason]);
    expect(String(source)).toContain(named);
    expect((await bank.db.query(`SELECT FROM branch WHERE id = 'X'`)).rowCount).toBe(0);
  });

  test('an id is taken once, also by many at the same time, and a key makes a repetition harmless', async () => {
    const body = { id: 'RACE', name: 'Race' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => refusal('createBranch', { body })));
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1);
    expect(answers.filter(([status, reason]) => status === 400 && reason === 'DUPLICATE_BRANCH_ID')).toHaveLength(7);
    const headers = { 'idempotency-key': '11111111-2222-4333-8444-555555555555' };
    const once = await bank.ok('createBranch', { body: { id: 'ONCE', name: 'Once' }, headers });
    expect(await bank.ok('createBranch', { body: { id: 'ONCE', name: 'Once' }, headers })).toEqual(once);
  });

  test('unknown ones are 404, and a list refuses what it cannot sort by', async () => {
    expect(await refusal('getBranch', { path: { branchId: 'nowhere' } })).toEqual([
      404,
      'INVALID_BRANCH_ID',
      'branch nowhere does not exist',
    ]);
    expect((await refusal('getBranches', { query: { sortBy: 'colour:ASC' } }))[1]).toBe('INVALID_SORTING_COLUMN');
    expect((await refusal('getBranches', { query: { sortBy: 'notes:ASC' } }))[1]).toBe('COLUMN_NOT_SORTABLE');
    expect((await refusal('getBranches', { query: { sortBy: 'id:UP' } }))[1]).toBe('INVALID_SORTING_ORDER');
    expect((await refusal('getBranches', { query: { limit: 1001 } }))[1]).toBe('OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE');
    expect((await refusal('getBranches', { query: { offset: 'x' } }))[1]).toBe('INVALID_PAGINATION_OFFSET_VALUE');
  });
});

describe('centres', () => {
  test('are listed by branch and found by id or key', async () => {
    const branch = await bank.ok('createBranch', { body: { id: 'CB', name: 'With centres' } });
    await bank.ok('createBranch', { body: { id: 'CB2', name: 'Without' } });
    const centreKey = newEncodedKey();
    await bank.db.query(
      `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, meeting_day, creation_date, last_modified_date)
       VALUES ($1, 'C1', 'Market', 'ACTIVE', $2, 'MONDAY', now(), now())`,
      [centreKey, branch.encodedKey],
    );
    await touchReference();
    const centre = await bank.ok('getCentre', { path: { centreId: 'C1' } });
    expect(centre).toMatchObject({ encodedKey: centreKey, assignedBranchKey: branch.encodedKey, meetingDay: 'MONDAY' });
    expect(await bank.ok('getCentre', { path: { centreId: centreKey } })).toEqual(centre);
    expect(await bank.ok('getCentre', { path: { centreId: 'C1' }, query: { detailsLevel: 'FULL' } })).toEqual({
      ...centre,
      addresses: [],
    });
    for (const branchId of ['CB', String(branch.encodedKey)]) {
      expect(await bank.ok('getCentres', { query: { branchId } })).toEqual([centre]);
    }
    expect(await bank.ok('getCentres', { query: { branchId: 'CB2' } })).toEqual([]);
    expect(await bank.ok('getCentres', { query: { sortBy: 'name:ASC' } })).toEqual([centre]);
    expect((await refusal('getCentres', { query: { branchId: 'nowhere' } })).slice(0, 2)).toEqual([
      400,
      'INVALID_BRANCH_ID',
    ]);
    expect((await refusal('getCentre', { path: { centreId: 'x' } })).slice(0, 2)).toEqual([404, 'INVALID_CENTRE_ID']);
    expect((await refusal('getCentres', { query: { sortBy: 'meetingDay:ASC' } }))[1]).toBe('COLUMN_NOT_SORTABLE');
  });
});

describe('currencies', () => {
  const dollar = {
    code: 'USD',
    name: 'US dollar',
    symbol: '$',
    currencySymbolPosition: 'BEFORE_NUMBER',
    type: 'FIAT_CURRENCY',
  } as const;

  test('the base currency is there from the start, others are created, changed and removed', async () => {
    expect(await bank.ok('getCurrency', { path: { currencyCode: 'EUR' } })).toMatchObject({
      baseCurrency: true,
      digitsAfterDecimal: 2,
      numericCode: '978',
    });
    const created = await bank.ok('createCurrency', { body: dollar });
    expect(created).toMatchObject({
      ...dollar,
      baseCurrency: false,
      digitsAfterDecimal: 2,
      numericCode: '840',
      ...stamp,
    });
    const coin = {
      ...dollar,
      code: 'BTC',
      name: 'Bitcoin',
      symbol: '₿',
      type: 'CRYPTOCURRENCY',
      digitsAfterDecimal: '8',
    };
    expect(await bank.ok('createCurrency', { body: coin })).toMatchObject({ digitsAfterDecimal: 8 });
    const codes = (await bank.ok('getCurrencies')).map(({ code }) => code);
    expect(codes).toEqual(['EUR', 'BTC', 'USD']);
    const coins = await bank.ok('getCurrencies', { query: { type: 'CRYPTOCURRENCY' } });
    expect(coins.map(({ code }) => code)).toEqual(['BTC']);
    const path = { currencyCode: 'USD' };
    const changed = await bank.ok('updateCurrency', { path, body: { ...created, symbol: 'US$' } });
    expect(changed).toEqual({ ...created, symbol: 'US$', lastModifiedDate: expect.any(String) });
    expect((await bank.call('deleteCurrency', { path })).status).toBe(204);
    expect((await refusal('getCurrency', { path })).slice(0, 2)).toEqual([404, 'CURRENCY_DOES_NOT_EXIST']);
  });

  test.each([
    ['without symbol', { ...dollar, symbol: undefined }, 'INVALID_PARAMETERS'],
    ['that is there', { ...dollar, code: 'EUR', name: 'Euro' }, 'DUPLICATE_CURRENCY_CODE'],
    ['that ISO does not know', { ...dollar, code: 'QQQ' }, 'INVALID_FIAT_CURRENCY_TYPE'],
    ['in small letters', { ...dollar, code: 'usd' }, 'CURRENCY_CODE_CONTAINS_INVALID_CHARACTERS'],
    ['with three decimals', { ...dollar, digitsAfterDecimal: 3 }, 'CURRENCY_INVALID_DIGITS_AFTER_DECIMAL'],
    ['with half a decimal', { ...dollar, digitsAfterDecimal: 1.5 }, 'INVALID_PARAMETERS'],
    ['with a huge number of them', { ...dollar, digitsAfterDecimal: '999999999999' }, 'INVALID_PARAMETERS'],
    ['with a long symbol', { ...dollar, symbol: '$'.repeat(11) }, 'CURRENCY_SYMBOL_LENGTH_OUTSIDE_CONSTRAINTS'],
    ['of no type', { ...dollar, type: 'SHELLS' }, 'INVALID_PARAMETERS'],
    ['with holidays', { ...dollar, currencyHolidays: [{ name: 'x' }] }, 'INVALID_PARAMETERS'],
    ['custom, but fiat', { ...dollar, type: 'CRYPTOCURRENCY' }, 'INVALID_CUSTOM_CURRENCY_TYPE'],
  ])('%s is refused', async (_case, body, reason) => {
    expect((await refusal('createCurrency', { body })).slice(0, 2)).toEqual([400, reason]);
  });

  test('base and used ones stay, and stay what they are', async () => {
    expect((await refusal('deleteCurrency', { path: { currencyCode: 'EUR' } }))[1]).toBe(
      'BASE_CURRENCY_CANNOT_BE_REMOVED',
    );
    const franc = { ...dollar, code: 'CHF', name: 'Franc', symbol: 'Fr' };
    await bank.ok('createCurrency', { body: franc });
    await bank.db.query(
      `INSERT INTO gl_account (encoded_key, gl_code, name, type, usage, allow_manual_journal_entries, currency_code, creation_date, last_modified_date)
       VALUES ($1, 'CHF-1', 'Francs', 'ASSET', 'DETAIL', true, 'CHF', now(), now())`,
      [newEncodedKey()],
    );
    const path = { currencyCode: 'CHF' };
    expect((await refusal('deleteCurrency', { path }))[1]).toBe('CURRENCY_IN_USE_CANNOT_BE_REMOVED');
    const put = async (body: object): Promise<unknown> =>
      (await refusal('updateCurrency', { path, body: { ...franc, ...body } }))[1];
    expect(await put({ digitsAfterDecimal: 0 })).toBe('CURRENCY_INVALID_DIGITS_AFTER_DECIMAL');
    expect(await put({ code: 'USD' })).toBe('INCONSISTENT_IDENTIFIER_WITH_JSON');
    expect(await put({ code: 'CHX', type: 'CRYPTOCURRENCY' })).toBe('INCONSISTENT_IDENTIFIER_WITH_JSON');
    expect(await put({ name: 'Swiss franc' })).toBeUndefined();
    expect((await refusal('updateCurrency', { path: { currencyCode: 'XXX' }, body: franc }))[0]).toBe(404);
    expect((await refusal('deleteCurrency', { path: { currencyCode: 'XXX' } }))[0]).toBe(404);
  });
});

test('the general setup has defaults to start with', async () => {
  expect(await bank.ok('getGeneralSetup')).toMatchObject({
    clientIdFormat: '@@@######',
    decimalSeparator: 'POINT',
    defaultClientState: 'INACTIVE',
    eodProcessingMethod: 'AUTOMATIC',
    assignmentConstraints: [],
    defaultClientRoleKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    enabledComponents: expect.arrayContaining(['LOANS', 'DEPOSITS']),
  });
  expect((await bank.call('getGeneralSetup', { user: null })).status).toBe(401);
});
