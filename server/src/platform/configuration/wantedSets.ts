import type { ErrorReason } from '../../generated/errors.ts';
import type { FieldGroup } from '../../kernel/customFieldValues.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { Zone } from '../clock/zone.ts';
import type { CustomField, CustomFieldEntity, CustomFieldSet } from '../customFields/definitions.ts';
import { judgedValue } from '../customFields/fieldValue.ts';
import type { Entity } from '../resources/entity.ts';
import type { Path, Problem } from './shape.ts';
import { type FieldValue, groupsIn, isLink, type Links, type Sets, type ValueSet } from './valueSets.ts';

const optionValue = ({ selectionOptions }: CustomField, ref: string): string =>
  selectionOptions.flatMap(({ availableOptions }) => availableOptions).find(({ selectionKey }) => selectionKey === ref)
    ?.value ?? ref;

const typeReasons: Partial<Readonly<Record<CustomField['type'], ErrorReason>>> = {
  CHECKBOX: 'CF_VALUE_CHECKBOX_TYPE_INVALID_ERROR',
  CLIENT_LINK: 'CF_VALUE_CLIENT_LINK_TYPE_INVALID_ERROR',
  DATE: 'CF_VALUE_DATE_TYPE_INVALID_ERROR',
  DATE_TIME: 'CF_VALUE_DATE_TYPE_INVALID_ERROR',
  GROUP_LINK: 'CF_VALUE_GROUP_LINK_TYPE_INVALID_ERROR',
  NUMBER: 'CF_VALUE_NUMBER_TYPE_INVALID_ERROR',
  SELECTION: 'CF_VALUE_SELECTION_TYPE_INVALID_ERROR',
  USER_LINK: 'CF_VALUE_USER_LINK_TYPE_INVALID_ERROR',
};

