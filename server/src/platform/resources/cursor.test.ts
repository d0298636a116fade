import { expect, test } from 'vitest';
import { isRejection } from '../../kernel/rejection.ts';
import { createBindings } from './bindings.ts';
import { type CursorField, cursorCondition, encodeCursor } from './cursor.ts';

const fields: readonly CursorField[] = [
  { sql: 't.last_modified_date', cast: 'timestamptz', text: 't.last_modified_date::text' },
  { sql: 't.encoded_key', cast: 'uuid', text: 't.encoded_key::text' },
];
const key = '01890000-0000-7000-8000-000000000001';

test('the start has no condition, a position everything after it', () => {
  expect(cursorCondition(fields, '_')).toBeUndefined();
  const condition = cursorCondition(fields, encodeCursor(['2026-03-10 12:00:00.123456+00', key]));
  if (condition === undefined || isRejection(condition)) throw new Error('refused');
  const bindings = createBindings();
  expect(condition(bindings)).toBe('(t.last_modified_date, t.encoded_key) > ($1::timestamptz, $2::uuid)');
  expect(bindings.values).toEqual(['2026-03-10 12:00:00.123456+00', key]);
});

test.each([
  ['nothing', ''],
  ['no base64 of JSON', 'hello'],
  ['one mark of two', encodeCursor([key])],
  ['numbers', Buffer.from('[1,2]').toString('base64url')],
  ['a month that is none', encodeCursor(['2026-13-10 12:00:00+00', key])],
  ['an hour that is none', encodeCursor(['2026-03-10 99:00:00+00', key])],
  ['the year zero', encodeCursor(['0000-03-10 12:00:00+00', key])],
  ['dashes for a key', encodeCursor(['2026-03-10 12:00:00+00', '-'.repeat(36)])],
  ['a sentence', encodeCursor(['2026-03-10 12:00:00+00', "' OR true --"])],
])('%s is refused', (_case, cursor) => {
  const result = cursorCondition(fields, cursor);
  expect(isRejection(result) && result.errors[0]?.reason).toBe('INVALID_PARAMETERS');
});
