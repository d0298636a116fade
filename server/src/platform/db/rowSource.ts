import type { Instant } from '../../kernel/instant.ts';
import { Decimal } from '../../kernel/money.ts';
import { textElement } from './arrayLiteral.ts';
import type { Statement, StatementValue } from './statement.ts';

type Plain = string | number | boolean | null;
type Scalar = Plain | Decimal;

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
export const plain = <Row>(name: string, type: string, read: (row: Row) => Plain): Column<Row> => ({
  name,
  type,
  read,
  text: String,
  quoted: false,
});

/** A column of amounts and rates, of which most rows have the same. */
export const decimal = <Row>(name: string, read: (row: Row) => Decimal | null): Column<Row> => ({
  name,
  type: 'numeric',
  read,
  text: (value) => (value instanceof Decimal ? value.toFixed() : String(value)),
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
    // Each value is read once: some are texts that are made for it.
    const read = columns.map((column) => rows.map(column.read));
    const valuesOf = (index: number): readonly Scalar[] => read[index] ?? [];
    let shape = '';
    for (const [index, column] of columns.entries()) shape += index === 0 ? 'v' : kindOf(column, valuesOf(index));
    if (!queries.has(shape) && queries.size >= mostShapes) shape = everything;
    const query = queries.get(shape) ?? queryOf(columns, shape);
    queries.set(shape, query);
    const values: StatementValue[] = [];
    for (const [index, column] of columns.entries()) {
      if (shape[index] === 'v') values.push(arrayOf(column, valuesOf(index)));
      else if (shape[index] === 's') values.push(separated(column, valuesOf(index)));
      else if (shape[index] === 'c') values.push(textOf(column, valuesOf(index)[0] ?? null));
    }
    return { shape, query, values };
  };
};

/** Decimals are no texts yet: one is made for those that are sent. */
const same = (left: Scalar, right: Scalar): boolean =>
  left === right || (left instanceof Decimal && right instanceof Decimal && left.equals(right));

/** `n` when no row has a value, `c` when all have the same; when they vary `s` for texts that can be told apart by a separator, else `v`. */
const kindOf = <Row>(column: Column<Row>, values: readonly Scalar[]): 'n' | 'c' | 's' | 'v' => {
  const [first] = values;
  if (first === undefined) return 'v';
  if (!values.every((value) => same(value, first))) return column.quoted && separable(column, values) ? 's' : 'v';
  return first === null ? 'n' : 'c';
};

// Quoting texts for an array and taking the quotes off again costs both sides a look at every character. Control characters that no
// ordinary text holds separate them as well; a JSON text never holds one.
const separator = '\x1f';
const none = '\x1e';

const separable = <Row>(column: Column<Row>, values: readonly Scalar[]): boolean =>
  values.every((value) => {
    const text = textOf(column, value);
    return text === null || !(text.includes(separator) || text.includes(none));
  });

const separated = <Row>(column: Column<Row>, values: readonly Scalar[]): string =>
  values.map((value) => textOf(column, value) ?? none).join(separator);

const textOf = <Row>({ text }: Column<Row>, value: Scalar): string | null => (value === null ? null : text(value));

const arrayOf = <Row>(column: Column<Row>, values: readonly Scalar[]): string => {
  let [lastValue, lastText]: [Scalar, string] = [null, 'NULL'];
  const texts = values.map((value) => {
    if (value === lastValue) return lastText;
    lastValue = value;
    lastText = value === null ? 'NULL' : column.quoted ? textElement(column.text(value)) : column.text(value);
    return lastText;
  });
  return `{${texts.join(',')}}`;
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

/**
 * Names statements by what they do and their shape, which PostgreSQL has to tell apart in 63 characters: shapes are written as numbers, two
 * bits a column, with the digits that names can have.
 */
const naming = (begin: string): ((shape: string) => string) => {
  const names = new Map<string, string>();
  return (shape) => {
    const known = names.get(shape);
    if (known !== undefined) return known;
    // The one in front keeps shapes apart that begin with columns without values.
    let number = 1n;
    for (const kind of shape) number = number * 4n + BigInt('ncsv'.indexOf(kind));
    const name = `${begin}-${number.toString(36)}`;
    names.set(shape, name);
    return name;
  };
};

/** Rows to insert, as one statement: `more` may say how the table takes them (OVERRIDING SYSTEM VALUE). */
export const insertion = <Row>(
  table: string,
  columns: readonly Column<Row>[],
  more = '',
): ((rows: readonly Row[]) => Statement) => {
  const source = rowSource(columns);
  const nameOf = naming(`insert-${table}`);
  const head = `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) ${more}`;
  return (rows) => {
    const { shape, query, values } = source(rows);
    return { name: nameOf(shape), text: `${head} ${query}`, values };
  };
};

/** Changes of rows that stand, as one statement; the first column is their key. `more` are assignments that do not depend on the row. */
export const changes = <Row>(
  table: string,
  columns: readonly Column<Row>[],
  more: readonly string[] = [],
): ((rows: readonly Row[]) => Statement) => {
  const source = rowSource(columns);
  const nameOf = naming(`change-${table}`);
  const key = columns[0]?.name;
  const assigned = [...columns.slice(1).map(({ name }) => `${name} = u.${name}`), ...more].join(', ');
  return (rows) => {
    const { shape, query, values } = source(rows);
    return {
      name: nameOf(shape),
      text: `UPDATE ${table} t SET ${assigned} FROM (${query}) AS u WHERE t.${key} = u.${key}`,
      values,
    };
  };
};
