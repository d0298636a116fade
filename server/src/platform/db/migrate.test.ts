import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { MigrationError, migrate } from './migrate.ts';
import { createPool } from './pool.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), 'florin-migrations-'));
  await put('0001_first.sql', 'CREATE TABLE item (id int);\n');
  await put('0002_second.sql', 'INSERT INTO item VALUES (1); SELECT pg_sleep(0.05);\n');
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const put = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql);
const items = async (): Promise<number[]> =>
  (await database.pool.query<{ id: number }>('SELECT id FROM item ORDER BY id')).rows.map((row) => row.id);

test('missing migrations are applied in order, once', async () => {
  expect(await migrate(database.pool, folder)).toEqual({ applied: ['0001_first.sql', '0002_second.sql'], version: 2 });
  expect(await migrate(database.pool, folder)).toEqual({ applied: [], version: 2 });
  await put('0005_third.sql', 'INSERT INTO item VALUES (2)');
  expect(await migrate(database.pool, folder)).toEqual({ applied: ['0005_third.sql'], version: 5 });
  expect(await items()).toEqual([1, 2]);
});

test('two processes at once: one works, the other waits, though its statements are limited in time', async () => {
  const other = createPool(database.connectionString, { max: 1, statementTimeoutMs: 20 });
  const reports = await Promise.all([migrate(database.pool, folder), migrate(other, folder)]);
  expect(reports.flatMap((report) => report.applied).sort()).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await items()).toEqual([1]);
  expect((await other.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '20ms' }]);
  await other.end();
});

test('line endings do not count as a change, anything else does', async () => {
  await migrate(database.pool, folder);
  await put('0001_first.sql', 'CREATE TABLE item (id int);\r\n');
  expect((await migrate(database.pool, folder)).applied).toEqual([]);
  await put('0001_first.sql', 'CREATE TABLE item (id bigint);\n');
  await expect(migrate(database.pool, folder)).rejects.toThrow('0001_first.sql has changed since it was applied');
});

test('a database that is newer than the code is refused and left as it is', async () => {
  await put('0003_newer.sql', 'INSERT INTO item VALUES (3)');
  await migrate(database.pool, folder);
  await rm(join(folder, '0003_newer.sql'));
  await expect(migrate(database.pool, folder)).rejects.toThrow(/newer than this version of Florin: it has 0003_newer/);
  expect(await items()).toEqual([1, 3]);
});

test('a migration below what is applied is refused', async () => {
  await put('0004_fourth.sql', 'SELECT 1');
  await migrate(database.pool, folder);
  await put('0003_late.sql', 'INSERT INTO item VALUES (3)');
  await expect(migrate(database.pool, folder)).rejects.toThrow('give the file a number above 4');
});

test('a failing migration leaves nothing behind and says where it failed', async () => {
  await put('0003_broken.sql', 'INSERT INTO item VALUES (9);\n\nSELECT nonsense;\n');
  const failing = migrate(database.pool, folder);
  await expect(failing).rejects.toBeInstanceOf(MigrationError);
  await expect(failing).rejects.toThrow(/0003_broken\.sql failed at line 3: column "nonsense" does not exist/);
  expect(await items()).toEqual([1]);
  await put('0003_broken.sql', 'INSERT INTO item VALUES (9)');
  expect((await migrate(database.pool, folder)).version).toBe(3);
});

test('names are checked', async () => {
  await put('0002_again.sql', 'SELECT 1');
  await expect(migrate(database.pool, folder)).rejects.toThrow('Two migrations have the number 0002');
  await rm(join(folder, '0002_again.sql'));
  await put('3-next.sql', 'SELECT 1');
  await expect(migrate(database.pool, folder)).rejects.toThrow('Please name migration 3-next.sql like');
});
