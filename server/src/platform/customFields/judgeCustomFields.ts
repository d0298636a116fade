import type { FieldGroup, SetValues, StoredValues } from '../../kernel/customFieldValues.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Zone } from '../clock/zone.ts';
import {
  type CustomField,
  type CustomFieldEntity,
  type CustomFieldSet,
  type CustomFieldSets,
  type FieldReader,
  hasRight,
} from './definitions.ts';
import { judgedValue } from './fieldValue.ts';
import { groupsOf, mostGroups } from './values.ts';

/**
 * The kinds of sets that a record can carry, each with the role, product, channel … of the record, which usage is about: null where there is
 * none.
 */
export type CustomFieldHosts = ReadonlyMap<CustomFieldEntity, string | null>;

/** What is judged, for whom and against what. */
export type CustomFieldCase = {
  readonly sets: CustomFieldSets;
  readonly hosts: CustomFieldHosts;
  readonly before: StoredValues;
  /** What the request has under each set's id; a set that is not named is cleared. */
  readonly wanted: Readonly<Record<string, unknown>>;
  /** In a replacement, what the caller may not change or see and did not name stays; a PATCH was made of everything that is stored. */
  readonly keepsUntold: boolean;
  /** Whether missing required values are refused though nothing of the custom fields changes: a new record, or another role or product. */
  readonly complete: boolean;
  readonly who: FieldReader;
  readonly zone: Zone;
};

/** A value that has to be looked up before it is stored. */
export type FieldFact = {
  readonly path: string;
  readonly field: CustomField;
  readonly setId: string;
  readonly value: string;
};

export type JudgedCustomFields = {
  readonly values: StoredValues;
  readonly changed: boolean;
  /** New links, and new values of unique fields. */
  readonly links: readonly FieldFact[];
  readonly unique: readonly FieldFact[];
};

const availability = (
  field: CustomField,
  { availableFor }: CustomFieldSet,
  { hosts }: CustomFieldCase,
): { readonly required: boolean } | undefined => {
  const usedBy = hosts.get(availableFor);
  // What every channel requires of its transactions is not required of those without a channel.
  const isOpen = availableFor === 'TRANSACTION_CHANNEL' && usedBy === null;
  if (field.usage.length === 0) return { required: field.required && !isOpen };
  const usage = field.usage.find(({ objectKey }) => objectKey === usedBy);
  return usage && { required: usage.required };
};

const setNamed = (id: string, { sets, hosts }: CustomFieldCase): CustomFieldSet | Rejection => {
  const set = sets.get(id);
  if (!set) return reject('INVALID_CUSTOM_FIELD_SET_ID', `${id.slice(0, 80)} is not a custom field set`);
  return hosts.has(set.availableFor)
    ? set
    : reject(
        'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
        `${id} is a custom field set of ${set.availableFor}, not of ${[...hosts.keys()].join(' or ')}`,
      );
};

const mayNotChange = (path: string, field: CustomField, given: CustomFieldCase): Rejection | undefined => {
  if (field.state === 'INACTIVE')
    return reject('CUSTOM_FIELD_DEACTIVATED', `${path} is deactivated and keeps its value`);
  return hasRight(field.editRights, given.who)
    ? undefined
    : reject('INVALID_PERMISSIONS', `your role may not change ${path}`);
};

