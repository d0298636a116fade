import { referenceSlot } from '../../platform/reference/referenceCache.ts';
import { type Directory, directory } from '../organisation/index.ts';
import type { GroupRoleName } from './rules/groupMembers.ts';
import { loadGroupRoleNames } from './store/groupRoleNames.ts';

/** What rules know about groups: the names of the roles that their members have. */
export type GroupReference = { readonly roleNames: Directory<GroupRoleName> };

export const groupReference = referenceSlot<GroupReference>('groups', async (db) => ({
  roleNames: directory(await loadGroupRoleNames(db), ({ id }) => id),
}));
