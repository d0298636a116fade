import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

// What an API key opens, for how long, and how it is exchanged for the next one.

let bank: TestBank;
let second: SecondProcess;
const roleKey = newEncodedKey();

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-02' });
  second = await startSecondProcess(bank);
  await bank.db.query(
    `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
     VALUES ($1, 'viewer', 'Viewer', '{"permissions": ["VIEW_BRANCH_DETAILS"]}', now(), now())`,
    [roleKey],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
});
afterAll(async () => {
  await second.stop();
  await bank.stop();
});

type Consumer = { readonly apiConsumerId: string };
type Key = { readonly id: string; readonly apiKey: string };

let count = 0;
const consumer = async (given: object = {}): Promise<Consumer> => {
  count += 1;
  const body = { name: `Consumer ${count}`, access: { permissions: ['VIEW_BRANCH_DETAILS'] }, ...given };
  return { apiConsumerId: String((await bank.ok('createApiConsumer', { body })).encodedKey) };
};
const keyOf = async (path: Consumer, expirationTime?: number): Promise<Key> => {
  const body = expirationTime === undefined ? {} : { expirationTime };
  const { id, apiKey } = await bank.ok('createApiKey', { path, body });
  return { id: String(id), apiKey: String(apiKey) };
};
const secretOf = async (path: Consumer): Promise<string> =>
  String((await bank.ok('createSecretKey', { path })).secretKey);
const asked = async (apikey: string): Promise<string> =>
  reasonOf(await bank.call('getBranches', { user: null, headers: { apikey } }));
const rotate = (secretkey: string, body: object): ReturnType<typeof bank.call<'rotateApiKey'>> =>
  bank.call('rotateApiKey', { user: null, headers: { secretkey }, body });
type Rotated = Key & { readonly secretKey: string };
const rotated = async (secretkey: string, body: object): Promise<Rotated> => {
  const reply = await rotate(secretkey, body);
  if (reply.status !== 200) throw new Error(reply.text);
  const { id, apiKey, secretKey } = reply.body;
  return { id: String(id), apiKey: String(apiKey), secretKey: String(secretKey) };
};

/** Moves the bank's clock as the night would, without running one. */
const later = async (seconds: number): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET clock_offset_ms = clock_offset_ms + $1', [seconds * 1000]);
  const { rows } = await bank.db.query<{ offset: number }>('SELECT clock_offset_ms AS offset FROM tenant_state');
  bank.app.tenant.clock.setOffset(Number(rows[0]?.offset));
};

/** Counts the statements that the bank's own pool sends while something happens. */
const statementsDuring = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const { pool } = bank.app.tenant;
  const query = pool.query;
  const texts: string[] = [];
  pool.query = ((...given: unknown[]) => {
    const [statement] = given;
    texts.push(typeof statement === 'string' ? statement : String((statement as { text?: string }).text));
    return Reflect.apply(query, pool, given);
  }) as typeof query;
  try {
    await work();
  } finally {
    pool.query = query;
  }
  return texts;
};

