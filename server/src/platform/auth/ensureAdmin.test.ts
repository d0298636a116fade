import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { isRejection } from '../../kernel/rejection.ts';
import { createClock } from '../clock/clock.ts';
import { createZone } from '../clock/zone.ts';
import { createAuthenticator } from './credentials.ts';
import { ensureAdmin } from './ensureAdmin.ts';

const clock = createClock(createZone('UTC'));
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const ensure = (password: string | null) => ensureAdmin(database.pool, { password, clock });
async function works(password: string): Promise<boolean> {
  const header = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  const result = await createAuthenticator().authenticate(header, { name: 'test', pool: database.pool, clock });
  return !isRejection(result) && result.administrator;
}

test('a new database gets an administrator with a generated password, told once', async () => {
  const report = await ensure(null);
  const password = report.outcome === 'created' ? report.generatedPassword : null;
  expect(password).toMatch(/^([a-z2-9]{6}-){3}[a-z2-9]{6}$/);
  expect(await works(password ?? '')).toBe(true);
  expect(await ensure(null)).toEqual({ outcome: 'unchanged' });
});

test('a configured password is used, and replaced when it changes', async () => {
  expect(await ensure('first secret')).toEqual({ outcome: 'created', generatedPassword: null });
  expect(await ensure('first secret')).toEqual({ outcome: 'unchanged' });
  expect(await ensure('second secret')).toEqual({ outcome: 'passwordChanged' });
  expect(await works('first secret')).toBe(false);
  expect(await works('second secret')).toBe(true);
  const { rows } = await database.pool.query('SELECT reference_version FROM tenant_state');
  expect(rows).toEqual([{ reference_version: 2 }]);
});

test('two processes at once create one administrator', async () => {
  const reports = await Promise.all([ensure(null), ensure(null)]);
  expect(reports.map((report) => report.outcome).sort()).toEqual(['created', 'unchanged']);
});

test('a database whose users renamed the administrator is left alone', async () => {
  await ensure('some secret');
  await database.pool.query("UPDATE app_user SET username = 'root'");
  expect(await ensure('other secret')).toEqual({ outcome: 'unchanged' });
});
