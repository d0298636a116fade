import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { ReferenceCache } from '../reference/referenceCache.ts';
import type { AccessVersion } from './accessVersion.ts';
import { createKeyAuthenticator } from './apiKeys.ts';
import { addressToBlock, blockedAddresses, countInvalidRequest } from './blockedAddresses.ts';
import { type AuthenticationContext, createAuthenticator, parseBasic } from './credentials.ts';
import { countFailedLogin } from './failedLogins.ts';
import type { Principal } from './principal.ts';

/** What a request shows of who sent it. */
export type Caller = {
  readonly ip: string;
  readonly method: string;
  readonly url: string;
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly apikey?: string | string[] | undefined;
    readonly secretkey?: string | string[] | undefined;
    readonly 'user-agent'?: string | undefined;
  };
};

/** What an operation is opened with: a user's password or an API key, or the secret key of a consumer and nothing else. */
export type Means = 'passwordOrApiKey' | 'secretKey';

type Context = AuthenticationContext & { readonly reference: ReferenceCache };

export type Authentication = {
  /**
   * Who sent the request, or why that stays open: EXCESSIVE_INVALID_REQUESTS for a blocked address, what `credentials.ts` answers for the
   * `Authorization` header, INVALID_CREDENTIALS for a wrong or expired key, and INVALID_API_KEY where the headers do not fit the operation or
   * each other. Brings the reference data up to date first: a changed user, role or key makes what is remembered drop.
   */
  authenticate(caller: Caller, context: Context, means?: Means): Promise<Principal | Rejection>;
  /** Forgets what is remembered of those whose access changed between two versions. */
  forget(before: AccessVersion, after: AccessVersion): void;
};

export type AuthenticationOptions = {
  /** Requests with wrong credentials after which their address is blocked; 0 blocks none. */
  readonly blockAfter: number;
  readonly onBlocked: (address: string) => void;
  /** Wrong passwords in a row after which their user is locked; 0 locks none. */
  readonly lockAfter: number;
  readonly onLocked: (username: string) => void;
};

/** All ways to come in, and the door that stays shut for addresses that tried too often. */
export const createAuthentication = (options: AuthenticationOptions): Authentication => {
  const { blockAfter, onBlocked, lockAfter, onLocked } = options;
  const passwords = createAuthenticator();
  const keys = createKeyAuthenticator();

  const identify = (
    { headers: { authorization, apikey, secretkey } }: Caller,
    context: Context,
    means: Means,
  ): Promise<Principal | Rejection> | Rejection => {
    if (means === 'secretKey') {
      if (authorization !== undefined || apikey !== undefined) {
        return reject('INVALID_API_KEY', 'A rotation takes the header secretkey, without apikey and Authorization');
      }
      return typeof secretkey === 'string' && secretkey !== ''
        ? keys.secretKey(secretkey, context)
        : reject('INVALID_API_KEY', 'Please send the header "secretkey: <secret key of the API consumer>"');
    }
    if (apikey === undefined) return passwords.authenticate(authorization, context);
    if (authorization !== undefined) {
      return reject('INVALID_API_KEY', 'Please send either the header apikey or the header Authorization, not both');
    }
    return typeof apikey === 'string' && apikey !== ''
      ? keys.apiKey(apikey, context)
      : reject('INVALID_API_KEY', 'Please send the header "apikey: <API key>"');
  };

  /** A header that is missing or malformed tries out nothing, and a locked user knew his password: neither counts. */
  const countIfWrong = async (rejection: Rejection, caller: Caller, context: Context): Promise<void> => {
    if (rejection.errors[0]?.reason !== 'INVALID_CREDENTIALS') return;
    await countForUser(caller, context);
    if (blockAfter === 0) return;
    const address = addressToBlock(caller.ip);
    if (!(await countInvalidRequest(context.pool, address, context.clock.now(), blockAfter))) return;
    context.reference.invalidate();
    onBlocked(address);
  };

  /** A wrong password is counted for whom it was tried on, wherever it came from. */
  const countForUser = async ({ ip, method, url, headers }: Caller, context: Context): Promise<void> => {
    const credentials =
      lockAfter === 0 || headers.authorization === undefined ? null : parseBasic(headers.authorization);
    if (credentials === null) return;
    const { username } = credentials;
    const login = { username, method, uri: url, clientIp: ip, userAgent: headers['user-agent'] ?? '' };
    const locked = await countFailedLogin(context.pool, login, context.clock.now(), lockAfter);
    if (locked === null) return;
    context.reference.invalidate();
    onLocked(locked);
  };

  return {
    authenticate: async (caller, context, means = 'passwordOrApiKey') => {
      const blocked = (await context.reference.current()).get(blockedAddresses);
      if (blocked.size > 0 && blockAfter > 0 && blocked.has(addressToBlock(caller.ip))) {
        return reject(
          'EXCESSIVE_INVALID_REQUESTS',
          'This address is blocked after too many requests with wrong credentials; an administrator can clear it',
        );
      }
      const result = await identify(caller, context, means);
      if (isRejection(result)) await countIfWrong(result, caller, context);
      return result;
    },
    forget: (before, after) => {
      // Every user who is forgotten costs a slow password hash: a new product or a rotated key is no reason for that.
      if (before.users !== after.users) passwords.invalidate();
      if (before.consumers !== after.consumers) keys.invalidate();
    },
  };
};
