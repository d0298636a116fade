import { Decimal } from 'decimal.js';
import pg from 'pg';
import { localDate } from '../../kernel/localDate.ts';
import { parseJson } from '../json.ts';

/** Object identifiers of the PostgreSQL types that Florin reads in its own way. */
const OID = {
  int8: 20,
  json: 114,
  date: 1082,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
  int8Array: 1016,
  dateArray: 1182,
  timestamptzArray: 1185,
  numericArray: 1231,
  uuidArray: 2951,
} as const;

type TextParser = (text: string) => unknown;

// Most amounts of a bank are nothing, and one is enough of it.
const nothing = new Decimal(0);

/** Exact: keeps every digit that PostgreSQL sent. `NaN` throws, since no amount of this bank may be one. */
export function parseNumeric(text: string): Decimal {
  if (text === '0') return nothing;
  const value = new Decimal(text);
  if (value.isFinite()) return value;
  throw new RangeError(`The database holds the number ${text}, which is not an amount.`);
}

/** An int8 as a number; throws where a number would lose digits. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`The database holds the integer ${text}, which is too large to be read without losing digits.`);
}

const digits = Buffer.alloc(36);

/** 36 characters with dashes to the 32 hex characters of an encoded key. */
export function parseUuid(text: string): string {
  // Slices that are joined stay many pieces in memory, for as long as the key is remembered.
  digits.write(text, 0, 36, 'latin1');
  digits.copyWithin(8, 9, 13);
  digits.copyWithin(12, 14, 18);
  digits.copyWithin(16, 19, 23);
  digits.copyWithin(20, 24, 36);
  return digits.toString('latin1', 0, 32);
}

const ZERO = 48;
const two = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

/**
 * A timestamptz in ISO style to epoch milliseconds; microseconds are cut off, not rounded.
 * `infinity` becomes Infinity. The usual shape (four-digit year, offset +00) takes the fast path.
 */
export function parseTimestamptz(text: string): number {
  const length = text.length;
  const utc = length >= 22 && length <= 29 && text.endsWith('+00') && text.charCodeAt(4) === 45;
  if (!utc) return parseUnusualTimestamptz(text);
  let milliseconds = 0;
  if (text.charCodeAt(19) === 46) {
    for (let at = 20, unit = 100; at < length - 3 && unit >= 1; at += 1, unit /= 10) {
      milliseconds += (text.charCodeAt(at) - ZERO) * unit;
    }
  }
  const year = two(text, 0) * 100 + two(text, 2);
  // Date.UTC reads years below 100 as 19xx.
  if (year < 100) return parseUnusualTimestamptz(text);
  return Date.UTC(year, two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17), milliseconds);
}

const TIMESTAMP =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;

function parseUnusualTimestamptz(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const parts = TIMESTAMP.exec(text);
  if (parts === null || parts[12] !== undefined) {
    throw new RangeError(`The database sent the point in time "${text}", which Florin cannot read.`);
  }
  const part = (index: number): number => Number(parts[index] ?? 0);
  const moment = new Date(0);
  moment.setUTCFullYear(part(1), part(2) - 1, part(3));
  moment.setUTCHours(part(4), part(5), part(6), Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const offset = (part(9) * 3600 + part(10) * 60 + part(11)) * 1000;
  return moment.getTime() + (parts[8] === '-' ? offset : -offset);
}

/**
 * Parser of one-dimensional arrays whose elements contain neither commas nor quotes (everything but text).
 * Missing elements stay null; throws on nested arrays, which no query of ours selects.
 */
function arrayOf(parse: TextParser): TextParser {
  return (text) => {
    if (text === '{}') return [];
    if (!text.startsWith('{') || text.startsWith('{{')) {
      throw new RangeError('The database sent a nested array, which is not supported here.');
    }
    return text
      .slice(1, -1)
      .split(',')
      .map((element) => {
        if (element === 'NULL') return null;
        return parse(element.startsWith('"') ? element.slice(1, -1) : element);
      });
  };
}

/** A day as the one text that it is everywhere; `infinity` and days before our era stay as they are sent. */
export function parseDate(text: string): string {
  return text.length === 10 && text.charCodeAt(4) === 45
    ? localDate(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8))
    : text;
}

// Amounts in settings keep all their digits, like those of a request.
const asJson: TextParser = (text) => parseJson(text);

const PARSERS: ReadonlyMap<number, TextParser> = new Map<number, TextParser>([
  [OID.int8, parseInt8],
  [OID.json, asJson],
  [OID.jsonb, asJson],
  [OID.date, parseDate],
  [OID.timestamptz, parseTimestamptz],
  [OID.numeric, parseNumeric],
  [OID.uuid, parseUuid],
  [OID.int8Array, arrayOf(parseInt8)],
  [OID.dateArray, arrayOf(parseDate)],
  [OID.timestamptzArray, arrayOf(parseTimestamptz)],
  [OID.numericArray, arrayOf(parseNumeric)],
  [OID.uuidArray, arrayOf(parseUuid)],
]);

/**
 * How Florin reads columns: numeric as Decimal, int8 as number, timestamptz as epoch milliseconds, date as `YYYY-MM-DD`,
 * uuid as 32 hex characters, json and jsonb parsed; arrays of them likewise. Everything else as `pg` reads it.
 * Handed to each pool, so that other users of `pg` in the same process keep their own rules.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    const own = format === 'binary' ? undefined : PARSERS.get(oid);
    return own ?? pg.types.getTypeParser(oid, format);
  },
};

// Lets a Decimal be handed to a query as it is. Without this, `pg` would write it as quoted JSON text.
Object.defineProperty(Decimal.prototype, 'toPostgres', {
  value(this: Decimal): string {
    return this.toString();
  },
  configurable: true,
  writable: true,
});
