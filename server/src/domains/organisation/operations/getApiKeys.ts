import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { consumerNamed } from '../resources/apiConsumers.ts';
import { livingKeys } from '../store/apiKeyStore.ts';
import { tellKey } from './drawKeys.ts';

/** The API keys of a consumer that are still good, each by its id and its first characters. */
export const getApiKeys = read('getApiKeys', async ({ path }, context) => {
  const consumer = await consumerNamed(path.apiConsumerId, context);
  if (isRejection(consumer)) return consumer;
  return { body: (await livingKeys(context.db, consumer.encodedKey, context.now)).map(tellKey) };
});
