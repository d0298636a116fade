import type { FieldGroup } from '../../kernel/customFieldValues.ts';
import { findLinked } from '../customFields/checkFacts.ts';
import type { CustomField, CustomFieldSet, CustomFieldSets } from '../customFields/definitions.ts';
import { customFieldReference } from '../customFields/reference.ts';
import { mostGroups, setsIn, storedValues, visibleTo } from '../customFields/values.ts';
import type { ReadContext, WriteContext } from '../http/handler.ts';
import type { Entity } from '../resources/entity.ts';
import { group, list, meaning, optionalList, required, type Shape, text, type Values, whole } from './shape.ts';

const customFieldValue = group({
  customFieldId: required(text({ blank: 'CUSTOM_FIELD_ID_BLANK_ERROR' }), 'CUSTOM_FIELD_ID_BLANK_ERROR'),
  value: required(
    text({ blank: 'CF_VALUES_EMPTY_ERROR', length: 'MAX_CUSTOM_FIELD_VALUE_LENGTH_EXCEEDED' }),
    'CF_VALUES_EMPTY_ERROR',
  ),
});

/** One value of a document. */
export type FieldValue = Values<{
  customFieldId: ReturnType<typeof required<string>>;
  value: ReturnType<typeof required<string>>;
}>;

const inOrder = <T>(values: readonly T[], by: (value: T) => string): readonly T[] =>
  [...values].sort((left, right) => (by(left) < by(right) ? -1 : 1));

const fieldValues: Shape<readonly FieldValue[]> = meaning(
  list(customFieldValue, 'CF_VALUES_EMPTY_ERROR'),
  (all) => all,
  (all) => inOrder(all, ({ customFieldId }) => customFieldId),
);

const valueSet = group({
  id: required(text({ blank: 'CF_SET_ID_ERROR' }), 'CF_SET_ID_ERROR'),
  standardCustomFieldValues: optionalList(fieldValues),
  groupedCustomFieldValues: optionalList(
    list(
      group({
        index: required(whole(0, mostGroups - 1), 'CF_GROUPED_SET_NULL_INDEX_ERROR'),
        customFieldValues: required(fieldValues, 'CF_VALUES_EMPTY_ERROR'),
      }),
    ),
  ),
});

/** The values of one set, as a document has them: selections by the ids of their options, linked records by their ids. */
export type ValueSet = {
  readonly id: string;
  readonly standardCustomFieldValues: readonly FieldValue[];
  readonly groupedCustomFieldValues: readonly {
    readonly index: number;
    readonly customFieldValues: readonly FieldValue[];
  }[];
};

/** The custom fields of an entry, in the order of their ids. */
export const customFieldValueSets = optionalList<ValueSet>(
  meaning(
    list<ValueSet>(valueSet, 'CF_SET_ID_ERROR'),
    (all) => all,
    (all) => inOrder(all, ({ id }) => id),
  ),
);

/** Where an entry has the values of its custom fields. */
export type ValueSetsOf<Item> = {
  readonly get: (item: Item) => readonly ValueSet[];
  readonly set: (item: Item, sets: readonly ValueSet[]) => Item;
};

/** For entries that have them as `customFieldValueSets`. */
export const inValueSets = <
  Item extends { readonly customFieldValueSets: readonly ValueSet[] },
>(): ValueSetsOf<Item> => ({
  get: (item) => item.customFieldValueSets,
  set: (item, sets) => ({ ...item, customFieldValueSets: sets }),
});

/** The records that values link to, by how they are named and the other way round. */
export type Links = {
  readonly keyOf: (field: CustomField, ref: string) => string | undefined;
  readonly idOf: (field: CustomField, key: string) => string;
};

/** What documents of custom fields are told and understood with. */
export type Sets = { readonly definitions: CustomFieldSets; readonly links: Links };

/** Whether values of a field name other records. */
export const isLink = ({ type }: CustomField): boolean => type.endsWith('_LINK');

/** One group of values of an entity, and the set that it belongs to. */
export type Located = { readonly set: string; readonly position?: number; readonly values: FieldGroup };