/** One value as the tables have it, or what is wrong with it. A stored one passes: definitions may have become stricter. */
const wantedValue = (
  field: CustomField,
  text: string,
  isStored: (value: string) => boolean,
  links: Links,
  zone: Zone,
): string | Omit<Problem, 'path'> => {
  const typeReason = typeReasons[field.type] ?? 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE';
  if (isLink(field)) {
    // A record that the caller may not see is told by its key, and may stay.
    const key = links.keyOf(field, text) ?? (isStored(text) ? text : undefined);
    return key ?? { message: `${text.slice(0, 80)} names no record for a ${field.type}`, reason: typeReason };
  }
  const value = field.type === 'SELECTION' ? optionValue(field, text) : text;
  if (isStored(value)) return value;
  const judged = judgedValue('', field, value, zone);
  if (!isRejection(judged)) return judged;
  const { reason = typeReason, source = 'is refused' } = judged.errors[0] ?? {};
  const message = source.replace(/^[\s:]+/, '');
  return { message, reason: reason === 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE' ? typeReason : reason };
};

type Wanted = { readonly sets: Readonly<Record<string, unknown>>; readonly problems: readonly Problem[] };

const wantedGroup = (
  set: CustomFieldSet,
  values: readonly FieldValue[],
  path: Path,
  stored: readonly FieldGroup[],
  { links }: Sets,
  zone: Zone,
): { readonly group: FieldGroup; readonly problems: readonly Problem[] } => {
  const wanted: Record<string, string> = {};
  const problems: Problem[] = [];
  if (values.length === 0) problems.push({ path, message: 'has no values', reason: 'CF_VALUES_EMPTY_ERROR' });
  for (const [index, { customFieldId: id, value: text }] of values.entries()) {
    const place = [...path, index];
    const field = set.fields.get(id);
    if (!field) {
      const message = `${id.slice(0, 80)} is not a custom field of ${set.id}`;
      problems.push({ path: [...place, 'customFieldId'], message, reason: 'CUSTOM_FIELD_ID_INVALID_ERROR' });
    } else if (Object.hasOwn(wanted, id)) {
      const reason = set.grouped ? 'CF_GROUPED_SET_CF_ID_DUPLICATE_ERROR' : 'CF_STANDARD_SET_CF_ID_DUPLICATE_ERROR';
      problems.push({ path: [...place, 'customFieldId'], message: `${id} is there twice`, reason });
    } else {
      const value = wantedValue(field, text, (same) => stored.some((group) => group[id] === same), links, zone);
      if (typeof value === 'string') wanted[id] = value;
      else problems.push({ path: [...place, 'value'], ...value });
    }
  }
  return { group: wanted, problems };
};

const wantedSet = (
  set: CustomFieldSet,
  given: ValueSet,
  path: Path,
  stored: readonly FieldGroup[],
  sets: Sets,
  zone: Zone,
): { readonly values: unknown; readonly problems: readonly Problem[] } => {
  const { standardCustomFieldValues: standard, groupedCustomFieldValues: groups } = given;
  if (!set.grouped) {
    const place = [...path, 'standardCustomFieldValues'];
    if (groups.length > 0) {
      const reason = 'CF_GROUPED_VALUES_DEFINED_FOR_STANDARD_SET_ERROR';
      const message = `is for grouped sets, and ${set.id} is a standard one`;
      return { values: {}, problems: [{ path: [...path, 'groupedCustomFieldValues'], message, reason }] };
    }
    const { group: values, problems } = wantedGroup(set, standard, place, stored, sets, zone);
    return { values, problems };
  }
  const place = [...path, 'groupedCustomFieldValues'];
  if (standard.length > 0) {
    const reason = 'CF_STANDARD_VALUES_DEFINED_FOR_GROUPED_SET_ERROR';
    const message = `is for standard sets, and ${set.id} is a grouped one`;
    return { values: [], problems: [{ path: [...path, 'standardCustomFieldValues'], message, reason }] };
  }
  const problems: Problem[] = [];
  if (groups.length === 0) problems.push({ path: place, message: 'is empty', reason: 'CF_GROUPED_SET_EMPTY_ERROR' });
  const values = groups.map(({ index, customFieldValues }, position) => {
    const at = [...place, position];
    if (groups.findIndex((other) => other.index === index) < position) {
      const reason = 'CF_GROUPED_SET_INDEX_DUPLICATE_ERROR';
      problems.push({ path: [...at, 'index'], message: `${index} is there twice`, reason });
    } else if (index !== position) {
      const message = `must be ${position}: groups count from 0, in their order and without gaps`;
      problems.push({ path: [...at, 'index'], message, reason: 'CF_GROUPED_SET_INDEX_UNORDERED_ERROR' });
    }
    const wanted = wantedGroup(set, customFieldValues, [...at, 'customFieldValues'], stored, sets, zone);
    problems.push(...wanted.problems);
    return wanted.group;
  });
  return { values, problems };
};

/**
 * What a document wants of the custom fields of an entity, as properties of it, and everything that can be said to be wrong without other
 * records: sets and fields that do not exist, values of the wrong type, groups that do not count. Paths begin at the list of sets.
 */
export const wantedSets = (
  given: readonly ValueSet[],
  before: Entity | undefined,
  host: CustomFieldEntity,
  sets: Sets,
  zone: Zone,
): Wanted => {
  const wanted: Record<string, unknown> = {};
  const problems: Problem[] = [];
  const stored = before ? groupsIn(before) : [];
  for (const [index, valueSetGiven] of given.entries()) {
    const { id } = valueSetGiven;
    const set = sets.definitions.get(id);
    if (set?.availableFor !== host) {
      const message = `${id.slice(0, 80)} is not a set of custom fields of ${host}`;
      problems.push({ path: [index, 'id'], message, reason: 'CF_SET_INVALID_ID' });
    } else if (Object.hasOwn(wanted, id)) {
      problems.push({ path: [index, 'id'], message: `${id} is there twice`, reason: 'CF_SET_DUPLICATE_ID' });
    } else {
      const own = stored.filter((group) => group.set === id).map(({ values }) => values);
      const judged = wantedSet(set, valueSetGiven, [index], own, sets, zone);
      wanted[id] = judged.values;
      problems.push(...judged.problems);
    }
  }
  return { sets: wanted, problems };
};

/** Where a document has what a refusal names: `_set.field`, or `_set[2].field` of a grouped set. */
const placeOf = (given: readonly ValueSet[], source: string): Path => {
  const [, id, position, fieldId] = /(?<!\w)(_\w+)(?:\[(\d+)\])?(?:\.(\w+))?/.exec(source) ?? [];
  const set = given.findIndex((candidate) => candidate.id === id);
  const found = given[set];
  if (!found) return [];
  const group = position === undefined ? undefined : found.groupedCustomFieldValues[Number(position)];
  const path =
    position === undefined
      ? [set, 'standardCustomFieldValues']
      : [set, 'groupedCustomFieldValues', Number(position), 'customFieldValues'];
  const value = (group?.customFieldValues ?? found.standardCustomFieldValues).findIndex(
    ({ customFieldId }) => customFieldId === fieldId,
  );
  return value === -1 ? [set] : [...path, value, 'value'];
};

/** A refusal of the rules of custom fields as problems of the document. Paths begin at the list of sets. */
export const customFieldProblems = (given: readonly ValueSet[], { errors }: Rejection): readonly Problem[] =>
  errors.map(({ reason, source = 'a custom field is refused' }) => ({
    path: placeOf(given, source),
    message: `is refused: ${source}`,
    reason,
  }));

/** An entry with the entity that it wants, and whether that is another one than before. */
type Judged = { readonly given: readonly ValueSet[]; readonly entity: Entity; readonly changed: boolean };

/**
 * Values of unique fields that several entries of a document have. Told at the later one; what was stored before a field became unique is no
 * reason to refuse a document that leaves it alone.
 */
export const repeatedValues = (judged: readonly Judged[], { definitions }: Sets): readonly (readonly Problem[])[] => {
  const owners = new Map<string, Judged>();
  return judged.map((entry) =>
    groupsIn(entry.entity).flatMap(({ set, values, position }) =>
      Object.entries(values).flatMap(([id, value]): readonly Problem[] => {
        const field = definitions.get(set)?.fields.get(id);
        if (!field?.unique) return [];
        const mark = `${field.encodedKey} ${value}`;
        const owner = owners.get(mark);
        if (!owner) owners.set(mark, entry);
        if (!owner || owner === entry || !(owner.changed || entry.changed)) return [];
        const path = placeOf(entry.given, `${set}${position === undefined ? '' : `[${position}]`}.${id}`);
        const message = `${value.slice(0, 80)} is there twice, and ${set}.${id} is unique`;
        return [{ path, message, reason: 'DUPLICATE_CUSTOM_FIELD_VALUES' }];
      }),
    ),
  );
};
