import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import { createClock } from '../clock/clock.ts';
import { createZone } from '../clock/zone.ts';
import { type AuthenticationContext, type Authenticator, createAuthenticator, parseBasic } from './credentials.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { Principal } from './principal.ts';

let database: TestDatabase;
let context: AuthenticationContext;
let passwordHash: string;
let hashes = 0;
let authenticator: Authenticator;

beforeAll(async () => {
  database = await createTestDatabase();
  context = { name: 'test', pool: database.pool, clock: createClock(createZone('UTC')) };
  passwordHash = await hashPassword('pass:wörd');
  const role = newEncodedKey();
  await database.pool.query(
    `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
     VALUES ($1, 'teller', 'Teller', '{"permissions": ["VIEW_COMMENTS"], "apiAccess": true}', now(), now())`,
    [role],
  );
  await addUser('Ann', { apiAccess: true, permissions: ['CREATE_COMMENTS', 'NO_SUCH_PERMISSION'] });
  await addUser('rolf', { apiAccess: true, permissions: ['CREATE_COMMENTS'] }, 'ACTIVE', role);
  await addUser('locked', { apiAccess: true }, 'LOCKED');
  await addUser('gone', { apiAccess: true }, 'INACTIVE');
  await addUser('desk', { mambuAccess: true });
});
afterAll(() => database.drop());
beforeEach(() => {
  hashes = 0;
  authenticator = createAuthenticator({
    verify: (stored, password) => {
      hashes += 1;
      return verifyPassword(stored, password);
    },
  });
});

async function addUser(username: string, access: object, state = 'ACTIVE', role: string | null = null): Promise<void> {
  await database.pool.query(
    `INSERT INTO app_user (encoded_key, username, password_hash, first_name, user_state, role_key, access, transaction_limits,
       creation_date, last_modified_date)
     VALUES ($1, $2, $3, 'Test', $4, $5, $6, '{"DEPOSIT": 12345678901234567890.12}', now(), now())`,
    [newEncodedKey(), username, passwordHash, state, role, JSON.stringify(access)],
  );
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const ask = (header: string | undefined): Promise<Principal | Rejection> => authenticator.authenticate(header, context);
async function principalOf(header: string): Promise<Principal> {
  const result = await ask(header);
  if (isRejection(result)) throw new Error(`refused: ${result.errors[0]?.reason}`);
  return result;
}
async function reasonOf(header: string | undefined): Promise<string | undefined> {
  const result = await ask(header);
  return isRejection(result) ? result.errors[0]?.reason : undefined;
}

describe('who is who', () => {
  test('a user without a role has the permissions of his own, as far as they exist', async () => {
    const ann = await principalOf(basic('ann:pass:wörd'));
    expect(ann).toMatchObject({ username: 'Ann', administrator: false, branchKey: null });
    expect([...ann.permissions]).toEqual(['CREATE_COMMENTS']);
    expect(ann.transactionLimits.get('DEPOSIT')?.toFixed()).toBe('12345678901234567890.12');
    const { rows } = await database.pool.query(
      'SELECT last_logged_in_date FROM app_user WHERE last_logged_in_date IS NOT NULL',
    );
    expect(rows).toHaveLength(1);
  });

  test('a user with a role has exactly those of the role', async () => {
    expect([...(await principalOf(basic('rolf:pass:wörd'))).permissions]).toEqual(['VIEW_COMMENTS']);
  });

  test.each([
    ['no header', undefined, 'INVALID_BASIC_AUTHORIZATION'],
    ['another scheme', 'Bearer abc', 'INVALID_BASIC_AUTHORIZATION'],
    ['no base64', 'Basic ???', 'INVALID_BASIC_AUTHORIZATION'],
    ['no colon', basic('ann'), 'INVALID_BASIC_AUTHORIZATION'],
    ['no name', basic(':secret'), 'INVALID_BASIC_AUTHORIZATION'],
    ['no UTF-8', `Basic ${Buffer.from([0xff, 0x3a, 0x61]).toString('base64')}`, 'INVALID_BASIC_AUTHORIZATION'],
    ['a zero character', basic('a\u0000:b'), 'INVALID_BASIC_AUTHORIZATION'],
    ['much too long', basic(`ann:${'x'.repeat(5000)}`), 'INVALID_BASIC_AUTHORIZATION'],
    ['wrong password', basic('ann:guess'), 'INVALID_CREDENTIALS'],
    ['unknown user', basic('nobody:pass:wörd'), 'INVALID_CREDENTIALS'],
    ['locked', basic('locked:pass:wörd'), 'USER_IS_LOCKED'],
    ['locked and wrong password', basic('locked:guess'), 'INVALID_CREDENTIALS'],
    ['inactive', basic('gone:pass:wörd'), 'INACTIVE_USER'],
    ['no API access', basic('desk:pass:wörd'), 'NO_API_ACCESS'],
  ])('%s is refused', async (_case, header, reason) => {
    expect(await reasonOf(header)).toBe(reason);
  });

  test('a header in other writings is understood', () => {
    expect(parseBasic('basic  YTpi ')).toEqual({ username: 'a', password: 'b' });
    expect(parseBasic(basic('a:'))).toEqual({ username: 'a', password: '' });
  });
});

describe('what is remembered', () => {
  test('a verified credential costs one hash, also for requests at the same time', async () => {
    const header = basic('ann:pass:wörd');
    const [first, second] = await Promise.all([principalOf(header), principalOf(header)]);
    expect(second).toBe(first);
    expect(await principalOf(header)).toBe(first);
    expect(hashes).toBe(1);
  });

  test('a refusal is not remembered', async () => {
    await reasonOf(basic('ann:guess'));
    await reasonOf(basic('ann:guess'));
    expect(hashes).toBe(2);
  });

  test('an unknown user costs a hash too', async () => {
    await reasonOf(basic('nobody:x'));
    expect(hashes).toBe(1);
  });

  test('the memory ends by itself', async () => {
    let count = 0;
    const forgetful = createAuthenticator({ rememberMs: 0, verify: async () => ++count > 0 });
    await forgetful.authenticate(basic('ann:x'), context);
    await forgetful.authenticate(basic('ann:x'), context);
    expect(count).toBe(2);
  });

  test('invalidate forgets, also what was being verified at that moment', async () => {
    const header = basic('ann:pass:wörd');
    const underway = principalOf(header);
    authenticator.invalidate();
    await underway;
    await principalOf(header);
    expect(hashes).toBe(2);
    authenticator.invalidate();
    await principalOf(header);
    expect(hashes).toBe(3);
  });

  test('tenants do not share what is remembered', async () => {
    await principalOf(basic('ann:pass:wörd'));
    await authenticator.authenticate(basic('ann:pass:wörd'), { ...context, name: 'other' });
    expect(hashes).toBe(2);
  });

  test('after a database failure the next request tries again', async () => {
    const header = basic('ann:pass:wörd');
    const broken = {
      ...context,
      pool: Object.create(context.pool, { query: { value: () => Promise.reject(new Error('down')) } }),
    };
    await expect(authenticator.authenticate(header, broken)).rejects.toThrow('down');
    expect((await principalOf(header)).username).toBe('Ann');
  });
});
