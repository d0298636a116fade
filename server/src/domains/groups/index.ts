/** The door of the groups: what other domains may use. */
export { type GroupReference, groupReference } from './reference.ts';
export { groupRoleNames } from './resources/groupRoleNames.ts';
export type { GroupRoleName } from './rules/groupMembers.ts';
