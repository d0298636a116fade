import type { ErrorReason } from '../../../generated/errors.ts';
import type {
  CustomFieldDocument,
  DefinitionFacts,
  DefinitionProblem,
  FieldDocument,
  OptionsDocument,
  RightsDocument,
  SetDocument,
} from './customFieldDocument.ts';

const longestId = 64;
const longestName = 255;
const longestDescription = 1024;

type Path = readonly (string | number)[];
type Report = (path: Path, reason: ErrorReason, message: string) => void;

const isBlank = (text: string): boolean => text.trim() === '';

/** The places after the first of texts that occur more than once. */
const repeated = (texts: readonly string[]): readonly number[] =>
  texts.flatMap((text, index) => (texts.indexOf(text) < index ? [index] : []));

const checkSetNames = (set: SetDocument, at: Path, report: Report): void => {
  const id = [...at, 'id'];
  if (isBlank(set.id)) report(id, 'CUSTOM_FIELD_SET_BLANK_ID', 'a set needs an id');
  else if (!set.id.startsWith('_')) {
    report(id, 'CUSTOM_FIELD_SET_MISSING_ID_PREFIX', `the id of a set begins with an underscore: _${set.id}`);
  } else if (set.id.length > longestId || set.id.length < 2) {
    report(id, 'CUSTOM_FIELD_SET_INVALID_ID_LENGTH', `the id of a set has 2 to ${longestId} characters`);
  } else if (!/^\w+$/.test(set.id)) {
    report(id, 'CUSTOM_FIELD_SET_INVALID_ID_FORMAT', 'the id of a set holds letters, digits and underscores');
  } else if (set.id === '_index')
    report(id, 'CUSTOM_FIELD_SET_ID_RESERVED_KEYWORD', '_index counts the groups of a set');
  if (isBlank(set.name)) report([...at, 'name'], 'CUSTOM_FIELD_SET_BLANK_NAME', 'a set needs a name');
  if (set.name.length > longestName) {
    report([...at, 'name'], 'CUSTOM_FIELD_SET_NAME_LENGTH', `a name has at most ${longestName} characters`);
  }
};

const checkFieldNames = ({ id, displaySettings }: FieldDocument, at: Path, report: Report): void => {
  if (isBlank(id)) report([...at, 'id'], 'CUSTOM_FIELD_BLANK_ID', 'a field needs an id');
  else if (id.length > longestId) {
    report([...at, 'id'], 'CUSTOM_FIELD_INVALID_ID_LENGTH', `the id of a field has at most ${longestId} characters`);
  } else if (!/^[A-Za-z0-9]\w*$/.test(id)) {
    report([...at, 'id'], 'CUSTOM_FIELD_INVALID_ID_FORMAT', 'the id of a field holds letters, digits and underscores');
  }
  const display = [...at, 'displaySettings'];
  if (isBlank(displaySettings.displayName)) {
    report([...display, 'displayName'], 'CUSTOM_FIELD_BLANK_NAME', 'a field needs a name');
  } else if (displaySettings.displayName.length > longestName) {
    report([...display, 'displayName'], 'CUSTOM_FIELD_NAME_LENGTH', `a name has at most ${longestName} characters`);
  }
  if ((displaySettings.description ?? '').length > longestDescription) {
    const message = `a description has at most ${longestDescription} characters`;
    report([...display, 'description'], 'CUSTOM_FIELD_DESCRIPTION_LENGTH_EXCEEDED', message);
  }
};

