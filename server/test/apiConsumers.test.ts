import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName, RequestBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

let bank: TestBank;
let branchKey: string;
const [viewerKey, bossKey] = [newEncodedKey(), newEncodedKey()];

beforeAll(async () => {
  bank = await startBank();
  await bank.db.query(
    `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
     VALUES ($1, 'viewer', 'Viewer', '{"permissions": ["VIEW_BRANCH_DETAILS"]}', now(), now()),
            ($2, 'boss', 'Boss', '{"administratorAccess": true}', now(), now())`,
    [viewerKey, bossKey],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  branchKey = String((await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } })).encodedKey);
  await bank.ok('createBranch', { body: { id: 'B2', name: 'Closed', state: 'INACTIVE' } });
  const permissions = ['VIEW', 'CREATE', 'EDIT', 'DELETE'].map((verb) => `${verb}_API_CONSUMERS_AND_KEYS`);
  await bank.ok('createUser', {
    body: {
      username: 'keeper',
      firstName: 'Key',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: false,
        permissions,
      },
    },
  });
});
afterAll(() => bank.stop());

const keeper = 'keeper:long enough';
let count = 0;
const draft = (given: object = {}): RequestBody<'createApiConsumer'> => {
  count += 1;
  return { name: `Consumer ${count}`, access: { permissions: ['VIEW_BRANCH_DETAILS'] }, ...given };
};
type Consumer = { readonly apiConsumerId: string };
const create = async (given: object = {}): Promise<Consumer> => ({
  apiConsumerId: String((await bank.ok('createApiConsumer', { body: draft(given) })).id),
});
const keyOf = async (path: Consumer, body?: RequestBody<'createApiKey'>): Promise<{ id: string; apiKey: string }> => {
  const { id, apiKey } = await bank.ok('createApiKey', { path, ...(body ? { body } : {}) });
  return { id: String(id), apiKey: String(apiKey) };
};
const withKey = (apikey: string): { user: null; headers: { apikey: string } } => ({ user: null, headers: { apikey } });
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<string> =>
  reasonOf(await bank.call(name, options));

