import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { searchFields } from '../src/generated/searchFields.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';

type Group = ResponseBody<'getGroup'>;

let bank: TestBank;
let savers: Group;
let club: Group;
let annKey: string;

beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
  await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } });
  await bank.ok('createUser', {
    body: {
      username: 'olga',
      firstName: 'Olga',
      password: 'long enough',
      access: { creditOfficerAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true },
    },
  });
  const client = async (id: string): Promise<string> =>
    String((await bank.ok('createClient', { body: { id, firstName: id, lastName: 'Lee' } })).encodedKey);
  annKey = await client('ANN');
  await client('BEA');
  await client('CIA');
  savers = await bank.ok('createGroup', {
    body: {
      id: 'SAV',
      groupName: 'Savers',
      assignedBranchKey: 'B1',
      assignedUserKey: 'olga',
      preferredLanguage: 'GERMAN',
      groupMembers: [{ clientKey: 'ANN' }, { clientKey: 'BEA' }],
    },
  });
  club = await bank.ok('createGroup', {
    body: { id: 'CLUB', groupName: 'Zu%_ckers', groupMembers: [{ clientKey: 'ANN' }] },
  });
  await bank.db.query(
    `INSERT INTO deposit_account (encoded_key, id, name, account_holder_key, account_holder_type, product_key, account_type, account_state,
       currency_code, total_balance, creation_date, last_modified_date)
     VALUES ($1, 'GA', 'A', $2, 'GROUP', $1, 'CURRENT_ACCOUNT', 'ACTIVE', 'EUR', 70.5, now(), now())`,
    [newEncodedKey(), savers.encodedKey],
  );
});
afterAll(() => bank.stop());

const ids = (list: readonly { id?: string | undefined }[]): readonly string[] => list.map(({ id }) => String(id));
const found = async (...filterCriteria: readonly object[]): Promise<readonly string[]> =>
  ids(await bank.ok('searchGroups', { body: { filterCriteria } }));

test('the list is in the asked order, by default newest first, and is narrowed', async () => {
  expect(ids(await bank.ok('getGroups'))).toEqual(['CLUB', 'SAV']);
  expect(ids(await bank.ok('getGroups', { query: { sortBy: 'groupName:ASC' } }))).toEqual(['SAV', 'CLUB']);
  for (const query of [{ branchId: 'B1' }, { creditOfficerUsername: 'olga' }]) {
    expect(ids(await bank.ok('getGroups', { query }))).toEqual(['SAV']);
  }
  const page = await bank.call('getGroups', { query: { limit: 1, offset: 1, paginationDetails: 'ON' } });
  expect(ids(page.body)).toEqual(['SAV']);
  expect(page.headers['items-total']).toBe('2');
  expect(page.body[0]).not.toHaveProperty('groupMembers');
  const full = await bank.ok('getGroups', { query: { detailsLevel: 'FULL', sortBy: 'creationDate:ASC' } });
  expect(full).toEqual([savers, club]);
});

