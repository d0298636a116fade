/** The door of the clients: what other domains may use. */
export { accountConditions } from './operations/accountConditions.ts';
export { creditArrangementsOf } from './operations/creditArrangementsOf.ts';
export { type ClientReference, clientReference } from './reference.ts';
export { checkRoleAddresses, roleNamed } from './resources/roleNamed.ts';
export {
  type ClientHolder,
  holderMayGuarantee,
  holderMayOpenAccounts,
  holderWithActiveAccount,
  holderWithoutActiveAccounts,
} from './rules/clientHolder.ts';
export type { ClientRoleReference, DocumentTemplateReference } from './rules/clientRole.ts';
export type { ClientState } from './rules/clientStates.ts';
export { mayJoin, mostMembers } from './rules/memberships.ts';
export { type ClientAccountActivity, clientAccountActivity, clientStates } from './slots.ts';
export {
  clientAccountActivityStore,
  clientActivityStatements,
  clientStateStore,
  lockClientHolder,
} from './store/clientHolderStore.ts';
export { holderBalances } from './store/clientListing.ts';
export { accountsOf, guaranteesOf, hasCreditArrangements } from './store/clientQueries.ts';
