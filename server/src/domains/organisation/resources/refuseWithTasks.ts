import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { hasTasks } from '../store/usage.ts';

/** Refuses to delete what tasks are about, or are about parts of: they would lead nowhere. `what` names it to the reader. */
export const refuseWithTasks = async (
  db: pg.PoolClient,
  keys: readonly EncodedKey[],
  what: string,
): Promise<Rejection | undefined> =>
  (await hasTasks(db, keys))
    ? reject('HAS_TASK_ATTACHED', `${what} has tasks; delete them or link them to something else first`)
    : undefined;
