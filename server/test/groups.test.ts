import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName, ResponseBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

type Group = ResponseBody<'getGroup'>;
type Client = ResponseBody<'getClient'>;
type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

let bank: TestBank;
let ann: Client;
let bea: Client;
let chairKey: string;

const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};
const setUp = async (settings: object): Promise<void> => {
  await bank.db.query('UPDATE general_setup SET settings = settings || $1', [JSON.stringify(settings)]);
  await touchReference();
};
const addRoleName = async (id: string, name: string): Promise<string> => {
  const key = newEncodedKey();
  await bank.db.query('INSERT INTO group_role_name VALUES ($1, $2, $3, now(), now())', [key, id, name]);
  await touchReference();
  return key;
};
const client = (firstName = 'Ann', given: object = {}): Promise<Client> =>
  bank.ok('createClient', { body: { firstName, lastName: 'Lee', ...given } });

beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
  await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } });
  await bank.ok('createBranch', { body: { id: 'B2', name: 'Two' } });
  chairKey = await addRoleName('chair', 'Chairwoman');
  await addRoleName('purse', 'Treasurer');
  ann = await client('Ann');
  bea = await client('Bea');
});
afterAll(() => bank.stop());

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const pathOf = (group: Group): { groupId: string } => ({ groupId: String(group.id) });
const full = (group: Group): Promise<Group> =>
  bank.ok('getGroup', { path: pathOf(group), query: { detailsLevel: 'FULL' } });
const create = (given: object = {}): Promise<Group> =>
  bank.ok('createGroup', { body: { groupName: 'Savers', ...given } });
const refusedCreate = (given: object = {}): Promise<unknown[]> =>
  refusal('createGroup', { body: { groupName: 'Savers', ...given } });
const patch = (group: Group, ...operations: readonly object[]): Promise<unknown[]> =>
  refusal('patchGroup', { path: pathOf(group), body: operations });
const members = (...clients: readonly Client[]): object => ({
  groupMembers: clients.map(({ encodedKey }) => ({ clientKey: encodedKey })),
});
const groupKeys = async (who: Client): Promise<unknown> =>
  (await bank.ok('getClient', { path: { clientId: String(who.id) }, query: { detailsLevel: 'FULL' } })).groupKeys;

