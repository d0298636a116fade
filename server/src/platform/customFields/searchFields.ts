import type { ListField } from '../resources/filters.ts';
import {
  type CustomField,
  type CustomFieldEntity,
  type CustomFieldSets,
  type FieldReader,
  hasRight,
} from './definitions.ts';

/** Where a list finds the custom fields of a kind of record: its own column, or the one of a parent. */
export type CustomFieldSource = {
  readonly entities: readonly CustomFieldEntity[];
  readonly sql: string;
  /** The condition that they hold the document in a parameter, where it is another than that of the column itself. */
  readonly holds?: (document: string) => string;
};

/** The custom fields of a parent: the row of `table` whose key the expression `key` tells. Equality asks the index of that table. */
export const fieldsOfParent = (entity: CustomFieldEntity, table: string, key: string): CustomFieldSource => ({
  entities: [entity],
  sql: `(SELECT o.custom_fields FROM ${table} o WHERE o.encoded_key = ${key})`,
  holds: (document) => `${key} IN (SELECT o.encoded_key FROM ${table} o WHERE o.custom_fields @> ${document})`,
});

// Ids of definitions hold letters, digits and underscores only (the tables check it), so they are safe in SQL text.
const safeId = /^[A-Za-z0-9_]+$/;

/** A checkbox is compared by its text: EQUALS ignores the case of TRUE, EQUALS_CASE_SENSITIVE does not. */
const typed = (type: CustomField['type'], sql: string): ListField => {
  switch (type) {
    case 'NUMBER':
      return { sql: `(${sql})::numeric`, type: 'NUMBER' };
    case 'DATE':
      return { sql: `(${sql})::date`, type: 'DATE' };
    case 'DATE_TIME':
      return { sql: `(${sql})::timestamptz`, type: 'DATE_TIME' };
    case 'CLIENT_LINK':
    case 'GROUP_LINK':
    case 'USER_LINK':
      return { sql: `(${sql})::uuid`, type: 'KEY' };
    case 'FREE_TEXT':
      return { sql: `(${sql})`, type: 'STRING' };
    default:
      return { sql: `(${sql})`, type: 'ENUM' };
  }
};

/**
 * The list field that `_set.field` names, or undefined when there is none for these records or the caller may not see it.
 * Equality asks the index of the column; of a grouped set one group has to fit.
 */
export const customSearchField = (
  name: string,
  sources: readonly CustomFieldSource[],
  sets: CustomFieldSets,
  who: FieldReader,
): ListField | undefined => {
  const dot = name.indexOf('.');
  const set = sets.get(name.slice(0, dot));
  const field = set?.fields.get(name.slice(dot + 1));
  const source = set && sources.find(({ entities }) => entities.includes(set.availableFor));
  if (!set || !field || !source || !hasRight(field.viewRights, who)) return undefined;
  if (!safeId.test(set.id) || !safeId.test(field.id)) return undefined;
  const holds = source.holds ?? ((parameter: string) => `${source.sql} @> ${parameter}`);
  const isText = field.type === 'FREE_TEXT' || field.type === 'SELECTION' || field.type === 'CHECKBOX';
  const document = (value: string): string =>
    JSON.stringify({ [set.id]: set.grouped ? [{ [field.id]: value }] : { [field.id]: value } });
  const contains = isText || field.type.endsWith('_LINK') ? { holds, document } : undefined;
  if (!set.grouped) {
    return { ...typed(field.type, `${source.sql} #>> '{${set.id},${field.id}}'`), ...(contains ? { contains } : {}) };
  }
  const groups = `jsonb_array_elements(coalesce(${source.sql} -> '${set.id}', '[]')) g`;
  return {
    ...typed(field.type, `g ->> '${field.id}'`),
    ...(contains ? { contains } : {}),
    anyOf: (condition) => `EXISTS (SELECT FROM ${groups} WHERE ${condition ?? `g ->> '${field.id}' IS NOT NULL`})`,
  };
};