test.each([
  [{ sortBy: 'notes:ASC' }, 'COLUMN_NOT_SORTABLE'],
  [{ sortBy: 'shoeSize:ASC' }, 'INVALID_SORTING_COLUMN'],
  [{ branchId: 'x' }, 'INVALID_BRANCH_ID'],
  [{ centreId: 'x' }, 'INVALID_CENTRE_ID'],
  [{ creditOfficerUsername: 'x' }, 'INVALID_USER_NAME'],
  [{ limit: -1 }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
])('the list refuses %j', async (query, reason) => {
  const { status, body } = await bank.call('getGroups', { query });
  expect(status).toBe(400);
  expect(body).toMatchObject({ errors: [{ errorReason: reason }] });
});

test.each<[string, string, unknown, unknown?]>([
  ['id', 'EQUALS', 'sav'],
  ['encodedKey', 'EQUALS', 'savers'],
  ['groupName', 'STARTS_WITH', 'sav'],
  ['groupRoleKey', 'NOT_EMPTY', undefined, 'both'],
  ['preferredLanguage', 'EQUALS', 'GERMAN'],
  ['branchKey', 'NOT_EMPTY', undefined],
  ['centreKey', 'EMPTY', undefined, 'both'],
  ['creditOfficerKey', 'NOT_EMPTY', undefined],
  ['numberOfMembers', 'MORE_THAN', '1'],
  ['loanCycle', 'EQUALS', '0', 'both'],
  ['creationDate', 'ON', '2026-03-10', 'both'],
  ['lastModifiedDate', 'TODAY', undefined, 'both'],
  ['depositsBalance', 'EQUALS', '70.5'],
  ['loansBalance', 'EQUALS', '0', 'both'],
  ['totalBalance', 'LESS_THAN', '1', 'both'],
])('is found by %s %s %s', async (field, operator, value, whom) => {
  const criterion = { field, operator, value: value === 'savers' ? savers.encodedKey : value };
  expect([...(await found(criterion))].sort()).toEqual(whom === 'both' ? ['CLUB', 'SAV'] : ['SAV']);
});

test('every documented field is one, to filter and to sort by', async () => {
  for (const field of searchFields.searchGroups.filter) await found({ field, operator: 'NOT_EMPTY' });
  for (const field of searchFields.searchGroups.sort) {
    await bank.ok('searchGroups', { body: { filterCriteria: [], sortingCriteria: { field, order: 'ASC' } } });
  }
  const sortingCriteria = { field: 'depositsBalance', order: 'DESC' };
  const sorted = await bank.ok('searchGroups', { body: { filterCriteria: [], sortingCriteria } });
  expect(ids(sorted)).toEqual(['SAV', 'CLUB']);
});

test.each([
  [{ field: 'shoeSize', operator: 'EQUALS', value: '1' }, 'INVALID_FILTER_SELECTION'],
  [{ field: 'numberOfMembers', operator: 'STARTS_WITH', value: '1' }, 'INVALID_FILTER_ELEMENT'],
  [{ field: 'numberOfMembers', operator: 'EQUALS', value: '1; DROP TABLE client' }, 'INVALID_FILTER_VALUE'],
])('the search refuses %j', async (criterion, reason) => {
  const { status, body } = await bank.call('searchGroups', { body: { filterCriteria: [criterion] } });
  expect(status).toBe(400);
  expect(body).toMatchObject({ errors: [{ errorReason: reason }] });
});

test.each<[string, string, string | readonly string[] | undefined, readonly string[]]>([
  ['groupId', 'EQUALS', 'sav', ['ANN', 'BEA']],
  ['groupId', 'EQUALS_CASE_SENSITIVE', 'sav', []],
  ['groupId', 'STARTS_WITH', 'cl', ['ANN']],
  ['groupId', 'IN', ['SAV', 'x'], ['ANN', 'BEA']],
  ['groupId', 'EMPTY', undefined, ['CIA']],
  ['groupKey', 'NOT_EMPTY', undefined, ['ANN', 'BEA']],
  ['groupKey', 'EQUALS', 'club', ['ANN']],
  ['groupKey', 'EQUALS', 'nobody', []],
])('clients are found by their groups: %s %s %j', async (field, operator, value, whom) => {
  const given = Array.isArray(value) ? { values: value } : { value: value === 'club' ? club.encodedKey : value };
  const body = { filterCriteria: [{ field, operator, ...given }] };
  expect([...ids(await bank.ok('searchClients', { body }))].sort()).toEqual(whom);
});

test('clients tell their groups in the order in which these were made', async () => {
  const clients = await bank.ok('getClients', { query: { detailsLevel: 'FULL' } });
  expect(clients.find(({ encodedKey }) => encodedKey === annKey)?.groupKeys).toEqual([
    savers.encodedKey,
    club.encodedKey,
  ]);
  expect((await bank.ok('getClients'))[0]).not.toHaveProperty('groupKeys');
});