describe('a new group', () => {
  test('gets an id, a role, keys and dates', async () => {
    const group = await create();
    expect(group).toEqual({
      groupName: 'Savers',
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      id: expect.stringMatching(/^[A-Z]{3}\d{6}$/),
      groupRoleKey: (await bank.ok('getGeneralSetup')).defaultGroupRoleKey,
      loanCycle: 0,
      addresses: [],
      groupMembers: [],
      creationDate: expect.stringMatching(/^2026-03-10T12:.*\+00:00$/),
      lastModifiedDate: group.creationDate,
    });
  });

  test('keeps everything that was sent, and BASIC leaves the lists out', async () => {
    const body = {
      id: 'Fußball №1',
      groupName: '储蓄',
      emailAddress: 'club@example.com',
      homePhone: '1',
      mobilePhone: '2',
      preferredLanguage: 'GERMAN',
      notes: 'n'.repeat(3000),
      addresses: [{ line1: 'Street 1', city: 'Bern' }],
      groupMembers: [
        { clientKey: ann.encodedKey, roles: [{ groupRoleNameKey: 'chair' }] },
        { clientKey: String(bea.id), roles: [] },
      ],
    } as const;
    const group = await bank.ok('createGroup', { body });
    const { groupMembers, addresses, ...simple } = body;
    expect(group).toMatchObject(simple);
    expect(group.addresses?.[0]).toMatchObject({ ...addresses[0], parentKey: group.encodedKey, indexInList: 0 });
    expect(group.groupMembers).toEqual([
      {
        clientKey: ann.encodedKey,
        roles: [
          {
            encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
            groupRoleNameKey: chairKey,
            roleName: 'Chairwoman',
            roleNameId: 'chair',
          },
        ],
      },
      { clientKey: bea.encodedKey, roles: [] },
    ]);
    for (const groupId of [body.id, String(group.encodedKey)]) {
      expect(await bank.ok('getGroup', { path: { groupId }, query: { detailsLevel: 'FULL' } })).toEqual(group);
    }
    const { addresses: _a, groupMembers: _m, ...basic } = group;
    expect(await bank.ok('getGroup', { path: pathOf(group) })).toEqual(basic);
    // Sent back as it was fetched, it stays as it is.
    const put = await bank.ok('updateGroup', { path: pathOf(group), body: group });
    expect(put).toEqual({ ...group, lastModifiedDate: put.lastModifiedDate });
    await bank.ok('deleteGroup', { path: pathOf(group) });
  });

  test.each<[string, () => object, string]>([
    ['no name', () => ({ groupName: undefined }), 'INVALID_PARAMETERS'],
    ['a blank name', () => ({ groupName: ' ' }), 'INVALID_PARAMETERS'],
    ['a number as name', () => ({ groupName: 5 }), 'INVALID_PARAMETERS'],
    ['a long name', () => ({ groupName: 'x'.repeat(256) }), 'INVALID_PARAMETERS'],
    ['a zero character', () => ({ notes: 'a\u0000' }), 'INVALID_PARAMETERS'],
    ['an unknown property', () => ({ shoeSize: 5 }), 'INVALID_PARAMETERS'],
    ['no mail address', () => ({ emailAddress: 'club' }), 'EMAIL_ADDRESS_FORMAT_IS_INVALID'],
    ['an id with a slash', () => ({ id: 'a/b' }), 'INVALID_ID'],
    ['an unknown role', () => ({ groupRoleKey: 'x' }), 'INVALID_CLIENT_ROLE_KEY'],
    ['a role of clients', () => ({ groupRoleKey: 'client' }), 'INCONSISTENT_CLIENT_ROLE_WITH_CLIENT_TYPE'],
    ['an unknown branch', () => ({ assignedBranchKey: 'x' }), 'INVALID_BRANCH_KEY'],
    ['an officer who is none', () => ({ assignedUserKey: 'admin' }), 'INVALID_CREDIT_OFFICER_KEY'],
    ['a place off the globe', () => ({ addresses: [{ latitude: 91 }] }), 'INVALID_PARAMETERS'],
    ['members that are no list', () => ({ groupMembers: 'ann' }), 'INVALID_PARAMETERS'],
    ['a member without key', () => ({ groupMembers: [{}] }), 'INVALID_PARAMETERS'],
    ['an unknown member', () => ({ groupMembers: [{ clientKey: "x' OR 1=1" }] }), 'INVALID_CLIENT_KEY'],
    ['a member twice', () => members(ann, ann), 'INVALID_PARAMETERS'],
    [
      'an unknown role of a member',
      () => ({ groupMembers: [{ clientKey: ann.id, roles: [{ groupRoleNameKey: 'x' }] }] }),
      'INVALID_GROUP_ROLE_NAME_KEY',
    ],
  ])('is refused with %s', async (_case, given, reason) => {
    const before = await bank.db.query('SELECT count(*) FROM client_group');
    expect(await refusedCreate(given())).toEqual([400, reason]);
    expect((await bank.db.query('SELECT count(*) FROM client_group')).rows).toEqual(before.rows);
  });

  test('is no member of a group', async () => {
    const group = await create();
    expect(await refusedCreate({ groupMembers: [{ clientKey: group.encodedKey }] })).toEqual([
      400,
      'INVALID_CLIENT_KEY',
    ]);
  });

  test('has an id that nobody else has, also when two ask for it at once', async () => {
    const answers = await Promise.all(['A', 'B', 'C'].map((groupName) => refusedCreate({ id: 'SAME', groupName })));
    expect(answers.sort()).toEqual([[201], [400, 'GROUP_ID_ALREADY_IN_USE'], [400, 'GROUP_ID_ALREADY_IN_USE']]);
  });

  test('follows its role: the pattern of ids, addresses', async () => {
    await bank.db.query(
      `INSERT INTO client_role (encoded_key, id, name, client_type, use_default_address, id_pattern, creation_date, last_modified_date)
       VALUES ($1, 'firm', 'Firm', 'GROUP', false, 'F-##', now(), now())`,
      [newEncodedKey()],
    );
    await touchReference();
    expect((await create({ groupRoleKey: 'firm' })).id).toMatch(/^F-\d\d$/);
    expect(await refusedCreate({ groupRoleKey: 'firm', addresses: [{ city: 'Bern' }] })).toEqual([
      400,
      'CLIENT_ROLE_DOES_NOT_ALLOW_ADDRESS',
    ]);
  });

  test('follows the general setup: sizes, one group for each, required assignments', async () => {
    const [a, b, c] = [await client('A'), await client('B'), await client('C')];
    await setUp({ groupSizeLimitType: 'HARD', minGroupSizeLimit: 1, maxGroupSizeLimit: 2 });
    expect(await refusedCreate()).toEqual([400, 'INVALID_GROUP_SIZE']);
    expect(await refusedCreate(members(a, b, c))).toEqual([400, 'INVALID_GROUP_SIZE']);
    const group = await create(members(a, b));
    expect(await patch(group, { op: 'REMOVE', path: '/groupMembers' })).toEqual([400, 'INVALID_GROUP_SIZE']);
    await setUp({ groupSizeLimitType: 'WARNING' });
    expect(await patch(group, { op: 'ADD', path: '/groupMembers', value: { clientKey: c.id } })).toEqual([204]);
    // What was fine when it was made stays editable.
    await setUp({ groupSizeLimitType: 'HARD' });
    expect(await patch(group, { op: 'REPLACE', path: '/notes', value: 'x' })).toEqual([204]);
    await setUp({
      groupSizeLimitType: 'NONE',
      multipleGroupMemberships: 'ONE_GROUP',
      assignmentConstraints: ['BRANCH'],
    });
    expect(await refusedCreate(members(a))).toEqual([400, 'MISSING_BRANCH_KEY']);
    expect(await refusedCreate({ ...members(a), assignedBranchKey: 'B1' })).toEqual([400, 'MULTIPLE_GROUP_MEMBERSHIP']);
    await setUp({ assignmentConstraints: [] });
    const d = await client('D');
    const race = await Promise.all([1, 2, 3].map(() => refusedCreate(members(d))));
    expect(race.sort()).toEqual([[201], [400, 'MULTIPLE_GROUP_MEMBERSHIP'], [400, 'MULTIPLE_GROUP_MEMBERSHIP']]);
    await setUp({ multipleGroupMemberships: 'UNLIMITED' });
    expect(await refusedCreate(members(d))).toEqual([201]);
  });
});

