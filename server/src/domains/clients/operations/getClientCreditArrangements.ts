import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { clients } from '../resources/clients.ts';
import { creditArrangementsOf } from './creditArrangementsOf.ts';

/** The credit arrangements of a client, oldest first. */
export const getClientCreditArrangements = read('getClientCreditArrangements', async ({ path, query }, context) => {
  const client = await findEntity(clients, path.clientId, context);
  return isRejection(client) ? client : creditArrangementsOf(client.encodedKey, query, context);
});
