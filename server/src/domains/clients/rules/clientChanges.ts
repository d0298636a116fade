import type { Permission } from '../../../generated/permissions.ts';
import { Decimal } from '../../../kernel/money.ts';
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
  'addresses',
  'idDocuments',
  'portalSettings',
] as const;

export type EditableProperty = (typeof editableProperties)[number];

type Properties = Readonly<Record<string, unknown>>;

/** The properties in which a wanted client differs from the stored one. */
export const changedProperties = (before: Properties, after: Properties): ReadonlySet<EditableProperty> =>
  new Set(editableProperties.filter((property) => !isSame(before[property] ?? null, after[property] ?? null)));

const isPlain = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);

const isNumber = (value: unknown): value is number | Decimal => typeof value === 'number' || value instanceof Decimal;

/** Equal in value: the order of properties and the digits a number is written with do not matter. */
const isSame = (left: unknown, right: unknown): boolean => {
  if (isNumber(left) && isNumber(right)) return new Decimal(left).equals(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((element, index) => isSame(element, right[index]));
  }
  if (!isPlain(left) || !isPlain(right)) return left === right;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => isSame(left[name] ?? null, right[name] ?? null));
};

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
    changes.has('assignedBranchKey') || changes.has('assignedCentreKey') || changes.has('assignedUserKey');
  return [
    ...(step === null ? [] : [stepPermissions[step]]),
    ...(changes.has('clientRoleKey') ? (['CHANGE_CLIENT_TYPE'] as const) : []),
    ...(changes.has('id') ? (['EDIT_CLIENT_ID'] as const) : []),
    ...(association ? (['MANAGE_CLIENT_ASSOCIATION'] as const) : []),
  ];
};
