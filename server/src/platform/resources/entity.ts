import type pg from 'pg';
import type { StoredValues } from '../../kernel/customFieldValues.ts';
import { asEncodedKey, type EncodedKey } from '../../kernel/encodedKey.ts';
import { instant } from '../../kernel/instant.ts';
import { formatUtc, type Zone } from '../clock/zone.ts';
import { setsIn, storedValues, toldValues } from '../customFields/values.ts';
import type { FieldType, ListField } from './filters.ts';

/** How a property of the contract is stored in a column. `utc` and `local` are moments told in UTC or in organisation time. */
export type ColumnKind =
  | 'text'
  | 'enum'
  | 'key'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'json'
  | 'date'
  | 'utc'
  | 'local';

export type Column = {
  readonly column: string;
  readonly kind: ColumnKind;
  /** Only told with detailsLevel FULL. */
  readonly full?: true;
  /** Drawn or computed by the database (identity, generated column): never written. */
  readonly generated?: true;
  /** Read from elsewhere by this expression over the table's alias `t`: never written. */
  readonly computed?: string;
  /** No property of the contract (a password's hash, the state before): kept by changes, seen by rules, never told. */
  readonly internal?: true;
};

type ColumnOptions = Omit<Column, 'column' | 'kind'>;

/** A resource's table: which property lives in which column. */
export type EntityTable = {
  /** The entity's name in audit records, e.g. BRANCH. */
  readonly type: string;
  readonly table: string;
  /** Property → column. `encodedKey` must be among them, and `id` where the entity has one. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Whether its rows have a column custom_fields: an entity then has its custom field sets as properties, told with FULL. */
  readonly customFields?: true;
};

/** A value of an entity in the contract's shape. */
export type Entity = { readonly encodedKey: EncodedKey; readonly [property: string]: unknown };

const column =
  (kind: ColumnKind) =>
  (name: string, options: ColumnOptions = {}): Column => ({ column: name, kind, ...options });

export const text = column('text');
export const enumeration = column('enum');
export const key = column('key');
export const integer = column('integer');
export const decimal = column('decimal');
export const boolean = column('boolean');
export const json = column('json');
export const date = column('date');
export const utc = column('utc');
export const local = column('local');

const casts: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  enum: 'text',
  key: 'uuid',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  json: 'jsonb',
  date: 'date',
  utc: 'timestamptz',
  local: 'timestamptz',
};

const fieldTypes: Readonly<Record<Exclude<ColumnKind, 'json'>, FieldType>> = {
  text: 'STRING',
  enum: 'ENUM',
  key: 'KEY',
  integer: 'NUMBER',
  decimal: 'NUMBER',
  boolean: 'BOOLEAN',
  date: 'DATE',
  utc: 'DATE_TIME',
  local: 'DATE_TIME',
};

/** The entity of a row in the contract's shape: empty columns are left out, and with BASIC the ones that only FULL tells. */
export const entityOf = (
  table: EntityTable,
  row: pg.QueryResultRow,
  zone: Zone,
  details: 'BASIC' | 'FULL' = 'FULL',
): Entity => {
  const entity: Record<string, unknown> = {};
  for (const [property, { column: name, kind, full }] of Object.entries(table.columns)) {
    const value: unknown = row[name];
    if (value === null || value === undefined || (full && details === 'BASIC')) continue;
    if (kind === 'utc') entity[property] = formatUtc(instant(Number(value)));
    else if (kind === 'local') entity[property] = zone.format(instant(Number(value)));
    // An identity column is a number in the database and a text in the contract.
    else if (kind === 'text') entity[property] = String(value);
    else entity[property] = value;
  }
  if (table.customFields && details === 'FULL') Object.assign(entity, toldValues(row.custom_fields ?? {}));
  return entity as Entity;
};

/** The entity without what is internal: what answers and audit records tell. */
export const withoutInternals = (
  table: EntityTable,
  entity: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entity).filter(([property]) => table.columns[property]?.internal !== true));

const stored = (kind: ColumnKind, value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (kind === 'decimal') return String(value);
  if (kind === 'utc' || kind === 'local') return typeof value === 'number' ? new Date(value).toISOString() : value;
  return value;
};

// No property of the contract has this name; its value is gathered from those that begin with an underscore.
const customFieldProperty = '_';

const writable = (table: EntityTable): [string, Column][] => [
  ...Object.entries(table.columns).filter(([, { generated, computed }]) => !generated && computed === undefined),
  ...(table.customFields ? [[customFieldProperty, json('custom_fields')] satisfies [string, Column]] : []),
];

/** The custom fields of an entity as they are stored; undefined without any. */
const customFieldsOf = (entity: Entity): StoredValues | undefined => {
  const told = setsIn(entity);
  return Object.keys(told).length === 0 ? undefined : storedValues(told);
};

