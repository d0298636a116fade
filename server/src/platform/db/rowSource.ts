import type { Instant } from '../../kernel/instant.ts';
import { textElement } from './arrayLiteral.ts';
import type { Statement, StatementValue } from './statement.ts';

type Scalar = string | number | boolean | null;

/** A column of rows that are sent to the database: its name and type there, and how a row's value is read and written. */
export type Column<Row> = {
  readonly name: string;
  readonly type: string;
  readonly read: (row: Row) => Scalar;
  /** The value as text, by itself. */
  readonly text: (value: Exclude<Scalar, null>) => string;
  /** Whether the text needs quotes inside an array. */
  readonly quoted: boolean;
};

/** A column of what needs no quotes: keys, numbers, booleans, names of our own. */
export const plain = <Row>(name: string, type: string, read: (row: Row) => Scalar): Column<Row> => ({
  name,
  type,
  read,
  text: String,
  quoted: false,
});

/** A column of texts that somebody else wrote. */
export const text = <Row>(name: string, type: string, read: (row: Row) => string | null): Column<Row> => ({
  name,
  type,
  read,
  text: String,
  quoted: true,
});

/** A column of moments. */
export const moment = <Row>(name: string, read: (row: Row) => Instant | null): Column<Row> => ({
  name,
  type: 'timestamptz',
  read,
  text: (value) => new Date(Number(value)).toISOString(),
  quoted: false,
});

/** A column of bytes, read as hexadecimal text. */
export const hexBytes = <Row>(name: string, read: (row: Row) => string): Column<Row> => ({
  name,
  type: 'bytea',
  read,
  text: (value) => `\\x${String(value)}`,
  quoted: true,
});

/** Rows as a query: what stands behind INSERT INTO or in a FROM. Queries of the same shape have the same text. */
export type RowSource = { readonly shape: string; readonly query: string; readonly values: readonly StatementValue[] };

// Every shape becomes a prepared statement of each connection. Real loads have a handful; beyond this many, all columns are sent in full.
const mostShapes = 48;

/**
 * Makes rows queries over `unnest`. Most columns of a batch hold one value or none: such a column travels once instead of as an array, which
 * saves the database and us most of the work for it. The first column always travels as an array and should be the key.
 */
export const rowSource = <Row>(columns: readonly Column<Row>[]): ((rows: readonly Row[]) => RowSource) => {
  const queries = new Map<string, string>();
  const everything = 'v'.repeat(columns.length);
  return (rows) => {
    let shape = '';
    for (const [index, column] of columns.entries()) shape += index === 0 ? 'v' : kindOf(column, rows);
    if (!queries.has(shape) && queries.size >= mostShapes) shape = everything;
    const query = queries.get(shape) ?? queryOf(columns, shape);
    queries.set(shape, query);
    const values: StatementValue[] = [];
    for (const [index, column] of columns.entries()) {
      if (shape[index] === 'v') values.push(arrayOf(column, rows));
      else if (shape[index] === 's') values.push(separated(column, rows));
      else if (shape[index] === 'c') values.push(textOf(column, rows[0]));
    }
    return { shape, query, values };
  };
};

/** `n` when no row has a value, `c` when all have the same; when they vary `s` for texts that can be told apart by a separator, else `v`. */
const kindOf = <Row>(column: Column<Row>, rows: readonly Row[]): 'n' | 'c' | 's' | 'v' => {
  const [first] = rows;
  if (first === undefined) return 'v';
  const value = column.read(first);
  for (let index = 1; index < rows.length; index += 1) {
    const row = rows[index];
    if (row !== undefined && column.read(row) !== value) return column.quoted && separable(column, rows) ? 's' : 'v';
  }
  return value === null ? 'n' : 'c';
};

// Quoting texts for an array and taking the quotes off again costs both sides a look at every character. Control characters that no
// ordinary text holds separate them as well; a JSON text never holds one.
const separator = '\x1f';
const none = '\x1e';

const separable = <Row>(column: Column<Row>, rows: readonly Row[]): boolean =>
  rows.every((row) => {
    const value = textOf(column, row);
    return value === null || !(value.includes(separator) || value.includes(none));
  });

const separated = <Row>(column: Column<Row>, rows: readonly Row[]): string =>
  rows.map((row) => textOf(column, row) ?? none).join(separator);

const textOf = <Row>(column: Column<Row>, row: Row | undefined): string | null => {
  const value = row === undefined ? null : column.read(row);
  return value === null ? null : column.text(value);
};

const arrayOf = <Row>(column: Column<Row>, rows: readonly Row[]): string => {
  let literal = '{';
  let [lastValue, lastText]: [Scalar, string] = [null, 'NULL'];
  for (const row of rows) {
    const value = column.read(row);
    if (value !== lastValue) {
      lastValue = value;
      lastText = value === null ? 'NULL' : column.quoted ? textElement(column.text(value)) : column.text(value);
    }
    literal += literal.length > 1 ? `,${lastText}` : lastText;
  }
  return `${literal}}`;
};

const queryOf = <Row>(columns: readonly Column<Row>[], shape: string): string => {
  const selected: string[] = [];
  const arrays: string[] = [];
  const names: string[] = [];
  let parameter = 0;
  columns.forEach(({ name, type }, index) => {
    if (shape[index] === 'v') {
      parameter += 1;
      arrays.push(`$${parameter}::${type}[]`);
      names.push(name);
      selected.push(`u.${name}`);
    } else if (shape[index] === 's') {
      parameter += 1;
      arrays.push(`string_to_array($${parameter}, E'\\x1f', E'\\x1e')${type === 'text' ? '' : `::${type}[]`}`);
      names.push(name);
      selected.push(`u.${name}`);
    } else if (shape[index] === 'c') {
      parameter += 1;
      selected.push(`$${parameter}::${type} AS ${name}`);
    } else selected.push(`NULL::${type} AS ${name}`);
  });
  return `SELECT ${selected.join(', ')} FROM unnest(${arrays.join(', ')}) AS u(${names.join(', ')})`;
};

/** Rows to insert, as one statement: `more` may say how the table takes them (OVERRIDING SYSTEM VALUE). */
export const insertion = <Row>(
  table: string,
  columns: readonly Column<Row>[],
  more = '',
): ((rows: readonly Row[]) => Statement) => {
  const source = rowSource(columns);
  const head = `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) ${more}`;
  return (rows) => {
    const { shape, query, values } = source(rows);
    return { name: `insert-${table}-${shape}`, text: `${head} ${query}`, values };
  };
};
