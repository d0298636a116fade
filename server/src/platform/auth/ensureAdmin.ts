import { randomBytes } from 'node:crypto';
import { newEncodedKey } from '../../kernel/encodedKey.ts';
import type { Clock } from '../clock/clock.ts';
import { type DbPool, transaction } from '../db/pool.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hasUsers, insertAdministrator, lockPassword, updatePassword } from './userStore.ts';

/** Name of the user that a new database starts with. */
export const ADMIN_USERNAME = 'admin';

export type AdminReport =
  /** A new database: `admin` was created. `generatedPassword` is null when the password was configured; show it once, it is not stored. */
  | { readonly outcome: 'created'; readonly generatedPassword: string | null }
  /** The configured password differed from the stored one, which was replaced. Worth a line in the log. */
  | { readonly outcome: 'passwordChanged' }
  | { readonly outcome: 'unchanged' };

/**
 * Makes sure that a new database has somebody who can sign in, and that a configured password is the one that works.
 * A database that has users but no `admin` is left alone. Several processes may call it at once.
 */
export async function ensureAdmin(
  pool: DbPool,
  options: { readonly password: string | null; readonly clock: Clock },
): Promise<AdminReport> {
  const at = options.clock.now();
  return transaction(pool, async (tx) => {
    // One process at a time: two of them on an empty database would otherwise both create the user.
    await tx.query('SELECT FROM tenant_state FOR UPDATE');
    const admin = await lockPassword(tx, ADMIN_USERNAME);
    if (admin === null) {
      if (await hasUsers(tx)) return { outcome: 'unchanged' };
      const password = options.password ?? generatePassword();
      const passwordHash = await hashPassword(password);
      await insertAdministrator(tx, { userKey: newEncodedKey(), username: ADMIN_USERNAME, passwordHash, at });
      return { outcome: 'created', generatedPassword: options.password === null ? password : null };
    }
    if (options.password === null || (await verifyPassword(admin.passwordHash, options.password))) {
      return { outcome: 'unchanged' };
    }
    await updatePassword(tx, admin.userKey, await hashPassword(options.password), at);
    return { outcome: 'passwordChanged' };
  });
}

/** Some 118 random bits in groups that are easy to read and copy; no letter that looks like another. */
function generatePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const letters = [...randomBytes(96)]
    .filter((byte) => byte < alphabet.length * 8)
    .map((byte) => alphabet[byte % alphabet.length]);
  return [0, 6, 12, 18].map((from) => letters.slice(from, from + 6).join('')).join('-');
}
