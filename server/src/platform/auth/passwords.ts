import { hash, verify } from '@node-rs/argon2';

/**
 * OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. argon2id is the library's default; its enum exists for the
 * compiler only and cannot be used here.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The text to store instead of the password: salted, and carrying its own parameters. Takes some 20 ms off the main thread. */
export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

/** Whether the password belongs to the stored text. A text that is no hash at all matches nothing. */
export const verifyPassword = (storedHash: string, password: string): Promise<boolean> =>
  verify(storedHash, password).catch(() => false);
