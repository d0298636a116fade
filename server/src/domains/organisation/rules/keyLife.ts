import { type Instant, instant } from '../../../kernel/instant.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

const secondsToMilliseconds = 1000;

/** Refuses a life that ends before it begins. Zero is a life too: the key is never good. */
export const checkExpirationTime = (seconds: number | undefined): Rejection | undefined =>
  seconds === undefined || seconds >= 0
    ? undefined
    : reject('INVALID_PARAMETERS', 'Property expirationTime must be 0 seconds or more');

/** When a key that is made now ends; null when nobody gave it an end. */
export const endOfKey = (now: Instant, seconds: number | null | undefined): Instant | null =>
  seconds === null || seconds === undefined ? null : instant(now + seconds * secondsToMilliseconds);

/** When a key that was rotated or used now ends: after its grace period, and never later than it would have ended anyway. */
export const endOfGrace = (now: Instant, endsAt: Instant | null, graceSeconds: number): Instant => {
  const graceEnds = now + graceSeconds * secondsToMilliseconds;
  return instant(endsAt === null ? graceEnds : Math.min(endsAt, graceEnds));
};

/** The whole life of a key in seconds, as the contract tells it; undefined for a key without an end. */
export const lifeInSeconds = (createdAt: Instant, endsAt: Instant | null): number | undefined =>
  endsAt === null ? undefined : Math.max(0, Math.ceil((endsAt - createdAt) / secondsToMilliseconds));

/** Whether a key still opens the door. */
export const isAlive = (endsAt: Instant | null, now: Instant): boolean => endsAt === null || endsAt > now;