describe('the life of a group', () => {
  test('PUT clears what is omitted; id, role and cycle stay', async () => {
    const group = await create({ notes: 'x', assignedBranchKey: 'B1', ...members(ann) });
    const put = await bank.ok('updateGroup', { path: pathOf(group), body: { groupName: 'Renamed' } });
    expect(put).toMatchObject({ groupName: 'Renamed', id: group.id, groupRoleKey: group.groupRoleKey, loanCycle: 0 });
    expect(put.notes).toBeUndefined();
    expect(put.assignedBranchKey).toBeUndefined();
    expect(put.groupMembers).toEqual([]);
    const { rows } = await bank.db.query<{ changes: string }>(
      `SELECT changes FROM audit_record WHERE operation = 'updateGroup' AND entity_key = $1`,
      [group.encodedKey],
    );
    expect(JSON.parse(rows[0]?.changes ?? '')).toMatchObject({ before: { groupName: 'Savers' }, after: put });
  });

  test('PATCH adds, replaces and removes members and their roles', async () => {
    const group = await create(members(ann));
    const role = { op: 'ADD', path: '/groupMembers/0/roles', value: [{ groupRoleNameKey: 'purse' }] };
    const member = { op: 'ADD', path: '/groupMembers', value: [{ clientKey: bea.encodedKey }] };
    expect(await patch(group, member, role)).toEqual([204]);
    const changed = await full(group);
    expect(changed.groupMembers).toMatchObject([
      { clientKey: ann.encodedKey, roles: [{ roleNameId: 'purse' }] },
      { clientKey: bea.encodedKey, roles: [] },
    ]);
    expect(await patch(group, { ...role, value: [{ groupRoleNameKey: 'chair' }] })).toEqual([204]);
    expect((await full(group)).groupMembers?.[0]?.roles).toMatchObject([
      changed.groupMembers?.[0]?.roles?.[0] ?? {},
      { roleNameId: 'chair' },
    ]);
    expect(await groupKeys(bea)).toContain(group.encodedKey);
    expect(await patch(group, { op: 'REMOVE', path: '/groupMembers/1' })).toEqual([204]);
    expect(await groupKeys(bea)).not.toContain(group.encodedKey);
    expect(await patch(group, member, { op: 'REPLACE', path: '/groupName', value: 'Two' })).toEqual([204]);
    expect(await full(group)).toMatchObject({ groupName: 'Two', groupMembers: [{}, {}] });
  });

  test.each<[object, string]>([
    [{ op: 'REPLACE', path: '/loanCycle', value: 5 }, 'FIELD_IS_NOT_EDITABLE'],
    [{ op: 'REPLACE', path: '/encodedKey', value: 'x' }, 'FIELD_IS_NOT_EDITABLE'],
    [{ op: 'REPLACE', path: '/groupMembers/0/roles/0/roleName', value: 'x' }, 'FIELD_IS_NOT_EDITABLE'],
    [{ op: 'REPLACE', path: '/shoeSize', value: 5 }, 'FIELD_NOT_ALLOWED'],
    [{ op: 'REMOVE', path: '/groupName' }, 'INVALID_PARAMETERS'],
    [{ op: 'REMOVE', path: '/groupMembers/7' }, 'INVALID_PARAMETERS'],
    [{ op: 'ADD', path: '/groupMembers', value: { clientKey: 'x' } }, 'INVALID_CLIENT_KEY'],
    [{ op: 'REPLACE', path: '/id', value: 'a:b' }, 'INVALID_ID'],
  ])('PATCH %j is refused', async (operation, reason) => {
    const group = await create(members(ann));
    expect(await patch(group, operation)).toEqual([400, reason]);
    expect((await full(group)).groupMembers).toHaveLength(1);
  });

  test('changes of role, id and assignment need permissions of their own', async () => {
    const permissions = ['VIEW_GROUP_DETAILS', 'EDIT_GROUP'];
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    await bank.ok('createUser', {
      body: { username: 'greta', firstName: 'G', password: 'long enough', access: { ...access, permissions } },
    });
    const group = await create();
    const user = 'greta:long enough';
    const change = (path: string, value: string): Promise<unknown[]> =>
      refusal('patchGroup', { path: pathOf(group), body: [{ op: 'REPLACE', path, value }], user });
    expect(await change('/notes', 'x')).toEqual([204]);
    expect(await change('/id', 'NEW')).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await change('/groupRoleKey', 'firm')).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await change('/assignedBranchKey', 'B1')).toEqual([403, 'INVALID_PERMISSIONS']);
    const put = { body: { groupName: 'Savers', id: 'NEW' }, path: pathOf(group), user };
    expect(await refusal('updateGroup', put)).toEqual([403, 'INVALID_PERMISSIONS']);
    for (const name of ['createGroup', 'deleteGroup'] as const) {
      const answer = await refusal(name, { path: pathOf(group), body: { groupName: 'x' }, user });
      expect(answer).toEqual([403, 'INVALID_PERMISSIONS']);
    }
  });

  test('is not deleted, and not moved, while it has accounts or credit arrangements', async () => {
    const group = await create({ assignedBranchKey: 'B1' });
    const key = newEncodedKey();
    await bank.db.query(
      `INSERT INTO deposit_account (encoded_key, id, name, account_holder_key, account_holder_type, product_key, account_type, account_state,
         currency_code, creation_date, last_modified_date)
       VALUES ($1, 'GA', 'A', $2, 'GROUP', $1, 'CURRENT_ACCOUNT', 'CLOSED', 'EUR', now(), now())`,
      [key, group.encodedKey],
    );
    const remove = (): Promise<unknown[]> => refusal('deleteGroup', { path: pathOf(group) });
    expect(await remove()).toEqual([400, 'GROUP_HAS_ACCOUNTS']);
    const move = { op: 'REPLACE', path: '/assignedBranchKey', value: 'B2' };
    expect(await patch(group, move)).toEqual([400, 'CANNOT_CHANGE_BRANCH_ASSIGNMENT']);
    await bank.db.query('DELETE FROM deposit_account WHERE encoded_key = $1', [key]);
    expect(await patch(group, move)).toEqual([204]);
    await bank.db.query(
      `INSERT INTO credit_arrangement (encoded_key, id, holder_key, holder_type, state, amount, currency_code, start_date, expire_date,
         creation_date, last_modified_date)
       VALUES ($1, 'GC', $2, 'GROUP', 'APPROVED', 1000, 'EUR', now(), now(), now(), now())`,
      [newEncodedKey(), group.encodedKey],
    );
    expect(await remove()).toEqual([400, 'HAS_LINES_OF_CREDIT']);
    const query = { paginationDetails: 'ON' } as const;
    const arrangements = await bank.call('getGroupCreditArrangements', { path: pathOf(group), query });
    expect(arrangements.body).toMatchObject([{ id: 'GC', holderType: 'GROUP', availableCreditAmount: 1000 }]);
    expect(arrangements.headers['items-total']).toBe('1');
    await bank.db.query(`DELETE FROM credit_arrangement WHERE id = 'GC'`);
    expect(await remove()).toEqual([204]);
    expect(await remove()).toEqual([404, 'INVALID_GROUP_ID']);
  });

  test('nobody finds what does not exist', async () => {
    const path = { groupId: 'nobody' };
    expect(await refusal('getGroup', { path })).toEqual([404, 'INVALID_GROUP_ID']);
    expect(await refusal('updateGroup', { path, body: { groupName: 'x' } })).toEqual([404, 'INVALID_GROUP_ID']);
    expect(await refusal('patchGroup', { path, body: [] })).toEqual([404, 'INVALID_GROUP_ID']);
    expect(await refusal('getGroupCreditArrangements', { path })).toEqual([404, 'INVALID_GROUP_ID']);
  });
});

