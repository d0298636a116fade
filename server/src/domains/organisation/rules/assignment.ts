import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { AssignmentConstraint, Directory, OrganisationReference, UserReference } from './organisation.ts';

/** Where a client, a group or an account belongs, as a request names it: by keys or ids. */
export type AssignmentInput = {
  readonly assignedBranchKey?: string | null | undefined;
  readonly assignedCentreKey?: string | null | undefined;
  readonly assignedUserKey?: string | null | undefined;
};

/** Where a client, a group or an account belongs. */
export type Assignment = {
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedCentreKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
};

type OrganisationParts = Pick<OrganisationReference, 'branches' | 'centres' | 'users' | 'generalSetup'>;

/**
 * The assignment by keys, or why it can't be: unknown or inactive branch, centre or credit officer, a centre of another branch, a credit
 * officer of another branch, or one that the general setup requires and is missing. What `before` already had is not asked again whether it
 * is active, so that an entity can be sent back as it was fetched.
 */
export const checkAssignment = (
  reference: OrganisationParts,
  input: AssignmentInput,
  users: Directory<UserReference> = reference.users,
  before?: Assignment,
): Assignment | Rejection => {
  const branch = resolve(reference.branches, input.assignedBranchKey);
  if (branch === undefined) {
    return reject('INVALID_BRANCH_KEY', `assignedBranchKey ${shown(input.assignedBranchKey)} does not name a branch`);
  }
  if (branch && branch.state !== 'ACTIVE' && branch.encodedKey !== before?.assignedBranchKey) {
    return reject('BRANCH_IS_NOT_ACTIVE', `the branch ${branch.id} of assignedBranchKey is not active`);
  }
  const centre = resolve(reference.centres, input.assignedCentreKey);
  if (centre === undefined) {
    return reject('INVALID_CENTRE_KEY', `assignedCentreKey ${shown(input.assignedCentreKey)} does not name a centre`);
  }
  if (centre && centre.state !== 'ACTIVE' && centre.encodedKey !== before?.assignedCentreKey) {
    return reject('CENTRE_IS_NOT_ACTIVE', `the centre ${centre.id} of assignedCentreKey is not active`);
  }
  if (centre && centre.assignedBranchKey !== branch?.encodedKey) {
    return reject(
      'INCONSISTENT_CENTRE_WITH_BRANCH',
      'assignedCentreKey names a centre that is not of assignedBranchKey',
    );
  }
  const officer = creditOfficer(users, input.assignedUserKey, branch?.encodedKey ?? null, before);
  if (isRejection(officer)) return officer;
  const assignment: Assignment = {
    assignedBranchKey: branch?.encodedKey ?? null,
    assignedCentreKey: centre?.encodedKey ?? null,
    assignedUserKey: officer,
  };
  return requiredMissing(reference.generalSetup.assignmentConstraints, assignment) ?? assignment;
};

/** The named thing; null when none is named, undefined when there is no such thing. */
const resolve = <T>(things: Directory<T>, ref: string | null | undefined): T | null | undefined =>
  ref === undefined || ref === null || ref === '' ? null : things.find(ref);

const shown = (ref: string | null | undefined): string => String(ref).slice(0, 80);

const creditOfficer = (
  users: Directory<UserReference>,
  ref: string | null | undefined,
  branchKey: EncodedKey | null,
  before: Assignment | undefined,
): EncodedKey | null | Rejection => {
  const user = resolve(users, ref);
  if (user === null) return null;
  const isNew = user?.encodedKey !== before?.assignedUserKey;
  if (!user || (isNew && (!user.creditOfficer || user.state !== 'ACTIVE'))) {
    return reject('INVALID_CREDIT_OFFICER_KEY', `assignedUserKey ${shown(ref)} does not name an active credit officer`);
  }
  // An officer without a branch of his own works for all of them.
  const moved = isNew || branchKey !== before?.assignedBranchKey;
  if (moved && branchKey !== null && user.assignedBranchKey !== null && user.assignedBranchKey !== branchKey) {
    return reject(
      'INCONSISTENT_CREDIT_OFFICER_WITH_BRANCH',
      'assignedUserKey names a credit officer of another branch than assignedBranchKey',
    );
  }
  return user.encodedKey;
};

const requiredMissing = (
  constraints: readonly AssignmentConstraint[],
  assignment: Assignment,
): Rejection | undefined => {
  if (constraints.includes('BRANCH') && assignment.assignedBranchKey === null) {
    return reject('MISSING_BRANCH_KEY', 'assignedBranchKey is required by the general setup');
  }
  if (constraints.includes('CENTRE') && assignment.assignedCentreKey === null) {
    return reject('MISSING_CENTRE_KEY', 'assignedCentreKey is required by the general setup');
  }
  return constraints.includes('CREDIT_OFFICER') && assignment.assignedUserKey === null
    ? reject('MISSING_CREDIT_OFFICER_KEY', 'assignedUserKey is required by the general setup')
    : undefined;
};
