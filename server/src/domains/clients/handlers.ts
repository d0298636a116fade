import type { Handlers } from '../../platform/http/handler.ts';
import { getClientRolesConfiguration, updateClientRolesConfiguration } from './configuration/clientRoles.ts';
import { getIdTemplatesConfiguration, updateIdTemplatesConfiguration } from './configuration/idTemplates.ts';
import { getClientCreditArrangements } from './operations/getClientCreditArrangements.ts';
import { getClientRole } from './operations/getClientRole.ts';
import {
  createClient,
  deleteClient,
  getClient,
  getClients,
  patchClient,
  searchClients,
  updateClient,
} from './resources/clients.ts';
import { getIdTemplates } from './resources/idTemplates.ts';

export { clientReference } from './reference.ts';
export { clientAccountActivityStore, clientStateStore } from './store/clientHolderStore.ts';
export { clientConstraints } from './store/constraints.ts';

/** Every operation of clients. */
export const clientHandlers = {
  getClients,
  getClient,
  createClient,
  updateClient,
  patchClient,
  deleteClient,
  searchClients,
  getClientRole,
  getClientRolesConfiguration,
  updateClientRolesConfiguration,
  getIdTemplatesConfiguration,
  updateIdTemplatesConfiguration,
  getIdTemplates,
  getClientCreditArrangements,
} satisfies Handlers;
