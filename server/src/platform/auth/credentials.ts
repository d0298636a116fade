import { createHash } from 'node:crypto';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Clock } from '../clock/clock.ts';
import type { DbPool } from '../db/pool.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { Principal } from './principal.ts';
import { principalOfUser } from './storedPrincipal.ts';
import { findUserByName, recordLogin } from './userStore.ts';

/** What authentication needs to know of the tenant that is asked. */
export type AuthenticationContext = { readonly name: string; readonly pool: DbPool; readonly clock: Clock };

export type Authenticator = {
  /**
   * Who sent this `Authorization` header, or why that stays open: INVALID_BASIC_AUTHORIZATION (no or malformed header),
   * INVALID_CREDENTIALS, and with the right password USER_IS_LOCKED, INACTIVE_USER or NO_API_ACCESS.
   */
  authenticate(header: string | undefined, context: AuthenticationContext): Promise<Principal | Rejection>;
  /** Forgets all verified credentials; called when users, roles or passwords changed (see `accessVersion`). */
  invalidate(): void;
};

export type AuthenticatorOptions = {
  /** How long a verified credential is believed without asking again, in milliseconds; default 60,000. */
  readonly rememberMs?: number;
  /** Compares a stored hash with a password; replaced in tests that count. */
  readonly verify?: (storedHash: string, password: string) => Promise<boolean>;
};

type Remembered = { readonly principal: Principal; readonly until: number };

const MOST_REMEMBERED = 10_000;
const LONGEST_HEADER = 4096;

/**
 * HTTP Basic authentication. A verified credential is remembered for a while under a hash of its header, so that only the first
 * request pays for the slow password hash; requests that arrive meanwhile share that one verification.
 */
export function createAuthenticator(options: AuthenticatorOptions = {}): Authenticator {
  const rememberMs = options.rememberMs ?? 60_000;
  const verify = options.verify ?? verifyPassword;
  let remembered = new Map<string, Remembered>();
  let verifying = new Map<string, Promise<Principal | Rejection>>();
  let decoy: Promise<string> | undefined;

  const check = async (credentials: Credentials, context: AuthenticationContext): Promise<Principal | Rejection> => {
    const user = await findUserByName(context.pool, credentials.username);
    // An unknown name costs as much time as a wrong password, so that names cannot be found out by the clock.
    decoy ??= hashPassword('nobody has this password');
    const matches = await verify(user?.passwordHash ?? (await decoy), credentials.password);
    if (user === null || !matches) return reject('INVALID_CREDENTIALS', 'The user name or the password is not right');
    const principal = principalOfUser(user);
    if (!isRejection(principal)) await recordLogin(context.pool, user.userKey, context.clock.now());
    return principal;
  };

  const checkAndRemember = async (
    key: string,
    credentials: Credentials,
    context: AuthenticationContext,
  ): Promise<Principal | Rejection> => {
    // invalidate() replaces both maps: what was read before it must not be remembered after it.
    const [answers, current] = [remembered, verifying];
    try {
      const result = await check(credentials, context);
      if (!('rejected' in result)) {
        const oldest = answers.size >= MOST_REMEMBERED ? answers.keys().next().value : undefined;
        if (oldest !== undefined) answers.delete(oldest);
        answers.set(key, { principal: result, until: performance.now() + rememberMs });
      }
      return result;
    } finally {
      current.delete(key);
    }
  };

  return {
    async authenticate(header, context) {
      if (header === undefined || header.length > LONGEST_HEADER) return malformed();
      const key = createHash('sha256').update(`${context.name}\n${header}`).digest('base64');
      const known = remembered.get(key);
      if (known !== undefined) {
        if (known.until > performance.now()) return known.principal;
        remembered.delete(key);
      }
      const underway = verifying.get(key);
      if (underway !== undefined) return underway;
      const credentials = parseBasic(header);
      if (credentials === null) return malformed();
      const result = checkAndRemember(key, credentials, context);
      verifying.set(key, result);
      return result;
    },
    invalidate() {
      remembered = new Map();
      verifying = new Map();
    },
  };
}

type Credentials = { readonly username: string; readonly password: string };

const malformed = (): Rejection =>
  reject('INVALID_BASIC_AUTHORIZATION', 'Please send the header "Authorization: Basic <base64 of user:password>"');

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Name and password of a Basic header (RFC 7617, UTF-8), or null when it is malformed. The password may contain colons. */
export function parseBasic(header: string): Credentials | null {
  const token = /^basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(header)?.[1];
  if (token === undefined) return null;
  let text: string;
  try {
    text = utf8.decode(Buffer.from(token, 'base64'));
  } catch {
    return null;
  }
  const colon = text.indexOf(':');
  // PostgreSQL's text knows no NUL, and neither does any user name.
  if (colon < 1 || text.includes('\u0000')) return null;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
