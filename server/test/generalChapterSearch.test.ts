import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { loanBank } from './harness/loanBank.ts';

/** Pages, details, criteria and time zones as the general chapter tells them, over several sections. */

let bank: TestBank;
let account: { readonly id: string };
let loan: { readonly id: string };
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Bucharest', today: '2021-03-10' });
  const lending = await loanBank(bank);
  await defineCustomFields(
    bank,
    fieldSet('_marketing_opt_in', [field('investor_newsletter', { type: 'CHECKBOX' }), field('industry')]),
  );
  for (let index = 0; index < 53; index += 1) {
    const newsletter = index % 2 ? 'TRUE' : 'FALSE';
    const _marketing_opt_in = { investor_newsletter: newsletter, industry: index < 3 ? 'agriculture' : 'other' };
    const body = {
      id: `C${index + 10}`,
      firstName: 'Cleo',
      lastName: `No ${index}`,
      ...(index < 6 ? { _marketing_opt_in } : {}),
    };
    await bank.ok('createClient', { body });
  }
  account = await lending.depositAccount({ accountHolderKey: 'C10' });
  for (const amount of [10, 20, 30, 40]) {
    const body = { amount, valueDate: '2021-03-01T10:00:00+02:00' };
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body });
  }
  loan = await lending.approvedLoan(lending.fixedEqual, { accountHolderKey: (await lending.client()).encodedKey });
  for (const groupName of ['One', 'Two', 'Three']) {
    await bank.ok('createGroup', { body: { groupName, groupMembers: [{ clientKey: 'C10' }] } });
  }
});
afterAll(() => bank.stop());

const told = ({ status, body }: Reply): string => {
  const error = (body as { errors?: { errorReason: string; errorSource?: string }[] } | undefined)?.errors?.[0];
  return error ? `${status} ${error.errorReason}: ${error.errorSource ?? ''}` : String(status);
};
const ask = (method: string, url: string, query = ''): Promise<Reply> =>
  bank.request(method, `/api${url}${query}`, method === 'POST' ? { body: { filterCriteria: [] } } : {});

const paged: readonly (readonly [string, string])[] = [
  ['GET', '/clients'],
  ['GET', '/groups'],
  ['GET', '/glaccounts?type=ASSET'],
  ['GET', '/loanproducts'],
  ['GET', '/deposits/{account}/transactions'],
  ['POST', '/clients:search'],
  ['POST', '/groups:search'],
  ['POST', '/deposits/transactions:search'],
  ['POST', '/gljournalentries:search'],
];

