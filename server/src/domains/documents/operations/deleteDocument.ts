import { reject } from '../../../kernel/rejection.ts';
import { deleteFile } from '../../../platform/files/fileStore.ts';
import { write } from '../../../platform/http/handler.ts';
import { deleteDocumentRow, findDocument } from '../store/documents.ts';
import { documentOf } from './documentOf.ts';

/** Removes a document with its file. The audit record keeps what was known of it, not its bytes. */
export const deleteDocument = write('deleteDocument', async ({ path }, context) => {
  const document = await findDocument(context.db, path.documentId, true);
  if (!document) return reject('INVALID_DOCUMENT_ID', `document ${path.documentId.slice(0, 80)} does not exist`, 404);
  await deleteDocumentRow(context.db, document.encoded_key);
  await deleteFile(context.db, document.file_key);
  context.audit('DOCUMENT', document.encoded_key, documentOf(document, context), undefined);
  return { body: undefined };
});
