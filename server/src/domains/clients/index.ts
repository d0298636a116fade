/** The door of the clients: what other domains may use. */
export { accountConditions } from './operations/accountConditions.ts';
export { type ClientReference, clientReference } from './reference.ts';
export {
  type ClientHolder,
  holderMayOpenAccounts,
  holderWithActiveAccount,
  holderWithoutActiveAccounts,
} from './rules/clientHolder.ts';
export type { ClientRoleReference, DocumentTemplateReference } from './rules/clientRole.ts';
export type { ClientState } from './rules/clientStates.ts';
export { type ClientAccountActivity, clientAccountActivity, clientStates } from './slots.ts';
export { clientAccountActivityStore, clientStateStore, lockClientHolder } from './store/clientHolderStore.ts';
