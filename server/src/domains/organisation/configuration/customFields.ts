import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
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
import { loadCustomFieldDocument, loadDefinitionFacts, replaceCustomFields } from '../store/customFieldStore.ts';
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

const rights = group({ roles: withDefault(list(text()), []), allUsers: withDefault(truth(), false) });
const everybody = { roles: [], allUsers: true };

const options = group({
  forSelectionId: optional(text()),
  availableOptions: required(
    list(
      group({
        selectionId: required(text()),
        value: required(text()),
        score: optional(whole(-2_147_483_647, 2_147_483_647)),
      }),
    ),
  ),
});

// The one property that the reference's template says something of.
const unique = { ...optional(truth()), blank: () => false };

const field = group({
  id: required(text()),
  type: required(oneOf(kinds)),
  state: withDefault(oneOf(['ACTIVE', 'INACTIVE']), 'ACTIVE'),
  validationRules: optional(group({ validationPattern: optional(text()), unique })),
  displaySettings: required(
    group({
      displayName: required(text()),
      description: optional(text()),
      fieldSize: withDefault(oneOf(['SHORT', 'LONG']), 'SHORT'),
    }),
  ),
  usage: optional(
    list(
      group({
        id: required(text()),
        required: withDefault(truth(), false),
        default: withDefault(truth(), false),
      }),
    ),
  ),
  viewRights: withDefault(rights, everybody),
  editRights: withDefault(rights, everybody),
  dependentFieldId: optional(text()),
  selectionOptions: optional(list(options)),
  required: withDefault(truth(), false),
  default: withDefault(truth(), false),
});

const set: Shape<SetDocument> = group({
  id: required(text()),
  name: required(text()),
  description: optional(text()),
  type: required(oneOf(['SINGLE', 'GROUPED'])),
  availableFor: required(oneOf(hosts)),
  customFields: withDefault(list(field), []),
});

const section: Section<readonly SetDocument[]> = {
  shape: listDocument('customFieldSets', list(set), 'CUSTOM_FIELDS_CONFIGURATION_EMPTY'),
  empty: 'CUSTOM_FIELDS_CONFIGURATION_EMPTY',
  load: async ({ db }, { availableFor }) => {
    const asked = availableFor as readonly CustomFieldHost[] | undefined;
    const { customFieldSets } = await loadCustomFieldDocument(db, asked);
    return hosts.flatMap((host) => customFieldSets.filter((each) => each.availableFor === host));
  },
  plan: async (customFieldSets, context) => ({
    problems: definitionProblems({ customFieldSets }, await loadDefinitionFacts(context.db)),
    apply: async () => {
      const before = await loadCustomFieldDocument(context.db);
      const changed = await replaceCustomFields(context.db, { customFieldSets }, context.now);
      if (isRejection(changed)) return changed;
      if (changed) {
        const { encodedKey } = await loadGeneralSetup(context.db);
        const after = await loadCustomFieldDocument(context.db);
        context.audit('CUSTOM_FIELDS', encodedKey as EncodedKey, before, after);
        context.referenceChanged();
      }
      return [];
    },
  }),
};

/** The definitions of custom fields as one document, or those of the asked kinds of records. */
export const getCustomFieldsConfiguration = getConfiguration('getCustomFieldsConfiguration', section);

/** Makes the definitions those of a document. What it leaves out goes, unless records have values of it. */
export const updateCustomFieldsConfiguration = updateConfiguration('updateCustomFieldsConfiguration', section);

/** A document to start from: every property that definitions have. */
export const getCustomFieldsConfigurationTemplate = getTemplate('getCustomFieldsConfigurationTemplate', section);
