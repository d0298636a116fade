import { isRejection } from '../../../kernel/rejection.ts';
import { deleteFile } from '../../../platform/files/fileStore.ts';
import { write } from '../../../platform/http/handler.ts';
import { deleteDocumentRow } from '../store/documents.ts';
import { documentOf } from './documentOf.ts';
import { namedDocument } from './namedDocument.ts';

/** Removes a document with its file. The audit record keeps what was known of it, not its bytes. */
export const deleteDocument = write('deleteDocument', async ({ path }, context) => {
  const document = await namedDocument(path.documentId, context, { forUpdate: true });
  if (isRejection(document)) return document;
  await deleteDocumentRow(context.db, document.encoded_key);
  await deleteFile(context.db, document.file_key);
  context.audit('DOCUMENT', document.encoded_key, documentOf(document, context), undefined);
  return { body: undefined };
});