const checkRights = (rights: RightsDocument, at: Path, facts: DefinitionFacts, report: Report): void => {
  if (rights.allUsers && rights.roles.length > 0) {
    const message = 'allUsers is false where roles are named';
    report([...at, 'allUsers'], 'CUSTOM_FIELD_ACCESS_RIGHTS_ALL_USERS_FALSE_WHEN_ROLES_SPECIFIED', message);
  }
  for (const [index, role] of rights.roles.entries()) {
    const path = [...at, 'roles', index];
    if (isBlank(role)) report(path, 'CUSTOM_FIELD_BLANK_ROLE_ID', 'a role is named by its id');
    else if (!facts.roleIds.has(role))
      report(path, 'CUSTOM_FIELD_ACCESS_RIGHTS_INVALID_ROLE_ID', `${role} is not a role`);
  }
  for (const index of repeated(rights.roles)) {
    report([...at, 'roles', index], 'CUSTOM_FIELD_DUPLICATE_ROLE_ID', `${rights.roles[index]} is named twice`);
  }
};

const checkUsage = (set: SetDocument, field: FieldDocument, at: Path, facts: DefinitionFacts, report: Report): void => {
  const usage = field.usage ?? [];
  const ids = facts.usageIds(set.availableFor);
  if (ids === null && usage.length > 0) {
    const message = `${set.availableFor} has no kinds of records; say required and default of the field instead`;
    report([...at, 'usage'], 'CUSTOM_FIELD_USAGE_FOR_RECORD_TYPE_NOT_ALLOWED', message);
    return;
  }
  for (const [index, { id }] of usage.entries()) {
    const path = [...at, 'usage', index, 'id'];
    if (isBlank(id)) report(path, 'CUSTOM_FIELD_USAGE_BLANK_ID', 'a usage names a role, product or channel by its id');
    else if (!ids?.has(id)) report(path, 'CUSTOM_FIELD_USAGE_ID_NOT_FOUND', `${id} is nothing that usage can name`);
  }
  for (const index of repeated(usage.map(({ id }) => id))) {
    report([...at, 'usage', index, 'id'], 'CUSTOM_FIELD_DUPLICATE_USAGE_ID', `${usage[index]?.id} is named twice`);
  }
};

/** The options of one parent value: not empty, told apart by key and by value. */
const checkOptions = ({ availableOptions }: OptionsDocument, at: Path, report: Report): void => {
  if (availableOptions.length === 0) report(at, 'CUSTOM_FIELD_SELECTION_OPTIONS_ARE_REQUIRED', 'there are no options');
  for (const [index, { selectionId, value }] of availableOptions.entries()) {
    const path = [...at, 'availableOptions', index];
    if (isBlank(value)) {
      report([...path, 'value'], 'CUSTOM_FIELD_SELECTIONS_VALUE_CANNOT_BE_EMPTY', 'an option needs a value');
    }
    if (isBlank(selectionId)) {
      report(
        [...path, 'selectionId'],
        'CUSTOM_FIELD_SELECTIONS_SELECTION_ID_SHOULD_NOT_BE_EMPTY',
        'an option needs an id',
      );
    } else if (!/^[\w-]{1,64}$/.test(selectionId)) {
      const message = 'the id of an option holds at most 64 letters, digits, underscores and hyphens';
      report([...path, 'selectionId'], 'CUSTOM_FIELD_SELECTIONS_SELECTION_ID_CONTAINS_INVALID_CHARACTERS', message);
    }
  }
  for (const index of repeated(availableOptions.map(({ value }) => value))) {
    const message = `${availableOptions[index]?.value} is there twice`;
    report([...at, 'availableOptions', index, 'value'], 'CUSTOM_FIELD_SELECTIONS_DUPLICATE_OPTION_VALUES', message);
  }
};

const optionsOf = (field: FieldDocument): readonly { readonly selectionId: string; readonly value: string }[] =>
  (field.selectionOptions ?? []).flatMap(({ availableOptions }) => availableOptions);

/** Whether following the dependencies of a field leads back to it. */
const isCircular = (set: SetDocument, field: FieldDocument): boolean => {
  let next: string | undefined = field.dependentFieldId;
  for (let steps = 0; next !== undefined && steps <= set.customFields.length; steps += 1) {
    if (next === field.id) return true;
    const name: string = next;
    next = set.customFields.find(({ id }) => id === name)?.dependentFieldId;
  }
  return false;
};

