import { isRejection } from '../../../kernel/rejection.ts';
import { keyPrefix } from '../../../platform/auth/apiKeys.ts';
import { write } from '../../../platform/http/handler.ts';
import { consumerForKeys } from '../resources/apiConsumers.ts';
import { checkExpirationTime, endOfKey } from '../rules/keyLife.ts';
import { drawApiKey } from './drawKeys.ts';

/** Draws an API key, told this once: a repeat with the same Idempotency-Key tells its first characters only. */
export const createApiKey = write(
  'createApiKey',
  async ({ path, body }, context) => {
    const consumer = await consumerForKeys(path.apiConsumerId, context);
    if (isRejection(consumer)) return consumer;
    const refusal = checkExpirationTime(body.expirationTime);
    if (refusal) return refusal;
    const endsAt = endOfKey(context.now, body.expirationTime);
    return { body: await drawApiKey(consumer.encodedKey, endsAt, context) };
  },
  { kept: ({ apiKey, ...key }) => ({ ...key, apiKey: keyPrefix(apiKey ?? '') }) },
);