describe('a consumer', () => {
  test('is created with what it may do, told and listed', async () => {
    const created = await bank.ok('createApiConsumer', {
      body: draft({
        name: 'Payments hub',
        role: { id: 'viewer' },
        assignedBranchKey: 'B1',
        access: { canManageAllBranches: false, managedBranches: [{ branchKey: 'B1' }], creditOfficerAccess: true },
        transactionLimits: { DEPOSIT: '9876543210.12' },
      }),
    });
    expect(created).toMatchObject({
      name: 'Payments hub',
      assignedBranchKey: branchKey,
      role: { id: 'viewer', encodedKey: viewerKey },
      access: {
        apiAccess: true,
        creditOfficerAccess: true,
        canManageAllBranches: false,
        managedBranches: [{ branchKey }],
      },
      creationDate: expect.stringMatching(/\+00:00$/),
    });
    for (const apiConsumerId of [String(created.id), String(created.encodedKey)]) {
      const found = await bank.call('getApiConsumer', { path: { apiConsumerId } });
      expect(found.body).toEqual(created);
      expect(found.text).toContain('"DEPOSIT":9876543210.12');
    }
    await create();
    const list = await bank.call('getApiConsumers', { query: { limit: 1, paginationDetails: 'ON' } });
    expect(list.body).toEqual([created]);
    expect(list.headers['items-total']).toBe('2');
    const second = await bank.ok('getApiConsumers', { query: { offset: 1, limit: 1 } });
    expect(second[0]?.encodedKey).not.toBe(created.encodedKey);
  });

  test('may be a name only; then it can sign in and do nothing', async () => {
    const created = await bank.ok('createApiConsumer', { body: { name: 'Nobody yet' } });
    expect(created.access).toEqual({ apiAccess: true });
    const { apiKey } = await keyOf({ apiConsumerId: String(created.id) });
    expect(await refusal('getBranches', withKey(apiKey))).toBe('403 INVALID_PERMISSIONS');
    expect((await bank.call('getClock', withKey(apiKey))).status).toBe(200);
  });

  test.each([
    ['without a name', { name: undefined }, 'INVALID_PARAMETERS'],
    ['with a blank name', { name: ' ' }, 'MISSING_API_CONSUMER_NAME'],
    ['with a padded name', { name: 'x ' }, 'INVALID_API_CONSUMER_NAME_FORMAT'],
    ['with a number as a name', { name: 5 }, 'INVALID_PARAMETERS'],
    ['with an endless name', { name: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
    ['with a zero character', { name: 'a\u0000' }, 'INVALID_PARAMETERS'],
    ['with an unknown permission', { access: { permissions: ['FLY'] } }, 'API_CONSUMER_INVALID_PERMISSIONS'],
    ['with an unknown role', { role: { id: 'king' } }, 'INVALID_API_CONSUMER_ROLE_KEY'],
    ['with a role of no name', { role: {} }, 'INVALID_API_CONSUMER_ROLE_KEY'],
    ['with an unknown branch', { assignedBranchKey: 'B9' }, 'INVALID_BRANCH_KEY'],
    ['with a closed branch', { assignedBranchKey: 'B2' }, 'BRANCH_IS_NOT_ACTIVE'],
    [
      'with an unknown managed branch',
      { access: { managedBranches: [{ branchKey: 'B9' }] } },
      'INVALID_MANAGED_BRANCH_ID',
    ],
    [
      'with all branches and some',
      { access: { canManageAllBranches: true, managedBranches: [{ branchKey: 'B1' }] } },
      'INVALID_VALUE_FOR_MANAGED_BRANCHES',
    ],
    [
      'as administrator of some branches',
      { access: { administratorAccess: true } },
      'CANNOT_HAVE_ADMIN_WITHOUT_FULL_BRANCHES_ACCESS',
    ],
    ['with a negative limit', { transactionLimits: { DEPOSIT: -1 } }, 'CANNOT_HAVE_NEGATIVE_TRANSACTION_LIMITS'],
    ['with an unknown property', { nickname: 'x' }, 'INVALID_PARAMETERS'],
  ])('is refused %s', async (_case, given, reason) => {
    expect(await refusal('createApiConsumer', { body: draft(given) })).toBe(`400 ${reason}`);
  });

  test('has a name of its own, also when two are made at once', async () => {
    await create({ name: 'Twin' });
    expect(await refusal('createApiConsumer', { body: draft({ name: 'TWIN' }) })).toBe(
      '400 API_CONSUMER_ALREADY_EXISTS',
    );
    const both = await Promise.all([1, 2].map(() => refusal('createApiConsumer', { body: draft({ name: 'Race' }) })));
    expect(both.sort()).toEqual(['201', '400 API_CONSUMER_ALREADY_EXISTS']);
  });

  test('is replaced and patched, except for its name', async () => {
    const path = await create({ name: 'Changing', role: { id: 'viewer' } });
    const told = await bank.ok('updateApiConsumer', {
      path,
      body: { name: 'Changing', access: { permissions: ['VIEW_CENTRE_DETAILS'], apiAccess: false } },
    });
    expect(told.role).toBeUndefined();
    expect(told.access).toEqual({ permissions: ['VIEW_CENTRE_DETAILS'], apiAccess: true });
    await bank.ok('patchApiConsumer', {
      path,
      body: [
        { op: 'ADD', path: '/role', value: { id: 'viewer' } },
        { op: 'REPLACE', path: '/assignedBranchKey', value: 'B1' },
        { op: 'ADD', path: '/access/canManageAllBranches', value: true },
      ],
    });
    expect(await bank.ok('getApiConsumer', { path })).toMatchObject({
      role: { id: 'viewer' },
      assignedBranchKey: branchKey,
      access: { canManageAllBranches: true, permissions: ['VIEW_CENTRE_DETAILS'] },
    });
    const renamed = [{ op: 'REPLACE', path: '/name', value: 'Else' }];
    expect(await refusal('patchApiConsumer', { path, body: renamed })).toBe('400 CANNOT_UPDATE_API_CONSUMER_NAME');
    expect(await refusal('updateApiConsumer', { path, body: { name: 'Else' } })).toBe(
      '400 CANNOT_UPDATE_API_CONSUMER_NAME',
    );
    const readOnly = [{ op: 'REPLACE', path: '/access/apiAccess', value: false }];
    expect(await refusal('patchApiConsumer', { path, body: readOnly })).toBe('400 FIELD_IS_NOT_EDITABLE');
  });

  test('is unknown under another name in every operation', async () => {
    const path = { apiConsumerId: '99999' };
    const body = [{ op: 'REMOVE', path: '/role' }];
    const asked = await Promise.all([
      refusal('getApiConsumer', { path }),
      refusal('updateApiConsumer', { path, body: { name: 'x' } }),
      refusal('patchApiConsumer', { path, body }),
      refusal('deleteApiConsumer', { path }),
      refusal('getApiKeys', { path }),
      refusal('createApiKey', { path, body: {} }),
      refusal('createSecretKey', { path }),
      refusal('deleteApiKey', { path: { ...path, apiKeyId: newEncodedKey() } }),
    ]);
    expect(new Set(asked)).toEqual(new Set(['404 INVALID_API_CONSUMER_ID']));
    expect(await refusal('getApiConsumers', { query: { limit: -1 } })).toMatch(/^400 /);
  });

  test('is deleted with its keys, unless one of them was used', async () => {
    const path = await create();
    const { apiKey } = await keyOf(path);
    expect((await bank.call('deleteApiConsumer', { path })).status).toBe(204);
    expect(await refusal('getApiConsumer', { path })).toBe('404 INVALID_API_CONSUMER_ID');
    expect(await refusal('getBranches', withKey(apiKey))).toBe('401 INVALID_CREDENTIALS');

    const worked = await create();
    const used = await keyOf(worked);
    expect((await bank.call('getBranches', withKey(used.apiKey))).status).toBe(200);
    const reason = '400 CANNOT_DELETE_API_CONSUMER_WITH_PERFORMED_ACTIVITIES';
    expect(await refusal('deleteApiConsumer', { path: worked })).toBe(reason);
    await bank.ok('deleteApiKey', { path: { ...worked, apiKeyId: used.id } });
    expect(await refusal('deleteApiConsumer', { path: worked })).toBe(reason);
  });

  test('with all rights is the administrators’ affair', async () => {
    const access = { administratorAccess: true, canManageAllBranches: true };
    const wanted = draft({ access });
    expect(await refusal('createApiConsumer', { body: wanted, user: keeper })).toMatch(
      /NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER/,
    );
    expect(await refusal('createApiConsumer', { body: draft({ role: { id: 'boss' } }), user: keeper })).toMatch(
      /NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER/,
    );
    const path = await create({ access });
    const key = await keyOf(path);
    const refused = await Promise.all([
      refusal('createApiKey', { path, user: keeper, body: {} }),
      refusal('createSecretKey', { path, user: keeper }),
      refusal('deleteApiKey', { path: { ...path, apiKeyId: key.id }, user: keeper }),
      refusal('deleteApiConsumer', { path, user: keeper }),
      refusal('patchApiConsumer', { path, user: keeper, body: [{ op: 'REMOVE', path: '/access' }] }),
    ]);
    for (const reason of refused) expect(reason).toMatch(/NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS/);
    expect((await bank.call('getUsers', withKey(key.apiKey))).status).toBe(200);
    const plain = await create();
    expect((await bank.call('createApiKey', { path: plain, user: keeper, body: {} })).status).toBe(201);
  });
});

describe('a key', () => {
  test('is told once, and later by its first six characters', async () => {
    const path = await create();
    const made = await bank.call('createApiKey', { path, body: { expirationTime: 3600 } });
    const apiKey = String(made.body.apiKey);
    expect(apiKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), apiKey, expirationTime: 3600 });
    const endless = await bank.ok('createApiKey', { path });
    expect(endless.expirationTime).toBeUndefined();
    expect(await bank.ok('getApiKeys', { path })).toEqual([
      { id: made.body.id, apiKey: apiKey.slice(0, 6), expirationTime: 3600 },
      { id: endless.id, apiKey: String(endless.apiKey).slice(0, 6) },
    ]);
  });

  test('is in no table: not in the audit trail, not in the answer kept for a repeat', async () => {
    const path = await create();
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await bank.ok('createApiKey', { path, headers, body: {} });
    const repeated = await bank.ok('createApiKey', { path, headers, body: {} });
    expect(repeated).toEqual({ id: first.id, apiKey: String(first.apiKey).slice(0, 6) });
    expect(await bank.ok('getApiKeys', { path })).toHaveLength(1);
    const other = { 'Idempotency-Key': crypto.randomUUID() };
    const secret = await bank.ok('createSecretKey', { path, headers: other });
    expect(await bank.ok('createSecretKey', { path, headers: other })).toEqual({});
    const rotated = await bank.ok('rotateApiKey', {
      user: null,
      headers: { secretkey: String(secret.secretKey) },
      body: { apiKey: String(first.apiKey) },
    });
    const secrets = [first.apiKey, secret.secretKey, rotated.apiKey, rotated.secretKey].map(String);
    const { rows } = await bank.db.query<{ line: string }>(
      `SELECT a::text AS line FROM audit_record a UNION ALL SELECT i::text FROM idempotency_record i
       UNION ALL SELECT k::text FROM api_key k UNION ALL SELECT s::text FROM secret_key s`,
    );
    const all = rows.map(({ line }) => line).join('\n');
    for (const one of secrets) expect(all.includes(one)).toBe(false);
  });

  test.each([
    ['before now', { expirationTime: -1 }],
    ['in words', { expirationTime: 'soon' }],
    ['of half a second', { expirationTime: 0.5 }],
    ['beyond counting', { expirationTime: 1e12 }],
  ])('with an end %s is refused', async (_case, body) => {
    const path = await create();
    expect(await refusal('createApiKey', { path, body })).toBe('400 INVALID_PARAMETERS');
    expect(await bank.ok('getApiKeys', { path })).toEqual([]);
  });

  test('is deleted at once, and only by its own consumer’s path', async () => {
    const [path, other] = [await create(), await create()];
    const key = await keyOf(path);
    expect((await bank.call('getBranches', withKey(key.apiKey))).status).toBe(200);
    expect(await refusal('deleteApiKey', { path: { ...other, apiKeyId: key.id } })).toBe('404 INVALID_API_KEY_ID');
    expect(await refusal('deleteApiKey', { path: { ...path, apiKeyId: key.apiKey } })).toBe('404 INVALID_API_KEY_ID');
    await bank.ok('deleteApiKey', { path: { ...path, apiKeyId: key.id } });
    expect(await refusal('getBranches', withKey(key.apiKey))).toBe('401 INVALID_CREDENTIALS');
    expect(await refusal('deleteApiKey', { path: { ...path, apiKeyId: key.id } })).toBe('404 INVALID_API_KEY_ID');
    expect(await bank.ok('getApiKeys', { path })).toEqual([]);
  });
});