describe('the header', () => {
  test('opens what the consumer may do, and is written in any case', async () => {
    const { apiKey } = await keyOf(await consumer());
    const reply = await bank.request('GET', '/api/branches', { user: null, headers: { apiKey } });
    expect(reply.status).toBe(200);
    expect(reasonOf(await bank.call('getUsers', { user: null, headers: { apikey: apiKey } }))).toBe(
      '403 INVALID_PERMISSIONS',
    );
    const complete = '/api/swagger/completejson/clients_v2_swagger.json';
    expect((await bank.request('GET', complete, { user: null, headers: { apiKey } })).status).toBe(200);
    expect((await bank.request('GET', complete, { user: null, headers: { apiKey: 'no' } })).status).toBe(401);
  });

  test.each([
    ['an unknown key', { apikey: crypto.randomUUID() }, '401 INVALID_CREDENTIALS'],
    ['nothing', { apikey: '' }, '401 INVALID_API_KEY'],
    ['an endless key', { apikey: 'x'.repeat(5000) }, '401 INVALID_CREDENTIALS'],
    ['strange signs', { apikey: "' OR 1=1 --" }, '401 INVALID_CREDENTIALS'],
    ['a secret key in another header', { secretkey: crypto.randomUUID() }, '401 INVALID_BASIC_AUTHORIZATION'],
  ])('with %s is refused', async (_case, headers, reason) => {
    expect(reasonOf(await bank.call('getBranches', { user: null, headers }))).toBe(reason);
  });

  test('is refused beside a password, with a prefix, and with a secret key', async () => {
    const path = await consumer();
    const { apiKey } = await keyOf(path);
    const both = await bank.call('getBranches', { headers: { apikey: apiKey } });
    expect(reasonOf(both)).toBe('401 INVALID_API_KEY');
    expect(sourceOf(both)).toContain('not both');
    expect(await asked(apiKey.slice(0, 6))).toBe('401 INVALID_CREDENTIALS');
    expect(await asked(apiKey.toUpperCase())).toBe('401 INVALID_CREDENTIALS');
    expect(await asked(await secretOf(path))).toBe('401 INVALID_CREDENTIALS');
  });

  test('of a known key asks the database nothing', async () => {
    const { apiKey } = await keyOf(await consumer());
    const ask = () => bank.call('getClock', { user: null, headers: { apikey: apiKey } });
    const about = (texts: readonly string[]): number => texts.filter((text) => text.includes('api_')).length;
    expect(about(await statementsDuring(ask))).toBeGreaterThan(0);
    expect(about(await statementsDuring(ask))).toBe(0);
  });

  test('names the consumer in the audit trail and as the user of what it does', async () => {
    const path = await consumer({ name: 'Branch maker', access: { permissions: ['CREATE_BRANCH'] } });
    const { apiKey } = await keyOf(path);
    await bank.ok('createBranch', {
      user: null,
      headers: { apikey: apiKey },
      body: { id: 'BY-KEY', name: 'Made by a key' },
    });
    const { rows } = await bank.db.query(
      `SELECT user_key, consumer_key, username FROM audit_record WHERE operation = 'createBranch' AND username = 'Branch maker'`,
    );
    expect(rows).toEqual([{ user_key: null, consumer_key: path.apiConsumerId, username: 'Branch maker' }]);
  });
});

describe('what is remembered of a key is dropped', () => {
  test('when it expires by the clock of the bank', async () => {
    const { apiKey } = await keyOf(await consumer(), 60);
    expect(await asked(apiKey)).toBe('200');
    await later(61);
    expect(await asked(apiKey)).toBe('401 INVALID_CREDENTIALS');
    expect(await asked((await keyOf(await consumer(), 0)).apiKey)).toBe('401 INVALID_CREDENTIALS');
  });

  test('within about a second when another process takes its permission, its role or the key away', async () => {
    const [first, other] = [await consumer(), await consumer({ access: {}, role: { id: 'viewer' } })];
    const deleted = await consumer();
    const keys = [await keyOf(first), await keyOf(other), await keyOf(deleted)];
    for (const { apiKey } of keys) expect(await asked(apiKey)).toBe('200');
    const body = [{ op: 'REPLACE', path: '/access/permissions', value: [] }];
    expect((await second.patch(`/api/consumers/${first.apiConsumerId}`, body)).status).toBe(204);
    await bank.db.query(`UPDATE user_role SET access = '{"permissions": []}' WHERE encoded_key = $1`, [roleKey]);
    expect((await second.delete(`/api/consumers/${deleted.apiConsumerId}/apikeys/${keys[2]?.id}`)).status).toBe(204);
    await sleep(1100);
    const answers = await Promise.all(keys.map(({ apiKey }) => asked(apiKey)));
    expect(answers).toEqual(['403 INVALID_PERMISSIONS', '403 INVALID_PERMISSIONS', '401 INVALID_CREDENTIALS']);
  });

  test('while a rotated key leaves verified passwords alone', async () => {
    const verifiedAt = async (): Promise<unknown> =>
      (await bank.db.query(`SELECT last_logged_in_date::text FROM app_user WHERE username = 'admin'`)).rows;
    const path = await consumer();
    const before = await verifiedAt();
    await rotated(await secretOf(path), await keyOf(path));
    await bank.ok('getBranches');
    expect(await verifiedAt()).toEqual(before);
  });
});

