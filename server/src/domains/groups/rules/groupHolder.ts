import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

/** A group as the holder of accounts: what opening them reads. A group has no states, so accounts change nothing of it. */
export type GroupHolder = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  /** Whether the group's role lets it have accounts. */
  readonly canOpenAccounts: boolean;
  /** Whether the group's role lets it stand in for others. */
  readonly canGuarantee: boolean;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
};

/** Refuses new accounts for groups whose role has none. */
export const groupMayOpenAccounts = (group: GroupHolder): Rejection | undefined =>
  group.canOpenAccounts
    ? undefined
    : reject(
        'INVALID_CLIENT_ROLE_PERMISSION_FOR_OPENING_ACCOUNTS',
        `the role of group ${group.id} does not allow accounts`,
      );

/** Refuses guarantees of groups whose role does not let them stand in for others. A group has no states. */
export const groupMayGuarantee = (group: GroupHolder): Rejection | undefined =>
  group.canGuarantee
    ? undefined
    : reject('INVALID_GUARANTOR_PERMISSION', `the role of group ${group.id} does not allow guarantees`);
