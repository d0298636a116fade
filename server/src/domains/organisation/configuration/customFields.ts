import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import {
  getConfiguration,
  getTemplate,
  type Section,
  updateConfiguration,
} from '../../../platform/configuration/section.ts';
import {
  group,
  list,
  listDocument,
  notes,
  oneOf,
  optional,
  required,
  type Shape,
  text,
  truth,
  whole,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { definitionProblems } from '../rules/customFieldDefinitions.ts';
import type { CustomFieldHost, SetDocument } from '../rules/customFieldDocument.ts';
import {
  loadCustomFieldDocument,
  loadDefinitionFacts,
  lostValues,
  replaceCustomFields,
} from '../store/customFieldStore.ts';
import { loadGeneralSetup } from '../store/loadReference.ts';

const hosts = [
  'CLIENT',
  'GROUP',
  'CREDIT_ARRANGEMENT',
  'LOAN_ACCOUNT',
  'GUARANTOR',
  'ASSET',
  'DEPOSIT_ACCOUNT',
  'DEPOSIT_PRODUCT',
  'TRANSACTION_CHANNEL',
  'TRANSACTION_TYPE',
  'BRANCH',
  'CENTRE',
  'USER',
] as const satisfies readonly CustomFieldHost[];

const kinds = [
  'FREE_TEXT',
  'SELECTION',
  'NUMBER',
  'CHECKBOX',
  'DATE',
  'DATE_TIME',
  'CLIENT_LINK',
  'GROUP_LINK',
  'USER_LINK',
] as const;

const rights = group({
  roles: withDefault(list(text(), 'CUSTOM_FIELD_BLANK_ROLE_ID'), []),
  allUsers: withDefault(truth(), false),
});
const everybody = { roles: [], allUsers: true };

const largestScore = 2_147_483_647;

const option = group({
  selectionId: required(text(), 'CUSTOM_FIELD_SELECTIONS_SELECTION_ID_SHOULD_NOT_BE_EMPTY'),
  value: required(text(), 'CUSTOM_FIELD_SELECTIONS_VALUE_CANNOT_BE_EMPTY'),
  score: optional(whole(-largestScore, largestScore, 'CUSTOM_FIELD_SELECTIONS_INVALID_SCORE_NUMBER')),
});

const options = group({
  forSelectionId: optional(text()),
  availableOptions: required(
    list(option, 'CUSTOM_FIELD_AVAILABLE_OPTIONS_NULL'),
    'CUSTOM_FIELD_SELECTION_OPTIONS_ARE_REQUIRED',
  ),
});

const usage = group({
  id: required(text(), 'CUSTOM_FIELD_USAGE_BLANK_ID'),
  required: withDefault(truth(), false),
  default: withDefault(truth(), false),
});

// The one property that the reference's template says something of.
const unique = { ...optional(truth()), blank: () => false };

const field = group({
  id: required(text({ length: 'CUSTOM_FIELD_INVALID_ID_LENGTH' }), 'CUSTOM_FIELD_BLANK_ID'),
  type: required(oneOf(kinds), 'CUSTOM_FIELD_BLANK_TYPE'),
  state: withDefault(oneOf(['ACTIVE', 'INACTIVE']), 'ACTIVE'),
  validationRules: optional(group({ validationPattern: optional(text()), unique })),
  displaySettings: required(
    group({
      displayName: required(text({ length: 'CUSTOM_FIELD_NAME_LENGTH' }), 'CUSTOM_FIELD_BLANK_NAME'),
      description: optional(notes()),
      fieldSize: withDefault(oneOf(['SHORT', 'LONG']), 'SHORT'),
    }),
    'CUSTOM_FIELD_DISPLAY_SETTINGS_REQUIRED',
  ),
  usage: optional(list(usage, 'CUSTOM_FIELD_NULL_USAGE')),
  viewRights: withDefault(rights, everybody),
  editRights: withDefault(rights, everybody),
  dependentFieldId: optional(text()),
  selectionOptions: optional(list(options, 'CUSTOM_FIELD_SELECTION_OPTIONS_NULL')),
  required: withDefault(truth(), false),
  default: withDefault(truth(), false),
});

const set: Shape<SetDocument> = group({
  id: required(text({ length: 'CUSTOM_FIELD_SET_INVALID_ID_LENGTH' }), 'CUSTOM_FIELD_SET_BLANK_ID'),
  name: required(text({ length: 'CUSTOM_FIELD_SET_NAME_LENGTH' }), 'CUSTOM_FIELD_SET_BLANK_NAME'),
  description: optional(text()),
  type: required(oneOf(['SINGLE', 'GROUPED']), 'CUSTOM_FIELD_SET_TYPE_REQUIRED'),
  availableFor: required(oneOf(hosts), 'CUSTOM_FIELD_SET_AVAILABLE_FOR_REQUIRED'),
  customFields: withDefault(list(field, 'CUSTOM_FIELD_SET_NULL_FIELD'), []),
});

const section: Section<readonly SetDocument[]> = {
  shape: listDocument('customFieldSets', list(set, 'CUSTOM_FIELD_SET_NULL_ENTRY'), 'CUSTOM_FIELDS_CONFIGURATION_EMPTY'),
  empty: 'CUSTOM_FIELDS_CONFIGURATION_EMPTY',
  load: async ({ db }, { availableFor }) => {
    const asked = availableFor as readonly CustomFieldHost[] | undefined;
    const { customFieldSets } = await loadCustomFieldDocument(db, asked);
    return hosts.flatMap((host) => customFieldSets.filter((each) => each.availableFor === host));
  },
  plan: async (customFieldSets, context) => {
    const document = { customFieldSets };
    const facts = await loadDefinitionFacts(context.db);
    const wrong = definitionProblems(document, facts);
    return {
      problems: wrong.length > 0 ? wrong : await lostValues(context.db, facts.before, document),
      apply: async () => {
        if (await replaceCustomFields(context.db, document, context.now)) {
          const { encodedKey } = await loadGeneralSetup(context.db);
          const after = await loadCustomFieldDocument(context.db);
          context.audit('CUSTOM_FIELDS', encodedKey as EncodedKey, facts.before, after);
          context.referenceChanged();
        }
        return [];
      },
    };
  },
};

/** The definitions of custom fields as one document, or those of the asked kinds of records. */
export const getCustomFieldsConfiguration = getConfiguration('getCustomFieldsConfiguration', section);

/** Makes the definitions those of a document. What it leaves out goes, unless records have values of it. */
export const updateCustomFieldsConfiguration = updateConfiguration('updateCustomFieldsConfiguration', section);

/** A document to start from: every property that definitions have. */
export const getCustomFieldsConfigurationTemplate = getTemplate('getCustomFieldsConfigurationTemplate', section);
