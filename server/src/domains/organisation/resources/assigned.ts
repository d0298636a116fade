import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { isWithinReach } from '../../../platform/auth/reach.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import type { Entity } from '../../../platform/resources/entity.ts';
import { organisationReference } from '../reference.ts';
import { type Assignment, type AssignmentInput, checkAssignment } from '../rules/assignment.ts';
import { branchNamed } from './branchNamed.ts';

const names = ['assignedBranchKey', 'assignedCentreKey', 'assignedUserKey'] as const;

/** What is stored carries keys. */
const storedAssignment = (entity: AssignmentInput): Assignment =>
  Object.fromEntries(names.map((name) => [name, entity[name] ?? null])) as Assignment;

/** Refuses an assignment out of the caller's reach: nobody makes or moves something to where it would not exist for him any more. */
export const checkReach = (assignment: Assignment, principal: Principal): Rejection | undefined => {
  if (isWithinReach(principal, assignment)) return undefined;
  return principal.reach.ownOnly && assignment.assignedUserKey !== principal.userKey
    ? reject(
        'INVALID_PERMISSIONS',
        'assignedUserKey must be the user himself, who may not manage what belongs to others',
      )
    : reject('CANNOT_MANAGE_USER_BRANCH', 'assignedBranchKey must be a branch that the user may manage');
};

/** The entity with its branch, centre and credit officer by key, or why it can't be assigned so; `before` is what is stored of it. */
export const withAssignment = <E extends Entity & AssignmentInput>(
  wanted: E,
  before: AssignmentInput | undefined,
  { principal, reference }: OperationContext,
): E | Rejection => {
  const organisation = reference.get(organisationReference);
  const assignment = checkAssignment(
    organisation,
    wanted,
    organisation.users,
    before === undefined ? undefined : storedAssignment(before),
  );
  if (isRejection(assignment)) return assignment;
  const unreachable = checkReach(assignment, principal);
  if (unreachable) return unreachable;
  const { assignedBranchKey: _branch, assignedCentreKey: _centre, assignedUserKey: _user, ...rest } = wanted;
  const named = Object.entries(assignment).filter(([, value]) => value !== null);
  return { ...rest, ...Object.fromEntries(named) } as E;
};

/** What the query parameters of a list narrow a table `t` to; an unknown branch, centre or credit officer is refused by name. */
export const assignmentConditions = (
  query: {
    readonly branchId?: string | undefined;
    readonly centreId?: string | undefined;
    readonly creditOfficerUsername?: string | undefined;
  },
  context: OperationContext,
): readonly Condition[] | Rejection => {
  const { centres, users } = context.reference.get(organisationReference);
  const { branchId, centreId, creditOfficerUsername } = query;
  const branch = branchId === undefined ? undefined : branchNamed(branchId, context);
  if (isRejection(branch)) return branch;
  const centre = centreId === undefined ? undefined : centres.find(centreId);
  if (centreId !== undefined && !centre) return reject('INVALID_CENTRE_ID', 'centreId does not name a centre', 400);
  const officer = creditOfficerUsername === undefined ? undefined : users.find(creditOfficerUsername);
  if (creditOfficerUsername !== undefined && !officer) {
    return reject('INVALID_USER_NAME', 'creditOfficerUsername does not name a user');
  }
  const columns = [
    ['t.assigned_branch_key', branch],
    ['t.assigned_centre_key', centre],
    ['t.assigned_user_key', officer],
  ] as const;
  return columns.flatMap(([column, named]): readonly Condition[] =>
    named === undefined ? [] : [({ bind }) => `${column} = ${bind(named.encodedKey)}::uuid`],
  );
};
