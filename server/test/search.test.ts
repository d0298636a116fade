import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Criterion = Readonly<Record<string, unknown>>;
type Search = 'searchDepositAccounts' | 'searchDepositTransactions' | 'searchClients';
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let account: Account;
let branchKey: string;

/** Moments around midnights, the change to summer time (29 March, 03:00), and the year; told by their names as external ids. */
const moments: Readonly<Record<string, string>> = {
  lastYear: '2025-12-31T23:59:59+02:00',
  newYear: '2026-01-01T00:00:00+02:00',
  firstOfMonth: '2026-03-01T00:00:00+02:00',
  beforeSunday: '2026-03-28T23:59:59+02:00',
  sunday: '2026-03-29T00:00:00+02:00',
  sundayNoon: '2026-03-29T13:30:00+03:00',
  sundayEnd: '2026-03-29T23:59:59+03:00',
  monday: '2026-03-30T00:00:00+03:00',
  today: '2026-03-31T00:00:00+03:00',
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-31', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  branchKey = String((await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } })).encodedKey);
  account = await open.depositAccount({ id: 'DATES' });
  for (const [externalId, valueDate] of Object.entries(moments)) {
    await desk.deposit(account, 10, { externalId, valueDate });
  }
  const names = ['Ärzte', 'zebra', 'Zebra', '100%', '100_', 'back\\slash'];
  for (const [index, name] of names.entries()) {
    const one = await open.depositAccount({
      id: `S${index}`,
      name,
      ...(index % 2 ? { assignedBranchKey: 'B1' } : { productTypeKey: open.savingsProductKey }),
    });
    if (index > 0) await desk.deposit(one, index * 100);
  }
  await desk.deposit('S5', '123456789012345678901234.25');
  await bank.ok('createClient', { body: { id: 'BORN', firstName: 'B', lastName: 'Orn', birthDate: '2000-02-29' } });
});
afterAll(() => bank.stop());

const run = async (name: Search, filterCriteria: readonly Criterion[], more: object = {}): Promise<string[]> => {
  const found = await bank.ok(name, { body: { filterCriteria, ...more }, query: { limit: 1000 } });
  return (found as readonly { id?: string; externalId?: string }[]).map((row) => String(row.externalId ?? row.id));
};
const accounts = async (...criteria: readonly Criterion[]): Promise<string[]> =>
  (await run('searchDepositAccounts', criteria, { sortingCriteria: { field: 'id', order: 'ASC' } })).filter(
    (id) => id !== 'DATES',
  );
