import type { ResponseBody } from '../../../generated/operations.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { entityOf, enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { listContext, runListing } from '../../../platform/resources/listing.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import { listingOf, type Resource } from '../../../platform/resources/resource.ts';
import {
  displaySettings,
  editRights,
  keyText,
  usageOfAll,
  valueValidation,
  viewRights,
} from '../store/definitionSql.ts';

const customFieldSets: Resource = {
  table: {
    type: 'CUSTOM_FIELD_SET',
    table: 'custom_field_set',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      description: text('description'),
      fieldSetType: enumeration('field_set_type'),
      availableFor: enumeration('available_for'),
      displaySettings: json('display_settings', {
        computed: `jsonb_build_object('builtIn', false, 'displayName', t.name, 'position', t.position)`,
      }),
      customFields: json('fields', {
        computed: `SELECT coalesce(jsonb_agg(jsonb_build_object('encodedKey', ${keyText('f.encoded_key')}, 'id', f.id)
                     ORDER BY f.position, f.id), '[]') FROM custom_field f WHERE f.set_key = t.encoded_key`,
      }),
      creationDate: utc('creation_date'),
    },
  },
  schema: 'CustomFieldSetMeta',
  notFound: 'INVALID_CUSTOM_FIELD_SET_ID',
  label: 'custom field set',
  listing: { defaultOrder: 't.available_for, t.position, t.id', tieBreaker: 't.id' },
  rules: {},
};

const customFields: Resource = {
  table: {
    type: 'CUSTOM_FIELD',
    table: 'custom_field',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      type: enumeration('type'),
      state: enumeration('state'),
      availableFor: enumeration('available_for', {
        computed: 'SELECT s.available_for FROM custom_field_set s WHERE s.encoded_key = t.set_key',
      }),
      displaySettings: json('display_settings', { computed: displaySettings('t') }),
      usage: json('usages', { computed: `CASE WHEN t.usage = '[]' THEN ${usageOfAll('t')} ELSE t.usage END` }),
      valueValidationSettings: json('value_validation', { computed: valueValidation('t') }),
      viewRights: json('told_view_rights', { computed: viewRights('t') }),
      editRights: json('told_edit_rights', { computed: editRights('t') }),
      dependentFieldKey: key('dependent_field_key'),
      selectionOptions: json('selection_options'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'CustomFieldMeta',
  notFound: 'INVALID_CUSTOM_FIELD_ID',
  label: 'custom field',
  listing: { defaultOrder: 't.position, t.id', tieBreaker: 't.id' },
  rules: {},
};

/** The sets, of some kinds of records where the caller asks so. Built-in sets do not exist: native properties are no custom fields. */
export const getCustomFieldSets = listOperation('getCustomFieldSets', customFieldSets, (query) => {
  const { availableFor, 'displaySettings.builtIn': builtIn } = query as {
    readonly availableFor?: readonly string[];
    readonly 'displaySettings.builtIn'?: boolean;
  };
  return [
    ...(availableFor === undefined
      ? []
      : [({ bind }: { bind(value: unknown): string }) => `t.available_for = ANY(${bind(availableFor)}::text[])`]),
    ...(builtIn === true ? [() => 'false'] : []),
  ];
});

export const getCustomField = getOperation('getCustomField', customFields);

/** The fields of a set in their order, whether active or not. */
export const getCustomFieldsOfSet = read('getCustomFieldsOfSet', async ({ path, query }, context) => {
  const set = await findEntity(customFieldSets, path.customFieldSetId, context);
  if (isRejection(set)) return set;
  const listing = {
    ...listingOf(customFields),
    row: (row: Parameters<typeof entityOf>[1]) => entityOf(customFields.table, row, context.clock.zone),
  };
  const where = [({ bind }: { bind(value: unknown): string }) => `t.set_key = ${bind(set.encodedKey)}::uuid`];
  const page = await runListing(context.db, listing, { ...query, where }, listContext(context));
  if (isRejection(page)) return page;
  return { body: page.rows as unknown as ResponseBody<'getCustomFieldsOfSet'>, headers: page.headers };
});
