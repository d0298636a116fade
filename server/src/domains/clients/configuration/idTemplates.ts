import { type Collection, collectionSection } from '../../../platform/configuration/collection.ts';
import { getConfiguration, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  group,
  optional,
  required,
  text,
  truth,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { idTemplates } from '../resources/idTemplates.ts';

const properties = {
  id: required(text({ blank: 'BLANK_ID_DOCUMENT_TEMPLATE' }), 'BLANK_ID_DOCUMENT_TEMPLATE'),
  documentType: required(text({ blank: 'BLANK_DOCUMENT_TYPE', length: 'DOCUMENT_TYPE_LENGTH' }), 'BLANK_DOCUMENT_TYPE'),
  issuingAuthority: optional(text({ blank: 'BLANK_ISSUING_AUTHORITY', length: 'ISSUING_AUTHORITY_LENGTH' })),
  documentIdTemplate: optional(text({ blank: 'BLANK_DOCUMENT_ID_TEMPLATE', length: 'DOCUMENT_ID_TEMPLATE_LENGTH' })),
  mandatoryForClients: withDefault(truth(), false),
  allowAttachments: withDefault(truth(), true),
};

type TemplateItem = Values<typeof properties>;

const collection: Collection<TemplateItem, undefined> = {
  resource: idTemplates,
  label: 'IdDocumentTemplate',
  item: group(properties),
  idOf: ({ id }) => id,
  duplicate: 'DUPLICATE_ID_DOCUMENT_TEMPLATE_ID',
  facts: () => undefined,
  itemOf: (entity) => ({
    ...(entity as unknown as TemplateItem),
    mandatoryForClients: entity.mandatory === true,
  }),
  propertiesOf: ({ mandatoryForClients, ...item }) => ({
    id: item.id,
    documentType: item.documentType,
    issuingAuthority: item.issuingAuthority,
    documentIdTemplate: item.documentIdTemplate,
    mandatory: mandatoryForClients,
    allowAttachments: item.allowAttachments,
  }),
};

const section = collectionSection(collection, 'idDocumentTemplates', {
  empty: 'ID_DOCUMENT_TEMPLATES_CONFIGURATION_EMPTY',
  nullEntry: 'NULL_ID_DOCUMENT_TEMPLATE_ENTRY',
});

/** The templates of identification documents as one document. */
export const getIdTemplatesConfiguration = getConfiguration('getIdTemplatesConfiguration', section);

/** Brings the templates in line with a document. One that is left out goes, unless clients have documents of it. */
export const updateIdTemplatesConfiguration = updateConfiguration('updateIdTemplatesConfiguration', section);