const onDates = async (operator: string, value?: unknown, secondValue?: unknown): Promise<string[]> => {
  const names = await run('searchDepositTransactions', [
    { field: 'parentAccountID', operator: 'EQUALS_CASE_SENSITIVE', value: 'DATES' },
    {
      field: 'valueDate',
      operator,
      ...(value === undefined ? {} : { value }),
      ...(secondValue === undefined ? {} : { secondValue }),
    },
  ]);
  return Object.keys(moments).filter((name) => names.includes(name));
};
const between = (first: string, last: string): string[] => {
  const names = Object.keys(moments);
  return names.slice(names.indexOf(first), names.indexOf(last) + 1);
};
const refusalOf = async (name: Search, body: unknown, query: Record<string, string | number> = {}): Promise<string> => {
  const reply = await bank.call(name, { body: body as Criterion, query });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

describe('dates, in a zone with summer time', () => {
  test.each<[string, unknown, unknown, string, string]>([
    ['ON', '2026-03-29', undefined, 'sunday', 'sundayEnd'],
    ['ON', '2026-03-29T22:30:00+03:00', undefined, 'sunday', 'sundayEnd'],
    ['ON', '2026-03-29T22:30:00Z', undefined, 'monday', 'monday'],
    ['EQUALS_CASE_SENSITIVE', '2026-03-30', undefined, 'monday', 'monday'],
    ['AFTER', '2026-03-28', undefined, 'sunday', 'today'],
    ['AFTER', '2026-03-29', undefined, 'monday', 'today'],
    ['AFTER', '2026-03-29T00:00:00', undefined, 'sundayNoon', 'today'],
    ['AFTER', '2026-03-29T13:00:00', undefined, 'sundayNoon', 'today'],
    ['AFTER', '2026-03-28T22:00:00+00:00', undefined, 'sundayNoon', 'today'],
    ['AFTER', '2026-03-28T21:59:59Z', undefined, 'sunday', 'today'],
    ['BEFORE', '2026-03-29', undefined, 'lastYear', 'beforeSunday'],
    ['BEFORE', '2026-03-30T00:00:00', undefined, 'lastYear', 'sundayEnd'],
    ['BEFORE', '2026-03-29T21:00:00Z', undefined, 'lastYear', 'sundayEnd'],
    ['BEFORE_INCLUSIVE', '2026-03-29', undefined, 'lastYear', 'sundayEnd'],
    ['BEFORE_INCLUSIVE', '2026-03-30T00:00:00+03:00', undefined, 'lastYear', 'monday'],
    ['BETWEEN', '2026-03-29', '2026-03-30', 'sunday', 'sundayEnd'],
    ['BETWEEN', '2026-01-01', '2026-03-29', 'newYear', 'beforeSunday'],
    ['BETWEEN', '2026-03-29T00:00:00+02:00', '2026-03-30T00:00:00+03:00', 'sunday', 'sundayEnd'],
    ['BETWEEN', '2026-03-29T00:00:00', '2026-03-30T00:00:01', 'sunday', 'monday'],
    ['TODAY', undefined, undefined, 'today', 'today'],
    ['THIS_WEEK', undefined, undefined, 'monday', 'today'],
    ['THIS_MONTH', undefined, undefined, 'firstOfMonth', 'today'],
    ['THIS_YEAR', undefined, undefined, 'newYear', 'today'],
    ['LAST_DAYS', 0, undefined, 'today', 'today'],
    ['LAST_DAYS', '2', undefined, 'sunday', 'today'],
    ['LAST_DAYS', 3, undefined, 'beforeSunday', 'today'],
  ])('%s %s %s', async (operator, value, second, first, last) => {
    expect(await onDates(operator, value, second)).toEqual(between(first, last));
  });

  test('of days without a time work the same', async () => {
    const born = (operator: string, value: string, secondValue?: string): Promise<string[]> =>
      run('searchClients', [{ field: 'birthdate', operator, value, ...(secondValue ? { secondValue } : {}) }]);
    expect(await born('ON', '2000-02-29')).toEqual(['BORN']);
    expect(await born('AFTER', '2000-02-28')).toEqual(['BORN']);
    expect(await born('AFTER', '2000-02-29')).toEqual([]);
    expect(await born('BEFORE', '2000-02-29')).toEqual([]);
    expect(await born('BEFORE_INCLUSIVE', '2000-02-29')).toEqual(['BORN']);
    expect(await born('BETWEEN', '2000-02-29', '2000-03-01')).toEqual(['BORN']);
    expect(await born('BETWEEN', '2000-02-01', '2000-02-29')).toEqual([]);
  });

  test.each([
    [{ operator: 'ON', value: '2026-02-30' }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'ON', value: 'yesterday' }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'ON' }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'ON', value: 5 }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'BETWEEN', value: '2026-01-01' }, 'INVALID_FILTER_SECOND_VALUE'],
    [{ operator: 'BETWEEN', value: '2026-01-01', secondValue: 'x' }, 'INVALID_FILTER_SECOND_VALUE'],
    [{ operator: 'LAST_DAYS', value: 'many' }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'LAST_DAYS', value: -1 }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'LAST_DAYS', value: 1.5 }, 'INVALID_FILTER_VALUE'],
    [{ operator: 'MORE_THAN', value: 1 }, 'INVALID_FILTER_ELEMENT'],
  ])('%j is refused', async (criterion, reason) => {
    expect(
      await refusalOf('searchDepositTransactions', { filterCriteria: [{ field: 'valueDate', ...criterion }] }),
    ).toMatch(new RegExp(`^400 ${reason}: .*valueDate`));
  });
});