describe.each(paged)('%s %s', (method, path) => {
  const url = (query: string): Promise<Reply> => {
    const filled = path.replace('{account}', account.id);
    return ask(method, filled, `${filled.includes('?') ? '&' : '?'}${query}`);
  };
  const keysOf = ({ body }: Reply): readonly unknown[] =>
    (body as { encodedKey: string }[]).map(({ encodedKey }) => encodedKey);

  test('is told in pages, with their details when asked', async () => {
    const all = keysOf(await url('limit=1000'));
    expect(all.length).toBeGreaterThan(2);
    const plain = await url('paginationDetails=OFF');
    expect(keysOf(plain)).toEqual(all.slice(0, 50));
    expect(Object.keys(plain.headers).filter((name) => name.startsWith('items-'))).toEqual([]);
    const page = await url('offset=1&limit=2&paginationDetails=ON');
    expect(keysOf(page)).toEqual(all.slice(1, 3));
    expect(page.headers).toMatchObject({ 'items-offset': '1', 'items-limit': '2', 'items-total': String(all.length) });
    const whole = await url('paginationDetails=ON');
    expect(whole.headers).toMatchObject({
      'items-offset': '0',
      'items-limit': '50',
      'items-total': String(all.length),
    });
    const beyond = await url(`offset=${all.length}&paginationDetails=ON`);
    expect([beyond.text, beyond.headers['items-total']]).toEqual(['[]', String(all.length)]);
    expect((await url('limit=0')).text).toBe('[]');
  });

  test.each([
    ['offset=-1', 'OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE'],
    ['offset=one', 'INVALID_PAGINATION_OFFSET_VALUE'],
    ['offset=99999999999999999999', 'INVALID_PAGINATION_OFFSET_VALUE'],
    ['limit=-1', 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    ['limit=1001', 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    ['limit=1.5', 'INVALID_PAGINATION_LIMIT_VALUE'],
    ['limit=', 'INVALID_PAGINATION_LIMIT_VALUE'],
    ['paginationDetails=YES', 'INVALID_PARAMETERS'],
    ['detailsLevel=ALL', '(INVALID_PARAMETERS|PARAMETER_NOT_ALLOWED)'],
    ['shoeSize=43', 'PARAMETER_NOT_ALLOWED'],
  ])('refuses %s', async (query, reason) => {
    expect(told(await url(query))).toMatch(new RegExp(`^400 ${reason}: `));
  });
});

describe('the level of detail', () => {
  test('is basic unless full is asked for, which tells addresses, documents, members and custom fields', async () => {
    const full = { detailsLevel: 'FULL' };
    const more = ['addresses', 'idDocuments', '_marketing_opt_in'];
    const path = { clientId: 'C10' };
    for (const query of [{}, { detailsLevel: 'BASIC' }]) {
      expect(Object.keys(await bank.ok('getClient', { path, query }))).not.toEqual(expect.arrayContaining(more));
    }
    expect(Object.keys(await bank.ok('getClient', { path, query: full }))).toEqual(expect.arrayContaining(more));
    const found = { filterCriteria: [{ field: 'id', operator: 'EQUALS', value: 'C10' }] };
    expect((await bank.ok('searchClients', { body: found }))[0]).not.toHaveProperty('_marketing_opt_in');
    expect((await bank.ok('searchClients', { body: found, query: full }))[0]).toHaveProperty('_marketing_opt_in');
    expect((await bank.ok('searchGroups', { body: { filterCriteria: [] } }))[0]).not.toHaveProperty('groupMembers');
    expect((await bank.ok('searchGroups', { body: { filterCriteria: [] }, query: full }))[0]).toHaveProperty(
      'groupMembers',
    );
  });
});

describe('criteria', () => {
  const clients = async (filterCriteria: readonly object[], more: object = {}): Promise<unknown[]> =>
    (await bank.ok('searchClients', { body: { filterCriteria, ...more } as never })).map(({ id }) => id);
  const refused = async (criterion: object): Promise<string> =>
    told(await bank.call('searchClients', { body: { filterCriteria: [criterion] } as never }));

  test('about the same field all have to be met', async () => {
    expect(
      await clients([
        { field: 'id', operator: 'STARTS_WITH', value: 'c1' },
        { field: 'id', operator: 'DIFFERENT_THAN', value: 'C11' },
        { field: 'id', operator: 'IN', values: ['C10', 'C11', 'C12', 'C20'] },
      ]),
    ).toEqual(['C10', 'C12']);
  });

  test('are ordered downwards unless told otherwise', async () => {
    const few = [{ field: 'id', operator: 'STARTS_WITH', value: 'C1' }];
    const descending = await clients(few, { sortingCriteria: { field: 'id' } });
    expect(descending.slice(0, 2)).toEqual(['C19', 'C18']);
    expect(await clients(few, { sortingCriteria: { field: 'id', order: 'DESC' } })).toEqual(descending);
    expect(await clients(few, { sortingCriteria: { field: 'id', order: 'ASC' } })).toEqual(descending.toReversed());
  });

  // The examples of the chapter: checkboxes are texts in capitals, and EQUALS takes them in any form.
  test.each<[string, string, unknown, number]>([
    ['investor_newsletter', 'EQUALS_CASE_SENSITIVE', 'FALSE', 3],
    ['investor_newsletter', 'EQUALS_CASE_SENSITIVE', 'false', 0],
    ['investor_newsletter', 'EQUALS_CASE_SENSITIVE', false, 0],
    ['investor_newsletter', 'EQUALS', 'FALSE', 3],
    ['investor_newsletter', 'EQUALS', 'false', 3],
    ['investor_newsletter', 'EQUALS', false, 3],
    ['investor_newsletter', 'EQUALS', true, 3],
    ['investor_newsletter', 'NOT_EMPTY', undefined, 6],
    ['industry', 'IN', ['agriculture', 'arboriculture'], 3],
    ['industry', 'STARTS_WITH', 'AGRI', 3],
    ['industry', 'STARTS_WITH_CASE_SENSITIVE', 'AGRI', 0],
  ])('about the custom field %s %s %j find %d', async (name, operator, value, count) => {
    const given = Array.isArray(value) ? { values: value } : { value };
    const sortingCriteria = { field: 'id', order: 'ASC' };
    expect(
      await clients([{ field: `_marketing_opt_in.${name}`, operator, ...given }], { sortingCriteria }),
    ).toHaveLength(count);
  });

  test.each<[object, RegExp]>([
    [{ field: 'lastName', operator: 'EQUALS' }, /^400 INVALID_FILTER_VALUE: value of lastName/],
    [{ field: 'lastName', operator: 'EQUALS', value: null }, /^400 INVALID_FILTER_VALUE: value of lastName/],
    [{ field: 'lastName', operator: 'EQUALS', values: ['x'] }, /^400 INVALID_FILTER_VALUE: value of lastName/],
    [{ field: 'id', operator: 'IN', value: 'C10' }, /^400 INVALID_FILTER_VALUES: values of id/],
    [{ field: 'id', operator: 'IN', values: [] }, /^400 INVALID_FILTER_VALUES: values of id/],
    [{ field: 'id', operator: 'IN', values: ['C10', null] }, /^400 INVALID/],
    [{ field: 'id', operator: 'IN', values: [['C10']] }, /^400 INVALID_PARAMETERS: /],
    [{ field: 'totalDue', operator: 'BETWEEN', value: 1 }, /^400 INVALID_FILTER_SECOND_VALUE: secondValue of totalDue/],
    [{ field: 'creationDate', operator: 'BETWEEN', value: '2021-01-01' }, /^400 INVALID_FILTER_SECOND_VALUE: /],
    [{ field: 'creationDate', operator: 'LAST_DAYS' }, /^400 INVALID_FILTER_VALUE: value of creationDate/],
    [{ field: 'lastName', operator: 'EQUALS', value: 'x'.repeat(10_001) }, /^400 INVALID_PARAMETERS: .*value/],
    [
      { field: 'id', operator: 'IN', values: Array.from({ length: 10_001 }, () => 'x') },
      /^400 INVALID_PARAMETERS: .*values/,
    ],
    [{ field: 'lastName', operator: 'EQUALS', value: 'x', shoeSize: 1 }, /^400 INVALID_PARAMETERS: .*shoeSize/],
    [{ field: 'lastName' }, /^400 INVALID_PARAMETERS: Property filterCriteria\[0\]\.operator may not be null/],
    [{ operator: 'EMPTY' }, /^400 INVALID_PARAMETERS: Property filterCriteria\[0\]\.field may not be null/],
    [{ field: '_marketing_opt_in.nothing', operator: 'EMPTY' }, /^400 INVALID_FILTER_SELECTION: /],
    [{ field: '_marketing_opt_in', operator: 'EMPTY' }, /^400 INVALID_FILTER_SELECTION: /],
    [{ field: `_marketing_opt_in.industry' OR 1=1`, operator: 'EMPTY' }, /^400 INVALID_FILTER_SELECTION: /],
  ])('that are wrong are refused by name', async (criterion, refusal) => {
    expect(await refused(criterion)).toMatch(refusal);
  });

  test('ten thousand values are a list, and one hundred criteria a search', async () => {
    const values = Array.from({ length: 10_000 }, (_, index) => `C${index}`);
    expect(await clients([{ field: 'id', operator: 'IN', values }])).toHaveLength(50);
    const one = { field: 'id', operator: 'EQUALS', value: 'C10' };
    expect(await clients(Array.from({ length: 100 }, () => one))).toEqual(['C10']);
    const many = await bank.call('searchClients', { body: { filterCriteria: Array.from({ length: 101 }, () => one) } });
    expect(told(many)).toMatch(/^400 TOO_MANY_FILTERS_PROVIDED: /);
  });
});

describe('the offset of the tenant', () => {
  const wrong = '400 INVALID_PARAMETERS: Invalid date offset for value 2021-03-09T13:37:50 org offset is +02:00';

  test.each([
    ['2021-03-09T13:37:50', wrong],
    ['2021-03-09T13:37:50+03:00', wrong],
    ['2021-03-09T13:37:50Z', wrong],
    ['2021-03-09T13:37:50+02:00', ''],
    ['2021-03-09', '400 INVALID_PARAMETERS: '],
    ['2021-02-30T13:37:50+02:00', '400 INVALID_PARAMETERS: '],
  ])('is judged of %s in every body', async (moment, refusal) => {
    const answers = [
      await bank.call('makeDeposit', {
        path: { depositAccountId: account.id },
        body: { amount: 1, valueDate: moment },
      }),
      await bank.call('createJournalEntries', {
        body: {
          date: moment,
          debits: [{ glAccount: '1000', amount: 1 }],
          credits: [{ glAccount: '3000', amount: 1 }],
        },
      }),
      ...(refusal === ''
        ? []
        : [await bank.call('makeDisbursement', { path: { loanAccountId: loan.id }, body: { valueDate: moment } })]),
    ];
    for (const answer of answers) expect(told(answer)).toContain(refusal === '' ? '201' : refusal);
    const [deposit] = answers;
    if (refusal === '') expect(deposit?.body).toMatchObject({ valueDate: '2021-03-09T13:37:50+02:00' });
  });
});
