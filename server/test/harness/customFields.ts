import {
  type CustomFieldDocument,
  definitionProblems,
  type FieldDocument,
  loadDefinitionFacts,
  replaceCustomFields,
  type SetDocument,
} from '../../src/domains/organisation/index.ts';
import { instant } from '../../src/kernel/instant.ts';
import type { TestBank } from './bank.ts';

/** A field that everybody may see and change; tests say what is different. */
export const field = (id: string, given: Partial<FieldDocument> = {}): FieldDocument => ({
  id,
  type: 'FREE_TEXT',
  state: 'ACTIVE',
  displaySettings: { displayName: id, fieldSize: 'SHORT' },
  viewRights: { allUsers: true, roles: [] },
  editRights: { allUsers: true, roles: [] },
  ...given,
});

/** A selection of these values; their ids are the values in small letters. */
export const selection = (id: string, values: readonly string[], given: Partial<FieldDocument> = {}): FieldDocument =>
  field(id, {
    type: 'SELECTION',
    selectionOptions: [{ availableOptions: values.map((value) => ({ selectionId: value.toLowerCase(), value })) }],
    ...given,
  });

/** A standard set of clients; tests say what is different. */
export const fieldSet = (
  id: string,
  customFields: readonly FieldDocument[],
  given: Partial<SetDocument> = {},
): SetDocument => ({
  id,
  name: id,
  type: 'SINGLE',
  availableFor: 'CLIENT',
  customFields,
  ...given,
});

/** Makes these the bank's custom fields. Throws when the rules find something wrong with them. */
export const defineCustomFields = async (
  bank: TestBank,
  ...customFieldSets: readonly SetDocument[]
): Promise<boolean> => {
  const document: CustomFieldDocument = { customFieldSets };
  const problems = definitionProblems(document, await loadDefinitionFacts(bank.db));
  if (problems.length > 0) throw new Error(`the definitions are wrong: ${JSON.stringify(problems)}`);
  const changed = await replaceCustomFields(bank.db, document, instant(Date.now()));
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  return changed;
};

/** Sets of one kind of record: `_<mark>` with a field of each kind that can be wrong in its own way, and the grouped `_<mark>_many`. */
export const typedSets = (availableFor: SetDocument['availableFor'], mark: string): readonly SetDocument[] => [
  fieldSet(
    `_${mark}`,
    [
      field(`${mark}_text`),
      field(`${mark}_code`, { validationRules: { validationPattern: '@#$', unique: true } }),
      field(`${mark}_number`, { type: 'NUMBER' }),
      field(`${mark}_check`, { type: 'CHECKBOX' }),
      field(`${mark}_day`, { type: 'DATE' }),
      field(`${mark}_friend`, { type: 'CLIENT_LINK' }),
      field(`${mark}_old`, { state: 'INACTIVE' }),
      selection(`${mark}_country`, ['Romania', 'Chile']),
      selection(`${mark}_city`, [], {
        dependentFieldId: `${mark}_country`,
        selectionOptions: [
          { forSelectionId: 'romania', availableOptions: [{ selectionId: 'cluj', value: 'Cluj' }] },
          { forSelectionId: 'chile', availableOptions: [{ selectionId: 'arica', value: 'Arica' }] },
        ],
      }),
    ],
    { availableFor },
  ),
  fieldSet(`_${mark}_many`, [field(`${mark}_item`), field(`${mark}_price`, { type: 'NUMBER' })], {
    availableFor,
    type: 'GROUPED',
  }),
];

/** What is wrong with custom fields of the sets above, and with which reason and source it is refused; `_other` is a set of another kind. */
export const wrongFields = (
  mark: string,
): readonly (readonly [sets: Readonly<Record<string, unknown>>, reason: string, named: string])[] => {
  const set = `_${mark}`;
  const one = (id: string, value: unknown) => ({ [set]: { [`${mark}_${id}`]: value } });
  const at = (id: string): string => `${set}.${mark}_${id}`;
  return [
    [{ _nothing: { a: '1' } }, 'INVALID_CUSTOM_FIELD_SET_ID', '_nothing'],
    [{ _other: { other_text: 'x' } }, 'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY', '_other'],
    [{ [set]: { other_text: 'x' } }, 'INVALID_CUSTOM_FIELD_ID', `${set}.other_text`],
    [{ [set]: 'x' }, 'INVALID_PARAMETERS', set],
    [{ [set]: [{ [`${mark}_text`]: 'x' }] }, 'INVALID_PARAMETERS', set],
    [{ [`${set}_many`]: { [`${mark}_item`]: 'x' } }, 'INVALID_PARAMETERS', `${set}_many`],
    [{ [`${set}_many`]: [{ _index: '1', [`${mark}_item`]: 'x' }] }, 'GROUPED_INDEXES_NOT_CONSECUTIVE', `${set}_many`],
    [one('text', ''), 'INVALID_PARAMETERS', at('text')],
    [one('text', null), 'INVALID_PARAMETERS', at('text')],
    [one('text', { deep: 1 }), 'INVALID_PARAMETERS', at('text')],
    [one('text', 'x'.repeat(256)), 'MAX_CUSTOM_FIELD_VALUE_LENGTH_EXCEEDED', at('text')],
    [one('code', '123'), 'INCONSISTENT_CUSTOM_FIELD_VALUE_WITH_PATTERN', at('code')],
    [one('number', '25,000'), 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', at('number')],
    [one('check', 'maybe'), 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', at('check')],
    [one('day', '2021-02-29'), 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', at('day')],
    [one('friend', 'nobody'), 'INVALID_CUSTOM_FIELD_LINKED_ENTITY_KEY', at('friend')],
    [one('old', 'x'), 'CUSTOM_FIELD_DEACTIVATED', at('old')],
    [one('country', 'France'), 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', at('country')],
    [one('city', 'Cluj'), 'DEPENDENT_CUSTOM_FIELD_VALUE_REQUIRED', at('city')],
    [
      { [set]: { [`${mark}_country`]: 'Chile', [`${mark}_city`]: 'Cluj' } },
      'INVALID_DEPENDENT_CUSTOM_FIELD_VALUE',
      at('city'),
    ],
  ];
};
