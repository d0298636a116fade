/** The door of the groups: what other domains may use. */
export { type AccountHolder, type HolderType, lockAccountHolder } from './operations/accountHolder.ts';
export { type GroupReference, groupReference } from './reference.ts';
export { groupRoleNames } from './resources/groupRoleNames.ts';
export type { GroupRoleName } from './rules/groupMembers.ts';
export { groupLoanActivity } from './slots.ts';
export { groupLoanCycleStore } from './store/groupLoanCycleStore.ts';
