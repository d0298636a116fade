/** What happened to one attempt: an answer's status and its Retry-After header, or null when the connection broke before one came. */
export type Attempt = { readonly status: number; readonly retryAfter: string | null } | null;

export type RetryQuestion = {
  readonly method: string;
  /** Whether the request carries an Idempotency-Key, which makes any repetition safe. */
  readonly hasKey: boolean;
  readonly attempt: Attempt;
};

/** The server did nothing and says so: the same accounts are busy, too many requests, not ready. */
const UNTOUCHED = new Set([409, 429, 503]);

/**
 * Whether a client may send the same request again. With an Idempotency-Key: after 409, 429, every 5xx but 501 (not built yet), and a broken
 * connection. Without one: only what the server certainly did not do, and reads.
 */
export const mayRetry = ({ method, hasKey, attempt }: RetryQuestion): boolean => {
  const repeatable = hasKey || method === 'GET';
  if (attempt === null) return repeatable;
  if (UNTOUCHED.has(attempt.status)) return true;
  return repeatable && attempt.status >= 500 && attempt.status !== 501;
};

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

/** How long to wait before attempt `next` (2 is the first repetition): what the server asked for, else doubling with a random share. */
export const waitBefore = (next: number, attempt: Attempt, random: () => number = Math.random): number => {
  const asked = Number(attempt?.retryAfter);
  if (attempt?.retryAfter && Number.isFinite(asked) && asked >= 0) return Math.min(asked * 1000, LONGEST_WAIT_MS * 6);
  return Math.min(FIRST_WAIT_MS * 2 ** (next - 2), LONGEST_WAIT_MS) * (0.5 + random() / 2);
};
