import { hash, randomUUID } from 'node:crypto';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import { findKeyHolder, type KeyHolder } from './apiKeyStore.ts';
import type { AuthenticationContext } from './credentials.ts';
import type { Principal } from './principal.ts';

/** A new API key or secret key, in the contract's form: a UUID, of which 122 bits are random. */
export const newKey = (): string => randomUUID();

/** What is stored of a key, in base64. One fast hash: nobody can try out 122 random bits (see docs/decisions/0016). */
export const keyHash = (key: string): string => hash('sha256', key, 'base64');

/** What may be told of a key later: six characters, which need not be unique. */
export const keyPrefix = (key: string): string => key.slice(0, 6);

export type KeyAuthenticator = {
  /** Whose API key this is, or INVALID_CREDENTIALS: unknown, expired, rotated or deleted, which are told apart to nobody. */
  apiKey(key: string, context: AuthenticationContext): Promise<Principal | Rejection>;
  /** Whose secret key this is, or INVALID_CREDENTIALS. Never remembered: a secret key is used once. */
  secretKey(key: string, context: AuthenticationContext): Promise<Principal | Rejection>;
  /** Forgets all keys; called when consumers, keys or roles changed (see `accessVersion`). */
  invalidate(): void;
};

type Remembered = KeyHolder & { readonly until: number };

const MOST_REMEMBERED = 10_000;
const LONGEST_KEY = 255;

/**
 * Authentication by API key. A known key is remembered under its hash for a while: a request then costs that one hash, and no look into the
 * database. Whether it has expired is asked of the bank's clock every time.
 */
export const createKeyAuthenticator = (rememberMs = 60_000): KeyAuthenticator => {
  let remembered = new Map<string, Remembered>();
  const isGood = ({ expiresAt }: KeyHolder, { clock }: AuthenticationContext): boolean =>
    expiresAt === null || expiresAt > clock.now();

  return {
    async apiKey(key, context) {
      if (key.length > LONGEST_KEY) return wrong('API key');
      const hashed = keyHash(key);
      const name = `${context.name}\n${hashed}`;
      const known = remembered.get(name);
      if (known && known.until > performance.now()) {
        return isGood(known, context) ? known.principal : wrong('API key');
      }
      // invalidate() replaces the map: what was read before it must not be remembered after it.
      const keys = remembered;
      keys.delete(name);
      const holder = await findKeyHolder(context.pool, 'api_key', hashed, context.clock.now());
      if (holder === null || !isGood(holder, context)) return wrong('API key');
      const oldest = keys.size >= MOST_REMEMBERED ? keys.keys().next().value : undefined;
      if (oldest !== undefined) keys.delete(oldest);
      keys.set(name, { ...holder, until: performance.now() + rememberMs });
      return holder.principal;
    },
    async secretKey(key, context) {
      if (key.length > LONGEST_KEY) return wrong('secret key');
      const holder = await findKeyHolder(context.pool, 'secret_key', keyHash(key), context.clock.now());
      return holder !== null && isGood(holder, context) ? holder.principal : wrong('secret key');
    },
    invalidate() {
      remembered = new Map();
    },
  };
};

const wrong = (kind: string): Rejection =>
  reject('INVALID_CREDENTIALS', `The ${kind} is not right, or no longer valid`);
