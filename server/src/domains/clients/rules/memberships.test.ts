import { expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { ClientState } from './clientStates.ts';
import { type JoinableGroup, judgedMemberships, type MembershipRules, mayJoin, mostMembers } from './memberships.ts';

const keyOf = (digits: string): EncodedKey => digits.padStart(32, '0') as EncodedKey;
const me = keyOf('c1');
const others = (count: number): { clientKey: EncodedKey }[] =>
  Array.from({ length: count }, (_, index) => ({ clientKey: keyOf(`d${index}`) }));
const group = (id: string, groupMembers: readonly { clientKey: EncodedKey }[]): JoinableGroup => ({
  encodedKey: keyOf(`a${id}`),
  id,
  groupMembers,
});
/** I am in group 1 with two others. */
const groups = [group('1', [{ clientKey: me }, ...others(2)]), group('2', others(2)), group('3', others(mostMembers))];

const rules = (
  given: Partial<MembershipRules> = {},
  setup: Partial<MembershipRules['setup']> = {},
): MembershipRules => ({
  clientKey: me,
  clientState: 'INACTIVE',
  groups,
  find: (ref) => groups.find(({ id, encodedKey }) => ref === id || ref === encodedKey),
  setup: {
    groupSizeLimitType: 'NONE',
    minGroupSizeLimit: 3,
    maxGroupSizeLimit: 3,
    multipleGroupMemberships: 'UNLIMITED',
    assignmentConstraints: [],
    ...setup,
  },
  ...given,
});

test('who joins has no roles, who leaves is gone, and the others stay', () => {
  expect(judgedMemberships(['2'], rules())).toEqual({
    groupKeys: [keyOf('a2')],
    changed: [
      group('2', [...others(2), { clientKey: me, roles: [] } as { clientKey: EncodedKey }]),
      group('1', others(2)),
    ],
  });
});

test.each<[string, readonly string[], MembershipRules, string | number]>([
  ['stay', [keyOf('a1')], rules(), 0],
  ['join', ['1', '2'], rules(), 1],
  ['leave', [], rules(), 1],
  ['join nothing that is', ['x'], rules(), 'GROUP_NOT_FOUND'],
  ['join twice', ['2', keyOf('a2')], rules(), 'INVALID_PARAMETERS'],
  ['join as somebody who left', ['1', '2'], rules({ clientState: 'EXITED' }), 'INVALID_CLIENT_STATE'],
  ['leave as somebody who left', [], rules({ clientState: 'EXITED' }), 1],
  ['join a second one', ['1', '2'], rules({}, { multipleGroupMemberships: 'ONE_GROUP' }), 'MULTIPLE_GROUP_MEMBERSHIP'],
  ['change to another', ['2'], rules({}, { multipleGroupMemberships: 'ONE_GROUP' }), 2],
  ['leave a group that is needed', [], rules({}, { assignmentConstraints: ['GROUP'] }), 'MISSING_GROUP_ID'],
  ['join up to the limit', ['1', '2'], rules({}, { groupSizeLimitType: 'HARD' }), 1],
  ['join above the limit', ['1', '3'], rules({}, { groupSizeLimitType: 'HARD' }), 'INVALID_GROUP_SIZE'],
  ['join more than a list tells', ['1', '3'], rules(), 'INVALID_GROUP_SIZE'],
  ['leave too few behind', [], rules({}, { groupSizeLimitType: 'HARD' }), 'INVALID_GROUP_SIZE'],
  ['leave too few, with a warning', [], rules({}, { groupSizeLimitType: 'WARNING' }), 1],
])('%s', (_case, wanted, given, outcome) => {
  const memberships = judgedMemberships(wanted, given);
  if (isRejection(memberships)) expect(memberships.errors[0]?.reason).toBe(outcome);
  else expect(memberships.changed).toHaveLength(Number(outcome));
});

test.each<[ClientState, boolean]>([
  ['PENDING_APPROVAL', true],
  ['INACTIVE', true],
  ['ACTIVE', true],
  ['EXITED', false],
  ['BLACKLISTED', false],
  ['REJECTED', false],
])('%s may join: %s', (state, may) => {
  expect(mayJoin(state)).toBe(may);
});