describe('texts, numbers, keys and states', () => {
  test.each<[Criterion, readonly string[]]>([
    [{ field: 'name', operator: 'EQUALS', value: 'ZEBRA' }, ['S1', 'S2']],
    [{ field: 'name', operator: 'EQUALS', value: 'ärzte' }, ['S0']],
    [{ field: 'name', operator: 'EQUALS_CASE_SENSITIVE', value: 'Zebra' }, ['S2']],
    [{ field: 'name', operator: 'DIFFERENT_THAN', value: 'Zebra' }, ['S0', 'S1', 'S3', 'S4', 'S5']],
    [{ field: 'name', operator: 'STARTS_WITH', value: 'ZEB' }, ['S1', 'S2']],
    [{ field: 'name', operator: 'STARTS_WITH_CASE_SENSITIVE', value: 'Zeb' }, ['S2']],
    [{ field: 'name', operator: 'STARTS_WITH', value: '100%' }, ['S3']],
    [{ field: 'name', operator: 'STARTS_WITH', value: '100_' }, ['S4']],
    [{ field: 'name', operator: 'STARTS_WITH', value: 'back\\' }, ['S5']],
    [{ field: 'name', operator: 'EQUALS', value: `' OR true --` }, []],
    [{ field: 'id', operator: 'IN', values: ['S1', 'S3', 'none'] }, ['S1', 'S3']],
    [{ field: 'accountState', operator: 'IN', values: ['APPROVED', 'LOCKED'] }, ['S0']],
    [{ field: 'accountState', operator: 'EQUALS', value: 'approved' }, ['S0']],
    [{ field: 'accountState', operator: 'EQUALS_CASE_SENSITIVE', value: 'approved' }, []],
    [{ field: 'accountType', operator: 'EQUALS_CASE_SENSITIVE', value: 'REGULAR_SAVINGS' }, ['S0', 'S2', 'S4']],
    [{ field: 'assignedBranchKey', operator: 'EMPTY' }, ['S0', 'S2', 'S4']],
    [{ field: 'assignedBranchKey', operator: 'NOT_EMPTY' }, ['S1', 'S3', 'S5']],
    [{ field: 'assignedBranchKey', operator: 'EQUALS', value: 'not a key' }, []],
    [{ field: 'balances.totalBalance', operator: 'EQUALS', value: 200 }, ['S2']],
    [{ field: 'balances.totalBalance', operator: 'MORE_THAN', value: '299.99' }, ['S3', 'S4', 'S5']],
    [{ field: 'balances.totalBalance', operator: 'LESS_THAN', value: 200 }, ['S0', 'S1']],
    [{ field: 'balances.totalBalance', operator: 'BETWEEN', value: 200, secondValue: '400.00' }, ['S2', 'S3', 'S4']],
    [
      { field: 'overdraftSettings.allowOverdraft', operator: 'EQUALS', value: false },
      ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'],
    ],
    [{ field: 'overdraftSettings.allowOverdraft', operator: 'EQUALS', value: 'TRUE' }, []],
    [{ field: 'activationDate', operator: 'EMPTY' }, ['S0']],
    [{ field: 'productCategory', operator: 'EQUALS', value: 'UNCATEGORIZED' }, ['S0', 'S1', 'S2', 'S3', 'S4', 'S5']],
  ])('%j finds %j', async (criterion, expected) => {
    expect(await accounts(criterion)).toEqual(expected);
  });

  test('a key finds in capitals too, and criteria are combined', async () => {
    const branch = { field: 'assignedBranchKey', operator: 'IN', values: [branchKey.toUpperCase(), 'none'] };
    expect(await accounts(branch)).toEqual(['S1', 'S3', 'S5']);
    expect(await accounts(branch, { field: 'balances.totalBalance', operator: 'LESS_THAN', value: 400 })).toEqual([
      'S1',
      'S3',
    ]);
  });

  test.each(['123456789012345678901734.25', '"123456789012345678901734.25"'])(
    'a number of 27 digits, %s, is compared to the last one',
    async (value) => {
      const found = async (operator: string): Promise<unknown> => {
        const reply = await bank.request('POST', '/api/deposits:search', {
          body: `{"filterCriteria":[{"field":"balances.totalBalance","operator":"${operator}","value":${value}}]}`,
        });
        expect(reply.text).not.toContain('errorCode');
        return (reply.body as { id: string }[]).map(({ id }) => id);
      };
      expect(await found('EQUALS')).toEqual(['S5']);
      expect(await found('MORE_THAN')).toEqual([]);
    },
  );

  test('operators and orders may be written in lower case, as the contract’s own example does', async () => {
    const found = await bank.ok('searchDepositAccounts', {
      body: {
        filterCriteria: [{ field: 'id', operator: 'in', values: ['S1', 'S2'] }],
        sortingCriteria: { field: 'id', order: 'desc' },
      },
    });
    expect(found.map(({ id }) => id)).toEqual(['S2', 'S1']);
  });

  test.each<[unknown, string, RegExp]>([
    [{ field: 'colour', operator: 'EMPTY' }, 'INVALID_FILTER_SELECTION', /^colour is not a field of this search$/],
    [{ field: 'toString', operator: 'EMPTY' }, 'INVALID_FILTER_SELECTION', /toString/],
    [{ field: 'overdraftSettings.allowOverdraft', operator: 'EMPTY' }, 'INVALID_FILTER_ELEMENT', /EMPTY.*BOOLEAN/],
    [{ field: 'name', operator: 'LIKE', value: 'x' }, 'INVALID_PARAMETERS', /filterCriteria\[0\].operator/],
    [{ field: 'name', operator: 'MORE_THAN', value: 'x' }, 'INVALID_FILTER_ELEMENT', /MORE_THAN.*name.*STRING/],
    [{ field: 'name', operator: 'EQUALS' }, 'INVALID_FILTER_VALUE', /^value of name/],
    [{ field: 'name', operator: 'EQUALS', value: { a: 1 } }, 'INVALID_PARAMETERS', /value/],
    [{ field: 'id', operator: 'IN', value: 'S1' }, 'INVALID_FILTER_VALUES', /^values of id/],
    [{ field: 'id', operator: 'IN', values: [] }, 'INVALID_FILTER_VALUES', /^values of id/],
    [{ field: 'balances.totalBalance', operator: 'EQUALS', value: 'x' }, 'INVALID_FILTER_VALUE', /of type NUMBER/],
    [{ field: 'balances.totalBalance', operator: 'EQUALS', value: '1e999999999' }, 'INVALID_FILTER_VALUE', /NUMBER/],
    [
      { field: 'overdraftSettings.allowOverdraft', operator: 'EQUALS', value: 'yes' },
      'INVALID_FILTER_VALUE',
      /BOOLEAN/,
    ],
    [{ operator: 'EMPTY' }, 'INVALID_PARAMETERS', /field may not be null/],
  ])('%j is refused', async (criterion, reason, source) => {
    const reply = await bank.call('searchDepositAccounts', { body: { filterCriteria: [criterion as Criterion] } });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toMatch(source);
  });

  test.each(['1e400', '1e999999999', '1e99999999999999999999'])(
    'the number %s in a filter is refused',
    async (value) => {
      const reply = await bank.request('POST', '/api/deposits:search', {
        body: `{"filterCriteria":[{"field":"balances.totalBalance","operator":"EQUALS","value":${value}}]}`,
      });
      expect(reasonOf(reply)).toMatch(/^400 INVALID_(FILTER_VALUE|PARAMETERS)$/);
    },
  );
});

