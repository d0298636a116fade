import {
  type CustomField,
  type CustomFieldEntity,
  type CustomFieldSet,
  type CustomFieldSets,
  type FieldReader,
  hasRight,
} from '../customFields/definitions.ts';
import { longestValue } from '../customFields/fieldValue.ts';
import { mostGroups } from '../customFields/values.ts';
import { isJsonObject, type JsonObject } from './contractDocuments.ts';

const optionsOf = ({ selectionOptions }: CustomField): readonly string[] => [
  ...new Set(selectionOptions.flatMap(({ availableOptions }) => availableOptions.map(({ value }) => value))),
];

/** What a value looks like: always a text, whatever it means. */
const valueSchema = (field: CustomField): JsonObject => {
  switch (field.type) {
    case 'FREE_TEXT':
      return field.validationPattern === null
        ? { type: 'string', maxLength: longestValue }
        : { type: 'string', description: `Like ${field.validationPattern}: @ is a letter, # a digit, $ either.` };
    case 'NUMBER':
      return { type: 'string', description: 'A number as text, like 12.5.' };
    case 'CHECKBOX':
      return { type: 'string', enum: ['TRUE', 'FALSE'] };
    case 'DATE':
      return { type: 'string', format: 'date' };
    case 'DATE_TIME':
      return { type: 'string', format: 'date-time' };
    case 'SELECTION':
      return { type: 'string', enum: optionsOf(field) };
    default:
      return { type: 'string', description: 'The key of the linked record; its id is taken, too.' };
  }
};

const fieldSchema = (field: CustomField): JsonObject => ({
  ...valueSchema(field),
  ...(field.state === 'INACTIVE' ? { readOnly: true } : {}),
});

/** A set as the caller may see it; undefined when he may see none of its fields. */
const setSchema = (set: CustomFieldSet, reader: FieldReader): JsonObject | undefined => {
  const fields = [...set.fields.values()].filter(({ viewRights }) => hasRight(viewRights, reader));
  if (fields.length === 0) return undefined;
  const properties = Object.fromEntries(fields.map((field) => [field.id, fieldSchema(field)]));
  // What a channel requires is not required of a transfer, which shares the shape.
  const everywhere = fields.filter(
    ({ required, usage, state }) => required && usage.length === 0 && state === 'ACTIVE',
  );
  const required = set.availableFor === 'TRANSACTION_CHANNEL' ? [] : everywhere.map(({ id }) => id);
  const group: JsonObject = { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
  return set.grouped
    ? {
        type: 'array',
        maxItems: mostGroups,
        items: { ...group, properties: { _index: { type: 'string' }, ...properties } },
      }
    : group;
};

/** Transactions carry the fields of their channel, which the contract names, and those of their type. */
const kindsOf = (kind: string): readonly string[] =>
  kind === ('TRANSACTION_CHANNEL' satisfies CustomFieldEntity) ? [kind, 'TRANSACTION_TYPE'] : [kind];

/** A Swagger document with the custom fields of a bank among the properties of the shapes that carry them, as far as the caller may see them. */
export const withCustomFields = (document: JsonObject, sets: CustomFieldSets, reader: FieldReader): JsonObject => {
  if (sets.size === 0 || !isJsonObject(document.definitions)) return document;
  const definitions = Object.entries(document.definitions).map(([name, schema]): [string, JsonObject] => {
    if (!isJsonObject(schema)) return [name, {}];
    const kinds = typeof schema['x-customFields'] === 'string' ? kindsOf(schema['x-customFields']) : [];
    const own = [...sets.values()].flatMap((set): [string, JsonObject][] => {
      const shape = kinds.includes(set.availableFor) ? setSchema(set, reader) : undefined;
      return shape ? [[set.id, shape]] : [];
    });
    if (own.length === 0) return [name, schema];
    const properties = isJsonObject(schema.properties) ? schema.properties : {};
    return [name, { ...schema, properties: { ...properties, ...Object.fromEntries(own) } }];
  });
  return { ...document, definitions: Object.fromEntries(definitions) };
};