/** All groups of values of an entity as it is told, those of grouped sets with their position. */
export const groupsIn = (told: Readonly<Record<string, unknown>>): readonly Located[] =>
  Object.entries(storedValues(setsIn(told))).flatMap(([set, values]): readonly Located[] =>
    Array.isArray(values)
      ? values.map((group: FieldGroup, position) => ({ set, position, values: group }))
      : [{ set, values: values as FieldGroup }],
  );

const groupsOfDocument = (sets: readonly ValueSet[]): readonly Located[] =>
  sets.flatMap(({ id, standardCustomFieldValues, groupedCustomFieldValues }) =>
    [standardCustomFieldValues, ...groupedCustomFieldValues.map(({ customFieldValues }) => customFieldValues)].map(
      (all) => ({ set: id, values: Object.fromEntries(all.map(({ customFieldId, value }) => [customFieldId, value])) }),
    ),
  );

/**
 * What it takes to tell the custom fields of entities, and to understand those of a document: the definitions, and the records that values of
 * either link to, which are named by id in a document and by key in the tables.
 */
export const loadSets = async (
  { db, reference, principal }: ReadContext | WriteContext,
  entities: readonly Entity[],
  document: readonly (readonly ValueSet[])[],
): Promise<Sets> => {
  const definitions = reference.get(customFieldReference);
  const named = new Map<CustomField['type'], Set<string>>();
  for (const { set, values } of [...entities.flatMap(groupsIn), ...document.flatMap(groupsOfDocument)]) {
    for (const [id, value] of Object.entries(values)) {
      const field = definitions.get(set)?.fields.get(id);
      if (field && isLink(field)) named.set(field.type, (named.get(field.type) ?? new Set()).add(value));
    }
  }
  const found = new Map<string, { readonly encodedKey: string; readonly id: string }>();
  for (const [type, refs] of named) {
    for (const record of await findLinked(db, type, [...refs], principal)) {
      found.set(`${type} ${record.encodedKey}`, record);
      found.set(`${type} ${record.id}`, record);
    }
  }
  return {
    definitions,
    links: {
      keyOf: ({ type }, ref) => found.get(`${type} ${ref}`)?.encodedKey,
      idOf: ({ type }, key) => found.get(`${type} ${key}`)?.id ?? key,
    },
  };
};

/** An option is named by its id: one value may be offered by several options of a dependent selection. */
const optionId = (field: CustomField, value: string, siblings: FieldGroup): string => {
  const parent = field.dependsOn === null ? undefined : siblings[field.dependsOn];
  const offered = field.selectionOptions.filter(({ forValue }) => field.dependsOn === null || forValue === parent);
  const options = offered.flatMap(({ availableOptions }) => availableOptions);
  return options.find((option) => option.value === value)?.selectionKey ?? value;
};

const toldGroup = (set: CustomFieldSet, values: FieldGroup, links: Links): readonly FieldValue[] =>
  Object.entries(values).map(([customFieldId, value]) => {
    const field = set.fields.get(customFieldId);
    if (field?.type === 'SELECTION') return { customFieldId, value: optionId(field, value, values) };
    return { customFieldId, value: field && isLink(field) ? links.idOf(field, value) : value };
  });

/** The custom fields of an entity as a document tells them, as far as the caller may see them. */
export const toldSets = (
  entity: Entity,
  { definitions, links }: Sets,
  { principal }: ReadContext | WriteContext,
): readonly ValueSet[] =>
  Object.entries(storedValues(visibleTo(setsIn(entity), definitions, principal))).flatMap(([id, values]) => {
    const set = definitions.get(id);
    if (!set) return [];
    return Array.isArray(values)
      ? {
          id,
          standardCustomFieldValues: [],
          groupedCustomFieldValues: values.map((group: FieldGroup, index) => ({
            index,
            customFieldValues: toldGroup(set, group, links),
          })),
        }
      : {
          id,
          standardCustomFieldValues: toldGroup(set, values as FieldGroup, links),
          groupedCustomFieldValues: [],
        };
  });
