import type { ErrorReason } from '../../../generated/errors.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

/** Whether a text has nothing to read in it. */
export const isBlank = (text: string | undefined | null): boolean =>
  text === undefined || text === null || text.trim() === '';

/** Refuses a text that is empty or only blanks. */
export const requireText = (text: unknown, property: string, reason: ErrorReason): Rejection | undefined =>
  typeof text === 'string' && !isBlank(text) ? undefined : reject(reason, `${property} may not be blank`);

/** Refuses a text with more characters than a property holds. */
export const requireLength = (
  text: unknown,
  property: string,
  longest: number,
  reason: ErrorReason,
): Rejection | undefined =>
  typeof text === 'string' && text.length > longest
    ? reject(reason, `${property} may have at most ${longest} characters`)
    : undefined;

// One @ with something on both sides and a dot in the domain: whether the mailbox exists only a mail can tell.
const emailPattern = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** Refuses a text that can't be a mail address; undefined is none. */
export const checkEmail = (text: unknown, property: string, reason: ErrorReason): Rejection | undefined =>
  text === undefined || text === null || (typeof text === 'string' && emailPattern.test(text))
    ? undefined
    : reject(reason, `${property} must be a mail address like ann@example.com`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are looked for.
const controls = /[\u0000-\u001f\u007f]/;

// In a path, a part ends at a slash and an action begins at a colon.
const pathSigns = /[/:]/;

/** What a path understands as something other than an id: the folder, the one above, and words that stand where an id could. */
const pathWords: ReadonlySet<string> = new Set(['.', '..', 'documents', 'transactions']);

/** Whether a text, as an id, leads to its record in every path. */
export const isReachable = (id: string): boolean => !pathSigns.test(id) && !pathWords.has(id);

/** Longest id that a client may choose. */
export const longestId = 64;

/**
 * Refuses an id that people could not read, type or tell apart from another, or that no path leads to: blank, padded, too long, with control
 * characters, slashes or colons.
 * Reasons of the entity's own go before the general INVALID_ID.
 */
export const checkId = (
  id: string,
  reasons: { readonly blank?: ErrorReason; readonly length?: ErrorReason; readonly signs?: ErrorReason } = {},
): Rejection | undefined => {
  const signs = reasons.signs ?? 'INVALID_ID';
  if (isBlank(id)) return reject(reasons.blank ?? 'INVALID_ID', 'id may not be blank');
  if (id.length > longestId) {
    return reject(reasons.length ?? 'INVALID_ID', `id may have at most ${longestId} characters`);
  }
  if (id !== id.trim()) return reject(signs, 'id may not begin or end with a blank');
  if (controls.test(id)) return reject(signs, 'id may not contain control characters');
  if (pathSigns.test(id)) return reject(signs, 'id may not contain / or :, since no path would lead to it');
  return isReachable(id) ? undefined : reject(signs, `id may not be ${id}, which means something else in a path`);
};