describe('a member of a group', () => {
  test('neither leaves the bank nor is deleted, until the group lets go', async () => {
    const member = await client('Mia');
    const group = await create(members(member));
    const path = { clientId: String(member.id) };
    const exit = [{ op: 'REPLACE', path: '/state', value: 'EXITED' }];
    expect(await groupKeys(member)).toEqual([group.encodedKey]);
    expect((await bank.ok('getClient', { path })).groupKeys).toBeUndefined();
    expect(await refusal('deleteClient', { path })).toEqual([400, 'CLIENT_IS_MEMBER_OF_A_GROUP']);
    expect(await refusal('patchClient', { path, body: exit })).toEqual([400, 'CLIENT_IS_MEMBER_OF_A_GROUP']);
    await bank.ok('deleteGroup', { path: pathOf(group) });
    expect(await refusal('patchClient', { path, body: exit })).toEqual([204]);
    expect(await refusedCreate(members(member))).toEqual([400, 'INVALID_CLIENT_STATE']);
    expect(await refusal('deleteClient', { path })).toEqual([204]);
    expect(await refusedCreate(members(member))).toEqual([400, 'INVALID_CLIENT_KEY']);
  });

  test('joins and leaves groups by groupKeys of the client', async () => {
    const [first, second] = [await create({ groupName: 'First' }), await create({ groupName: 'Second' })];
    const member = await client('Gus', { groupKeys: [String(first.id)] });
    expect(member.groupKeys).toEqual([first.encodedKey]);
    expect((await full(first)).groupMembers).toEqual([{ clientKey: member.encodedKey, roles: [] }]);
    const path = { clientId: String(member.id) };
    const change = (...operations: readonly object[]): Promise<unknown[]> =>
      refusal('patchClient', { path, body: operations });
    expect(await change({ op: 'ADD', path: '/groupKeys', value: [second.encodedKey] })).toEqual([204]);
    expect(await groupKeys(member)).toEqual([first.encodedKey, second.encodedKey]);
    const role = { op: 'ADD', path: '/groupMembers/0/roles', value: { groupRoleNameKey: 'chair' } };
    expect(await patch(second, role)).toEqual([204]);
    // Whatever else changes of the client, his roles in his groups stay.
    const fetched = await bank.ok('getClient', { path, query: { detailsLevel: 'FULL' } });
    await bank.ok('updateClient', { path, body: { ...fetched, notes: 'x' } });
    expect((await full(second)).groupMembers?.[0]?.roles).toMatchObject([{ roleNameId: 'chair' }]);
    expect(await change({ op: 'REMOVE', path: '/groupKeys/0' })).toEqual([204]);
    expect((await full(first)).groupMembers).toEqual([]);
    expect(await change({ op: 'ADD', path: '/groupKeys', value: ['nobody'] })).toEqual([400, 'GROUP_NOT_FOUND']);
    expect(await change({ op: 'ADD', path: '/groupKeys', value: [second.id] })).toEqual([400, 'INVALID_PARAMETERS']);
    await setUp({ assignmentConstraints: ['GROUP'] });
    expect(await change({ op: 'REMOVE', path: '/groupKeys' })).toEqual([400, 'MISSING_GROUP_ID']);
    expect(await refusal('createClient', { body: { firstName: 'No', lastName: 'Body' } })).toEqual([
      400,
      'MISSING_GROUP_ID',
    ]);
    await setUp({ assignmentConstraints: [] });
    expect(await groupKeys(member)).toEqual([second.encodedKey]);
    const put = { firstName: 'Gus', lastName: 'Lee' };
    expect((await bank.ok('updateClient', { path, body: put })).groupKeys).toEqual([]);
    const { rows } = await bank.db.query(
      `SELECT operation FROM audit_record WHERE entity_type = 'GROUP' AND entity_key = $1 ORDER BY id`,
      [second.encodedKey],
    );
    expect(rows.map(({ operation }) => operation)).toEqual([
      'createGroup',
      'patchClient',
      'patchGroup',
      'updateClient',
    ]);
  });

  test('joins with many others at the same time, and nobody is lost', async () => {
    const group = await create();
    const body = { firstName: 'Many', lastName: 'Others', groupKeys: [group.encodedKey] };
    await Promise.all(Array.from({ length: 8 }, () => bank.ok('createClient', { body })));
    expect((await full(group)).groupMembers).toHaveLength(8);
  });

  test('is either deleted or a member, whoever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const member = await client('Rae');
      const [deleted, joined] = await Promise.all([
        refusal('deleteClient', { path: { clientId: String(member.id) } }),
        refusedCreate(members(member)),
      ]);
      expect([
        [[204], [400, 'INVALID_CLIENT_KEY']],
        [[400, 'CLIENT_IS_MEMBER_OF_A_GROUP'], [201]],
      ]).toContainEqual([deleted, joined]);
    }
  });
});
