import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { keyHash, keyPrefix, newKey } from '../../../platform/auth/apiKeys.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { lifeInSeconds } from '../rules/keyLife.ts';
import { insertApiKey, insertSecretKey, type StoredKey } from '../store/apiKeyStore.ts';

/** An API key as the contract tells it later on: by its id and its first characters. */
export const tellKey = ({ encodedKey, prefix, createdAt, endsAt }: StoredKey) => {
  const expirationTime = lifeInSeconds(createdAt, endsAt);
  return { id: encodedKey, apiKey: prefix, ...(expirationTime === undefined ? {} : { expirationTime }) };
};

/** Draws an API key of a consumer. The key itself is in the answer and nowhere else. */
export const drawApiKey = async (
  consumerKey: EncodedKey,
  endsAt: Instant | null,
  context: WriteContext,
): Promise<ReturnType<typeof tellKey>> => {
  const apiKey = newKey();
  const stored: StoredKey = { encodedKey: newEncodedKey(), prefix: keyPrefix(apiKey), endsAt, createdAt: context.now };
  await insertApiKey(context.db, consumerKey, { ...stored, keyHash: keyHash(apiKey) });
  context.audit('API_KEY', stored.encodedKey, undefined, { consumerKey, ...tellKey(stored) });
  return { ...tellKey(stored), apiKey };
};

/** Draws the secret key of a consumer, which has no active one. The key itself is in the answer and nowhere else. */
export const drawSecretKey = async (consumerKey: EncodedKey, context: WriteContext): Promise<string> => {
  const secretKey = newKey();
  const encodedKey = newEncodedKey();
  await insertSecretKey(context.db, consumerKey, { encodedKey, keyHash: keyHash(secretKey), createdAt: context.now });
  context.audit('SECRET_KEY', encodedKey, undefined, { consumerKey, id: encodedKey });
  return secretKey;
};