const storedProperty = (entity: Entity, property: string): unknown =>
  property === customFieldProperty ? customFieldsOf(entity) : entity[property];

/** What is selected of a table with the alias `t`: its columns, and what is computed besides, unless nobody is told. */
export const selectedColumns = (table: EntityTable, details: 'BASIC' | 'FULL' = 'FULL'): string =>
  [
    't.*',
    ...Object.values(table.columns).flatMap(({ column: name, computed, full }) =>
      computed === undefined || (full && details === 'BASIC') ? [] : [`(${computed}) AS ${name}`],
    ),
  ].join(', ');

/** Inserts an entity and answers its row. */
export const insertEntity = async (
  db: pg.PoolClient,
  table: EntityTable,
  entity: Entity,
): Promise<pg.QueryResultRow> => {
  const columns = writable(table);
  const placeholders = columns.map(([, { kind }], index) => `$${index + 1}::${casts[kind]}`);
  const { rows } = await db.query(
    `INSERT INTO ${table.table} AS t (${columns.map(([, { column: name }]) => name).join(', ')}) VALUES (${placeholders.join(', ')}) RETURNING ${selectedColumns(table)}`,
    columns.map(([property, { kind }]) => stored(kind, storedProperty(entity, property))),
  );
  return rows[0] ?? {};
};

const same = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** Writes the columns in which an entity differs from what is stored, and answers its row. Moments that stay keep their milliseconds. */
export const updateEntity = async (
  db: pg.PoolClient,
  table: EntityTable,
  before: Entity,
  after: Entity,
): Promise<pg.QueryResultRow> => {
  const columns = writable(table).filter(
    ([property]) =>
      property !== 'encodedKey' && !same(storedProperty(before, property), storedProperty(after, property)),
  );
  if (columns.length === 0) {
    const { rows } = await db.query(
      `SELECT ${selectedColumns(table)} FROM ${table.table} t WHERE encoded_key = $1::uuid`,
      [before.encodedKey],
    );
    return rows[0] ?? {};
  }
  const assignments = columns.map(([, { column: name, kind }], index) => `${name} = $${index + 2}::${casts[kind]}`);
  const { rows } = await db.query(
    `UPDATE ${table.table} t SET ${assignments.join(', ')} WHERE encoded_key = $1::uuid RETURNING ${selectedColumns(table)}`,
    [before.encodedKey, ...columns.map(([property, { kind }]) => stored(kind, storedProperty(after, property)))],
  );
  return rows[0] ?? {};
};

/** Removes an entity. */
export const deleteEntity = async (db: pg.PoolClient, table: EntityTable, encodedKey: EncodedKey): Promise<void> => {
  await db.query(`DELETE FROM ${table.table} WHERE encoded_key = $1::uuid`, [encodedKey]);
};

/** The row that a key or an id names; `forUpdate` locks it until the transaction ends. */
export const findRow = async (
  db: Pick<pg.Pool, 'query'>,
  table: EntityTable,
  ref: string,
  options: { readonly forUpdate?: boolean; readonly idColumn?: string } = {},
): Promise<pg.QueryResultRow | undefined> => {
  const idColumn = options.idColumn ?? table.columns.id?.column ?? 'id';
  const encodedKey = asEncodedKey(ref);
  const { rows } = await db.query(
    `SELECT ${selectedColumns(table)} FROM ${table.table} t WHERE ${idColumn}::text = $1 ${encodedKey ? 'OR encoded_key = $2::uuid ORDER BY encoded_key = $2::uuid DESC' : ''} LIMIT 1${options.forUpdate ? ' FOR UPDATE OF t' : ''}`,
    encodedKey ? [ref, encodedKey] : [ref],
  );
  return rows[0];
};

/** Every entity of a table by its id; `forUpdate` locks them until the transaction ends. For tables of settings, which are small. */
export const allEntities = async (
  db: Pick<pg.Pool, 'query'>,
  table: EntityTable,
  zone: Zone,
  options: { readonly forUpdate?: boolean; readonly idColumn?: string | undefined } = {},
): Promise<readonly Entity[]> => {
  const idColumn = options.idColumn ?? table.columns.id?.column ?? 'encoded_key';
  const { rows } = await db.query(
    `SELECT ${selectedColumns(table)} FROM ${table.table} t ORDER BY t.${idColumn}::text COLLATE "C"${options.forUpdate ? ' FOR UPDATE OF t' : ''}`,
  );
  return rows.map((row) => entityOf(table, row, zone));
};

/** The list fields of a table under an alias, for every property that is not a group of settings. */
export const fieldsOf = (table: EntityTable, alias: string): Record<string, ListField> =>
  Object.fromEntries(
    Object.entries(table.columns).flatMap(([property, { column: name, kind, computed }]) =>
      kind === 'json' || computed !== undefined
        ? []
        : [[property, { sql: `${alias}.${name}`, type: fieldTypes[kind] }]],
    ),
  );