describe('a rotation', () => {
  test('answers a new key and a new secret key; the old ones stay good for half an hour', async () => {
    const path = await consumer();
    const [key, secret] = [await keyOf(path), await secretOf(path)];
    const next = await rotated(secret, { apiKey: key.apiKey });
    expect(new Set([key.apiKey, secret, next.apiKey, next.secretKey]).size).toBe(4);
    expect(await bank.ok('getApiKeys', { path })).toEqual([
      { id: key.id, apiKey: key.apiKey.slice(0, 6), expirationTime: expect.any(Number) },
      { id: next.id, apiKey: next.apiKey.slice(0, 6) },
    ]);
    for (const one of [key, next]) expect(await asked(one.apiKey)).toBe('200');
    // Whoever missed the answer asks again.
    const again = await rotated(secret, { id: key.id, apiKey: key.apiKey });
    await later(1799);
    expect(await asked(key.apiKey)).toBe('200');
    expect((await rotate(secret, { id: next.id })).status).toBe(200);
    await later(2);
    expect(await asked(key.apiKey)).toBe('401 INVALID_CREDENTIALS');
    expect(reasonOf(await rotate(secret, { id: next.id }))).toBe('401 INVALID_CREDENTIALS');
    expect(await asked(again.apiKey)).toBe('200');
  });

  test('gives the new key the life that was asked for', async () => {
    const path = await consumer();
    const next = await rotated(await secretOf(path), { ...(await keyOf(path, 7200)), expirationTime: 300 });
    expect(await asked(next.apiKey)).toBe('200');
    expect(await bank.ok('getApiKeys', { path })).toContainEqual({
      id: next.id,
      apiKey: next.apiKey.slice(0, 6),
      expirationTime: 300,
    });
    await later(301);
    expect(await asked(next.apiKey)).toBe('401 INVALID_CREDENTIALS');
  });

  test('does not lengthen the life of a key that ends sooner', async () => {
    const path = await consumer();
    const key = await keyOf(path, 60);
    await rotated(await secretOf(path), { id: key.id });
    await later(61);
    expect(await asked(key.apiKey)).toBe('401 INVALID_CREDENTIALS');
  });

  test('with a key that is deleted afterwards leaves no grace period', async () => {
    const path = await consumer();
    const [key, secret] = [await keyOf(path), await secretOf(path)];
    await rotated(secret, { id: key.id });
    await bank.ok('deleteApiKey', { path: { ...path, apiKeyId: key.id } });
    expect(await asked(key.apiKey)).toBe('401 INVALID_CREDENTIALS');
  });

  test('takes the last secret key that was made, and none before it', async () => {
    const path = await consumer();
    const [key, old] = [await keyOf(path), await secretOf(path)];
    const current = await secretOf(path);
    expect(reasonOf(await rotate(old, { id: key.id }))).toBe('401 INVALID_CREDENTIALS');
    expect((await rotate(current, { id: key.id })).status).toBe(200);
  });

  test('is refused with anything but a secret key', async () => {
    const path = await consumer();
    const [key, secret] = [await keyOf(path), await secretOf(path)];
    const body = { id: key.id };
    const call = (headers: Record<string, string>, user: string | null = null): Promise<Reply> =>
      bank.call('rotateApiKey', { user, headers, body });
    expect(reasonOf(await call({}))).toBe('401 INVALID_API_KEY');
    expect(reasonOf(await call({ secretkey: crypto.randomUUID() }))).toBe('401 INVALID_CREDENTIALS');
    expect(reasonOf(await call({ secretkey: key.apiKey }))).toBe('401 INVALID_CREDENTIALS');
    expect(reasonOf(await call({ apikey: key.apiKey }))).toBe('401 INVALID_API_KEY');
    expect(reasonOf(await call({ secretkey: secret, apikey: key.apiKey }))).toBe('401 INVALID_API_KEY');
    expect(reasonOf(await call({ secretkey: secret }, 'admin:test-Password-1'))).toBe('401 INVALID_API_KEY');
    expect((await bank.ok('getApiKeys', { path })).length).toBe(1);
  });

  test.each<[string, (key: Key, other: Key) => object, string]>([
    ['no key', () => ({}), '400 INVALID_PARAMETERS'],
    ['an id of nothing', () => ({ id: 'x' }), '400 INVALID_API_KEY_ID'],
    ['a key of nothing', () => ({ apiKey: 'x' }), '400 INVALID_API_KEY'],
    ['a prefix alone', ({ apiKey }) => ({ apiKey: apiKey.slice(0, 6) }), '400 INVALID_API_KEY'],
    ['an id and another key', ({ id }) => ({ id, apiKey: 'x' }), '400 INVALID_API_KEY'],
    ['the id of another consumer', (_, { id }) => ({ id }), '400 INVALID_API_KEY_ID'],
    ['the key of another consumer', (_, { apiKey }) => ({ apiKey }), '400 INVALID_API_KEY'],
    ['an end before now', ({ id }) => ({ id, expirationTime: -1 }), '400 INVALID_PARAMETERS'],
    ['a number as a key', () => ({ apiKey: 5 }), '400 INVALID_PARAMETERS'],
  ])('of %s is refused and changes nothing', async (_case, body, reason) => {
    const [path, other] = [await consumer(), await consumer()];
    const [key, secret] = [await keyOf(path), await secretOf(path)];
    expect(reasonOf(await rotate(secret, body(key, await keyOf(other))))).toBe(reason);
    expect(await bank.ok('getApiKeys', { path })).toEqual([{ id: key.id, apiKey: key.apiKey.slice(0, 6) }]);
    expect((await rotate(secret, key)).status).toBe(200);
  });

  test('of a key that has expired is refused', async () => {
    const path = await consumer();
    const [key, secret] = [await keyOf(path, 60), await secretOf(path)];
    await later(61);
    expect(reasonOf(await rotate(secret, { id: key.id }))).toBe('400 API_KEY_REFRESH_ERROR');
  });

  test('keeps the consumer from being deleted', async () => {
    const path = await consumer();
    await rotated(await secretOf(path), { id: (await keyOf(path)).id });
    expect(reasonOf(await bank.call('deleteApiConsumer', { path }))).toBe(
      '400 CANNOT_DELETE_API_CONSUMER_WITH_PERFORMED_ACTIVITIES',
    );
  });
});

