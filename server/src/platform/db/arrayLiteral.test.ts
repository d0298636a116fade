import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { instant } from '../../kernel/instant.ts';
import { bareArray, momentArray, textArray } from './arrayLiteral.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const same = <T>(value: T): T => value;
const readBack = async (literal: string, type: string): Promise<unknown> =>
  (await database.pool.query(`SELECT to_json($1::${type}[]) AS read`, [literal])).rows[0].read;

describe('array literals are read by PostgreSQL as what they were made of', () => {
  test('any texts, with NULL, the word null, quotes, braces, commas, backslashes, blanks and none', async () => {
    const nasty = [null, 'null', 'NULL', '', ' ', '"', '\\', '{a,b}', 'a b', "it's", 'é€😀', '\n\t', 'plain-Text_1'];
    expect(await readBack(textArray(nasty, same), 'text')).toEqual(nasty);
    expect(await readBack(textArray([], same), 'text')).toEqual([]);
    const text = fc.option(fc.string({ unit: 'grapheme' }).map((found) => found.replaceAll('\u0000', '')));
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (texts) => {
        expect(await readBack(textArray(texts, same), 'text')).toEqual(texts);
      }),
      { numRuns: 50 },
    );
  });

  test('numbers and moments', async () => {
    expect(await readBack(bareArray(['1.50', null, '-2'], same), 'numeric')).toEqual([1.5, null, -2]);
    const moments = [instant(0), instant(0), null, instant(Date.UTC(2026, 1, 28, 23, 59, 59, 999))];
    expect(await readBack(momentArray(moments, same), 'timestamptz')).toEqual([
      '1970-01-01T00:00:00+00:00',
      '1970-01-01T00:00:00+00:00',
      null,
      '2026-02-28T23:59:59.999+00:00',
    ]);
  });
});
