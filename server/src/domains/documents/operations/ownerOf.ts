import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { permissionToView, type RecordType, recordNotFound, visibleRecordKey } from '../../organisation/index.ts';
import { journalEntryKeys } from '../store/journalEntries.ts';

/**
 * The keys of the record that a type and an id or key name and the caller may look at, the one that carries what is attached first, or 404. A journal entry may be named by
 * its transaction, and then stands for all of its entries. HOLD keeps the owner from being deleted until the transaction ends.
 */
export const ownerOf = async (
  type: RecordType,
  ref: string,
  property: string,
  { db, principal }: Pick<ReadContext | WriteContext, 'db' | 'principal'>,
  mode: 'LOOK' | 'HOLD',
): Promise<readonly [EncodedKey, ...EncodedKey[]] | Rejection> => {
  const key = await visibleRecordKey(db, type, ref, mode, principal);
  if (key) return [key];
  const asTransaction = type === 'GL_JOURNAL_ENTRY' && may(principal, permissionToView(type));
  const [first, ...others] = asTransaction ? await journalEntryKeys(db, ref, principal) : [];
  return first ? [first, ...others] : recordNotFound(type, property, ref, 404);
};
