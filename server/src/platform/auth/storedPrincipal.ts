import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { Db } from '../db/pool.ts';
import { findConsumer } from './apiKeyStore.ts';
import type { Principal } from './principal.ts';
import { findUserByKey, type StoredUser } from './userStore.ts';

/** A user as a principal, or why he may not come in: USER_IS_LOCKED, INACTIVE_USER or NO_API_ACCESS. */
export const principalOfUser = (user: StoredUser): Principal | Rejection => {
  if (user.state === 'LOCKED') return reject('USER_IS_LOCKED', `The user ${user.username} is locked`);
  if (user.state !== 'ACTIVE') return reject('INACTIVE_USER', `The user ${user.username} is not active`);
  if (!user.apiAccess) return reject('NO_API_ACCESS', `The user ${user.username} has no API access`);
  return { kind: 'USER', userKey: user.userKey, username: user.username, keyId: null, ...user.access };
};

/**
 * Somebody whose request was taken earlier, with what he may do now. Refused like a request of his would be: USER_IS_LOCKED, INACTIVE_USER,
 * NO_API_ACCESS, and INVALID_CREDENTIALS for a user or an API consumer that is gone.
 */
export const findPrincipal = async (
  db: Db,
  { kind, userKey, username }: Pick<Principal, 'kind' | 'userKey' | 'username'>,
): Promise<Principal | Rejection> => {
  if (kind === 'API_CONSUMER') return (await findConsumer(db, userKey)) ?? gone(username);
  const user = await findUserByKey(db, userKey);
  return user ? principalOfUser(user) : gone(username);
};

const gone = (username: string): Rejection => reject('INVALID_CREDENTIALS', `${username} does not exist any more`);
