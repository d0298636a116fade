import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { checkRoleAddresses, mostMembers, roleNamed } from '../../clients/index.ts';
import {
  addressesOf,
  checkEmail,
  entityId,
  isBlank,
  organisationReference,
  withAssignment,
} from '../../organisation/index.ts';
import { groupReference } from '../reference.ts';
import { type GroupMember, judgedMembers } from '../rules/groupMembers.ts';
import { lockCandidates } from '../store/memberQueries.ts';
import type { GroupEntity } from './groupEntity.ts';

/** What is stored carries keys only. */
const storedMembers = (group: GroupEntity | undefined): readonly GroupMember[] =>
  (group?.groupMembers ?? []) as readonly GroupMember[];

const membersOf = async (
  wanted: GroupEntity,
  before: GroupEntity | undefined,
  context: WriteContext,
): Promise<readonly GroupMember[] | Rejection> => {
  const { roleNames } = context.reference.get(groupReference);
  const stored = storedMembers(before);
  const storedKeys = new Set(stored.map(({ clientKey }) => clientKey));
  const keyOfStored = (ref: string) => {
    const key = asEncodedKey(ref);
    return key !== undefined && storedKeys.has(key) ? key : undefined;
  };
  const refs = (wanted.groupMembers ?? []).map(({ clientKey }) => clientKey).filter((ref) => !keyOfStored(ref));
  const candidates = await lockCandidates(context.db, refs, wanted.encodedKey, context.principal);
  const byKey = new Map(candidates.map((candidate) => [candidate.encodedKey, candidate]));
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  return judgedMembers(wanted.groupMembers ?? [], {
    stored,
    find: (ref) => {
      const key = asEncodedKey(ref);
      const found = (key === undefined ? undefined : byKey.get(key)) ?? byId.get(ref);
      // A member who is sent by id stays whatever became of the client meanwhile.
      return keyOfStored(ref) ?? (found && storedKeys.has(found.encodedKey) ? found.encodedKey : found);
    },
    roleName: roleNames.find,
    setup: context.reference.get(organisationReference).generalSetup,
    mostMembers,
    isNew: before === undefined,
  });
};

/** A group as it is stored: judged, completed, references by key. `before` is what is stored of it. */
export const judgedGroup = async (
  wanted: GroupEntity,
  before: GroupEntity | undefined,
  context: WriteContext,
): Promise<GroupEntity | Rejection> => {
  if (isBlank(wanted.groupName)) return reject('INVALID_PARAMETERS', 'Property groupName may not be blank');
  const wrongEmail = checkEmail(wanted.emailAddress, 'emailAddress', 'EMAIL_ADDRESS_FORMAT_IS_INVALID');
  if (wrongEmail) return wrongEmail;
  const { generalSetup } = context.reference.get(organisationReference);
  const role = roleNamed(
    'GROUP',
    wanted.groupRoleKey ?? before?.groupRoleKey ?? generalSetup.defaultGroupRoleKey,
    context,
  );
  if (isRejection(role)) return role;
  const addresses = wanted.addresses ?? [];
  const wrongAddress = checkRoleAddresses(
    role,
    addresses,
    before?.groupRoleKey === role.encodedKey ? (before.addresses ?? []) : [],
  );
  if (wrongAddress) return wrongAddress;
  const assigned = withAssignment(wanted, before, context);
  if (isRejection(assigned)) return assigned;
  const groupMembers = await membersOf(wanted, before, context);
  if (isRejection(groupMembers)) return groupMembers;
  const id = await entityId(context.db, 'client_group', {
    given: wanted.id ?? before?.id,
    before: before?.id,
    pattern: role.idPattern ?? generalSetup.groupIdFormat,
  });
  if (isRejection(id)) return id;
  return {
    ...assigned,
    id,
    groupRoleKey: role.encodedKey,
    addresses: addressesOf(addresses, before?.addresses ?? [], wanted.encodedKey),
    groupMembers,
  };
};
