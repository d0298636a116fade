import type pg from 'pg';
import type { StoredValues } from '../../kernel/customFieldValues.ts';
import { asEncodedKey, type EncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { OperationContext } from '../http/handler.ts';
import { appended, type Decision, type PreparedBy, type RowEffect } from '../posting/command.ts';
import { findLinked, isTaken, unknownLink, withKeys } from './checkFacts.ts';
import { type CustomFieldEntity, type CustomFieldSets, isSetId } from './definitions.ts';
import { hostTables } from './hostTables.ts';
import { type CustomFieldHosts, type FieldFact, judgeCustomFields } from './judgeCustomFields.ts';
import { customFieldReference } from './reference.ts';
import { type UniqueFieldValues, uniqueFieldValues } from './uniqueFieldStore.ts';
import { setsIn } from './values.ts';

/** What custom fields of a request say about other records, looked up before its batch: linked records by name, and unique values in use. */
export type PreparedFields = {
  readonly links: ReadonlyMap<string, EncodedKey>;
  readonly taken: ReadonlySet<string>;
};

const nothing: PreparedFields = { links: new Map(), taken: new Set() };
const nameOf = ({ field, value }: Pick<FieldFact, 'field' | 'value'>): string => `${field.encodedKey} ${value}`;

/** The custom fields of a transaction: how they are stored, and which of them nobody else may get; null where that is no question. */
export type PostingFields = {
  readonly values: StoredValues | null;
  readonly unique: UniqueFieldValues['values'] | null;
};

const none: PostingFields = { values: null, unique: null };

/** What keeps the unique values of a transaction its own; `replaces` what it had before. */
export const uniqueRows = (
  transactionKey: EncodedKey,
  { unique }: PostingFields,
  replaces = false,
): readonly RowEffect[] =>
  unique === null ? [] : [appended(uniqueFieldValues, { transactionKey, values: unique, replaces })];

const hasSets = (body: object): boolean => {
  for (const name in body) if (isSetId(name)) return true;
  return false;
};

/** The texts of fields that concern other records, whether they are right otherwise or not. */
const factsIn = (body: object, sets: CustomFieldSets): readonly FieldFact[] => {
  const facts: FieldFact[] = [];
  for (const [setId, given] of Object.entries(setsIn(body as Readonly<Record<string, unknown>>))) {
    const set = sets.get(setId);
    const groups: readonly unknown[] = Array.isArray(given) ? given : [given];
    for (const group of set ? groups : []) {
      for (const [id, value] of Object.entries(typeof group === 'object' && group !== null ? group : {})) {
        const field = set?.fields.get(id);
        if (!field || typeof value !== 'string' || value.length > 255 || value.includes('\u0000')) continue;
        if (field.type.endsWith('_LINK')) {
          facts.push({ path: `${setId}.${id}`, field, setId, value: asEncodedKey(value) ?? value });
        } else if (field.unique) facts.push({ path: `${setId}.${id}`, field, setId, value });
      }
    }
  }
  return facts;
};

/** Looks up, before the batch, what the custom fields of a body say about other records. A body without any asks nothing. */
export const prepareFields = async (
  body: object,
  db: Pick<pg.Pool, 'query'>,
  { principal, reference }: PreparedBy,
  owner?: EncodedKey,
): Promise<PreparedFields> => {
  if (!hasSets(body)) return nothing;
  const sets = (await reference()).get(customFieldReference);
  const facts = factsIn(body, sets);
  const links = new Map<string, EncodedKey>();
  const taken = new Set<string>();
  for (const fact of facts) {
    const { field, value, setId } = fact;
    if (field.unique) {
      const set = sets.get(setId);
      const owners = owner === undefined ? [] : [owner];
      for (const table of (set && hostTables[set.availableFor]) ?? []) {
        if (await isTaken(db, table, fact, set?.grouped === true, owners)) taken.add(nameOf(fact));
      }
      continue;
    }
    const records = await findLinked(db, field.type, [value], principal);
    const found = records.find(({ encodedKey }) => encodedKey === value) ?? records[0];
    if (found) links.set(nameOf(fact), found.encodedKey);
  }
  return { links, taken };
};

/** A transaction whose custom fields a request sets. */
export type PostingFieldCase = {
  /** What usage is about: fields of a channel, and fields of a type. */
  readonly channelKey: EncodedKey | null;
  readonly type: string;
  /** What it has already; undefined for a new one. */
  readonly before?: StoredValues | null;
};

const areForTransactions = (sets: CustomFieldSets): boolean => {
  for (const { availableFor } of sets.values()) {
    if (availableFor === 'TRANSACTION_CHANNEL' || availableFor === 'TRANSACTION_TYPE') return true;
  }
  return false;
};

const hostsOf = ({ channelKey, type }: PostingFieldCase): CustomFieldHosts =>
  new Map<CustomFieldEntity, string | null>([
    ['TRANSACTION_CHANNEL', channelKey],
    ['TRANSACTION_TYPE', type],
  ]);

/** The unique values among stored ones, which nobody else may get. */
const uniqueValues = (
  values: StoredValues,
  sets: CustomFieldSets,
): readonly { readonly fieldKey: EncodedKey; readonly value: string }[] =>
  Object.entries(values).flatMap(([setId, stored]) =>
    (Array.isArray(stored) ? stored : [stored]).flatMap((group: Readonly<Record<string, string>>) =>
      Object.entries(group).flatMap(([id, value]) => {
        const field = sets.get(setId)?.fields.get(id);
        return field?.unique ? [{ fieldKey: field.encodedKey, value }] : [];
      }),
    ),
  );

/**
 * The custom fields with which a transaction is written, or the refusal that names the property. Pure: what they say about other records was
 * looked up by `prepareFields`. Where no sets are defined for transactions and none are sent, there is nothing to do.
 */
export const judgedPostingFields = (
  transaction: PostingFieldCase,
  body: object,
  prepared: PreparedFields,
  { reference, principal, clock }: OperationContext,
): PostingFields | Rejection => {
  const sets = reference.get(customFieldReference);
  if (!areForTransactions(sets) && !hasSets(body)) return none;
  const { before } = transaction;
  const isNew = before === undefined;
  const judged = judgeCustomFields({
    sets,
    hosts: hostsOf(transaction),
    before: before ?? {},
    wanted: setsIn(body as Readonly<Record<string, unknown>>),
    keepsUntold: false,
    complete: isNew,
    who: principal,
    zone: clock.zone,
  });
  if (isRejection(judged)) return judged;
  const used = judged.unique.find((fact) => prepared.taken.has(nameOf(fact)));
  if (used) return reject('DUPLICATE_CUSTOM_FIELD_VALUES', `${used.path}: ${used.value} is already in use`);
  const keys = new Map<FieldFact, EncodedKey>();
  for (const fact of judged.links) {
    const linked = prepared.links.get(nameOf(fact));
    if (linked === undefined) return unknownLink(fact);
    keys.set(fact, linked);
  }
  const values = withKeys(judged.values, keys);
  const unique = uniqueValues(values, sets);
  const had = before ? uniqueValues(before, sets).length > 0 : false;
  return {
    values: Object.keys(values).length === 0 ? null : values,
    unique: unique.length === 0 && !had ? null : unique,
  };
};

/** A decision together with what keeps the unique values of its transaction's custom fields nobody else's. */
export const andUniqueFields = <Outcome extends { readonly encodedKey: EncodedKey }>(
  decision: Decision<Outcome> | Rejection,
  fields: PostingFields,
): Decision<Outcome> | Rejection =>
  isRejection(decision) || fields.unique === null
    ? decision
    : { ...decision, rows: [...decision.rows, ...uniqueRows(decision.outcome.encodedKey, fields)] };
