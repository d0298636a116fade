import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { AccessVersion } from './accessVersion.ts';
import { createKeyAuthenticator } from './apiKeys.ts';
import { type AuthenticationContext, createAuthenticator } from './credentials.ts';
import type { Principal } from './principal.ts';

/** What a request shows of who sent it. */
export type Caller = {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly apikey?: string | string[] | undefined;
    readonly secretkey?: string | string[] | undefined;
  };
};

/** What an operation is opened with: a user's password or an API key, or the secret key of a consumer and nothing else. */
export type Means = 'passwordOrApiKey' | 'secretKey';

export type Authentication = {
  /**
   * Who sent the request, or why that stays open: what `credentials.ts` answers for the `Authorization` header, INVALID_CREDENTIALS for a wrong
   * or expired key, and INVALID_API_KEY where the headers do not fit the operation or each other.
   */
  authenticate(caller: Caller, context: AuthenticationContext, means?: Means): Promise<Principal | Rejection>;
  /** Forgets what is remembered of those whose access changed between two versions. */
  forget(before: AccessVersion, after: AccessVersion): void;
};

/** All ways to come in. */
export const createAuthentication = (): Authentication => {
  const passwords = createAuthenticator();
  const keys = createKeyAuthenticator();

  return {
    authenticate: async ({ headers: { authorization, apikey, secretkey } }, context, means = 'passwordOrApiKey') => {
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
    },
    forget: (before, after) => {
      // Every user who is forgotten costs a slow password hash: a new product or a rotated key is no reason for that.
      if (before.users !== after.users) passwords.invalidate();
      if (before.consumers !== after.consumers) keys.invalidate();
    },
  };
};
