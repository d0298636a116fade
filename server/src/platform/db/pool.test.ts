import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { createPool, databaseErrorCode, transaction, withRetry } from './pool.ts';
import { parseTimestamptz } from './typeParsers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

async function one(expression: string, parameters: unknown[] = []): Promise<unknown> {
  const { rows } = await database.pool.query<{ value: unknown }>(`SELECT ${expression} AS value`, parameters);
  return rows[0]?.value;
}

describe('how columns are read', () => {
  test.each([
    ['12345678901234567890.123456789012345678::numeric', new Decimal('12345678901234567890.123456789012345678')],
    ['9007199254740991::int8', 9007199254740991],
    ["'2024-02-29'::date", '2024-02-29'],
    ["'018f9a2b-0000-7abc-8def-0123456789ab'::uuid", '018f9a2b00007abc8def0123456789ab'],
    [`'{"a":[1,null]}'::jsonb`, { a: [1, null] }],
    ["'2026-03-29 03:30:00.123456+02'::timestamptz", Date.UTC(2026, 2, 29, 1, 30, 0, 123)],
    ["array['018f9a2b-0000-7abc-8def-0123456789ab', NULL]::uuid[]", ['018f9a2b00007abc8def0123456789ab', null]],
    ['array[1.50, NULL, -2]::numeric[]', [new Decimal('1.50'), null, new Decimal(-2)]],
    ["array['1970-01-01 00:00:01+00', NULL]::timestamptz[]", [1000, null]],
    [`array['plain', 'a,b', 'say "x"', '{}', NULL]::text[]`, ['plain', 'a,b', 'say "x"', '{}', null]],
    ["array['2024-02-29']::date[]", ['2024-02-29']],
    ['array[1, 2]::int8[]', [1, 2]],
    ["'{}'::numeric[]", []],
    ['NULL::numeric', null],
  ])('%s', async (expression, expected) => {
    expect(await one(expression)).toEqual(expected);
  });

  test('an int8 that would lose digits is refused', async () => {
    await expect(one('9007199254740993::int8')).rejects.toThrow('without losing digits');
  });

  test('NaN is no amount', async () => {
    await expect(one("'NaN'::numeric")).rejects.toThrow('not an amount');
  });

  test('a Decimal can be handed to a query, alone and in an array', async () => {
    const exact = new Decimal('0.1234567890123456789');
    expect(await one('$1::numeric', [exact])).toEqual(exact);
    expect(await one('$1::numeric[]', [[exact, null, new Decimal('-1e25')]])).toEqual([
      exact,
      null,
      new Decimal('-1e25'),
    ]);
  });
});

describe('points in time', () => {
  test.each([
    ['2026-11-21 03:16:29.409123+00', '2026-11-21T03:16:29.409Z'],
    ['2026-11-21 03:16:29.4+00', '2026-11-21T03:16:29.400Z'],
    ['2026-11-21 03:16:29+00', '2026-11-21T03:16:29.000Z'],
    ['1969-12-31 23:59:59.999+00', '1969-12-31T23:59:59.999Z'],
    ['0050-01-01 00:00:00+00', '0050-01-01T00:00:00.000Z'],
    ['2026-11-21 08:46:29.409+05:30', '2026-11-21T03:16:29.409Z'],
    ['1890-01-01 00:53:28+00:53:28', '1890-01-01T00:00:00.000Z'],
    ['2026-11-20 22:16:29.409-05', '2026-11-21T03:16:29.409Z'],
    ['12026-01-01 00:00:00+00', '+012026-01-01T00:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(new Date(parseTimestamptz(text)).toISOString()).toBe(iso);
  });

  test('what cannot be read is said, not guessed', () => {
    expect(() => parseTimestamptz('0001-01-01 00:00:00+00 BC')).toThrow('cannot read');
    expect(parseTimestamptz('infinity')).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('transaction', () => {
  beforeAll(() => database.pool.query('CREATE TABLE note (text text)'));
  const notes = async (): Promise<string[]> =>
    (await database.pool.query<{ text: string }>('SELECT text FROM note ORDER BY text')).rows.map((row) => row.text);

  test('commits what was done, rolls back what failed', async () => {
    expect(
      await transaction(database.pool, async (tx) => {
        await tx.query("INSERT INTO note VALUES ('kept')");
        return 7;
      }),
    ).toBe(7);
    const failing = transaction(database.pool, async (tx) => {
      await tx.query("INSERT INTO note VALUES ('lost')");
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await notes()).toEqual(['kept']);
  });

  test('never reports success when a swallowed error made PostgreSQL roll back', async () => {
    const swallowing = transaction(database.pool, async (tx) => {
      await tx.query("INSERT INTO note VALUES ('lost too')");
      await tx.query('SELECT nonsense').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('rolled the transaction back');
    expect(await notes()).toEqual(['kept']);
  });

  test('a connection that broke is not used again', async () => {
    const broken = transaction(database.pool, async (tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(broken).rejects.toThrow();
    expect(await one('1')).toBe(1);
  });
});

describe('withRetry', () => {
  test('two transactions that deadlock both succeed in the end', async () => {
    await database.pool.query('CREATE TABLE seat (id int PRIMARY KEY, taken int)');
    await database.pool.query('INSERT INTO seat VALUES (1, 0), (2, 0)');
    const take = (first: number, second: number): Promise<void> =>
      withRetry(() =>
        transaction(database.pool, async (tx) => {
          await tx.query("SET LOCAL deadlock_timeout = '20ms'");
          await tx.query('UPDATE seat SET taken = taken + 1 WHERE id = $1', [first]);
          await tx.query('SELECT pg_sleep(0.05)');
          await tx.query('UPDATE seat SET taken = taken + 1 WHERE id = $1', [second]);
        }),
      );
    await Promise.all([take(1, 2), take(2, 1)]);
    expect(await one('(SELECT array_agg(taken) FROM seat)')).toEqual([2, 2]);
  });

  test('other errors are passed on at once', async () => {
    let calls = 0;
    const failing = withRetry(async () => {
      calls += 1;
      await one('nonsense');
    });
    await expect(failing).rejects.toSatisfy((error) => databaseErrorCode(error) === '42703');
    expect(calls).toBe(1);
  });
});

test('the statement timeout and options in the address are respected', async () => {
  const url = `${database.connectionString}?options=${encodeURIComponent('-c work_mem=5MB')}`;
  const pool = createPool(url, { max: 1, statementTimeoutMs: 50, applicationName: 'timed' });
  const { rows } = await pool.query(
    "SELECT current_setting('TimeZone') zone, current_setting('work_mem') memory, current_setting('application_name') name",
  );
  expect(rows).toEqual([{ zone: 'UTC', memory: '5MB', name: 'timed' }]);
  await expect(pool.query('SELECT pg_sleep(5)')).rejects.toThrow('statement timeout');
  await pool.end();
});
