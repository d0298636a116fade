import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { DocumentTemplateReference } from './clientRole.ts';

/** An identity document as it is stored and told. */
export type IdDocument = {
  readonly encodedKey?: EncodedKey | undefined;
  readonly clientKey?: EncodedKey | undefined;
  readonly indexInList?: number | undefined;
  readonly documentId: string;
  readonly documentType: string;
  readonly issuingAuthority?: string | undefined;
  readonly validUntil?: string | undefined;
  readonly identificationDocumentTemplateKey?: string | undefined;
  /** Its files as they are told; never stored with it. */
  readonly attachments?: readonly Readonly<Record<string, unknown>>[] | undefined;
};

export type DocumentRules = {
  /** Whether the client's role asks for a document at all. */
  readonly required: boolean;
  /** Whether documents without a template are accepted. */
  readonly othersEnabled: boolean;
  readonly templates: ReadonlyMap<EncodedKey, DocumentTemplateReference>;
  /** Finds a template by key or id. */
  readonly find: (ref: string) => DocumentTemplateReference | undefined;
  readonly matchesPattern: (pattern: string, text: string) => boolean;
  /** Documents that the client has already: rules that came later do not ask for them again. */
  readonly stored: readonly IdDocument[];
};

/** The same document in two lists, whatever else of it changed. */
export const isSameDocument = (left: IdDocument, right: IdDocument): boolean =>
  left.documentType === right.documentType && left.documentId === right.documentId;

/** The documents with their templates by key, or what is wrong with one of them or missing. */
export const judgedDocuments = (
  documents: readonly IdDocument[],
  rules: DocumentRules,
): readonly IdDocument[] | Rejection => {
  const judged: IdDocument[] = [];
  for (const [index, document] of documents.entries()) {
    const at = `idDocuments[${index}]`;
    if (document.documentId.trim() === '') return reject('INVALID_ID_DOCUMENT', `${at}.documentId may not be blank`);
    if (document.documentType.trim() === '')
      return reject('INVALID_ID_DOCUMENT', `${at}.documentType may not be blank`);
    const again = judged.findIndex((earlier) => isSameDocument(earlier, document));
    if (again >= 0 && rules.stored.filter((known) => isSameDocument(known, document)).length < 2) {
      return reject('INVALID_ID_DOCUMENT', `${at} is the same as idDocuments[${again}]: one type and documentId`);
    }
    const ref = document.identificationDocumentTemplateKey;
    const isStored = rules.stored.some(
      (known) => isSameDocument(known, document) && known.identificationDocumentTemplateKey === ref,
    );
    if (isStored) {
      judged.push(document);
      continue;
    }
    if (ref === undefined) {
      if (!rules.othersEnabled) {
        return reject('ADDING_OTHER_ID_DOCUMENTS_IS_DISABLED', `${at} needs an identificationDocumentTemplateKey`);
      }
      judged.push(document);
      continue;
    }
    const template = rules.find(ref);
    if (!template) {
      return reject('INVALID_ID_DOCUMENT_TEMPLATE_KEY', `${at}.identificationDocumentTemplateKey names no template`);
    }
    const pattern = template.documentIdTemplate;
    if (pattern !== null && !rules.matchesPattern(pattern, document.documentId)) {
      return reject('INVALID_ID_DOCUMENT', `${at}.documentId must look like ${pattern}`);
    }
    if (document.documentType !== template.documentType) {
      return reject('INVALID_ID_DOCUMENT', `${at}.documentType must be ${template.documentType}, as its template says`);
    }
    judged.push({ ...document, identificationDocumentTemplateKey: template.encodedKey });
  }
  return missing(judged, rules) ?? judged;
};

const missing = (documents: readonly IdDocument[], rules: DocumentRules): Rejection | undefined => {
  if (rules.required && documents.length === 0) {
    return reject('REQUIRED_ID_DOCUMENT_MISSING', "idDocuments must have a document, as the client's role requires");
  }
  const given = new Set(documents.map((document) => document.identificationDocumentTemplateKey));
  for (const template of rules.templates.values()) {
    if (template.mandatory && !given.has(template.encodedKey)) {
      return reject('REQUIRED_ID_DOCUMENT_MISSING', `idDocuments must have a document of template ${template.id}`);
    }
  }
  return undefined;
};
