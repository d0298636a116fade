import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ClientState } from './clientStates.ts';

/** A client as the holder of accounts: what opening, activating and closing them reads and changes. */
export type ClientHolder = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly fullName: string;
  readonly state: ClientState;
  /** Where a blacklisted client came from; null otherwise. */
  readonly previousState: ClientState | null;
  /** Whether the client's role lets it have accounts. */
  readonly canOpenAccounts: boolean;
  /** Whether the client's role lets it stand in for others. */
  readonly canGuarantee: boolean;
  readonly clientRoleKey: EncodedKey;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedCentreKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
  /** The first time that an account of the client was active. */
  readonly activationDate: Instant | null;
  /** Loans closed with all obligations met. */
  readonly loanCycle: number;
  readonly groupLoanCycle: number;
  readonly lastModifiedDate: Instant;
};

/** Refuses new accounts for clients that are not welcome (yet, or any more), or whose role has none. */
export const holderMayOpenAccounts = (holder: ClientHolder): Rejection | undefined => {
  if (holder.state !== 'INACTIVE' && holder.state !== 'ACTIVE') {
    return reject('INVALID_ACCOUNT_HOLDER_STATE', `client ${holder.id} is ${holder.state} and cannot open accounts`);
  }
  return holder.canOpenAccounts
    ? undefined
    : reject(
        'INVALID_CLIENT_ROLE_PERMISSION_FOR_OPENING_ACCOUNTS',
        `the role of client ${holder.id} does not allow accounts`,
      );
};

/** Refuses guarantees of clients that are not welcome (yet, or any more), or whose role does not let them stand in for others. */
export const holderMayGuarantee = (holder: ClientHolder): Rejection | undefined => {
  if (holder.state !== 'INACTIVE' && holder.state !== 'ACTIVE') {
    return reject('INVALID_GUARANTOR_STATE', `client ${holder.id} is ${holder.state} and cannot guarantee loans`);
  }
  return holder.canGuarantee
    ? undefined
    : reject('INVALID_GUARANTOR_PERMISSION', `the role of client ${holder.id} does not allow guarantees`);
};

/** The holder once an account of his is active. A blacklisted one stays so; an undone blacklisting then leads to ACTIVE. */
export const holderWithActiveAccount = (holder: ClientHolder, now: Instant): ClientHolder =>
  moved(holder, 'INACTIVE', 'ACTIVE', now, { activationDate: holder.activationDate ?? now });

/** The holder once his last account is closed. */
export const holderWithoutActiveAccounts = (holder: ClientHolder, now: Instant): ClientHolder =>
  moved(holder, 'ACTIVE', 'INACTIVE', now, {});

const moved = (
  holder: ClientHolder,
  from: ClientState,
  to: ClientState,
  now: Instant,
  changes: Partial<ClientHolder>,
): ClientHolder => {
  if (holder.state === from) return { ...holder, ...changes, state: to, lastModifiedDate: now };
  return holder.state === 'BLACKLISTED' && holder.previousState === from
    ? { ...holder, ...changes, previousState: to, lastModifiedDate: now }
    : holder;
};
