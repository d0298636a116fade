import { isRejection, reject } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { entityOf, findRow, withoutInternals } from '../../../platform/resources/entity.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { clientRoles } from '../resources/clientRoles.ts';
import { clients } from '../resources/clients.ts';

/** The role of a client. */
export const getClientRole = read('getClientRole', async ({ path }, context) => {
  const client = await findEntity(clients, path.clientId, context);
  if (isRejection(client)) return client;
  const row = await findRow(context.db, clientRoles.table, String(client.clientRoleKey));
  if (!row) return reject('INVALID_CLIENT_ROLE_KEY', `client ${path.clientId} has a role that does not exist`);
  return { body: withoutInternals(clientRoles.table, entityOf(clientRoles.table, row, context.clock.zone)) };
});
