import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { searchFields } from '../src/generated/searchFields.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';

type Client = ResponseBody<'getClient'>;

let bank: TestBank;
let ann: Client;
let bea: Client;
let officerKey: string;

beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
  const branch = await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } });
  await bank.ok('createBranch', { body: { id: 'B2', name: 'Two' } });
  await bank.db.query(
    `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, creation_date, last_modified_date)
     VALUES ($1, 'C1', 'Market', 'ACTIVE', $2, now(), now())`,
    [newEncodedKey(), branch.encodedKey],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  const officer = await bank.ok('createUser', {
    body: {
      username: 'olga',
      firstName: 'Olga',
      password: 'long enough',
      access: { creditOfficerAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true },
    },
  });
  officerKey = String(officer.encodedKey);
  ann = await bank.ok('createClient', {
    body: {
      id: 'ANN',
      firstName: 'Ann',
      lastName: 'Äbi',
      birthDate: '1990-05-01',
      gender: 'FEMALE',
      emailAddress: 'ann@example.com',
      homePhone: '0441',
      mobilePhone: '0791',
      mobilePhone2: '0792',
      assignedBranchKey: 'B1',
      assignedCentreKey: 'C1',
      assignedUserKey: officerKey,
      addresses: [{ line1: 'High Street 5', city: 'Bern' }],
      idDocuments: [{ documentId: 'P-1', documentType: 'Passport' }],
      portalSettings: { portalState: 'ENABLED' },
      preferredLanguage: 'GERMAN',
    },
  });
  bea = await bank.ok('createClient', {
    body: { id: 'BEA', firstName: 'Bea', middleName: 'M', lastName: 'Zu%_ck', state: 'PENDING_APPROVAL' },
  });
  const deposit = async (state: string, balance: string): Promise<void> => {
    const key = newEncodedKey();
    await bank.db.query(
      `INSERT INTO deposit_account (encoded_key, id, name, account_holder_key, account_holder_type, product_key, account_type, account_state,
         currency_code, total_balance, creation_date, last_modified_date)
       VALUES ($1, $2, 'A', $3, 'CLIENT', $1, 'CURRENT_ACCOUNT', $4, 'EUR', $5, now(), now())`,
      [key, key.slice(-12), ann.encodedKey, state, balance],
    );
  };
  await deposit('ACTIVE', '100.25');
  await deposit('DORMANT', '50');
  await deposit('CLOSED', '7');
  const loan = async (state: string, amount: number): Promise<void> => {
    const key = newEncodedKey();
    await bank.db.query(
      `INSERT INTO loan_account (encoded_key, id, loan_name, account_holder_key, account_holder_type, product_key, account_state, currency_code, terms,
         loan_amount, interest_rate, principal_balance, interest_balance, fees_balance, penalty_balance, principal_due, interest_due, fees_due, penalty_due,
         creation_date, last_modified_date)
       VALUES ($1, $2, 'L', $3, 'CLIENT', $1, $4, 'EUR', '{}', $5::numeric, 1, $5::numeric - 100, 10, 2, 1, 20, 5, 2, 1, now(), now())`,
      [key, key.slice(-12), ann.encodedKey, state, amount],
    );
  };
  await loan('ACTIVE', 1000);
  await loan('PENDING_APPROVAL', 300);
  await loan('APPROVED', 400);
  await loan('CLOSED', 500);
});
afterAll(() => bank.stop());

const ids = (clients: readonly Client[]): unknown[] => clients.map(({ id }) => id);

type Criterion = Readonly<Record<string, unknown>>;
const search = async (...filterCriteria: readonly Criterion[]): Promise<unknown[]> =>
  ids(await bank.ok('searchClients', { body: { filterCriteria, sortingCriteria: { field: 'id', order: 'ASC' } } }));

