import type { ErrorReason } from '../../../generated/errors.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../reference.ts';
import { checkGivenReach, checkOwnReach, type UserAccess } from '../rules/users.ts';

/** What a user and an API consumer have in common, as requests name it. */
export type AccessHolder = {
  readonly role?: { readonly id?: string; readonly encodedKey?: string };
  readonly roleKey?: EncodedKey;
  readonly assignedBranchKey?: string;
  readonly access: UserAccess;
};

/** The access of a user or an API consumer with its role and branches by their keys, or which of them does not exist, or is not the caller's to give. */
export const resolveAccess = (
  holder: AccessHolder,
  before: AccessHolder | null,
  unknownRole: ErrorReason,
  { principal, reference }: OperationContext,
): Pick<AccessHolder, 'roleKey' | 'assignedBranchKey' | 'access'> | Rejection => {
  const { roles, branches } = reference.get(organisationReference);
  const role = holder.role === undefined ? undefined : roles.find(holder.role.id ?? holder.role.encodedKey ?? '');
  if (holder.role !== undefined && !role) return reject(unknownRole, 'role.id must name a role by its id or key');
  const branch = holder.assignedBranchKey === undefined ? undefined : branches.find(holder.assignedBranchKey);
  if (holder.assignedBranchKey !== undefined && !branch) {
    return reject(
      'INVALID_BRANCH_KEY',
      `assignedBranchKey ${holder.assignedBranchKey.slice(0, 80)} does not name a branch`,
    );
  }
  if (branch && branch.state !== 'ACTIVE' && branch.encodedKey !== before?.assignedBranchKey) {
    return reject('BRANCH_IS_NOT_ACTIVE', `the branch ${branch.id} of assignedBranchKey is not active`);
  }
  const managedBranches = managedBranchesOf(holder.access, (ref) => branches.find(ref)?.encodedKey);
  if (isRejection(managedBranches)) return managedBranches;
  const resolved = {
    ...(role ? { roleKey: role.encodedKey } : {}),
    ...(branch ? { assignedBranchKey: branch.encodedKey } : {}),
    access: { ...holder.access, ...(holder.access.managedBranches ? { managedBranches } : {}) },
  };
  return (before && checkOwnReach(principal.reach, before)) ?? checkGivenReach(principal.reach, resolved) ?? resolved;
};

const managedBranchesOf = (
  access: UserAccess,
  keyOf: (ref: string) => EncodedKey | undefined,
): { branchKey: EncodedKey }[] | Rejection => {
  const managed: { branchKey: EncodedKey }[] = [];
  for (const [index, { branchKey: ref }] of (access.managedBranches ?? []).entries()) {
    const branchKey = keyOf(ref ?? '');
    if (!branchKey) {
      return reject('INVALID_MANAGED_BRANCH_ID', `access.managedBranches[${index}].branchKey does not name a branch`);
    }
    managed.push({ branchKey });
  }
  return managed;
};

/** Whether a user or an API consumer has all rights, by its own access or by its role's. */
export const isAdministrator = (
  { access, roleKey }: Pick<AccessHolder, 'access' | 'roleKey'>,
  { reference }: OperationContext,
): boolean =>
  access.administratorAccess === true ||
  (roleKey !== undefined && reference.get(organisationReference).roles.find(roleKey)?.administrator === true);

/** Whether a user is a credit officer, by his own access or by his role's. */
export const isCreditOfficer = (
  { access, roleKey }: Pick<AccessHolder, 'access' | 'roleKey'>,
  { reference }: OperationContext,
): boolean =>
  access.creditOfficerAccess === true ||
  (roleKey !== undefined && reference.get(organisationReference).roles.find(roleKey)?.creditOfficer === true);

/** The role as answers tell it: its key, and its id while there is such a role. */
export const tellRole = (
  roleKey: EncodedKey | undefined,
  { reference }: OperationContext,
): { readonly role?: { readonly encodedKey: EncodedKey; readonly id?: string } } => {
  if (roleKey === undefined) return {};
  const role = reference.get(organisationReference).roles.byKey.get(roleKey);
  return { role: { encodedKey: roleKey, ...(role ? { id: role.id } : {}) } };
};
