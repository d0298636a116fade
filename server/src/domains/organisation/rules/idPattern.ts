export { matchesPattern } from '../../../kernel/textPattern.ts';

import type { ErrorReason } from '../../../generated/errors.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { isReachable } from './texts.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';

// The largest multiple of every length below fits: bytes above it are drawn again, so that no sign is likelier than another.
const randomBelow = (below: number): number => {
  const limit = 256 - (256 % below);
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return byte % below;
  }
};

/**
 * An id drawn from a pattern: `@` is a letter, `#` a digit, `$` either; everything else stays as it is.
 * `random(n)` answers a whole number from 0 to n - 1.
 */
export const idFromPattern = (pattern: string, random: (below: number) => number = randomBelow): string => {
  const one = (from: string): string => from.charAt(random(from.length));
  return Array.from(pattern, (sign) => {
    if (sign === '@') return one(letters);
    if (sign === '#') return one(digits);
    return sign === '$' ? one(letters + digits) : sign;
  }).join('');
};

const longestPattern = 32;

/**
 * Refuses a pattern whose ids could not be told apart, typed, or reached by a path: one without a drawn sign, with blanks, `/`, `:` or too many
 * signs. `property` names it to the reader.
 */
export const checkIdPattern = (
  pattern: string,
  property: string,
  reason: ErrorReason = 'INVALID_PARAMETERS',
): Rejection | undefined =>
  /[@#$]/.test(pattern) && !/\s/.test(pattern) && isReachable(pattern) && pattern.length <= longestPattern
    ? undefined
    : reject(
        reason,
        `${property} needs at least one of @ (letter), # (digit), $ (either), and at most ${longestPattern} signs without blanks, / or :`,
      );