/** One group of values: the whole of a standard set, or one element of a grouped one. */
const judgedGroup = (
  at: string,
  set: CustomFieldSet,
  before: FieldGroup,
  wanted: Readonly<Record<string, unknown>>,
  given: CustomFieldCase,
): { readonly values: FieldGroup; readonly facts: readonly FieldFact[] } | Rejection => {
  const values: Record<string, string> = {};
  const facts: FieldFact[] = [];
  for (const id of Object.keys(wanted)) {
    const path = `${at}.${id.slice(0, 80)}`;
    const field = set.fields.get(id);
    if (!field) return reject('INVALID_CUSTOM_FIELD_ID', `${path} is not a custom field of the set ${set.id}`);
    // A stored value passes unjudged: a definition that became stricter is no reason to refuse a change of something else.
    const value = wanted[id] === before[id] ? wanted[id] : judgedValue(path, field, wanted[id], given.zone);
    if (isRejection(value)) return value;
    const text = String(value);
    values[id] = text;
    if (text === before[id]) continue;
    if (!availability(field, set, given)) {
      return reject('CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY', `${path} is not used by records of this kind`);
    }
    const refusal = mayNotChange(path, field, given);
    if (refusal) return refusal;
    facts.push({ path, field, setId: set.id, value: text });
  }
  for (const [id, value] of Object.entries(before)) {
    const field = set.fields.get(id);
    if (values[id] !== undefined || !field) continue;
    const refusal = mayNotChange(`${at}.${id}`, field, given);
    const untold = given.keepsUntold && (refusal !== undefined || !hasRight(field.viewRights, given.who));
    if (untold) values[id] = value;
    else if (refusal) return refusal;
  }
  const dependency = wrongDependency(at, set, before, values);
  return dependency ?? { values, facts };
};

/** Dependent selections: the parent must be chosen, and offer the value. Judged where one of the two changed. */
const wrongDependency = (
  at: string,
  set: CustomFieldSet,
  before: FieldGroup,
  values: FieldGroup,
): Rejection | undefined => {
  for (const [id, value] of Object.entries(values)) {
    const field = set.fields.get(id);
    if (!field?.dependsOn) continue;
    const parent = values[field.dependsOn];
    if (value === before[id] && parent === before[field.dependsOn]) continue;
    if (parent === undefined) {
      return reject(
        'DEPENDENT_CUSTOM_FIELD_VALUE_REQUIRED',
        `${at}.${id} depends on ${at}.${field.dependsOn}, which has no value`,
      );
    }
    const offered = field.selectionOptions.find(({ forValue }) => forValue === parent)?.availableOptions ?? [];
    if (!offered.some((option) => option.value === value)) {
      return reject(
        'INVALID_DEPENDENT_CUSTOM_FIELD_VALUE',
        `${at}.${id} must be one of ${offered.map((option) => option.value).join(', ') || 'no options'} where ${field.dependsOn} is ${parent}`,
      );
    }
  }
  return undefined;
};

const missing = (
  at: string,
  set: CustomFieldSet,
  values: FieldGroup,
  given: CustomFieldCase,
): Rejection | undefined => {
  for (const field of set.fields.values()) {
    if (field.state !== 'ACTIVE' || values[field.id] !== undefined) continue;
    if (availability(field, set, given)?.required) {
      return reject('REQUIRED_CUSTOM_FIELD_MISSING', `${at}.${field.id} is required`);
    }
  }
  return undefined;
};

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const duplicateIn = (facts: readonly FieldFact[]): Rejection | undefined => {
  const seen = new Set<string>();
  for (const { field, value, path } of facts) {
    if (!field.unique) continue;
    const mark = `${field.encodedKey} ${value}`;
    if (seen.has(mark)) return reject('DUPLICATE_CUSTOM_FIELD_VALUES', `${path}: ${value} stands there twice`);
    seen.add(mark);
  }
  return undefined;
};

type JudgedSet = { readonly values: SetValues | undefined; readonly facts: readonly FieldFact[] };

const judgedStandard = (set: CustomFieldSet, given: CustomFieldCase): JudgedSet | Rejection => {
  const wanted = given.wanted[set.id] ?? {};
  if (!isPlain(wanted)) {
    return reject('INVALID_PARAMETERS', `Property ${set.id} must be an object: the set is a standard one`);
  }
  const stored = given.before[set.id];
  const before = isPlain(stored) ? (stored as FieldGroup) : {};
  const judged = judgedGroup(set.id, set, before, wanted, given);
  if (isRejection(judged)) return judged;
  const lost = Object.keys(before).some((id) => judged.values[id] === undefined);
  const refusal =
    given.complete || lost || judged.facts.length > 0 ? missing(set.id, set, judged.values, given) : undefined;
  return refusal ?? { values: Object.keys(judged.values).length > 0 ? judged.values : undefined, facts: judged.facts };
};

