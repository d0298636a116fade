import type { Schemas } from '../../../generated/schemas.ts';
import type { FileDownload } from '../../../kernel/file.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { filePieces } from '../../../platform/files/fileStore.ts';
import { type Answer, type ReadContext, read } from '../../../platform/http/handler.ts';
import { type ListRequest, runListing } from '../../../platform/resources/listing.ts';
import type { RecordType } from '../../organisation/index.ts';
import { documentListing } from '../store/documents.ts';
import { documentOf } from './documentOf.ts';
import { namedDocument } from './namedDocument.ts';
import { ownerOf } from './ownerOf.ts';

const list = async (
  ownerType: RecordType,
  ownerRef: string,
  property: string,
  query: ListRequest,
  context: ReadContext,
): Promise<Answer<Schemas['Document'][]> | Rejection> => {
  const owner = await ownerOf(ownerType, ownerRef, property, context, 'LOOK');
  if (isRejection(owner)) return owner;
  const result = await runListing(
    context.db,
    documentListing,
    {
      ...query,
      where: [({ bind }) => `t.owner_type = ${bind(ownerType)} AND t.owner_key = ANY(${bind(owner)}::uuid[])`],
    },
    { zone: context.clock.zone, today: context.today },
  );
  if (isRejection(result)) return result;
  return { body: result.rows.map((row) => documentOf(row, context)), headers: result.headers };
};

const download = async (
  ref: string,
  context: ReadContext,
  ownerType?: RecordType,
): Promise<Answer<FileDownload> | Rejection> => {
  const document = await namedDocument(ref, context, { ownerType });
  if (isRejection(document)) return document;
  const { file_name: fileName, file_size: size, file_key: key } = document;
  return { body: { fileName, size, pieces: filePieces(context.db, key, size) } };
};

/** What is known of the documents of any record, oldest first. */
export const getDocuments = read('getDocuments', ({ query }, context) =>
  list(query.entity, query.ownerKey, 'ownerKey', query, context),
);

/** What is known of the documents of a client, oldest first. */
export const getClientDocuments = read('getClientDocuments', ({ path, query }, context) =>
  list('CLIENT', path.clientId, 'clientId', query, context),
);

/** What is known of one document of a client. */
export const getClientDocument = read('getClientDocument', async ({ path }, context) => {
  const document = await namedDocument(path.documentId, context, { ownerType: 'CLIENT' });
  return isRejection(document) ? document : { body: documentOf(document, context) };
});

/** The file of a document. */
export const downloadDocument = read('downloadDocument', ({ path }, context) => download(path.documentId, context));

/** The file of a client's document. */
export const downloadClientDocument = read('downloadClientDocument', ({ path }, context) =>
  download(path.documentId, context, 'CLIENT'),
);
