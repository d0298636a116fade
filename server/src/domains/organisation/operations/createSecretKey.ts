import { isRejection } from '../../../kernel/rejection.ts';
import { write } from '../../../platform/http/handler.ts';
import { consumerForKeys } from '../resources/apiConsumers.ts';
import { removeSecretKeys } from '../store/apiKeyStore.ts';
import { drawSecretKey } from './drawKeys.ts';

/** Draws the secret key of a consumer, told this once. Any other one it had is no longer good, without a grace period. */
export const createSecretKey = write(
  'createSecretKey',
  async ({ path }, context) => {
    const consumer = await consumerForKeys(path.apiConsumerId, context);
    if (isRejection(consumer)) return consumer;
    await removeSecretKeys(context.db, consumer.encodedKey);
    return { body: { secretKey: await drawSecretKey(consumer.encodedKey, context) } };
  },
  { kept: () => ({}) },
);
