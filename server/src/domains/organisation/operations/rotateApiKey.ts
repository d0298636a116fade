import type { RequestBody } from '../../../generated/operations.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { keyHash } from '../../../platform/auth/apiKeys.ts';
import { type WriteContext, write } from '../../../platform/http/handler.ts';
import { consumerNamed } from '../resources/apiConsumers.ts';
import { checkExpirationTime, endOfGrace, endOfKey, isAlive } from '../rules/keyLife.ts';
import {
  endApiKey,
  endOfSecretKey,
  endSecretKeys,
  findKeyByHash,
  findKeyById,
  type StoredKey,
} from '../store/apiKeyStore.ts';
import { drawApiKey, drawSecretKey, tellKey } from './drawKeys.ts';

/** The key that the body names: by its id, by itself, or by both; beside an id its first characters will do. */
const keyToRotate = async (
  { id, apiKey }: RequestBody<'rotateApiKey'>,
  { db, principal, now }: WriteContext,
): Promise<StoredKey | Rejection> => {
  if (id === undefined && apiKey === undefined) {
    return reject('INVALID_PARAMETERS', 'Property apiKey must be the API key to rotate, or id its id');
  }
  const byId = id === undefined ? null : await findKeyById(db, principal.userKey, id);
  if (id !== undefined && byId === null) {
    return reject('INVALID_API_KEY_ID', 'id does not name an API key of this API consumer');
  }
  const byItself = apiKey === undefined ? null : await findKeyByHash(db, principal.userKey, keyHash(apiKey));
  const key = byId ?? byItself;
  const isNamed = apiKey === undefined || apiKey === key?.prefix || byItself?.encodedKey === key?.encodedKey;
  if (key === null || !isNamed) {
    return reject('INVALID_API_KEY', 'apiKey is not an API key of this API consumer', 400);
  }
  return isAlive(key.endsAt, now) ? key : reject('API_KEY_REFRESH_ERROR', 'the API key has expired; create a new one');
};

/**
 * Exchanges an API key for a new one, and the secret key with it. Both old ones stay good for the grace period of the bank, so that a caller who
 * missed the answer can ask again.
 */
export const rotateApiKey = write('rotateApiKey', async ({ body }, context) => {
  const { principal, now, tenant, db } = context;
  const { graceSeconds, expirySeconds } = tenant.apiKeys;
  // Locked: two rotations at once would otherwise both spend the same secret key.
  const consumer = await consumerNamed(principal.userKey, context, true);
  if (isRejection(consumer)) return consumer;
  const secretEndsAt = await endOfSecretKey(db, principal.userKey, principal.keyId);
  if (secretEndsAt === undefined || !isAlive(secretEndsAt, now)) {
    return reject('INVALID_CREDENTIALS', 'The secret key is not right, or no longer valid');
  }
  const key = await keyToRotate(body, context);
  if (isRejection(key)) return key;
  const refusal = checkExpirationTime(body.expirationTime);
  if (refusal) return refusal;

  const endsAt = endOfGrace(now, key.endsAt, graceSeconds);
  await endApiKey(db, key.encodedKey, endsAt);
  context.audit('API_KEY', key.encodedKey, tellKey(key), tellKey({ ...key, endsAt }));
  await endSecretKeys(db, principal.userKey, now, endOfGrace(now, null, graceSeconds));
  const { id, apiKey } = await drawApiKey(
    principal.userKey,
    endOfKey(now, expirySeconds ?? body.expirationTime),
    context,
  );
  const secretKey = await drawSecretKey(principal.userKey, context);
  context.referenceChanged();
  return { body: { id, apiKey, secretKey } };
});
