import { searchFields } from '../../../generated/searchFields.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { refuseWithout } from '../../../platform/auth/authorise.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import type { Entity } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation, searchOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import { accountsOf, guaranteesOf, hasCreditArrangements } from '../../clients/index.ts';
import { assignmentConditions, changedProperties, refuseWithAttached } from '../../organisation/index.ts';
import { groupReference } from '../reference.ts';
import { editableProperties, neededPermissions } from '../rules/groupChanges.ts';
import type { GroupMember } from '../rules/groupMembers.ts';
import { groupSearchFields } from '../store/groupListing.ts';
import { type GroupEntity, groupTable } from './groupEntity.ts';
import { judgedGroup } from './judgeGroup.ts';

const create = async (body: Readonly<Record<string, unknown>>, context: WriteContext): Promise<Entity | Rejection> => {
  const group = await judgedGroup(body as GroupEntity, undefined, context);
  return isRejection(group) ? group : { ...group, loanCycle: 0 };
};

const update = async (stored: Entity, after: Entity, context: WriteContext): Promise<Entity | Rejection> => {
  const before = stored as GroupEntity;
  const group = await judgedGroup(after as GroupEntity, before, context);
  if (isRejection(group)) return group;
  const changes = changedProperties(editableProperties, before, group);
  const refusal = refuseWithout(context.principal, neededPermissions(changes));
  if (refusal) return refusal;
  return changes.has('assignedBranchKey') && (await accountsOf(context.db, group.encodedKey)).any
    ? reject('CANNOT_CHANGE_BRANCH_ASSIGNMENT', 'assignedBranchKey of a group with accounts cannot be changed')
    : group;
};

const remove = async ({ encodedKey }: Entity, { db }: WriteContext): Promise<Rejection | undefined> => {
  const accounts = await accountsOf(db, encodedKey);
  if (accounts.any) return reject('GROUP_HAS_ACCOUNTS', 'a group with accounts, even closed ones, cannot be deleted');
  if ((await guaranteesOf(db, encodedKey)).any)
    return reject('CLIENT_IS_GUARANTOR', 'a group that guarantees a loan, even a closed one, cannot be deleted');
  return (await hasCreditArrangements(db, encodedKey))
    ? reject('HAS_LINES_OF_CREDIT', 'a group with credit arrangements cannot be deleted')
    : refuseWithAttached(db, [encodedKey], 'the group');
};

/** Members with the names of their roles, which are kept by key. */
const present = (group: Entity, { reference }: OperationContext): Record<string, unknown> => {
  const members = group.groupMembers as readonly GroupMember[] | undefined;
  if (members === undefined) return { ...group };
  const { byKey } = reference.get(groupReference).roleNames;
  const groupMembers = members.map(({ clientKey, roles }) => ({
    clientKey,
    roles: roles.map((role) => {
      const name = byKey.get(role.groupRoleNameKey);
      return name ? { ...role, roleName: name.name, roleNameId: name.id } : role;
    }),
  }));
  return { ...group, groupMembers };
};

export const groups: Resource = {
  table: groupTable,
  schema: 'Group',
  notFound: 'INVALID_GROUP_ID',
  assigned: true,
  label: 'group',
  linkedBy: 'GROUP_LINK',
  customFields: {
    entity: 'GROUP',
    usedBy: (group) => ((group as GroupEntity).groupRoleKey ?? null) as EncodedKey | null,
  },
  listing: {
    sortable: ['creationDate', 'lastModifiedDate', 'groupName'],
    defaultOrder: 't.creation_date DESC, t.encoded_key DESC',
  },
  search: { fields: groupSearchFields, sortable: searchFields.searchGroups.sort },
  rules: { create, update, remove },
  present,
};

export const getGroups = listOperation('getGroups', groups, assignmentConditions);
export const getGroup = getOperation('getGroup', groups);
export const createGroup = createOperation('createGroup', groups);
export const updateGroup = updateOperation('updateGroup', groups);
export const patchGroup = patchOperation('patchGroup', groups);
export const deleteGroup = deleteOperation('deleteGroup', groups);
export const searchGroups = searchOperation('searchGroups', groups);