describe('order and pages', () => {
  const ids = async (query: Record<string, string | number>, sortingCriteria?: object): Promise<unknown[]> =>
    (await bank.ok('searchDepositAccounts', { body: sortingCriteria ? { sortingCriteria } : {}, query })).map(
      ({ id }) => id,
    );

  test('sort by one field, descending unless told, empty values last', async () => {
    expect(await ids({}, { field: 'balances.totalBalance', order: 'ASC' })).toEqual([
      'S0',
      'DATES',
      'S1',
      'S2',
      'S3',
      'S4',
      'S5',
    ]);
    expect((await ids({}, { field: 'balances.totalBalance' })).slice(0, 3)).toEqual(['S5', 'S4', 'S3']);
    for (const order of ['ASC', 'DESC']) expect((await ids({}, { field: 'activationDate', order })).at(-1)).toBe('S0');
    expect(await refusalOf('searchDepositAccounts', { sortingCriteria: { field: 'colour' } })).toMatch(
      /^400 INVALID_PARAMETERS: Property sortingCriteria.field must be one of encodedKey, id, name,/,
    );
    expect(await refusalOf('searchDepositAccounts', { sortingCriteria: { field: 'id', order: 'UP' } })).toMatch(
      /^400 INVALID_PARAMETERS: .*order/,
    );
  });

  test('are cut by offset and limit, and counted when asked', async () => {
    const sorting = { field: 'id', order: 'ASC' };
    expect(await ids({ limit: 2 }, sorting)).toEqual(['DATES', 'S0']);
    expect(await ids({ limit: 2, offset: 2 }, sorting)).toEqual(['S1', 'S2']);
    expect(await ids({ offset: 6 }, sorting)).toEqual(['S5']);
    expect(await ids({ offset: 100 }, sorting)).toEqual([]);
    expect(await ids({ limit: 0 }, sorting)).toEqual([]);
    const counted = await bank.call('searchDepositAccounts', {
      body: { filterCriteria: [{ field: 'id', operator: 'STARTS_WITH', value: 'S' }] },
      query: { limit: 2, offset: 4, paginationDetails: 'ON' },
    });
    expect(counted.headers).toMatchObject({ 'items-total': '6', 'items-limit': '2', 'items-offset': '4' });
    expect(counted.body).toHaveLength(2);
    const plain = await bank.call('searchDepositAccounts', { body: {} });
    expect(plain.headers['items-total']).toBeUndefined();
    for (const name of ['getDepositAccounts', 'getDepositProducts'] as const) {
      const list = await bank.call(name, { query: { limit: 1, paginationDetails: 'ON' } });
      expect(Number(list.headers['items-total'])).toBeGreaterThan(1);
    }
  });
});

