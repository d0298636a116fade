import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { hasDocuments, hasTasks } from '../store/usage.ts';

/**
 * Refuses to delete what tasks are about or what has documents, itself or its parts: they would lead nowhere, and nobody shall lose a file by
 * accident. `what` names it to the reader.
 */
export const refuseWithAttached = async (
  db: pg.PoolClient,
  keys: readonly EncodedKey[],
  what: string,
): Promise<Rejection | undefined> => {
  if (await hasTasks(db, keys)) {
    return reject('HAS_TASK_ATTACHED', `${what} has tasks; delete them or link them to something else first`);
  }
  return (await hasDocuments(db, keys))
    ? reject('HAS_DOCUMENT_ATTACHED', `${what} has documents; delete those first`)
    : undefined;
};
