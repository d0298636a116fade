import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import { type Decimal, money } from '../../kernel/money.ts';
import { decimal, hexBytes, insertion, moment, plain, rowSource, text } from './rowSource.ts';
import { send } from './statement.ts';

type Row = {
  readonly key: number;
  readonly amount: Decimal | null;
  readonly flag: boolean | null;
  readonly notes: string | null;
  readonly at: Instant | null;
  readonly hash: string;
};

const columns = [
  plain<Row>('key', 'bigint', (row) => row.key),
  decimal<Row>('amount', (row) => row.amount),
  plain<Row>('flag', 'boolean', (row) => row.flag),
  text<Row>('notes', 'text', (row) => row.notes),
  moment<Row>('at', (row) => row.at),
  hexBytes<Row>('hash', (row) => row.hash),
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    'CREATE TABLE row_source_test (key bigint, amount numeric, flag boolean, notes text, at timestamptz, hash bytea)',
  );
});
afterAll(() => database.drop());

const row = (key: number, more: Partial<Row> = {}): Row => ({
  key,
  amount: money('1.50'),
  flag: true,
  notes: null,
  at: instant(0),
  hash: 'ff00',
  ...more,
});
const shapeOf = (rows: readonly Row[]): string => rowSource(columns)(rows).shape;

const readBack = async (): Promise<unknown[]> => {
  const { rows } = await database.pool.query(
    `SELECT key, amount::text, flag, notes, at, encode(hash, 'hex') AS hash FROM row_source_test ORDER BY key`,
  );
  await database.pool.query('TRUNCATE row_source_test');
  return rows;
};

describe('rows on their way to the database', () => {
  test('send a column that holds one value or none only once', () => {
    expect(shapeOf([row(1), row(2)])).toBe('vccncc');
    expect(shapeOf([row(1)])).toBe('vccncc');
    expect(shapeOf([row(1), row(2, { notes: 'x' })])).toBe('vccscc');
    expect(shapeOf([row(1), row(2, { notes: 'a control \u001f character' })])).toBe('vccvcc');
    expect(shapeOf([row(1, { amount: null, flag: null, at: null }), row(2, { amount: money('2') })])).toBe('vvvnvc');
    const { query, values } = rowSource(columns)([row(1), row(2)]);
    expect(query).toBe(
      'SELECT u.key, $2::numeric AS amount, $3::boolean AS flag, NULL::text AS notes, $4::timestamptz AS at, $5::bytea AS hash ' +
        'FROM unnest($1::bigint[]) AS u(key)',
    );
    expect(values).toEqual(['{1,2}', '1.5', 'true', '1970-01-01T00:00:00.000Z', '\\xff00']);
  });

  test('have statements whose names PostgreSQL can tell apart, however many columns there are', () => {
    const wide = Array.from({ length: 60 }, (_, index) =>
      plain<readonly (string | null)[]>(`c${index}`, 'text', (values) => values[index] ?? null),
    );
    const insert = insertion('a_table_with_a_name', wide);
    const nameOf = (...ends: (string | null)[]) => insert([[...Array<string>(57).fill('x'), ...ends]]).name ?? '';
    const names = [nameOf('x', 'x', 'x'), nameOf('x', 'x', null), nameOf('x', null, 'x'), nameOf(null, 'x', 'x')];
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThan(64);
    expect(nameOf('y', 'y', 'y')).toBe(names[0]);
  });

  test('arrive as they were, in any mixture', async () => {
    const insert = insertion('row_source_test', columns);
    const textValue = fc.option(
      fc.oneof(
        fc.constantFrom('', 'null', 'NULL', '{}', '"', '\\', 'a,b', 'x\u001fy', '\u001e'),
        fc.string({ unit: 'grapheme' }),
      ),
    );
    const rowValue = fc.record({
      amount: fc.option(fc.constantFrom('0', '-1.5', '99999999999999999999.00000000001').map((text) => money(text))),
      flag: fc.option(fc.boolean()),
      notes: textValue.map((found) => found?.replaceAll('\u0000', '') ?? null),
      at: fc.option(fc.constantFrom(instant(0), instant(Date.UTC(2026, 1, 28, 23, 59, 59, 999)))),
      hash: fc.constantFrom('', '00', 'ff5c22'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(rowValue, { minLength: 1, maxLength: 5 }), async (found) => {
        const rows = found.map((each, key) => ({ ...each, key }));
        await send(database.pool, insert(rows));
        expect(await readBack()).toEqual(rows.map((one) => ({ ...one, amount: one.amount?.toFixed() ?? null })));
      }),
      { numRuns: 150 },
    );
  });
});
