import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { FileUpload } from '../../../kernel/file.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { claimFile } from '../../../platform/files/fileStore.ts';
import { type Answer, type WriteContext, write } from '../../../platform/http/handler.ts';
import { organisationReference, type RecordType } from '../../organisation/index.ts';
import { checkRoom, mostAttachments, titleOf } from '../rules/attachments.ts';
import { fileNameOf } from '../rules/fileName.ts';
import { checkFileType } from '../rules/fileTypes.ts';
import { allowsAttachments, countForAdding, insertDocument } from '../store/documents.ts';
import { documentOf } from './documentOf.ts';
import { ownerOf } from './ownerOf.ts';

type Upload = { readonly file: FileUpload; readonly name?: string | undefined; readonly notes?: string | undefined };

/** Refuses a file that its owner has no room for, or that its template wants none of. */
const checkOwner = async (
  ownerType: RecordType,
  ownerKey: FileUpload['key'],
  { db, reference }: WriteContext,
): Promise<Rejection | undefined> => {
  if (ownerType === 'ID_DOCUMENT' && !(await allowsAttachments(db, ownerKey))) {
    return reject(
      'INVALID_ID_DOCUMENT',
      'file: the template of this identification document does not allow attachments',
    );
  }
  const most = mostAttachments(ownerType, reference.get(organisationReference).generalSetup.settings);
  return most === undefined ? undefined : checkRoom(ownerType, most, await countForAdding(db, ownerType, ownerKey));
};

const attach = async (
  ownerType: RecordType,
  ownerRef: string,
  property: string,
  { file, name, notes }: Upload,
  context: WriteContext,
): Promise<Answer<Schemas['Document']> | Rejection> => {
  const fileName = fileNameOf(file.fileName);
  if (isRejection(fileName)) return fileName;
  if (file.size === 0) return reject('INVALID_PARAMETERS', 'file is empty');
  const wrongType = checkFileType(fileName.extension, file);
  if (wrongType) return wrongType;
  const title = titleOf(name, fileName.title);
  if (isRejection(title)) return title;
  const owner = await ownerOf(ownerType, ownerRef, property, context, 'HOLD');
  if (isRejection(owner)) return owner;
  const [ownerKey] = owner;
  const refusal = await checkOwner(ownerType, ownerKey, context);
  if (refusal) return refusal;
  await claimFile(context.db, file.key);
  const row = await insertDocument(context.db, {
    encodedKey: newEncodedKey(),
    ownerType,
    ownerKey,
    name: title,
    notes,
    fileName: fileName.fileName,
    fileSize: file.size,
    type: fileName.extension,
    fileKey: file.key,
    creationDate: context.now,
    lastModifiedDate: context.now,
  });
  const document = documentOf(row, context);
  context.audit('DOCUMENT', row.encoded_key, undefined, document);
  return { body: document };
};

/** Attaches a file to any record. */
export const createDocument = write('createDocument', ({ body }, context) =>
  attach(body.ownerType, body.id, 'id', body, context),
);

/** Attaches a file to a client. */
export const createClientDocument = write('createClientDocument', ({ path, body }, context) =>
  attach('CLIENT', path.clientId, 'clientId', body, context),
);
