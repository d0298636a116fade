import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { permissionToView, type RecordType } from '../../organisation/index.ts';
import { type DocumentRow, findDocument } from '../store/documents.ts';

type Wanted = { readonly ownerType?: RecordType | undefined; readonly forUpdate?: boolean };

/** The document that a path names, of one type of owner where the path says so, or 404. Whoever may not look at its owner finds none. */
export const namedDocument = async (
  ref: string,
  { db, principal }: Pick<ReadContext | WriteContext, 'db' | 'principal'>,
  { ownerType, forUpdate }: Wanted = {},
): Promise<DocumentRow | Rejection> => {
  const row = await findDocument(db, ref, forUpdate);
  return row &&
    (ownerType === undefined || row.owner_type === ownerType) &&
    may(principal, permissionToView(row.owner_type))
    ? row
    : reject('INVALID_DOCUMENT_ID', `document ${ref.slice(0, 80)} does not exist`, 404);
};
