import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { Condition } from './bindings.ts';

/** A column of a cursor: its expression, its type for comparison, and the expression of its exact text. */
export type CursorField = { readonly sql: string; readonly cast: string; readonly text: string };

/** A position in a list as clients hold it: opaque, and stateless for us. */
export const encodeCursor = (marks: readonly string[]): string =>
  Buffer.from(JSON.stringify(marks)).toString('base64url');

const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}(:?\d{2})?)?$/;

/** Marks that the database could not read would be an error of ours, so their form is checked here. */
const valid: Readonly<Record<string, (mark: string) => boolean>> = {
  bigint: (mark) => /^\d{1,18}$/.test(mark),
  uuid: (mark) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(mark),
  timestamptz: (mark) =>
    moment.test(mark) &&
    !mark.startsWith('0000') &&
    !Number.isNaN(Date.parse(`${mark.slice(0, 10)}T${mark.slice(11, 19)}Z`)),
};

/** Everything after the position; undefined at the start (`_`); a refusal when the text is none of ours. */
export const cursorCondition = (fields: readonly CursorField[], cursor: string): Condition | Rejection | undefined => {
  if (cursor === '_') return undefined;
  const marks = decode(cursor);
  const fits =
    marks?.length === fields.length && fields.every((field, index) => valid[field.cast]?.(marks[index] ?? '') ?? false);
  if (!marks || !fits)
    return reject('INVALID_PARAMETERS', 'cursor must be _ or the Items-Next-Cursor of the page before');
  return ({ bind }) => {
    const columns = fields.map((field) => field.sql).join(', ');
    const values = fields.map((field, index) => `${bind(marks[index])}::${field.cast}`).join(', ');
    return `(${columns}) > (${values})`;
  };
};

const decode = (cursor: string): readonly string[] | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) && value.every((mark) => typeof mark === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
};
