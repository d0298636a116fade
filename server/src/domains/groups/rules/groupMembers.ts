import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { GeneralSetup } from '../../organisation/index.ts';
import { checkGroupSize, type GroupSizeLimits } from '../../organisation/rules/groupSize.ts';

/** A name that roles of members have, such as Treasurer. */
export type GroupRoleName = { readonly encodedKey: EncodedKey; readonly id: string; readonly name: string };

/** A role that a member has in the group; the key is that of this role of this member. */
export type MemberRole = { readonly encodedKey: EncodedKey; readonly groupRoleNameKey: EncodedKey };

/** A member as it is stored. */
export type GroupMember = { readonly clientKey: EncodedKey; readonly roles: readonly MemberRole[] };

/** A member as a request names it: the client and the names of roles by key or id. */
export type WantedMember = {
  readonly clientKey: string;
  readonly roles?: readonly { readonly groupRoleNameKey: string }[] | undefined;
};

/** A client who is to become a member. */
export type MemberCandidate = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly state: string;
  /** Whether clients in this state join groups. */
  readonly mayJoin: boolean;
  /** The id of another group that the client is a member of. */
  readonly otherGroup: string | null;
};

export type MemberRules = {
  readonly stored: readonly GroupMember[];
  /** The key of a member that is there already, or the client that a key or an id names. */
  readonly find: (ref: string) => MemberCandidate | EncodedKey | undefined;
  readonly roleName: (ref: string) => GroupRoleName | undefined;
  readonly setup: GroupSizeLimits & Pick<GeneralSetup, 'multipleGroupMemberships'>;
  /** Most members of a group, whatever the general setup says. */
  readonly mostMembers: number;
  /** Whether the group is new, so that even one without members is held against the limits. */
  readonly isNew: boolean;
};

/** The members by keys, or why there can't be such members: see the tables of the group's README. */
export const judgedMembers = (
  wanted: readonly WantedMember[],
  rules: MemberRules,
): readonly GroupMember[] | Rejection => {
  if (wanted.length > rules.mostMembers) {
    return reject('INVALID_GROUP_SIZE', `groupMembers may have at most ${rules.mostMembers} elements`);
  }
  const members: GroupMember[] = [];
  const seen = new Set<EncodedKey>();
  for (const [index, member] of wanted.entries()) {
    const at = `groupMembers[${index}]`;
    const clientKey = memberKey(member.clientKey, at, rules);
    if (isRejection(clientKey)) return clientKey;
    if (seen.has(clientKey)) {
      return reject('INVALID_PARAMETERS', `${at}.clientKey names a client who is in the list already`);
    }
    seen.add(clientKey);
    const stored = rules.stored.find((one) => one.clientKey === clientKey);
    const roles = memberRoles(member.roles ?? [], stored?.roles ?? [], at, rules);
    if (isRejection(roles)) return roles;
    members.push({ clientKey, roles });
  }
  const isSame = seen.size === rules.stored.length && rules.stored.every(({ clientKey }) => seen.has(clientKey));
  return (isSame && !rules.isNew ? undefined : checkGroupSize(members.length, rules.setup)) ?? members;
};

const memberKey = (ref: string, at: string, { find, setup }: MemberRules): EncodedKey | Rejection => {
  const found = find(ref);
  if (found === undefined) {
    return reject('INVALID_CLIENT_KEY', `${at}.clientKey ${ref.slice(0, 80)} does not name a client`);
  }
  if (typeof found === 'string') return found;
  if (!found.mayJoin) {
    return reject('INVALID_CLIENT_STATE', `${at}.clientKey names client ${found.id}, who is ${found.state}`);
  }
  return setup.multipleGroupMemberships === 'ONE_GROUP' && found.otherGroup !== null
    ? reject(
        'MULTIPLE_GROUP_MEMBERSHIP',
        `${at}.clientKey names client ${found.id}, who is a member of group ${found.otherGroup}`,
      )
    : found.encodedKey;
};

const memberRoles = (
  wanted: readonly { readonly groupRoleNameKey: string }[],
  stored: readonly MemberRole[],
  at: string,
  { roleName }: MemberRules,
): readonly MemberRole[] | Rejection => {
  const roles: MemberRole[] = [];
  for (const [index, { groupRoleNameKey }] of wanted.entries()) {
    const name = roleName(groupRoleNameKey);
    const property = `${at}.roles[${index}].groupRoleNameKey`;
    if (!name) {
      return reject(
        'INVALID_GROUP_ROLE_NAME_KEY',
        `${property} ${groupRoleNameKey.slice(0, 80)} does not name a role of members`,
      );
    }
    if (roles.some((role) => role.groupRoleNameKey === name.encodedKey)) {
      return reject('INVALID_PARAMETERS', `${property} names ${name.id}, which the member has already`);
    }
    const known = stored.find((role) => role.groupRoleNameKey === name.encodedKey);
    roles.push({ encodedKey: known?.encodedKey ?? newEncodedKey(), groupRoleNameKey: name.encodedKey });
  }
  return roles;
};
