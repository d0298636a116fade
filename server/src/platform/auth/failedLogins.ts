import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import { insertAuditRecords } from '../audit/auditRecord.ts';
import { type DbPool, transaction } from '../db/pool.ts';
import { send } from '../db/statement.ts';
import { everything } from './reach.ts';
import { countFailure, lockUser } from './userStore.ts';

/** The request with which a login failed. */
export type FailedLogin = {
  readonly username: string;
  readonly method: string;
  readonly uri: string;
  readonly clientIp: string;
  readonly userAgent: string;
};

/**
 * Counts a wrong password for the user of this name, and locks him when it was one too many in a row; the trail tells by which request. Answers the
 * name of the user whom this locked. The last active administrator stays: who guesses at his password shall not close the bank, and the address
 * he guesses from is blocked soon.
 */
export const countFailedLogin = async (
  pool: DbPool,
  login: FailedLogin,
  now: Instant,
  lockAfter: number,
): Promise<string | null> => {
  const user = await countFailure(pool, login.username);
  if (user === null || user.failures < lockAfter) return null;
  const locked = await transaction(pool, async (db) => {
    if (!(await lockUser(db, user.userKey, now))) return false;
    await send(db, insertAuditRecords([recordOf(user, login, now)]));
    return true;
  });
  return locked ? user.username : null;
};

const recordOf = (
  { userKey, username }: { readonly userKey: EncodedKey; readonly username: string },
  { method, uri, clientIp, userAgent }: FailedLogin,
  occurredAt: Instant,
): Parameters<typeof insertAuditRecords>[0][number] => ({
  occurredAt,
  operation: 'lockUser',
  origin: {
    // Whoever it was claimed to be the user; of him nothing but the name is known.
    principal: {
      kind: 'USER',
      userKey,
      username,
      keyId: null,
      administrator: false,
      roleKey: null,
      permissions: new Set(),
      branchKey: null,
      transactionLimits: new Map(),
      reach: everything,
    },
    method,
    uri,
    clientIp,
    userAgent,
    payload: null,
  },
  entityType: 'USER',
  entityKey: userKey,
  before: { userState: 'ACTIVE' },
  after: { userState: 'LOCKED' },
  status: 401,
  response: null,
});
