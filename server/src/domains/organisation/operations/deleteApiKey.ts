import { isRejection, reject } from '../../../kernel/rejection.ts';
import { write } from '../../../platform/http/handler.ts';
import { consumerForKeys } from '../resources/apiConsumers.ts';
import { findKeyById, removeApiKey } from '../store/apiKeyStore.ts';
import { tellKey } from './drawKeys.ts';

/** Takes an API key away at once, without a grace period. */
export const deleteApiKey = write('deleteApiKey', async ({ path }, context) => {
  const consumer = await consumerForKeys(path.apiConsumerId, context);
  if (isRejection(consumer)) return consumer;
  const key = await findKeyById(context.db, consumer.encodedKey, path.apiKeyId);
  if (key === null) {
    return reject('INVALID_API_KEY_ID', `${consumer.name} has no API key ${path.apiKeyId.slice(0, 80)}`, 404);
  }
  await removeApiKey(context.db, key.encodedKey);
  context.audit('API_KEY', key.encodedKey, { consumerKey: consumer.encodedKey, ...tellKey(key) });
  context.referenceChanged();
  return { body: undefined };
});
