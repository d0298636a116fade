import type { FieldGroup, StoredValues } from '../../kernel/customFieldValues.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import { type CustomFieldSets, type FieldReader, hasRight, isSetId } from './definitions.ts';

export const mostGroups = 200;

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The groups of a grouped set in their order, without indexes. Indexes may be left out; those that are given must count from 0 without gaps, in
 * any order where all groups have one, and tell the place in the list otherwise.
 */
export const groupsOf = (setId: string, value: unknown): readonly Readonly<Record<string, unknown>>[] | Rejection => {
  if (!Array.isArray(value) || !value.every(isPlain)) {
    return reject('INVALID_PARAMETERS', `Property ${setId} must be a list of groups: the set is a grouped one`);
  }
  const groups = value.map(({ _index, ...values }, place) => ({ index: _index, place, values }));
  const told = groups.filter(({ index }) => index !== undefined);
  for (const { index, place } of told) {
    if (!/^\d{1,4}$/.test(String(index))) {
      return reject('INVALID_CUSTOM_FIELD_GROUP_INDEX', `${setId}[${place}]._index must be a whole number from 0`);
    }
  }
  if (told.length === groups.length) groups.sort((left, right) => Number(left.index) - Number(right.index));
  const gap = groups.findIndex(({ index }, place) => index !== undefined && Number(index) !== place);
  return gap === -1
    ? groups.map(({ values }) => values)
    : reject('GROUPED_INDEXES_NOT_CONSECUTIVE', `_index of the groups of ${setId} must count 0, 1, 2 … without gaps`);
};

/** Stored values as a record tells them: every group with its index. */
export const toldValues = (values: StoredValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([id, set]) => [
      id,
      Array.isArray(set) ? set.map((group, index) => ({ _index: String(index), ...group })) : set,
    ]),
  );

/** The told sets of a record as they are stored: without indexes. */
export const storedValues = (told: Readonly<Record<string, unknown>>): StoredValues =>
  Object.fromEntries(
    Object.entries(told).map(([id, set]) => [
      id,
      Array.isArray(set) ? set.map(({ _index, ...values }: Record<string, string>) => values) : set,
    ]),
  ) as StoredValues;

const visibleGroup = (
  group: FieldGroup,
  may: (fieldId: string) => boolean,
): { readonly group: FieldGroup; readonly empty: boolean } => {
  const entries = Object.entries(group).filter(([id]) => id === '_index' || may(id));
  return { group: Object.fromEntries(entries), empty: entries.every(([id]) => id === '_index') };
};

/** An entity without the values that the caller may not see; a set of which nothing is left is left out. */
export const visibleTo = (
  entity: Record<string, unknown>,
  sets: CustomFieldSets,
  who: FieldReader,
): Record<string, unknown> => {
  const visible: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entity)) {
    const set = isSetId(name) ? sets.get(name) : undefined;
    if (!set) {
      if (!isSetId(name)) visible[name] = value;
      continue;
    }
    const may = (fieldId: string): boolean => {
      const field = set.fields.get(fieldId);
      return field !== undefined && hasRight(field.viewRights, who);
    };
    if (Array.isArray(value)) {
      const groups = value.map((group: FieldGroup) => visibleGroup(group, may));
      if (!groups.every(({ empty }) => empty)) visible[name] = groups.map(({ group }) => group);
    } else {
      const { group, empty } = visibleGroup(value as FieldGroup, may);
      if (!empty) visible[name] = group;
    }
  }
  return visible;
};

const withoutIndex = ({ _index, ...values }: Readonly<Record<string, unknown>>): Record<string, unknown> => values;

/** A patched entity with its groups counted by their place: those that were told had an index, those that were added have none. */
export const withoutIndexes = (patched: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(patched).map(([name, value]) => [
      name,
      isSetId(name) && Array.isArray(value)
        ? value.map((group: unknown) => (isPlain(group) ? withoutIndex(group) : group))
        : value,
    ]),
  );

/** The custom field sets of a body or an entity: its properties that begin with an underscore. */
export const setsIn = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => isSetId(name)));
