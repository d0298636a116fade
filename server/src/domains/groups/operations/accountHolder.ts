import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { holderMayGuarantee, holderMayOpenAccounts, lockClientHolder } from '../../clients/index.ts';
import { groupMayGuarantee, groupMayOpenAccounts } from '../rules/groupHolder.ts';
import { lockGroupHolder } from '../store/groupHolderStore.ts';

export type HolderType = 'CLIENT' | 'GROUP';

/** Whoever holds accounts, locked: a client or a group. */
export type AccountHolder = {
  readonly type: HolderType;
  readonly encodedKey: EncodedKey;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
  /** Why the holder gets no account, by state or role. */
  readonly unwelcome: Rejection | undefined;
  /** Why the holder guarantees no loan, by state or role. */
  readonly noGuarantor: Rejection | undefined;
};

const lockers: Readonly<
  Record<HolderType, (db: pg.PoolClient, ref: string) => Promise<Omit<AccountHolder, 'type'> | undefined>>
> = {
  CLIENT: async (db, ref) => {
    const client = await lockClientHolder(db, ref);
    return client && { ...client, unwelcome: holderMayOpenAccounts(client), noGuarantor: holderMayGuarantee(client) };
  },
  GROUP: async (db, ref) => {
    const group = await lockGroupHolder(db, ref);
    return group && { ...group, unwelcome: groupMayOpenAccounts(group), noGuarantor: groupMayGuarantee(group) };
  },
};

/** Locks the client or the group that a key or an id names, in the caller's transaction; undefined when there is none. */
export const lockAccountHolder = async (
  db: pg.PoolClient,
  type: HolderType,
  ref: string,
): Promise<AccountHolder | undefined> => {
  const holder = await lockers[type](db, ref);
  return (
    holder && {
      type,
      encodedKey: holder.encodedKey,
      assignedBranchKey: holder.assignedBranchKey,
      assignedUserKey: holder.assignedUserKey,
      unwelcome: holder.unwelcome,
      noGuarantor: holder.noGuarantor,
    }
  );
};
