import type { Permission } from '../../../generated/permissions.ts';
import type { ClientStep } from './clientStates.ts';

/** What of a client a user can change; the state has steps of its own. */
export const editableProperties = [
  'id',
  'firstName',
  'middleName',
  'lastName',
  'birthDate',
  'gender',
  'emailAddress',
  'homePhone',
  'mobilePhone',
  'mobilePhone2',
  'preferredLanguage',
  'notes',
  'clientRoleKey',
  'assignedBranchKey',
  'assignedCentreKey',
  'assignedUserKey',
  'groupKeys',
  'addresses',
  'idDocuments',
  'portalSettings',
] as const;

export type EditableProperty = (typeof editableProperties)[number];

const stepPermissions: Readonly<Record<ClientStep, Permission>> = {
  approve: 'APPROVE_CLIENT',
  reject: 'REJECT_CLIENT',
  exit: 'EXIT_CLIENT',
  blacklist: 'BLACKLIST_CLIENT',
  undoApprove: 'UNDO_CLIENT_STATE_CHANGED',
  undoReject: 'UNDO_CLIENT_STATE_CHANGED',
  undoExit: 'UNDO_CLIENT_STATE_CHANGED',
  undoBlacklist: 'UNDO_CLIENT_STATE_CHANGED',
};

/** The permissions that a change asks for besides that of the operation. */
export const neededPermissions = (
  step: ClientStep | null,
  changes: ReadonlySet<EditableProperty>,
): readonly Permission[] => {
  const association =
    changes.has('assignedBranchKey') ||
    changes.has('assignedCentreKey') ||
    changes.has('assignedUserKey') ||
    changes.has('groupKeys');
  return [
    ...(step === null ? [] : [stepPermissions[step]]),
    ...(changes.has('clientRoleKey') ? (['CHANGE_CLIENT_TYPE'] as const) : []),
    ...(changes.has('id') ? (['EDIT_CLIENT_ID'] as const) : []),
    ...(association ? (['MANAGE_CLIENT_ASSOCIATION'] as const) : []),
  ];
};
