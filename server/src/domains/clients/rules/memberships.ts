import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { GeneralSetup } from '../../organisation/index.ts';
import { checkGroupSize, type GroupSizeLimits } from '../../organisation/rules/groupSize.ts';
import type { ClientState } from './clientStates.ts';

/** A group with its members, as far as joining and leaving change it. */
export type JoinableGroup = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly groupMembers: readonly { readonly clientKey: EncodedKey }[];
};

export type MembershipRules = {
  readonly clientKey: EncodedKey;
  readonly clientState: ClientState;
  /** The groups that the client is in, and those that the request names. */
  readonly groups: readonly JoinableGroup[];
  readonly find: (ref: string) => JoinableGroup | undefined;
  readonly setup: GroupSizeLimits & Pick<GeneralSetup, 'multipleGroupMemberships' | 'assignmentConstraints'>;
};

/** The groups of a client, and those of them that change: with their members afterwards. */
export type Memberships = { readonly groupKeys: readonly EncodedKey[]; readonly changed: readonly JoinableGroup[] };

/** Most members of a group, whatever the general setup says: they are told as one list. */
export const mostMembers = 1000;

const unwelcome: ReadonlySet<ClientState> = new Set(['EXITED', 'BLACKLISTED', 'REJECTED']);

/** Whether a client may join a group: not one who left the bank or was never let in. One who waits for his approval may. */
export const mayJoin = (state: ClientState): boolean => !unwelcome.has(state);

/** What becomes of the groups when a client is to be in exactly those that are named by key or id; who joins has no roles yet. */
export const judgedMemberships = (wanted: readonly string[], rules: MembershipRules): Memberships | Rejection => {
  const { clientKey, setup } = rules;
  const groupKeys: EncodedKey[] = [];
  for (const [index, ref] of wanted.entries()) {
    const group = rules.find(ref);
    if (!group) return reject('GROUP_NOT_FOUND', `groupKeys[${index}] ${ref.slice(0, 80)} does not name a group`);
    if (groupKeys.includes(group.encodedKey)) {
      return reject('INVALID_PARAMETERS', `groupKeys[${index}] names a group that is in the list already`);
    }
    groupKeys.push(group.encodedKey);
  }
  const isMember = ({ groupMembers }: JoinableGroup): boolean =>
    groupMembers.some((member) => member.clientKey === clientKey);
  const joined = rules.groups.filter((group) => groupKeys.includes(group.encodedKey) && !isMember(group));
  const left = rules.groups.filter((group) => !groupKeys.includes(group.encodedKey) && isMember(group));
  if (joined.length > 0 && !mayJoin(rules.clientState)) {
    return reject('INVALID_CLIENT_STATE', `groupKeys: a client who is ${rules.clientState} joins no group`);
  }
  if (joined.length > 0 && groupKeys.length > 1 && setup.multipleGroupMemberships === 'ONE_GROUP') {
    return reject('MULTIPLE_GROUP_MEMBERSHIP', 'groupKeys may name one group only');
  }
  if (groupKeys.length === 0 && setup.assignmentConstraints.includes('GROUP')) {
    return reject('MISSING_GROUP_ID', 'groupKeys is required by the general setup');
  }
  const changed = [
    ...joined.map((group) => ({ ...group, groupMembers: [...group.groupMembers, { clientKey, roles: [] }] })),
    ...left.map((group) => ({
      ...group,
      groupMembers: group.groupMembers.filter((member) => member.clientKey !== clientKey),
    })),
  ];
  for (const { id, groupMembers } of changed) {
    const refusal = checkGroupSize(groupMembers.length, setup, `groupKeys: group ${id}`);
    if (refusal) return refusal;
    if (groupMembers.length > mostMembers) {
      return reject('INVALID_GROUP_SIZE', `groupKeys: group ${id} may have at most ${mostMembers} members`);
    }
  }
  return { groupKeys, changed };
};
