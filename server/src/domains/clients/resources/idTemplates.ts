import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { boolean, type Entity, key, text, utc } from '../../../platform/resources/entity.ts';
import { listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import type { IdDocument } from '../rules/idDocuments.ts';
import { checkIdTemplate, type IdTemplate } from '../rules/idTemplates.ts';
import { holdIdTemplates, isIdTemplateUsed, lockIdTemplate } from '../store/idTemplates.ts';

type StoredTemplate = Entity & IdTemplate;

/**
 * The kinds of identification documents that clients bring. No operation of the API edits one: the configuration document does, with this
 * declaration's rules.
 */
export const idTemplates: Resource = {
  table: {
    type: 'IDENTIFICATION_DOCUMENT_TEMPLATE',
    table: 'identification_document_template',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      documentType: text('document_type'),
      issuingAuthority: text('issuing_authority'),
      documentIdTemplate: text('document_id_template'),
      mandatory: boolean('mandatory'),
      allowAttachments: boolean('allow_attachments'),
      creationDate: utc('creation_date', { internal: true }),
      lastModifiedDate: utc('last_modified_date', { internal: true }),
    },
  },
  schema: 'IdentificationDocumentTemplate',
  notFound: 'INVALID_ID_DOCUMENT_TEMPLATE_KEY',
  label: 'identification document template',
  isReference: true,
  rules: {
    create: (body) => {
      const template = { mandatory: false, allowAttachments: true, ...body } as unknown as StoredTemplate;
      return checkIdTemplate(template, undefined) ?? template;
    },
    update: (before, after) =>
      checkIdTemplate(after as StoredTemplate, before as StoredTemplate) ?? (after as StoredTemplate),
    remove: async ({ id, encodedKey }, { db }) => {
      await lockIdTemplate(db, encodedKey);
      return (await isIdTemplateUsed(db, encodedKey))
        ? reject('INVALID_ID_DOCUMENT_TEMPLATE_KEY', `clients have documents of the template ${String(id)}`)
        : undefined;
    },
  },
};

/** Refuses documents of a template that was removed a moment ago, and holds the others until the client is stored. */
export const refuseRemovedTemplates = async (
  documents: readonly IdDocument[] | undefined,
  stored: readonly IdDocument[] | undefined,
  { db }: Pick<WriteContext, 'db'>,
): Promise<Rejection | undefined> => {
  const had = new Set((stored ?? []).map((document) => document.identificationDocumentTemplateKey));
  const named = (documents ?? []).flatMap((document) => document.identificationDocumentTemplateKey ?? []);
  const added = named.filter((template) => !had.has(template)) as EncodedKey[];
  const there = await holdIdTemplates(db, added);
  return added.every((template) => there.has(template))
    ? undefined
    : reject('INVALID_ID_DOCUMENT_TEMPLATE_KEY', 'idDocuments: a template was removed a moment ago');
};

/** The templates, in the order in which they were made. As the contract has it, for administrators only. */
export const getIdTemplates = listOperation('getIdTemplates', idTemplates, (_query, { principal }) =>
  principal.administrator
    ? []
    : reject('INVALID_PERMISSIONS', 'identification document templates are for administrators'),
);
