import { expect, test } from 'vitest';
import { definitionProblems } from './customFieldDefinitions.ts';
import type { DefinitionFacts, FieldDocument, OptionsDocument, SetDocument } from './customFieldDocument.ts';

const everybody = { allUsers: true, roles: [] };
const field = (given: Partial<FieldDocument> = {}): FieldDocument => ({
  id: 'plain',
  type: 'FREE_TEXT',
  state: 'ACTIVE',
  displaySettings: { displayName: given.id || 'plain', fieldSize: 'SHORT' },
  viewRights: everybody,
  editRights: everybody,
  ...given,
});
const options = (values: readonly string[], forSelectionId?: string): OptionsDocument => ({
  ...(forSelectionId === undefined ? {} : { forSelectionId }),
  availableOptions: values.map((value) => ({ selectionId: value.toLowerCase(), value })),
});
const choice = (id: string, given: Partial<FieldDocument> = {}): FieldDocument =>
  field({ id, type: 'SELECTION', selectionOptions: [options(['A', 'B'])], ...given });
const setOf = (customFields: readonly FieldDocument[], given: Partial<SetDocument> = {}): SetDocument => ({
  id: '_set',
  name: 'Set',
  type: 'SINGLE',
  availableFor: 'CLIENT',
  customFields,
  ...given,
});

const stored = setOf([field({ id: 'kept', type: 'NUMBER' })], { id: '_stored', name: 'Stored' });
const facts: DefinitionFacts = {
  before: { customFieldSets: [stored] },
  roleIds: new Set(['teller']),
  usageIds: (host) => (host === 'CLIENT' ? new Set(['person', 'firm']) : null),
};
const problems = (...customFieldSets: readonly SetDocument[]): readonly string[] =>
  definitionProblems({ customFieldSets }, facts).map(({ path, reason }) => `${path.slice(1).join('.')} ${reason}`);
const usage = (id: string) => ({ id, required: false, default: true });

test('nothing is wrong with what is right', () => {
  const city = choice('city', {
    dependentFieldId: 'land',
    selectionOptions: [options(['X'], 'a'), options(['Y'], 'b')],
  });
  const used = field({ id: 'used', usage: [usage('person')], viewRights: { allUsers: false, roles: ['teller'] } });
  expect(problems(stored, setOf([field(), choice('land'), city, used]))).toEqual([]);
});

test.each<[readonly SetDocument[], string]>([
  [[setOf([], { id: '' })], '0.id CUSTOM_FIELD_SET_BLANK_ID'],
  [[setOf([], { id: 'set' })], '0.id CUSTOM_FIELD_SET_MISSING_ID_PREFIX'],
  [[setOf([], { id: `_${'x'.repeat(64)}` })], '0.id CUSTOM_FIELD_SET_INVALID_ID_LENGTH'],
  [[setOf([], { id: '_a b' })], '0.id CUSTOM_FIELD_SET_INVALID_ID_FORMAT'],
  [[setOf([], { id: '_index' })], '0.id CUSTOM_FIELD_SET_ID_RESERVED_KEYWORD'],
  [[setOf([], { name: ' ' })], '0.name CUSTOM_FIELD_SET_BLANK_NAME'],
  [[setOf([]), setOf([], { name: 'Other' })], '1.id CUSTOM_FIELD_SET_DUPLICATE_ID'],
  [[setOf([]), setOf([], { id: '_two' })], '1.name CUSTOM_FIELD_SET_DUPLICATE_NAME'],
  [[{ ...stored, type: 'GROUPED' }], '0.type CUSTOM_FIELD_SET_TYPE_CANNOT_BE_CHANGED'],
  [[{ ...stored, availableFor: 'BRANCH' }], '0.availableFor CUSTOM_FIELD_SET_AVAILABLE_FOR_CANNOT_BE_CHANGED'],
  [[setOf([field({ id: 'kept', type: 'NUMBER' })])], '0.customFields.0.id CUSTOM_FIELD_SET_CHANGE_NOT_ALLOWED'],
])('set %#: %j', (sets, expected) => {
  expect(problems(...sets)).toEqual([expected]);
});