describe('a cursor', () => {
  const walk = async (
    name: 'searchDepositAccounts' | 'searchDepositTransactions',
    limit: number,
    body: object = {},
  ) => {
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor = '_';
    while (cursor !== '') {
      const page = await bank.call(name, { body: { ...body }, query: { limit, cursor } });
      const rows = page.body as readonly { encodedKey?: string }[];
      seen.push(...rows.map(({ encodedKey }) => String(encodedKey)));
      sizes.push(rows.length);
      const next = page.headers['items-next-cursor'];
      expect(typeof next).toBe('string');
      cursor = String(next);
      if (sizes.length > 100) throw new Error('the cursor never ends');
    }
    return { seen, sizes };
  };

  test('passes every account once, in pages of any size, even when many changed in the same moment', async () => {
    const everyone = (await bank.ok('searchDepositAccounts', { body: {}, query: { limit: 1000 } })).map(
      ({ encodedKey }) => String(encodedKey),
    );
    for (const limit of [1, 2, 3, everyone.length, 1000]) {
      const { seen } = await walk('searchDepositAccounts', limit);
      expect(seen.toSorted()).toEqual(everyone.toSorted());
    }
    await bank.db.query(`UPDATE deposit_account SET last_modified_date = '2026-03-30 12:00:00.123456+00'`);
    const { seen } = await walk('searchDepositAccounts', 2);
    expect(seen.toSorted()).toEqual(everyone.toSorted());
    const { sizes } = await walk('searchDepositAccounts', everyone.length);
    expect(sizes).toEqual([everyone.length, 0]);
  });

  test('passes transactions in the order of their ids, filtered if asked, and shows those that come meanwhile', async () => {
    const filterCriteria = [{ field: 'parentAccountID', operator: 'EQUALS_CASE_SENSITIVE', value: 'DATES' }];
    const { seen, sizes } = await walk('searchDepositTransactions', 4, { filterCriteria });
    expect(sizes).toEqual([4, 4, 1]);
    expect(new Set(seen).size).toBe(9);
    const first = await bank.call('searchDepositTransactions', { body: {}, query: { limit: 3, cursor: '_' } });
    const added = await desk.deposit(account, 1);
    const rest: string[] = [];
    let cursor = String(first.headers['items-next-cursor']);
    while (cursor !== '') {
      const page = await bank.call('searchDepositTransactions', { body: {}, query: { limit: 3, cursor } });
      rest.push(...(page.body as readonly { id?: string }[]).map(({ id }) => String(id)));
      cursor = String(page.headers['items-next-cursor']);
    }
    expect(rest.at(-1)).toBe(added.id);
  });

  test.each<[string, object, Record<string, string | number>, string]>([
    ['an offset', {}, { offset: 1 }, 'UNSUPPORTED_PAGINATION'],
    ['a count', {}, { paginationDetails: 'ON' }, 'UNSUPPORTED_PAGINATION'],
    ['an order', { sortingCriteria: { field: 'id', order: 'ASC' } }, {}, 'UNSUPPORTED_PAGINATION'],
    ['a filter of accounts', { filterCriteria: [{ field: 'id', operator: 'EMPTY' }] }, {}, 'UNSUPPORTED_PAGINATION'],
    ['a page of nothing', {}, { limit: 0 }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    ['a text of one’s own', {}, { cursor: 'next' }, 'INVALID_PARAMETERS'],
    ['nothing', {}, { cursor: '' }, 'INVALID_PARAMETERS'],
  ])('does not go with %s', async (_what, body, query, reason) => {
    expect(await refusalOf('searchDepositAccounts', body, { cursor: '_', ...query })).toMatch(
      new RegExp(`^400 ${reason}: `),
    );
  });

  test('is not offered where the contract has none', async () => {
    const reply = await bank.request('POST', '/api/groups:search?cursor=_', { body: {} });
    expect(reasonOf(reply)).toMatch(/^400 (PARAMETER_NOT_ALLOWED|UNSUPPORTED_PAGINATION)$/);
  });
});
