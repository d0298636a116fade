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

/** Refuses a file that the client does not have: files come and go as documents, and a client is sent back with those that were told of him. */
export const checkAttachments = (wanted: ClientEntity, before: ClientEntity | undefined): Rejection | undefined => {
  const known = new Set(
    Object.values(before?.idDocumentAttachments ?? {}).flatMap((files) => files.map(({ id }) => id)),
  );
  for (const [index, { attachments }] of (wanted.idDocuments ?? []).entries()) {
    const unknown = (attachments ?? []).findIndex(({ id }) => !known.has(Number(id)));
    if (unknown >= 0) {
      return reject(
        'INVALID_PARAMETERS',
        `idDocuments[${index}].attachments[${unknown}] is no file of the client; attach it with POST /documents`,
      );
    }
  }
  return undefined;
};