test.each<[readonly FieldDocument[], string]>([
  [[field({ id: '' })], '0.id CUSTOM_FIELD_BLANK_ID'],
  [[field({ id: 'x'.repeat(65) })], '0.id CUSTOM_FIELD_INVALID_ID_LENGTH'],
  [[field({ id: '_index' })], '0.id CUSTOM_FIELD_INVALID_ID_FORMAT'],
  [
    [field({ id: 'one' }), field({ id: 'one', displaySettings: { displayName: 'Two', fieldSize: 'SHORT' } })],
    '1.id CUSTOM_FIELD_DUPLICATE_ID',
  ],
  [
    [field(), field({ id: 'two', displaySettings: { displayName: 'plain', fieldSize: 'LONG' } })],
    '1.displaySettings.displayName CUSTOM_FIELD_DUPLICATE_NAME',
  ],
  [
    [field({ type: 'NUMBER', validationRules: { unique: true } })],
    '0.validationRules CUSTOM_FIELD_VALIDATION_RULES_NOT_ALLOWED',
  ],
  [
    [field({ viewRights: { allUsers: true, roles: ['teller'] } })],
    '0.viewRights.allUsers CUSTOM_FIELD_ACCESS_RIGHTS_ALL_USERS_FALSE_WHEN_ROLES_SPECIFIED',
  ],
  [
    [field({ editRights: { allUsers: false, roles: ['nobody'] } })],
    '0.editRights.roles.0 CUSTOM_FIELD_ACCESS_RIGHTS_INVALID_ROLE_ID',
  ],
  [
    [field({ editRights: { allUsers: false, roles: ['teller', 'teller'] } })],
    '0.editRights.roles.1 CUSTOM_FIELD_DUPLICATE_ROLE_ID',
  ],
  [[field({ usage: [usage('cat')] })], '0.usage.0.id CUSTOM_FIELD_USAGE_ID_NOT_FOUND'],
  [[field({ usage: [usage('firm'), usage('firm')] })], '0.usage.1.id CUSTOM_FIELD_DUPLICATE_USAGE_ID'],
  [[field({ type: 'SELECTION' })], '0.selectionOptions CUSTOM_FIELD_SELECTION_OPTIONS_ARE_REQUIRED'],
  [
    [choice('a', { selectionOptions: [options(['A', 'a'])] })],
    '0.selectionOptions CUSTOM_FIELD_SELECTIONS_DUPLICATED_SELECTION_IDS',
  ],
  [
    [choice('a', { selectionOptions: [options(['A'], 'x')] })],
    '0.selectionOptions.0.forSelectionId CUSTOM_FIELD_SELECTIONS_FOR_SELECTION_ID_PRESENT_BUT_NO_DEPENDENT_FIELD',
  ],
  [
    [choice('a', { dependentFieldId: 'none', selectionOptions: [options(['A'], 'x')] })],
    '0.dependentFieldId CUSTOM_FIELD_DEPENDENT_FIELD_DOES_NOT_EXIST_IN_SET',
  ],
  [
    [choice('a', { dependentFieldId: 'b' }), choice('b')],
    '0.selectionOptions.0.forSelectionId CUSTOM_FIELD_SELECTIONS_DEPENDENT_FIELD_PRESENT_BUT_FOR_SELECTION_IS_MISSING',
  ],
  [
    [choice('a', { dependentFieldId: 'b', selectionOptions: [options(['A'], 'z')] }), choice('b')],
    '0.selectionOptions.0.forSelectionId CUSTOM_FIELD_SELECTIONS_FOR_SELECTION_ID_COULD_NOT_BE_FOUND_IN_THE_DEPENDENT_FIELD',
  ],
  [
    [choice('a', { dependentFieldId: 'a', selectionOptions: [options(['A'], 'a')] })],
    '0.dependentFieldId CUSTOM_FIELD_SELECTIONS_CIRCULAR_DEPENDENCY',
  ],
  [
    [field({ dependentFieldId: 'b' }), choice('b')],
    '0.dependentFieldId CUSTOM_FIELD_DEPENDENT_INVALID_TYPE_FOR_FIELD_WITH_DEPENDENT_FIELD',
  ],
])('field %#: %j', (fields, expected) => {
  expect(problems(setOf(fields)).map((problem) => problem.replace('0.customFields.', ''))).toEqual([expected]);
});

test('a branch has no kinds that usage could name, and a type stays', () => {
  expect(problems(setOf([field({ usage: [usage('person')] })], { availableFor: 'BRANCH' }))).toEqual([
    '0.customFields.0.usage CUSTOM_FIELD_USAGE_FOR_RECORD_TYPE_NOT_ALLOWED',
  ]);
  expect(problems({ ...stored, customFields: [field({ id: 'kept' })] })).toEqual([
    '0.customFields.0.type CUSTOM_FIELD_TYPE_CHANGED',
  ]);
});
