import { isRejection, reject } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import {
  boolean,
  type EntityTable,
  entityOf,
  enumeration,
  findRow,
  key,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import { findEntity } from '../../../platform/resources/resource.ts';
import { clients } from '../resources/clients.ts';

const clientRoles: EntityTable = {
  type: 'CLIENT_ROLE',
  table: 'client_role',
  columns: {
    encodedKey: key('encoded_key'),
    id: text('id'),
    name: text('name'),
    description: text('description'),
    clientType: enumeration('client_type'),
    canOpenAccounts: boolean('can_open_accounts'),
    canGuarantee: boolean('can_guarantee'),
    useDefaultAddress: boolean('use_default_address'),
    requireID: boolean('require_id'),
    idPattern: text('id_pattern'),
    creationDate: utc('creation_date'),
  },
};

/** The role of a client. */
export const getClientRole = read('getClientRole', async ({ path }, context) => {
  const client = await findEntity(clients, path.clientId, context);
  if (isRejection(client)) return client;
  const row = await findRow(context.db, clientRoles, String(client.clientRoleKey));
  if (!row) return reject('INVALID_CLIENT_ROLE_KEY', `client ${path.clientId} has a role that does not exist`);
  return { body: entityOf(clientRoles, row, context.clock.zone) };
});