/** A value of a group that the caller may not change; it keeps the group from being left out. */
const pinned = (set: CustomFieldSet, group: FieldGroup, given: CustomFieldCase): Rejection | undefined => {
  for (const id of Object.keys(group)) {
    const field = set.fields.get(id);
    const refusal = field && mayNotChange(`${set.id}.${id}`, field, given);
    if (refusal) return refusal;
  }
  return undefined;
};

const judgedGrouped = (set: CustomFieldSet, given: CustomFieldCase): JudgedSet | Rejection => {
  const before = (given.before[set.id] ?? []) as readonly FieldGroup[];
  const named = given.wanted[set.id];
  if (named === undefined && given.keepsUntold && before.some((group) => pinned(set, group, given))) {
    return { values: before, facts: [] };
  }
  const groups = groupsOf(set.id, named ?? []);
  if (isRejection(groups)) return groups;
  if (groups.length > mostGroups) {
    return reject(
      'TO_MANY_VALUES_FOR_SAME_GROUPED_CUSTOM_FIELD',
      `${set.id} may have at most ${mostGroups} groups, not ${groups.length}`,
    );
  }
  const values: FieldGroup[] = [];
  const facts: FieldFact[] = [];
  const isStored = (group: Readonly<Record<string, unknown>>): FieldGroup | undefined =>
    before.find((stored) => JSON.stringify(stored) === JSON.stringify(group));
  for (const [index, group] of groups.entries()) {
    const at = `${set.id}[${index}]`;
    // A group that only moved, because one before it was removed, is what it was.
    const judged = judgedGroup(at, set, isStored(group) ?? before[index] ?? {}, group, given);
    if (isRejection(judged)) return judged;
    if (Object.keys(judged.values).length === 0) {
      return reject('INVALID_PARAMETERS', `Property ${at} has no values; REMOVE the group instead`);
    }
    const refusal = judged.facts.length > 0 || given.complete ? missing(at, set, judged.values, given) : undefined;
    if (refusal) return refusal;
    values.push(judged.values);
    facts.push(...judged.facts);
  }
  for (const gone of before.filter((group) => !values.some((kept) => JSON.stringify(kept) === JSON.stringify(group)))) {
    const refusal = groups.length < before.length ? pinned(set, gone, given) : undefined;
    if (refusal) return refusal;
  }
  return { values: values.length > 0 ? values : undefined, facts };
};

/**
 * The custom fields of a record as a request leaves them, or the first refusal, which names the property: sets and fields that do not exist or
 * belong to something else, wrong types, options whose parent is not chosen, missing required ones, fields that the caller's role may not edit.
 */
export const judgeCustomFields = (given: CustomFieldCase): JudgedCustomFields | Rejection => {
  for (const id of Object.keys(given.wanted)) {
    const set = setNamed(id, given);
    if (isRejection(set)) return set;
  }
  const values: Record<string, SetValues> = {};
  const facts: FieldFact[] = [];
  for (const set of given.sets.values()) {
    if (!given.hosts.has(set.availableFor)) continue;
    const judged = set.grouped ? judgedGrouped(set, given) : judgedStandard(set, given);
    if (isRejection(judged)) return judged;
    if (judged.values !== undefined) values[set.id] = judged.values;
    facts.push(...judged.facts);
  }
  const duplicate = duplicateIn(facts);
  if (duplicate) return duplicate;
  return {
    values,
    changed: JSON.stringify(sorted(values)) !== JSON.stringify(sorted(given.before)),
    links: facts.filter(({ field }) => field.type.endsWith('_LINK')),
    unique: facts.filter(({ field }) => field.unique),
  };
};

const sorted = (values: StoredValues): unknown =>
  Object.entries(values)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, set]) => [id, (Array.isArray(set) ? set : [set]).map((group) => Object.entries(group).sort())]);
