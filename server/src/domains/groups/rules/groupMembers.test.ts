import { expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type EditableProperty, neededPermissions } from './groupChanges.ts';
import {
  type GroupMember,
  judgedMembers,
  type MemberCandidate,
  type MemberRules,
  type WantedMember,
} from './groupMembers.ts';

const keyOf = (digits: string): EncodedKey => digits.padStart(32, '0') as EncodedKey;

const candidate = (given: Partial<MemberCandidate> & { readonly id: string }): MemberCandidate => ({
  encodedKey: keyOf(`c${given.id}`),
  state: 'INACTIVE',
  mayJoin: true,
  otherGroup: null,
  ...given,
});
const candidates = [
  candidate({ id: '1' }),
  candidate({ id: '2', state: 'ACTIVE' }),
  candidate({ id: '3', state: 'PENDING_APPROVAL' }),
  candidate({ id: '4', state: 'EXITED', mayJoin: false }),
  candidate({ id: '7', otherGroup: 'G9' }),
];
const stored: GroupMember = {
  clientKey: keyOf('c8'),
  roles: [{ encodedKey: keyOf('e1'), groupRoleNameKey: keyOf('f1') }],
};
const roleNames = [
  { encodedKey: keyOf('f1'), id: 'chair', name: 'Chairwoman' },
  { encodedKey: keyOf('f2'), id: 'purse', name: 'Treasurer' },
];

const rules = (given: Partial<MemberRules> = {}): MemberRules => ({
  stored: [],
  find: (ref) =>
    ref === stored.clientKey
      ? stored.clientKey
      : candidates.find(({ id, encodedKey }) => ref === id || ref === encodedKey),
  roleName: (ref) => roleNames.find(({ id, encodedKey }) => ref === id || ref === encodedKey),
  setup: {
    groupSizeLimitType: 'NONE',
    minGroupSizeLimit: 2,
    maxGroupSizeLimit: 3,
    multipleGroupMemberships: 'UNLIMITED',
  },
  mostMembers: 5,
  isNew: false,
  ...given,
});
const setup = (given: Partial<MemberRules['setup']>): Partial<MemberRules> => ({
  setup: { ...rules().setup, ...given },
});
const hard = setup({ groupSizeLimitType: 'HARD' });
const all = (...refs: string[]): WantedMember[] => refs.map((clientKey) => ({ clientKey }));
const withRoles = (clientKey: string, ...names: string[]): WantedMember => ({
  clientKey,
  roles: names.map((groupRoleNameKey) => ({ groupRoleNameKey })),
});

test('members are named by key or id, and keep the keys of their roles', () => {
  const members = judgedMembers([withRoles('1', 'purse'), withRoles(stored.clientKey, keyOf('f2'), 'chair')], {
    ...rules(),
    stored: [stored],
  });
  expect(members).toEqual([
    { clientKey: keyOf('c1'), roles: [{ encodedKey: expect.any(String), groupRoleNameKey: keyOf('f2') }] },
    {
      clientKey: keyOf('c8'),
      roles: [
        { encodedKey: expect.any(String), groupRoleNameKey: keyOf('f2') },
        { encodedKey: keyOf('e1'), groupRoleNameKey: keyOf('f1') },
      ],
    },
  ]);
});

test.each<[string, readonly WantedMember[], Partial<MemberRules>, string | undefined]>([
  ['nobody', [], {}, undefined],
  ['one who waits for approval', all('3'), {}, undefined],
  ['one who does not exist', all('1', 'nobody'), {}, 'INVALID_CLIENT_KEY'],
  ['one twice, by id and by key', all('1', keyOf('c1')), {}, 'INVALID_PARAMETERS'],
  ['one who left', all('4'), {}, 'INVALID_CLIENT_STATE'],
  ['one of another group', all('7'), {}, undefined],
  ['one of another group', all('7'), setup({ multipleGroupMemberships: 'ONE_GROUP' }), 'MULTIPLE_GROUP_MEMBERSHIP'],
  ['a role that does not exist', [withRoles('1', 'clown')], {}, 'INVALID_GROUP_ROLE_NAME_KEY'],
  ['a role twice', [withRoles('1', 'chair', keyOf('f1'))], {}, 'INVALID_PARAMETERS'],
  ['a role for two', [withRoles('1', 'chair'), withRoles('2', 'chair')], {}, undefined],
  ['too few', all('1'), hard, 'INVALID_GROUP_SIZE'],
  ['too few, with a warning', all('1'), setup({ groupSizeLimitType: 'WARNING' }), undefined],
  ['the fewest', all('1', '2'), hard, undefined],
  ['the most', all('1', '2', '3'), hard, undefined],
  ['too many', all('1', '2', '3', '7'), hard, 'INVALID_GROUP_SIZE'],
  ['too many, without a limit', all('1', '2', '3', '7'), setup({ maxGroupSizeLimit: null }), undefined],
  ['nobody in a new group', [], { ...hard, isNew: true }, 'INVALID_GROUP_SIZE'],
  ['as few as there were', all(stored.clientKey), { ...hard, stored: [stored] }, undefined],
  ['nobody any more', [], { ...hard, stored: [stored] }, 'INVALID_GROUP_SIZE'],
  ['more than a list tells', all('1', '2', '3', '7', stored.clientKey, '1'), {}, 'INVALID_GROUP_SIZE'],
])('members: %s', (_case, wanted, given, reason) => {
  const members = judgedMembers(wanted, rules(given));
  if (reason === undefined) expect(members).toHaveLength(wanted.length);
  else expect(isRejection(members) && members.errors[0]?.reason).toBe(reason);
});

test.each<[readonly EditableProperty[], readonly string[]]>([
  [['groupName', 'groupMembers'], []],
  [
    ['groupRoleKey', 'id'],
    ['CHANGE_GROUP_TYPE', 'EDIT_GROUP_ID'],
  ],
  [['assignedBranchKey', 'assignedUserKey'], ['MANAGE_GROUP_ASSOCIATION']],
])('a change of %j needs %j', (changes, needed) => {
  expect(neededPermissions(new Set(changes))).toEqual(needed);
});