const checkDependency = (set: SetDocument, field: FieldDocument, at: Path, report: Report): void => {
  const path = [...at, 'dependentFieldId'];
  const parent = set.customFields.find(({ id }) => id === field.dependentFieldId);
  if (!parent) {
    const message = `${field.dependentFieldId} is not a field of the set ${set.id}`;
    report(path, 'CUSTOM_FIELD_DEPENDENT_FIELD_DOES_NOT_EXIST_IN_SET', message);
    return;
  }
  if (parent.type !== 'SELECTION') {
    report(path, 'CUSTOM_FIELD_DEPENDENT_INVALID_TYPE_FOR_THE_DEPENDENT_FIELD', `${parent.id} is not a selection`);
  }
  if (isCircular(set, field))
    report(path, 'CUSTOM_FIELD_SELECTIONS_CIRCULAR_DEPENDENCY', `${field.id} depends on itself`);
  const parentIds = new Set(optionsOf(parent).map(({ selectionId }) => selectionId));
  for (const [index, { forSelectionId }] of (field.selectionOptions ?? []).entries()) {
    const option = [...at, 'selectionOptions', index, 'forSelectionId'];
    if (forSelectionId === undefined) {
      const message = `options of ${field.id} are those for one option of ${parent.id}: say which`;
      report(option, 'CUSTOM_FIELD_SELECTIONS_DEPENDENT_FIELD_PRESENT_BUT_FOR_SELECTION_IS_MISSING', message);
    } else if (!parentIds.has(forSelectionId)) {
      const message = `${forSelectionId} is not an option of ${parent.id}`;
      report(option, 'CUSTOM_FIELD_SELECTIONS_FOR_SELECTION_ID_COULD_NOT_BE_FOUND_IN_THE_DEPENDENT_FIELD', message);
    }
  }
};

const checkSelection = (set: SetDocument, field: FieldDocument, at: Path, report: Report): void => {
  const options = field.selectionOptions ?? [];
  if (field.type !== 'SELECTION') {
    if (field.dependentFieldId !== undefined) {
      const message = 'only a selection depends on another field';
      report(
        [...at, 'dependentFieldId'],
        'CUSTOM_FIELD_DEPENDENT_INVALID_TYPE_FOR_FIELD_WITH_DEPENDENT_FIELD',
        message,
      );
    }
    if (options.length > 0) report([...at, 'selectionOptions'], 'INVALID_PARAMETERS', 'only a selection has options');
    return;
  }
  if (options.length === 0) {
    report([...at, 'selectionOptions'], 'CUSTOM_FIELD_SELECTION_OPTIONS_ARE_REQUIRED', 'a selection needs options');
  }
  for (const [index, group] of options.entries()) checkOptions(group, [...at, 'selectionOptions', index], report);
  const ids = optionsOf(field).map(({ selectionId }) => selectionId);
  for (const index of repeated(ids)) {
    report(
      [...at, 'selectionOptions'],
      'CUSTOM_FIELD_SELECTIONS_DUPLICATED_SELECTION_IDS',
      `${ids[index]} is there twice`,
    );
  }
  if (field.dependentFieldId !== undefined) {
    checkDependency(set, field, at, report);
    return;
  }
  for (const [index, { forSelectionId }] of options.entries()) {
    if (forSelectionId === undefined) continue;
    const message = 'the field depends on no other one';
    const reason = 'CUSTOM_FIELD_SELECTIONS_FOR_SELECTION_ID_PRESENT_BUT_NO_DEPENDENT_FIELD';
    report([...at, 'selectionOptions', index, 'forSelectionId'], reason, message);
  }
};

