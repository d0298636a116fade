import type { Handlers } from '../../platform/http/handler.ts';
import { getGroupRoleNamesConfiguration, updateGroupRoleNamesConfiguration } from './configuration/groupRoleNames.ts';
import { getGroupCreditArrangements } from './operations/getGroupCreditArrangements.ts';
import {
  createGroup,
  deleteGroup,
  getGroup,
  getGroups,
  patchGroup,
  searchGroups,
  updateGroup,
} from './resources/groups.ts';

export { groupReference } from './reference.ts';
export { groupConstraints } from './store/constraints.ts';

/** Every operation of groups. */
export const groupHandlers = {
  getGroups,
  getGroup,
  createGroup,
  updateGroup,
  patchGroup,
  deleteGroup,
  searchGroups,
  getGroupCreditArrangements,
  getGroupRoleNamesConfiguration,
  updateGroupRoleNamesConfiguration,
} satisfies Handlers;
