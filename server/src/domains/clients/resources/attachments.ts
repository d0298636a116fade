import { instant } from '../../../kernel/instant.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { may, type Principal } from '../../../platform/auth/principal.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import type { StoredAttachment } from '../store/attachments.ts';
import type { ClientEntity } from './clientEntity.ts';

const toldOf = ({ creationDate, lastModifiedDate, ...attachment }: StoredAttachment): Record<string, unknown> => ({
  ...attachment,
  ownerType: 'ID_DOCUMENT',
  creationDate: formatUtc(instant(creationDate)),
  lastModifiedDate: formatUtc(instant(lastModifiedDate)),
});

/** The client whose identification documents tell their files, to those who may look at documents. */
export const withAttachments = (client: ClientEntity, principal: Principal): ClientEntity => {
  const { idDocuments, idDocumentAttachments } = client;
  if (!idDocuments || !idDocumentAttachments || !may(principal, 'VIEW_DOCUMENTS')) return client;
  return {
    ...client,
    idDocuments: idDocuments.map((document) => {
      const files = idDocumentAttachments[document.encodedKey ?? ''];
      return files ? { ...document, attachments: files.map(toldOf) } : document;
    }),
  };
};

// What the contract lets somebody send of a file besides its id.
const ofFile = ['name', 'notes', 'fileName', 'fileSize', 'type', 'location'] as const;

/**
 * Refuses a file that the client does not have, and one of which something else is said than what is told: files come, change and go as documents, and a client is
 * sent back with those that were told of him. Where a file lies (`location`) is told of none.
 */
export const checkAttachments = (wanted: ClientEntity, before: ClientEntity | undefined): Rejection | undefined => {
  const known = new Map<number, Readonly<Record<string, unknown>>>(
    Object.values(before?.idDocumentAttachments ?? {}).flatMap((files) => files.map((file) => [Number(file.id), file])),
  );
  for (const [index, { attachments }] of (wanted.idDocuments ?? []).entries()) {
    for (const [place, sent] of (attachments ?? []).entries()) {
      const at = `idDocuments[${index}].attachments[${place}]`;
      const file = known.get(Number(sent.id));
      if (!file) return reject('INVALID_PARAMETERS', `${at} is no file of the client; attach it with POST /documents`);
      const other = ofFile.find((name) => sent[name] !== undefined && String(sent[name]) !== String(file[name] ?? ''));
      if (other !== undefined)
        return reject(
          'INVALID_PARAMETERS',
          `${at}.${other} is not as it is told: a file does not change with its client`,
        );
    }
  }
  return undefined;
};
