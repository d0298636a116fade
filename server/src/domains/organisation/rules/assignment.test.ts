import { expect, test } from 'vitest';
import { isRejection } from '../../../kernel/rejection.ts';
import { type Assignment, type AssignmentInput, checkAssignment } from './assignment.ts';
import type { AssignmentConstraint } from './organisation.ts';
import { closedBranchKey, keyOf, northKey, organisation } from './testOrganisation.ts';

const reasonOf = (input: AssignmentInput, constraints: readonly AssignmentConstraint[] = [], before?: Assignment) => {
  const reference = {
    ...organisation,
    generalSetup: { ...organisation.generalSetup, assignmentConstraints: constraints },
  };
  const result = checkAssignment(reference, input, reference.users, before);
  return isRejection(result) ? result.errors[0]?.reason : result;
};

const none = { assignedBranchKey: null, assignedCentreKey: null, assignedUserKey: null };

test.each<[string, AssignmentInput, unknown, (readonly AssignmentConstraint[])?]>([
  ['nothing', {}, none],
  ['a branch by id', { assignedBranchKey: 'north' }, { ...none, assignedBranchKey: northKey }],
  ['a branch by key', { assignedBranchKey: northKey }, { ...none, assignedBranchKey: northKey }],
  ['an unknown branch', { assignedBranchKey: 'nowhere' }, 'INVALID_BRANCH_KEY'],
  ['a closed branch', { assignedBranchKey: 'closed' }, 'BRANCH_IS_NOT_ACTIVE'],
  [
    'a centre of the branch',
    { assignedBranchKey: 'north', assignedCentreKey: 'market' },
    { ...none, assignedBranchKey: northKey, assignedCentreKey: keyOf('d1') },
  ],
  ['a centre without its branch', { assignedCentreKey: 'market' }, 'INCONSISTENT_CENTRE_WITH_BRANCH'],
  [
    'a centre of another branch',
    { assignedBranchKey: 'south', assignedCentreKey: 'market' },
    'INCONSISTENT_CENTRE_WITH_BRANCH',
  ],
  ['an unknown centre', { assignedBranchKey: 'north', assignedCentreKey: 'x' }, 'INVALID_CENTRE_KEY'],
  ['a closed centre', { assignedBranchKey: 'north', assignedCentreKey: 'mill' }, 'CENTRE_IS_NOT_ACTIVE'],
  ['an officer of no branch', { assignedUserKey: 'roamer' }, { ...none, assignedUserKey: keyOf('a2') }],
  [
    'an officer of the branch',
    { assignedBranchKey: 'north', assignedUserKey: keyOf('a1') },
    { ...none, assignedBranchKey: northKey, assignedUserKey: keyOf('a1') },
  ],
  [
    'an officer of another branch',
    { assignedBranchKey: 'south', assignedUserKey: 'olga' },
    'INCONSISTENT_CREDIT_OFFICER_WITH_BRANCH',
  ],
  ['a user who is no officer', { assignedUserKey: 'clerk' }, 'INVALID_CREDIT_OFFICER_KEY'],
  ['an officer who left', { assignedUserKey: 'gone' }, 'INVALID_CREDIT_OFFICER_KEY'],
  ['an unknown user', { assignedUserKey: 'nobody' }, 'INVALID_CREDIT_OFFICER_KEY'],
  ['a required branch', {}, 'MISSING_BRANCH_KEY', ['BRANCH']],
  ['a required centre', { assignedBranchKey: 'north' }, 'MISSING_CENTRE_KEY', ['BRANCH', 'CENTRE']],
  ['a required officer', { assignedBranchKey: 'north' }, 'MISSING_CREDIT_OFFICER_KEY', ['CREDIT_OFFICER']],
])('%s', (_case, input, expected, constraints) => {
  expect(reasonOf(input, constraints)).toEqual(expected);
});

test('what an entity has already is not asked again whether it is active', () => {
  const before = { ...none, assignedBranchKey: closedBranchKey, assignedUserKey: keyOf('a4') };
  expect(reasonOf({ assignedBranchKey: 'closed', assignedUserKey: 'gone' }, [], before)).toEqual(before);
});