describe('the list', () => {
  test.each<[Record<string, string | number>, readonly string[]]>([
    [{}, ['ANN', 'BEA']],
    [{ sortBy: 'firstName:DESC,lastName:ASC' }, ['BEA', 'ANN']],
    [{ sortBy: 'creationDate:DESC,firstName:ASC' }, ['BEA', 'ANN']],
    [{ offset: 1 }, ['BEA']],
    [{ limit: 1 }, ['ANN']],
    [{ branchId: 'B1' }, ['ANN']],
    [{ branchId: 'B2' }, []],
    [{ centreId: 'C1' }, ['ANN']],
    [{ creditOfficerUsername: 'olga' }, ['ANN']],
    [{ creditOfficerUsername: 'admin' }, []],
    [{ firstName: 'ANN' }, ['ANN']],
    [{ lastName: 'äBI' }, ['ANN']],
    [{ firstName: 'Ann', lastName: 'Other' }, []],
    [{ idNumber: 'P-1' }, ['ANN']],
    [{ idNumber: `x"'}` }, []],
    [{ state: 'PENDING_APPROVAL' }, ['BEA']],
    [{ birthDate: '1990-05-01' }, ['ANN']],
  ])('with %o tells %j', async (query, expected) => {
    expect(ids(await bank.ok('getClients', { query }))).toEqual(expected);
  });

  test('tells the lists of a client with FULL only, and the total when asked', async () => {
    const page = await bank.call('getClients', { query: { detailsLevel: 'FULL', limit: 1, paginationDetails: 'ON' } });
    expect(page.body).toEqual([ann]);
    expect(page.headers).toMatchObject({ 'items-total': '2', 'items-limit': '1', 'items-offset': '0' });
    const [basic] = await bank.ok('getClients', { query: { limit: 1 } });
    expect(basic?.addresses).toBeUndefined();
  });

  test.each([
    ['state=LOST', 'INVALID_PARAMETERS'],
    ['birthDate=1990-02-30', 'INVALID_PARAMETERS'],
    ['branchId=nowhere', 'INVALID_BRANCH_ID'],
    ['centreId=nowhere', 'INVALID_CENTRE_ID'],
    ['creditOfficerUsername=nobody', 'INVALID_USER_NAME'],
    ['sortBy=id:ASC', 'COLUMN_NOT_SORTABLE'],
    ['sortBy=shoeSize', 'INVALID_SORTING_COLUMN'],
    ['limit=-1', 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    ['limit=many', 'INVALID_PAGINATION_LIMIT_VALUE'],
    ['firstName=a%00', 'INVALID_PARAMETERS'],
    ['colour=red', 'PARAMETER_NOT_ALLOWED'],
    ['state=ACTIVE&state=EXITED', 'INVALID_PARAMETERS'],
  ])('refuses %s', async (query, reason) => {
    const { status, body } = await bank.request('GET', `/api/clients?${query}`);
    expect([status, body]).toMatchObject([400, { errors: [{ errorReason: reason }] }]);
  });
});

describe('the search', () => {
  const types: Readonly<Record<string, Criterion>> = {
    creationDate: { operator: 'TODAY' },
    lastModifiedDate: { operator: 'LAST_DAYS', value: 3 },
    birthdate: { operator: 'BEFORE', value: '2020-01-01' },
    loanCycle: { operator: 'LESS_THAN', value: 1 },
    groupLoanCycle: { operator: 'BETWEEN', value: 0, secondValue: '3' },
  };

  test.each([...searchFields.searchClients.filter])('filters by %s', async (field) => {
    const criterion = types[field] ?? { operator: 'NOT_EMPTY' };
    const found = await search({ field, ...criterion });
    expect(found).toEqual(
      field.startsWith('group') && field !== 'groupLoanCycle' ? [] : expect.arrayContaining([expect.any(String)]),
    );
  });

  test.each([...searchFields.searchClients.sort])('sorts by %s', async (field) => {
    for (const order of ['ASC', 'DESC']) {
      const found = await bank.ok('searchClients', { body: { sortingCriteria: { field, order } } });
      expect(ids(found).sort()).toEqual(['ANN', 'BEA']);
    }
  });

  test.each<[Criterion, readonly string[]]>([
    [{ field: 'depositsBalance', operator: 'EQUALS', value: '150.25' }, ['ANN']],
    [{ field: 'loansBalance', operator: 'EQUALS', value: 900 }, ['ANN']],
    [{ field: 'totalBalance', operator: 'EQUALS', value: 913 }, ['ANN']],
    [{ field: 'totalDue', operator: 'EQUALS', value: 28 }, ['ANN']],
    [{ field: 'pendingLoanAmount', operator: 'EQUALS', value: 300 }, ['ANN']],
    [{ field: 'approvedLoanAmount', operator: 'MORE_THAN', value: 399 }, ['ANN']],
    [{ field: 'approvedLoanAmount', operator: 'EQUALS', value: 0 }, ['BEA']],
    [{ field: 'fullName', operator: 'EQUALS', value: 'bea m zu%_ck' }, ['BEA']],
    [{ field: 'lastName', operator: 'STARTS_WITH', value: 'ZU%' }, ['BEA']],
    [{ field: 'lastName', operator: 'STARTS_WITH', value: '%' }, []],
    [{ field: 'lastName', operator: 'EQUALS', value: 'äbi' }, ['ANN']],
    [{ field: 'lastName', operator: 'EQUALS_CASE_SENSITIVE', value: 'äbi' }, []],
    [{ field: 'clientAddress', operator: 'STARTS_WITH', value: 'high street' }, ['ANN']],
    [{ field: 'clientAddress', operator: 'EMPTY' }, ['BEA']],
    [{ field: 'clientState', operator: 'IN', values: ['PENDING_APPROVAL', 'EXITED'] }, ['BEA']],
    [{ field: 'portalState', operator: 'EQUALS', value: 'ENABLED' }, ['ANN']],
    [{ field: 'branchKey', operator: 'EQUALS', value: 'not a key' }, []],
    [{ field: 'birthdate', operator: 'ON', value: '1990-05-01' }, ['ANN']],
    [{ field: 'birthdate', operator: 'AFTER', value: '9999-12-31' }, []],
    [{ field: 'birthdate', operator: 'BEFORE', value: '9999-12-31' }, ['ANN']],
    [{ field: 'birthdate', operator: 'BETWEEN', value: '0001-01-01', secondValue: '9999-12-31' }, ['ANN']],
    [{ field: 'creationDate', operator: 'BEFORE_INCLUSIVE', value: '9999-12-31T23:59:59-12:00' }, ['ANN', 'BEA']],
    [{ field: 'creationDate', operator: 'AFTER', value: '2026-03-09' }, ['ANN', 'BEA']],
    [{ field: 'creationDate', operator: 'ON', value: '2026-03-09' }, []],
    [{ field: 'firstName', operator: 'EQUALS', value: '\u0000x' }, []],
  ])('%o finds %j', async (criterion, expected) => {
    if (String(criterion.value).includes('\u0000')) {
      const { status } = await bank.call('searchClients', { body: { filterCriteria: [criterion] } });
      return expect(status).toBe(400);
    }
    expect(await search(criterion)).toEqual(expected);
  });

  test('criteria are combined, keys found, pages counted', async () => {
    expect(
      await search(
        { field: 'encodedKey', operator: 'IN', values: [ann.encodedKey, bea.encodedKey] },
        { field: 'id', operator: 'EQUALS', value: 'bea' },
      ),
    ).toEqual(['BEA']);
    expect(await search({ field: 'creditOfficerKey', operator: 'EQUALS', value: officerKey })).toEqual(['ANN']);
    const page = await bank.call('searchClients', {
      query: { limit: 1, offset: 1, paginationDetails: 'ON', detailsLevel: 'FULL' },
      body: {},
    });
    expect(page.body).toEqual([bea]);
    expect(page.headers).toMatchObject({ 'items-total': '2' });
    const descending = await bank.ok('searchClients', { body: { sortingCriteria: { field: 'firstName' } } });
    expect(ids(descending)).toEqual(['BEA', 'ANN']);
  });

  test.each<[string, unknown, string]>([
    ['an unknown field', { filterCriteria: [{ field: 'shoeSize', operator: 'EMPTY' }] }, 'INVALID_FILTER_SELECTION'],
    [
      'a property that is no field',
      { filterCriteria: [{ field: 'notes', operator: 'EMPTY' }] },
      'INVALID_FILTER_SELECTION',
    ],
    [
      'an operator of another type',
      { filterCriteria: [{ field: 'firstName', operator: 'MORE_THAN', value: 1 }] },
      'INVALID_FILTER_ELEMENT',
    ],
    [
      'an unknown operator',
      { filterCriteria: [{ field: 'firstName', operator: 'LIKE', value: 'x' }] },
      'INVALID_PARAMETERS',
    ],
    [
      'words for a number',
      { filterCriteria: [{ field: 'totalDue', operator: 'EQUALS', value: 'x' }] },
      'INVALID_FILTER_VALUE',
    ],
    [
      'half a range',
      { filterCriteria: [{ field: 'totalDue', operator: 'BETWEEN', value: 1 }] },
      'INVALID_FILTER_SECOND_VALUE',
    ],
    [
      'a day that never was',
      { filterCriteria: [{ field: 'birthdate', operator: 'ON', value: '1990-02-30' }] },
      'INVALID_FILTER_VALUE',
    ],
    [
      'an empty list',
      { filterCriteria: [{ field: 'clientState', operator: 'IN', values: [] }] },
      'INVALID_FILTER_VALUES',
    ],
    [
      'too many',
      { filterCriteria: Array.from({ length: 101 }, () => ({ field: 'id', operator: 'EMPTY' })) },
      'TOO_MANY_FILTERS_PROVIDED',
    ],
    ['a sort by what is none', { sortingCriteria: { field: 'shoeSize' } }, 'INVALID_SORTING_COLUMN'],
    ['a sort by what can only be filtered', { sortingCriteria: { field: 'clientState' } }, 'COLUMN_NOT_SORTABLE'],
    ['a number as criteria', { filterCriteria: 5 }, 'INVALID_PARAMETERS'],
    ['no JSON', '{', 'INVALID_JSON_SYNTAX'],
  ])('refuses %s', async (_case, body, reason) => {
    const { status, body: answer } = await bank.request('POST', '/api/clients:search', { body });
    expect([status, answer]).toMatchObject([400, { errors: [{ errorReason: reason }] }]);
  });
});