const checkField = (set: SetDocument, field: FieldDocument, at: Path, facts: DefinitionFacts, report: Report): void => {
  checkFieldNames(field, at, report);
  const { validationPattern, unique } = field.validationRules ?? {};
  if (field.type !== 'FREE_TEXT' && (validationPattern !== undefined || unique === true)) {
    const message = `a field of type ${field.type} has no validation rules`;
    report([...at, 'validationRules'], 'CUSTOM_FIELD_VALIDATION_RULES_NOT_ALLOWED', message);
  }
  checkRights(field.viewRights, [...at, 'viewRights'], facts, report);
  checkRights(field.editRights, [...at, 'editRights'], facts, report);
  checkUsage(set, field, at, facts, report);
  checkSelection(set, field, at, report);
};

/** What a definition cannot change into once it is there. */
const checkChanges = (set: SetDocument, at: Path, { before }: DefinitionFacts, report: Report): void => {
  const stored = before.customFieldSets.find(({ id }) => id === set.id);
  if (stored && stored.type !== set.type) {
    report([...at, 'type'], 'CUSTOM_FIELD_SET_TYPE_CANNOT_BE_CHANGED', `the set is a ${stored.type} one`);
  }
  if (stored && stored.availableFor !== set.availableFor) {
    const message = `the set is one of ${stored.availableFor}`;
    report([...at, 'availableFor'], 'CUSTOM_FIELD_SET_AVAILABLE_FOR_CANNOT_BE_CHANGED', message);
  }
  for (const [index, field] of set.customFields.entries()) {
    const path = [...at, 'customFields', index];
    const home = before.customFieldSets.find(({ customFields }) => customFields.some(({ id }) => id === field.id));
    const former = home?.customFields.find(({ id }) => id === field.id);
    if (former && former.type !== field.type) {
      report([...path, 'type'], 'CUSTOM_FIELD_TYPE_CHANGED', `the field is of type ${former.type}`);
    }
    if (home && home.id !== set.id) {
      report([...path, 'id'], 'CUSTOM_FIELD_SET_CHANGE_NOT_ALLOWED', `the field belongs to the set ${home.id}`);
    }
  }
};

const checkUniqueNames = (sets: readonly SetDocument[], report: Report): void => {
  for (const index of repeated(sets.map(({ id }) => id))) {
    report(['customFieldSets', index, 'id'], 'CUSTOM_FIELD_SET_DUPLICATE_ID', `${sets[index]?.id} is there twice`);
  }
  for (const index of repeated(sets.map(({ availableFor, name }) => `${availableFor} ${name}`))) {
    const message = `${sets[index]?.availableFor} has two sets of the name ${sets[index]?.name}`;
    report(['customFieldSets', index, 'name'], 'CUSTOM_FIELD_SET_DUPLICATE_NAME', message);
  }
  const seen = new Set<string>();
  for (const [setIndex, set] of sets.entries()) {
    const at = ['customFieldSets', setIndex, 'customFields'];
    for (const [index, { id }] of set.customFields.entries()) {
      if (seen.has(id)) report([...at, index, 'id'], 'CUSTOM_FIELD_DUPLICATE_ID', `${id} is there twice`);
      seen.add(id);
    }
    for (const index of repeated(set.customFields.map(({ displaySettings }) => displaySettings.displayName))) {
      const path = [...at, index, 'displaySettings', 'displayName'];
      report(path, 'CUSTOM_FIELD_DUPLICATE_NAME', `the set has two fields of this name`);
    }
  }
};

/** Everything that is wrong with a document of definitions, in its order; nothing when it can be stored. */
export const definitionProblems = (
  document: CustomFieldDocument,
  facts: DefinitionFacts,
): readonly DefinitionProblem[] => {
  const problems: DefinitionProblem[] = [];
  const report: Report = (path, reason, message) => {
    problems.push({ path, reason, message });
  };
  const sets = document.customFieldSets;
  checkUniqueNames(sets, report);
  for (const [index, set] of sets.entries()) {
    const at = ['customFieldSets', index];
    checkSetNames(set, at, report);
    checkChanges(set, at, facts, report);
    for (const [place, field] of set.customFields.entries()) {
      checkField(set, field, [...at, 'customFields', place], facts, report);
    }
  }
  return problems;
};
