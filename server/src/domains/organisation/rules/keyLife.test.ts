import { expect, test } from 'vitest';
import { type Instant, instant } from '../../../kernel/instant.ts';
import { checkExpirationTime, endOfGrace, endOfKey, isAlive, lifeInSeconds } from './keyLife.ts';

const at = (seconds: number): Instant => instant(1_000_000 + seconds * 1000);
const now = at(0);

test.each([
  [undefined, true],
  [0, true],
  [1, true],
  [2_147_483_647, true],
  [-1, false],
])('an expirationTime of %s is taken: %s', (seconds, taken) => {
  expect(checkExpirationTime(seconds) === undefined).toBe(taken);
});

test.each([
  [undefined, null],
  [null, null],
  [0, at(0)],
  [60, at(60)],
])('a key for %s seconds ends at %s', (seconds, end) => {
  expect(endOfKey(now, seconds)).toBe(end);
});

test.each([
  ['without an end of its own', null, 1800, at(1800)],
  ['with a later end', at(7200), 1800, at(1800)],
  ['with an earlier end', at(60), 1800, at(60)],
  ['without a grace period', null, 0, at(0)],
  ['already in its grace period', at(900), 1800, at(900)],
])('a rotated key %s', (_case, endsAt, grace, end) => {
  expect(endOfGrace(now, endsAt, grace)).toBe(end);
});

test.each([
  ['without an end', null, true],
  ['that ends later', at(1), true],
  ['that ends now', at(0), false],
  ['that has ended', at(-1), false],
])('a key %s is alive: %s', (_case, endsAt, alive) => {
  expect(isAlive(endsAt, now)).toBe(alive);
});

test('a life is told in whole seconds, never less than it is', () => {
  expect(lifeInSeconds(now, null)).toBeUndefined();
  expect(lifeInSeconds(now, at(60))).toBe(60);
  expect(lifeInSeconds(now, instant(now + 1))).toBe(1);
  expect(lifeInSeconds(now, at(0))).toBe(0);
});
