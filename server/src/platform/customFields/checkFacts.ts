import type pg from 'pg';
import type { FieldGroup, SetValues, StoredValues } from '../../kernel/customFieldValues.ts';
import { asEncodedKey, type EncodedKey } from '../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import { withinReach } from '../auth/reach.ts';
import { createBindings } from '../resources/bindings.ts';
import type { CustomFieldType } from './definitions.ts';
import type { FieldFact, JudgedCustomFields } from './judgeCustomFields.ts';

type Queryable = Pick<pg.Pool, 'query'>;

type LinkTarget = {
  readonly table: string;
  readonly idColumn: string;
  readonly label: string;
  /** Whether it belongs to a branch and a credit officer. */
  readonly assigned?: true;
};

type Caller = Pick<Principal, 'userKey' | 'reach'>;

/** Where the records live that values link to, by the type of the field. */
const linkTargets: Partial<Readonly<Record<CustomFieldType, LinkTarget>>> = {
  CLIENT_LINK: { table: 'client', idColumn: 'id', label: 'client', assigned: true },
  GROUP_LINK: { table: 'client_group', idColumn: 'id', label: 'group', assigned: true },
  USER_LINK: { table: 'app_user', idColumn: 'username', label: 'user' },
};

/** Refuses a link that leads nowhere, or to what its caller may not see. */
export const unknownLink = ({ path, field, value }: FieldFact): Rejection =>
  reject(
    'INVALID_CUSTOM_FIELD_LINKED_ENTITY_KEY',
    `${path}: ${value.slice(0, 80)} does not name a ${linkTargets[field.type]?.label ?? 'record'}`,
  );

/** The records of a type of link that keys or ids name, as far as the caller may see them; `hold` keeps them until the transaction ends. */
export const findLinked = async (
  db: Queryable,
  type: CustomFieldType,
  refs: readonly string[],
  caller: Caller,
  hold = false,
): Promise<readonly { readonly encodedKey: EncodedKey; readonly id: string }[]> => {
  const target = linkTargets[type];
  if (!target) return [];
  const { table, idColumn, assigned } = target;
  const bindings = createBindings();
  const keys = bindings.bind(refs.flatMap((ref) => asEncodedKey(ref) ?? []));
  const ids = bindings.bind(refs);
  const reach = (assigned ? withinReach(caller, 't') : []).map((condition) => ` AND ${condition(bindings)}`);
  const { rows } = await db.query<{ encoded_key: EncodedKey; id: string }>(
    `SELECT encoded_key, ${idColumn}::text AS id FROM ${table} t
      WHERE (encoded_key = ANY(${keys}::uuid[]) OR ${idColumn}::text = ANY(${ids}::text[]))${reach.join('')}
      ${hold ? 'FOR KEY SHARE OF t' : ''}`,
    bindings.values,
  );
  return rows.map(({ encoded_key, id }) => ({ encodedKey: encoded_key, id }));
};

/** The keys of the linked records by how they were named, which are held: one question per kind of record. */
const linkedKeys = async (
  db: Queryable,
  links: readonly FieldFact[],
  caller: Caller,
): Promise<ReadonlyMap<FieldFact, EncodedKey> | Rejection> => {
  const keys = new Map<FieldFact, EncodedKey>();
  for (const type of new Set(links.map(({ field }) => field.type))) {
    const facts = links.filter(({ field }) => field.type === type);
    const records = await findLinked(
      db,
      type,
      facts.map(({ value }) => value),
      caller,
      true,
    );
    for (const fact of facts) {
      const found =
        records.find(({ encodedKey }) => encodedKey === fact.value) ?? records.find(({ id }) => id === fact.value);
      if (!found) return unknownLink(fact);
      keys.set(fact, found.encodedKey);
    }
  }
  return keys;
};

/** Values with their links by key, where they were named by id. */
export const withKeys = (values: StoredValues, keys: ReadonlyMap<FieldFact, EncodedKey>): StoredValues => {
  if (keys.size === 0) return values;
  const named = new Map([...keys].map(([{ setId, field, value }, key]) => [`${setId}.${field.id} ${value}`, key]));
  const group = (setId: string, values: FieldGroup): FieldGroup =>
    Object.fromEntries(
      Object.entries(values).map(([id, value]) => [id, named.get(`${setId}.${id} ${value}`) ?? value]),
    );
  return Object.fromEntries(
    Object.entries(values).map(([id, set]): [string, SetValues] => [
      id,
      Array.isArray(set) ? set.map((element: FieldGroup) => group(id, element)) : group(id, set as FieldGroup),
    ]),
  );
};

/** The stored values that hold a value of a field: answered from the index. */
const containing = ({ setId, field, value }: FieldFact, grouped: boolean): string =>
  JSON.stringify({ [setId]: grouped ? [{ [field.id]: value }] : { [field.id]: value } });

/** Whether a record of a table, besides the owners, has a value of a field. */
export const isTaken = async (
  db: Queryable,
  table: string,
  fact: FieldFact,
  grouped: boolean,
  owners: readonly EncodedKey[],
): Promise<boolean> => {
  const { rows } = await db.query<{ taken: boolean }>(
    `SELECT EXISTS (SELECT FROM ${table} WHERE custom_fields @> $1::jsonb AND encoded_key <> ALL($2::uuid[])) AS taken`,
    [containing(fact, grouped), owners],
  );
  return rows[0]?.taken === true;
};

/**
 * Looks up what judged values say about other records: links lead somewhere that the caller may see, and are answered by key; values of unique
 * fields belong to nobody besides the owners. Those who store the same unique value at the same time wait for each other until their
 * transactions end.
 */
export const checkFacts = async (
  db: Queryable,
  table: string,
  owners: readonly EncodedKey[],
  { values, links, unique }: JudgedCustomFields,
  caller: Caller,
): Promise<StoredValues | Rejection> => {
  const keys = await linkedKeys(db, links, caller);
  if ('rejected' in keys) return keys;
  const locks = unique.map(({ field, value }) => `custom field ${field.encodedKey} ${value}`).sort();
  for (const lock of locks) await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
  for (const fact of unique) {
    if (await isTaken(db, table, fact, Array.isArray(values[fact.setId]), owners)) {
      return reject('DUPLICATE_CUSTOM_FIELD_VALUES', `${fact.path}: ${fact.value.slice(0, 80)} is already in use`);
    }
  }
  return withKeys(values, keys);
};
