import type { Permission } from '../../../generated/permissions.ts';

/** What of a group a user can change. */
export const editableProperties = [
  'id',
  'groupName',
  'emailAddress',
  'homePhone',
  'mobilePhone',
  'preferredLanguage',
  'notes',
  'groupRoleKey',
  'assignedBranchKey',
  'assignedCentreKey',
  'assignedUserKey',
  'addresses',
  'groupMembers',
] as const;

export type EditableProperty = (typeof editableProperties)[number];

/** The permissions that a change asks for besides that of the operation. */
export const neededPermissions = (changes: ReadonlySet<EditableProperty>): readonly Permission[] => {
  const association =
    changes.has('assignedBranchKey') || changes.has('assignedCentreKey') || changes.has('assignedUserKey');
  return [
    ...(changes.has('groupRoleKey') ? (['CHANGE_GROUP_TYPE'] as const) : []),
    ...(changes.has('id') ? (['EDIT_GROUP_ID'] as const) : []),
    ...(association ? (['MANAGE_GROUP_ASSOCIATION'] as const) : []),
  ];
};
