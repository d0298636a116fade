import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { may, type Principal } from '../../../platform/auth/principal.ts';
import { permissionToView, type RecordType } from '../rules/records.ts';
import { recordKey } from '../store/records.ts';

/**
 * The key of a record of any kind that the caller may look at, named by key or id; undefined when there is none, when it lies outside his reach, and
 * when he lacks the permission to look at its kind. What hangs on a record asks for that besides its own permission: comments, documents, tasks.
 */
export const visibleRecordKey = async (
  db: Pick<pg.Pool, 'query'>,
  type: RecordType,
  ref: string,
  mode: 'LOOK' | 'HOLD',
  caller: Principal,
): Promise<EncodedKey | undefined> =>
  may(caller, permissionToView(type)) ? recordKey(db, type, ref, mode, caller) : undefined;