describe('a bank without a grace period and with a life for rotated keys', () => {
  let strict: TestBank;
  beforeAll(async () => {
    strict = await startBank({ keyGraceSeconds: 0, keyExpirySeconds: 600 });
  });
  afterAll(() => strict.stop());

  test('drops both old keys at once, and overrides the life that was asked for', async () => {
    const created = await strict.ok('createApiConsumer', { body: { name: 'Strict' } });
    const path = { apiConsumerId: String(created.id) };
    const key = await strict.ok('createApiKey', { path, body: { expirationTime: 60 } });
    const { secretKey } = await strict.ok('createSecretKey', { path });
    const clock = async (apikey: unknown): Promise<string> =>
      reasonOf(await strict.call('getClock', { user: null, headers: { apikey: String(apikey) } }));
    expect(await clock(key.apiKey)).toBe('200');
    const send = () =>
      strict.call('rotateApiKey', {
        user: null,
        headers: { secretkey: String(secretKey) },
        body: { apiKey: String(key.apiKey), expirationTime: 10_000 },
      });
    // Two at once: the secret key is spent by one of them.
    const replies = await Promise.all([send(), send()]);
    expect(replies.map(reasonOf).sort()).toEqual(['200', '401 INVALID_CREDENTIALS']);
    const next = replies.find(({ status }) => status === 200)?.body;
    expect(await clock(key.apiKey)).toBe('401 INVALID_CREDENTIALS');
    expect(await clock(next?.apiKey)).toBe('200');
    expect(await strict.ok('getApiKeys', { path })).toEqual([
      { id: next?.id, apiKey: String(next?.apiKey).slice(0, 6), expirationTime: 600 },
    ]);
  });
});
